"""One block of scenarios that advance together: the goods layer drives the economy, day by day."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

import numpy as np
import numpy.typing as npt

from detente._units import DAYS_PER_MONTH
from detente.impact._coarse import Coarse, CoarseSectors, Estimates
from detente.impact._short_nodes import ShortNodes
from detente.impact.disruption.compiled import start
from detente.impact.disruption.network import Network
from detente.impact.goods.day import GoodsDay, Plan
from detente.impact.goods.layer import GoodsLayer
from detente.impact.goods.levers import Lever
from detente.impact.goods.model import GoodsModel
from detente.impact.goods.parts import Part, packed

__all__ = ["RUNS", "Block", "Setup", "run_block"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

RUNS = 0.75
"""Part of its need below which a plant stops a line [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What every block of a study shares."""

    model: GoodsModel
    """The prepared goods layer."""
    levers: list[Lever]
    """Its controls."""
    parts: tuple[Part, ...]
    """Parts of the goods layer."""
    network: Network
    """The prepared economy."""
    watched: IntArray
    """Users whose daily output is kept, rising."""
    days: int
    """Horizon from the standoff's date [day]."""
    history: int
    """Days stepped before that date [day]."""
    economy: bool = True
    """Whether the economy is stepped too; without it what sectors lose is NaN."""
    coarse: Coarse | None = None
    """A merged table, for columns that do not go through the whole one."""
    parties: tuple[tuple[int, ...], ...] = ()
    """Regions of each party, whose losses decide whether the merged table is near enough."""
    flows: bool = True
    """Whether daily paths hold shipments and what the leanest plants met."""
    own: IntArray | None = None
    """Draw that each part of the goods layer takes in each draw, if not that one itself, shape
    (parts, draws + 1)."""

    @property
    def months(self) -> int:
        """Whole months within the horizon."""
        return max(1, round(self.days / DAYS_PER_MONTH))

    def month_of_day(self) -> IntArray:
        """Month of every day, shape (days,); what is left over counts with the last."""
        months = np.arange(self.days) // DAYS_PER_MONTH
        return np.asarray(np.minimum(months, self.months - 1), dtype=np.intp)


DAILY = frozenset(
    ("need_met", "leanest", "stock", "user_output", "price", "price_inside", "shipments_daily")
)
"""Fields of a block whose last axis has the columns with paths only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Results of one block of columns; fields as in `Batch`, columns last."""

    stopped_lines: Array
    price_paid: Array
    own_exports_lost: Array
    sector_loss: Array
    first_shortage: Array
    need_met: Array
    leanest: Array
    stock: Array
    user_output: Array
    price: Array
    price_inside: Array
    shipments: Array
    shipments_daily: Array

    @classmethod
    def empty(
        cls,
        *,
        months: int,
        days: int,
        sizes: tuple[int, int, int, int, int],
        columns: int,
        kept: int,
        flows: bool,
    ) -> "Block":
        goods, regions, nodes, users, pairs = sizes
        parts = (regions, months, columns)
        lean, daily = (goods, pairs) if flows else (0, 0)
        return cls(
            stopped_lines=np.zeros(parts),
            price_paid=np.zeros(parts),
            own_exports_lost=np.zeros(parts),
            sector_loss=np.zeros((nodes, columns)),
            first_shortage=np.full((goods, regions, columns), np.nan),
            need_met=np.zeros((goods, regions, days, kept), dtype=np.float32),
            leanest=np.zeros((lean, regions, days, kept), dtype=np.float32),
            stock=np.zeros((goods, regions, days, kept), dtype=np.float32),
            user_output=np.zeros((users, days, kept), dtype=np.float32),
            price=np.zeros((goods, days, kept), dtype=np.float32),
            price_inside=np.zeros((goods, days, kept), dtype=np.float32),
            shipments=np.zeros((pairs, regions, months, columns), dtype=np.float32),
            shipments_daily=np.zeros((daily, regions, days, kept), dtype=np.float32),
        )

    def put(self, other: "Block", columns: list[int], kept: list[int]) -> None:
        """Take some columns, and their daily paths where they are ``kept``, from another block."""
        daily = [at for at, c in enumerate(kept) if c in columns]
        for name in Block.__slots__:
            at = daily if name in DAILY else columns
            getattr(self, name)[..., at] = getattr(other, name)


def run_block(
    setup: Setup,
    plan: Plan,
    kept: list[int],
    *,
    whole: IntArray,
    tick: Callable[[int], None],
    halt: Event,
) -> tuple[Block, Estimates | None]:
    """Advance a block of scenarios over the horizon."""
    model, network, days = setup.model, setup.network, setup.days
    regions, columns = len(model.regions), len(plan.draw)
    out = Block.empty(
        months=setup.months,
        days=days,
        sizes=(
            len(model.goods),
            regions,
            network.world.n,
            len(setup.watched),
            len(model.pair_good),
        ),
        columns=columns,
        kept=len(kept),
        flows=setup.flows,
    )
    goods = _Goods(setup, plan, out, kept)
    if not setup.economy:
        for unknown in (out.stopped_lines, out.sector_loss, out.user_output):
            unknown[:] = np.nan
    sectors = _Sectors(setup, goods, whole, out, kept) if setup.economy else None
    merged = _Merged(setup, goods, plan, whole) if setup.economy and setup.coarse else None
    goods.begin(halt)
    for day in range(days):
        if halt.is_set():
            break
        short = goods.step(day)
        if sectors is not None:
            sectors.step(day, short)
        if merged is not None:
            merged.step(day, short)
        if day % 10 == 9 or day == days - 1:
            tick(day % 10 + 1)
    goods.close()
    return out, None if merged is None else merged.found


class _Goods:
    """The goods layer in as few columns as hold all its states, and what goes into the results.

    Attributes
    ----------
    of_user
        Where each user's state is in each column asked for, shape (users, columns).
    width
        Columns that are stepped [count].
    """

    def __init__(self, setup: Setup, plan: Plan, out: Block, kept: list[int]) -> None:
        self._setup, self._out, self._kept = setup, out, kept
        self._plan, at = packed(setup.parts, plan, setup.own)
        model, parts = setup.model, setup.parts
        part = model.part
        self._of_good = at[part]
        self._of_pair, self.of_user = at[part[model.pair_good]], at[part[model.user_good]]
        self._at = at
        self._month = setup.month_of_day()
        self._lengths = np.bincount(self._month, minlength=setup.months)
        regions, self.width = len(model.regions), len(self._plan.draw)
        width = self.width
        self._paid: Array = np.zeros((setup.months, len(parts), regions, width))
        self._own: Array = np.zeros_like(self._paid)
        self._first: Array = np.full((len(model.goods), regions, width), np.nan)
        self._shipments: Array = np.zeros((setup.months, len(model.pair_good), regions, width))
        self._layer: GoodsLayer

    def begin(self, halt: Event) -> None:
        """Step the days before the standoff's date.

        Easing begins on the date, so columns that share a draw and the controls that existed share
        their history too: each history is stepped once.
        """
        setup, plan = self._setup, self._plan
        key = np.vstack([plan.existed, plan.draw[None, :]])
        _, first, alike = np.unique(key, axis=1, return_index=True, return_inverse=True)
        shared = len(first) < len(plan.draw)
        before = plan.take(first) if shared else plan
        layer = GoodsLayer(setup.model, setup.levers, before, history=setup.history)
        for day in range(-setup.history, 0):
            if halt.is_set():
                break
            layer.advance(day)
        self._layer = layer.like(plan, alike.reshape(-1)) if shared else layer

    def step(self, day: int) -> Array:
        """Step a day; return the capacity shortfall of users, shape (users, width) [share]."""
        today, month = self._layer.step(day), self._month[day]
        share = 1.0 / self._lengths[month]
        self._paid[month] += share * today.price_paid
        self._own[month] += share * today.own_exports_lost
        self._shipments[month] += share * today.shipments
        late = (today.leanest < RUNS) & np.isnan(self._first)
        self._first[late] = day
        if self._kept:
            self._keep(today, day)
        return today.capacity

    def _keep(self, today: GoodsDay, day: int) -> None:
        """Keep the paths of a day."""
        out, model, flows = self._out, self._setup.model, self._setup.flows
        regions = np.arange(len(model.regions))[:, None]
        for of, names in (
            (self._of_good[:, self._kept], ("need_met", "stock", *(("leanest",) if flows else ()))),
            (self._of_pair[:, self._kept], ("shipments",) if flows else ()),
        ):
            rows = np.arange(len(of))[:, None, None]
            for name in names:
                kept = getattr(out, name if name != "shipments" else "shipments_daily")
                kept[:, :, day] = getattr(today, name)[rows, regions, of[:, None]]
        goods, of = np.arange(len(model.goods))[:, None], self._of_good[:, self._kept]
        out.price[:, day] = today.price[goods, of]
        out.price_inside[:, day] = today.price_inside[goods, of]

    def close(self) -> None:
        """Put the sums of the months in place, in every column."""
        out = self._out
        for p, at in enumerate(self._at):
            out.price_paid[:] += self._paid[:, p][..., at].transpose(1, 0, 2)
            out.own_exports_lost[:] += self._own[:, p][..., at].transpose(1, 0, 2)
        for g, at in enumerate(self._of_good):
            out.first_shortage[g] = self._first[g][:, at]
        for pair, at in enumerate(self._of_pair):
            out.shipments[pair] = self._shipments[:, pair][..., at].transpose(1, 0, 2)


class _Sectors:
    """The economy behind the goods layer, and what its sectors lose."""

    def __init__(
        self, setup: Setup, goods: _Goods, chosen: IntArray, out: Block, kept: list[int]
    ) -> None:
        self._setup, self._out, self._node = setup, out, setup.model.user_node
        self._watched = self._node[setup.watched]
        self._chosen, columns = chosen, len(chosen)
        self._economy = start(setup.network, columns, days=setup.days)
        self._short = ShortNodes(
            self._node,
            goods.of_user[:, chosen],
            goods.width,
            dtype=setup.network.dtype,
            asleep=self._economy.grows,
        )
        self._kept = np.flatnonzero(np.isin(kept, chosen))
        self._place = np.searchsorted(chosen, np.array(kept, dtype=np.intp)[self._kept])
        nodes = setup.network.world.n
        self._missing = np.zeros((nodes, columns), dtype=setup.network.dtype)
        self._lost = np.zeros((nodes, columns))
        self._month = setup.month_of_day()
        self._lengths = np.bincount(self._month, minlength=setup.months)
        self._ends = np.cumsum(self._lengths) - 1

    def step(self, day: int, short: Array) -> None:
        """Step a day with the capacity shortfall of users, shape (users, goods' columns)."""
        out, lacks = self._out, self._short.step(short)
        order, kept = self._short.order, self._kept
        out.user_output[:, day, kept] = 1.0
        if order.size:
            missing = self._missing[:, : order.size]
            missing[self._short.node] = lacks
            shortfall = self._economy.step(missing)
            self._lost[:, : order.size] += shortfall
            place = np.full(len(self._chosen), -1)
            place[order] = np.arange(order.size)
            place = place[self._place]
            at = np.flatnonzero(place >= 0)
            out.user_output[:, day, kept[at]] -= shortfall[self._watched][:, place[at]]
        if day == self._ends[self._month[day]]:
            self._close(self._month[day])

    def _close(self, month: int) -> None:
        """Book what was lost in a month."""
        setup, out, order = self._setup, self._out, self._short.order
        if not order.size:  # nothing is short yet, or no column goes through the whole table
            return
        lost, columns = self._lost[:, : order.size], self._chosen[order]
        lost *= setup.network.value_added[:, None]
        out.sector_loss[:, columns] += lost / setup.days
        by_region = lost.reshape(len(setup.model.regions), -1, order.size).sum(axis=1)
        out.stopped_lines[:, month, columns] = by_region / self._lengths[month]
        lost[:] = 0.0


class _Merged:
    """The merged economy, where the whole one is not stepped and beside it in the same scenarios.

    Beside it, it shows how far the merged one is off.
    """

    def __init__(self, setup: Setup, goods: _Goods, plan: Plan, whole: IntArray) -> None:
        assert setup.coarse is not None  # noqa: S101
        coarse, columns = setup.coarse, len(plan.draw)
        self._month = setup.month_of_day()
        lengths = np.bincount(self._month, minlength=setup.months)
        self._ends = np.cumsum(lengths) - 1
        self.found = Estimates.empty(
            coarse,
            regions=len(setup.model.regions),
            nodes=setup.network.world.n,
            months=setup.months,
            columns=columns,
        )
        chosen = _beside(plan, whole)
        self._sectors = CoarseSectors(
            coarse,
            node=setup.model.user_node,
            of_user=goods.of_user[:, chosen],
            width=goods.width,
            value_added=setup.network.value_added,
            chosen=chosen,
            lengths=lengths,
        )

    def step(self, day: int, short: Array) -> None:
        """Step a day with the capacity shortfall of users, shape (users, goods' columns)."""
        month = int(self._month[day])
        self._sectors.step(month, short, self.found, last=day == self._ends[month])


def _beside(plan: Plan, whole: IntArray) -> IntArray:
    """Columns that are not stepped on the whole table, and all others of their scenarios."""
    rest = np.setdiff1d(np.arange(len(plan.draw)), whole)
    _, scenario = np.unique(np.vstack([plan.existed, plan.easing]), axis=1, return_inverse=True)
    scenario = scenario.reshape(-1)
    return np.flatnonzero(np.isin(scenario, scenario[rest]) | (plan.draw == 0))
