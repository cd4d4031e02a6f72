"""Prices of the goods in play, and what they cost the importers."""

import numpy as np
import numpy.typing as npt

from detente.impact.goods._day import Plan
from detente.impact.goods._market import available, clearing_price
from detente.impact.goods._model import GoodsModel
from detente.impact.goods._sites import Sites

__all__ = ["Prices"]

Array = npt.NDArray[np.floating]


class Prices:
    """Prices that follow from the shortfall of supply and the cover of stocks.

    Parameters
    ----------
    model
        Fixed numbers.
    sites
        What is stepped.
    plan
        Says which draw each column uses.
    """

    def __init__(self, model: GoodsModel, sites: Sites, plan: Plan) -> None:
        self._sites, draw = sites, plan.draw
        p = {name: values[:, draw] for name, values in model.parameters.items()}
        self._elasticity = p["demand_elasticity"] + p["supply_elasticity"]
        self._cap = p["price_multiple_cap"]
        self._leak = model.whole["price_leak"][draw]
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
        self._importer = sites.region[lead] * len(draw) + sites.column[lead]
        self._elasticity_at = self._elasticity.reshape(-1)[self._course]
        self._cap_at = self._cap.reshape(-1)[self._course]

    def of_day(
        self, short: Array, cover: Array, age: Array, stopped: Array
    ) -> tuple[Array, Array, Array]:
        """Prices of a day, and what regions pay more.

        Parameters
        ----------
        short
            Shortfall of supply at the sites that are awake, shape (awake,) [share].
        cover
            Stock on hand and afloat over its base, shape (awake,) [share].
        age
            Days since the first control on the good took effect, shape (goods, columns) [day].
        stopped
            Value of what is blocked, shape (goods, regions, columns) [USD bn per month].

        Returns
        -------
        tuple[Array, Array, Array]
            Price outside and inside the imposers, shape (goods, columns) [1], and the extra paid,
            shape (regions, columns) [USD bn per month].
        """
        sites, awake = self._sites, len(short)
        leads = int(np.searchsorted(sites.leads, awake))
        place, course = self._place[:leads], self._course[:leads]
        grade = self._grade[:awake]
        lack = sites.by_place(grade * short).reshape(-1)[place]
        full = 1.0 + sites.by_place(grade * (cover - 1.0)).reshape(-1)[place]
        supply = available(lack, full)
        missing = np.bincount(course, self._weight[:leads] * (1.0 - supply), self._cap.size)
        outside = clearing_price(
            1.0 - missing.reshape(self._cap.shape), self._elasticity, self._cap
        )
        local = clearing_price(supply, self._elasticity_at[:leads], self._cap_at[:leads])
        extra = (local - 1.0) * self._bought[:leads] * (1.0 - lack)
        shape = stopped.shape[1:]
        paid = np.bincount(self._importer[:leads], extra, int(np.prod(shape))).reshape(shape)
        premium = self._premium * -np.expm1(-age / self._days)
        paid = paid + np.einsum("grc,gc->rc", stopped, premium)
        return outside, outside**self._leak, paid
