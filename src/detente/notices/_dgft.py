"""Notifications of India's Directorate General of Foreign Trade on exports."""

import datetime as dt
import re

from detente._errors import NoticeError
from detente.notices._english import english_days
from detente.notices._goods import by_english, by_hs
from detente.notices._notice import Act, Found, Notice, Passage, Phase, Sign

__all__ = ["FORM", "looks_like", "read_text"]

FORM = "dgft"

_OFFICE = re.compile(r"Directorate\s+General\s+of\s+Foreign\s+Trade|\bDGFT\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:Notification\s+No\.?\s*|No\.\s*)(?P<number>\d{1,3})\s*(?:\([^)]{2,12}\))?\s*/\s*(?P<years>\d{4}(?:\s*[-–]\s*\d{2,4})?)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"Subject\s*[:.-]+\s*-?\s*(?P<words>[^\n]{5,300}(?:\n(?!\s*\n|S\.O)[^\n]{3,120})?)"
)
_POLICY = r"(?:Prohibited|Restricted|Free|STEs?|State Trading Enterprises?)"
_CHANGE = re.compile(
    rf"from\s+[‘'\"“{{]*(?P<old>{_POLICY})[’'\"”}}]*\s+to\s+[‘'\"“{{]*(?P<new>{_POLICY})"
    rf"|[‘'\"“]?(?P<old2>{_POLICY})[’'\"”]?\s*[|\t\n ]\s*[‘'\"“]?(?P<new2>{_POLICY})\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<![\d./-])(?P<code>\d{4}(?:[ .]?\d{2}){0,2}(?:[ .]?\d{2})?)(?![\d/])")
_IMPORT = re.compile(r"import\s+polic|import\s+of", re.IGNORECASE)
_EXPORT = re.compile(r"\bexport", re.IGNORECASE)
_IMMEDIATE = re.compile(
    r"with\s+immediate\s+effect|come\s+into\s+(?:force|effect)\s+immediately", re.IGNORECASE
)
_FROM = re.compile(
    r"(?:w\.?e\.?f\.?|with effect from|effective from|comes? into (?:force|effect) (?:on|from))\s*",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:up\s?to|till|until|valid (?:till|up to))\s+(?:and including\s+)?", re.IGNORECASE
)
_RANK = {"free": 0, "ste": 1, "state trading enterprise": 1, "restricted": 2, "prohibited": 3}


def looks_like(text: str) -> bool:
    """Whether a text is a notification of the Directorate."""
    return bool(_OFFICE.search(text))


def read_text(text: str, file: str) -> Notice:
    """Read one notification."""
    number = _NUMBER.search(text)
    if number is None:
        raise NoticeError(f"{file}: no number of a DGFT notification, such as 61/2024-25")
    subject = _SUBJECT.search(text)
    title = re.sub(r"\s+", " ", subject["words"]).strip() if subject else ""
    if _IMPORT.search(title) and not _EXPORT.search(title):
        raise NoticeError(f"{file}: is about imports ({title[:60]}); nothing to code")
    uncoded: list[str] = []
    announced = _announced(text, number.start(), subject.start() if subject else number.end() + 400)
    sign, said, newest = _sign(text)
    act = Act.EASES if sign is Sign.EASING else Act.IMPOSES
    hs = _hs(text, number.end())
    goods = _goods(title, hs, uncoded)
    phases = _phases(text, announced)
    if announced is None:
        uncoded.append("no day of its own could be read")
    if not phases:
        uncoded.append("no day of effect could be read")
    if sign is Sign.UNCLEAR:
        uncoded.append("no change of policy could be read; a person must say which way")
    first, *second = re.findall(r"\d+", number["years"])
    years = f"{first}-{second[0][-2:]}" if second else first
    everyone = re.search(r"export\w*", text, re.IGNORECASE)
    until = _until(text)
    return Notice(
        form=FORM,
        file=file,
        place="",
        title=title or f"Notification {number['number']}/{years}",
        imposer="IND",
        act=act,
        sign=sign,
        sign_passage=said,
        number=Found(
            value=f"DGFT {int(number['number'])}/{years}", passage=_at(text, *number.span())
        ),
        issuers=("DGFT",),
        announced=announced,
        phases=phases,
        until=until,
        hs=hs,
        goods=goods,
        targets=(Found(value="ALL", passage=_at(text, *everyone.span())),) if everyone else (),
        instrument=Found(
            value={3: "ban", 2: "licence", 1: "licence"}.get(_RANK.get(newest, -1), "ban"),
            passage=said,
        )
        if said and newest in _RANK
        else None,
        uncoded=tuple(uncoded),
    )


def _at(text: str, start: int, end: int) -> Passage:
    return Passage(text=text[start:end].strip(), where=f"characters {start}-{end}")


def _announced(text: str, start: int, subject: int) -> Found[dt.date] | None:
    dated = re.search(r"(?:Dated?|New\s+Delhi)[^\n]{0,24}?(?=\d)", text, re.IGNORECASE)
    for begin, end in (
        (dated.end() if dated else start, (dated.end() if dated else start) + 60),
        (max(0, start - 200), subject),
        (0, len(text)),
    ):
        day = next(english_days(text[begin:end]), None)
        if day is not None:
            return Found(value=day.date, passage=_at(text, begin + day.start, begin + day.end))
    return None


def _phases(text: str, announced: Found[dt.date] | None) -> tuple[Phase, ...]:
    for match in _FROM.finditer(text):
        day = next(english_days(text[match.end() : match.end() + 24]), None)
        if day is not None and day.start < 6:
            said = _at(text, match.start(), match.end() + day.end)
            return (Phase(date=day.date, scope="", passage=said),)
    at_once = _IMMEDIATE.search(text)
    if announced is None:
        return ()
    if at_once:
        return (Phase(date=announced.value, scope="", passage=_at(text, *at_once.span())),)
    return (Phase(date=announced.value, scope="", passage=announced.passage),)


def _until(text: str) -> Found[dt.date] | None:
    for match in _UNTIL.finditer(text):
        day = next(english_days(text[match.end() : match.end() + 24]), None)
        if day is not None and day.start < 4:
            return Found(value=day.date, passage=_at(text, match.start(), match.end() + day.end))
    return None


def _sign(text: str) -> tuple[Sign, Passage | None, str]:
    """Which way the policy moves, the words, and the new policy."""
    for match in _CHANGE.finditer(text):
        old = (match["old"] or match["old2"]).lower().removesuffix("s")
        new = (match["new"] or match["new2"]).lower().removesuffix("s")
        if old != new and old in _RANK and new in _RANK:
            sign = Sign.RESTRICTION if _RANK[new] > _RANK[old] else Sign.EASING
            return sign, _at(text, *match.span()), new if sign is Sign.RESTRICTION else old
    return Sign.UNCLEAR, None, ""


def _hs(text: str, start: int) -> tuple[Found[str], ...]:
    """Customs codes of the notification: numbers of 4 to 8 digits beside words for such codes."""
    found: dict[str, Passage] = {}
    for line in re.finditer(r"[^\n]+", text[start:]):
        words = line[0]
        begins = re.match(r"\s*(?:\(?\d{1,3}[.)]?\s*\|?\s*)?\d{4}(?:[ .]?\d{2}){0,3}\b", words)
        if not (
            re.search(r"H\.?\s?S\.?|ITC|tariff", words, re.IGNORECASE) or begins or "|" in words
        ):
            continue
        for match in _CODE.finditer(words):
            code = re.sub(r"\D", "", match["code"])
            year = re.fullmatch(r"(?:19|20)\d{2}", code)
            if len(code) in {4, 6, 8} and not year and not code.startswith("00"):
                at = start + line.start()
                found.setdefault(code, _at(text, at + match.start(), at + match.end()))
    return tuple(Found(value=code, passage=said) for code, said in found.items())


def _goods(title: str, hs: tuple[Found[str], ...], uncoded: list[str]) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for code in hs:
        fitting = by_hs(code.value) if len(code.value) >= 6 else ()
        for good in fitting if len(fitting) == 1 else ():
            found.setdefault(good, code.passage)
    if not found:
        for good, start, end in by_english(title):
            found.setdefault(good, Passage(text=title[start:end], where="subject"))
    if not found:
        uncoded.append(
            "no good of the tables could be read from "
            + (", ".join(code.value for code in hs) or "its words")
        )
    return tuple(Found(value=good, passage=said) for good, said in found.items())
