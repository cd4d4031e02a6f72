"""Rows on what others have computed, to be held against our own."""

from typing import ClassVar

from pydantic import field_validator

from ._figure import Text, Words
from ._rows import FigureRow

__all__ = ["PUBLISHED_MEASURES", "PublishedRow"]

PUBLISHED_MEASURES = ("gdp_share", "gne_share", "loss", "price", "not_run")
"""Loss over the year in gross domestic product [share], in national expenditure, from which dearer
imports are taken too [share], or in money [USD bn per year]; a price over its base [1]; a figure
whose shock our engine does not have."""


class PublishedRow(FigureRow):
    """A published figure and the shock that it is of.

    Notes
    -----
    `cut` is the part of what `imposer` ships of `goods` to `target` (``*`` for all) that stops for
    `days` days. `party` is whom the figure is about, ``*`` for the world.
    """

    key = ("study", "party", "goods", "cut", "days", "measure")
    refers: ClassVar[dict[str, str]] = {"source": "source"}

    study: Text
    imposer: Text
    target: Text
    goods: Words
    cut: float
    days: int
    party: Text
    measure: Text
    note: str

    @field_validator("measure")
    @classmethod
    def _known_measure(cls, measure: str) -> str:
        if measure not in PUBLISHED_MEASURES:
            known = ", ".join(PUBLISHED_MEASURES)
            raise ValueError(f"{measure!r} is no measure; write one of: {known}")
        return measure
