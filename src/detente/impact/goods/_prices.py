"""Prices of the goods in play, and what they cost the importers."""

import numpy as np
import numpy.typing as npt

from detente.impact.goods._flows import Flows
from detente.impact.goods._market import (
    available,
    clearing_price,
    home_price,
    lasting_elasticity,
    price_outside,
    shortage_days,
)
from detente.impact.goods._sites import Sites
from detente.impact.goods.day import Plan
from detente.impact.goods.model import GoodsModel

__all__ = ["Prices"]

Array = npt.NDArray[np.floating]

MOST_EXPORTED = 0.9
"""Part of an output that leaves the country beyond which its home market is too thin to say how far
a glut would press on it [share]."""


class Prices:
    """Prices that follow from the shortfall of supply, stocks, and how long both must last."""

    def __init__(self, model: GoodsModel, sites: Sites, plan: Plan) -> None:
        self._sites, draw = sites, plan.draw
        p = {name: values[:, draw] for name, values in model.parameters.items()}
        self._short_run = p["demand_elasticity"] + p["supply_elasticity"]
        self._growth = model.whole["elasticity_growth"][draw]
        self._without, self._ramp = p["substitution_days"], p["ramp_days"]
        self._lag = np.maximum(model.whole["price_days"][draw], 1e-6)
        self._insulated = model.whole["insulated_share"][draw]
        self._traded = np.maximum(model.imports[:, :, draw].sum(axis=1), 1e-9)
        self._passed = p["diversion_share"]
        self._cap = p["price_multiple_cap"]
        self._release = model.whole["release_share"][draw]
        self._leak = model.whole["price_leak"][draw]
        self._pooled = p["pooled_share"]
        self._told = model.lead[:, None]
        self._afloat = self._release * p["transit_days"]
        self._glut = model.whole["glut_passed"][draw]
        self._kept_home = model.exported
        self._home = _home_supply(model)
        self._premium = p["diversion_premium"] * p["diversion_share"]
        self._days = p["diversion_days"]
        self._grade = model.item_share[:, draw][sites.item, sites.column]
        imports = model.imports[:, :, draw]
        weight = np.where(imports > 0, imports, 1e-9)
        weight[model.pair_good, model.pair_exporter] = 0.0
        weight /= weight.sum(axis=1, keepdims=True)
        bought = imports.copy()
        bought[model.pair_good, model.pair_exporter] = 0.0
        lead = sites.leads
        at = (sites.good[lead], sites.region[lead], sites.column[lead])
        self._weight, self._bought = weight[at], bought[at]
        self._place, self._course = sites.place[lead], sites.course[lead]
        self._part = model.part
        mine = self._part[sites.good[lead]] * sites.shape[1] + sites.region[lead]
        self._importer = mine * len(draw) + sites.column[lead]
        self._cap_at = self._cap.reshape(-1)[self._course]
        self._release_at = self._release[sites.column[lead]]

    def of_day(
        self, short: Array, held: Array, age: Array, flows: Flows, ahead: tuple[Array, Array]
    ) -> tuple[Array, Array, Array]:
        """Prices of a day, and what regions pay more.

        Parameters
        ----------
        short
            Shortfall of supply at the sites that are awake, shape (awake,) [share].
        held
            Stock on hand and afloat, shape (awake,) [day of base use].
        age
            Days since the first control on the good took effect, shape (goods, columns) [day].
        flows
            The controlled flows, weighed for the day.
        ahead
            Days for which the control can be expected to last on [day], and the shortfall over them
            over that of the day [share], each of shape (goods,).

        Returns
        -------
        tuple[Array, Array, Array]
            Price outside and inside the imposers, shape (goods, columns) [1], and the extra paid,
            by part of the model, shape (parts, regions, columns) [USD bn per month].
        """
        sites, awake, stopped = self._sites, len(short), flows.stopped
        leads = int(np.searchsorted(sites.leads, awake))
        place, course = self._place[:leads], self._course[:leads]
        grade = self._grade[:awake]
        wait, outlook = (one[:, None] for one in ahead)
        lack = sites.by_place(grade * short).reshape(-1)[place]
        stock = sites.by_place(grade * held).reshape(-1)[place]
        spare = self._release_at[:leads] * stock
        lasts = shortage_days(wait, self._without, self._ramp)
        elasticity = lasting_elasticity(self._short_run, self._growth, lasts)
        expected = lack * np.broadcast_to(outlook, lasts.shape).reshape(-1)[course]
        supply = available(expected, spare, lasts.reshape(-1)[course])
        weight, shape = self._weight[:leads], self._cap.shape
        missing = _summed(course, weight * (1.0 - supply), shape)
        diverted = self._passed * -np.expm1(-age / self._days)
        traded = stopped.sum(axis=1) / self._traded * (1.0 - diverted) * outlook
        reached = -np.expm1(-(age + self._told) / self._lag)
        whole = price_outside(
            missing,
            traded,
            afloat=self._afloat,
            insulated=self._insulated,
            lasts=lasts,
            elasticity=elasticity,
            cap=self._cap,
        )
        outside = whole**reached
        local = clearing_price(supply, elasticity.reshape(-1)[course], self._cap_at[:leads])
        local **= reached.reshape(-1)[course]
        np.maximum(local, (outside**self._pooled).reshape(-1)[course], out=local)
        extra = (local - 1.0) * self._bought[:leads] * (1.0 - lack)
        places = (self._part.max() + 1, *stopped.shape[1:])
        paid = np.bincount(self._importer[:leads], extra, int(np.prod(places))).reshape(places)
        premium = self._premium * -np.expm1(-age / self._days)
        np.add.at(paid, self._part, stopped * premium[:, None])
        extra_home = self._home @ flows.held_back.reshape(len(self._kept_home), -1)
        fall = home_price(extra_home.reshape(shape), elasticity, self._cap)
        inside = outside**self._leak * fall ** (self._glut * reached)
        return outside, inside, paid


def _home_supply(model: GoodsModel) -> Array:
    """Supply at home that a flow held back adds, over use at home, shape (goods, pairs) [1]."""
    added = np.zeros((len(model.goods), len(model.pair_good)))
    home = np.minimum(model.exported, MOST_EXPORTED)
    added[model.pair_good, np.arange(len(home))] = home / (1.0 - home)
    sharing = np.maximum((added > 0).sum(axis=1, keepdims=True), 1)
    return np.asarray(added / sharing)


def _summed(place: npt.NDArray[np.intp], values: Array, shape: tuple[int, ...]) -> Array:
    """Sum values by the flat position among a shape."""
    total = np.bincount(place, values, int(np.prod(shape)))
    return np.asarray(total.reshape(shape), dtype=float)
