"""Rows of the disruption engine's tables: which inputs stop whom, and what is in stock."""

from typing import ClassVar, Literal

from ._figure import Text
from ._rows import FigureRow

__all__ = ["InputCriticalityRow", "InputStockRow", "ModelParameterRow", "TradeElasticityRow"]


class InputCriticalityRow(FigureRow):
    """How much a sector needs an input to go on producing: mean of analysts' ratings [share]."""

    key = ("input", "user")
    refers: ClassVar[dict[str, str]] = {"input": "sector", "user": "sector", "source": "source"}
    allowed_units = frozenset({"share"})

    input: Text
    user: Text
    criticality: Literal["critical", "important"]


class InputStockRow(FigureRow):
    """Days of use that a sector's stock of its inputs covers [day]."""

    key = ("sector",)
    refers: ClassVar[dict[str, str]] = {"sector": "sector", "source": "source"}
    allowed_units = frozenset({"day"})

    sector: Text


class ModelParameterRow(FigureRow):
    """A figure of the engine that belongs to no good and no sector."""

    key = ("name",)
    refers: ClassVar[dict[str, str]] = {"source": "source"}

    name: Text
    meaning: Text


class TradeElasticityRow(FigureRow):
    """Fall in a seller's share of purchases per rise of its price, in the long run [1]."""

    key = ("sector",)
    refers: ClassVar[dict[str, str]] = {"sector": "sector", "source": "source"}
    allowed_units = frozenset({"1"})

    sector: Text
