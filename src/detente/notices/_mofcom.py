"""A notice of China's Ministry of Commerce from its Chinese text."""

import datetime as dt
import re

from detente.notices._chinese import plain
from detente.notices._mofcom_acts import LAW, act_of, instrument_of, sign_of
from detente.notices._mofcom_dates import announced_day, phases
from detente.notices._mofcom_entities import entities, list_of
from detente.notices._mofcom_items import control_codes, customs_codes, goods_of, targets_of
from detente.notices._mofcom_references import number_id, own_number, references_of
from detente.notices._mofcom_text import ChineseText
from detente.notices._notice import Act, Found, Notice, Passage, Phase, Reference, Sign

__all__ = ["FORM", "looks_like", "read_text"]

FORM = "mofcom"
_QUESTION = re.compile(r"常见问题|问题解答|相关问题|答记者问|问答|(?m:^\s*答\s*[::])|有记者问")


def looks_like(text: str) -> bool:
    """Whether a text is a Chinese official one."""
    sample = plain(text[:6000])
    return len(re.findall(r"[一-鿿]", sample)) > 0.2 * max(40, len(sample.strip()))


def read_text(
    printed: str,
    *,
    file: str,
    place: str = "",
    title: str = "",
    address: str = "",
    page_day: dt.date | None = None,
    given_number: str = "",
) -> Notice:
    """Read one Chinese notice."""
    lines = (line.strip() for line in printed.splitlines())
    first_line = next((line for line in lines if line and not line.startswith("【")), "")
    if not title and not re.search("[，。；]", first_line):  # a sentence is no title
        title = first_line
    doc = ChineseText(printed=printed, flat=plain(printed), title=plain(title))
    uncoded: list[str] = []
    guidance = bool(_QUESTION.search(doc.title)) or len(_QUESTION.findall(doc.flat)) > 1
    announced = announced_day(printed, doc.flat, signed_only=guidance)
    year = announced.value.year if announced else None
    own = own_number(doc, given_number, year, guidance=guidance)
    if announced is None and page_day is not None:
        announced = Found(
            value=page_day, passage=Passage(text=page_day.isoformat(), where="day of the page")
        )
        if not guidance:
            uncoded.append("the text gives no day of its own; the day of the page stands for it")
    references = references_of(doc, own.value if own else None, announced, guidance=guidance)
    codes = control_codes(doc)
    hs = customs_codes(doc)
    listing, off = list_of(f"{doc.title}。{doc.flat}") if not guidance else ("", False)
    if len(LAW.findall(doc.flat)) > 1:
        listing, off = "", False
    act = act_of(doc, references, bool(codes or hs), listing, off=off, guidance=guidance)
    controls = act in {Act.IMPOSES, Act.LISTS, Act.DELISTS, Act.ADJUSTS, Act.SUSPENDS, Act.EASES}
    days = phases(printed, doc.flat, announced) if not guidance else ()
    until = next((r.until for r in references if r.until), None)
    targets = targets_of(doc, act) if controls else ()
    goods, missing = goods_of(doc, codes, hs, act)
    uncoded += missing
    home = targets[0].value if len(targets) == 1 else ""
    named = (
        entities(printed, doc.flat, "" if home in {"ALL", "EU"} else home, delisted=off)
        if listing
        else ()
    )
    sign, sign_passage = sign_of(doc, act)
    if sign is Sign.UNCLEAR:
        uncoded.append("the text adjusts what was controlled; a person must say which way")
    if listing and not named:
        uncoded.append(f"puts entities on the {listing}, and no name could be read")
    if controls and not days and act is not Act.SUSPENDS:
        uncoded.append("no day from which it applies could be read")
    if controls and own is None and not guidance:
        uncoded.append("no number of its own could be read")
    if len(days) > 1:
        uncoded.append(
            "applies in parts from several days: "
            + "; ".join(f"{p.date} {p.scope}".strip() for p in days)
        )
    return Notice(
        form=FORM,
        file=file,
        place=place,
        title=(title or first_line)[:160],
        imposer="CHN",
        act=act,
        sign=sign,
        sign_passage=sign_passage,
        number=Found(value=number_id(own.value, doc), passage=own.passage) if own else None,
        issuers=_issuers(doc),
        announced=announced,
        page_day=page_day,
        phases=_with_suspension(days, references, act),
        until=_until(references, until),
        references=tuple(references),
        codes=codes,
        hs=hs,
        goods=goods,
        targets=targets,
        instrument=instrument_of(doc, act) if controls else None,
        list_name=listing,
        entities=named,
        address=address,
        uncoded=tuple(uncoded),
    )


def _issuers(doc: ChineseText) -> tuple[str, ...]:
    head = doc.title + doc.flat[:120] + doc.flat[-400:]
    names = {"商务部": "MOFCOM", "海关总署": "GAC", "国务院令": "State Council", "科技部": "MOST"}
    return tuple(name for word, name in names.items() if word in head)


def _with_suspension(
    days: tuple[Phase, ...], references: list[Reference], act: Act
) -> tuple[Phase, ...]:
    if days or act is not Act.SUSPENDS:
        return days
    first = next((r for r in references if r.from_day and r.act is not Act.NONE), None)
    if first is None or first.from_day is None:
        return ()
    return (Phase(date=first.from_day, scope="", passage=first.passage),)


def _until(references: list[Reference], until: dt.date | None) -> Found[dt.date] | None:
    if until is None:
        return None
    said = next(r.passage for r in references if r.until)
    return Found(value=until, passage=said)
