"""From weeks to years: what a control costs each side by month; when its leverage has halved."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente._shown import Shown
from detente._units import DAYS_PER_MONTH
from detente._wants import require
from detente.controls import TabledControl
from detente.impact._impact import Impact
from detente.impact.longrun._elasticities import at_horizon, long_run
from detente.impact.longrun._plants import filled_by
from detente.impact.longrun._sector_cuts import SectorCuts, joined
from detente.impact.longrun._solve import Equilibrium, settle, slopes, solve
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Wedges
from detente.impact.longrun._welfare import welfare

__all__ = ["SCHEMA", "Path", "Years", "years"]

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

SCHEMA = "detente.years/1"
HORIZONS = (12, 24, 36, 60, 84, 120)
"""Months at which the trade model is solved; between them the cost is linear."""

ENDS = (
    ("low", "high", 2, "high", "low"),
    ("central", "central", 1, "value", "value"),
    ("high", "low", 0, "low", "high"),
)
"""What makes each end of a range: how much is blocked, what plants make, which elasticities in the
long run and after a year, and the pace between them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Path:
    """What a control costs a party over the years."""

    name: str
    """A control on the table, or ``together``."""
    party: str
    """ISO3."""
    role: str
    """``owner``, ``target`` or ``third``."""
    cost: Array
    """Low, central and high by month, shape (3, months) [USD bn per month]."""
    long_run: Array
    """Exact loss of real income from the trade model alone, at the horizons, shape (3, horizons)
    [USD bn per month]."""
    first_order: Array
    """The same by the first-order measure: minus terms of trade and volume of trade."""

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Years(Shown):
    """The result of `years`."""

    impact: Impact
    """The simulation of the first months."""
    months: int
    """How far ahead."""
    paths: tuple[Path, ...]
    """One per control and party, and for all together."""
    unplaced: tuple[str, ...]
    """Controls whose goods no trade table has: their long run is taken to cost nothing."""
    reroute: float | None = None
    """As of `years`."""

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
            "manifest": {**simulated["manifest"], "months": self.months, "reroute": self.reroute},
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
                        {
                            "month": month,
                            "real_income": _range(one.long_run[:, at]),
                            "first_order": _range(one.first_order[:, at]),
                        }
                        for at, month in enumerate(HORIZONS)
                    ],
                }
                for one in self.paths
            ],
        }


def years(
    impact: Impact,
    *,
    months: int = 120,
    reroute: float | None = None,
    progress: Progress | None = None,
) -> Years:
    """Follow what controls cost from the first month to the tenth year.

    Parameters
    ----------
    impact
        A simulation; the more months it has, the more of the path is physical.
    months
        How far ahead, beyond the simulation's own months and at most 120.
    reroute
        Extra cost at which controlled goods come through third countries, in the trade model;
        None where they do not [1].
    progress
        Called with steps done and steps in all.

    Returns
    -------
    Years

    Raises
    ------
    ImpactError
        If ``months`` or ``reroute`` is out of its bounds or the trade model does not settle.

    Notes
    -----
    The months that were simulated are taken as they are. Later, what the simulation's last
    month has above the trade model fades as buyers find other sellers, with the pace of the
    elasticity ladder (table ``model_parameters``), and with each plant that opens (table
    ``capacity``); what the trade model says for that horizon, plants taken off, remains:
    ``L(t) + (S - L(m)) exp(-(t - m) / pace) open(t) / open(m)``, ``open`` the part of what is
    blocked that no plant makes. Ranges join extremes: low is little blocked, large
    elasticities, a quick pace and large plants; high the opposite. Controls are held as they
    stand.
    """
    require(impact, Impact, "dt.years", "make one with dt.simulate(standoff)")
    first = impact.study.months
    if not first < months <= HORIZONS[-1]:
        raise ImpactError(
            f"months is {months}: give more than the {first} simulated, and at most {HORIZONS[-1]}"
        )
    controls = impact.standoff.controls
    model = _TradeModel(impact, reroute)
    lasting = model.losses(progress)
    still = np.stack([model.still_open(entry, months) for entry in controls], axis=1)
    weight = model.sizes()
    pace = impact.study.facts.model_parameter("elasticity_days")
    paces = np.array([pace.low, pace.value, pace.high]) / DAYS_PER_MONTH
    paths = []
    for row, name in enumerate([*(entry.control for entry in controls), "together"]):
        unmet = still[:, row] if row < len(controls) else _mean(still, weight)
        for party in impact.parties:
            loss = impact.loss(party, name)
            early = np.array([[m.low, m.central, m.high] for m in loss.by_month]).T
            at = impact.parties.index(party)
            exact, rough = (_ends(kind) for kind in lasting[:, :, :, row, at])
            cost = _ends(_joined(early, exact, paces, unmet))
            paths.append(
                Path(
                    name=name,
                    party=party,
                    role=loss.role,
                    cost=cost,
                    long_run=exact,
                    first_order=rough,
                )
            )
    return Years(
        impact=impact, months=months, paths=tuple(paths), unplaced=model.unplaced(), reroute=reroute
    )


def _ends(variants: Array) -> Array:
    """Keep the central variant, and take the least and the most of all as its range."""
    return np.stack([variants.min(axis=0), variants[1], variants.max(axis=0)])


def _mean(still: Array, weight: Array) -> Array:
    """Mean over controls of (3, controls, months), by what each takes away."""
    total = weight.sum()
    if total <= 0:
        return np.asarray(still.mean(axis=1))
    return np.asarray(np.einsum("ekm,k->em", still, weight / total))


def _joined(early: Array, late: Array, paces: Array, unmet: Array) -> Array:
    """Join the simulated months (3, m) with the trade model's horizons (3, H)."""
    done, months = early.shape[1], unmet.shape[1]
    ahead = np.arange(1, months + 1)
    model = np.array([np.interp(ahead, HORIZONS, row) for row in late])
    fading = np.exp(-(ahead[None, done:] - done) / paces[:, None])
    at_end = unmet[:, done - 1 : done]
    left = np.divide(unmet[:, done:], at_end, out=np.ones_like(fading), where=at_end > 0)
    rest = (early[:, -1] - model[:, done - 1])[:, None] * fading * left
    return np.concatenate([early, model[:, done:] + rest], axis=1)


class _TradeModel:
    """The trade model of a simulation's world, with its controls as curbs."""

    def __init__(self, impact: Impact, reroute: float | None) -> None:
        study = impact.study
        self.facts, self.world, self.on = study.facts, study.world, impact.standoff.on
        self.controls, self.reroute = impact.standoff.controls, reroute
        theta = long_run(self.facts, self.world.sectors)
        self.base = settle(TradeBase.from_world(self.world, theta[1]))
        self.theta = np.concatenate([theta, theta.min(axis=1, keepdims=True)], axis=1)
        self.cuts = SectorCuts.of(
            self.base, facts=self.facts, world=self.world, standoff=impact.standoff
        )
        self.rows = [
            [self.base.region(self.world.regions[row]) for row in impact.rows(party)]
            for party in impact.parties
        ]

    def wedges(self, end: str, plants: str, month: int) -> Wedges:
        """Each control alone, and all together, after some months."""
        filled = filled_by(
            self.facts, self.world, on=self.on, day=month * DAYS_PER_MONTH, end=plants
        )
        curbs = [
            self.cuts.curbs(
                entry, getattr(entry.settled(self.on), end), filled=filled, reroute=self.reroute
            )
            for entry in self.controls
        ]
        names = [*(entry.control for entry in self.controls), "together"]
        return Wedges.of(self.base, [*curbs, joined(curbs)], names)

    def losses(self, progress: Progress | None) -> Array:
        """Exact and first-order loss, shape (2, 3, horizons, scenarios, parties).

        Costs are in USD bn per month.
        """
        short, pace = (
            self.facts.model_parameter(name)
            for name in ("trade_elasticity_short", "elasticity_days")
        )
        shape = (2, len(ENDS), len(HORIZONS), len(self.controls) + 1, len(self.rows))
        out = np.zeros(shape)
        for variant, (end, plants, which, strong, quick) in enumerate(ENDS):
            near: Equilibrium | None = None
            for at, month in enumerate(HORIZONS):
                ladder = at_horizon(
                    self.theta[which],
                    month * DAYS_PER_MONTH,
                    short=getattr(short, strong),
                    pace=getattr(pace, quick),
                )
                wedges = self.wedges(end, plants, month)
                near = solve(
                    self.base,
                    wedges,
                    theta=np.repeat(ladder[:, None], wedges.count, axis=1),
                    slope=slopes(self.base, ladder),
                    start=near,
                    tolerance=1e-8,
                )
                found = welfare(near)
                rough = -found.first_order * found.income[:, None]
                for column, regions in enumerate(self.rows):
                    out[0, variant, at, :, column] = found.loss[regions].sum(axis=0) / 12.0
                    out[1, variant, at, :, column] = rough[regions].sum(axis=0) / 12.0
                if progress is not None:
                    progress(variant * len(HORIZONS) + at + 1, len(ENDS) * len(HORIZONS))
        return out

    def still_open(self, control: TabledControl, months: int) -> Array:
        """Part of what a control blocks that no plant makes, by month, shape (3, months)."""
        out = np.ones((len(ENDS), months))
        opens = sorted({(row.opens - self.on).days for row in self.facts.capacity})
        for variant, (end, plants, *_) in enumerate(ENDS):
            blocked = getattr(control.settled(self.on), end)
            whole = sum(self.cuts.taken(control, blocked).values())
            for day in opens if whole > 0 else ():
                filled = filled_by(self.facts, self.world, on=self.on, day=day, end=plants)
                left = sum(self.cuts.taken(control, blocked, filled).values()) / whole
                first = max(int(np.ceil(day / DAYS_PER_MONTH)), 0)
                out[variant, first:] = left
        return out

    def sizes(self) -> Array:
        """What each control takes away at central values, shape (controls,) [USD bn per year]."""
        return np.array(
            [
                sum(self.cuts.taken(entry, entry.settled(self.on).central).values())
                for entry in self.controls
            ]
        )

    def unplaced(self) -> tuple[str, ...]:
        """Controls without a flow in the table."""
        return tuple(
            entry.control
            for entry in self.controls
            if not self.cuts.curbs(entry, entry.settled(self.on).high)
        )


def _range(column: Array) -> dict[str, float]:
    low, central, high = (float(value) for value in column)
    return {"low": low, "central": central, "high": high}
