"""Firms that a control names: what they cannot buy, when their stocks end, and what stops."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente._units import MN_PER_BN, MONTHS_PER_YEAR
from detente.controls import Standoff
from detente.facts import ControlFirmRow, Facts, FirmRow
from detente.impact._draws import Sampler
from detente.impact.goods.day import Plan
from detente.impact.goods.levers import Lever
from detente.world import World

__all__ = ["FIRM_KINDS", "Firms", "NamedFirm", "firm_names", "firms_of"]

Array = npt.NDArray[np.floating]

FIRM_KINDS = ("output", "needs", "purchases", "stock_days", "blocked")
"""Figures of a firm that are drawn, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFirm:
    """A firm under a control on the table."""

    name: str
    """The firm."""
    control: int
    good: int
    region: int
    node: int
    """Positions of the control on the table, of the good, and of the firm's region and node."""
    exporters: tuple[int, ...]
    """Positions of the imposer's regions."""
    part: Array
    """Part of the node's output that needs the good and is the firm's, shape (draws + 1,)
    [share]."""
    purchases: Array
    """What it buys of the imposer, shape (draws + 1,) [USD bn per month]."""
    stock_days: Array
    """Days of use that it holds, shape (draws + 1,) [day]."""
    blocked: Array
    """Part of its purchases that is blocked, by day from the first of history on, shape (days,
    draws + 1) [share]."""


def firm_names(standoff: Standoff, facts: Facts) -> list[str]:
    """Names under which figures of the firms on the table are drawn."""
    tabled = standoff.register_ids()
    names = {row.firm for row in facts.control_firms if row.control in tabled}
    return [f"{kind} of {name}" for name in sorted(names) for kind in FIRM_KINDS]


def firms_of(
    standoff: Standoff,
    levers: Sequence[Lever],
    goods: Sequence[str],
    *,
    world: World,
    facts: Facts,
    sampler: Sampler,
    history: int,
) -> tuple[NamedFirm, ...]:
    """Collect the firms that the controls on the table name, as far as rows know them."""
    found = []
    for k, (entry, lever) in enumerate(zip(standoff.controls, levers, strict=True)):
        rows = [
            row
            for row in facts.control_firms
            if row.control in entry.register_ids and row.good in lever.goods
        ]
        for name, good in dict.fromkeys((row.firm, row.good) for row in rows):
            figures = {row.quantity: row for row in facts.firms if row.firm == name}
            known = next(iter(figures.values()))
            places = [code for code in facts.regions_of(known.country) if world.has_region(code)]
            if not places or not world.has_sector(known.sector):
                continue
            node = world.index(places[0], known.sector)
            drawn = _drawn(name, figures, sampler)
            part = (
                drawn["output"] * MN_PER_BN / max(float(world.output[node]), 1e-9) * drawn["needs"]
            )
            mine = [row for row in rows if (row.firm, row.good) == (name, good)]
            course = _course(lever, good, mine, sampler, standoff=standoff, history=history)
            found.append(
                NamedFirm(
                    name=name,
                    control=k,
                    good=list(goods).index(good),
                    region=world.region_index(places[0]),
                    node=node,
                    exporters=lever.exporters,
                    part=np.minimum(part, 1.0),
                    purchases=drawn["purchases"] / MONTHS_PER_YEAR,
                    stock_days=drawn["stock_days"],
                    blocked=course,
                )
            )
    return tuple(found)


def _drawn(name: str, figures: Mapping[str, FirmRow], sampler: Sampler) -> dict[str, Array]:
    return {
        kind: sampler.values(f"{kind} of {name}", row.low, row.value, row.high)
        for kind, row in figures.items()
    }


def _course(
    lever: Lever,
    good: str,
    rows: Sequence[ControlFirmRow],
    sampler: Sampler,
    *,
    standoff: Standoff,
    history: int,
) -> Array:
    """What is blocked of a firm's purchases, by day, as rows say and as the control goes on.

    Where the control itself is eased or ends on its path, the firm's part ends with it.
    """
    at = int(np.flatnonzero(lever.targets)[0]) if lever.targets.any() else 0
    mine = lever.intensity[good].to(at)
    days = [(row.date - standoff.on).days + history for row in rows]
    length = max(len(mine), max(days) + 1)
    mine = mine[np.minimum(np.arange(length), len(mine) - 1)]
    blocked: Array = np.zeros((length, sampler.size))
    for row, day in sorted(zip(rows, days, strict=True), key=lambda one: one[1]):
        if row.date > standoff.on and row.as_of > standoff.on:
            continue  # nobody knew
        start = max(day, 0)
        there = mine[start]
        active = np.where(
            there > 0, np.minimum(mine[start:] / np.where(there > 0, there, 1.0), 1.0), 1.0
        )
        said = sampler.values(f"blocked of {row.firm}", row.low, row.value, row.high)
        blocked[start:] = said * active
    return blocked


class Firms:
    """Stocks of the firms on the table, day by day.

    A firm cannot turn to the market: a part that is kept from it by name is kept by whoever sells
    it. It lives off its stock and then does without what is blocked.

    Parameters
    ----------
    firms
        Who.
    plan
        What is done with the controls in each column.
    history
        Days before the standoff's date [day].

    Attributes
    ----------
    stock
        Days of use of the parts that are blocked, shape (firms, columns) [day].
    unmet
        Part of its need that each firm misses on the day last stepped, likewise [share].
    blocked
        Part of its purchases that is blocked on that day, likewise [share].
    """

    def __init__(self, firms: Sequence[NamedFirm], plan: Plan, history: int) -> None:
        self._firms, self._plan, self._history = tuple(firms), plan, history
        self._full: Array = np.zeros((len(firms), len(plan.draw)))
        for f, firm in enumerate(firms):
            self._full[f] = firm.stock_days[plan.draw]
        self.stock: Array = self._full.copy()
        self._most: Array = np.zeros_like(self.stock)
        self.unmet: Array = np.zeros_like(self.stock)
        self.blocked: Array = np.zeros_like(self.stock)

    def advance(self, day: int) -> None:
        """Step a day, counted from the standoff's date; call in order [day].

        What is blocked are some parts and not a part of each: these run out when their own stock
        does. Parts that are blocked later come with a full stock.
        """
        for f, firm in enumerate(self._firms):
            row = min(day + self._history, len(firm.blocked) - 1)
            kept = firm.blocked[row][self._plan.draw] * self._plan.existed[firm.control]
            if day >= 0:
                kept = kept * (1.0 - self._plan.easing[firm.control])
            self.blocked[f] = kept
            most = np.maximum(kept, self._most[f])
            new = np.where(most > 0, (most - self._most[f]) / np.where(most > 0, most, 1.0), 0.0)
            self.stock[f] += new * (self._full[f] - self.stock[f])
            self._most[f] = most
            use = np.where(most > 0, kept / np.where(most > 0, most, 1.0), 0.0)
            used = np.minimum(use, self.stock[f])
            self.stock[f] -= used
            self.unmet[f] = most * (use - used)

    def own_lost(self, margin: Array, shape: tuple[int, ...]) -> Array:
        """Value added that exporters lose on what the firms cannot buy [USD bn per month].

        Parameters
        ----------
        margin
            Value added lost per value not sold, shape (goods, columns) [share].
        shape
            Regions and columns.
        """
        lost = np.zeros(shape)
        for f, firm in enumerate(self._firms):
            value = firm.purchases[self._plan.draw] * self.blocked[f] * margin[firm.good]
            for e in firm.exporters:
                lost[e] += value / len(firm.exporters)
        return lost

    def copy(self, other: "Firms", column: npt.NDArray[np.intp]) -> None:
        """Take the state of other columns."""
        self.stock, self._most = other.stock[:, column], other._most[:, column]
        self.unmet, self.blocked = other.unmet[:, column], other.blocked[:, column]
