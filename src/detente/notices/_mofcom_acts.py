"""What a Chinese notice does: its act, its sign, and the instrument it uses."""

import re

from detente.notices._chinese import passage
from detente.notices._mofcom_references import ANSWER
from detente.notices._mofcom_text import ChineseText, line_of
from detente.notices._notice import Act, Found, Passage, Reference, Sign

__all__ = ["LAW", "act_of", "instrument_of", "sign_of"]

LAW = re.compile(r"(?m)^\s*第一[章条]\s|第[二三]十[一二三四五六七八九]?条")
_CATALOGUE = re.compile(r"许可证管理(?:货物)?目录|出口管制清单》")
_DECIDES = re.compile(r"[^。\n]*(?:决定|批准|公告如下|规定如下|以下措施|未经许可|上述物项)[^。\n]*")
_CHANGES_LIST = re.compile(r"调整[^。]{0,60}(?:目录|清单)")
_CONTROLS = re.compile(
    r"实施(?:临时)?出口管制|出口管制(?:措施|的决定|的公告)|禁止[^。]{0,60}出口|出口许可"
    r"|加强[^。]{0,30}出口管制|不予许可|管制名单|暂停[^。]{0,20}出口|禁止出口|配额"
)
_DELISTS = re.compile(r"移出|移除")
_ADJUSTING = re.compile(r"优化调整|调整")
_BAN = re.compile(r"禁止[^。]{0,80}(?:出口|转移)|不予许可|暂停[^。]{0,12}出口|不得[^。]{0,20}出口")
_LICENCE = re.compile(r"申请许可|出口许可|许可证|未经许可|通用许可|逐案审查")
_END_USER = re.compile(r"境外组织和个人[^。]{0,40}(?:出口|转移)[^。]{0,40}前|境外特定出口经营者")
_END_USE = re.compile(r"禁止[^。]{0,40}(?:军事用户|军事用途)")
_QUOTA = re.compile(r"配额")


def act_of(  # noqa: PLR0911, C901 - one line for each thing that a notice can do
    doc: ChineseText,
    references: list[Reference],
    coded: bool,  # noqa: FBT001
    listing: str,
    *,
    off: bool,
    guidance: bool,
) -> Act:
    doing = {reference.act for reference in references if reference.number}
    if guidance:
        if ANSWER.search(doc.flat) and doing & {Act.SUSPENDS, Act.REPEALS}:
            return Act.SUSPENDS
        return Act.GUIDANCE
    if len(LAW.findall(doc.flat)) > 1:
        return Act.LAW
    if listing:
        return Act.DELISTS if off else Act.LISTS
    if _CATALOGUE.search(doc.title) and not coded:
        return Act.CATALOGUE
    if Act.SUSPENDS in doing:
        return Act.SUSPENDS
    if _CHANGES_LIST.search(doc.title) and not coded:
        return Act.ADJUSTS
    controls = _controls_exports(doc)
    if controls and (coded or not doing - {Act.NONE, Act.REPEALS}):
        return Act.IMPOSES
    if Act.ADJUSTS in doing:
        return Act.ADJUSTS
    if Act.REPEALS in doing:
        return Act.REPEALS
    return Act.IMPOSES if controls else Act.NONE


def _controls_exports(doc: ChineseText) -> bool:
    """Whether its title or one of its deciding sentences controls exports."""
    decided = "".join(match[0] for match in _DECIDES.finditer(doc.flat))
    return bool(_CONTROLS.search(doc.title) or _CONTROLS.search(decided))


def sign_of(doc: ChineseText, act: Act) -> tuple[Sign, Passage | None]:
    if act is Act.ADJUSTS or (act is Act.IMPOSES and "优化调整" in doc.title + doc.flat[:400]):
        match = _ADJUSTING.search(doc.flat)
        said = passage(doc.printed, *line_of(doc.flat, match.start())) if match else None
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
    return sign, passage(doc.printed, *line_of(doc.flat, match.start()))


def instrument_of(doc: ChineseText, act: Act) -> Found[str] | None:
    if act in {Act.LISTS, Act.DELISTS}:
        match = re.search(r"列入|纳入|移出|移除|增列", doc.flat)
        watched = "关注名单" in doc.title or "列入关注名单" in doc.flat  # asks more, bars nothing
        return _instrument_from(doc, match, "end-user-rule" if watched else "entity-list")
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


def _instrument_from(doc: ChineseText, match: re.Match[str] | None, name: str) -> Found[str] | None:
    if match is None:
        return None
    return Found(value=name, passage=passage(doc.printed, *match.span()))
