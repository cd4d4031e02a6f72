"""From weeks to years: what a control costs each side by month; when its leverage has halved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.controls import Range
from detente.impact._impact import Impact
from detente.impact.longrun._elasticities import at_horizon, long_run
from detente.impact.longrun._equilibrium import base_spending
from detente.impact.longrun._sector_cuts import LEAST, sector_curbs
from detente.impact.longrun._solve import settle, slopes, solve
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Curb, Wedges
from detente.impact.longrun._welfare import welfare

__all__ = ["SCHEMA", "Path", "Years", "years"]

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

SCHEMA = "detente.years/1"
MONTH = 365.0 / 12.0
HORIZONS = (12, 24, 36, 60, 84, 120)
"""Months at which the trade model is solved; between them the cost is linear."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """What a control costs a party over the years.

    Parameters
    ----------
    name
        A control on the table, or ``together``.
    party
        ISO3.
    role
        ``owner``, ``target`` or ``third``.
    cost
        Low, central and high by month, shape (3, months) [USD bn per month].
    long_run
        The same from the trade model alone, at the horizons, shape (3, horizons)
        [USD bn per month].
    """

    name: str
    party: str
    role: str
    cost: Array
    long_run: Array

    @property
    def peak(self) -> int:
        """Month of the largest central cost."""
        return int(np.argmax(self.cost[1])) + 1

    @property
    def halved(self) -> int | None:
        """First month after which the central cost stays below half its peak; None if not yet."""
        central = self.cost[1]
        if central.max() <= 0:
            return None
        above = np.flatnonzero(central > 0.5 * central.max())
        last = int(above[-1]) + 1
        return None if last >= len(central) else last + 1

    def in_month(self, month: int) -> Range:
        """Return the cost in a month, counted from 1 [USD bn per month]."""
        low, central, high = (float(row[month - 1]) for row in self.cost)
        return Range(low=low, central=central, high=high)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Years:
    """The result of `years`.

    Parameters
    ----------
    impact
        The simulation of the first months.
    months
        How far ahead.
    paths
        One per control and party, and for all together.
    unplaced
        Controls whose goods no trade table has: their long run is taken to cost nothing.
    """

    impact: Impact
    months: int
    paths: tuple[Path, ...]
    unplaced: tuple[str, ...]

    def path(self, party: str, name: str = "together") -> Path:
        """Return one path.

        Raises
        ------
        ImpactError
            If there is none of that name and party.
        """
        for one in self.paths:
            if (one.party, one.name) == (party, name):
                return one
        raise ImpactError(f"no path of {name!r} for {party!r}")

    def to_payload(self) -> dict[str, Any]:
        """Return it as ``detente.years/1``; see docs/methods/longrun.md."""
        simulated = self.impact.to_payload()
        return {
            "schema": SCHEMA,
            "manifest": {**simulated["manifest"], "months": self.months},
            "standoff": simulated["standoff"],
            "unit": "USD bn per month",
            "simulated_months": self.impact.study.months,
            "unplaced": list(self.unplaced),
            "paths": [
                {
                    "control": one.name,
                    "party": one.party,
                    "role": one.role,
                    "peak_month": one.peak,
                    "halved_month": one.halved,
                    "by_month": [
                        {"month": month, **_range(one.cost[:, month - 1])}
                        for month in range(1, self.months + 1)
                    ],
                    "trade_model": [
                        {"month": month, **_range(one.long_run[:, at])}
                        for at, month in enumerate(HORIZONS)
                    ],
                }
                for one in self.paths
            ],
        }


def years(impact: Impact, *, months: int = 120, progress: Progress | None = None) -> Years:
    """Follow what controls cost from the first month to the tenth year.

    Parameters
    ----------
    impact
        A simulation; the more months it has, the more of the path is physical.
    months
        How far ahead, beyond the simulation's own months and at most 120.
    progress
        Called with steps done and steps in all.

    Returns
    -------
    Years

    Raises
    ------
    ImpactError
        If ``months`` is out of its bounds or the trade model does not settle.

    Notes
    -----
    The months that were simulated are taken as they are. Later, what the simulation's last
    month has above the trade model fades as buyers find other sellers, with the pace of the
    elasticity ladder (table ``model_parameters``), and what the trade model says for that
    horizon remains: ``L(t) + (S - L(m)) exp(-(t - m) / pace)``. Ranges join extremes: low is
    little blocked, large elasticities and a quick pace; high the opposite. Controls are held as
    they stand.
    """
    first = impact.study.months
    if not first < months <= HORIZONS[-1]:
        raise ImpactError(
            f"months is {months}: give more than the {first} simulated, and at most {HORIZONS[-1]}"
        )
    lasting, names, unplaced = _lasting(impact, progress)
    pace = impact.study.facts.model_parameter("elasticity_days")
    paces = np.array([pace.low, pace.value, pace.high]) / MONTH
    paths = []
    for row, name in enumerate(names):
        for party in impact.parties:
            loss = impact.loss(party, name)
            early = np.array([[m.low, m.central, m.high] for m in loss.by_month]).T
            late = np.sort(lasting[:, :, row, impact.parties.index(party)], axis=0)
            cost = np.sort(_joined(early, late, paces, months), axis=0)
            paths.append(Path(name=name, party=party, role=loss.role, cost=cost, long_run=late))
    return Years(impact=impact, months=months, paths=tuple(paths), unplaced=tuple(unplaced))


def _joined(early: Array, late: Array, paces: Array, months: int) -> Array:
    """Join the simulated months (3, m) with the trade model's horizons (3, H)."""
    done = early.shape[1]
    ahead = np.arange(1, months + 1)
    model = np.array([np.interp(ahead, HORIZONS, row) for row in late])
    fading = np.exp(-(ahead[None, done:] - done) / paces[:, None])
    rest = (early[:, -1] - model[:, done - 1])[:, None] * fading
    return np.concatenate([early, model[:, done:] + rest], axis=1)


def _lasting(impact: Impact, progress: Progress | None) -> tuple[Array, list[str], list[str]]:
    """Return the trade model's cost, shape (3, horizons, scenarios, parties) [USD bn per month]."""
    facts, world, controls = impact.study.facts, impact.study.world, impact.standoff.controls
    theta = long_run(facts, world.sectors)
    base = settle(TradeBase.from_world(world, theta[1]))
    theta = np.concatenate([theta, theta.min(axis=1, keepdims=True)], axis=1)
    bought = _flows(impact, base)
    names = [entry.control for entry in controls]
    curbs = [
        [
            sector_curbs(
                entry,
                getattr(entry.intensity, end),
                facts=facts,
                world=world,
                base=base,
                bought=bought,
            )
            for entry in controls
        ]
        for end in ("low", "central", "high")
    ]
    unplaced = [entry.control for entry, some in zip(controls, curbs[2], strict=True) if not some]
    rows = [[base.region(world.regions[row]) for row in impact.rows(p)] for p in impact.parties]
    out = np.zeros((3, len(HORIZONS), len(controls) + 1, len(impact.parties)))
    short, pace = (
        facts.model_parameter(name) for name in ("trade_elasticity_short", "elasticity_days")
    )
    ends = ((2, "high", "low"), (1, "value", "value"), (0, "low", "high"))
    for variant, (which, strong, quick) in enumerate(ends):
        together = _together(curbs[variant])
        wedges = Wedges.of(base, [*curbs[variant], together], [*names, "together"])
        for at, month in enumerate(HORIZONS):
            ladder = at_horizon(
                theta[which],
                month * MONTH,
                short=getattr(short, strong),
                pace=getattr(pace, quick),
            )
            many = np.repeat(ladder[:, None], wedges.count, axis=1)
            found = solve(base, wedges, theta=many, slope=slopes(base, ladder), tolerance=1e-8)
            loss = welfare(found).loss / 12.0
            for column, regions in enumerate(rows):
                out[variant, at, :, column] = loss[regions].sum(axis=0)
            if progress is not None:
                progress(variant * len(HORIZONS) + at + 1, 3 * len(HORIZONS))
    return out, [*names, "together"], unplaced


def _together(curbs: list[list[Curb]]) -> list[Curb]:
    """Join curbs on the same flow: what each takes away adds up, a little stays."""
    joined: dict[tuple[str, str, str], Curb] = {}
    for curb in (one for some in curbs for one in some):
        flow = (curb.sector, curb.exporter, curb.importer)
        if flow in joined:
            left = max((joined[flow].quota or 0.0) + (curb.quota or 0.0) - 1.0, LEAST)
            joined[flow] = replace(curb, quota=left)
        else:
            joined[flow] = curb
    return list(joined.values())


def _flows(impact: Impact, base: TradeBase) -> dict[tuple[str, str, str], float]:
    """Return base flows between the regions of the parties [USD bn per year]."""
    spent = base_spending(base)
    world = impact.study.world
    inside = {world.regions[row] for party in impact.parties for row in impact.rows(party)}
    at = {code: base.region(code) for code in inside}
    return {
        (sector, seller, buyer): float(base.share[j, n, i] * spent[j, n])
        for j, sector in enumerate(base.sectors)
        for seller, i in at.items()
        for buyer, n in at.items()
    }


def _range(column: Array) -> dict[str, float]:
    low, central, high = (float(value) for value in column)
    return {"low": low, "central": central, "high": high}
