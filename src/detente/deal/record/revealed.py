"""What deals that were struck, and talks that failed, say about the worth of controls."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.controls import Range
from detente.deal.record.evidence import SIZE, Evidence, Item
from detente.deal.surface.runs import Array, Flags
from detente.impact.ranges import quantile_range

__all__ = ["Factor", "LeftOut", "Revealed", "reveal", "value_shifts"]

WHOLE_SPREAD, PART_SPREAD = 1.0, 0.7
"""Prior spread of the shift of all values, and of one instrument, class or kind [log]."""

MISREAD = 0.05
"""Chance that a bargain was struck though a party does not value it so [share]."""

FRICTION = 0.35
"""Chance that talks fail though the package suits all [share]."""

SIZE_MEAN, SIZE_SPREAD = 0.5, 0.3
"""Power of what a control costs with which its value grows: prior mean and spread [1]."""

_TENFOLD = math.log(10.0)

SAMPLES, ROUNDS, DRAWS = 4000, 6, 64
"""Draws of the shifts in each round, rounds, and draws of losses and single values [count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """How far the record moves the values of one instrument, class or kind."""

    name: str
    """``control``, ``instrument licence``, ``class magnets``, ``term``, ``kind case``, ``size``."""
    times: Range
    """What the values are multiplied by, 5 to 95 % of the posterior; of ``size``, where a control
    costs both sides together ten times as much [1]."""
    cases: tuple[str, ...]
    """The matters that speak of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One matter foretold by values inferred from the others."""

    id: str
    """Its id."""
    struck: bool
    """Whether it was struck."""
    accepted: bool
    """Whether all accept at the middle of the values of the others."""
    chance: float
    """Chance that all accept, by values inferred from the others [share]."""
    before: float
    """The same by the judged values alone [share]."""

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "id": self.id,
            "struck": self.struck,
            "accepted": self.accepted,
            "chance": self.chance,
            "before": self.before,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """Values that make the record consistent, and how they foretell what was left out."""

    factors: Mapping[str, Factor]
    """Shifts by name."""
    left_out: tuple[LeftOut, ...]
    """Each matter by the values of the others."""
    effective: float
    """Draws of the shifts that carry the posterior [count]."""

    @property
    def inside(self) -> float:
        """Share of the bargains that are in the acceptance set by the values of the others."""
        struck = [one.accepted for one in self.left_out if one.struck]
        return sum(struck) / max(len(struck), 1)


def value_shifts(found: Revealed) -> tuple[Factor, ...]:
    """Return the factors of the values of controls, as ``value_shifts.csv`` keeps them."""
    kept = ("control", "instrument ", "class ")
    named = [one for name, one in found.factors.items() if name.startswith(kept)]
    return tuple(sorted((o for o in named if o.name != "class *"), key=_general_first))


def _general_first(factor: Factor) -> tuple[bool, bool, str]:
    """All controls, then instruments, then classes."""
    return (factor.name != "control", factor.name.startswith("class"), factor.name)


def reveal(found: Sequence[Evidence], *, spread: float, seed: int = 0) -> Revealed:
    """Infer the values by class from what was struck and what failed.

    Notes
    -----
    A value is the judged one of its class times ``exp(a + b + c + z) s^g``: ``a`` shared by all,
    ``b`` and ``c`` of its instrument and class (or kind of term), ``z`` its own, ``s`` what the
    control costs both sides over `COMMON_SIZE`. Priors are normal. A bargain has the likelihood of
    being accepted by all, talks that failed that of not being, each blunted by a chance of other
    reasons. What is in force and in no bargain of the record is worth more to its owner than it
    costs it. The
    posterior is by importance in rounds, each drawn around the last; so leaving a
    matter out is leaving its likelihood out of the weights [CGMR]_.

    References
    ----------
    .. [CGMR] Cappé, Guillin, Marin and Robert (2004), J. Comput. Graph. Stat. 13, 907-929.
    """
    rng = np.random.default_rng(seed)
    names = sorted({name for one in found for name in one.factors})
    middle = np.array([SIZE_MEAN if name == SIZE else 0.0 for name in names])
    wide = np.array([_prior_spread(name) for name in names])
    struck = np.array([one.struck for one in found])
    noise = [rng.normal(size=(DRAWS, max(one.noises, 1))) * spread for one in found]
    at, width = middle, wide
    for _ in range(ROUNDS):
        shifts = at + rng.normal(size=(SAMPLES, len(names))) * width
        accepts = np.stack(
            [_accepts(one, names, shifts, own) for one, own in zip(found, noise, strict=True)],
            axis=1,
        )
        told = np.where(
            struck, MISREAD + (1 - 2 * MISREAD) * accepts, FRICTION + (1 - FRICTION) * (1 - accepts)
        )
        kept = [_keeps(one, names, shifts, own) for one, own in zip(found, noise, strict=True)]
        told = np.log(told) + np.stack(kept, axis=1)
        drawn = _density(shifts, middle, wide) - _density(shifts, at, width)
        weight = _weights(told.sum(axis=1) + drawn)
        at = weight @ shifts
        width = 1.2 * np.sqrt(weight @ (shifts - at) ** 2) + 0.1 * wide
    left_out = []
    for place, one in enumerate(found):
        others = _weights(np.delete(told, place, axis=1).sum(axis=1) + drawn)
        centre = dict(zip(names, (others @ shifts).tolist(), strict=True))
        left_out.append(
            LeftOut(
                id=one.id,
                struck=one.struck,
                accepted=_accepted(one, centre),
                chance=float(others @ accepts[:, place]),
                before=float(_weights(drawn) @ accepts[:, place]),
            )
        )
    return Revealed(
        factors={
            name: Factor(
                name=name,
                times=_times(shifts[:, k] * (_TENFOLD if name == SIZE else 1.0), weight),
                cases=tuple(one.id for one in found if name in one.factors),
            )
            for k, name in enumerate(names)
        },
        left_out=tuple(left_out),
        effective=float(1 / (weight**2).sum()),
    )


def _prior_spread(name: str) -> float:
    if name == SIZE:
        return SIZE_SPREAD
    return PART_SPREAD if " " in name else WHOLE_SPREAD


def _density(shifts: Array, middle: Array, width: Array) -> Array:
    """Logarithm of the normal density, without its constant, shape (samples,)."""
    return np.asarray(-0.5 * (((shifts - middle) / width) ** 2).sum(axis=1) - np.log(width).sum())


def _accepts(one: Evidence, names: Sequence[str], shifts: Array, noise: Array) -> Array:
    """Chance that all accept, by draw of the shifts, shape (samples,)."""
    gains = one.avoided[np.arange(DRAWS) % len(one.avoided)]
    fine: Flags = np.ones((len(shifts), DRAWS), dtype=bool)
    for place in range(gains.shape[1]):
        total = np.broadcast_to(gains[:, place], fine.shape).copy()
        for item in one.items:
            if item.party == place:
                total += _drawn(item, names, shifts, noise)
        fine &= total >= 0
    return np.asarray(fine.mean(axis=1))


def _keeps(one: Evidence, names: Sequence[str], shifts: Array, noise: Array) -> Array:
    """Logarithm of the likelihood that what is in force was kept, shape (samples,)."""
    total = np.zeros(len(shifts))
    for held in one.kept:
        cost = held.cost[np.arange(DRAWS) % len(held.cost)]
        worth = sum(_drawn(item, names, shifts, noise) for item in held.items)
        share = (worth >= cost).mean(axis=1)
        total += np.log(MISREAD + (1 - 2 * MISREAD) * share)
    return total


def _drawn(item: Item, names: Sequence[str], shifts: Array, noise: Array) -> Array:
    """A value in each draw, shape (samples, draws) [USD bn per month]."""
    moved = sum(load * shifts[:, names.index(name)] for name, load in item.loads)
    own = np.exp(noise[:, item.noise])
    return np.asarray((item.amount * item.central * np.exp(moved))[:, None] * own)


def _accepted(one: Evidence, shift: Mapping[str, float]) -> bool:
    """Whether all accept at central losses and the middle of the values."""
    total = one.centre.copy()
    for item in one.items:
        moved = math.exp(sum(load * shift[name] for name, load in item.loads))
        total[item.party] += item.amount * item.central * moved
    return bool((total >= 0).all())


def _weights(log: Array) -> Array:
    raw = np.exp(log - log.max())
    return np.asarray(raw / raw.sum())


def _times(shift: Array, weight: Array) -> Range:
    """Weighted mean and quantiles of a shift, as a multiplier."""
    found = quantile_range(shift, float(weight @ shift), weights=weight)
    return Range(
        low=math.exp(found.low), central=math.exp(found.central), high=math.exp(found.high)
    )
