"""The goods layer: physical flows, pipelines and stocks of controlled goods, day by day.

Method: stages with stocks and transit; other suppliers, third-country channels, new plants and
redesign fill the gap with time; buyers compete for what is sold on a world market; what plants
cannot get caps the sectors that need it.
"""

import numpy as np
import numpy.typing as npt

from detente._units import DAYS_PER_YEAR
from detente.impact.goods._announced import Announced
from detente.impact.goods._flows import Flows
from detente.impact.goods._prices import Prices
from detente.impact.goods._sites import Sites, days_of_effect
from detente.impact.goods._stocks import Stocks
from detente.impact.goods._supply import Supply
from detente.impact.goods.day import GoodsDay, Plan
from detente.impact.goods.firms import Firms
from detente.impact.goods.levers import Lever
from detente.impact.goods.model import GoodsModel

__all__ = ["GoodsLayer"]

Array = npt.NDArray[np.floating]


class GoodsLayer:
    """Stocks and pipelines of every good in play, for a block of scenarios.

    What flows are *items*: a good, or one grade of it. Only `Sites` are stepped, each from the day
    on which a control can be felt there. Every other need is always met.

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

    Attributes
    ----------
    sites
        What is stepped, in the order of the arrays of ``stocks``.
    stocks
        Stocks and pipelines.
    """

    def __init__(self, model: GoodsModel, levers: list[Lever], plan: Plan, *, history: int) -> None:
        self._model, self._levers, self._history = model, levers, history
        draw = plan.draw
        self.sites = Sites.of(model, levers, plan)
        self._flows = Flows(model, levers, plan, history)
        self._supply = Supply(model, self.sites, self._flows, plan)
        self.stocks = Stocks(model, self.sites, plan, self._supply.dependent)
        self._prices = Prices(model, self.sites, plan)
        self._announced = Announced(model, levers, plan, history=history)
        self._born = days_of_effect(model, levers, plan)
        self._scare = 1.0 + model.parameters["scare_stock"][:, draw]
        self._scared: npt.NDArray[np.bool_] | None = None
        self._design = model.parameters["substitution_days"][:, draw]
        self._coverage = model.user_coverage[:, draw]
        self._user_share = model.user_item_share[0][:, draw]
        self._graded = np.flatnonzero(model.user_items[0] != model.user_items[1])
        self._grade = model.item_share[:, draw][self.sites.item, self.sites.column]
        self._firm = np.flatnonzero(model.user_firm >= 0)
        self._capital = np.flatnonzero(model.user_capital.any(axis=1))
        self._gives = model.user_capital[self._capital][:, draw]
        self._missed: Array = np.zeros((len(self._capital), len(draw)))
        self.firms = Firms(model.firms, plan, history)
        self._age = np.zeros_like(self._born)
        self._short: Array = np.zeros(0)
        self._met: Array = np.ones((len(model.goods), *self.sites.shape[1:]))

    def like(self, plan: Plan, column: npt.NDArray[np.intp]) -> "GoodsLayer":
        """Return a layer in the same state with other columns.

        Parameters
        ----------
        plan
            What is done with the controls in the new columns; each must share its history and its
            draw with a column here.
        column
            That column, shape (columns,).
        """
        other = GoodsLayer(self._model, self._levers, plan, history=self._history)
        other.stocks.copy(self.stocks, self.sites.find(other.sites, column))
        other._scared = None if self._scared is None else self._scared[:, column]
        other._met = self._met[:, :, column]
        other._missed = self._missed[:, column]
        other.firms.copy(self.firms, column)
        return other

    def met_of_items(self) -> Array:
        """Part of the need for each item that was met, shape (items, regions, columns) [share]."""
        met: Array = np.ones(self.sites.shape)
        met.reshape(-1)[self.sites.spot] = self.stocks.met
        return met

    def advance(self, day: int) -> None:
        """Move flows, pipelines and stocks to a day."""
        sites, stocks = self.sites, self.stocks
        self.firms.advance(day)
        awake = sites.count(day)
        if not awake and day < 0:
            return
        self._flows.block(day)
        self._age = np.where(np.isinf(self._born), 0.0, np.maximum(day - self._born, 0.0))
        short, through = self._supply.advance(day, self._age, self._met)
        there = self._supply.dependent[:awake]
        self._short = there * short[0] + (1.0 - there) * short[1]
        scared = day >= self._born
        if self._scared is None or (scared != self._scared).any():
            self._scared = scared
            stocks.want(np.where(scared, self._scare, 1.0)[sites.good, sites.column])
        stocks.advance(day, 1.0 - short, through)
        lack = self._grade[:awake] * (1.0 - stocks.met[:awake])
        self._met = 1.0 - sites.by_place(lack)
        if self._capital.size:
            good, region = self._model.user_good, self._model.user_region
            kept = sites.by_place(self._grade[:awake] * self._short)
            self._missed += kept[good[self._capital], region[self._capital]] / DAYS_PER_YEAR

    def step(self, day: int) -> GoodsDay:
        """Advance to a day and report it."""
        self.advance(day)
        sites, stocks, flows = self.sites, self.stocks, self._flows
        awake = len(self._short)
        held, grade = stocks.mean(awake), self._grade[:awake]
        row = min(day + self._history, self._model.wait.shape[1] - 1)
        ahead = self._model.wait[:, row], self._model.outlook[:, row]
        flows.weigh()
        sold = np.minimum(held, stocks.base[:awake])  # who bought ahead of a rule keeps it
        price, inside, paid = self._prices.of_day(
            self._short, sold + stocks.afloat[:awake], self._age, flows, ahead
        )
        if self._announced.any:
            before, more = self._announced.of_day(day, ahead)
            price, paid = np.maximum(price, before), paid + more
        order = np.zeros(sites.shape)
        order.reshape(-1)[sites.spot[:awake]] = stocks.above(awake)
        return GoodsDay(
            need_met=self._met,
            leanest=self._leanest(sites.least_by_place(stocks.leanest[:awake])),
            stock=1.0 + sites.by_place(grade * (held / stocks.base[:awake] - 1.0)),
            price=price,
            price_inside=inside,
            price_paid=paid,
            own_exports_lost=self._own_lost(flows),
            shipments=flows.shipped(self._supply.able, order),
            capacity=self._capacity(),
        )

    def _leanest(self, leanest: Array) -> Array:
        """Let a firm that a control names be the leanest of its region, in place."""
        for f, firm in enumerate(self._model.firms):
            np.minimum(
                leanest[firm.good, firm.region],
                1.0 - self.firms.unmet[f],
                out=leanest[firm.good, firm.region],
            )
        return leanest

    def _own_lost(self, flows: Flows) -> Array:
        """Value added lost on exports: of the flows, or of the named firms where that is more."""
        if not self._model.firms:
            return flows.own_lost
        part = int(self._model.part[self._model.firms[0].good])  # all firms are in one
        lost = flows.own_lost.copy()
        named = self.firms.own_lost(flows.margin, lost.shape[1:])
        np.maximum(lost[part], named, out=lost[part])
        return lost

    def _capacity(self) -> Array:
        """Capacity shortfall of the using nodes, shape (users, columns) [share].

        Of a good that is capacity, what was not bought so far is what cannot be made today.
        """
        model, met = self._model, self.met_of_items()
        unmet = 1.0 - met[model.user_items[0], model.user_region]
        other = self._graded
        if other.size:
            share = self._user_share[other]
            lack = (1.0 - met[model.user_items[1, other], model.user_region[other]]) * (1.0 - share)
            unmet[other] = share * unmet[other] + lack
        if self._firm.size:
            unmet[self._firm] = self.firms.unmet[model.user_firm[self._firm]]
        unmet *= self._coverage
        if self._capital.size:
            unmet[self._capital] = np.minimum(self._missed * self._gives, 1.0)
        unmet *= np.exp(-self._age / self._design)[model.user_good]
        return np.asarray(unmet)
