"""Statements: who says what, directly, in part, indirectly."""

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._going import counted
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.said._claims import find_claims
from detente.reading.english.said._cues import find_cues
from detente.reading.english.said._indirect import Indirect
from detente.reading.english.said._quoted import Direct
from detente.reading.english.said._voices import Voices
from detente.reading.english.said.said import Said
from detente.reading.english.text.quotes import Quote, find_quotes

__all__ = ["find_statements", "join_turns"]

_ITEM = compiled("statements.item")
_LEAST = 4
"""Words from which a paragraph after a colon is a block quote."""


def find_statements(norm: str, raw: str, paragraphs: list[Paragraph], cast: Cast) -> list[Said]:
    """Find the statements of an article, the headline's left out."""
    voices = Voices(norm=norm, raw=raw, cast=cast)
    found: list[Said] = []
    for paragraph in counted(paragraphs, paragraphs):
        if paragraph.segment.kind in {"dek", "paragraph"}:
            found.extend(_settle(_read(voices, paragraph)))
    return found


def _read(voices: Voices, paragraph: Paragraph) -> list[Said]:
    quotes = find_quotes(voices.norm, voices.raw, paragraph.offset, paragraph.end)
    cues = sorted(
        [*find_cues(paragraph, quotes), *find_claims(paragraph, quotes)], key=lambda cue: cue.start
    )
    if (block := _block(voices, paragraph, quotes)) is not None:
        voices.open().append(block)
        announced = voices.announced
        voices.close(paragraph, [], unclosed=False)
        marked = voices.norm.startswith(">", paragraph.offset)
        voices.announced = announced if marked else voices.announced
        return [block]
    voices.open()
    direct = Direct(voices, paragraph, quotes, cues)
    here = direct.read()
    indirect = Indirect(voices, paragraph, quotes)
    for cue in cues:
        if cue in direct.used:
            other = direct.beside(cue, direct.used[cue])
            here.extend([other] if other else [])
        else:
            here.extend(indirect.read(cue))
    voices.close(paragraph, cues, unclosed=bool(quotes) and not quotes[-1].closed)
    return here


def _block(voices: Voices, paragraph: Paragraph, quotes: list[Quote]) -> Said | None:
    """A paragraph without marks after *the minister said in a letter:* is what was said."""
    announced = voices.announced
    if announced is None or announced.speaker is None or quotes:
        return None
    start, end = trim(voices.norm, paragraph.offset, paragraph.end, marks=" \n>")
    if not voices.norm[start:end].endswith((".", "!", "?")) or _ITEM.match(voices.norm, start):
        return None
    if len(voices.norm[start:end].split()) < _LEAST:
        return None
    block = Said(kind="direct", content=[(start, end)], paragraph=paragraph)
    block.like(announced)
    return block


def _settle(here: list[Said]) -> list[Said]:
    """Drop what is said twice: of nested statements the inner one with its chain."""
    kept: dict[int, Said] = {}
    near: list[Said] = []
    ends = {id(said): (said.start, said.end) for said in here}

    def keep(said: Said, instead: Said | None = None) -> None:
        if instead is not None:
            kept.pop(id(instead))
            near.remove(instead)
        kept[id(said)] = said
        near.append(said)

    for said in sorted(here, key=lambda s: (s.start, -s.end)):
        low, high = ends[id(said)]
        near = [k for k in near if low < ends[id(k)][1]]
        touching = [k for k in near if ends[id(k)][0] < high]
        outer = next(
            (k for k in touching if ends[id(k)][0] <= low and high <= ends[id(k)][1]), None
        )
        if outer is None:
            overlap = next(iter(touching), None)
            if overlap is None:
                keep(said)
            elif overlap.kind == "indirect" and said.kind != "indirect":
                keep(said, overlap)
            continue
        relay = outer.speaker is not None and outer.speaker.type == "outlet"
        share = (
            _share(said, outer) if relay else (said.end - said.start) / (outer.end - outer.start)
        )
        if said.kind == "direct" and outer.kind != "direct" and share > 0.8:
            keep(said, outer)
        elif (
            share > 0.55
            and (outer.kind == "indirect" or (relay and outer.kind == "mixed"))
            and said.speaker is not outer.speaker
            and _relayed(said, relay=relay)
        ):
            said.outer = [*outer.outer, *([outer.speaker] if outer.speaker else [])]
            keep(said, outer)
    return sorted(kept.values(), key=lambda s: s.start)


def _share(inner: Said, outer: Said) -> float:
    """How much of an outer statement an inner one is, its speaker and reporting word counted in."""
    spans = [(inner.start, inner.end), inner.speaker_span, inner.cue_span]
    inside = [s for s in spans if s is not None and outer.start <= s[0] and s[1] <= outer.end]
    low, high = min(a for a, _ in inside), max(b for _, b in inside)
    return (high - low) / max(1, outer.end - outer.start)


def _relayed(inner: Said, *, relay: bool) -> bool:
    """Whether the inner of two nested statements is itself speech: *X reported that Y said ...*."""
    cue = inner.cue
    if cue is None or inner.kind == "direct":
        return True
    spoken = cue.kind in word_class("plain_report") and (cue.finite or (relay and cue.before))
    return spoken and cue.token.lemma_.lower() not in load_lexicon()["cue_evidence"]


def join_turns(said: list[Said]) -> list[Said]:
    """Join quotes that one reporting word stands between, as in *"A," she said. "B."*.

    A standoff is read sentence by sentence, since each may be held with another firmness; where
    an article names no control there is nothing to weigh, and one utterance is one statement, as
    in annotated corpora of news.
    """
    joined: list[Said] = []
    for one in said:
        first = one.follows
        while first is not None and first.follows is not None:
            first = first.follows
        if first is not None and first in joined and first.paragraph is one.paragraph:
            first.content.extend(one.content)
        else:
            joined.append(one)
    return joined
