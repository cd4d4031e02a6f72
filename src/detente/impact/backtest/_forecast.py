"""What a run says of each kind of quantity that a hindcast is scored on."""

import calendar
import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.facts import HappenedRow, MonthsBefore
from detente.impact._batch import Batch
from detente.impact._block import RUNS
from detente.impact._study import Study
from detente.impact.backtest._months import as_counted, months_of
from detente.impact.ranges import HIGH, LOW

__all__ = ["PERMITTED", "Forecast", "baselines", "drawn", "forecast"]

Array = npt.NDArray[np.floating]

NO_CHANGE = "no change"
PERMITTED = "permitted share"
MEAN_STOCK = "mean stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Range of a forecast; infinite for an event that does not come within the horizon."""

    low: float
    central: float
    high: float
    """Ends of the range and its centre; of events, where ``chance`` is set by the record, given
    that they come [the quantity's unit]."""
    chance: float | None = None
    """Chance that an event comes within the horizon, or by the day until which it was not seen;
    None for what is no event [share]."""

    def as_dict(self) -> dict[str, float | None]:
        """Return the three numbers under their names; None for "not within the horizon"."""
        ends = {"low": self.low, "central": self.central, "high": self.high}
        return {name: value if math.isfinite(value) else None for name, value in ends.items()}


def drawn(
    study: Study, batch: Batch, row: HappenedRow, months: Sequence[MonthsBefore] = ()
) -> Array:
    """Draws of the quantity that a row records.

    Parameters
    ----------
    study
        The run's study; its standoff is as of the first day of the case.
    batch
        Its columns: one scenario, the central run first, then one per draw, paths kept.
    row
        What is asked for.
    months
        What was known of the months before the rule.

    Returns
    -------
    Array
        The central run, then the draws; infinite for an event that does not come within the
        horizon, shape (draws + 1,) [the quantity's unit].

    Raises
    ------
    ImpactError
        If no control on the table reaches the good.
    """
    if row.good not in study.model.goods:
        raise ImpactError(
            f"{row.where}: no control on the table reaches {row.good}; mend the good or the case"
        )
    values = _OF[row.quantity](study, batch, row)
    before = months_of(months, row) if row.quantity == "exports" else None
    if before is not None:
        values = as_counted(values, before, row.when, seed=study.seed)
    return values


def forecast(values: Array) -> Forecast:
    """Range from the 5th to the 95th percentile of the draws, around the central run."""
    low, high = np.quantile(values[1:], [LOW, HIGH], method="inverted_cdf")
    central = float(values[0])
    return Forecast(low=min(float(low), central), central=central, high=max(float(high), central))


def baselines(study: Study, row: HappenedRow) -> dict[str, float]:
    """What someone without a model might say, by name."""
    if row.quantity == "exports":
        return {
            NO_CHANGE: 1.0,
            PERMITTED: float(_of_month(_permitted(study, row), study, row.when)),
        }
    if row.quantity == "stoppage":
        places = study.facts.regions_of(row.region)
        days = [study.facts.parameter(row.good, "stock_days", place).value for place in places]
        return {MEAN_STOCK: min(days)}
    return {NO_CHANGE: float(study.days) if row.quantity == "resumption" else 1.0}


def _exports(study: Study, batch: Batch, row: HappenedRow) -> Array:
    """Mean of a calendar month; days before the standoff's date count as normal.

    Between the announcement of a rule and its first day buyers order ahead.
    """
    pairs, weight = _trade(study, row)
    index = np.einsum("prdk,prk->dk", batch.shipments_daily[pairs], weight)
    return _of_month(
        index / weight.sum(axis=(0, 1)),
        study,
        row.when,
        ahead=study.model.whole["prebuying"],
        lead=study.leads.get(row.good, 0),
    )


def _permitted(study: Study, row: HappenedRow) -> Array:
    """Share of exports that the controls let through, by trade at the base, shape (days,)."""
    weight = _trade(study, row)[1][:, :, 0].sum(axis=0)
    blocked = np.zeros((study.days, len(weight)))
    for lever in study.levers:
        if row.good in lever.goods:
            for day in range(study.days):
                today = lever.on(row.good, study.history + day)[:, 0]
                np.maximum(blocked[day], today, out=blocked[day])
    return np.asarray(1.0 - blocked @ weight / weight.sum())


def _stoppage(study: Study, batch: Batch, row: HappenedRow) -> Array:
    """Days from the control's effect to the first shortage in any region of the party."""
    first = batch.first_shortage[study.model.goods.index(row.good)][_rows(study, row)]
    days = np.where(np.isnan(first), np.inf, first).min(axis=0)
    return np.asarray(days + _age(study, row))


def _resumption(study: Study, batch: Batch, row: HappenedRow) -> Array:
    """Days from the control's effect until the leanest plants have what they need again.

    A run without a shortage never stopped, which is as wrong as a line that never runs again.
    """
    met = batch.leanest[study.model.goods.index(row.good)][_rows(study, row)].min(axis=0)
    short = met < RUNS
    stopped = np.maximum.accumulate(short, axis=0)
    again = stopped & ~short
    days = np.where(again.any(axis=0), again.argmax(axis=0), np.inf)
    return np.asarray(days + _age(study, row))


def _price(prices: Array, study: Study, row: HappenedRow) -> Array:
    day = min((row.when - study.standoff.on).days, study.days - 1)
    return np.asarray(prices[study.model.goods.index(row.good), day])


def _price_outside(study: Study, batch: Batch, row: HappenedRow) -> Array:
    return _price(batch.price, study, row)


def _price_inside(study: Study, batch: Batch, row: HappenedRow) -> Array:
    return _price(batch.price_inside, study, row)


_OF: dict[str, Callable[[Study, Batch, HappenedRow], Array]] = {
    "exports": _exports,
    "stoppage": _stoppage,
    "resumption": _resumption,
    "price_outside": _price_outside,
    "price_inside": _price_inside,
}


def _of_month(
    daily: Array, study: Study, month: dt.date, *, ahead: Array | float = 0.0, lead: int = 0
) -> Array:
    """Mean over the days of a calendar month, from (days, ...) to (...).

    Of the days before the standoff's date the last ``lead`` count with one and ``ahead``, the
    others with one.
    """
    first = (month - study.standoff.on).days
    length = calendar.monthrange(month.year, month.month)[1]
    seen = daily[max(first, 0) : min(first + length, len(daily))]
    before = max(0, -first)
    bought = before + np.asarray(ahead) * min(before, lead)
    return np.asarray((seen.sum(axis=0) + bought) / (len(seen) + before))


def _trade(study: Study, row: HappenedRow) -> tuple[npt.NDArray[np.intp], Array]:
    """Pairs of the good and its exporter, and their trade at the base with the destinations."""
    model, regions, facts = study.model, study.world.regions, study.facts
    imposer = next(e.imposer for e in study.standoff.controls if row.good in e.goods)
    exporters = [regions.index(r) for r in facts.regions_of(imposer) if r in regions]
    pairs = np.flatnonzero(
        (model.pair_good == model.goods.index(row.good)) & np.isin(model.pair_exporter, exporters)
    )
    weight = model.pair_trade[pairs]
    if row.region != "*":
        here = np.isin(regions, facts.regions_of(row.region))
        weight = weight * here[:, None]
    if not weight.any():
        raise ImpactError(
            f"{row.where}: {imposer} ships no {row.good} to {row.region} in the facts tables; "
            "add the flow to trade.csv, or leave the row out"
        )
    return pairs, weight


def _rows(study: Study, row: HappenedRow) -> list[int]:
    regions = study.world.regions
    return [regions.index(r) for r in study.facts.regions_of(row.region) if r in regions]


def _age(study: Study, row: HappenedRow) -> int:
    """Days that a control on the good had been in effect on the standoff's date."""
    effective = [e.effective for e in study.standoff.controls if row.good in e.goods]
    return (study.standoff.on - min(effective, default=study.standoff.on)).days
