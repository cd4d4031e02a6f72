"""A reporting word with its speaker and its content."""

from dataclasses import dataclass

from spacy.tokens import Token

__all__ = ["Cue", "reach"]


@dataclass(slots=True, kw_only=True, eq=False)
class Cue:
    """A reporting word with its speaker and its content, where the grammar shows them."""

    token: Token
    kind: str
    speaker: Token | None
    start: int
    end: int
    content: tuple[int, int] | None
    finite: bool
    whole: bool = False
    before: bool = False
    label: bool = False
    """Whether it gives what it speaks of a name in quote marks."""
    noun: bool = False
    """Whether it is a noun: *the claim that*."""
    around: tuple[tuple[int, int], tuple[int, int]] | None = None
    """What stands before and after it, where it is an aside inside what it reports."""


def reach(token: Token) -> tuple[int, int]:
    """Return the cue with its auxiliaries and negation, as token indices."""
    low = high = token.i
    for child in token.children:
        if child.dep_ in {"aux", "auxpass", "neg"} and child.i < token.i and token.i - child.i < 4:
            low = min(low, child.i)
        if child.dep_ == "prt":
            high = max(high, child.i)
    return low, high
