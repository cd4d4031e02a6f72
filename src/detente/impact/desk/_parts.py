"""A firm's parts: one row says what is bought where, how much of it lies in stock, and for what."""

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path

from detente._columns import codes, read_columns
from detente._errors import ImpactError, UnknownCodeError
from detente.facts import Facts

__all__ = ["COLUMNS", "Parts", "Source", "Unit", "read_parts"]

COLUMNS = (
    "part", "hs", "good", "code", "supplier", "country", "share", "tier", "stock_days",
    "lead_time_days", "substitutes", "line", "margin_per_day",
)  # fmt: skip
"""Columns of a file of parts, in any order; ``part``, ``country`` and one of ``hs``, ``good`` and
``code`` are needed."""

_OTHER_NAMES = {
    "hs6": "hs",
    "hs_code": "hs",
    "stock": "stock_days",
    "lead_time": "lead_time_days",
    "lead_days": "lead_time_days",
    "substitute": "substitutes",
    "margin": "margin_per_day",
    "margin_usd_per_day": "margin_per_day",
    "origin": "country",
}
_UNKNOWN = frozenset({"", "na", "n/a", "nan", "none", "null", "unknown", "?", "-"})
_NONE = frozenset({"", "0", "no", "none", "na", "n/a", "-"})
_SYSTEM = re.compile(r"^(?:HS|HTS|CN|TARIC)\s*", re.IGNORECASE)
ONE_LINE = "(all)"
"""What the line is called in a file that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a part is bought."""

    supplier: str
    """Its name, which may be empty."""
    country: str
    """Code of the country it delivers from."""
    tier: int
    """1 for who delivers to the firm, 2 for who delivers to that one."""
    share: float
    """Part of the firm's need of the part [share]."""
    row: int
    """Row of the file; the first below the header is 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One part on one line."""

    part: str
    line: str
    """Their names, as in the file."""
    good: str
    hs: str
    code: str
    """What the file says it is; each may be empty."""
    sources: tuple[Source, ...]
    """Where it is bought; their shares sum to 1."""
    stock_days: float | None
    lead_time_days: float | None
    """Days of use in stock, and from an order elsewhere to delivery [day]; None if not known."""
    substitutes: tuple[str, ...]
    """Parts that can stand for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All parts of a firm."""

    units: tuple[Unit, ...]
    """Each part on each line."""
    margins: dict[str, float | None]
    """Margin of each line [USD per day]; None where no row says it."""
    rows: int
    """Rows read [count]."""
    not_read: tuple[str, ...] = ()
    """Columns of the file that are none of `COLUMNS`."""


def read_parts(path: Path, facts: Facts) -> Parts:
    """Read a file of parts.

    Parameters
    ----------
    path
        A .csv, .parquet or .xlsx with the columns of `COLUMNS`.
    facts
        The tables, for names of countries.

    Raises
    ------
    ImpactError
        If the file or a row is wrong; the message names file, row and column.
    """
    others: dict[str, None] = {}

    def called(name: str) -> str:
        if _column(name) not in COLUMNS:
            others[name.strip()] = None
        return _column(name)

    table = read_columns(path, ("part", "country"), COLUMNS, blank=COLUMNS[1:], called=called)
    names = set(table.column_names)
    if not names & {"hs", "good", "code"}:
        raise ImpactError(
            f"{path}: no column hs, good or code; say what each part is in one of them"
        )
    cells = {
        name: codes(table[name], path, name).fill_null("").to_pylist()
        if name in {"part", "hs", "good", "code", "supplier", "country", "substitutes", "line"}
        else [_plain(value) for value in table[name].to_pylist()]
        for name in names
    }
    reader = _Reader(path, cells, facts)
    return replace(reader.parts(table.num_rows), not_read=tuple(others))


def _column(name: str) -> str:
    folded = re.sub(r"[\s\-]+", "_", name.strip().casefold())
    return _OTHER_NAMES.get(folded, folded)


def _plain(value: object) -> str:
    return "" if value is None else str(value).strip()


class _Reader:
    """Rows of one file, put together by part and line."""

    def __init__(self, path: Path, cells: dict[str, list[str]], facts: Facts) -> None:
        self.path, self.cells = path, cells
        self.names = facts.party_names()
        self.countries: dict[str, str] = {}

    def parts(self, count: int) -> Parts:
        groups: dict[tuple[str, str], list[int]] = {}
        margins: dict[str, float | None] = {}
        said: dict[str, int] = {}
        for place in range(count):
            line = self._text("line", place) or ONE_LINE
            groups.setdefault((self._text("part", place), line), []).append(place)
            margin = self._number("margin_per_day", place, most=None)
            if margin is not None:
                before = margins.get(line)
                if before is not None and not math.isclose(before, margin):
                    self._refuse(
                        place,
                        "margin_per_day",
                        f"line {line!r} has {margin:g} here and {before:g} in row {said[line]}; "
                        "a line has one margin",
                    )
                said.setdefault(line, place + 1)
                margins[line] = margin
            else:
                margins.setdefault(line, None)
        units = tuple(self._unit(*key, places) for key, places in groups.items())
        return Parts(units=units, margins=margins, rows=count)

    def _unit(self, part: str, line: str, places: list[int]) -> Unit:
        first = places[0]
        shares = [self._number("share", place, most=1) for place in places]
        left = 1 - sum(share for share in shares if share is not None)
        unsaid = shares.count(None)
        if left < -0.01 or (not unsaid and abs(left) > 0.01):
            self._refuse(
                places[-1], "share", f"shares of {part!r} sum to {1 - left:.3g}; make it 1"
            )
        sources = tuple(
            Source(
                supplier=self._text("supplier", place),
                country=self._country(place),
                tier=self._tier(place),
                share=max(0.0, left) / unsaid if share is None else share,
                row=place + 1,
            )
            for place, share in zip(places, shares, strict=True)
        )
        substitutes = self._substitutes(places)
        if part in substitutes:
            self._refuse(first, "substitutes", f"{part!r} stands for itself; name other parts")
        return Unit(
            part=part,
            line=line,
            good=self._same("good", places),
            hs=self._hs(first, self._same("hs", places)),
            code=self._same("code", places),
            sources=sources,
            stock_days=self._agreed("stock_days", places),
            lead_time_days=self._agreed("lead_time_days", places),
            substitutes=substitutes,
        )

    def _text(self, column: str, place: int) -> str:
        return self.cells[column][place] if column in self.cells else ""

    def _refuse(self, place: int, column: str, problem: str) -> None:
        raise ImpactError(f"{self.path}: row {place + 1}: {column}: {problem}")

    def _number(self, column: str, place: int, *, most: float | None) -> float | None:
        cell = self._text(column, place)
        if cell.casefold() in _UNKNOWN:
            return None
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not 0 <= value < math.inf or (most is not None and value > most):
            upto = "a number from 0 up" if most is None else f"a number from 0 to {most:g}"
            self._refuse(place, column, f"{cell[:60]!r} is not {upto}; leave it empty if unknown")
        return value

    def _agreed(self, column: str, places: list[int]) -> float | None:
        """What rows of one part on one line say alike."""
        found: dict[float, int] = {}
        for place in places:
            value = self._number(column, place, most=None)
            if value is not None:
                found.setdefault(value, place + 1)
        if len(found) > 1:
            (a, _), (b, row) = list(found.items())[:2]
            problem = f"{b:g}, but an earlier row of the same part and line has {a:g}"
            self._refuse(row - 1, column, problem)
        return next(iter(found), None)

    def _same(self, column: str, places: list[int]) -> str:
        found = {word: place for place in places if (word := self._text(column, place))}
        if len(found) > 1:
            place = max(found.values())
            self._refuse(
                place, column, f"rows of one part say {' and '.join(sorted(found))}; keep one"
            )
        return next(iter(found), "")

    def _country(self, place: int) -> str:
        word = self._text("country", place)
        if not word:
            self._refuse(place, "country", "is empty; say where the supplier delivers from")
        if word not in self.countries:
            try:
                self.countries[word] = self.names.code(word)
            except UnknownCodeError as error:
                self._refuse(place, "country", str(error))
        return self.countries[word]

    def _tier(self, place: int) -> int:
        value = self._number("tier", place, most=None)
        if value is not None and (value < 1 or value != int(value)):
            self._refuse(place, "tier", f"{value:g}: write 1 for who delivers to you, 2 for theirs")
        return 1 if value is None else int(value)

    def _hs(self, place: int, text: str) -> str:
        digits = re.sub(r"[.\s]", "", _SYSTEM.sub("", text))
        if digits.casefold() in _UNKNOWN:
            return ""
        if not digits.isdigit() or not 4 <= len(digits) <= 10:
            self._refuse(place, "hs", f"{text!r} is no customs code; write 4 to 10 digits")
        if len(digits) % 2:
            problem = f"{text!r} has {len(digits)} digits: a leading zero may be lost; "
            self._refuse(place, "hs", problem + "keep codes as texts")
        return digits

    def _substitutes(self, places: list[int]) -> tuple[str, ...]:
        words = [
            word.strip()
            for place in places
            for word in re.split(r"[;|]", self._text("substitutes", place))
        ]
        return tuple(dict.fromkeys(word for word in words if word.casefold() not in _NONE))
