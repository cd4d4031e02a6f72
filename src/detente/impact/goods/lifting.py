"""How long controls last: what became of those of the register, by instrument, good and imposer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from detente.controls import Control, Register
from detente.facts import Facts

__all__ = ["CLASS_OF_KIND", "LiftRecord", "class_of"]

Array = npt.NDArray[np.floating]

CLASS_OF_KIND = {
    "food": "farm",
    "fertiliser": "farm",
    "medicine": "farm",
    "fuel": "fuel",
    "gas": "fuel",
    "metal": "raw",
    "mineral": "raw",
    "chemical": "raw",
    "chip": "tech",
    "machine": "tech",
    "software": "tech",
}
"""Class of a good by its kind: what is eaten or sown (and medicine), burnt, mined, or made."""

EQUAL_CASES = 4.0
"""Ends of the whole register that count as much as what is known of one group [1]."""

FAR = 1460.0
"""Longest time that a market looks ahead [day]."""


@dataclass(frozen=True, slots=True)
class _Spell:
    """A control of the register: how long it was seen in force, and whether that ended."""

    control: str
    groups: tuple[str, ...]
    days: int
    ended: bool


class LiftRecord:
    """How long a control lasts until it is lifted or suspended, by what became of others.

    Parameters
    ----------
    facts
        Gives the kinds of goods.
    register
        The controls; each counts until its end, or until a source last said that it stood. Those
        that ended before they took effect do not count.
    without
        Ids that do not count, such as the control that is being forecast.

    Notes
    -----
    Product-limit estimate over all controls (Kaplan and Meier 1958), times a factor for each of
    instrument with class of good, and imposer: ends seen over ends expected, both with
    `EQUAL_CASES` added, as in a proportional-hazards model with gamma frailties.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete observations,
    J. American Statistical Association 53:457-481.
    """

    def __init__(self, facts: Facts, register: Register, without: Iterable[str] = ()) -> None:
        left_out = frozenset(without)
        kinds = {good.good: good.kind for good in facts.goods}
        spells = [
            spell for spell in _spells(tuple(register), kinds) if spell.control not in left_out
        ]
        days = np.array([spell.days for spell in spells])
        ended = np.array([spell.ended for spell in spells])
        self._at: Array = np.unique(days[ended]).astype(float)
        there = (days[None, :] >= self._at[:, None]).sum(axis=1)
        ends = ((days == self._at[:, None]) & ended).sum(axis=1)
        self._hazard: Array = np.cumsum(ends / there)
        expected = self._cumulative(days.astype(float))
        self._factor: dict[str, float] = {}
        for group in {group for spell in spells for group in spell.groups}:
            mine = np.array([group in spell.groups for spell in spells])
            self._factor[group] = (float(ended[mine].sum()) + EQUAL_CASES) / (
                float(expected[mine].sum()) + EQUAL_CASES
            )

    def _cumulative(self, day: Array) -> Array:
        """Cumulative hazard of any control by a day; past the last end it goes on at its mean."""
        if not self._at.size:
            return np.zeros_like(day)
        inside = np.interp(day, np.r_[0.0, self._at], np.r_[0.0, self._hazard])
        beyond = np.maximum(day - self._at[-1], 0.0) * self._hazard[-1] / self._at[-1]
        return np.asarray(inside + beyond)

    def factor(self, instrument: str, kind: str, imposer: str) -> float:
        """How much sooner than any control one of a group ends [1]."""
        return float(
            np.prod([self._factor.get(name, 1.0) for name in _groups(instrument, kind, imposer)])
        )

    def lasts(self, day: Array, factor: float) -> Array:
        """Chance that a control is still in force a number of days after its effect [share]."""
        return np.asarray(np.exp(-factor * self._cumulative(np.asarray(day, dtype=float))))

    def lifted(self, quantile: Array, factor: float, age: float = 0.0) -> Array:
        """Day of its lifting, counted from its effect, given that it lasted until now."""
        grid = np.arange(age, age + FAR + 1.0)
        gone = 1.0 - self.lasts(grid, factor) / self.lasts(np.array(age), factor)
        found = np.interp(quantile, gone, grid)
        return np.asarray(np.where(np.asarray(quantile) >= gone[-1], np.inf, found))

    def remaining(self, age: Array, factor: float) -> Array:
        """Days that a control of an age can be expected to last on, at most `FAR` [day]."""
        grid = np.arange(0.0, float(np.max(age)) + FAR + 1.0)
        alive = self.lasts(grid, factor)
        total = np.r_[0.0, np.cumsum(alive)]
        start = np.clip(np.rint(age), 0, len(grid) - 1).astype(np.intp)
        stop = np.minimum(start + int(FAR), len(grid))
        return np.asarray((total[stop] - total[start]) / np.maximum(alive[start], 1e-12))


def class_of(kind: str) -> str:
    """Class of goods of a kind; kinds of no class are taken as made goods."""
    return CLASS_OF_KIND.get(kind, "tech")


def _groups(instrument: str, kind: str, imposer: str) -> tuple[str, str]:
    return f"{instrument} on {class_of(kind)}", f"by {imposer}"


@lru_cache(maxsize=4)
def _read(controls: tuple[Control, ...], kinds: tuple[tuple[str, str], ...]) -> tuple[_Spell, ...]:
    known, found = dict(kinds), []
    for control in controls:
        start = control.effective
        if start is None:
            continue
        end = min((day for day in (control.lifted, control.suspended) if day), default=None)
        if end is not None and end <= start:
            continue
        checked = control.checked.on if control.checked else start
        last: dt.date = end or max(checked, start)
        groups = {
            group
            for good in control.goods or ("",)
            for group in _groups(control.instrument, known.get(good, ""), control.imposer)
        }
        found.append(
            _Spell(control.id, tuple(sorted(groups)), max((last - start).days, 0), end is not None)
        )
    return tuple(found)


def _spells(controls: tuple[Control, ...], kinds: dict[str, str]) -> tuple[_Spell, ...]:
    return _read(controls, tuple(sorted(kinds.items())))
