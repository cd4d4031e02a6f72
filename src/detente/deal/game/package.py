"""One package of concessions, as it is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.controls import Range
from detente.deal.shape import deals as shape

__all__ = ["Package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package of concessions, named.

    Parameters
    ----------
    name
        Such as ``"nash"`` or ``"frontier-03"``.
    easings
        Share by control, and by side issue [share].
    gains
        Gain of each party against no deal: central, and 5th to 95th percentile of the draws
        [USD bn per month].
    accepted_share
        Share of draws in which every party accepts it [share].
    words
        The same in plain words.
    """

    name: str
    easings: Mapping[str, float]
    gains: Mapping[str, Range]
    accepted_share: float
    words: str

    def to_payload(self) -> shape.Package:
        """Return the package as a dict for JSON."""
        return {
            "name": self.name,
            "easings": dict(self.easings),
            "gains": {party: gain.as_dict() for party, gain in self.gains.items()},
            "accepted_share": self.accepted_share,
            "words": self.words,
        }
