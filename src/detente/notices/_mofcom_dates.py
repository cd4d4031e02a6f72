"""Days of a Chinese notice: its own, those from which it applies, and the end of a suspension."""

import datetime as dt
import re
from collections.abc import Iterator

from detente.notices._chinese import DATE, NUMERAL, days, numeral, passage
from detente.notices._notice import Found, Phase

__all__ = ["announced_day", "clauses", "phases", "span_of"]

_LABEL = re.compile(rf"【\s*(?:发文日期|发布日期|成文日期)\s*】[::\s]*({DATE})")
_SIGNED = re.compile(rf"(?m)^[\s　]*({DATE})[\s　]*$")
_PASSED = re.compile(rf"({DATE})[^。\n]{{0,40}}(?:通过|公布|发布)")
_ANNEX = re.compile(r"(?m)^[\s　]*附(?:\s*件)?\s*\d{0,2}\s*$")
_SENTENCE = re.compile(r"[^。;\n]+[。;]?")
_CLAUSE = re.compile(r"[^,。;\n]+[,。;]?")
_FROM = re.compile(
    rf"自?\s*(?P<published>(?:本[^,。\s]{{0,4}})?(?:公布|发布|印发)之?日|即日)\s*起"
    rf"|(?:自|从|于)?\s*(?:北京时间)?\s*(?P<date>{DATE})\s*"
    r"(?:\d{1,2}\s*[时:]\s*(?:\d{1,2}\s*分?)?\s*)?(?:起|开始)"
)
_APPLIES = re.compile(r"实施|施行|实行|生效|执行|暂停|停止|废止|应当?(?:按照)?|申请许可|不得|禁止")
_OWN = re.compile(
    r"(?:^|[,;、\s:]|本(?:公告|通知|令|办法|条例|法|规定|决定|目录|清单|细则|措施)|部分|[款项条]|附件\d*"
    r"|决定|批准|公告|措施|规定|清单|目录|上述|以上|其中|现将|现|并|仍|继续|北京时间)\s*$"
)
_OTHERS = re.compile(r"^(?:鉴于|鉴此前|因|由于)|美国(?:自|宣布)|美方(?:自|宣布)|宣布自")
_UNTIL = re.compile(
    rf"起\s*(?:至|到|—|-)\s*({DATE})|(?:有效期|期限)[^。]{{0,6}}(?:至|到)\s*({DATE})"
)
_LENGTH = re.compile(rf"({NUMERAL})\s*(年|个月|天|日)(?!第|\s*\d|前|内|以)")


def clauses(text: str, *, whole: bool = False) -> Iterator[tuple[int, str]]:
    """Clauses of a plain text, or its sentences if `whole`, each with its place."""
    for match in (_SENTENCE if whole else _CLAUSE).finditer(text):
        yield match.start(), match[0]


def announced_day(text: str, flat: str, *, signed_only: bool = False) -> Found[dt.date] | None:
    """The notice's own day: its label, its signature, or the day on which it was passed."""
    annex = _ANNEX.search(flat)
    body = flat[: annex.start()] if annex else flat
    signed = list(_SIGNED.finditer(body))
    match = _LABEL.search(flat) or (signed[-1] if signed else None)
    if match is None and not signed_only:
        match = _PASSED.search(flat[:300])
    if match is None:
        return None
    day = next(days(match[1]), None)
    if day is None:
        return None
    return Found(value=day.date, passage=passage(text, match.start(), match.end()))


def phases(text: str, flat: str, announced: Found[dt.date] | None) -> tuple[Phase, ...]:
    """Days from which the notice, or parts of it, apply."""
    found: dict[tuple[dt.date, str], Phase] = {}
    own = announced.value if announced else None
    for start, sentence in clauses(flat, whole=True):
        for place, clause in _with_places(start, sentence):
            match = _FROM.search(clause)
            rest = sentence[place - start :]
            if match is None or _OTHERS.search(clause) or not _APPLIES.search(rest):
                continue
            if not _OWN.search(clause[: match.start()].rstrip("自从于 ")):
                continue
            date = _day(match, own, flat[:place])
            if date is None:
                continue
            scope = _scope(clause[: match.start()])
            end = place + len(clause)
            found.setdefault(
                (date, scope), Phase(date=date, scope=scope, passage=passage(text, place, end))
            )
    return tuple(sorted(found.values(), key=lambda phase: (phase.date, phase.scope)))


def span_of(
    sentence: str, announced: dt.date | None
) -> tuple[dt.date | None, dt.date | None, bool]:
    """First and last day of a sentence, and whether the last was counted out from a length."""
    begin: dt.date | None = None
    for clause in re.split("[,;]", sentence):
        match = _FROM.search(clause)
        if match is not None and not _OTHERS.search(clause):
            begin = _day(match, announced, "") or begin
    ending = _UNTIL.search(sentence)
    if ending is not None:
        year = begin.year if begin else None
        last = next(days(ending[1] or ending[2], year), None)
        return begin, last.date if last else None, False
    start = begin or announced
    lasting = sentence.find("暂停")
    length = _LENGTH.search(sentence, lasting) if lasting >= 0 else None
    if length is None or start is None:
        return begin, None, False
    return begin, _after(start, numeral(length[1]), length[2]), True


def _with_places(start: int, sentence: str) -> Iterator[tuple[int, str]]:
    for match in _CLAUSE.finditer(sentence):
        yield start + match.start(), match[0]


def _day(match: re.Match[str], own: dt.date | None, before: str) -> dt.date | None:
    if match["published"]:
        return own
    year = own.year if own else None
    earlier = re.findall(r"(\d{4})\s*年", before)
    named = next(days(match["date"], year or (int(earlier[-1]) if earlier else None)), None)
    if named is None:
        return None
    late = own is not None and "年" not in match["date"] and named.date < own
    return named.date.replace(year=named.date.year + 1) if late else named.date


def _scope(before: str) -> str:
    words = re.sub(r"(自|从|于|北京时间)\s*$|^\s*[一二三四五六七八九十]+、", "", before).strip(" ,")
    return words if "部分" in words or re.search(r"[款项]$", words) else ""


def _after(start: dt.date, count: int, unit: str) -> dt.date | None:
    try:
        if unit in {"天", "日"}:
            return start + dt.timedelta(days=count)
        months = start.month - 1 + count * (12 if unit == "年" else 1)
        month, year = months % 12 + 1, start.year + months // 12
        last = (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day
        return dt.date(year, month, min(start.day, last))
    except (OverflowError, ValueError):
        return None
