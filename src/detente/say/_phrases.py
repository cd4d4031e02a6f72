"""Counts, lists, quotes and agreement as a reader wants them."""

from collections.abc import Sequence

__all__ = [
    "NBSP",
    "agrees",
    "capital",
    "count",
    "customs_words",
    "join_words",
    "possessive",
    "quote",
    "shorten",
]

NBSP = "\u00a0"
SMALL_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def customs_words(codes: Sequence[str], edition: int) -> str:
    """Say customs codes with the edition of the Harmonized System that they are of.

    Returns
    -------
    str
        Empty if there is no code.

    Examples
    --------
    >>> customs_words(["850511", "850519"], 2022)
    'HS 2022 850511 and 850519'
    """
    return f"HS {edition} {join_words(codes)}" if codes else ""


def count(many: int, one: str, more: str | None = None) -> str:
    """Count things in words: small numbers are spelled.

    Parameters
    ----------
    many
        How many [count].
    one
        The word for one of them.
    more
        The word for several; ``one`` + ``s`` if not given.

    Returns
    -------
    str
        Such as ``three controls``.
    """
    figure = SMALL_WORDS[many] if 0 <= many < len(SMALL_WORDS) else f"{many:,}"
    return f"{figure} {one if many == 1 else more or one + 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Returns
    -------
    str
        Such as ``a, b and c``.

    Examples
    --------
    >>> join_words(["a", "b", "c"]), join_words(["a"]), join_words([])
    ('a, b and c', 'a', '')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def agrees(many: int, one: str, more: str) -> str:
    """Choose the verb that agrees with a number of things.

    Parameters
    ----------
    many
        How many [count].
    one
        The verb for one, such as ``says``.
    more
        The verb for none or several, such as ``say``.

    Returns
    -------
    str
        One of the two.
    """
    return one if many == 1 else more


def possessive(name: str) -> str:
    """Write a name in the possessive.

    Parameters
    ----------
    name
        A name, such as ``China`` or ``United States``.

    Returns
    -------
    str
        ``China's``, ``United States'``.
    """
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def shorten(text: str, limit: int = 160) -> str:
    """Cut a text at a word so that it fits, with an ellipsis.

    Parameters
    ----------
    text
        The text; runs of white space become one space.
    limit
        Longest result [characters].

    Returns
    -------
    str
        The text, or its beginning and ``…``.
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return head.rstrip(" ,;:.") + "…"


def quote(text: str, limit: int = 160) -> str:
    """Put a passage in quote marks, without doubling the marks it already has.

    Parameters
    ----------
    text
        The passage.
    limit
        Longest passage [characters].

    Returns
    -------
    str
        Such as ``“in volume”``.
    """
    inner = shorten(text.strip(' “”„"'), limit).rstrip(",")
    return f"“{inner}”"
