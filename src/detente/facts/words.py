"""The vocabulary of the reader: classes of words, and words that are read as another."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from detente._errors import FactsError

from .reading_tables import load_lexicon, load_word_classes

__all__ = ["classmates", "either", "words"]


@cache
def words(*classes: str) -> frozenset[str]:
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
    >>> "prohibit" in words("barring")
    True
    """
    return frozenset(word for name in classes for word in _list(name))


@cache
def either(*classes: str) -> str:
    """A pattern that fits any word of one or more classes, those of the first class first.

    Parameters
    ----------
    classes
        Lists of ``lexicon.csv``; their items may be patterns.

    Raises
    ------
    FactsError
        If the lexicon has no such list.

    Examples
    --------
    >>> import re
    >>> re.search(rf"\\b{either('paused')}\\b", "the ban was put on hold")[0]
    'put on hold'
    """
    return f"(?:{'|'.join(dict.fromkeys(word for name in classes for word in _list(name)))})"


@cache
def classmates() -> Mapping[str, str]:
    """Word forms that are read as a form of another word: ``prohibited`` as ``banned``.

    Examples
    --------
    >>> classmates()["prohibited"]
    'banned'
    """
    return MappingProxyType(
        {
            form: like
            for row in load_word_classes()
            for form, like in zip(row.forms, row.like_forms, strict=True)
        }
    )


def _list(name: str) -> Mapping[str, str]:
    try:
        return load_lexicon()[name]
    except KeyError:
        raise FactsError(f"lexicon.csv has no list {name!r}; add its words there") from None
