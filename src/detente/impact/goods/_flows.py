"""The controlled flows: what is blocked of each, and what that costs its exporter."""

import numpy as np
import numpy.typing as npt

from detente.impact.goods._grades import split_by_grade
from detente.impact.goods.day import Plan
from detente.impact.goods.levers import Lever
from detente.impact.goods.model import GoodsModel
from detente.impact.goods.paths import Blocked

__all__ = ["Flows"]

Array = npt.NDArray[np.floating]
Key = tuple[int, int, bool]
"""A control, the first good with the same path, and whether the path hits one grade first."""


class Flows:
    """Flows of one item from one exporter, and the share of each that is blocked.

    Parameters
    ----------
    model
        Fixed numbers.
    levers
        The tabled controls.
    plan
        What is done with them in each column.
    history
        Days before the standoff's date [day].

    Attributes
    ----------
    pair, item
        Position of the (good, exporter) pair and of the item, by flow.
    blocked
        Blocked share of each flow, shape (flows, regions, columns) [share].
    """

    def __init__(self, model: GoodsModel, levers: list[Lever], plan: Plan, history: int) -> None:
        self._plan, self._history, self._model = plan, history, model
        draw = plan.draw
        found = [
            (p, int(i))
            for p, g in enumerate(model.pair_good)
            for i in np.flatnonzero(model.item_good == g)
        ]
        self.pair = [p for p, _ in found]
        self.item = [i for _, i in found]
        self.blocked: Array = np.zeros((len(found), len(model.regions), len(draw)))
        self._grade = model.item_share[:, draw]
        self._trade = model.pair_trade[:, :, draw]
        resold = model.parameters["resale_share"][:, draw]
        self.margin: Array = (1.0 - resold) * model.parameters["export_margin"][:, draw]
        self._levers = [k for k in range(len(levers)) if plan.existed[k].any()]
        self._targets = {k: levers[k].targets for k in self._levers}
        self._passing: dict[tuple[int, int], Array] = {}
        self._path: dict[Key, Blocked] = {}
        self._covered: dict[Key, Array] = {}
        self._parts: list[list[tuple[Key, bool]]] = [[] for _ in found]
        for k in self._levers:
            self._join(k, levers[k])
        self._moves = {key: _moves(path.paths) for key, path in self._path.items()}
        self._held: dict[Key, tuple[Array, Array]] = {}
        self.own_lost: Array = np.zeros((model.part.max() + 1, *self.blocked.shape[1:]))
        self.stopped: Array = np.zeros((len(model.goods), *self.blocked.shape[1:]))
        self.held_back: Array = np.zeros(self._trade[:, 0].shape)
        self._all_trade = np.maximum(self._trade.sum(axis=1), 1e-12)
        self._stale = False

    def _join(self, k: int, lever: Lever) -> None:
        """Note which flows a control blocks, and by which path."""
        model = self._model
        for flow, (pair, item) in enumerate(zip(self.pair, self.item, strict=True)):
            g = model.pair_good[pair]
            good = model.goods[g]
            exporter = int(model.pair_exporter[pair])
            if exporter not in lever.sources(good):
                continue
            if exporter not in lever.exporters:
                self._passing[flow, k] = lever.passing[exporter, good][self._plan.draw]
            path, graded = lever.intensity[good], good in lever.covered_grade
            alike = good if graded else next(h for h in lever.goods if lever.intensity[h] is path)
            key = (k, model.goods.index(alike), graded)
            self._path[key] = path
            first = int(np.flatnonzero(model.item_good == g)[0])
            self._covered[key] = self._grade[first]
            self._parts[flow].append((key, graded and item != first))

    def block(self, day: int) -> None:
        """Set the blocked shares of a day; only what has changed since the day before."""
        row = day + self._history
        moved = {
            key
            for key, moves in self._moves.items()
            if key not in self._held or day == 0 or (row < len(moves) and moves[row])
        }
        if not moved:
            return
        self._stale = True
        for key in moved:
            self._held[key] = self._share(key, row, eased=day >= 0)
        for flow, parts in enumerate(self._parts):
            if any(key in moved for key, _ in parts):
                blocked = self.blocked[flow]
                blocked[:] = 0.0
                for key, other in parts:
                    held = self._held[key][int(other)]
                    if (flow, key[0]) in self._passing:
                        held = held * self._passing[flow, key[0]]
                    np.maximum(blocked, held, out=blocked)

    def _share(self, key: Key, row: int, *, eased: bool) -> tuple[Array, Array]:
        """Blocked shares of the covered and of the other grade, each (regions, columns)."""
        (k, _, graded), plan, path = key, self._plan, self._path[key]
        left: Array = np.ones(self.blocked.shape[1:])
        if eased:
            left[self._targets[k]] -= plan.easing[k]
        held = path.on(row)[:, plan.draw] * plan.existed[k]
        if not graded:
            both = np.clip(held * left, 0.0, 1.0)
            return both, both
        covered, other = split_by_grade(held, self._covered[key])
        return np.clip(covered * left, 0.0, 1.0), np.clip(other * left, 0.0, 1.0)

    def weigh(self) -> None:
        """Bring ``own_lost``, ``stopped`` and ``held_back`` up to date.

        ``own_lost`` is the value added that exporters lose, shape (parts, regions, columns), and
        ``stopped`` the value of what is blocked, shape (goods, regions, columns)
        [USD bn per month]; ``held_back`` is the part of each exporter's trade that is blocked,
        shape (pairs, columns) [share].
        """
        if not self._stale:
            return
        self._stale = False
        self.own_lost[:] = 0.0
        self.stopped[:] = 0.0
        self.held_back[:] = 0.0
        for flow, (pair, item) in enumerate(zip(self.pair, self.item, strict=True)):
            g, e = self._model.pair_good[pair], self._model.pair_exporter[pair]
            value = self._trade[pair] * (self.blocked[flow] * self._grade[item])
            self.stopped[g] += value
            whole = value.sum(axis=0)
            self.own_lost[self._model.part[g], e] += self.margin[g] * whole
            self.held_back[pair] += whole
        self.held_back /= self._all_trade

    def shipped(self, able: Array, order: Array) -> Array:
        """Exports over their base, shape (pairs, regions, columns) [share of base flow].

        Parameters
        ----------
        able
            What the exporter can make, shape (flows, columns) [share].
        order
            Orders above use, shape (items, regions, columns) [share of base use].
        """
        out = np.zeros_like(self._trade)
        for flow, (pair, item) in enumerate(zip(self.pair, self.item, strict=True)):
            grade = self._grade[item]
            let = grade - self.blocked[flow] * grade
            let *= able[flow]
            let *= 1.0 + order[item]
            out[pair] += let
        return out


def _moves(path: Array) -> npt.NDArray[np.bool_]:
    """Days on which a path differs from the day before, shape (rows,)."""
    moves = np.ones(len(path), dtype=bool)
    moves[1:] = (path[1:] != path[:-1]).any(axis=(1, 2))
    return moves
