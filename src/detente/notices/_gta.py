"""Export measures of Global Trade Alert, from its CSV."""

import re
from collections.abc import Iterable, Iterator, Mapping

from detente._errors import NoticeError
from detente.facts.notice_tables import countries_named
from detente.notices._fields import cell, day_of, each_row
from detente.notices._goods import by_hs
from detente.notices._notice import Act, Found, Notice, Passage, Phase, Sign

__all__ = ["FORM", "is_header", "read_rows"]

FORM = "global-trade-alert"

_NEEDED = ("Intervention ID", "GTA Evaluation", "Implementing Jurisdictions", "Intervention Type")
_INSTRUMENTS = (
    ("ban", re.compile(r"export ban", re.IGNORECASE)),
    (
        "volume-cap",
        re.compile(r"export (?:tariff )?quota|local supply requirement for exports", re.IGNORECASE),
    ),
    (
        "licence",
        re.compile(
            r"export licen[cs]|export[- ]related non-tariff|export price|export reg", re.IGNORECASE
        ),
    ),
)
_EXPORT = re.compile(r"\bexport\b", re.IGNORECASE)
_NO_CONTROL = re.compile(
    r"subsid|incentive|financ|tax|tariff measure|duty|credit|promotion|foreign customer",
    re.IGNORECASE,
)


def is_header(header: Iterable[str]) -> bool:
    """Whether a CSV header is that of Global Trade Alert."""
    return set(_NEEDED) <= set(header)


def read_rows(
    rows: Iterable[Mapping[str, str]], file: str
) -> Iterator[Notice | NoticeError | None]:
    """Read each row: a notice, an error, or None where it is no control of exports."""
    return each_row(rows, file, wanted=_wanted, read=_read)


def _wanted(row: Mapping[str, str]) -> bool:
    kind = cell(row, "Intervention Type")
    return bool(_EXPORT.search(kind)) and not _NO_CONTROL.search(kind)


def _read(row: Mapping[str, str], file: str, place: str) -> Notice:
    where = f"{file}, {place}"
    imposers = cell(row, "Implementing Jurisdictions")
    named = countries_named(imposers)
    if len(named) != 1:
        says = f"{len(named)} governments in {imposers[:60]!r}; give one row each"
        raise NoticeError(f"{where}: Implementing Jurisdictions names {says}")
    announced = day_of(cell(row, "Date Announced"), "Date Announced", where)
    implemented = day_of(cell(row, "Date Implemented"), "Date Implemented", where)
    removed = day_of(cell(row, "Date Removed"), "Date Removed", where)
    sign, said = _sign(row)
    uncoded = ["targets are not in this file: its affected jurisdictions come from trade, not law"]
    goods: dict[str, Passage] = {}
    codes = re.findall(r"\b\d{6}\b", cell(row, "Affected Products"))
    shared = 0
    for code in codes:
        fitting = by_hs(code)
        if len(fitting) == 1:
            goods.setdefault(fitting[0], Passage(text=code, where="column Affected Products"))
        shared += len(fitting) > 1
    if shared:
        uncoded.append(f"{shared} customs codes are those of several goods; name the goods by hand")
    if not goods:
        uncoded.append("no good of the tables has one of its customs codes alone")
    kind = cell(row, "Intervention Type")
    name = next((name for name, words in _INSTRUMENTS if words.search(kind)), "")
    if not name:
        uncoded.append(f"intervention type {kind!r} is no instrument of the register")
    if sign is Sign.UNCLEAR:
        uncoded.append("its evaluation does not say whether it restricts or eases")
    if announced is None:
        uncoded.append("no day of announcement")
    return Notice(
        form=FORM,
        file=file,
        place=place,
        title=cell(row, "State Act Title"),
        imposer=named[0][1],
        act=Act.EASES if sign is Sign.EASING else Act.IMPOSES,
        sign=sign,
        sign_passage=said,
        number=Found(
            value=f"GTA {cell(row, 'Intervention ID')}", passage=_column(row, "Intervention ID")
        ),
        announced=Found(value=announced, passage=_column(row, "Date Announced"))
        if announced
        else None,
        phases=(Phase(date=implemented, scope="", passage=_column(row, "Date Implemented")),)
        if implemented
        else (),
        until=Found(value=removed, passage=_column(row, "Date Removed")) if removed else None,
        hs=tuple(Found(value=c, passage=_column(row, "Affected Products", c)) for c in codes),
        goods=tuple(Found(value=good, passage=passage) for good, passage in goods.items()),
        instrument=Found(value=name, passage=_column(row, "Intervention Type")) if name else None,
        address=cell(row, "Intervention URL") or cell(row, "State Act URL"),
        uncoded=tuple(uncoded),
    )


def _sign(row: Mapping[str, str]) -> tuple[Sign, Passage | None]:
    evaluation = cell(row, "GTA Evaluation").lower()
    said = _column(row, "GTA Evaluation")
    if evaluation in {"red", "amber", "harmful"}:
        return Sign.RESTRICTION, said
    if evaluation in {"green", "liberalising", "liberalizing"}:
        return Sign.EASING, said
    return Sign.UNCLEAR, None


def _column(row: Mapping[str, str], name: str, text: str = "") -> Passage:
    return Passage(text=text or cell(row, name), where=f"column {name}")
