"""Prices between the announcement of a rule and its first day."""

import numpy as np
import numpy.typing as npt

from detente.impact.goods._market import available, lasting_elasticity, price_outside, shortage_days
from detente.impact.goods._sites import days_of_effect
from detente.impact.goods.day import Plan
from detente.impact.goods.levers import Lever
from detente.impact.goods.model import GoodsModel

__all__ = ["Announced", "announced_price"]

Array = npt.NDArray[np.floating]

SETTLED = 30
"""Day of a rule whose blocked share the market looks at before its first day [day]."""


def announced_price(expected: Array, chance: Array, reached: Array) -> Array:
    """Price over its base of a good that may run short from a later day on.

    Notes
    -----
    Whoever can keep a good until that day sells no cheaper today than he can hope to then:
    ``(1 + chance (expected - 1)) ** reached``, at no interest (storage arbitrage under uncertainty;
    Williams and Wright 1991, chapter 2). On the first day what was doubt is gone, and the price
    jumps.

    References
    ----------
    Williams, J. C. and Wright, B. D. (1991), Storage and Commodity Markets, Cambridge.
    """
    return np.asarray((1.0 + chance * (expected - 1.0)) ** reached)


class Announced:
    """What markets make of rules that are announced and not in force."""

    def __init__(self, model: GoodsModel, levers: list[Lever], plan: Plan, *, history: int) -> None:
        self._born = days_of_effect(model, levers, plan)
        self._from = self._born - model.lead[:, None]
        self.any = bool(
            (np.isfinite(self._born) & (self._born > 0) & (self._from < self._born)).any()
        )
        if not self.any:
            return
        draw = plan.draw
        p = {name: values[:, draw] for name, values in model.parameters.items()}
        whole = {name: values[draw] for name, values in model.whole.items()}
        self._short, self._stopped = _once_in_force(model, levers, plan, history)
        self._insulated = whole["insulated_share"]
        self._afloat = whole["release_share"] * p["transit_days"]
        self._held = whole["release_share"] * (
            model.stock_days[:, :, draw] + p["transit_days"][:, None]
        )
        imports = model.imports[:, :, draw]
        self._bought = imports.copy()
        self._bought[model.pair_good, model.pair_exporter] = 0.0
        weight = np.maximum(self._bought, 1e-12)
        self._weight = weight / weight.sum(axis=1, keepdims=True)
        self._chance = whole["enactment_chance"]
        self._lag = np.maximum(whole["price_days"], 1e-6)
        self._elasticity = p["demand_elasticity"] + p["supply_elasticity"]
        self._growth, self._cap = whole["elasticity_growth"], p["price_multiple_cap"]
        self._without, self._ramp = p["substitution_days"], p["ramp_days"]

    def of_day(self, day: int, ahead: tuple[Array, Array]) -> tuple[Array, Array]:
        """Prices of a day, and what regions pay more.

        Parameters
        ----------
        day
            Counted from the standoff's date [day].
        ahead
            Days for which each good's control can be expected to last on [day], and the shortfall
            over them over that of its first days [share], each of shape (goods,).

        Returns
        -------
        tuple[Array, Array]
            Price outside, shape (goods, columns) [1]; one of goods of which nothing is announced or
            whose rule holds. The extra paid, shape (regions, columns) [USD bn per month].
        """
        lasts = shortage_days(ahead[0][:, None], self._without, self._ramp)
        short = np.minimum(self._short * ahead[1][:, None, None], 1.0)
        missing = self._weight * (1.0 - available(short, self._held, lasts[:, None]))
        expected = price_outside(
            missing.sum(axis=1),
            self._stopped * ahead[1][:, None],
            afloat=self._afloat,
            insulated=self._insulated,
            lasts=lasts,
            elasticity=lasting_elasticity(self._elasticity, self._growth, lasts),
            cap=self._cap,
        )
        waits = (day >= self._from) & (day < self._born)
        reached = np.where(waits, -np.expm1(-np.maximum(day - self._from, 0.0) / self._lag), 0.0)
        price = announced_price(expected, self._chance, reached)
        return price, np.einsum("grc,gc->rc", self._bought, price - 1.0)


def _once_in_force(
    model: GoodsModel, levers: list[Lever], plan: Plan, history: int
) -> tuple[Array, Array]:
    """Part of each need, and of all trade in a good, that rules will block.

    Shapes (goods, regions, columns) and (goods, columns) [share].
    """
    share = model.pair_share[:, :, plan.draw]
    blocked = np.zeros_like(share)
    for k, lever in enumerate(levers):
        left = np.ones(share.shape[1:])
        if lever.effective_day >= 0:
            left[lever.targets] -= plan.easing[k]
        for pair, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
            good, exporter = model.goods[g], int(e)
            if exporter not in lever.sources(good):
                continue
            row = max(history + lever.effective_day + SETTLED, 0)  # older than what is stepped
            held = lever.on(good, row)[:, plan.draw] * plan.existed[k] * left
            if exporter not in lever.exporters:
                held = held * lever.passing[exporter, good][plan.draw]
            np.maximum(blocked[pair], np.clip(held, 0.0, 1.0), out=blocked[pair])
    need = np.zeros((len(model.goods), *share.shape[1:]))
    np.add.at(need, model.pair_good, share * blocked)
    value = np.zeros((len(model.goods), share.shape[-1]))
    trade = model.pair_trade[:, :, plan.draw]
    np.add.at(value, model.pair_good, (trade * blocked).sum(axis=1))
    every = np.maximum(model.imports[:, :, plan.draw].sum(axis=1), 1e-9)
    return np.minimum(need, 1.0), value / every
