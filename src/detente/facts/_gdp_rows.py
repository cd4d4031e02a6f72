"""Rows of the table of value added of countries that the world table does not have."""

from typing import ClassVar

from ._figure import Text
from ._rows import FigureRow

__all__ = ["GdpRow"]


class GdpRow(FigureRow):
    """Gross domestic product of a country outside the world table (``gdp.csv``).

    The row of the residual region (``ROW``) is that of all of them together.
    """

    key = ("country",)
    refers: ClassVar[dict[str, str]] = {"country": "country", "source": "source"}
    allowed_units = frozenset({"USD bn per year"})

    country: Text
