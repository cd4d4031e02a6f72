"""The reader's own tables: officials, names, words and goods, each row validated once."""

import csv
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from detente._errors import FactsError

__all__ = [
    "FiscalYearRow",
    "GazetteerRow",
    "LexiconRow",
    "PersonRow",
    "ReadingGoodRow",
    "load_fiscal_years",
    "load_gazetteer",
    "load_lexicon",
    "load_people",
    "load_reading_goods",
]


def _split(cell: object) -> object:
    """Turn a cell of ``;``-separated values into a tuple."""
    if isinstance(cell, str):
        return tuple(part.strip() for part in cell.split(";") if part.strip())
    return cell


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    as_of: str
    source: str

    @field_validator("as_of")
    @classmethod
    def _dated(cls, value: str) -> str:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError("write the date as YYYY-MM-DD")
        return value


class PersonRow(_Row):
    """An official: one row for each term of office."""

    name: str
    aliases: Words = ()
    party: str = ""
    role: str
    titles: Words = ()
    start: str = ""
    end: str = ""


class GazetteerRow(_Row):
    """A party, ministry, company, outlet, place, list or group, with its names."""

    name: str
    type: str
    party: str = ""
    role: str = ""
    aliases: Words
    adjectives: Words = ()
    metonyms: Words = ()
    timezone: str = ""


class LexiconRow(_Row):
    """A word or a pattern of one list of the lexicon."""

    list: str
    item: str
    value: str = ""


class ReadingGoodRow(_Row):
    """A pattern by which news text names a good or a group of goods."""

    pattern: str
    product: str
    goods: Words = ()
    imposer: str = ""
    tier: str = ""
    family: str

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"the pattern does not compile ({error})") from None
        return value


class FiscalYearRow(_Row):
    """When a government's fiscal year begins, and which of its two years names it."""

    party: str
    start_month: Annotated[int, Field(ge=1, le=12)]
    named_by: Literal["start", "end"]


RowT = TypeVar("RowT", bound=_Row)


def _rows(file: str, model: Callable[..., RowT]) -> tuple[RowT, ...]:
    path = resources.files("detente.facts").joinpath("tables").joinpath(file)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FactsError(f"{file}: cannot be read ({error}); reinstall the package") from None
    rows: list[RowT] = []
    for number, record in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            rows.append(model(**record))
        except (ValidationError, TypeError) as error:
            first = error.errors()[0] if isinstance(error, ValidationError) else None
            field = ".".join(str(part) for part in first["loc"]) if first else "columns"
            says = first["msg"] if first else str(error)
            raise FactsError(f"{file}: row {number}, field {field}: {says}") from None
    return tuple(rows)


@cache
def load_people() -> tuple[PersonRow, ...]:
    """Officials known by name, with their terms of office."""
    return _rows("people.csv", PersonRow)


@cache
def load_gazetteer() -> tuple[GazetteerRow, ...]:
    """Parties, organisations, companies, outlets, places and instruments."""
    return _rows("gazetteer.csv", GazetteerRow)


@cache
def load_reading_goods() -> tuple[ReadingGoodRow, ...]:
    """Patterns by which goods are named."""
    return _rows("reading_goods.csv", ReadingGoodRow)


@cache
def load_fiscal_years() -> dict[str, FiscalYearRow]:
    """Fiscal years of governments, by party; who is not in it keeps the calendar year.

    Examples
    --------
    >>> load_fiscal_years()["USA"].start_month
    10
    """
    return {row.party: row for row in _rows("fiscal_years.csv", FiscalYearRow)}


@cache
def load_lexicon() -> dict[str, dict[str, str]]:
    """The lexicon as ``list -> item -> value``, items in the order of the file.

    Examples
    --------
    >>> load_lexicon()["cue"]["pledge"]
    'pledge'
    """
    lists: dict[str, dict[str, str]] = {}
    for row in _rows("lexicon.csv", LexiconRow):
        lists.setdefault(row.list, {})[row.item] = row.value
    return lists
