"""What one row of a facts table is: the parts that all tables share, and the tables of names."""

import re
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from ._figure import Date, Figure, MaybeDate, SomeWords, Text, Words

__all__ = [
    "FigureRow",
    "GoodGroupRow",
    "GoodRow",
    "PartyRow",
    "RegionRow",
    "Row",
    "SectorRow",
    "SourceRow",
]

_HS6 = re.compile(r"\d{6}")
ISO3 = re.compile(r"[A-Z]{3}")


class Row(BaseModel):
    """One row of a table, which knows where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: ClassVar[tuple[str, ...]] = ("id",)
    refers: ClassVar[dict[str, str]] = {}
    optional: ClassVar[frozenset[str]] = frozenset()

    file: str
    """Name of the table's file."""
    line: int
    """Line in that file as an editor counts them; the header is line 1."""

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Names of the columns of the file, in any order; it may lack those in `optional`."""
        return tuple(name for name in cls.model_fields if name not in {"file", "line"})

    @property
    def where(self) -> str:
        """File and row, for a message or a link."""
        return f"{self.file} row {self.line}"

    @property
    def own(self) -> bool:
        """Whether it is a row of the user's workspace."""
        return "/" in self.file


class FigureRow(Row, Figure):
    """A row that carries a figure."""


class SourceRow(Row):
    """Where figures come from (``sources.csv``).

    Notes
    -----
    `date` is the day of the source itself. `checked` is the day to which it was followed: an
    archive, a code of law or a list that was read again on that day says how things stood then.
    A source that was read once and does not go on has none.
    """

    optional = frozenset({"checked"})

    id: Text
    title: Text
    url: str
    date: MaybeDate
    evidence: Literal["published", "computed", "secondary", "memory", "judgement"]
    checked: MaybeDate = None


class PartyRow(Row):
    """A government or bloc and the words that name it (``parties.csv``)."""

    key = ("iso3",)
    refers: ClassVar[dict[str, str]] = {"region": "region"}

    iso3: Text
    name: Text
    adjective: Text
    capital: Text
    aliases: Words
    region: SomeWords


class SectorRow(Row):
    """A sector of the world table (``sectors.csv``)."""

    key = ("code",)

    code: Text
    name: Text


class RegionRow(Row):
    """A region of the embedded world and the countries in it (``regions.csv``)."""

    key = ("code",)

    code: Text
    name: Text
    members: SomeWords

    @field_validator("members")
    @classmethod
    def _members_are_iso3(cls, members: tuple[str, ...]) -> tuple[str, ...]:
        for member in members:
            if not ISO3.fullmatch(member):
                raise ValueError(f"{member!r} is not an ISO3 code; write three capital letters")
        return members


class GoodGroupRow(Row):
    """Goods that one word of the news stands for (``good_groups.csv``)."""

    key = ("group",)
    refers: ClassVar[dict[str, str]] = {"goods": "good"}

    group: Text
    goods: SomeWords


class GoodRow(Row):
    """A controllable product at one stage of its chain (``goods.csv``)."""

    key = ("good",)
    refers: ClassVar[dict[str, str]] = {"host_sector": "sector", "source": "source"}

    good: Text
    name: Text
    tier: str
    group: Text
    kind: Text
    chain: Text
    stage: Text
    hs6: Words
    eccn: Words
    host_sector: Text
    aliases: SomeWords
    note: str
    as_of: Date
    source: Text

    @field_validator("hs6")
    @classmethod
    def _six_digits(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if not _HS6.fullmatch(code):
                raise ValueError(f"{code!r} is not an HS6 code; write six digits without a dot")
        return codes

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages of the chain, first to last."""
        return tuple(stage.strip() for stage in self.chain.split(">"))
