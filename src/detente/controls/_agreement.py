"""A deal that the article itself reports: who gives what, and how far each would go."""

import pydantic

from detente.controls._figures import Figure, Origin, Record

__all__ = ["Agreement", "Given"]


class Given(Record):
    """One side's part of a reported deal."""

    party: str
    """Who gives, ISO3."""
    words: str
    """What it gives, in the words of the article."""
    controls: list[str] = pydantic.Field(default_factory=list)
    """Ids of the controls on the table that it eases; empty where none answers to the words."""
    easing: Figure | None = None
    """How far, by the words (facts table ``easing_words``) [share]; ``None`` without a control."""
    origin: Origin = pydantic.Field(default_factory=Origin)
    """Its passage."""


class Agreement(Record):
    """A deal that the article reports as agreed."""

    words: str
    """The sentence that reports it, or the part of it that was read."""
    firmness: str = ""
    """How firm it is by the words, such as ``"in principle"``; empty where they do not say."""
    said_by: str = ""
    """Who reports it; empty where the article itself does."""
    gives: list[Given] = pydantic.Field(default_factory=list)
    """What each side gives."""
    origin: Origin = pydantic.Field(default_factory=Origin)
    """Its passage."""

    def easings(self, end: str = "central") -> dict[str, float]:
        """Return the easing of each control on the table that it eases [share].

        Parameters
        ----------
        end
            ``"low"``, ``"central"`` or ``"high"``.
        """
        found: dict[str, float] = {}
        for part in self.gives:
            if part.easing is not None:
                share = float(getattr(part.easing, end))
                found |= {name: max(share, found.get(name, 0.0)) for name in part.controls}
        return found
