"""Direct speech: which reporting word governs a quote, and how far the statement runs."""

import re

from detente.facts._reading_tables import load_lexicon
from detente.reading._cues import Cue
from detente.reading._nlp import Paragraph
from detente.reading._quotes import Quote, quoted_at
from detente.reading._said import Said
from detente.reading._text import trim
from detente.reading._voices import Voices

__all__ = ["Direct"]

_STOP = re.compile(r"[.?!][\"')]*\s+(?=[\"'(]?[A-Z])")
_FILLER = re.compile(
    r"\s*(?:,|:|that|on|in|at|to|the|a|an|and|also|later|then|as|reporters|\w+day|"
    r"(?:late|early|this)|morning|afternoon|evening|statement|interview|post|conference|"
    r"news|press)*\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s*[―—–-]{1,2}\s*(?P<name>[A-Z][\w.'-]*(?:[ ,]+[\w.'()-]+){0,9})")
_LINK = re.compile(
    r"[\s,;:–—-]*(?:and|but|while|or)?(?: (?:then|also|that|who|which|as|is|was))*\s*"
)
_CLAUSE_END = re.compile(
    r"(?<![A-Z])[.?!;](?=\s|$|\")|\n|\"|"
    r", (?=[\w' ]{0,40}\b(?:said|adding|saying|according|told|which)\b)"
)
_GOES_ON = re.compile(
    r" (?!(?:in|on|at|during|when|while|as|after|before|by|last|late|early|this|and|but|he|she|"
    r"they|if|because|amid|with|to (?:reporters|\w+ reporters))\b)[a-z]"
)


class Direct:
    """Reads the quotes of one paragraph.

    Parameters
    ----------
    voices
        Who speaks, and the text.
    paragraph, quotes, cues
        The paragraph, its quotes and its reporting words.
    """

    def __init__(
        self, voices: Voices, paragraph: Paragraph, quotes: list[Quote], cues: list[Cue]
    ) -> None:
        self.voices, self.norm = voices, voices.norm
        self.paragraph, self.quotes, self.cues = paragraph, quotes, cues
        self.used: dict[Cue, Said] = {}

    def read(self) -> list[Said]:
        """Give every quote its speaker; words quoted by nobody are left out."""
        here = self.voices.here
        last: Said | None = None
        for index, quote in enumerate(self.quotes):
            said = self._one(index, quote, last)
            if said is not None and said is not last:
                here.append(said)
            last = said or last
        return here

    def _one(self, index: int, quote: Quote, last: Said | None) -> Said | None:
        cue = self._cue_for(index, quote)
        fresh = bool(re.search(r"\b(?:and|but|while)\s*$", self.norm[: quote.start][-8:])) and (
            self.norm[quote.start + 1 : quote.start + 2].isupper()
        )
        if cue is not None and not fresh and cue in self.used:
            earlier = self.used[cue]
            if self._same_sentence(earlier, quote):
                earlier.content.append(self._bounds(quote))
                return earlier
        if cue is None and last is not None and last.cue is not None and index:
            gap = self.norm[self.quotes[index - 1].end : quote.start]
            if _LINK.fullmatch(gap):
                if not fresh:
                    last.content.append(self._bounds(quote))
                    return last
                said = self._bare(quote)
                said.like(last)
                return said
        if cue is not None:
            said = self._with_cue(index, quote, cue)
            self.used.setdefault(cue, said)
            return said
        return self._signed(index, quote) or self._floating(quote, last)

    def _bare(self, quote: Quote) -> Said:
        return Said(kind="direct", content=[self._bounds(quote)], paragraph=self.paragraph)

    def _bounds(self, quote: Quote) -> tuple[int, int]:
        end = quote.end
        while end > quote.start and self.norm[end - 1].isspace():
            end -= 1
        return quote.start, end

    def _same_sentence(self, said: Said, quote: Quote) -> bool:
        gap = self.norm[said.end : quote.start]
        return said.end <= quote.start and not _STOP.search(gap + " X") and ". " not in gap

    def _cue_for(self, index: int, quote: Quote) -> Cue | None:
        """Choose the reporting word that governs a quote: beside it, in the same sentence."""
        quotes, paragraph = self.quotes, self.paragraph
        left = quotes[index - 1].end if index else paragraph.offset
        right = quotes[index + 1].start if index + 1 < len(quotes) else paragraph.end
        before = self.norm[left : quote.start]
        stops = list(_STOP.finditer(before + self.norm[quote.start : quote.start + 2]))
        left += stops[-1].end() if stops else 0
        inside = self.norm[quote.start : quote.end].rstrip('" ')
        after = self.norm[quote.end : right]
        stop = re.search(
            r"[.?!;](?:\s|$)(?!-)",
            re.sub(r"\b[A-Z]\.(?:[A-Z]\.)?|\b(?:Rep|Sen|Gov|Mr|Ms|Mrs|Dr|Gen|St|Sens|Reps)\.",
                   lambda m: "x" * len(m[0]), after),
        )  # fmt: skip
        right = quote.end + (stop.start() + 1 if stop else len(after))
        ahead = [c for c in self.cues if left <= c.start and c.end <= quote.start]
        behind = [c for c in self.cues if quote.end <= c.start < right]
        if inside[-1:] == ".":
            behind = []
        opens_clause = bool(
            re.search(r"[,:]\s*$|\b(?:that|as|is|was|a|the|to|of|and|for)\s*$", before)
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
            if c.content is not None and self._content_end(c) > quote.start
        ]  # fmt: skip
        pool = holding or ahead
        spoken = [c for c in pool if c.speaker is not None]
        return (spoken or pool)[-1]

    def _fits_behind(self, cue: Cue, quote: Quote) -> bool:
        return quote.words(self.norm) >= 4 or cue.content is None or cue.before

    def _content_start(self, cue: Cue) -> int:
        assert cue.content is not None  # noqa: S101 - callers check
        return self.paragraph.start_of(self.paragraph.doc[cue.content[0]])

    def _content_end(self, cue: Cue) -> int:
        assert cue.content is not None  # noqa: S101 - callers check
        return self.paragraph.end_of(self.paragraph.doc[cue.content[1]])

    def _with_cue(  # noqa: C901 - one branch a rule of grammar
        self, index: int, quote: Quote, cue: Cue
    ) -> Said:
        said, taken = self._bare(quote), cue in self.used
        self.voices.attach(said, self.paragraph, cue)
        inside = cue.speaker is not None and quoted_at(
            self.quotes, self.paragraph.start_of(cue.speaker)
        )
        if said.speaker is None or inside:
            self._speaker_beside(said, quote, cue)
        if taken or cue.end > quote.start:
            if not taken and cue.before and cue.content is not None:
                self._widen(said, cue, quote)
            return said
        gap = self.norm[cue.end : quote.start]
        start = None
        if cue.content is not None and not cue.before:
            low = self._content_start(cue)
            start = low if cue.end <= low < quote.start else None
        that = re.search(r"\bthat\s+(?=\S)", gap)
        if that and len(gap[that.end() :].split()) >= 1:
            start = cue.end + that.end()
        if self._labels(cue) and not _STOP.search(gap) and 0 < len(gap.split()) <= 14:
            start, said.cue_kind = cue.end, "evaluate"
        rest = self._rest(quote, cue)
        if rest and (start is None or _FILLER.fullmatch(self.norm[start : quote.start])):
            start = quote.start
        if start is not None and (rest or not _FILLER.fullmatch(self.norm[start : quote.start])):
            said.kind = "mixed"
            end = rest or quote.end
            if cue.content is not None:
                end = max(end, self._content_end(cue))
            if self._labels(cue):
                end = max(end, self._last_label(index, cue))
            follower = self.quotes[index + 1] if index + 1 < len(self.quotes) else None
            if follower is not None and follower.start < end and not self._labels(cue):
                coordinated = re.search(
                    r",?\s*\b(?:and|but|while)\s*$", self.norm[quote.end : follower.start]
                )
                if coordinated and self.norm[follower.start + 1].isupper():
                    end = quote.end
            said.content = [trim(self.norm, start, end, marks=" \n,;:")]
        return said

    def _rest(self, quote: Quote, cue: Cue) -> int | None:
        """Where a clause ends that a few quoted words open: *said "reforms" would help*."""
        inside = self.norm[quote.start : quote.end].rstrip('" ')
        if quote.words(self.norm) > 8 or inside[-1:] in {",", ".", "?", "!"} or not quote.closed:
            return None
        if not _GOES_ON.match(self.norm, quote.end):
            return None
        stop = _CLAUSE_END.search(self.norm, quote.end, self.paragraph.end)
        end = stop.start() if stop else self.paragraph.end
        if any(quote.end <= c.start < end for c in self.cues if c is not cue):
            return None
        return end if len(self.norm[quote.end : end].split()) >= 2 else None

    def _labels(self, cue: Cue) -> bool:
        """Whether the word gives its object a name: *called the curbs "a stab in the back"*."""
        onto = self.norm[cue.end : cue.end + 5].startswith((" on ", " for ", " upon"))
        return not onto and cue.token.lemma_.lower() in load_lexicon()["cue_label"]

    def _last_label(self, index: int, cue: Cue) -> int:
        """Where the last quoted name ends that the word gives in its sentence."""
        end = self.quotes[index].end
        for following in self.quotes[index + 1 :]:
            gap = self.norm[end : following.start]
            other = any(end <= c.start < following.start for c in self.cues if c is not cue)
            if _STOP.search(gap + " X") or re.search(r"[.?!]\s", gap) or other or len(gap) > 90:
                break
            end = following.end
        return end

    def _speaker_beside(self, said: Said, quote: Quote, cue: Cue) -> None:
        """Find the speaker by place where the parser found none: between quote and word."""
        paragraph, cast = self.paragraph, self.voices.cast
        low, high = quote.end, cue.start
        if cue.start < quote.end or not self.norm[low:high].strip(" ,"):
            low = cue.end
            stop = re.compile(r"[,;:\"\n]|(?<![A-Z])\.\s").search(self.norm, low, paragraph.end)
            high = min(stop.start() if stop else paragraph.end, low + 120)
        if not 0 < len(self.norm[low:high].split()) <= 14 or (cue.start < quote.start):
            return
        named = [n for n in cast.named_at(low, high) if n[2].type != "place"]
        if named:
            start, end, draft = next((n for n in named if n[2].type == "person"), named[-1])
            said.speaker, said.speaker_span = draft, (start, end)
            return
        nouns = [t for t in paragraph.tokens(low, high) if t.pos_ in {"NOUN", "PROPN", "PRON"}]
        if nouns:
            draft, start, end = cast.resolve(paragraph, nouns[-1], self.voices.last)
            said.speaker, said.speaker_span = draft, (max(start, low), min(end, high))
            if said.speaker_span[0] >= said.speaker_span[1]:
                said.speaker_span = None

    def _widen(self, said: Said, cue: Cue, quote: Quote) -> None:
        """Take in the words before a quote that ends its clause: *It was "wrong", he said*."""
        low = min(self._content_start(cue), quote.start)
        if self.quotes and any(q.start < quote.start and low < q.end for q in self.quotes):
            return
        ends = self.norm[quote.start : quote.end].rstrip('" ')[-1:] in {",", "?", "!", "."}
        high = quote.end if ends else max(quote.end, min(cue.start, self._content_end(cue)))
        more = len(self.norm[low : quote.start].split()), len(self.norm[quote.end : high].split())
        if max(more) >= 2:
            said.kind = "mixed"
            said.content = [trim(self.norm, low, high, marks=" \n,;:")]

    def _signed(self, index: int, quote: Quote) -> Said | None:
        """Read a quote that is signed: *"..." - Jane Doe, chief executive*."""
        right = self.quotes[index + 1].start if index + 1 < len(self.quotes) else self.paragraph.end
        match = _SIGNED.match(self.norm, quote.end, right)
        rest = self.norm[match.end() : right].strip(" .,") if match else "x"
        if match is None or rest or quote.words(self.norm) < 4:
            return None
        said = self._bare(quote)
        start, end = match.span("name")
        named = self.voices.cast.named_at(start, end)
        name = re.split(r",| of | at ", match["name"])[0].strip(" .")
        said.speaker = next((d for _, _, d in named if d.type != "place"), None)
        if said.speaker is None:
            said.speaker = self.voices.cast.new("person", name, start, start + len(name))
        said.speaker_span = (start, start + len(name))
        return said

    def _floating(self, quote: Quote, last: Said | None) -> Said | None:
        """Carry the speaker over to a quote that stands as a sentence of its own."""
        paragraph, announced = self.paragraph, self.voices.announced
        before = self.norm[paragraph.offset : quote.start].rstrip()
        alone = not before or before[-1] in '.?!":' or self.voices.open_quote
        inside = self.norm[quote.start : quote.end].strip('" ')
        sentence = inside[:1].isupper() and inside[-1:] in {".", "?", "!", ",", "…"}
        least = 2 if last is not None and last.cue is not None else 4
        if quote.words(self.norm) < least or not (alone and (sentence or not quote.closed)):
            return None
        said = self._bare(quote)
        if not before and announced is not None and announced.speaker is not None:
            said.like(announced)
            return said
        if last is not None:
            said.speaker, said.follows = last.speaker, last
        else:
            said.speaker = self.voices.named_before(paragraph, quote.start)
        return said if said.speaker is not None else None

    def beside(self, cue: Cue, said: Said) -> Said | None:
        """Keep the indirect part that a word has beside its quote, where it stands apart."""
        if cue.content is None or not cue.finite or said.kind == "mixed":
            return None
        low, high = self._content_start(cue), self._content_end(cue)
        if low < said.end and said.start < high:
            return None
        if any(q.start < high and low < q.end for q in self.quotes) or abs(low - said.end) > 200:
            return None
        if len(self.norm[low:high].split()) < 4 or low < said.end:
            return None
        other = Said(
            kind="indirect", content=[trim(self.norm, low, high)], paragraph=self.paragraph
        )
        other.like(said)
        other.cue, other.cue_span, other.cue_kind = cue, (cue.start, cue.end), cue.kind
        return other
