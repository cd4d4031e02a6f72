"""Numbers of Chinese notices: the notice's own, and those of others that it acts on or cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.notices._chinese import NUMERAL, YEAR, numeral
from detente.notices._notice import Act

__all__ = ["Number", "named_acts", "numbers", "what_is_done"]

_SERIES = r"(?:公\s*告|令|通\s*告|通知)"
_NUMBER = re.compile(
    rf"(?P<year>{YEAR})\s*(?:年\s*(?:{_SERIES})?\s*第?|第)\s*(?P<first>{NUMERAL})\s*号"
    rf"(?P<more>(?:\s*[、,和及与]\s*第?\s*{NUMERAL}\s*号)*)\s*(?:{_SERIES})?"
    rf"|[〔\[\(](?P<bracketed>\d{{4}})[〕\]\)]\s*第?\s*(?P<single>{NUMERAL})\s*号"
    rf"|(?P<yearless>第?\s*{NUMERAL}\s*号(?:\s*[、,和及与]\s*第?\s*{NUMERAL}\s*号)*)\s*(?:公\s*告|令)"
)
_EACH = re.compile(rf"{NUMERAL}(?=\s*号)")
_PART = re.compile(rf"第{NUMERAL}[款条项](?:第{NUMERAL}[款条项])*")
_NAMED = re.compile(r"《([^》]{4,80})》")
_YEAR = re.compile(r"(\d{4})\s*年")
_DONE = (
    (
        Act.REPEALS,
        re.compile(r"废止|失效|不再适用|停止执行|停止实施|停止(?=[^,。]{0,60}措施)|取消|撤销|终止"),
    ),
    (Act.SUSPENDS, re.compile(r"暂停|中止|暂缓")),
    (Act.ADJUSTS, re.compile(r"调整|修改|修订|变更")),
)
_GROUND = re.compile(r"根据|依据|依照|按照|参见|详见")
_ORDER = re.compile(r"令")
_HEAD = re.compile(rf"{YEAR}\s*年|{YEAR}(?=\s*第)|[〔\[\(]\d{{4}}[〕\]\)]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number in a text: year and serial number, and where it stands."""

    year: int | None
    serial: int
    order: bool
    part: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """Year and serial number as in the register's ids; orders are marked."""
        year = str(self.year) if self.year else "?"
        return f"{year}-{'order-' if self.order else ''}{self.serial:02d}"


def numbers(text: str) -> Iterator[Number]:
    """Every number of a notice or an order in a plain text, lists of numbers one by one."""
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        whole = text[match.start() : match.end()]
        order = bool(_ORDER.search(whole) or re.search(r"令\s*[〔\[\(]?\s*$", before))
        if match["bracketed"]:
            year: int | None = int(match["bracketed"])
        elif match["year"]:
            year = numeral(match["year"])
        else:
            earlier = _YEAR.findall(text[max(0, match.start() - 80) : match.start()])
            year = int(earlier[-1]) if earlier else None
        part = _PART.search(text[match.end() : match.end() + 60].split("。", maxsplit=1)[0])
        head = _HEAD.match(whole)
        for each in _EACH.finditer(whole, head.end() if head else 0):
            yield Number(
                year=year,
                serial=numeral(each[0]),
                order=order,
                part=part[0] if part else "",
                start=match.start() + each.start(),
                end=match.start() + each.end(),
            )


def what_is_done(sentence: str, start: int = 0, end: int = 0) -> Act:
    """What a sentence does to the notice that it names between two places, or as a whole.

    Notes
    -----
    What is done stands after the number, or before it in the same clause. A notice that is named
    as the ground of what is done elsewhere (``according to ...``) is only cited.
    """
    opening = max(sentence.rfind(mark, 0, start) for mark in ",;。") + 1
    closing = next((i for i in range(end, len(sentence)) if sentence[i] in ",;。"), len(sentence))
    if end and _GROUND.search(sentence[opening:start]):
        return Act.NONE
    for act, words in _DONE:
        reach = closing if act is Act.ADJUSTS else len(sentence)
        if words.search(sentence, opening, reach):
            return act
    return Act.NONE


def named_acts(clause: str) -> list[str]:
    """Titles in book marks."""
    return _NAMED.findall(clause)
