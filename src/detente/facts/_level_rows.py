"""Rows of the table of licence levels: how much each way to restrict an export blocks."""

from typing import ClassVar

from ._figure import Text
from ._rows import FigureRow

__all__ = ["LicenceLevelRow"]


class LicenceLevelRow(FigureRow):
    """Part of the base flow that a licence policy blocks once it has settled [share].

    Rows stand in the order of their strictness (``licence_levels.csv``).
    """

    key = ("level",)
    refers: ClassVar[dict[str, str]] = {"source": "source"}
    allowed_units = frozenset({"share"})

    level: Text
    meaning: Text
