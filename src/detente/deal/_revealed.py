"""What deals that were struck, and talks that failed, say about the worth of controls."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.controls import Range, default_rows
from detente.deal._record_acceptance import Table
from detente.deal._runs import Array, Flags
from detente.deal._surface import LossSurface
from detente.facts import Facts

__all__ = ["Evidence", "Factor", "LeftOut", "Revealed", "evidence_of", "reveal"]

WHOLE_SPREAD, PART_SPREAD = 1.0, 0.7
"""Prior spread of the shift of all values, and of one instrument, class or kind [log]."""

MISREAD = 0.05
"""Chance that a bargain was struck though a party does not value it so [share]."""

FRICTION = 0.35
"""Chance that talks fail though the package suits all [share]."""

SAMPLES, DRAWS = 8000, 64
"""Draws of the shifts, and of losses and of single values for each [count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One value on the scale of one party: ``amount * central * exp(shifts + noise)``."""

    party: int
    amount: float
    central: float
    factors: tuple[str, ...]
    noise: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One matter of the record as a test of values.

    Parameters
    ----------
    id
        Its id.
    struck
        Whether it was struck.
    avoided
        Loss that the package avoids, and what terms with a figure are worth, shape
        (draws, parties) [USD bn per month].
    centre
        The same at central values, shape (parties,) [USD bn per month].
    items
        What a judgement values.
    noises
        Values that are drawn, each once, however many items they enter [count].
    """

    id: str
    struck: bool
    avoided: Array
    centre: Array
    items: tuple[_Item, ...]
    noises: int

    @property
    def factors(self) -> frozenset[str]:
        """Shifts that it speaks of."""
        return frozenset(name for item in self.items for name in item.factors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """How far the record moves the values of one instrument, class or kind.

    Parameters
    ----------
    name
        ``control``, ``instrument licence``, ``class magnets``, ``term``, ``kind case``.
    times
        What the values are multiplied by, 5 to 95 % of the posterior [1].
    cases
        The matters that speak of it.
    """

    name: str
    times: Range
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One matter foretold by values inferred from the others.

    Parameters
    ----------
    id
        Its id.
    struck
        Whether it was struck.
    accepted
        Whether all accept at the middle of the values of the others.
    chance
        Chance that all accept, by values inferred from the others [share].
    before
        The same by the judged values alone [share].
    """

    id: str
    struck: bool
    accepted: bool
    chance: float
    before: float

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
    """Values that make the record consistent, and how they foretell what was left out.

    Parameters
    ----------
    factors
        Shifts by name.
    left_out
        Each matter by the values of the others.
    effective
        Draws of the shifts that carry the posterior [count].
    """

    factors: Mapping[str, Factor]
    left_out: tuple[LeftOut, ...]
    effective: float

    def times(self, names: Iterable[str]) -> float:
        """Return what a value of these names is multiplied by, at the middle.

        Parameters
        ----------
        names
            Names of factors; what the record does not speak of is left out.
        """
        known = [self.factors[name].times.central for name in names if name in self.factors]
        return math.prod(known)

    @property
    def inside(self) -> float:
        """Share of the bargains that are in the acceptance set by the values of the others."""
        struck = [one.accepted for one in self.left_out if one.struck]
        return sum(struck) / max(len(struck), 1)


def evidence_of(table: Table, facts: Facts) -> Evidence:
    """Return a matter as a test of the values by class, whatever a table says of its controls.

    Parameters
    ----------
    table
        The matter with its losses.
    facts
        The tables.
    """
    runs = table.costed.runs
    assert runs is not None  # noqa: S101 - only costed matters are tables
    surface, eased = LossSurface.fit(runs), table.easings
    row = np.array([[0.0] * len(runs.controls), [eased.get(name, 0.0) for name in runs.controls]])
    asked = [runs.parties.index(party) for party in table.parties]
    drawn, centre = surface.draw_loss(row), surface.loss(row)
    avoided = (drawn[:, 0] - drawn[:, 1])[:, asked]
    middle = (centre[0] - centre[1])[asked]
    for worth in table.matter.worth.values():
        for party, figure in worth.items():
            if party in table.parties:
                place = table.parties.index(party)
                spread = np.linspace(figure.low, figure.high, len(avoided))
                rng = np.random.default_rng(len(avoided) + place)
                avoided[:, place] += rng.permutation(spread)
                middle[place] += figure.central
    items: list[_Item] = []
    noise = 0
    for entry in table.standoff.controls:
        amount = eased.get(entry.control)
        given = any(term.control == entry.control for term in table.matter.terms)
        if entry.imposer not in table.parties or not given:
            continue
        security, political, of_class = default_rows(facts, entry.instrument, entry.goods)
        names = ("control", f"instrument {entry.instrument}", f"class {of_class}")
        place = table.parties.index(entry.imposer)
        share = amount if amount is not None else 1.0
        for part, size in ((security.value, share), (political.value, 1.0)):
            items.append(_Item(party=place, amount=-size, central=part, factors=names, noise=noise))
        noise += 1
    for term in table.terms_without_cost():
        value = facts.default_value("received", term.kind, "*").value
        names = ("term", f"kind {term.kind}")
        for place, party in enumerate(table.parties):
            if party != term.party:
                items.append(
                    _Item(party=place, amount=1.0, central=value, factors=names, noise=noise)
                )
        noise += 1
    return Evidence(
        id=table.matter.id,
        struck=table.matter.struck,
        avoided=avoided,
        centre=middle,
        items=tuple(items),
        noises=noise,
    )


def reveal(found: Sequence[Evidence], *, spread: float, seed: int = 0) -> Revealed:
    """Infer the values by class from what was struck and what failed.

    Parameters
    ----------
    found
        The matters.
    spread
        Spread of the values of single controls within their class [log].
    seed
        Seed of the draws.

    Notes
    -----
    A value is the judged one of its class times ``exp(a + b + c + z)``: ``a`` shared by all, ``b``
    and ``c`` of its instrument and class (or kind of term), ``z`` its own. Priors are normal around
    nothing. A bargain has the likelihood of being accepted by all, talks that failed that of not
    being, each blunted by a chance of other reasons. The posterior is by importance: draws of the
    prior, weighted; so leaving a matter out is leaving its weight out.
    """
    rng = np.random.default_rng(seed)
    names = sorted({name for one in found for name in one.factors})
    sizes = np.array([WHOLE_SPREAD if " " not in name else PART_SPREAD for name in names])
    shifts = rng.normal(size=(SAMPLES, len(names))) * sizes
    accepts = np.stack([_accepts(one, names, shifts, spread, rng) for one in found], axis=1)
    struck = np.array([one.struck for one in found])
    told = np.where(
        struck,
        MISREAD + (1 - 2 * MISREAD) * accepts,
        FRICTION + (1 - FRICTION) * (1 - accepts),
    )
    weight = _weights(np.log(told).sum(axis=1))
    left_out = []
    for place, one in enumerate(found):
        others = _weights(np.log(np.delete(told, place, axis=1)).sum(axis=1))
        centre = dict(zip(names, (others @ shifts).tolist(), strict=True))
        left_out.append(
            LeftOut(
                id=one.id,
                struck=one.struck,
                accepted=_accepted(one, centre),
                chance=float(others @ accepts[:, place]),
                before=float(accepts[:, place].mean()),
            )
        )
    return Revealed(
        factors={
            name: Factor(
                name=name,
                times=_times(shifts[:, k], weight),
                cases=tuple(one.id for one in found if name in one.factors),
            )
            for k, name in enumerate(names)
        },
        left_out=tuple(left_out),
        effective=float(1 / (weight**2).sum()),
    )


def _accepts(
    one: Evidence, names: Sequence[str], shifts: Array, spread: float, rng: np.random.Generator
) -> Array:
    """Chance that all accept, by draw of the shifts, shape (samples,)."""
    noise = rng.normal(size=(DRAWS, max(one.noises, 1))) * spread
    gains = one.avoided[np.arange(DRAWS) % len(one.avoided)]
    fine: Flags = np.ones((len(shifts), DRAWS), dtype=bool)
    for place in range(gains.shape[1]):
        total = np.broadcast_to(gains[:, place], fine.shape).copy()
        for item in one.items:
            if item.party == place:
                moved = shifts[:, [names.index(name) for name in item.factors]].sum(axis=1)
                own = np.exp(noise[:, item.noise])
                total += (item.amount * item.central * np.exp(moved))[:, None] * own
        fine &= total >= 0
    return np.asarray(fine.mean(axis=1))


def _accepted(one: Evidence, shift: Mapping[str, float]) -> bool:
    """Whether all accept at central losses and the middle of the values."""
    total = one.centre.copy()
    for item in one.items:
        moved = math.exp(sum(shift[name] for name in item.factors))
        total[item.party] += item.amount * item.central * moved
    return bool((total >= 0).all())


def _weights(log: Array) -> Array:
    raw = np.exp(log - log.max())
    return np.asarray(raw / raw.sum())


def _times(shift: Array, weight: Array) -> Range:
    """Weighted mean and quantiles of a shift, as a multiplier."""
    order = np.argsort(shift)
    reached = np.cumsum(weight[order])
    low, high = (float(shift[order][np.searchsorted(reached, q)]) for q in (0.05, 0.95))
    mean = float(weight @ shift)
    return Range(
        low=math.exp(min(low, mean)), central=math.exp(mean), high=math.exp(max(high, mean))
    )
