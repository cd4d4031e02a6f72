"""The reader's own tables: officials, names, words and goods, each row validated once."""

import datetime as dt
import re
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self, TypeVar, cast

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from detente._errors import FactsError
from detente.workspace import current

from ._rows import Row
from ._tables import OWN, PACKAGED, Table, merged, read_table

__all__ = [
    "ClauseWeightRow",
    "FiscalYearRow",
    "GazetteerRow",
    "LexiconRow",
    "PatternRow",
    "PersonRow",
    "ReadingGoodRow",
    "WordClassRow",
    "load_clause_weights",
    "load_fiscal_years",
    "load_gazetteer",
    "load_lexicon",
    "load_patterns",
    "load_people",
    "load_reading_goods",
    "load_word_classes",
]


def _split(cell: object) -> object:
    """Turn a cell of ``;``-separated values into a tuple."""
    if isinstance(cell, str):
        return tuple(part.strip() for part in cell.split(";") if part.strip())
    return cell


def _apart(cell: object) -> object:
    """Turn a cell of words into a tuple; ``_`` stands for a blank inside one: *call_on*."""
    if isinstance(cell, str):
        return tuple(word.replace("_", " ") for word in cell.split())
    return cell


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]


def _day(value: str) -> str:
    try:
        if len(value) == len("YYYY-MM-DD"):
            return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise ValueError(f"{value!r} is not a date; write YYYY-MM-DD")


class VocabularyRow(Row):
    """A row with its place, its day and its source."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    refers: ClassVar[dict[str, str]] = {"source": "source"}

    file: str = ""
    line: int = 0
    as_of: str
    source: str

    @field_validator("as_of")
    @classmethod
    def _dated(cls, value: str) -> str:
        return _day(value)


class PersonRow(VocabularyRow):
    """An official: one row for each term of office."""

    key = ("name", "role", "start")
    refers: ClassVar[dict[str, str]] = {"party": "party or none", "source": "source"}

    name: str
    aliases: Words = ()
    party: str = ""
    role: str
    titles: Words = ()
    start: str = ""
    end: str = ""

    @field_validator("start", "end")
    @classmethod
    def _term(cls, value: str) -> str:
        return _day(value) if value else value


class GazetteerRow(VocabularyRow):
    """A party, ministry, company, outlet, place, list or group, with its names."""

    key = ("name", "type")
    refers: ClassVar[dict[str, str]] = {"party": "party or none", "source": "source"}

    name: str
    type: Literal["company", "government", "group", "instrument", "organisation", "outlet", "place"]
    party: str = ""
    role: str = ""
    aliases: Words
    adjectives: Words = ()
    metonyms: Words = ()
    timezone: str = ""


class LexiconRow(VocabularyRow):
    """A word or a pattern of one list of the lexicon."""

    key = ("list", "item")
    refers: ClassVar[dict[str, str]] = {"list": "list of the lexicon", "source": "source"}

    list: str
    item: str
    value: str = ""

    @field_validator("item")
    @classmethod
    def _compiles(cls, value: str, info: ValidationInfo) -> str:
        return _pattern(value) if "/" in info.data["file"] else value  # packaged ones are tested


class ClauseWeightRow(VocabularyRow):
    """What a sign of a clause speaks for: that it gives something, or that it asks for it."""

    key = ("sign",)

    sign: str
    gives: float
    gets: float


class WordClassRow(VocabularyRow):
    """A word that is read as another of its class, form by form, with a sentence that has it."""

    key = ("word", "part", "beside")

    word: str
    part: Literal["noun", "phrase", "verb"]
    like: str
    forms: Annotated[tuple[str, ...], BeforeValidator(_apart)]
    like_forms: Annotated[tuple[str, ...], BeforeValidator(_apart)]
    tagged: Annotated[tuple[str, ...], BeforeValidator(_apart)] = ()
    """Those of the forms that count only where the parser gives them the part."""
    beside: str = ""
    """A pattern that must fit the line, with ``~`` for the word: *~ the curbs*; empty: anywhere."""
    example: str

    @model_validator(mode="after")
    def _paired(self) -> Self:
        if len(self.forms) != len(self.like_forms):
            raise ValueError(
                f"{len(self.forms)} forms beside {len(self.like_forms)} of {self.like!r}; "
                "write one for each"
            )
        if self.tagged and self.beside:
            raise ValueError("tagged and beside are both given; write one of them")
        if not {*self.tagged} <= {*self.forms}:
            raise ValueError(
                f"{' '.join(self.tagged)} are not all among the forms; write them there"
            )
        if not re.search(rf"\b(?:{'|'.join(self.forms)})\b", self.example.lower()):
            raise ValueError(f"the example has no form of {self.word!r}; write one that has")
        return self


class PatternRow(VocabularyRow):
    """A pattern of the reader by name; ``{name}`` in it is another pattern or a word class."""

    key = ("name",)

    name: str
    case: Literal["any", "kept", "part"]
    pattern: str
    example: str
    """A text in which it is found; in angle brackets where it begins or ends with a blank."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str, info: ValidationInfo) -> str:
        if "/" in info.data["file"]:  # packaged ones are tested
            _pattern(re.sub(r"\{[a-z][a-z_.]*\}", "x", value))
        return value


class ReadingGoodRow(VocabularyRow):
    """A pattern by which news text names a good or a group of goods."""

    key = ("pattern",)
    refers: ClassVar[dict[str, str]] = {
        "goods": "good or group",
        "imposer": "party or none",
        "source": "source",
    }

    pattern: str
    product: str
    goods: Words = ()
    imposer: str = ""
    tier: str = ""
    family: str

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str, info: ValidationInfo) -> str:
        return _pattern(value) if "/" in info.data["file"] else value  # packaged ones are tested


class FiscalYearRow(VocabularyRow):
    """When a government's fiscal year begins, and which of its two years names it."""

    key = ("party",)
    refers: ClassVar[dict[str, str]] = {"party": "party or none", "source": "source"}

    party: str
    start_month: Annotated[int, Field(ge=1, le=12)]
    named_by: Literal["start", "end"]


RowT = TypeVar("RowT", bound=Row)


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"the pattern does not compile ({error})") from None
    return value


def rows_of(name: str, model: type[RowT]) -> tuple[RowT, ...]:
    """Rows of a packaged table, the user's own before them: what comes first is matched first."""
    packaged = _table(PACKAGED, name, model)
    home = current()
    if home is None or not (home.facts / f"{name}.csv").is_file():
        return cast("tuple[RowT, ...]", tuple(packaged.rows))
    own = _table(home.facts, name, model, OWN)
    return cast("tuple[RowT, ...]", tuple(merged(packaged, own, first=True).rows))


def _table(folder: Path, name: str, model: type[Row], place: str = "") -> Table:
    table, faults = read_table(folder, name, place, model)
    if faults:
        more = f" (and {len(faults) - 1} more; `detente data check` lists all)"
        raise FactsError(f"{faults[0]}{more if len(faults) > 1 else ''}")
    return table


@cache
def load_people() -> tuple[PersonRow, ...]:
    """Officials known by name, with their terms of office."""
    return rows_of("people", PersonRow)


@cache
def load_gazetteer() -> tuple[GazetteerRow, ...]:
    """Parties, organisations, companies, outlets, places and instruments."""
    return rows_of("gazetteer", GazetteerRow)


@cache
def load_reading_goods() -> tuple[ReadingGoodRow, ...]:
    """Patterns by which goods are named."""
    return rows_of("reading_goods", ReadingGoodRow)


@cache
def load_clause_weights() -> tuple[ClauseWeightRow, ...]:
    """Weights of the signs of clauses, learned from labelled openings [log odds]."""
    return rows_of("clause_weights", ClauseWeightRow)


@cache
def load_fiscal_years() -> dict[str, FiscalYearRow]:
    """Fiscal years of governments, by party; who is not in it keeps the calendar year.

    Examples
    --------
    >>> load_fiscal_years()["USA"].start_month
    10
    """
    return {row.party: row for row in rows_of("fiscal_years", FiscalYearRow)}


@cache
def load_patterns() -> dict[str, PatternRow]:
    """Patterns of the reader, by name."""
    return {row.name: row for row in rows_of("patterns", PatternRow)}


@cache
def load_word_classes() -> tuple[WordClassRow, ...]:
    """Words that are read as another of their class."""
    return rows_of("word_classes", WordClassRow)


@cache
def load_lexicon() -> dict[str, dict[str, str]]:
    """The lexicon as ``list -> item -> value``, items in the order of the file.

    Examples
    --------
    >>> load_lexicon()["cue"]["pledge"]
    'pledge'
    """
    lists: dict[str, dict[str, str]] = {}
    for row in rows_of("lexicon", LexiconRow):
        lists.setdefault(row.list, {})[row.item] = row.value
    return lists
