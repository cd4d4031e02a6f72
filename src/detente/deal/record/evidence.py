"""One matter of the record as a test of what controls are worth to their owners."""

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from detente.controls import TabledControl, default_rows, shift_names
from detente.deal.record.acceptance import Table
from detente.deal.surface.fit import LossSurface
from detente.deal.surface.runs import Array, Runs
from detente.facts import Facts

__all__ = ["COMMON_SIZE", "SIZE", "Evidence", "Item", "KeptControl", "evidence_of"]

SIZE = "size"
"""Name of the power of what a control costs with which its value grows."""

COMMON_SIZE, LEAST_SIZE = 0.1, 0.001
"""Cost to both sides at which the judged value of a class holds, and the least that counts
[USD bn per month]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One value on the scale of one party: ``amount * central * exp(loads of shifts + noise)``."""

    party: int
    amount: float
    central: float
    loads: tuple[tuple[str, float], ...]
    noise: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptControl:
    """A control that its owner kept in force though it costs it this much, shape (draws,)."""

    cost: Array
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One matter of the record as a test of values."""

    id: str
    """Its id."""
    struck: bool
    """Whether it was struck."""
    avoided: Array
    """Loss that the package avoids, and what terms with a figure are worth, shape (draws, parties)
    [USD bn per month]."""
    centre: Array
    """The same at central values, shape (parties,) [USD bn per month]."""
    items: tuple[Item, ...]
    """What a judgement values."""
    kept: tuple[KeptControl, ...]
    """Controls in force on the day before that no bargain of the record eases: worth more to their
    owners than they cost them. Those that are traded may be held to be traded."""
    noises: int
    """Values that are drawn, each once, however many items they enter [count]."""

    @property
    def factors(self) -> frozenset[str]:
        """Shifts that it speaks of."""
        held = [item for one in self.kept for item in one.items]
        return frozenset(name for item in (*self.items, *held) for name, _ in item.loads)


def evidence_of(table: Table, facts: Facts, *, elsewhere: frozenset[str] = frozenset()) -> Evidence:
    """Return a matter as a test of the values by class, whatever a table says of its controls."""
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
    items: list[Item] = []
    kept: list[KeptControl] = []
    given = set(table.matter.controls)
    for noise, entry in enumerate(table.standoff.controls):
        both = _values(entry, noise, surface, runs, facts)
        if entry.control in given and entry.imposer in table.parties:
            place, share = table.parties.index(entry.imposer), eased.get(entry.control, 1.0)
            items += [
                dataclasses.replace(one, party=place, amount=-size)
                for one, size in zip(both, (share, 1.0), strict=True)
            ]
        known = entry.control in runs.controls and entry.imposer in runs.parties
        if known and entry.control not in given | elsewhere:
            k, owner = runs.controls.index(entry.control), runs.parties.index(entry.imposer)
            kept.append(KeptControl(cost=runs.draw_alone[:, k, owner], items=both))
    noise = len(table.standoff.controls)
    for term in table.terms_without_cost():
        value = facts.default_value("received", term.kind, "*").value
        kinds = (("term", 1.0), (f"kind {term.kind}", 1.0))
        items += [
            Item(party=place, amount=1.0, central=value, loads=kinds, noise=noise)
            for place, party in enumerate(table.parties)
            if party != term.party
        ]
        noise += 1
    return Evidence(
        id=table.matter.id,
        struck=table.matter.struck,
        avoided=avoided,
        centre=middle,
        items=tuple(items),
        kept=tuple(kept),
        noises=noise,
    )


def _values(
    entry: TabledControl, noise: int, surface: LossSurface, runs: Runs, facts: Facts
) -> tuple[Item, Item]:
    """Security value and political cost of a control by its class, to whom they are worth it."""
    security, political, _ = default_rows(facts, entry.instrument, entry.goods)
    names = shift_names(facts, entry.instrument, entry.goods)
    loads = (*((name, 1.0) for name in names), (SIZE, _size(surface, runs, entry)))
    first, second = (
        Item(party=0, amount=1.0, central=row.value, loads=loads, noise=noise)
        for row in (security, political)
    )
    return first, second


def _size(surface: LossSurface, runs: Runs, entry: TabledControl) -> float:
    """What a control alone costs all parties, over the common size [log].

    One that cannot be costed is taken as the common size times the share that it blocks.
    """
    cost = COMMON_SIZE * entry.intensity.central
    if entry.control in runs.controls:
        cost = float(np.abs(surface.alone[runs.controls.index(entry.control)]).sum())
    return math.log(max(cost, LEAST_SIZE) / COMMON_SIZE)
