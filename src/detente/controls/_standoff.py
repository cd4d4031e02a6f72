"""The standoff: parties, controls on the table, red lines, mandates and the clock, in one file."""

import json
import math
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import pydantic

from detente._errors import StandoffError, UnknownCodeError
from detente._files import whole
from detente._shown import Shown
from detente.controls._agreement import Agreement
from detente.controls._figures import Day, Figure, NearDay, Origin, Record
from detente.controls._ledger import LedgerEntry, Link, Proposal
from detente.controls._tabled import TabledControl, TabledIssue

__all__ = ["ClockMark", "Mandate", "Party", "RedLine", "Standoff", "Step"]

RESERVED = frozenset({"together", "lifted"})
"""Labels that results give to combinations of controls."""
_BY = re.compile(r"by [A-Z]{2,3}")


def _kind_of_stock(of: Any) -> str:  # noqa: ANN401 - whatever stands in the file
    """Tell days of all users from days by good for one party."""
    by_good = isinstance(of, dict) and not set(of) & {*Figure.model_fields}
    return "by good" if by_good else "days"


Stock = Annotated[
    Annotated[Figure, pydantic.Tag("days")] | Annotated[dict[str, Figure], pydantic.Tag("by good")],
    pydantic.Discriminator(_kind_of_stock),
]
"""Days of use in stock, or these by good for one party."""


class Party(Record):
    """A government or bloc that bargains."""

    party: str = pydantic.Field(min_length=2, max_length=3)
    name: str


class RedLine(Record):
    """What a party says it will not ease, and how far it would go at most [share]."""

    control: str
    goods: list[str]
    bound: float = pydantic.Field(default=0.0, ge=0.0, le=1.0)
    words: str = ""
    origin: Origin = pydantic.Field(default_factory=Origin)


class Mandate(Record):
    """Room that a party gave its negotiators."""

    party: str
    words: str
    origin: Origin = pydantic.Field(default_factory=Origin)


class Step(Record):
    """One ordering of moves: which event comes first, as the text has it."""

    first: str
    relation: str
    second: str
    origin: Origin = pydantic.Field(default_factory=Origin)


class ClockMark(Record):
    """A date that matters for the talks."""

    name: str
    date: Day | None = None
    words: str = ""
    origin: Origin = pydantic.Field(default_factory=Origin)


class Standoff(Shown, Record):
    """An export-control standoff, editable in every field.

    Attributes
    ----------
    name
        Short title.
    on
        The day as of which it is described.
    parties, controls, side_issues, red_lines, mandates, sequence, clock
        See the records of this module and of the table. ``mandates`` records what was said; what
        binds is ``mandates`` of a control or side issue.
    stocks
        By good, days of use that its users hold, in place of what the facts tables say; or by
        party and good, for the users of that party alone, which stand before those for all [day].
    agreement
        A deal that the article reports as agreed; ``None`` where it reports none.
    ledger, proposals, links
        What became of each thing that was read, controls of the article that no register row
        explains, and the rows that it speaks of with what they are to it; none is computed with.

    Examples
    --------
    >>> import datetime as dt
    >>> text = Standoff(name="empty", on=dt.date(2025, 6, 10)).to_toml()
    >>> Standoff.from_toml_text(text).name
    'empty'
    """

    format: Literal["detente.standoff/1"] = "detente.standoff/1"
    name: str
    on: NearDay
    parties: list[Party] = pydantic.Field(default_factory=list)
    controls: list[TabledControl] = pydantic.Field(default_factory=list)
    side_issues: list[TabledIssue] = pydantic.Field(default_factory=list)
    red_lines: list[RedLine] = pydantic.Field(default_factory=list)
    mandates: list[Mandate] = pydantic.Field(default_factory=list)
    sequence: list[Step] = pydantic.Field(default_factory=list)
    clock: list[ClockMark] = pydantic.Field(default_factory=list)
    stocks: dict[str, Stock] = pydantic.Field(default_factory=dict)
    agreement: Agreement | None = None
    ledger: list[LedgerEntry] = pydantic.Field(default_factory=list)
    proposals: list[Proposal] = pydantic.Field(default_factory=list)
    links: list[Link] = pydantic.Field(default_factory=list)

    @pydantic.model_validator(mode="after")
    def _consistent(self) -> Self:
        seen: set[str] = set()
        known = {p.party for p in self.parties}
        if len(known) < len(self.parties):
            often = Counter(p.party for p in self.parties).most_common(1)[0][0]
            raise ValueError(f"party {often} is named twice: keep one of them")
        for entry in self.controls:
            _not_reserved("control", entry.control)
            if entry.control in seen:
                raise ValueError(f"control {entry.control!r} is on the table twice")
            seen.add(entry.control)
            if known and entry.imposer not in known:
                raise ValueError(
                    f"control {entry.control!r} is imposed by {entry.imposer}, which is not a party"
                )
            if entry.target == entry.imposer:
                raise ValueError(f"control {entry.control!r} targets its own imposer")
            _all_known(f"control {entry.control!r}", entry.mandates, known)
        for issue in self.side_issues:
            if issue.name in seen:
                raise ValueError(f"{issue.name!r} is on the table twice: rename the side issue")
            _not_reserved("side issue", issue.name)
            seen.add(issue.name)
            _all_known(f"side issue {issue.name!r}", issue.parties, known)
        tabled = {entry.control for entry in self.controls}
        for line in self.red_lines:
            if line.control not in tabled:
                raise ValueError(f"red line on {line.control!r}, which is not on the table")
        return self

    @pydantic.model_validator(mode="after")
    def _agreed_on_the_table(self) -> Self:
        tabled = {entry.control for entry in self.controls}
        for part in self.agreement.gives if self.agreement else ():
            for name in part.controls:
                if name not in tabled:
                    raise ValueError(f"agreement on {name!r}, which is not on the table")
        return self

    @pydantic.model_validator(mode="after")
    def _stocks_possible(self) -> Self:
        for party, good, figure in self.stated_stocks():
            whose = f" of {party}" if party else ""
            if not (figure.low > 0 and math.isfinite(figure.high)):
                raise ValueError(f"stock of {good!r}{whose}: give days above zero")
        known = {one.party for one in self.parties}
        _all_known("stocks", (name for name, of in self.stocks.items() if type(of) is dict), known)
        return self

    def stated_stocks(self) -> Iterator[tuple[str, str, Figure]]:
        """Every stock that is stated: party, empty for all users, good, and days [day]."""
        for name, of in self.stocks.items():
            if isinstance(of, Figure):
                yield "", name, of
            else:
                for good, figure in of.items():
                    yield name, good, figure

    def register_ids(self) -> tuple[str, ...]:
        """Ids of the register's controls that stand behind those on the table, each once."""
        return tuple(dict.fromkeys(name for c in self.controls for name in c.register_ids))

    def control(self, name: str) -> TabledControl:
        """Return one control on the table.

        Raises
        ------
        UnknownCodeError
            If it is not on the table; the message names the nearest.
        """
        for entry in self.controls:
            if entry.control == name:
                return entry
        raise UnknownCodeError("tabled control", name, [c.control for c in self.controls])

    def costed(self) -> Self:
        """Return the standoff without what is on the table but cannot be computed.

        Raises
        ------
        StandoffError
            If nothing on the table can.
        """
        kept = [entry for entry in self.controls if not entry.not_costed]
        if len(kept) == len(self.controls):
            return self
        if not kept:
            left = "; ".join(f"{entry.name}: {entry.not_costed}" for entry in self.controls)
            open_ = (
                f"accept a proposal of the article ({self._proposed()}), or "
                if self.proposals
                else ""
            )
            raise StandoffError(
                f"nothing on the table can be costed ({left}); {open_}add the good that is missing "
                "(docs/facts.md)"
            )
        names = {entry.control for entry in kept}
        lines = [line for line in self.red_lines if line.control in names]
        return self.model_copy(update={"controls": kept, "red_lines": lines, "agreement": None})

    def nothing_tabled(self) -> str:
        """Say that no control is on the table, and what to do: accept a proposal, or add one."""
        if not self.proposals:
            return "no control is on the table; add one under [[controls]]"
        return (
            "no control is on the table: the article's are in no register; accept them "
            f"({self._proposed()}), or add them under [[controls]]"
        )

    def _proposed(self) -> str:
        """The proposals of the article, and how one is accepted."""
        told = "; ".join(f"{n} {plan.name}" for n, plan in enumerate(self.proposals, start=1))
        return f"{told}: --accept NUMBER of detente standoff or brief, or its tick on the page"

    def to_toml(self) -> str:
        """Write the standoff as TOML; nothing is lost on the way back."""
        import tomli_w  # noqa: PLC0415

        return tomli_w.dumps(_without_none(self.model_dump()))

    def save_toml(self, path: str | os.PathLike[str]) -> None:
        """Write the standoff to a TOML file, whole or not at all.

        Raises
        ------
        DetenteError
            If the place cannot be written to.
        """
        with whole(path) as beside:
            beside.write_text(self.to_toml(), encoding="utf-8", newline="\n")

    @classmethod
    def from_toml_text(cls, text: str, *, name: str = "standoff") -> Self:
        """Read a standoff from TOML text.

        Raises
        ------
        StandoffError
            One line that names the field and what is wrong with it.
        """
        try:
            return cls.model_validate(tomllib.loads(text.removeprefix("\ufeff")))
        except pydantic.ValidationError as error:
            raise StandoffError(f"{name}: {_first_fault(error)}") from error
        except (ValueError, RecursionError) as error:  # also integers of thousands of digits
            raise StandoffError(f"{name}: not valid TOML: {error}") from error

    @classmethod
    def from_json_text(cls, text: str, *, name: str = "standoff") -> Self:
        """Read a standoff from JSON text: the same fields as in TOML, dates as ISO 8601.

        Raises
        ------
        StandoffError
            One line that names the field and what is wrong with it.
        """
        try:
            return cls.model_validate(json.loads(text.removeprefix("\ufeff")))
        except (ValueError, RecursionError) as error:
            if isinstance(error, pydantic.ValidationError):
                raise StandoffError(f"{name}: {_first_fault(error)}") from error
            raise StandoffError(f"{name}: not valid JSON: {error}") from error

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Self:
        """Read a standoff from a TOML file.

        Raises
        ------
        StandoffError
            If the file cannot be read, or a field is wrong.
        """
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise StandoffError(
                f"{path}: there is no such file; write one with detente standoff"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise StandoffError(f"{path}: cannot be read as UTF-8 text: {error}") from error
        return cls.from_toml_text(text, name=str(path))


def _not_reserved(what: str, name: str) -> None:
    """Refuse a label that results use for something else, or that no package could name."""
    if not name.strip() or name in RESERVED or _BY.fullmatch(name):
        raise ValueError(
            f"{what} {name!r}: results use this word for something else; call it otherwise"
        )


def _all_known(where: str, named: Iterable[str], known: set[str]) -> None:
    for party in named:
        if known and party not in known:
            raise ValueError(f"{where} names {party}, which is not a party")


def _first_fault(error: pydantic.ValidationError) -> str:
    faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    first = faults[0]
    where = ".".join(
        str(part + 1 if isinstance(part, int) else part)
        for part in first["loc"]
        if part not in ("by good", "days")  # which kind of stock it was held for
    )
    words = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        words = "no such field; see docs/standoff.md for the fields"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"field {where}: {words}{more}" if where else f"{words}{more}"


def _without_none(value: Any) -> Any:  # noqa: ANN401 - walks plain data of any shape
    if isinstance(value, dict):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_none(item) for item in value]
    return value
