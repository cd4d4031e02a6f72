"""How far quick runs are from exact ones: every packaged standoff, or files, both ways.

    python tools/score_quick.py [STANDOFF.toml or ARTICLE ...] [--days 180] [--draws 32]
    python tools/score_quick.py --register 12 [--seed 1]      # drawn from the register

For each: the largest error of a central figure, and of an end of the range of a party's loss by all
controls, and by one control or one side's, as a share of it where it is worth a million dollars a
month; of a swing's end, as a share of the party's loss; by how many days a first shortage differs;
whether the Nash package is the same, and by how much the share of draws with a deal differs.
Standoffs with one control have but one scenario, which no quick run merges; they are left out. Of
standoffs drawn from the register, two to six controls of two sides on a random day, no deals are
made.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

import detente as dt
from detente import DetenteError
from detente.controls import Control, Register, standoff_from_register
from detente.deal import Deals, Rules
from detente.facts import hindcast_names, load_facts, load_hindcast
from detente.impact import Impact, Swing
from detente.impact.backtest import case_standoff
from detente.impact.ranges import spread

Array = npt.NDArray[np.floating]

LEAST = 1e-3
"""Losses below this are not compared [USD bn per month]."""


def packaged() -> Iterator[tuple[str, dt.Standoff]]:
    """Name and standoff: the two worked cases, then those of the backtest."""
    examples = resources.files("detente") / "examples"
    yield "london", dt.standoff(dt.read(str(examples / "london-2025-06.txt")))
    yield "busan", dt.Standoff.from_toml(str(examples / "busan-2025-10.toml"))
    register = Register.from_facts(load_facts())
    for name in hindcast_names():
        yield name, case_standoff(load_hindcast(name), register)


def drawn(number: int, seed: int) -> Iterator[tuple[str, dt.Standoff]]:
    """Sets of controls of the register between two sides, on random days since 2019."""
    register, chance = Register.load(), random.Random(seed)
    sides = sorted(
        {
            (min(control.imposer, target), max(control.imposer, target))
            for control in register.controls
            for target in control.targets
            if target != "ALL"
        }
    )
    made = 0
    while made < number:
        two, on = chance.choice(sides), date(2019, 1, 1) + timedelta(days=chance.randrange(2750))
        live = [control.id for control in register.controls if _stands(control, two, on)]
        if len(live) < 2:
            continue
        ids = chance.sample(live, min(len(live), chance.randint(2, 6)))
        try:
            standoff = standoff_from_register(ids, on=on, target=_other(register.get(ids[0]), two))
            dt.simulate(standoff, days=31, draws=1)
        except DetenteError:
            continue  # over on that day, or of goods that its imposer does not supply
        made += 1
        yield f"{'-'.join(two)} {on}", standoff


def _other(control: Control, two: tuple[str, str]) -> str:
    return two[1] if control.imposer == two[0] else two[0]


def _stands(control: Control, two: tuple[str, str], on: date) -> bool:
    """Whether a control of one side on the other can be put on the table."""
    if control.imposer not in two or control.effective is None or control.effective > on:
        return False
    try:
        table = standoff_from_register([control.id], on=on, target=_other(control, two))
    except DetenteError:
        return False
    return bool(table.costed().controls)


def given(path: str) -> tuple[str, dt.Standoff]:
    """A standoff file, or what an article comes to."""
    standoff = dt.Standoff.from_toml(path) if path.endswith(".toml") else dt.standoff(dt.read(path))
    return Path(path).stem, standoff


def both(
    standoff: dt.Standoff, days: int, draws: int, *, deal: bool
) -> list[tuple[Impact, Deals | None, dict[str, list[Swing]]]]:
    """Simulate, swing and, if asked for, bargain, exactly and quickly."""
    found = []
    for exact in (True, False):
        impact = dt.simulate(standoff, days=days, draws=draws, exact=exact)
        rules = Rules(accept_error=True)
        deals = dt.bargain(standoff, impact=impact, rules=rules) if deal else None
        found.append((impact, deals, impact.swings()))
    return found


def error(exact: Array, quick: Array) -> list[float]:
    """Errors of the central figure and of the ends of a range; none where nothing is lost."""
    one, other = spread(exact), spread(quick)
    ends = ("central", "low", "high")
    return [
        abs(getattr(other, end) / getattr(one, end) - 1.0)
        if abs(getattr(one, end)) >= LEAST
        else 0.0
        for end in ends
    ]


def score(
    name: str, standoff: dt.Standoff, days: int, draws: int, *, deal: bool
) -> tuple[float, ...]:
    """One row."""
    (exact, deals, swings), (quick, dealt, swung) = both(standoff, days, draws, deal=deal)
    central, ends, together = 0.0, 0.0, 0.0
    for party in exact.parties:
        for scenario in exact.scenarios:
            errors = error(exact.draws(party, scenario), quick.draws(party, scenario))
            central = max(central, errors[0])
            if scenario == "together":
                together = max(together, *errors[1:])
            else:
                ends = max(ends, *errors[1:])
    bars = 0.0
    for party, rows in swings.items():
        loss = max(abs(float(exact.draws(party, "together")[0])), LEAST)
        other = {row.name: row for row in swung[party]}
        for row in rows:
            if row.name not in other:
                bars = max(bars, row.width / loss)
                continue
            mine = other[row.name]
            bars = max(bars, abs(mine.low - row.low) / loss, abs(mine.high - row.high) / loss)
    first = [np.nan_to_num(one.batch.first_shortage, nan=1e6) for one in (exact, quick)]
    late = float(np.abs(first[0] - first[1]).max(initial=0.0))
    same, share = "", 0.0
    if deals is not None and dealt is not None:
        nash = [
            one.solutions["nash"].easings if "nash" in one.solutions else None
            for one in (deals, dealt)
        ]
        same = "same" if nash[0] == nash[1] else "OTHER"
        share = abs(deals.share_of_draws - dealt.share_of_draws)
    print(
        f"{name:26s} {len(standoff.costed().controls):3d} {central:9.1e} "
        f"{together:9.1e} {ends:8.4f} {bars:8.4f} {late:4.0f} "
        f"{same:>6s} {share:6.3f}",
        flush=True,
    )
    return central, together, ends, bars


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--draws", type=int, default=32)
    parser.add_argument("--register", type=int, default=0, help="standoffs drawn from the register")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(
        f"{'standoff':26s} {'k':>3s} {'central':>9s} {'all':>9s} "
        f"{'ends':>8s} {'swings':>8s} {'day':>4s} {'nash':>6s} {'share':>6s}"
    )
    rows = []
    cases = map(given, asked.files) if asked.files else packaged()
    if asked.register:
        cases = drawn(asked.register, asked.seed)
    for name, standoff in cases:
        if len(standoff.costed().controls) < 2:
            continue
        rows.append(score(name, standoff, asked.days, asked.draws, deal=not asked.register))
    worst = np.max(rows, axis=0)
    print("worst: " + " ".join(f"{one:.2g}" for one in worst))
    sys.exit(1 if worst[0] > 1e-6 or worst[1:3].max() > 0.03 else 0)


if __name__ == "__main__":
    main()
