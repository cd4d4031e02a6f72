"""The vocabulary of the reader: word classes, patterns, and words that are read as another."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from detente._errors import FactsError

from .reading_tables import load_lexicon, load_patterns, load_word_classes

__all__ = ["classmates", "compiled", "either", "fragment", "placed", "word_class"]

_NAME = re.compile(r"\{([a-z][a-z_.]*)\}")
"""Where a pattern names another one, or a class; a count has digits: ``{0,40}``."""


@cache
def word_class(*classes: str) -> frozenset[str]:
    """The words of one or more classes.

    Parameters
    ----------
    classes
        Lists of ``lexicon.csv``.

    Raises
    ------
    FactsError
        If the lexicon has no such list.

    Examples
    --------
    >>> "prohibit" in word_class("barring")
    True
    """
    return frozenset(word for name in classes for word in _list(name))


@cache
def either(*classes: str) -> str:
    r"""A pattern that fits any word of one or more classes, those of the first class first.

    Examples
    --------
    >>> import re
    >>> re.search(rf"\b{either('resuming')}\b", "to resume exports")[0]
    'resume'
    """
    return f"(?:{'|'.join(dict.fromkeys(word for name in classes for word in _list(name)))})"


@cache
def fragment(name: str) -> str:
    """The text of a pattern with all that it names put in, to build another one with.

    Parameters
    ----------
    name
        A row of ``patterns.csv``.

    Raises
    ------
    FactsError
        If it, or what it names, is no row.
    """
    row = load_patterns().get(name)
    if row is None:
        raise FactsError(f"patterns.csv has no pattern {name!r}; add a row")
    return _NAME.sub(lambda named: _named(named[1]), row.pattern)


@cache
def compiled(name: str) -> re.Pattern[str]:
    """A pattern of the table, compiled.

    Parameters
    ----------
    name
        A row of ``patterns.csv``.

    Raises
    ------
    FactsError
        If it, or what it names, is no row.

    Examples
    --------
    >>> compiled("other_trade").search("import duties on steel")[0]
    'import duties'
    """
    return re.compile(fragment(name), re.IGNORECASE if load_patterns()[name].case == "any" else 0)


@cache
def classmates(part: Literal["noun", "verb"] | None = None) -> Mapping[str, str]:
    """Word forms that are read as a form of another word: ``prohibited`` as ``banned``.

    Parameters
    ----------
    part
        The forms that are so only as a noun or verb; without it, those that are so anywhere.

    Examples
    --------
    >>> classmates()["prohibited"], classmates("noun")["permits"]
    ('banned', 'licences')
    """
    return MappingProxyType(
        {
            form: like
            for row in load_word_classes()
            for form, like in zip(row.forms, row.like_forms, strict=True)
            if not row.beside
            and (row.part == part) is (form in row.tagged)
            and part in {None, row.part}
        }
    )


@cache
def placed() -> Mapping[str, tuple[str, str]]:
    """Word forms that are read as another one in some places: that one, and the pattern's name.

    Examples
    --------
    >>> placed()["scrapped"]
    ('lifted', 'classes.of_rule')
    """
    return MappingProxyType(
        {
            form: (like, row.beside)
            for row in load_word_classes()
            if row.beside
            for form, like in zip(row.forms, row.like_forms, strict=True)
        }
    )


def _named(name: str) -> str:
    return fragment(name) if name in load_patterns() else either(name)


def _list(name: str) -> Mapping[str, str]:
    try:
        return load_lexicon()[name]
    except KeyError:
        raise FactsError(f"lexicon.csv has no list {name!r}; add its words there") from None
