"""What every part of a brief shares: ranges, spans, origins."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

__all__ = [
    "Day",
    "Exact",
    "Month",
    "Open",
    "Origin",
    "Paths",
    "Range",
    "Sha256",
    "Span",
    "Term",
    "Threshold",
]

Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


@with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))
class Exact(TypedDict):
    """Holds the fields of its class and no other."""


@with_config(ConfigDict(use_attribute_docstrings=True))
class Open(TypedDict):
    """May hold more fields than those of its class."""


class Range(Exact):
    """A value with its range."""

    low: float
    """Low end of the range; for results the 5th percentile of the draws"""
    central: float
    """Central value; for results the run with every input at its most plausible value"""
    high: float
    """High end of the range; for results the 95th percentile of the draws"""


class Span(Exact):
    """A passage of article_text."""

    start: Annotated[int, Field(ge=0)]
    """First code point"""
    end: Annotated[int, Field(ge=1)]
    """One past the last code point"""
    text: str
    """The raw slice"""


class Term(Exact):
    """For how many days a licence may run."""

    low: float | None
    """Low end of the draws; null for no limit [day]"""
    central: float | None
    """Central; null for no limit [day]"""
    high: float | None
    """High end of the draws; null for no limit [day]"""


class Month(Range):
    """One month of a loss."""

    month: Annotated[int, Field(ge=1)]
    """Month after the date of the brief, 1 = first"""


class Origin(Exact):
    """Where a field of the standoff comes from."""

    kind: Literal["article", "register", "default", "analyst"]
    """article, register, default or analyst"""
    span: Span | None
    """Passage, if it comes from the article"""
    register: str | None
    """Register id, if it comes from the register"""
    words: str
    """The passage, or why the default"""


class Threshold(Exact):
    """Up to which security value of one control a deal that eases it exists."""

    party: str
    """Party or region, ISO3 or a group of the embedded world"""
    control: str
    """Register id of the control, such as CN-2025-18"""
    threshold: Range
    """Largest security value with a deal"""
    assumed: Range
    """Security value assumed"""
    holds: bool
    """Whether the assumed central value is at or below the threshold"""
    words: str
    """The same in plain words"""


class Paths(Exact):
    """A path over the days, with its band."""

    low: list[float]
    """low values, one per day listed"""
    central: list[float]
    """central values, one per day listed"""
    high: list[float]
    """high values, one per day listed"""
