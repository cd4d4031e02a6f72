"""A flow of trade as a file of statistics has it, and revisions of the Harmonized System."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from detente._errors import TradeError

__all__ = ["WORLD", "Flow", "Record", "Side", "TradeFile", "number", "revision_of_year"]

Side = Literal["importer", "exporter"]
Record = Mapping[str, object]
WORLD = "WLD"
"""The partner that stands for all of them."""
_REVISIONS = (2022, 2017, 2012, 2007, 2002, 1996, 1992)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What one country says it had from, or sold to, another in a year or a month of it."""

    exporter: str
    importer: str
    """Codes of countries; `WORLD` for the partner that stands for all."""
    said_by: Side
    """Which of the two said it: importers count freight, exporters do not."""
    code: str
    """Customs code, six digits or more."""
    revision: int
    """Edition of the Harmonized System that its first six digits are of, such as 2022."""
    year: int
    """The year."""
    month: int
    """The month, 1 to 12; 0 for the whole year."""
    usd: float
    """Its value [USD]."""
    row: int
    """Row of the file."""


@dataclass(slots=True, kw_only=True)
class TradeFile:
    """A file of statistics that was read."""

    name: str
    """Name of the file."""
    form: str
    """What it is, such as ``UN Comtrade``."""
    url: str
    """Where such files come from."""
    sha256: str
    """Hash of its content."""
    flows: list[Flow] = field(default_factory=list)
    """Its flows."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Why rows were not used, with how many [count]."""

    def leave_out(self, why: str) -> None:
        """Count a row that is not used."""
        self.left_out[why] = self.left_out.get(why, 0) + 1


def revision_of_year(year: int) -> int:
    """Edition of the Harmonized System in force in a year, in countries that keep to its dates."""
    return next((edition for edition in _REVISIONS if edition <= year), _REVISIONS[-1])


def number(record: Record, column: str, name: str, row: int) -> float:
    """Read a number of a row."""
    cell = str(record.get(column, "") or "").replace(",", "").strip()
    try:
        value = float(cell)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise TradeError(f"{name}: row {row}: {column} is {cell[:40]!r}; give a number from 0 up")
    return value
