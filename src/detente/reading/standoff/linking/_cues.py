"""Words that mean one row of the register: by the table of cues, and by its own fields."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from detente.controls import Control
from detente.facts import Facts
from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, fragment, word_class
from detente.reading.english.text.gazetteer import party_word
from detente.say import SMALL_WORDS

__all__ = ["Cue", "cues_of", "means_other", "spelled_out"]

_NOTICE = compiled("cues.notice")
_BOOK = re.compile(r"\b\d{2} FR \d{4,6}\b|\b\d{4}/\d{2,4}\b(?!-)")
_NUMBERED = fragment("cues.numbered")
_TITLE = re.compile(r"\b((?:[A-Z][\w-]+ ){0,3}Act)\b")
_FIRM = re.compile(r"^(?!\d)(?=.*[A-Z])")
_TAIL = compiled("cues.tail")
_WORDS = SMALL_WORDS[2:]
_NUMBER = compiled("cues.number")
_FIRMS = fragment("cues.firms")
_PACKAGE = compiled("cues.package")
_ORDINALS = load_lexicon()["ordinal"]
_COMMON = word_class("common_firm_word")
_UPTO = compiled("cues.upto")
_GENERAL = word_class("general_thing")

_LIST = compiled("cues.list")
_TAKEN_OFF = compiled("cues.taken_off")
_OWNER = 60
"""Characters before words for a row in which they are said to be somebody's."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern for one row and what it is: a name, a firm, a phrase, or a count of firms."""

    pattern: re.Pattern[str]
    kind: str


def cues_of(control: Control, facts: Facts) -> tuple[Cue, ...]:
    """Return the words by which a text means one row of the register."""
    return _compiled(
        _rows(facts).get(control.id, ()),
        control.name,
        control.legal_source,
        control.entities,
        control.announced.year if control.announced else 0,
        bare=not control.goods and not control.entities,
    )


def spelled_out(text: str) -> str:
    """Give each notice of a list its own number.

    Examples
    --------
    >>> spelled_out("It suspended Announcements No. 55, 56 and 58.")
    'It suspended Announcements No. 55, Announcements No. 56, Announcements No. 58.'
    """
    return _LIST.sub(
        lambda found: ", ".join(
            f"{found['word']} {n}{found['year'] or ''}" for n in re.findall(r"\d+", found["all"])
        ),
        text,
    )


def means_other(text: str, start: int, imposer: str) -> bool:
    """Whether words for a row are said to be another party's: *Japan's list of ...*."""
    pattern, codes = party_word()
    before = text[max(0, start - _OWNER) : start]
    owners = list(pattern.finditer(before))
    if not owners:
        return False
    last = owners[-1]
    between = before[last.end() :]
    if _TAKEN_OFF.match(between):  # *removed South Korea from its white list*: not Korea's own
        return codes[last[0]] == imposer
    near = re.fullmatch(r"(?:['\u2019]s)?(?: [a-z-]+){0,2} ", between)
    return near is not None and codes[last[0]] != imposer


@cache
def _rows(facts: Facts) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in facts.control_cues:
        found[row.control] = (*found.get(row.control, ()), (row.cue, row.kind))
    return found


@cache
def _compiled(
    rows: tuple[tuple[str, str], ...],
    name: str,
    law: str,
    entities: tuple[str, ...],
    year: int,
    *,
    bare: bool,
) -> tuple[Cue, ...]:
    found = [*rows, *((cue, "name") for cue in _names(name, law, year))]
    found += [(cue, "count") for cue in _counted(name)]
    found += [(cue, "firm") for cue in _firms(entities)]
    if compiled("cues.named_trade").search(name):
        found.append((fragment("cues.whole_trade"), "phrase"))
    if bare and not any(kind == "phrase" for _, kind in rows):
        found += [(cue, "phrase") for cue in _things(name)]
    return tuple(
        Cue(
            re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE if kind != "firm" else 0),
            kind,
        )
        for pattern, kind in dict.fromkeys(found)
    )


def _names(name: str, law: str, year: int) -> Iterable[str]:
    """Patterns for a notice's number in its year, the page of a gazette, the title of a law."""
    for match in _NOTICE.finditer(law):
        for number in re.findall(r"\d+(?:/\d+)?", match[1]):
            called = rf"{_NUMBERED}s?(?: \((?:EU|EC)\))?(?: No\.?)? {re.escape(number)}"
            yield rf"{called}(?!,? of (?!{year})\d{{4}})"
    for match in _BOOK.finditer(law):
        yield re.escape(match[0])
    for match in _TITLE.finditer(name):
        yield re.escape(match[1])
    for match in _PACKAGE.finditer(name):
        if match[1] in _ORDINALS:
            number = int(_ORDINALS[match[1]])
            yield rf"(?:{match[1]}|{number}(?:st|nd|rd|th)) (?:[\w-]+ ){{0,3}}(?:package|round)"


def _counted(name: str) -> Iterable[str]:
    """Patterns for a list by how many firms it has, and for a watch list."""
    for match in _NUMBER.finditer(name):
        number = match[1]
        other = str(_WORDS.index(number) + 2) if number in _WORDS else None
        if other is None and number.isdigit() and 2 <= int(number) <= len(_WORDS) + 1:
            other = _WORDS[int(number) - 2]
        either = f"(?:{number}|{other})" if other else number
        yield rf"{either} (?:more |other )?(?:[\w-]+ ){{0,3}}{_FIRMS}"
    if name.startswith("Watch list"):
        yield r"watch[- ]?list"


def _things(name: str) -> Iterable[str]:
    """A pattern for what a row without goods is on, by its name: *Nigeria: shea nuts*.

    Examples
    --------
    >>> list(_things("Nigeria: raw shea nuts")), list(_things("Export Control Law"))
    (['shea nuts?'], [])
    """
    _, told, what = name.rpartition(": ")
    words = [
        word
        for word in _UPTO.split(what)[0].lower().split()
        if word not in _GENERAL and not word.isdigit()
    ]
    if told and words and len(words) <= 2 and all(word.isalpha() for word in words):
        yield " ".join([*words[:-1], re.escape(words[-1].rstrip("s")) + "s?"])


def _firms(entities: Iterable[str]) -> Iterable[str]:
    """Patterns for firms: the name, and its first word where that is a name of its own."""
    for entity in entities:
        if not _FIRM.match(entity):
            continue
        yield re.escape(entity)
        short = _TAIL.sub("", entity)
        if short != entity and short not in _COMMON and len(short) > 3:
            yield re.escape(short)
