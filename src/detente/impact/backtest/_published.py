"""What others have computed of a shock, beside what our engine says of the same shock."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente._errors import DetenteError
from detente._units import DAYS_PER_YEAR, MN_PER_BN, MONTHS_PER_YEAR
from detente._version import __version__
from detente.controls import Figure, IntensityPoint, Party, Range, Standoff, TabledControl
from detente.facts import Facts, PublishedRow, load_facts
from detente.impact._batch import Batch, Progress, Scenario
from detente.impact._study import Study
from detente.impact._world_of import ground
from detente.impact.ranges import spread

__all__ = ["Beside", "published", "published_payload"]

KEY = "cut"
SECTORS = 3
"""Sectors of the party that are named, those that lose most first."""

AS_OF = dt.date(2025, 1, 1)
"""Day of all shocks: before the plants that were announced after China's rules of April 2025, which
none of the studies has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A published figure and ours."""

    row: PublishedRow
    """The published figure and its shock."""
    ours: Range | None
    """Ours, in the same unit; None where the shock was not run."""
    with_prices: Range | None = None
    """Ours with what the party pays more for imports; None for prices."""
    sectors: tuple[tuple[str, float], ...] = ()
    """Sectors of the party by their part in what stops, at central inputs [share]."""
    why: str = ""
    """Why the shock was not run; empty where it was."""

    @property
    def meets(self) -> bool | None:
        """Whether the two ranges meet; None where the shock was not run."""
        if self.ours is None:
            return None
        return self.ours.low <= self.row.high and self.row.low <= self.ours.high

    def to_payload(self) -> dict[str, Any]:
        """Return it under its names."""
        row = self.row
        return {
            "study": row.study,
            "party": row.party,
            "measure": row.measure,
            "cut": row.cut,
            "days": row.days,
            "imposer": row.imposer,
            "target": row.target,
            "goods": list(row.goods),
            "published": {"low": row.low, "central": row.value, "high": row.high},
            "ours": None if self.ours is None else self.ours.as_dict(),
            "with_prices": None if self.with_prices is None else self.with_prices.as_dict(),
            "unit": row.unit,
            "meets": self.meets,
            "sectors": [{"sector": name, "share": part} for name, part in self.sectors],
            "why": self.why,
            "source": row.source,
            "note": row.note,
        }


def published(
    *, draws: int = 16, seed: int = 0, facts: Facts | None = None, progress: Progress | None = None
) -> tuple[Beside, ...]:
    """Run the shocks of the table ``published`` and put ours beside theirs.

    Notes
    -----
    A loss in gross domestic product is the value added of lines that stop; higher prices of imports
    are left out of it, as in the studies, and counted where a study is of national expenditure.
    Stocks are as in the tables, where most of the studies have none, and all shocks begin on
    `AS_OF`.
    """
    facts = facts or load_facts()
    shocks: dict[tuple[object, ...], list[PublishedRow]] = {}
    for row in facts.published:
        key = (row.imposer, row.target, row.goods, row.cut, row.days, row.measure == "not_run")
        shocks.setdefault(key, []).append(row)
    found: dict[str, Beside] = {}
    for number, rows in enumerate(shocks.values()):
        for beside in _of_shock(rows, draws, seed, facts):
            found[beside.row.where] = beside
        if progress is not None:
            progress(number + 1, len(shocks))
    return tuple(found[row.where] for row in facts.published)


def published_payload(
    found: Sequence[Beside], *, draws: int, seed: int, facts: Facts
) -> dict[str, Any]:
    """Return what was found as ``detente.published/1``."""
    return {
        "schema": "detente.published/1",
        "manifest": {
            "version": __version__,
            "draws": draws,
            "seed": seed,
            "facts": {"sha256": facts.sha256},
        },
        "rows": [one.to_payload() for one in found],
    }


def _of_shock(
    rows: Sequence[PublishedRow], draws: int, seed: int, facts: Facts
) -> Iterable[Beside]:
    if rows[0].measure == "not_run":
        return [Beside(row=row, ours=None, why=row.note) for row in rows]
    study, batch = _run(rows, draws, seed, facts)
    return [_beside(row, study, batch) for row in rows]


def _run(rows: Sequence[PublishedRow], draws: int, seed: int, facts: Facts) -> tuple[Study, Batch]:
    """Cut the flows of a shock at once and hold the cut."""
    first = rows[0]
    named = [row.party for row in rows if row.party != "*"]
    target = first.target if first.target != "*" else (named[0] if named else "USA")
    codes = dict.fromkeys([first.imposer, target, *named])
    cut = Figure(low=first.cut, central=first.cut, high=first.cut)
    standoff = Standoff(
        name=first.study,
        on=AS_OF,
        parties=[Party(party=code, name=facts.party(code).name) for code in codes],
        controls=[
            TabledControl(
                control=KEY,
                name=first.study,
                imposer=first.imposer,
                target=target,
                goods=list(first.goods),
                instrument="ban",
                effective=AS_OF,
                intensity=cut,
                security=Figure(low=0.0, central=0.0, high=0.0),
                political=Figure(low=0.0, central=0.0, high=0.0),
            )
        ],
    )
    world, fitted = ground(standoff, facts, None)
    study = Study(
        standoff,
        days=max(first.days, 31),
        draws=draws,
        seed=seed,
        world=world,
        facts=fitted,
        paths={KEY: (_to_all(first.cut),) if first.target == "*" else "held"},
    )
    scenario = Scenario(name=KEY, existed=(True,), easing=(0.0,))
    columns = [(scenario, draw) for draw in range(draws + 1)]
    return study, study.run(columns, keep_paths=range(len(columns)))


def _to_all(cut: float) -> IntensityPoint:
    value = Range(low=cut, central=cut, high=cut)
    return IntensityPoint(target="*", date=AS_OF, value=value, source="published")


def _beside(row: PublishedRow, study: Study, batch: Batch) -> Beside:
    world, regions = study.world, study.world.regions
    try:
        codes = regions if row.party == "*" else study.facts.regions_of(row.party)
    except DetenteError as error:
        return Beside(row=row, ours=None, why=str(error))
    mine = [
        regions.index(code)
        for code in codes
        if code in regions and code not in study.facts.regions_of(row.imposer)
    ]
    if row.measure == "price":
        goods = [study.model.goods.index(good) for good in row.goods]
        return Beside(row=row, ours=spread(batch.price[goods[0], -1]))
    scale = MONTHS_PER_YEAR
    if row.measure in ("gdp_share", "gne_share"):
        scale /= sum(world.gdp(regions[at]) for at in mine) / MN_PER_BN
        scale *= min(row.days / DAYS_PER_YEAR, 1.0)  # a study of months counts within a year
    stopped = batch.stopped_lines[mine].sum(axis=0).mean(axis=0) * scale
    paid = batch.price_paid[mine].sum(axis=0).mean(axis=0) * scale
    return Beside(
        row=row,
        ours=spread(stopped + paid if row.measure == "gne_share" else stopped),
        with_prices=spread(stopped + paid),
        sectors=_sectors(mine, study, batch),
    )


def _sectors(mine: Sequence[int], study: Study, batch: Batch) -> tuple[tuple[str, float], ...]:
    size = len(study.world.sectors)
    lost = batch.sector_loss[:, 0].reshape(-1, size)[list(mine)].sum(axis=0)
    total = float(lost.sum())
    if total <= 0:
        return ()
    order = np.argsort(lost)[::-1][:SECTORS]
    return tuple((study.world.sectors[at], float(lost[at]) / total) for at in order)
