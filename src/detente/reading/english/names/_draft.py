"""An entity of an article while its mentions are collected, and the words that hang on a noun."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Token

from detente.reading._records import EntityType
from detente.reading.english.grammar.nlp import Paragraph, subtree

__all__ = ["Draft", "noun_phrase"]


def _start(span: tuple[int, int]) -> int:
    return span[0]


@dataclass(slots=True, kw_only=True)
class Draft:
    """An entity while its mentions are collected."""

    key: str
    type: EntityType
    name: str
    party: str | None = None
    role: str | None = None
    titles: tuple[str, ...] = ()
    spans: list[tuple[int, int]] = field(default_factory=list)
    identifier: str = ""
    single: bool = False
    """Whether it is one unnamed human being: *a spokesman*, *the official*."""

    def add(self, start: int, end: int) -> None:
        """Add a mention; one that lies inside another mention of the same entity is dropped."""
        at = bisect_right(self.spans, start, key=_start)
        if at and self.spans[at - 1][1] >= end:  # none lies in another, so the ends rise too
            return
        low = high = bisect_left(self.spans, start, key=_start)
        while high < len(self.spans) and self.spans[high][1] <= end:
            high += 1
        self.spans[low:high] = [(start, end)]


def noun_phrase(paragraph: Paragraph, head: Token) -> tuple[int, int]:
    """Return where the noun phrase of a head starts and ends, without clauses that hang on it."""
    heavy = frozenset(
        child
        for child in head.children
        if child.dep_ in {"relcl", "acl", "appos", "cc", "conj", "punct", "advcl", "parataxis"}
        and child.i > head.i
    )
    low, high = subtree(head, without=heavy)
    high = min(high, head.i + 12)
    return paragraph.start_of(paragraph.doc[low]), paragraph.end_of(paragraph.doc[high])
