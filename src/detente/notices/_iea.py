"""Export policies of the critical minerals tracker of the International Energy Agency."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from detente._errors import NoticeError
from detente.facts.notice_tables import countries_named, load_countries
from detente.notices._english import english_days
from detente.notices._fields import cell, each_row
from detente.notices._goods import by_english
from detente.notices._notice import Act, Found, Notice, Passage, Sign

__all__ = ["FORM", "is_header", "read_rows"]

FORM = "iea"

_NEEDED = ("title", "description", "status", "countries", "policyType")
_TYPE = re.compile(
    r"export and import ban|export controls? and restrictions?|export restriction", re.IGNORECASE
)
_SPEAKS = re.compile(r"\bexport\w*\b", re.IGNORECASE)
_RESTRICTS = re.compile(
    r"\b(?:bans?|banned|prohibit\w*|prohibition|suspen\w* (?:of )?(?:\w+ ){0,2}export|quota"
    r"|licen[cs]\w+|restrict\w*"
    r"|export controls?|control the export)\b",
    re.IGNORECASE,
)
_EASES = re.compile(
    r"\b(?:lift\w*|remov\w* (?:the )?(?:export )?(?:ban|restriction)|eas(?:e|es|ing)|relax\w*)\b",
    re.IGNORECASE,
)
_INSTRUMENTS = (
    ("volume-cap", re.compile(r"\bquotas?\b", re.IGNORECASE)),
    (
        "ban",
        re.compile(
            r"\b(?:bans?|banned|prohibit\w*|prohibition|suspension|suspended)\b", re.IGNORECASE
        ),
    ),
    (
        "licence",
        re.compile(r"\b(?:licen[cs]\w+|permits?|controls?|authori[sz]ation)\b", re.IGNORECASE),
    ),
)


def is_header(header: Iterable[str]) -> bool:
    """Whether a CSV header is that of the tracker."""
    return set(_NEEDED) <= set(header)


def read_rows(
    rows: Iterable[Mapping[str, str]], file: str
) -> Iterator[Notice | NoticeError | None]:
    """Read each row: a notice, an error, or None where it is no control of exports."""
    return each_row(rows, file, wanted=_wanted, read=_read)


def _wanted(row: Mapping[str, str]) -> bool:
    said = f"{cell(row, 'title')} {cell(row, 'description')}"
    return bool(_TYPE.search(cell(row, "policyType")) and _SPEAKS.search(said))


def _read(row: Mapping[str, str], file: str, place: str) -> Notice:
    where = f"{file}, {place}"
    imposer = _imposer(cell(row, "countries"), where)
    title = cell(row, "title")
    text = f"{title}. {_words(cell(row, 'description'))}"  # begins with the title
    uncoded: list[str] = []
    announced = _announced(row, text, where, uncoded)
    sign, said = _sign(text)
    status = cell(row, "status").lower()
    if status == "announced":
        uncoded.append("is announced and not in force by the tracker")
    if status == "ended" or cell(row, "yearEnded"):
        year = cell(row, "yearEnded") or "unknown year"
        uncoded.append(f"has ended or ends by the tracker ({year}); give the day by hand")
    goods = by_english(title) or by_english(text)
    if not goods:
        uncoded.append("no good of the tables could be read from its words")
    if sign is Sign.UNCLEAR:
        uncoded.append("the text does not say whether it restricts or eases")
    uncoded.append("the tracker has no day of effect and no targets; a person must say both")
    match = next(((name, m) for name, words in _INSTRUMENTS if (m := words.search(text))), None)
    return Notice(
        form=FORM,
        file=file,
        place=place,
        title=title,
        imposer=imposer,
        act=Act.EASES if sign is Sign.EASING else Act.IMPOSES,
        sign=sign,
        sign_passage=said,
        number=Found(
            value=f"IEA {_slug(title)}", passage=Passage(text=title, where="column title")
        ),
        announced=announced,
        goods=tuple(
            Found(value=good, passage=Passage(text=text[start:end], where="title or description"))
            for good, start, end in goods
        ),
        instrument=Found(
            value=match[0], passage=Passage(text=match[1][0], where="column description")
        )
        if match
        else None,
        address=cell(row, "learnMore"),
        uncoded=tuple(uncoded),
    )


def _announced(
    row: Mapping[str, str], text: str, where: str, uncoded: list[str]
) -> Found[dt.date] | None:
    given = cell(row, "datePromulgated")
    for pattern in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            day = dt.datetime.strptime(given, pattern).date()  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
        return Found(value=day, passage=Passage(text=given, where="column datePromulgated"))
    if given and not re.fullmatch(r"(19|20)\d{2}", given):
        raise NoticeError(
            f"{where}: datePromulgated {given[:30]!r} is not a date; write YYYY-MM-DD"
        )
    year = given or cell(row, "year")
    named = [day for day in english_days(text) if str(day.date.year) == year]
    if named:
        first = named[0]
        said = Passage(text=text[first.start : first.end], where="column description")
        uncoded.append("the day of announcement is the first that its description names")
        return Found(value=first.date, passage=said)
    uncoded.append(f"only the year {year or 'is missing and'} of its announcement is given")
    return None


def _sign(text: str) -> tuple[Sign, Passage | None]:
    hard, soft = _RESTRICTS.search(text), _EASES.search(text)
    if soft and (hard is None or soft.start() < hard.start()):
        return Sign.EASING if hard is None else Sign.UNCLEAR, Passage(
            text=soft[0], where="column description"
        )
    if hard:
        return Sign.RESTRICTION, Passage(text=hard[0], where="column description")
    return Sign.UNCLEAR, None


def _imposer(cell: str, where: str) -> str:
    try:
        data = json.loads(cell)
    except ValueError:
        data = None
    codes = (
        [str(item.get("iso3", "")) for item in data if isinstance(item, dict)]
        if isinstance(data, list)
        else [iso3 for _, iso3 in countries_named(cell)]
    )
    known = {row.iso3 for row in load_countries()}
    codes = [{"EUR": "EU"}.get(code, code) for code in codes]
    if len(codes) != 1 or codes[0] not in known:
        raise NoticeError(f"{where}: countries {cell[:60]!r} names no single government; give one")
    return codes[0]


def _words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|&\w+;", " ", html)).strip()


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-")
