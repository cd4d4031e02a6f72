"""The number of a Chinese notice, and the notices of others that it acts on or cites."""

import datetime as dt
import re

from detente.notices._chinese import NUMERAL, passage, plain
from detente.notices._mofcom_dates import clauses, span_of
from detente.notices._mofcom_numbers import Number, named_acts, numbers, what_is_done
from detente.notices._mofcom_text import ChineseText
from detente.notices._notice import Act, Found, Passage, Reference

__all__ = ["number_id", "own_number", "references_of"]

ANSWER = re.compile(r"答记者问|有记者问|发言人")
_LISTED_ON = re.compile(r"于(?P<days>[^。于]{4,40}?)(?:分别)?(?:发布|公布)")
_THOSE_OF = re.compile(r"(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?:被)?列入")


def own_number(
    doc: ChineseText, given: str, year: int | None, *, guidance: bool
) -> Found[Number] | None:
    label = re.search(r"【\s*(?:发布|发文)文?[号字]+\s*】[::\s]*([^\n【]+)", doc.flat)
    head = doc.flat[:260]
    sources: list[tuple[str, int]] = []
    if label:
        sources.append((label[1], label.start(1)))
    if not guidance:
        named = re.split(r"[《\s]关于|公布|的决定|调整实施|暂停实施", doc.title, maxsplit=1)[0]
        sources.append((named, -1))
        heading = re.search(
            r"(?m)^[\s]*(?:公\s*告|令|通\s*告)?[\s]*\n?[\s]*(\S{4,6}年?\s*第\s*\S{1,4}\s*号)[\s]*$",
            head,
        )
        if heading:
            sources.append((heading[1], heading.start(1)))
        sources.append((doc.title, -1))
        if given:
            sources.append((plain(given), -2))
    law = re.search(rf"令\s*第\s*({NUMERAL})\s*号", doc.flat[:300])
    if law and year is not None and not guidance:
        sources.append((f"{year}年令第{law[1]}号", law.start(1)))
    for words, start in sources:
        found = next(numbers(words), None)
        if found is None:
            continue
        order = found.order or ("令" in doc.title[:30] and start >= 0 and "公告" not in words)
        number = Number(
            year=found.year,
            serial=found.serial,
            order=order,
            part="",
            start=found.start,
            end=found.end,
        )
        if start >= 0:
            says = passage(doc.printed, start, start + len(words))
        else:
            where = "title" if start == -1 else "number of the collection"
            says = Passage(text=words.strip(), where=where)
        return Found(value=number, passage=says)
    return None


def number_id(number: Number, doc: ChineseText) -> str:
    year, _, serial = number.id.partition("-")
    return f"{year}-{_series(doc)}{serial}"


def _series(doc: ChineseText) -> str:
    """Mark of a series of numbers other than the Ministry's own."""
    return (
        "uel-" if "不可靠实体清单工作机制" in re.sub(r"\s", "", doc.title + doc.flat[:120]) else ""
    )


def references_of(
    doc: ChineseText, own: Number | None, announced: Found[dt.date] | None, *, guidance: bool
) -> list[Reference]:
    day = announced.value if announced else None
    found: dict[tuple[str, str], Reference] = {}
    listed = _numbers_by_day(doc.flat)
    series = _series(doc)
    carried: dt.date | None = None  # a day said before a semicolon holds after it
    for start, sentence in clauses(doc.flat, whole=True):
        silent = guidance and not ANSWER.search(doc.flat)
        whole = Act.NONE if silent else what_is_done(sentence)
        begin, until, _ = span_of(sentence, day) if whole is not Act.NONE else (None, None, False)
        begin = begin or carried
        carried = begin if sentence.endswith(";") else None
        said = passage(doc.printed, start, start + len(sentence))
        mine = [n for n in numbers(sentence) if not _same(n, own)]
        for number in mine:
            done = Act.NONE if silent else what_is_done(sentence, number.start, number.end)
            _keep(
                found,
                Reference(
                    number=_in_series(number, series, sentence),
                    title=sentence[number.start : number.end],
                    act=done,
                    part=number.part if done is not Act.NONE else "",
                    passage=said,
                    from_day=begin if done is not Act.NONE else None,
                    until=until if done is Act.SUSPENDS else None,
                ),
            )
        for place, clause in _answered(sentence):
            number_id = listed.get(clause)
            if number_id:
                after = sentence[place:].split("对于", 2)[1] if "对于" in sentence[place:] else ""
                each = what_is_done(after or sentence[place:])
                first, last, _ = span_of(f"{sentence[:place]}{after}", day)
                _keep(
                    found,
                    Reference(
                        number=number_id,
                        title=clause,
                        act=each,
                        part="",
                        passage=said,
                        from_day=first or begin,
                        until=last if each is Act.SUSPENDS else None,
                    ),
                )
        if whole is Act.REPEALS and not mine:
            for name in named_acts(sentence):
                _keep(
                    found,
                    Reference(number="", title=f"《{name}》", act=whole, part="", passage=said),
                )
    dated = {reference.number[-3:] for reference in found.values() if reference.number[:1] != "?"}
    return [r for r in found.values() if r.number[:1] != "?" or r.number[-3:] not in dated]


def _in_series(number: Number, series: str, sentence: str) -> str:
    """A number with the mark of its series: that of the notice, unless another office is named."""
    if not series or number.order or "商务部" in sentence[: number.start]:
        return number.id
    year, _, serial = number.id.partition("-")
    return f"{year}-{series}{serial}"


def _same(number: Number, own: Number | None) -> bool:
    return own is not None and (number.year, number.serial) == (own.year, own.serial)


def _keep(found: dict[tuple[str, str], Reference], reference: Reference) -> None:
    """Keep the mention of a notice that does most to it."""
    key = (reference.number, "" if reference.number else reference.title)
    known = found.get(key)
    if known is None or (known.act is Act.NONE and reference.act is not Act.NONE):
        found[key] = reference


def _numbers_by_day(flat: str) -> dict[str, str]:
    """Days on which several notices were published, to their numbers, where a text pairs them."""
    pairs: dict[str, str] = {}
    for match in _LISTED_ON.finditer(flat):
        said = flat[match.end() : match.end() + 40].split("。", maxsplit=1)[0]
        serials = list(numbers(f"{match['days'][:5]}{said}") or ())
        serials = serials or list(numbers(flat[match.start() : match.end() + 40]))
        year = re.search(r"(\d{4})年", match["days"])
        parts = re.findall(r"(?:(\d{1,2})月)?(\d{1,2})日", match["days"])
        month = ""
        for (named, day), number in zip(parts, serials, strict=False):
            month = named or month
            if year:
                pairs[f"{year[1]}年{month}月{day}日"] = f"{year[1]}-{number.serial:02d}"
    return pairs


def _answered(sentence: str) -> list[tuple[int, str]]:
    """Places in a sentence where it says what becomes of those listed on a day."""
    return [
        (max(0, sentence.rfind("对于", 0, match.start())), match["day"])
        for match in _THOSE_OF.finditer(sentence)
    ]
