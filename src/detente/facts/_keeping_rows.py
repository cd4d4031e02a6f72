"""Rows of the table on keeping one's word: patience, lags, what a breach costs."""

from typing import ClassVar

from ._figure import Text
from ._rows import FigureRow

__all__ = ["KeepingRow"]


class KeepingRow(FigureRow):
    """A figure on how promises are watched, punished and believed (``keeping.csv``).

    ``scope`` is a party's ISO3 code, a word of commitment as in a reading, or ``*`` for all that no
    other row of the same name gives.
    """

    key = ("name", "scope")
    refers: ClassVar[dict[str, str]] = {"source": "source"}

    name: Text
    scope: Text
    meaning: Text
