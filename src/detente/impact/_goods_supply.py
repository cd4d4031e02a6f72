"""What suppliers leave short at each site, and what fills the gap with time."""

import numpy as np
import numpy.typing as npt

from detente.impact._goods_day import Plan
from detente.impact._goods_flows import Flows
from detente.impact._goods_model import GoodsModel
from detente.impact._goods_sites import Sites
from detente.impact._market import pooled_shortfall

__all__ = ["Supply"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


class Supply:
    """Supply of every site: own suppliers, third countries, other makers, new plants, the market.

    Parameters
    ----------
    model
        Fixed numbers.
    sites
        What is stepped.
    flows
        The controlled flows.
    plan
        Says which draw each column uses.

    Attributes
    ----------
    able
        What the exporter of each flow can make, shape (flows, columns) [share].
    """

    def __init__(self, model: GoodsModel, sites: Sites, flows: Flows, plan: Plan) -> None:
        self._model, self._sites, self._flows = model, sites, flows
        draw, of = plan.draw, model.item_good
        self._p = {name: values[:, draw] for name, values in model.parameters.items()}
        share = model.pair_share[:, :, draw]
        rest = np.ones((len(model.goods), *share.shape[1:]))
        for good, pair in zip(model.pair_good, share, strict=True):
            rest[good] -= pair
        self._rest = rest
        self._rest_at = rest[sites.good, sites.region, sites.column]
        self._made = np.unique(model.input_of)
        self._input_coverage = model.input_coverage[:, draw]
        self._made_short = np.zeros(sites.shape)
        self.able: Array = np.ones((len(flows.pair), len(draw)))
        self._layers = [_layer(flows, sites, share, number) for number in range(_most_flows(flows))]
        self._use = model.use[sites.good, sites.region]
        self._pooled = self._p["pooled_share"][sites.good, sites.column]
        self._plants = []
        for plant in model.plants:
            at = np.flatnonzero((sites.good == plant.good) & (sites.region == plant.region))
            self._plants.append((plant.opens, at, plant.share[draw][sites.column[at]]))
        self._of = of

    def advance(self, day: int, age: Array, met: Array) -> tuple[Array, Array]:
        """Shortfall of supply, and what may still grow with orders.

        Parameters
        ----------
        day
            Counted from the standoff's date [day].
        age
            Days since the first control on the good took effect, shape (goods, columns) [day].
        met
            Part of the need met the day before, shape (goods, regions, columns) [share].

        Returns
        -------
        tuple[Array, Array]
            Each of the sites that are awake, shape (awake,) [share of base flow].
        """
        awake = self._sites.count(day)
        short, stopped, through = self._contracts(awake, met)
        return self._filled(day, age, short, stopped), through

    def _contracts(self, awake: int, met: Array) -> tuple[Array, Array, Array]:
        """What each site's own suppliers leave short, what is blocked, what still may grow.

        A maker's capacity falls with yesterday's shortage of what the item is made from.
        """
        sites, short = self._sites, np.zeros(awake)
        if self._made.size:
            self._make(met)
            short += self._made_short.reshape(-1)[sites.spot[:awake]]
        stopped, through = np.zeros(awake), np.zeros(awake)
        unable = (1.0 - self.able).reshape(-1)
        for share, flow, spot in self._layers:
            offered = share[:awake]
            if self._made.size:
                lost = offered * unable[flow[:awake]]
                short += lost
                offered = offered - lost
            held = offered * self._flows.blocked.reshape(-1)[spot[:awake]]
            stopped += held
            through += offered
            through -= held
        short += stopped
        return short, stopped, through

    def _make(self, met: Array) -> None:
        """Set what makers of goods in play can make, and what the others of them leave short."""
        model = self._model
        able: Array = np.ones((len(self._made), *met.shape[1:]))
        for i, (item, h) in enumerate(zip(model.input_of, model.input_from, strict=True)):
            made = np.searchsorted(self._made, item)
            able[made] *= 1.0 - self._input_coverage[i] * (1.0 - met[h])
        for made, item in enumerate(self._made):
            g = self._of[item]
            np.matmul(model.rest[g].T, 1.0 - able[made], out=self._made_short[item])
            self._made_short[item] *= self._rest[g]
            for flow, (p, i) in enumerate(zip(self._flows.pair, self._flows.item, strict=True)):
                if i == item:
                    self.able[flow] = able[made, model.pair_exporter[p]]

    def _filled(self, day: int, age: Array, short: Array, stopped: Array) -> Array:
        """Shortfall after third countries, other makers and new plants have filled their part."""
        p, awake = self._p, len(short)
        at = self._sites.course[:awake]
        diverted = p["diversion_share"] * -np.expm1(-age / p["diversion_days"])
        grown = p["spare_capacity"] * -np.expm1(-age / p["ramp_days"])
        passed = diverted.reshape(-1)[at]
        passed *= stopped
        more = grown.reshape(-1)[at]
        more *= self._rest_at[:awake]
        stopped -= passed
        np.minimum(more, stopped, out=more)
        short -= passed
        short -= more
        for opens, sites, share in self._plants:
            if day >= opens:
                there = np.searchsorted(sites, awake)
                short[sites[:there]] -= share[:there]
        np.maximum(short, 0.0, out=short)
        return pooled_shortfall(
            short, self._use[:awake], self._pooled[:awake], self._sites.market[:awake]
        )


def _most_flows(flows: Flows) -> int:
    """Most flows that one item has."""
    return max((flows.item.count(item) for item in flows.item), default=0)


def _layer(
    flows: Flows, sites: Sites, share: Array, number: int
) -> tuple[Array, IntArray, IntArray]:
    """Share of need at every site from one of its flows, and where to find the flow's values.

    The share is zero where an item has no such flow. Then follow the flat positions among (flow,
    column) and among (flow, region, column). Each has shape (sites,).
    """
    items, regions, columns = sites.shape
    flow_of = np.full(items, -1)
    for item in range(items):
        mine = [flow for flow, i in enumerate(flows.item) if i == item]
        if number < len(mine):
            flow_of[item] = mine[number]
    flow = np.maximum(flow_of[sites.item], 0)
    pair = np.array(flows.pair, dtype=np.intp)[flow]
    found = np.where(flow_of[sites.item] >= 0, share[pair, sites.region, sites.column], 0.0)
    return (
        found,
        flow * columns + sites.column,
        (flow * regions + sites.region) * columns + sites.column,
    )
