"""What suppliers leave short at each site, and what fills the gap with time."""

import numpy as np
import numpy.typing as npt

from detente.impact.goods._flows import Flows
from detente.impact.goods._market import pooled_shortfall
from detente.impact.goods._sites import Sites
from detente.impact.goods.day import Plan
from detente.impact.goods.model import GoodsModel

__all__ = ["Supply"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


class Supply:
    """Supply of every site: own suppliers, third countries, other makers, new plants, the market.

    Attributes
    ----------
    able
        What the exporter of each flow can make, shape (flows, columns) [share].
    dependent
        Part of the need at each site that comes from controlled flows, shape (sites,) [share].
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
        self.dependent: Array = np.minimum(sum(share for share, _, _ in self._layers), 1.0)
        self._single = model.whole["single_source_share"][draw][sites.column]
        self._use = model.use[sites.good, sites.region]
        self._pooled = self._p["pooled_share"][sites.good, sites.column]
        self._foreign = model.foreign[sites.good, sites.region, draw[sites.column]]
        self._own = np.where(self._use > 0, 1.0 - self._pooled, 1.0)
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
            For plants that depend on controlled flows and for the others, at each of the sites
            that are awake, shape (2, awake) [share of base flow].
        """
        awake = self._sites.count(day)
        theirs, others, stopped, through = self._contracts(awake, met)
        self._fill(day, age, theirs, others, stopped)
        own = self._own[:awake]
        short = self._by_plants(own * theirs, own * others)
        apart = theirs + others
        shared = pooled_shortfall(
            apart,
            self._use[:awake],
            self._pooled[:awake],
            self._sites.market[:awake],
            self._foreign[:awake],
        )
        short += np.maximum(shared - own * apart, 0.0)
        return short, self._by_plants(through, np.zeros(awake))

    def _by_plants(self, theirs: Array, others: Array) -> Array:
        """Share out between the two kinds of plants what each kind's suppliers have.

        Plants buy the part ``single`` of their need from suppliers of their own kind, the rest
        from all suppliers alike, so that the mean over plants is the sum of both.
        """
        awake = len(theirs)
        single, there = self._single[:awake], self.dependent[:awake]
        mixed = (1.0 - single) * (theirs + others)
        out = np.zeros((2, awake))
        np.divide(single * theirs, there, out=out[0], where=there > 0)
        np.divide(single * others, 1.0 - there, out=out[1], where=there < 1)
        out += mixed
        return out

    def _contracts(self, awake: int, met: Array) -> tuple[Array, Array, Array, Array]:
        """What each site's own suppliers leave short, what is blocked, what still may grow.

        A maker's capacity falls with yesterday's shortage of what the item is made from.
        """
        sites, lost, made = self._sites, np.zeros(awake), np.zeros(awake)
        if self._made.size:
            self._make(met)
            made += self._made_short.reshape(-1)[sites.spot[:awake]]
        stopped, through = np.zeros(awake), np.zeros(awake)
        unable = (1.0 - self.able).reshape(-1)
        for share, flow, spot in self._layers:
            offered = share[:awake]
            if self._made.size:
                missing = offered * unable[flow[:awake]]
                lost += missing
                offered = offered - missing
            held = offered * self._flows.blocked.reshape(-1)[spot[:awake]]
            stopped += held
            through += offered
            through -= held
        lost += stopped
        return lost, made, stopped, through

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

    def _fill(self, day: int, age: Array, theirs: Array, others: Array, stopped: Array) -> None:
        """Let third countries, other makers and new plants fill their part, in place.

        What third countries and other makers add replaces what is blocked; new plants serve first
        those who are cut off, then the others.
        """
        p, awake = self._p, len(theirs)
        at = self._sites.course[:awake]
        diverted = p["diversion_share"] * -np.expm1(-age / p["diversion_days"])
        grown = p["spare_capacity"] * -np.expm1(-age / p["ramp_days"])
        passed = diverted.reshape(-1)[at]
        passed *= stopped
        more = grown.reshape(-1)[at]
        more *= self._rest_at[:awake]
        np.minimum(more, stopped - passed, out=more)
        theirs -= passed
        theirs -= more
        for opens, sites, share in self._plants:
            if day >= opens:
                there = np.searchsorted(sites, awake)
                theirs[sites[:there]] -= share[:there]
        others += np.minimum(theirs, 0.0)
        np.maximum(theirs, 0.0, out=theirs)
        np.maximum(others, 0.0, out=others)


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
