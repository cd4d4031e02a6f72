"""How long licence rules and bans blocked trade in the register, and ranges tested case by case.

    python tools/licence_record.py [--draws 32]

Prints for every rule that blocked half or more at first the days until half of the base flow passed
again and the part that passed after a year: the ranges of ``licence_queues`` (rows for any rule)
come from it. Then every hindcast is run without a known
path, with ranges set from the rules of the *other* cases only, and its coverage is printed.
"""

import argparse
import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from detente.facts import Facts, hindcast_names, load_facts, load_hindcast
from detente.impact.backtest import Hindcast, hindcast

HALF, YEAR, EARLY = 0.5, 365, 30
QUEUES = frozenset({"CHN", "JPN"})
"""Whose licences were a queue; those of others in the register are mostly refused by policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """How long a control kept half of a flow from passing."""

    control: str
    good: str
    queue: bool
    half_day: float
    passed: float | None


def main() -> None:
    """Print the record, then what the hindcasts make of ranges from the other cases."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--draws", type=int, default=32)
    draws = options.parse_args().draws
    facts = load_facts()
    found = spells(facts)
    print("kind     control              good          half again [day]   passed after a year")
    for one in found:
        kind = "licence" if one.queue else "ban"
        passed = "" if one.passed is None else f"{one.passed:.2f}"
        print(f"{kind:8} {one.control:20} {one.good:12} {one.half_day:18.0f} {passed:>20}")
    print("\nleft-out case            inside      rows   ends of the midpoint   of the share")
    total, rows = 0, 0
    for name in hindcast_names():
        case = load_hindcast(name, facts)
        own = {entry["control"] for entry in case.case.standoff["controls"]}
        others = [one for one in found if one.queue and one.control not in own]
        ends, shares = _ends(one.half_day for one in others), _ends(_known(others))
        blind = tuple(path for path in case.case.paths if not path.known)
        only = replace(case, case=case.case.model_copy(update={"paths": blind}))
        run = hindcast(only, draws=draws, facts=_with(facts, midpoint=ends, share=shares))
        hits, seen = _inside(run)
        total, rows = total + hits, rows + seen
        print(f"{name:24} {hits:6} {seen:9}   {ends[0]:8.0f} to {ends[1]:4.0f}", end="")
        print(f"   {shares[0]:6.2f} to {shares[1]:.2f}")
    print(f"{'all':24} {total:6} {rows:9}   {total / rows:.0%}")


def spells(facts: Facts) -> list[Spell]:
    """Every control of the register that blocked half or more of a flow within its first month."""
    effective = {row.id: row for row in facts.controls}
    points: dict[tuple[str, str], dict[str, list[tuple[dt.date, float]]]] = {}
    for row in facts.control_intensity:
        mine = points.setdefault((row.control, ""), {})
        mine.setdefault(row.target, []).append((row.date, row.value))
    for own in facts.good_intensity:
        mine = points.setdefault((own.control, own.good), {})
        mine.setdefault(own.target, []).append((own.date, own.value))
    out = []
    for (control, good), targets in points.items():
        path = targets.get("*") or next(iter(targets.values()))
        queue = effective[control].imposer in QUEUES and effective[control].instrument == "licence"
        if queue and len(path) == 1:
            continue  # nothing is known of how its licences came
        start = effective[control].effective or path[0][0]
        ordered = sorted(((day - start).days, blocked) for day, blocked in path)
        if max((b for day, b in ordered if day <= EARLY), default=0.0) < HALF:
            continue
        out.append(
            Spell(
                control=control,
                good=good,
                queue=queue,
                half_day=_half_day(ordered),
                passed=next((1.0 - b for day, b in reversed(ordered) if day <= YEAR), None),
            )
        )
    return sorted(out, key=lambda one: (not one.queue, one.half_day))


def _half_day(path: Sequence[tuple[int, float]]) -> float:
    """Day on which the blocked share last falls below half; the last one known if it never does."""
    last = 0.0
    for (before, high), (after, low) in pairwise(path):
        if high >= HALF > low:
            last = before + (after - before) * (high - HALF) / (high - low)
    return last if path[-1][1] < HALF else math.inf


def _known(found: Iterable[Spell]) -> list[float]:
    return [one.passed for one in found if one.passed is not None]


def _ends(values: Iterable[float]) -> tuple[float, float]:
    """Least and most of what is finite."""
    known = [value for value in values if math.isfinite(value)]
    return min(known), max(known)


def _with(facts: Facts, *, midpoint: tuple[float, float], share: tuple[float, float]) -> Facts:
    """Facts with other ends of the queue that can be expected of any rule."""
    ends: Mapping[str, tuple[float, float]] = {
        "approval_midpoint_days": midpoint,
        "approved_share": share,
    }
    rows = tuple(
        row.model_copy(
            update={
                "low": min(ends[row.parameter][0], row.value),
                "high": max(ends[row.parameter][1], row.value),
            }
        )
        if (row.control, row.goods) == ("*", ("*",)) and row.parameter in ends
        else row
        for row in facts.licence_queues
    )
    return replace(facts, licence_queues=rows)


def _inside(run: Hindcast) -> tuple[int, int]:
    scored = [row for row in run.rows if row.scored]
    return sum(row.inside for row in scored), len(scored)


if __name__ == "__main__":
    main()
