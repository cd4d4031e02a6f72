"""What a simulation says as plain data: ``detente.impact/1``, and the rows a brief is made of."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from detente._units import DAYS_PER_MONTH
from detente._version import __version__
from detente.controls import Range
from detente.impact import shape
from detente.impact._stoppages import day_bounds
from detente.impact.disruption.models import DEFAULT_MODEL
from detente.impact.forms import Price, Simulation
from detente.impact.ranges import HIGH, LOW, spread
from detente.shape.common import Month, Paths
from detente.workspace import current

if TYPE_CHECKING:
    from detente.facts import Facts
    from detente.impact._clocks import GoodClock
    from detente.impact._impact import Impact
    from detente.impact._losses import Loss

__all__ = [
    "SCHEMA",
    "UNIT",
    "clock_row",
    "loss_row",
    "manifest",
    "own_facts",
    "payload",
    "third_rows",
    "total_row",
]

Array = npt.NDArray[np.floating]

SCHEMA: Final = "detente.impact/1"
UNIT: Final = "USD bn per month"
MOST_POINTS = 120
"""About how many days of a path are written out."""


def manifest(impact: "Impact") -> shape.Manifest:
    """Say what a simulation was made of, so that it can be made again."""
    study, facts, world = impact.study, impact.study.facts, impact.study.world
    name = study.model_name
    figures = {(row.file, row.line): row.as_of for row in facts.figures()}
    made: shape.Manifest = {
        "version": __version__,
        "on": impact.standoff.on.isoformat(),
        "seed": study.seed,
        "draws": study.sampler.size - 1,
        "days": study.days,
        "horizon_months": study.months,
        "world": {
            "source": str(world.manifest.get("source", "own table")),
            "edition": str(world.manifest.get("edition", "")),
            "year": world.year,
            "sha256": str(world.manifest.get("sha256", "")),
            "regions": len(world.regions),
            "sectors": len(world.sectors),
        },
        "facts": {
            "sha256": facts.sha256,
            "tables": len(facts.tables),
            "figures": len(figures),
            "newest": max(figures.values()).isoformat(),
            **own_facts(facts),
        },
    }
    if name != DEFAULT_MODEL:
        made["model"] = name
    if study.stepped_apart is not None:
        made["stepped_apart"] = list(study.stepped_apart)
    return made


def own_facts(facts: "Facts") -> shape.OwnFacts:
    """What of the facts is the user's own, for a manifest; nothing without a workspace."""
    home = current()
    if not facts.own_rows or home is None:
        return {}
    return {"workspace": {"name": home.name, "rows": dict(facts.own_rows)}}


def payload(impact: "Impact") -> Simulation:
    """Write a simulation as ``detente.impact/1``, see docs/results.md."""
    standoff = impact.standoff
    losses = [*impact.losses(), *(impact.loss(party) for party in impact.parties)]
    return {
        "schema": SCHEMA,
        "manifest": manifest(impact),
        "standoff": {
            "name": standoff.name,
            "on": standoff.on.isoformat(),
            "parties": [{"party": p.party, "name": p.name} for p in standoff.parties],
            "controls": [
                {
                    "control": c.control,
                    "name": c.name,
                    "imposer": c.imposer,
                    "target": c.target,
                    "goods": list(c.goods),
                    "effective": c.effective.isoformat(),
                    "status": c.status,
                    "intensity": c.intensity.range.as_dict(),
                    "path": [
                        {"date": point.date.isoformat(), **point.value.as_dict()}
                        for point in c.followed(standoff.on)
                    ],
                }
                for c in standoff.controls
            ],
        },
        "losses": [loss_row(loss, impact) for loss in losses],
        "totals": [total_row(party, impact) for party in impact.parties],
        "third_countries": third_rows(impact),
        "clock": [
            {**clock_row(clock, impact), "days": _days(clock.first_shortage)["central"]}
            for clock in impact.clocks()
        ],
        "stoppages": [
            {
                "party": row.party,
                "good": row.good,
                "control": row.control,
                "sector": row.sector,
                "sector_name": row.sector_name,
                "days": row.days.as_dict() if row.days else None,
                "share_of_draws": row.share_of_draws,
                "output_lost": row.output_lost.as_dict(),
            }
            for row in impact.first_stoppages()
        ],
        "prices": price_rows(impact),
        "gdp": [impact.gdp(party).as_dict() for party in impact.parties],
        "notes": list(impact.notes),
    }


def loss_row(loss: "Loss", impact: "Impact") -> shape.Loss:
    """Write what one control costs one party."""
    return {
        "control": loss.name,
        "party": loss.party,
        **loss.total.as_dict(),
        "unit": UNIT,
        "role": loss.role,
        "parts": {
            "stopped_lines": loss.parts["stopped_lines"].as_dict(),
            "price_paid": loss.parts["price_paid"].as_dict(),
            "own_exports_lost": loss.parts["own_exports_lost"].as_dict(),
        },
        "by_month": _by_month(loss.by_month),
        "top_sectors": [
            {
                "region": region,
                "sector": sector,
                "name": impact.study.sector_name(sector),
                "central": value,
            }
            for region, sector, value in loss.top_sectors
        ],
    }


def total_row(party: str, impact: "Impact") -> shape.Total:
    """Write what all controls together cost a party, beside the sum of the single losses."""
    together = impact.loss(party)
    draws = impact.draws(party, "together")
    singles = sum(
        (impact.draws(party, entry.control) for entry in impact.standoff.controls),
        np.zeros_like(draws),
    )
    return {
        "party": party,
        "together": together.total.as_dict(),
        "sum_of_singles": spread(singles).as_dict(),
        "interaction": spread(draws - singles).as_dict(),
        "by_month": _by_month(together.by_month),
    }


def third_rows(impact: "Impact") -> list[shape.ThirdCountry]:
    """Write the regions that do not bargain, those that lose most first."""
    names = impact.study.world.region_names
    return [
        {"region": code, "name": names.get(code, code), **value.as_dict()}
        for code, value in impact.third_countries()
    ]


def price_rows(impact: "Impact") -> list[Price]:
    """Write the price of each good outside its imposer, month by month, over the one before."""
    batch, study = impact.batch, impact.study
    kept = np.searchsorted(batch.path_columns, impact.columns("together"))
    rows: list[Price] = []
    for at, good in enumerate(study.model.goods):
        daily = batch.price[at][:, kept]
        ends = np.arange(1, study.months) * DAYS_PER_MONTH
        months = [spread(part.mean(axis=0)) for part in np.split(daily, ends.astype(int))]
        rows.append(
            {
                "good": good,
                "good_name": study.facts.good(good).name,
                "unit": "1 (price before)",
                "highest": spread(daily.max(axis=0)).as_dict(),
                "by_month": _by_month(months),
            }
        )
    return rows


def first_days(clock: "GoodClock") -> shape.FirstShortage:
    """Write the first day on which a party runs short of a good, over the draws."""
    days = clock.first_shortage
    return {
        "party": clock.party,
        "good": clock.good,
        "control": clock.control,
        "days_to_first_stoppage": _days(days),
        "share_of_draws": float((~np.isnan(days[1:])).mean()),
    }


def clock_row(clock: "GoodClock", impact: "Impact") -> shape.ClockRow:
    """Write when a party runs short of a good, with the paths that lead there."""
    study = impact.study
    month, words = impact.leverage_passes(clock.party)
    shown = np.arange(0, study.days, max(1, study.days // MOST_POINTS))
    first = first_days(clock)
    return {
        "party": first["party"],
        "good": first["good"],
        "good_name": study.facts.good(clock.good).name,
        "control": first["control"],
        "days_to_first_stoppage": first["days_to_first_stoppage"],
        "share_of_draws": first["share_of_draws"],
        "sectors": [{"code": code, "name": study.sector_name(code)} for code in clock.sectors],
        "path": {
            "days": [int(day) for day in shown],
            "stock": _band(clock.stock[shown]),
            "need_met": _band(clock.need_met[shown]),
            "output": _band(clock.output[shown]),
        },
        "leverage_passes": {"month": month, "words": words},
    }


def _by_month(months: Iterable[Range]) -> list[Month]:
    return [{"month": i, **value.as_dict()} for i, value in enumerate(months, start=1)]


def _days(days: Array) -> shape.DaysToFirstStoppage:
    """Range of the day of first shortage; null is beyond the horizon."""
    low, central, high = (None if np.isinf(day) else day for day in day_bounds(days))
    return {"low": low, "central": central, "high": high}


def _band(paths: Array) -> Paths:
    low, high = np.quantile(paths[:, 1:], [LOW, HIGH], axis=1)
    central = paths[:, 0]
    return {
        "low": [float(v) for v in np.minimum(low, central)],
        "central": [float(v) for v in central],
        "high": [float(v) for v in np.maximum(high, central)],
    }
