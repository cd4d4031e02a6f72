"""Firms, institutes and persons that a Chinese notice names, in a list or in a sentence."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from detente.facts.notice_tables import country_named
from detente.notices._chinese import passage
from detente.notices._notice import NamedEntity

__all__ = ["LISTS", "entities", "list_of"]

LISTS = {
    "关注名单": "watch list",
    "不可靠实体清单": "unreliable entity list",
    "反制清单": "countermeasures list",
    "管控名单": "control list",
}
"""Words for the lists of entities, the more special before the more general."""

_LISTING = re.compile(r"(?P<off>移出|移除|撤出|解除)|(?P<on>列入|纳入|加入|增列|添加)")
_HEADING = re.compile(
    r"(?m)^[\s]*(?:(?:出口管制)?管控名单|关注名单|被?列入[^\n。]{0,30}(?:实体|企业|名单|清单)|实体名单|名\s*单)[\s]*$"
)
_ITEM = re.compile(r"(?m)^[\s]*(?P<number>\d{1,3})\s*[.、)]\s*(?P<name>\S[^\n]*)$")
_BRANCH = re.compile(r"(?m)^[\s]*[-–—•]\s*(?P<name>[A-Za-z][^\n]*)$")
_BOTH = re.compile(
    r"^(?P<local>[^()]*?)\s*\((?P<latin>[^()]*(?:\([^()]*\)[^()]*)*)\)?\s*(?P<rest>.*)$"
)
_ADDRESS = re.compile(r"地\s*址\s*:\s*(?P<address>[^\n]+)")
_LATIN = re.compile(r"[A-Z][A-Za-z0-9&.,'’()\-/ ]*[A-Za-z.)]")
_IN_SENTENCE = re.compile(r"将(?P<names>[^。]{2,600}?)(?:列入|纳入|移出)[^。]{0,20}(?:名单|清单)")
_CHINESE = re.compile(r"[一-鿿]")


def list_of(flat: str) -> tuple[str, bool]:
    """The list that a plain text puts entities on, and whether it takes them off it."""
    for match in _LISTING.finditer(flat):
        after = flat[match.end() : match.end() + 30].split("。", maxsplit=1)[0]
        before = flat[max(0, match.start() - 2) : match.start()]
        if "可" in before or "申请" in flat[max(0, match.start() - 6) : match.start()]:
            continue
        sentence = flat[max(flat.rfind("。", 0, match.start()), 0) : match.start()]
        decided = re.search(r"决定|公布|宣布|现将|将", sentence)
        name = next((LISTS[word] for word in LISTS if word in after), "")
        if name and decided:
            return name, bool(match["off"])
    return "", False


def entities(text: str, flat: str, home: str, *, delisted: bool) -> tuple[NamedEntity, ...]:
    """Every entity that a notice names."""
    numbered = list(_numbered(text, flat, home, delisted=delisted))
    found = numbered or _in_sentence(text, flat, home, delisted=delisted)
    return tuple({entity.name: entity for entity in reversed(list(found))}.values())[::-1]


def _numbered(text: str, flat: str, home: str, *, delisted: bool) -> Iterator[NamedEntity]:
    heading = None
    for heading in _HEADING.finditer(flat):  # noqa: B007 - the last one stands over the list
        pass
    if heading is None:
        return
    items = list(_ITEM.finditer(flat, heading.end()))
    expected = 0
    for match, following in zip_longest(items, items[1:]):
        number = int(match["number"])
        if number != expected + 1:
            continue
        expected = number
        block = flat[match.end() : following.start() if following else len(flat)]
        latin, local = _names(match["name"])
        address = _ADDRESS.search(block)
        country = country_named(address["address"]) if address else ""
        yield NamedEntity(
            name=latin or local,
            local_name=local if latin else "",
            country=country or home,
            passage=passage(text, match.start("name"), match.end()),
            delisted=delisted,
        )
        for branch in _BRANCH.finditer(block):
            start = match.end() + branch.start("name")
            yield NamedEntity(
                name=_tidy(branch["name"]),
                local_name="",
                country="",
                passage=passage(text, start, match.end() + branch.end()),
                delisted=delisted,
            )


def _in_sentence(text: str, flat: str, home: str, *, delisted: bool) -> Iterator[NamedEntity]:
    for match in _IN_SENTENCE.finditer(flat):
        for name in re.finditer(r"[^、和及]+(?:\.[^、和及]*)?", match["names"]):
            latin = _LATIN.search(name[0])
            if latin is None:
                continue
            start = match.start("names") + name.start() + latin.start()
            end = match.start("names") + name.start() + latin.end()
            if len(latin[0]) > 3 or latin[0].isupper():
                yield NamedEntity(
                    name=_tidy(latin[0]),
                    local_name="",
                    country=home,
                    passage=passage(text, start, end),
                    delisted=delisted,
                )


def _names(line: str) -> tuple[str, str]:
    """Latin and local name of an item of a list."""
    match = _BOTH.match(line)
    if match is None or not re.search(r"[A-Za-z]", match["latin"]):
        bare = _tidy(line)
        return ("", bare) if _CHINESE.search(bare) else (bare, "")
    return _tidy(match["latin"]), _tidy(match["local"])


def _tidy(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip(" ;,。")
