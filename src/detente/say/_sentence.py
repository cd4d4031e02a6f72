"""A sentence with what it claims, so that two sentences can be held against each other."""

from dataclasses import dataclass

__all__ = ["Claim", "Sentence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that a sentence says of the world, as data."""

    relation: str
    """What is said: ``loses``, ``loses more``, ``about the same``, ``leverage``, ``chance``,
    ``packages``, ``limit``, ``gives``, ``excluded``, ``runs short`` or ``withheld``."""
    who: str = ""
    """Of whom or of what: a party, a control, or the name of a chance."""
    other: str = ""
    """The second party or thing, where the relation has one."""
    of: str = ""
    """Which count it belongs to, such as ``all controls`` or ``the others’ controls``."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    """The figure and its range; ``None`` where the relation has none, or an end has no bound."""
    shown: str = ""
    """Words that the sentence must hold for the claim to be in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence or short passage of a brief."""

    topic: str
    """What it answers, in two or three words."""
    text: str
    """The words."""
    anchor: str
    """Section of the brief that carries the detail."""
    how: str
    """Anchor of how it is computed, or of the passages it rests on."""
    claims: tuple[Claim, ...] = ()
    """What it says, as data."""
