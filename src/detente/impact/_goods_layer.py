"""The goods layer: physical flows, pipelines and stocks of controlled goods, day by day.

Method: stages with stocks and transit; other suppliers, third-country channels, new plants and
redesign fill the gap with time; buyers compete for what is sold on a world market; what plants
cannot get caps the sectors that need it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.impact._goods_model import GoodsModel
from detente.impact._grades import split_by_grade
from detente.impact._levers import Lever
from detente.impact._market import available, clearing_price, pooled_shortfall

__all__ = ["GoodsDay", "GoodsLayer", "Plan"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done with each control in each scenario.

    Parameters
    ----------
    existed
        Whether the control was ever imposed, shape (controls, columns), 0 or 1.
    easing
        Easing towards the target from the standoff's date on, shape (controls, columns) [share].
    draw
        Which draw of the uncertain inputs a column uses, shape (columns,).
    """

    existed: Array
    easing: Array
    draw: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsDay:
    """What the goods layer says of one day.

    Parameters
    ----------
    need_met
        Part of the need that plants could meet, shape (goods, regions, columns) [share].
    stock
        Mean stock of plants, shape (goods, regions, columns) [share of base stock].
    price, price_inside
        Price outside and inside the imposer relative to the base, shape (goods, columns) [1].
    price_paid
        Extra paid for imports, shape (regions, columns) [USD bn per month].
    own_exports_lost
        Value added lost on exports that one's own control blocks, shape (regions, columns)
        [USD bn per month].
    shipments
        Exports of the controlled flows, shape (pairs, regions, columns) [share of base flow]; above
        1 while buyers refill their stocks.
    capacity
        Capacity shortfall of the using nodes, shape (users, columns) [share].
    """

    need_met: Array
    stock: Array
    price: Array
    price_inside: Array
    price_paid: Array
    own_exports_lost: Array
    shipments: Array
    capacity: Array


class GoodsLayer:
    """Stocks and pipelines of every good in play, for a block of scenarios.

    What flows are *items*: a good, or one grade of it. Only *cells* are stepped: an (item, region)
    whose supply a control on the table can reach, itself, through an input, or through the world
    market. Every other need is always met.

    Parameters
    ----------
    model
        Fixed numbers.
    levers
        The tabled controls.
    plan
        What is done with them in each column.
    history
        Days stepped before the standoff's date [day].
    """

    def __init__(self, model: GoodsModel, levers: list[Lever], plan: Plan, *, history: int) -> None:
        self._model, self._levers, self._plan, self._history = model, levers, plan, history
        draw, self._of = plan.draw, model.item_good
        self._p = {name: values[:, draw] for name, values in model.parameters.items()}
        self._whole = {name: values[draw] for name, values in model.whole.items()}
        self._share = model.pair_share[:, :, draw]
        self._trade = model.pair_trade[:, :, draw]
        self._imports = model.imports[:, :, draw]
        self._coverage = model.user_coverage[:, draw]
        self._user_share = model.user_item_share[:, :, draw]
        self._input_coverage = model.input_coverage[:, draw]
        self._grade = model.item_share[:, draw]
        self._made = np.unique(model.input_of)
        goods, regions, columns = self._imports.shape
        self._shape = (len(self._of), regions, columns)
        self._flows_of = [
            (p, i)
            for p, g in enumerate(model.pair_good)
            for i in np.flatnonzero(self._of == g).tolist()
        ]
        self._i, self._r = np.nonzero(self._reached()[self._of])
        self._g = self._of[self._i]
        base = model.stock_days[self._g, self._r][:, draw]
        self._base = np.ascontiguousarray(
            (model.stock_class[:, self._g][..., draw] * base).transpose(1, 0, 2), dtype=np.float32
        )
        self._stock = self._base.copy()
        self._mean_base = _class_mean(self._base)
        self._met: Array = np.ones((goods, regions, columns))
        self._met_item: Array = np.ones(self._shape)
        self._stocked: Array = np.ones((goods, regions, columns))
        self._short: Array = np.zeros(self._shape)
        self._order: Array = np.zeros(self._shape)
        self._cover: Array = np.ones((goods, regions, columns))
        self._transit = np.rint(self._p["transit_days"]).astype(np.intp)[self._g]
        slots = int(self._transit.max(initial=0)) + 1
        self._pipeline = np.ones((slots, *self._base.shape), dtype=np.float32)
        self._afloat = self._transit.astype(float)
        self._sent = self._pipeline[0]
        self._arrived = np.ones_like(self._sent)
        self._work = np.empty((2, *self._base.shape), dtype=np.float32)
        self._source: IntArray | None = None
        self._rest_total = 1.0 - self._by_good(self._share)
        self._born = self._days_of_effect()
        self._weight = self._outside_weights()
        self._age = np.zeros_like(self._born)
        self._blocked = np.zeros((len(self._flows_of), regions, columns))
        self._able = np.ones((len(self._made), regions, columns))
        self._row = -1

    @property
    def stock(self) -> Array:
        """Stock of each class of plants, shape (cells, classes, columns) [day of base use]."""
        return self._stock

    @property
    def afloat(self) -> Array:
        """What is on its way to each cell, shape (cells, columns) [day of base use]."""
        return self._afloat

    @property
    def sent(self) -> Array:
        """What set out on the day last stepped, shape (cells, columns) [day of base use]."""
        return _class_mean(self._sent)

    @property
    def arrived(self) -> Array:
        """What came in on the day last stepped, shape (cells, columns) [day of base use]."""
        return _class_mean(self._arrived)

    def _reached(self) -> npt.NDArray[np.bool_]:
        """(good, region) that a control can reach (goods, regions)."""
        model = self._model
        reached = np.zeros(self._imports.shape[:2], dtype=bool)
        for lever in self._levers:
            for pair, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
                if e in lever.exporters and model.goods[g] in lever.goods:
                    hit = (lever.intensity[model.goods[g]] > 0).any(axis=(0, 2))
                    reached[g] |= hit & (self._share[pair] > 0).any(axis=1)
        for good in range(len(model.goods)):
            of_inputs = model.input_from[self._of[model.input_of] == good]
            reached[good] |= reached[of_inputs].any()
            if reached[good].any() and (self._p["pooled_share"][good] > 0).any():
                reached[good] |= model.use[good] > 0
        return reached

    def _by_good(self, pairs: Array) -> Array:
        """Sum an array over the pairs of each good."""
        total = np.zeros((len(self._model.goods), *pairs.shape[1:]))
        for good, pair in zip(self._model.pair_good, pairs, strict=True):
            total[good] += pair
        return total

    def _of_items(self, items: Array) -> Array:
        """Mean of an array over the items of each good, weighted by their part of its flow."""
        total = np.zeros((len(self._model.goods), *items.shape[1:]))
        for item, good in enumerate(self._of):
            total[good] += self._grade[item] * items[item]
        return total

    def _days_of_effect(self) -> Array:
        """Day on which the first control on a good took effect, shape (goods, columns)."""
        born = np.full((len(self._model.goods), len(self._plan.draw)), np.inf)
        for k, lever in enumerate(self._levers):
            for good in lever.goods:
                g = self._model.goods.index(good)
                there = self._plan.existed[k] > 0
                born[g, there] = np.minimum(born[g, there], lever.effective_day)
        return born

    def _outside_weights(self) -> Array:
        """Weight of each region in the price outside the imposers (goods, regions, columns)."""
        weight = np.where(self._imports > 0, self._imports, 1e-9)
        weight[self._model.pair_good, self._model.pair_exporter] = 0.0
        return np.asarray(weight / weight.sum(axis=1, keepdims=True))

    def _block(self, day: int) -> None:
        """Set the blocked share of each flow of an item (flows, regions, columns)."""
        last = max(len(path) for lever in self._levers for path in lever.intensity.values()) - 1
        row = min(day + self._history, last)
        if row == self._row and day > 0:
            return
        self._row = row
        model, plan, blocked = self._model, self._plan, self._blocked
        blocked[:] = 0.0
        for k, lever in enumerate(self._levers):
            if not plan.existed[k].any():
                continue
            left = np.ones((len(lever.targets), len(plan.draw)))
            if day >= 0:
                left[lever.targets] -= plan.easing[k]
            done: dict[str, tuple[Array, Array]] = {}
            for flow, (p, i) in enumerate(self._flows_of):
                good = model.goods[model.pair_good[p]]
                if model.pair_exporter[p] not in lever.exporters or good not in lever.goods:
                    continue
                if good not in done:
                    held = lever.on(good, row)[:, plan.draw] * plan.existed[k]
                    graded = good in lever.covered_grade
                    covered = self._grade[np.flatnonzero(self._of == self._of[i])[0]]
                    done[good] = split_by_grade(held, covered) if graded else (held, held)
                other = i > 0 and self._of[i - 1] == self._of[i]
                held = np.clip(done[good][int(other)] * left, 0.0, 1.0)
                np.maximum(blocked[flow], held, out=blocked[flow])

    def _contracts(self) -> tuple[Array, Array, Array]:
        """What each region's own suppliers leave short, what is blocked, what still may grow.

        A maker's capacity falls with yesterday's shortage of what the item is made from. Shape of
        each (items, regions, columns).
        """
        model, able = self._model, self._able
        able[:] = 1.0
        for i, (item, h) in enumerate(zip(model.input_of, model.input_from, strict=True)):
            made = np.searchsorted(self._made, item)
            able[made] *= 1.0 - self._input_coverage[i] * (1.0 - self._met[h])
        short, stopped, through = (np.zeros(self._shape) for _ in range(3))
        for made, item in enumerate(self._made):
            g = self._of[item]
            lost = np.einsum("er,ec->rc", model.rest[g], 1.0 - able[made])
            short[item] += self._rest_total[g] * lost
        for flow, (p, item) in enumerate(self._flows_of):
            made = np.flatnonzero(self._made == item)
            offered = self._share[p]
            if made.size:
                unable = 1.0 - able[made[0], model.pair_exporter[p]]
                short[item] += self._share[p] * unable
                offered = self._share[p] * (1.0 - unable)
            held = offered * self._blocked[flow]
            stopped[item] += held
            through[item] += offered - held
        short += stopped
        return short, stopped, through

    def _filled(self, day: int, short: Array, stopped: Array) -> Array:
        """Shortfall after third countries, other makers and new plants have filled their part."""
        p, g, i, r, age = self._p, self._g, self._i, self._r, self._age
        held = stopped[i, r]
        diverted = (p["diversion_share"] * -np.expm1(-age / p["diversion_days"]))[g] * held
        grown = (p["spare_capacity"] * -np.expm1(-age / p["ramp_days"]))[g]
        grown *= self._rest_total[g, r]
        left = short[i, r] - diverted - np.minimum(grown, held - diverted)
        for plant in self._model.plants:
            if day >= plant.opens:
                there = (g == plant.good) & (r == plant.region)
                left[there] -= plant.share[self._plan.draw]
        short[i, r] = np.maximum(left, 0.0)
        return pooled_shortfall(short, self._model.use[self._of], p["pooled_share"][self._of])

    def advance(self, day: int) -> None:
        """Move flows, pipelines and stocks to a day.

        Parameters
        ----------
        day
            Counted from the standoff's date; call in order from ``-history`` [day].
        """
        i, r, g = self._i, self._r, self._g
        self._block(day)
        self._age = np.where(np.isinf(self._born), 0.0, np.maximum(day - self._born, 0.0))
        short, stopped, through = self._contracts()
        self._short = short = self._filled(day, short, stopped)

        scared = np.where(day >= self._born, 1.0 + self._p["scare_stock"], 1.0)[g]
        gap = self._order_up(scared)
        self._order[i, r] = _class_mean(gap)
        self._ship(day, 1.0 - short[i, r], through[i, r], gap)
        self._use_up()

    def _order_up(self, scared: Array) -> Array:
        """Order above use with which each class refills its stock (cells, classes, columns)."""
        most, days = self._whole["rebuild_multiple"], self._whole["rebuild_days"]
        gap = self._work[0]
        np.multiply(self._base, scared[:, None, :].astype(np.float32), out=gap)
        gap -= self._stock
        gap *= (1.0 / days).astype(np.float32)
        np.maximum(gap, np.float32(0.0), out=gap)
        np.minimum(gap, (most - 1.0).astype(np.float32), out=gap)
        return np.asarray(gap)

    def _ship(self, day: int, offered: Array, through: Array, gap: Array) -> None:
        """Send the day's supply on its way, and take in what has come (cells, ..., columns)."""
        slots = len(self._pipeline)
        sent = self._pipeline[day % slots]
        np.multiply(gap, through[:, None, :].astype(np.float32), out=sent)
        sent += offered[:, None, :].astype(np.float32)
        gap += np.float32(1.0)
        np.minimum(sent, gap, out=sent)
        if self._source is None:
            start = (day - self._transit) % slots * sent.size
            place = np.arange(sent.size).reshape(sent.shape)
            self._source = place + start[:, None, :]
        np.take(self._pipeline.reshape(-1), self._source, out=self._arrived, mode="clip")
        self._source += sent.size
        over = self._source >= self._pipeline.size
        np.subtract(self._source, self._pipeline.size, out=self._source, where=over)
        self._sent = sent
        self._afloat += self.sent - self.arrived

    def _use_up(self) -> None:
        """Use stocks and what came in, to the last day's worth."""
        used = self._work[1]
        np.add(self._stock, self._arrived, out=used)
        np.minimum(used, np.float32(1.0), out=used)
        self._stock += np.subtract(self._arrived, used, out=self._work[0])
        np.maximum(self._stock, np.float32(0.0), out=self._stock)
        self._met_item[self._i, self._r] = _class_mean(used)
        self._met = self._of_items(self._met_item)

    def step(self, day: int) -> GoodsDay:
        """Advance to a day and report it.

        Parameters
        ----------
        day
            Counted from the standoff's date [day].

        Returns
        -------
        GoodsDay
            State and flows of the day; its arrays are overwritten by the next step.
        """
        self.advance(day)
        model = self._model
        design = np.exp(-self._age / self._p["substitution_days"])
        capacity = self._coverage * design[model.user_good]
        unmet = sum(
            share * (1.0 - self._met_item[items, model.user_region])
            for items, share in zip(model.user_items, self._user_share, strict=True)
        )
        capacity *= unmet
        short = self._of_items(self._short)
        price, paid = self._prices(short)
        own = np.zeros(self._met.shape[1:])
        shipped = np.zeros_like(self._share)
        p = self._p
        for flow, (pair, item) in enumerate(self._flows_of):
            g, e = model.pair_good[pair], model.pair_exporter[pair]
            held = self._blocked[flow] * self._grade[item]
            margin = (1.0 - p["resale_share"][g]) * p["export_margin"][g]
            own[e] += margin * (self._trade[pair] * held).sum(axis=0)
            made = np.flatnonzero(self._made == item)
            able = self._able[made[0], e] if made.size else 1.0
            order = 1.0 + self._order[item]
            shipped[pair] += (self._grade[item] - held) * able * order
        return GoodsDay(
            need_met=self._met,
            stock=self._stocked,
            price=price,
            price_inside=price ** self._whole["price_leak"],
            price_paid=paid,
            own_exports_lost=own,
            shipments=shipped,
            capacity=capacity,
        )

    def _prices(self, short: Array) -> tuple[Array, Array]:
        """Price outside the imposers (goods, columns), and what regions pay more."""
        p, model = self._p, self._model
        fill = np.ones(self._shape)
        stock = _class_mean(self._stock)
        fill[self._i, self._r] = stock / self._mean_base
        self._stocked = self._of_items(fill)
        normal = self._mean_base + self._transit
        fill[self._i, self._r] = (stock + self._afloat) / normal
        supply = available(short, self._of_items(fill))
        elasticity = p["demand_elasticity"] + p["supply_elasticity"]
        cap = p["price_multiple_cap"]
        common = 1.0 - (self._weight * (1.0 - supply)).sum(axis=1)
        outside = clearing_price(common, elasticity, cap)
        local = clearing_price(supply, elasticity[:, None], cap[:, None])
        paid = (local - 1.0) * self._imports * (1.0 - short)
        paid[model.pair_good, model.pair_exporter] = 0.0
        premium = p["diversion_premium"] * p["diversion_share"]
        premium = premium * -np.expm1(-self._age / p["diversion_days"])
        total = paid.sum(axis=0)
        for flow, (pair, item) in enumerate(self._flows_of):
            held = self._blocked[flow] * self._grade[item]
            total += self._trade[pair] * held * premium[model.pair_good[pair]]
        return outside, total


def _class_mean(values: Array) -> Array:
    """Mean over the classes of plants, shape (cells, columns)."""
    classes = values.shape[1]
    return np.asarray(sum(values[:, k].astype(float) for k in range(classes)) / classes)
