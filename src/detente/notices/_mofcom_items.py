"""What a Chinese notice controls, and towards whom: codes, customs codes, goods, destinations."""

import re

from detente.facts import ALL_DUAL_USE
from detente.facts.notice_tables import countries_named
from detente.notices._chinese import passage
from detente.notices._goods import by_hs, by_word, goods_of_codes
from detente.notices._mofcom_text import ChineseText, line_of
from detente.notices._notice import Act, Found, Passage

__all__ = ["control_codes", "customs_codes", "goods_of", "targets_of"]

_CODE = re.compile(r"(?<![0-9A-Za-z.])\d[A-E]\d{3}(?:\.(?:[a-z](?![a-z])|\d{1,2}(?!\d)))*")
_EXPORTS = re.compile(r"[^。,\n]{0,30}(?:出口)[^。,\n]{0,30}")
_HS_CUE = re.compile(
    r"(?:海关商品编号|商品编号|税则号列|税号|海关编码|HS\s*编码|HS\s*Code)\s*[为是]?\s*[::]?\s*"
    r"(?P<codes>\d[\d.\s、,;和及]*\d)",
    re.IGNORECASE,
)
_TARGETS = (
    re.compile(
        r"(?:对|向|至|往)(?P<where>[^,。;对向]{1,24}?)(?:出口|(?:军事)?用户|实施|加强|转移)"
    ),
    re.compile(r"\d+\s*家(?P<where>[^,。;\d]{1,10}?)(?:相关)?(?:实体|企业|公司|子公司)"),
)


def control_codes(doc: ChineseText) -> tuple[Found[str], ...]:
    codes: dict[str, Passage] = {}
    for match in _CODE.finditer(doc.flat):
        codes.setdefault(
            match[0].rstrip("."), passage(doc.printed, *line_of(doc.flat, match.start()))
        )
    return tuple(Found(value=code, passage=said) for code, said in codes.items())


def customs_codes(doc: ChineseText) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for match in _HS_CUE.finditer(doc.flat):
        for part in re.split(r"[、,;和及]+|\s{2,}|\n", match["codes"]):
            code = re.sub(r"\D", "", part)
            pieces = [code] if 4 <= len(code) <= 10 else re.findall(r"\d{8,10}", part)
            for piece in pieces:
                found.setdefault(piece, passage(doc.printed, *line_of(doc.flat, match.start())))
    return tuple(Found(value=code, passage=said) for code, said in found.items())


def targets_of(doc: ChineseText, act: Act) -> tuple[Found[str], ...]:
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
    everyone = everyone or (_EXPORTS.search(doc.flat) if act is Act.IMPOSES else None)
    if everyone is None:
        return ()
    return (Found(value="ALL", passage=passage(doc.printed, *everyone.span())),)


def goods_of(
    doc: ChineseText, codes: tuple[Found[str], ...], hs: tuple[Found[str], ...], act: Act
) -> tuple[tuple[Found[str], ...], list[str]]:
    if act not in {Act.IMPOSES, Act.ADJUSTS, Act.LISTS, Act.GUIDANCE}:
        return (), []
    if act is Act.LISTS:
        return _goods_of_list(doc)
    meant = [code for code in codes if not _excluded(doc, code.value)]
    goods, bare = goods_of_codes("china", meant)
    uncoded = [f"no good of the tables has code {', '.join(_stems(bare))}"] if bare else []
    if act is Act.GUIDANCE:
        return tuple(goods), []
    _from_words(goods, doc, meant)
    if not goods:
        uncoded += _from_customs_codes(goods, hs)
    wide = re.search(r"(?:所有|出口)两用物项|两用物项(?:对|出口)", doc.flat)
    if not goods and wide and not codes and not hs:
        said = passage(doc.printed, *wide.span())
        goods.append(Found(value=ALL_DUAL_USE, passage=said))
    if not goods and act is Act.IMPOSES:
        uncoded.append("no good of the tables could be read from its codes or words")
    return tuple(goods), uncoded


def _from_customs_codes(goods: list[Found[str]], hs: tuple[Found[str], ...]) -> list[str]:
    """Add goods whose customs code is theirs alone; lines for the other codes."""
    uncoded: list[str] = []
    seen: set[str] = set()
    for code in hs:
        named = by_hs(code.value)
        if len(named) == 1 and named[0] not in seen:
            seen.add(named[0])
            goods.append(Found(value=named[0], passage=code.passage))
        elif not named:
            uncoded.append(f"no good of the tables has customs code {code.value}")
        elif len(named) > 1:
            uncoded.append(f"customs code {code.value} is that of {', '.join(named)} alike")
    return uncoded


def _from_words(goods: list[Found[str]], doc: ChineseText, meant: list[Found[str]]) -> None:
    """Add goods that words name: all words where no code gives a good, else those beside codes."""
    materials = any(code.value[1] == "C" for code in meant)
    systems = (["product"] if materials else []) if goods else ["word", "product"]
    seen = {good.value for good in goods}
    for system in systems:
        for good, start, end in by_word(doc.flat, system):
            if good not in seen:
                seen.add(good)
                goods.append(Found(value=good, passage=passage(doc.printed, start, end)))


def _excluded(doc: ChineseText, code: str) -> bool:
    """Whether a code is named only to say that its goods are not meant."""
    mentions = len(re.findall(rf"{re.escape(code)}(?![.\d])", doc.flat))
    apart = len(re.findall(rf"非(?:[0-9A-Z.]+[、,])*{re.escape(code)}(?![.\d])", doc.flat))
    return 0 < mentions == apart


def _goods_of_list(doc: ChineseText) -> tuple[tuple[Found[str], ...], list[str]]:
    """Goods that those on a list may not have; words in the names of firms are none."""
    wide = re.search(r"(?:出口|提供)两用物项|两用物项(?:对|出口)", doc.flat)
    if wide:
        said = passage(doc.printed, *wide.span())
        return (Found(value=ALL_DUAL_USE, passage=said),), []
    return (), ["bars dealings with those named; the goods are not said"]


def _stems(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(code.split(".")[0] for code in codes))
