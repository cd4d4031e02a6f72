"""What one package means for everybody, as data: ``detente.answer/1``."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.controls import Range
from detente.deal.shape import answer as shape
from detente.impact.results import UNIT

__all__ = ["Answer", "AnswerLimit", "PartyAnswer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyAnswer:
    """What a package means for one party."""

    party: str
    """ISO3."""
    today: Range
    """Cost with all controls as they stand, of what easing can avoid [USD bn per month]."""
    cost: Range
    """Cost that the package leaves [USD bn per month]."""
    gain: Range
    """Utility over that of no deal [USD bn per month]."""
    accepts: bool
    """Whether it accepts at central values."""
    share: float
    """Share of draws in which it accepts [share]."""
    short: float
    """What it would have to be given elsewhere to accept; zero if it does [USD bn per month]."""
    today_by_month: tuple[float, ...]
    by_month: tuple[float, ...]
    """The two costs by month since the standoff's date [USD bn per month]."""
    pressure: tuple[float, ...]
    """Cost by month of the others' controls alone, as the package leaves them
    [USD bn per month]."""

    def as_dict(self) -> shape.PartyAnswer:
        """Return the answer for JSON."""
        return {
            "party": self.party,
            "today": self.today.as_dict(),
            "cost": self.cost.as_dict(),
            "gain": self.gain.as_dict(),
            "accepts": self.accepts,
            "share": self.share,
            "short": self.short,
            "today_by_month": list(self.today_by_month),
            "by_month": list(self.by_month),
            "pressure": list(self.pressure),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLimit:
    """Largest security value of an eased control at which its owner accepts the package."""

    party: str
    control: str
    """Owner and control."""
    most: Range
    """The value, over the draws of the losses; not below zero [USD bn per month]."""

    def as_dict(self) -> shape.AnswerLimit:
        """Return the limit for JSON."""
        return {"party": self.party, "control": self.control, "most": self.most.as_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one package means for everybody."""

    package: Mapping[str, float]
    """Share of each control and side issue [share]."""
    parties: tuple[PartyAnswer, ...]
    """One answer each."""
    accepted: bool
    """Whether all accept at central values, within red lines and mandates."""
    share: float
    """Share of draws in which all accept [share]; zero outside red lines and mandates."""
    crossed: tuple[str, ...]
    """Controls and side issues eased beyond their red line."""
    missed: tuple[str, ...]
    """Those of which less is given than a mandate asks for."""
    limits: tuple[AnswerLimit, ...]
    """One for each eased control."""
    holders: tuple[str | None, ...]
    """By month, the party that holds the leverage: the one whose others lose more to its controls
    than it loses to theirs, over the whole range of the draws; None where the ranges overlap."""
    passes: int | None
    """First month in which another holds it than the first to hold it; None if that does not
    happen."""

    def as_dict(self) -> shape.Answer:
        """Return ``detente.answer/1``."""
        return {
            "schema": "detente.answer/1",
            "unit": UNIT,
            "package": dict(self.package),
            "parties": [one.as_dict() for one in self.parties],
            "accepted": self.accepted,
            "share": self.share,
            "crossed": list(self.crossed),
            "missed": list(self.missed),
            "limits": [one.as_dict() for one in self.limits],
            "holders": list(self.holders),
            "passes": self.passes,
        }
