"""Statements: who says what, directly, in part, indirectly, or in the headline."""

import re
from dataclasses import dataclass, field

from detente.facts._reading_tables import load_lexicon
from detente.reading._cues import Cue, find_cues
from detente.reading._entities import Cast, Draft
from detente.reading._nlp import Paragraph
from detente.reading._quotes import Quote, find_quotes
from detente.reading._text import trim

__all__ = ["Said", "find_statements"]

_STOP = re.compile(r"[.?!][\"')]*\s+(?=[\"'(]?[A-Z])")
_FILLER = re.compile(
    r"\s*(?:,|:|that|on|in|at|to|the|a|an|and|also|later|then|as|reporters|\w+day|"
    r"(?:late|early|this)|morning|afternoon|evening|statement|interview|post|conference|"
    r"news|press)*\s*",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True, eq=False)
class Said:
    """A statement before its firmness, direction and controls are read."""

    kind: str
    content: list[tuple[int, int]]
    paragraph: Paragraph
    speaker: Draft | None = None
    speaker_span: tuple[int, int] | None = None
    cue: Cue | None = None
    cue_span: tuple[int, int] | None = None
    cue_kind: str = "assert"
    outer: list[Draft] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the content starts [code points]."""
        return min(a for a, _ in self.content)

    @property
    def end(self) -> int:
        """Where the content ends [code points]."""
        return max(b for _, b in self.content)


class _Reader:
    """Reads one paragraph after the other; remembers who spoke last."""

    def __init__(self, norm: str, raw: str, cast: Cast) -> None:
        self.norm, self.raw, self.cast = norm, raw, cast
        self.last: Draft | None = None
        self.open_quote = False
        self.found: list[Said] = []
        self.here: list[Said] = []

    def paragraph(self, paragraph: Paragraph) -> None:  # noqa: C901 - one branch a rule of grammar
        """Read the statements of one paragraph."""
        quotes = find_quotes(self.norm, self.raw, paragraph.offset, paragraph.end)
        cues = find_cues(paragraph, quotes)
        used: dict[Cue, Said] = {}
        here = self.here = []
        last_quote: Said | None = None
        for index, quote in enumerate(quotes):
            cue = self._cue_for(quote, index, quotes, cues, paragraph)
            fresh = bool(re.search(r"\b(?:and|but|while)\s*$", self.norm[: quote.start])) and (
                self.norm[quote.start + 1 : quote.start + 2].isupper()
            )
            if (
                cue is not None
                and cue in used
                and not fresh
                and self._same_sentence(used[cue], quote)
            ):
                used[cue].content.append(self._bounds(quote))
                continue
            joined = (
                last_quote is not None
                and index
                and re.fullmatch(
                    r"[\s,;:–—-]*(?:and|but|while|or)?\s*",
                    self.norm[quotes[index - 1].end : quote.start],
                )
            )
            if cue is None and joined and last_quote is not None and last_quote.cue is not None:
                if not fresh:
                    last_quote.content.append(self._bounds(quote))
                    continue
                said = Said(kind="direct", content=[self._bounds(quote)], paragraph=paragraph)
                said.cue, said.cue_span, said.cue_kind = (
                    last_quote.cue, last_quote.cue_span, last_quote.cue_kind,
                )  # fmt: skip
                said.speaker, said.speaker_span = last_quote.speaker, last_quote.speaker_span
            elif cue is not None:
                follower = quotes[index + 1] if index + 1 < len(quotes) else None
                said = self._with_cue(paragraph, quote, cue, follower, taken=cue in used)
                used.setdefault(cue, said)
            else:
                floating = self._floating(paragraph, quote, last_quote)
                if floating is None:
                    continue
                said = floating
            here.append(said)
            last_quote = said
        for cue in cues:
            if cue in used:
                self._beside_quote(paragraph, cue, used[cue], quotes, here)
                continue
            indirect = self._indirect(paragraph, cue, quotes)
            if indirect is not None:
                here.append(indirect)
                here.extend(self._continued(paragraph, cue, indirect, quotes))
        self.found.extend(self._settle(here))
        if here:
            speakers = [s for s in sorted(here, key=lambda s: s.end) if s.speaker is not None]
            self.last = speakers[-1].speaker if speakers else self.last
        self.open_quote = bool(quotes) and not quotes[-1].closed

    def _bounds(self, quote: Quote) -> tuple[int, int]:
        end = quote.end
        while end > quote.start and self.norm[end - 1].isspace():
            end -= 1
        return quote.start, end

    def _same_sentence(self, said: Said, quote: Quote) -> bool:
        gap = self.norm[said.end : quote.start]
        return said.end <= quote.start and not _STOP.search(gap + " X") and ". " not in gap

    def _cue_for(
        self, quote: Quote, index: int, quotes: list[Quote], cues: list[Cue], paragraph: Paragraph
    ) -> Cue | None:
        """Choose the reporting word that governs a quote: beside it, in the same sentence."""
        left = quotes[index - 1].end if index else paragraph.offset
        right = quotes[index + 1].start if index + 1 < len(quotes) else paragraph.end
        before = self.norm[left : quote.start]
        stops = list(_STOP.finditer(before + self.norm[quote.start : quote.start + 2]))
        left += stops[-1].end() if stops else 0
        inside = self.norm[quote.start : quote.end].rstrip('" ')
        ended = inside[-1:] in {".", "?", "!"}
        after = self.norm[quote.end : right]
        stop = re.search(
            r"[.?!;](?:\s|$)(?!-)",
            re.sub(r"\b[A-Z]\.(?:[A-Z]\.)?", lambda m: "x" * len(m[0]), after),
        )
        right = quote.end + (stop.start() + 1 if stop else len(after))
        ahead = [c for c in cues if left <= c.start and c.end <= quote.start]
        behind = [c for c in cues if quote.end <= c.start < right]
        if ended and inside[-1:] == ".":
            behind = []
        opens_clause = bool(
            re.search(
                r"[,:]\s*$|\b(?:that|as|is|was|a|the|to|of|and|for)\s*$",
                self.norm[left : quote.start],
            )
        )
        if behind and inside[-1:] in {",", "?", "!", "-", "—"}:
            near = behind[0]
            own = near.content is not None and not near.before and near.finite
            elsewhere = own and bool(ahead) and not near.whole
            if near.start - quote.end < 90 and not elsewhere:
                return near
        if ahead and index and quotes[index - 1].end > left - 1 and not opens_clause and behind:
            return behind[0]
        if ahead:
            return self._nearest(ahead, quote)
        if behind and behind[0].start - quote.end < 90 and self._fits_behind(behind[0], quote):
            return behind[0]
        return None

    def _nearest(self, ahead: list[Cue], quote: Quote) -> Cue:
        """Prefer the word whose clause holds the quote, else the nearest with a speaker."""
        holding = [
            c
            for c in ahead
            if c.content is not None
            and c.token.doc[c.content[1]].idx + self._offset(c, quote) >= quote.start
        ]
        pool = holding or ahead
        spoken = [c for c in pool if c.speaker is not None]
        return (spoken or pool)[-1]

    def _offset(self, cue: Cue, quote: Quote) -> int:
        return cue.start - int(cue.token.doc[_reach_start(cue)].idx) if quote else 0

    def _fits_behind(self, cue: Cue, quote: Quote) -> bool:
        return quote.words(self.norm) >= 4 or cue.content is None or cue.before

    def _speaker(self, said: Said, paragraph: Paragraph, cue: Cue) -> None:
        said.cue, said.cue_span, said.cue_kind = cue, (cue.start, cue.end), cue.kind
        if cue.speaker is not None:
            draft, start, end = self.cast.resolve(paragraph, cue.speaker, self._last_before(cue))
            said.speaker, said.speaker_span = draft, (start, end)

    def _last_before(self, cue: Cue) -> Draft | None:
        """Who spoke last before a reporting word, for *he added*."""
        earlier = [s for s in self.here if s.cue_span and s.cue_span[0] < cue.start and s.speaker]
        return max(earlier, key=lambda s: s.cue_span or (0, 0)).speaker if earlier else self.last

    def _with_cue(
        self, paragraph: Paragraph, quote: Quote, cue: Cue, follower: Quote | None, *, taken: bool
    ) -> Said:
        said = Said(kind="direct", content=[self._bounds(quote)], paragraph=paragraph)
        self._speaker(said, paragraph, cue)
        if taken or cue.end > quote.start:
            if not taken and cue.before and cue.content is not None:
                self._widen(said, paragraph, cue, quote)
            return said
        gap = self.norm[cue.end : quote.start]
        start = None
        if cue.content is not None and not cue.before:
            low = paragraph.start_of(paragraph.doc[cue.content[0]])
            if cue.end <= low < quote.start:
                start = low
        that = re.search(r"\bthat\s+(?=\S)", gap)
        if that and len(gap[that.end() :].split()) >= 1:
            start = cue.end + that.end()
        if start is not None and not _FILLER.fullmatch(self.norm[start : quote.start]):
            said.kind = "mixed"
            end = quote.end
            if cue.content is not None:
                end = max(end, self._content_end(paragraph, cue))
            if follower is not None and follower.start < end:
                coordinated = re.search(
                    r",?\s*\b(?:and|but|while)\s*$", self.norm[quote.end : follower.start]
                )
                if coordinated and self.norm[follower.start + 1].isupper():
                    end = quote.end
            said.content = [trim(self.norm, start, end, marks=" \n,;:")]
        return said

    def _content_end(self, paragraph: Paragraph, cue: Cue) -> int:
        assert cue.content is not None  # noqa: S101 - callers check
        return paragraph.end_of(paragraph.doc[cue.content[1]])

    def _widen(self, said: Said, paragraph: Paragraph, cue: Cue, quote: Quote) -> None:
        """Take in the words before a quote that ends its clause: *It was "wrong", he said*."""
        assert cue.content is not None  # noqa: S101 - callers check
        low = min(paragraph.start_of(paragraph.doc[cue.content[0]]), quote.start)
        _, high = self._clause_before(paragraph, cue, low, self._content_end(paragraph, cue))
        more = len(self.norm[low : quote.start].split()), len(self.norm[quote.end : high].split())
        if max(more) >= 2:
            said.kind = "mixed"
            said.content = [
                trim(
                    self.norm,
                    low,
                    max(quote.end, min(cue.start, self._content_end(paragraph, cue))),
                    marks=" \n,;:",
                )
            ]

    def _floating(self, paragraph: Paragraph, quote: Quote, last_quote: Said | None) -> Said | None:
        """Carry the speaker over to a quote that stands as a sentence of its own."""
        before = self.norm[paragraph.offset : quote.start].rstrip()
        alone = not before or before[-1] in '.?!":' or self.open_quote
        inside = self.norm[quote.start : quote.end].strip('" ')
        sentence = inside[:1].isupper() and inside[-1:] in {".", "?", "!", ",", "…"}
        if quote.words(self.norm) < 4 or not (alone and (sentence or not quote.closed)):
            return None
        speaker = (
            last_quote.speaker if last_quote is not None else self._speaker_before(paragraph, quote)
        )
        if speaker is None:
            return None
        return Said(
            kind="direct", content=[self._bounds(quote)], paragraph=paragraph, speaker=speaker
        )

    def _speaker_before(self, paragraph: Paragraph, quote: Quote) -> Draft | None:
        people = [
            d for _, _, d in self.cast.named_at(paragraph.offset, quote.start) if d.type == "person"
        ]
        return people[-1] if people and self.last is None else self.last

    def _beside_quote(
        self, paragraph: Paragraph, cue: Cue, said: Said, quotes: list[Quote], here: list[Said]
    ) -> None:
        """Keep the indirect part that a word has beside its quote, where it stands apart."""
        if cue.content is None or not cue.finite or said.kind == "mixed":
            return
        low = paragraph.start_of(paragraph.doc[cue.content[0]])
        high = self._content_end(paragraph, cue)
        if low < said.end and said.start < high:
            return
        if any(q.start < high and low < q.end for q in quotes) or abs(low - said.end) > 200:
            return
        if len(self.norm[low:high].split()) < 4 or low < said.end:
            return
        other = Said(kind="indirect", content=[trim(self.norm, low, high)], paragraph=paragraph)
        other.speaker, other.speaker_span = said.speaker, said.speaker_span
        other.cue, other.cue_span, other.cue_kind = cue, (cue.start, cue.end), cue.kind
        here.append(other)

    def _indirect(self, paragraph: Paragraph, cue: Cue, quotes: list[Quote]) -> Said | None:  # noqa: C901 - one branch a rule of grammar
        if cue.content is None:
            return None
        needs = load_lexicon()["cue_needs_clause"]
        if not cue.finite and cue.token.lemma_.lower() in needs:
            return None
        if cue.speaker is None and not cue.whole:
            return None
        if cue.speaker is not None and cue.speaker.lower_ in {
            "i",
            "we",
            "you",
            "it",
            "this",
            "that",
            "there",
        }:
            return None
        start = paragraph.start_of(paragraph.doc[cue.content[0]])
        end = self._content_end(paragraph, cue)
        if cue.before:
            start, end = self._clause_before(paragraph, cue, start, end)
        elif cue.whole:
            relative = re.search(r", (?:which|who)\b", self.norm[cue.end : end])
            end = cue.end + relative.start() if relative else end
        elif cue.finite:
            start, end = self._clause_after(paragraph, cue, start, end)
        start, end = trim(self.norm, start, end)
        loose = re.search(r",?\s+(?:and|but|while|as|which)$", self.norm[start:end])
        end = start + loose.start() if loose else end
        if len(self.norm[start:end].split()) < 3:
            return None
        mixed = any(q.start < end and start < q.end for q in quotes)
        said = Said(
            kind="mixed" if mixed else "indirect", content=[(start, end)], paragraph=paragraph
        )
        for quote in quotes:
            if quote.start < end < quote.end:
                said.content = [(start, self._bounds(quote)[1])]
        self._speaker(said, paragraph, cue)
        return said

    def _continued(
        self, paragraph: Paragraph, cue: Cue, said: Said, quotes: list[Quote]
    ) -> list[Said]:
        """*X said A could come, but B would not*: what is still in reported speech."""
        more: list[Said] = []
        for child in cue.token.children:
            shifted = any(
                c.dep_ == "aux" and c.lower_ in {"would", "could", "might"} for c in child.children
            )
            own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in child.children)
            if child.dep_ != "conj" or not (shifted and own):
                continue
            words = sorted(child.subtree, key=lambda t: t.i)
            start, end = paragraph.start_of(words[0]), paragraph.end_of(words[-1])
            start, end = trim(self.norm, max(start, said.end), end)
            if any(q.start < end and start < q.end for q in quotes) or end - start < 20:
                continue
            other = Said(kind="indirect", content=[(start, end)], paragraph=paragraph)
            other.speaker, other.speaker_span = said.speaker, said.speaker_span
            other.cue, other.cue_span, other.cue_kind = cue, said.cue_span, said.cue_kind
            more.append(other)
        return more

    def _clause_before(
        self, paragraph: Paragraph, cue: Cue, start: int, end: int
    ) -> tuple[int, int]:
        """Content that comes first runs to the comma before the speaker or the reporting word."""
        first = cue.start
        if cue.speaker is not None and cue.speaker.i < cue.token.i:
            low = min(t.i for t in cue.speaker.subtree)
            first = min(first, paragraph.start_of(paragraph.doc[low]))
        if first > start:
            end = min(end, first) if end > first else first if "," in self.norm[end:first] else end
        return start, end

    def _clause_after(
        self, paragraph: Paragraph, cue: Cue, start: int, end: int
    ) -> tuple[int, int]:
        """Drop the day of the saying, and mend an attachment that cuts the content short."""
        day = re.compile(r"(?:on |late |early )*(?:\w+day)(?: \w+ing)?,? (?:that )?").match(
            self.norm, start
        )
        if day and not self.norm[cue.end : start].strip():
            start = day.end()
        sentence_end = paragraph.offset + int(cue.token.sent.end_char)
        rest = self.norm[end:sentence_end]
        if (
            rest
            and not re.match(r"\s*[,;:–—\"-]|\s+(?:when|as|after|while|during|in an?)\b", rest)
            and '"' not in rest
        ):
            end = sentence_end
        return start, end

    def _settle(self, here: list[Said]) -> list[Said]:
        """Drop what is said twice: of nested statements the inner one with its chain."""
        kept: list[Said] = []
        here = sorted(here, key=lambda s: (s.start, -s.end))
        for said in here:
            outer = next((k for k in kept if k.start <= said.start and said.end <= k.end), None)
            if outer is None:
                overlap = next((k for k in kept if said.start < k.end and k.start < said.end), None)
                if overlap is None:
                    kept.append(said)
                elif overlap.kind == "indirect" and said.kind != "indirect":
                    kept.remove(overlap)
                    kept.append(said)
                continue
            share = (said.end - said.start) / max(1, outer.end - outer.start)
            if said.kind == "direct" and outer.kind != "direct" and share > 0.8:
                kept.remove(outer)
                kept.append(said)
            elif share > 0.55 and outer.kind == "indirect" and said.speaker is not outer.speaker:
                said.outer = [*outer.outer, *([outer.speaker] if outer.speaker else [])]
                kept.remove(outer)
                kept.append(said)
        return sorted(kept, key=lambda s: s.start)


def _reach_start(cue: Cue) -> int:
    children = [c.i for c in cue.token.children if c.dep_ in {"aux", "auxpass", "neg"}]
    return min([cue.token.i, *[i for i in children if cue.token.i - 4 < i < cue.token.i]])


def find_statements(norm: str, raw: str, paragraphs: list[Paragraph], cast: Cast) -> list[Said]:
    """Find the statements of an article, the headline's left out.

    Parameters
    ----------
    norm, raw
        Normalised and raw text.
    paragraphs
        Parsed segments in order.
    cast
        The article's entities; mentions by pronoun or title are added to it.
    """
    reader = _Reader(norm, raw, cast)
    for paragraph in paragraphs:
        if paragraph.segment.kind in {"dek", "paragraph"}:
            reader.paragraph(paragraph)
    return reader.found
