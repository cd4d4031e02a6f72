"""Transcripts of questions and answers: each paragraph of a turn is what its speaker says."""

import re
from collections import Counter
from collections.abc import Iterable

from detente.facts.words import compiled
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast, Draft
from detente.reading.english.said.said import Said

__all__ = ["find_turns", "turn_starts"]

_LABEL = compiled("transcript.label")
_QUESTION = compiled("transcript.question")
_ANSWER = compiled("transcript.answer")
_TITLES = compiled("transcript.titles")
_SPOKEN = compiled("transcript.spoken")


def turn_starts(norm: str, paragraphs: Iterable[Paragraph]) -> dict[int, re.Match[str]]:
    """Find the labels that open turns, by where their paragraph starts; empty for other texts.

    Notes
    -----
    A text is a transcript if three or more paragraphs open with a label and some label comes
    back, or is one for questions or answers.
    """
    found: dict[int, re.Match[str]] = {}
    read = 0
    for paragraph in paragraphs:
        read += paragraph.segment.kind in {"dek", "paragraph"}
        match = _LABEL.match(norm, paragraph.offset, min(paragraph.end, paragraph.offset + 90))
        if match and match.end() < paragraph.end:
            found[paragraph.offset] = match
    labels = Counter(match["label"] for match in found.values())
    asked = any(_QUESTION.fullmatch(label) or _ANSWER.fullmatch(label) for label in labels)
    returning = sum(count for count in labels.values() if count > 1)
    mostly = returning >= 2 and len(found) >= 0.6 * read
    if len(found) >= 3 and (asked or returning >= 3 or mostly):
        return found
    return found if len(found) == 2 and asked and len(labels) == 2 else {}


class _Turns:
    def __init__(self, norm: str, cast: Cast, starts: dict[int, re.Match[str]]) -> None:
        self.norm, self.cast, self.starts = norm, cast, starts
        self.known: dict[str, Draft] = {}
        self.questions = {
            m["label"]
            for m in starts.values()
            if _QUESTION.fullmatch(m["label"]) or self._outlet(m) is not None
        }

    def _outlet(self, match: re.Match[str]) -> Draft | None:
        named = self.cast.named_at(*match.span("label"))
        return next((d for _, _, d in named if d.type == "outlet"), None)

    def speaker(self, match: re.Match[str]) -> Draft:
        """Return who a label means: a name, a surname, the answering spokesperson."""
        label = match["label"]
        start, end = match.span("label")
        if label not in self.known:
            self.known[label] = self._meant(label, start, end)
        self.known[label].add(start, end)
        return self.known[label]

    def _meant(self, label: str, start: int, end: int) -> Draft:
        named = [n for n in self.cast.named_at(start, end) if n[2].type != "place"]
        if named:
            return named[-1][2]
        if _ANSWER.fullmatch(label):
            answering = self._answering(start)
            if answering is not None:
                return answering
        surname = _TITLES.sub("", label).split()[-1].strip(".,()").casefold()
        for draft in self.cast.drafts.values():
            if draft.type == "person" and draft.name.casefold().split()[-1] == surname:
                return draft
        if label in {"THE PRESIDENT", "The President", "PRESIDENT"}:
            for draft in self.cast.drafts.values():
                if "president" in draft.titles:
                    return draft
        kind = "group" if label in self.questions or _ANSWER.fullmatch(label) else "person"
        name = "reporter" if label in self.questions else label.title()
        return self.cast.new("group" if kind == "group" else "person", name, start, end)

    def _answering(self, start: int) -> Draft | None:
        """The official named before the first turn, a spokesperson first; else the ministry."""
        first = min(self.starts)
        before = [d for a, _, d in self.cast.named_at(0, max(first, start)) if a < first]
        people = [d for d in before if d.type == "person"]
        speaking = [d for d in people if _SPOKEN.search(d.role or "")]
        if speaking or people:
            return (speaking or people)[0]
        offices = [d for d in before if d.type in {"organisation", "government"}]
        return next((d for d in offices if d.type == "organisation"), None) or (
            offices[0] if offices else None
        )


def find_turns(norm: str, paragraphs: list[Paragraph], cast: Cast) -> list[Said]:
    """Read a transcript: one direct statement a paragraph, the label being its speaker."""
    starts = turn_starts(norm, paragraphs)
    if not starts:
        return []
    turns = _Turns(norm, cast, starts)
    found: list[Said] = []
    speaker: Draft | None = None
    asks = False
    for paragraph in paragraphs:
        if paragraph.segment.kind not in {"dek", "paragraph"}:
            continue
        label = starts.get(paragraph.offset)
        start = paragraph.offset
        if label is not None:
            speaker, start = turns.speaker(label), label.end()
            asks = label["label"] in turns.questions
        elif speaker is None or paragraph.offset < min(starts):
            continue
        end = paragraph.offset + len(norm[paragraph.offset : paragraph.end].rstrip())
        if start >= end:
            continue
        said = Said(kind="direct", content=[(start, end)], paragraph=paragraph, speaker=speaker)
        said.speaker_span = label.span("label") if label is not None else None
        said.cue_kind = "question" if asks else "assert"
        said.turn = True
        found.append(said)
    return found
