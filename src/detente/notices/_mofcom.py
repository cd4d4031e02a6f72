"""A notice of China's Ministry of Commerce from its Chinese text."""

import datetime as dt
import re
from dataclasses import dataclass

from detente.facts._notice_tables import countries_named
from detente.notices._chinese import passage, plain
from detente.notices._goods import ALL_DUAL_USE, by_hs, by_word, goods_of_codes
from detente.notices._mofcom_dates import announced_day, clauses, phases, span_of
from detente.notices._mofcom_entities import entities, list_of
from detente.notices._mofcom_numbers import Number, named_acts, numbers, what_is_done
from detente.notices._notice import Act, Found, Notice, Passage, Phase, Reference, Sign

__all__ = ["FORM", "looks_like", "read_text"]

FORM = "mofcom"

_CODE = re.compile(r"(?<![0-9A-Za-z.])\d[A-E]\d{3}(?:\.(?:[a-z](?![a-z])|\d{1,2}(?!\d)))*")
_HS_CUE = re.compile(
    r"(?:海关商品编号|商品编号|税则号列|税号|海关编码|HS\s*编码|HS\s*Code)\s*[为是]?\s*[::]?\s*"
    r"(?P<codes>\d[\d.\s、,;和及]*\d)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"常见问题|问题解答|相关问题|答记者问|问答|(?m:^\s*答\s*[::])|有记者问")
_ANSWER = re.compile(r"答记者问|有记者问|发言人")
_LAW = re.compile(r"(?m)^\s*第一[章条]\s|第[二三]十[一二三四五六七八九]?条")
_CATALOGUE = re.compile(r"许可证管理(?:货物)?目录")
_CONTROLS = re.compile(
    r"实施(?:临时)?出口管制|出口管制(?:措施|的决定|的公告)|禁止[^。]{0,60}出口|出口许可"
    r"|加强[^。]{0,30}出口管制|不予许可|管制名单|暂停[^。]{0,20}出口|禁止出口|配额"
)
_DELISTS = re.compile(r"移出|移除")
_ADJUSTING = re.compile(r"优化调整|调整")
_TARGETS = (
    re.compile(
        r"(?:对|向|至|往)(?P<where>[^,。;对向]{1,24}?)(?:出口|(?:军事)?用户|实施|加强|转移)"
    ),
    re.compile(r"\d+\s*家(?P<where>[^,。;\d]{1,10}?)(?:相关)?(?:实体|企业|公司|子公司)"),
)
_BAN = re.compile(r"禁止[^。]{0,80}(?:出口|转移)|不予许可|暂停[^。]{0,12}出口|不得[^。]{0,20}出口")
_LICENCE = re.compile(r"申请许可|出口许可|许可证")
_END_USER = re.compile(r"境外组织和个人[^。]{0,40}(?:出口|转移)[^。]{0,40}前|境外特定出口经营者")
_END_USE = re.compile(r"禁止[^。]{0,40}(?:军事用户|军事用途)")
_QUOTA = re.compile(r"配额")
_LISTED_ON = re.compile(r"于(?P<days>[^。于]{4,40}?)(?:分别)?(?:发布|公布)")
_THOSE_OF = re.compile(r"(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?:被)?列入")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """The text as printed, made plain, and its head: title and first lines."""

    printed: str
    flat: str
    title: str


def looks_like(text: str) -> bool:
    """Whether a text is a Chinese official one."""
    sample = plain(text[:6000])
    return len(re.findall(r"[一-鿿]", sample)) > 0.2 * max(40, len(sample.strip()))


def read_text(  # noqa: PLR0913 - what a page tells beside its text
    printed: str,
    *,
    file: str,
    place: str = "",
    title: str = "",
    address: str = "",
    page_day: dt.date | None = None,
    given_number: str = "",
) -> Notice:
    """Read one Chinese notice.

    Parameters
    ----------
    printed
        Its text, as printed.
    file, place
        Where it stands, for messages.
    title
        Title of the page; the first line of the text if empty.
    address
        Address of the page.
    page_day
        Day of the page it was copied from; stands for the notice's own day where that gives none.
    given_number
        Number that a collection files it under; believed only if the text has none of its own.

    Returns
    -------
    Notice
        What it says, each field with its passage, and what could not be coded.
    """
    first_line = next((line.strip() for line in printed.splitlines() if line.strip()), "")
    doc = _Text(printed=printed, flat=plain(printed), title=plain(title or first_line))
    uncoded: list[str] = []
    guidance = bool(_QUESTION.search(doc.title)) or len(_QUESTION.findall(doc.flat)) > 1
    own = _own_number(doc, given_number, guidance=guidance)
    announced = announced_day(printed, doc.flat)
    if announced is None and page_day is not None:
        announced = Found(
            value=page_day, passage=Passage(text=page_day.isoformat(), where="day of the page")
        )
        if not guidance:
            uncoded.append("the text gives no day of its own; the day of the page stands for it")
    references = _references(doc, own.value if own else None, announced, guidance=guidance)
    codes = _codes(doc)
    hs = _customs_codes(doc)
    listing, off = list_of(f"{doc.title}。{doc.flat}") if not guidance else ("", False)
    if len(_LAW.findall(doc.flat)) > 1:
        listing, off = "", False
    act = _act(doc, references, bool(codes or hs), listing, off=off, guidance=guidance)
    controls = act in {Act.IMPOSES, Act.LISTS, Act.DELISTS, Act.ADJUSTS, Act.SUSPENDS, Act.EASES}
    days = phases(printed, doc.flat, announced) if not guidance else ()
    until = next((r.until for r in references if r.until), None)
    targets = _targets(doc) if controls else ()
    goods, missing = _goods(doc, codes, hs, act)
    uncoded += missing
    home = targets[0].value if len(targets) == 1 else ""
    named = (
        entities(printed, doc.flat, "" if home in {"ALL", "EU"} else home, delisted=off)
        if listing
        else ()
    )
    sign, sign_passage = _sign(doc, act)
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
        number=Found(value=_id(own.value, doc), passage=own.passage) if own else None,
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
        instrument=_instrument(doc, act) if controls else None,
        list_name=listing,
        entities=named,
        address=address,
        uncoded=tuple(uncoded),
    )


def _own_number(doc: _Text, given: str, *, guidance: bool) -> Found[Number] | None:
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


def _id(number: Number, doc: _Text) -> str:
    year, _, serial = number.id.partition("-")
    return f"{year}-{_series(doc)}{serial}"


def _series(doc: _Text) -> str:
    """Mark of a series of numbers other than the Ministry's own."""
    return (
        "uel-" if "不可靠实体清单工作机制" in re.sub(r"\s", "", doc.title + doc.flat[:120]) else ""
    )


def _references(
    doc: _Text, own: Number | None, announced: Found[dt.date] | None, *, guidance: bool
) -> list[Reference]:
    day = announced.value if announced else None
    found: dict[tuple[str, str], Reference] = {}
    listed = _numbers_by_day(doc.flat)
    carried: dt.date | None = None  # a day said before a semicolon holds after it
    for start, sentence in clauses(doc.flat, whole=True):
        silent = guidance and not _ANSWER.search(doc.flat)
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
                    number=number.id,
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
    return list(found.values())


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
        said = flat[match.end() : match.end() + 40].split("。")[0]
        serials = [n for n in numbers(f"{match['days'][:5]}{said}") or ()]
        serials = serials or [n for n in numbers(flat[match.start() : match.end() + 40])]
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


def _codes(doc: _Text) -> tuple[Found[str], ...]:
    codes: dict[str, Passage] = {}
    for match in _CODE.finditer(doc.flat):
        codes.setdefault(
            match[0].rstrip("."), passage(doc.printed, *_line(doc.flat, match.start()))
        )
    return tuple(Found(value=code, passage=said) for code, said in codes.items())


def _customs_codes(doc: _Text) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for match in _HS_CUE.finditer(doc.flat):
        for part in re.split(r"[、,;和及]+|\s{2,}|\n", match["codes"]):
            code = re.sub(r"\D", "", part)
            pieces = [code] if 4 <= len(code) <= 10 else re.findall(r"\d{8,10}", part)
            for piece in pieces:
                found.setdefault(piece, passage(doc.printed, *_line(doc.flat, match.start())))
    return tuple(Found(value=code, passage=said) for code, said in found.items())


def _line(flat: str, place: int) -> tuple[int, int]:
    start = flat.rfind("\n", 0, place) + 1
    end = flat.find("\n", place)
    return start, end if end >= 0 else len(flat)


def _act(  # noqa: PLR0913, PLR0911, C901 - one line for each thing that a notice can do
    doc: _Text,
    references: list[Reference],
    coded: bool,  # noqa: FBT001
    listing: str,
    *,
    off: bool,
    guidance: bool,
) -> Act:
    doing = {reference.act for reference in references if reference.number}
    if guidance:
        if _ANSWER.search(doc.flat) and doing & {Act.SUSPENDS, Act.REPEALS}:
            return Act.SUSPENDS
        return Act.GUIDANCE
    if len(_LAW.findall(doc.flat)) > 1:
        return Act.LAW
    if listing:
        return Act.DELISTS if off else Act.LISTS
    if _CATALOGUE.search(doc.title) and not coded:
        return Act.CATALOGUE
    if Act.SUSPENDS in doing:
        return Act.SUSPENDS
    if _CONTROLS.search(doc.flat) and (coded or not doing - {Act.NONE, Act.REPEALS}):
        return Act.IMPOSES
    if Act.ADJUSTS in doing:
        return Act.ADJUSTS
    if Act.REPEALS in doing:
        return Act.REPEALS
    return Act.IMPOSES if _CONTROLS.search(doc.flat) else Act.NONE


def _sign(doc: _Text, act: Act) -> tuple[Sign, Passage | None]:
    if act is Act.ADJUSTS or (act is Act.IMPOSES and "优化调整" in doc.title + doc.flat[:400]):
        match = _ADJUSTING.search(doc.flat)
        said = passage(doc.printed, *_line(doc.flat, match.start())) if match else None
        return Sign.UNCLEAR, said
    words = {
        Act.IMPOSES: _CONTROLS,
        Act.LISTS: re.compile(r"列入|纳入|增列"),
        Act.DELISTS: _DELISTS,
        Act.SUSPENDS: re.compile(r"暂停|停止"),
        Act.REPEALS: re.compile(r"废止|停止|取消"),
    }.get(act)
    match = words.search(doc.flat) if words else None
    if match is None:
        return Sign.NEITHER, None
    sign = Sign.RESTRICTION if act in {Act.IMPOSES, Act.LISTS} else Sign.EASING
    return sign, passage(doc.printed, *_line(doc.flat, match.start()))


def _targets(doc: _Text) -> tuple[Found[str], ...]:
    for text, where in ((doc.title, "title"), (doc.flat, "")):
        found: dict[str, Passage] = {}
        for pattern in _TARGETS:
            for match in pattern.finditer(text):
                for place, iso3 in countries_named(match["where"]):
                    start = match.start("where") + place
                    said = (
                        Passage(text=match[0], where=where)
                        if where
                        else passage(doc.printed, match.start(), match.end())
                    )
                    if start >= 0 and iso3 != "CHN":
                        found.setdefault(iso3, said)
        if found:
            return tuple(Found(value=iso3, passage=said) for iso3, said in found.items())
    everyone = re.search(
        r"出口经营者[^。]{0,20}出口[^。]{0,20}物项|不得出口|任何国家|境外", doc.flat
    )
    if everyone is None:
        return ()
    return (Found(value="ALL", passage=passage(doc.printed, *everyone.span())),)


def _goods(
    doc: _Text, codes: tuple[Found[str], ...], hs: tuple[Found[str], ...], act: Act
) -> tuple[tuple[Found[str], ...], list[str]]:
    if act not in {Act.IMPOSES, Act.ADJUSTS, Act.LISTS, Act.GUIDANCE}:
        return (), []
    if act is Act.LISTS:
        return _goods_of_list(doc)
    goods, bare = goods_of_codes("china", codes)
    uncoded = [f"no good of the tables has code {', '.join(_stems(bare))}"] if bare else []
    if act is Act.GUIDANCE:
        return tuple(goods), []
    seen = {good.value for good in goods}
    systems = ["product"] if goods else ["word", "product"]
    for system in systems:
        for good, start, end in by_word(doc.flat, system):
            if good not in seen:
                seen.add(good)
                goods.append(Found(value=good, passage=passage(doc.printed, start, end)))
    if not goods:
        for code in hs:
            named = by_hs(code.value)
            if len(named) == 1 and named[0] not in seen:
                seen.add(named[0])
                goods.append(Found(value=named[0], passage=code.passage))
            elif not named:
                uncoded.append(f"no good of the tables has customs code {code.value}")
            elif len(named) > 1:
                uncoded.append(f"customs code {code.value} is that of {', '.join(named)} alike")
    wide = re.search(r"(?:所有|出口)两用物项|两用物项(?:对|出口)", doc.flat)
    if not goods and wide and not codes and not hs:
        said = passage(doc.printed, *wide.span())
        goods.append(Found(value=ALL_DUAL_USE, passage=said))
    if not goods and act is Act.IMPOSES:
        uncoded.append("no good of the tables could be read from its codes or words")
    return tuple(goods), uncoded


def _goods_of_list(doc: _Text) -> tuple[tuple[Found[str], ...], list[str]]:
    """Goods that those on a list may not have; words in the names of firms are none."""
    wide = re.search(r"(?:出口|提供)两用物项|两用物项(?:对|出口)", doc.flat)
    if wide:
        said = passage(doc.printed, *wide.span())
        return (Found(value=ALL_DUAL_USE, passage=said),), []
    return (), ["bars dealings with those named; the goods are not said"]


def _stems(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(code.split(".")[0] for code in codes))


def _instrument(doc: _Text, act: Act) -> Found[str] | None:
    if act in {Act.LISTS, Act.DELISTS}:
        match = re.search(r"列入|纳入|移出|移除|增列", doc.flat)
        return _instrument_from(doc, match, "entity-list")
    for words, name in (
        (_END_USER, "end-user-rule"),
        (_QUOTA, "volume-cap"),
        (_END_USE, "ban" if "不予许可" in doc.flat else "end-user-rule"),
        (_LICENCE, "licence"),
        (_BAN, "ban"),
    ):
        match = words.search(doc.flat)
        if match:
            return _instrument_from(doc, match, name)
    return None


def _instrument_from(doc: _Text, match: re.Match[str] | None, name: str) -> Found[str] | None:
    if match is None:
        return None
    return Found(value=name, passage=passage(doc.printed, *match.span()))


def _issuers(doc: _Text) -> tuple[str, ...]:
    head = doc.title + doc.flat[:120] + doc.flat[-400:]
    names = {"商务部": "MOFCOM", "海关总署": "GAC", "国务院": "State Council", "科技部": "MOST"}
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
