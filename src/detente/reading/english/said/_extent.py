"""How far a statement runs around its quote."""

import re

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled, word_class
from detente.reading._text import trim
from detente.reading.english.said._cue import Cue
from detente.reading.english.said._passage import STOP, Passage
from detente.reading.english.said.said import Said
from detente.reading.english.text.quotes import Quote, quoted_at

__all__ = ["spread"]

_BESIDE = word_class("beside_quote")
"""Words that mostly open what is told beside a quote."""
_FILLER = compiled("extent.filler")
_CLAUSE_END = compiled("extent.clause_end")
_GOES_ON = compiled("extent.goes_on")


def spread(at: Passage, said: Said, index: int, cue: Cue) -> None:
    """Widen a statement from its quote to the clause that holds the quote."""
    quote = at.quotes[index]
    if cue.around is not None and _inside(at, said, cue, quote):
        return
    if cue.end > quote.start:
        if cue.before and cue.content is not None:
            _widen(at, said, cue, index)
        return
    start = _opening(at, said, cue, quote)
    rest = _rest(at, quote, cue) or _held(at, quote, cue)
    if rest and (start is None or _FILLER.fullmatch(at.norm, start, quote.start)):
        start = quote.start
    if start is None or not (rest or not _FILLER.fullmatch(at.norm, start, quote.start)):
        return
    said.kind = "mixed"
    end = rest or quote.end
    if cue.content is not None:
        end = max(end, at.content_end(cue))
    if _labels(at, cue):
        end = max(end, _last_label(at, index, cue))
    elif _another_follows(at, index, end):
        end = quote.end
    said.content = [trim(at.norm, start, end, marks=" \n,;:")]


def _opening(at: Passage, said: Said, cue: Cue, quote: Quote) -> int | None:
    """Where the clause begins that holds a quote, if it begins before the quote."""
    gap = at.norm[cue.end : quote.start]
    if cue.label and cue.content is not None and at.content_start(cue) <= quote.start:
        said.cue_kind = "evaluate"
        return at.content_start(cue)
    if (
        _labels(at, cue)
        and not STOP.search(at.text(cue.end, quote.start))
        and 0 < len(gap.split()) <= 14
    ):
        said.cue_kind = "evaluate"
        return cue.end
    if that := compiled("extent.opening").search(gap):
        return cue.end + that.end()
    if cue.content is not None and not cue.before:
        low = at.content_start(cue)
        return low if cue.end <= low < quote.start else None
    return None


def _another_follows(at: Passage, index: int, end: int) -> bool:
    """Whether the next quote is coordinated and a sentence of its own: *and "We will not."*."""
    follower = at.quotes[index + 1] if index + 1 < len(at.quotes) else None
    if follower is None or follower.start >= end or follower.words(at.norm) < 4:
        return False
    gap = at.norm[at.quotes[index].end : follower.start]
    coordinated = compiled("extent.coordinated").search(gap)
    return coordinated is not None and at.norm[follower.start + 1].isupper()


def _inside(at: Passage, said: Said, cue: Cue, quote: Quote) -> bool:
    """Take in the sentence of an aside: *The rules, she said, were "a joke"*."""
    assert cue.around is not None  # noqa: S101 - callers check
    doc, parts = at.paragraph.doc, []
    for low, high in cue.around:
        start, end = at.paragraph.start_of(doc[low]), at.paragraph.end_of(doc[high])
        parts.append(trim(at.norm, start, end, marks=" \n,;:"))
    first, last = parts
    if not (first[0] <= quote.start and quote.end <= last[1] + 1) or first[0] >= first[1]:
        return False
    if min(quote.start - first[0], 1) == 0 or quoted_at(at.quotes, first[0]):
        return False
    said.kind, said.content = "mixed", parts
    return True


def _rest(at: Passage, quote: Quote, cue: Cue) -> int | None:
    """Where a clause ends that a few quoted words open: *said "reforms" would help*."""
    inside = at.norm[quote.start : quote.end].rstrip('" ')
    if quote.words(at.norm) > 8 or inside[-1:] in {",", ".", "?", "!"} or not quote.closed:
        return None
    if not _GOES_ON.match(at.norm, quote.end):
        return None
    stop = _CLAUSE_END.search(at.norm, quote.end, at.paragraph.end)
    end = stop.start() if stop else at.paragraph.end
    if any(c is not cue for c in at.cues_in(quote.end, end)):
        return None
    return end if len(at.norm[quote.end : end].split()) >= 2 else None


def _held(at: Passage, quote: Quote, cue: Cue) -> int | None:
    """Where a clause ends that is built on a few quoted words: *"reforms" and taxes would help*."""
    if cue.content is None or cue.before or cue.label or not quote.closed:
        return None
    inside = at.norm[quote.start : quote.end].rstrip("\"' ")
    end = at.content_end(cue)
    brief = quote.words(at.norm) <= 8 and inside[-1:] not in {",", ".", "?", "!"}
    if not brief or end <= quote.end or at.content_start(cue) > quote.start + 1:
        return None
    after = at.paragraph.tokens(quote.end, end)
    if len(after) < 2 or after[0].is_punct or any(c is not cue for c in at.cues_in(quote.end, end)):
        return None
    if cue.finite:
        return None if after[0].lower_ in _BESIDE else end
    return end if quote.start < at.paragraph.start_of(after[0].head) < quote.end else None


def _labels(at: Passage, cue: Cue) -> bool:
    """Whether the word gives its object a name: *called the curbs "a stab in the back"*."""
    onto = at.norm[cue.end : cue.end + 5].startswith((" on ", " for ", " upon"))
    return not onto and cue.token.lemma_.lower() in load_lexicon()["cue_label"]


def _last_label(at: Passage, index: int, cue: Cue) -> int:
    """Where the last quoted name ends that the word gives in its sentence."""
    end = at.quotes[index].end
    for following in at.quotes[index + 1 :]:
        gap = at.norm[end : following.start]
        other = any(c is not cue for c in at.cues_in(end, following.start))
        if STOP.search(gap + " X") or re.search(r"[.?!]\s", gap) or other or len(gap) > 90:
            break
        end = following.end
    return end


def _widen(at: Passage, said: Said, cue: Cue, index: int) -> None:
    """Take in the words before a quote that ends its clause: *It was "wrong", he said*."""
    quote = at.quotes[index]
    low = min(at.content_start(cue), quote.start)
    if index and low < at.quotes[index - 1].end:
        return
    if at.norm[low : quote.start].rstrip().endswith(":"):
        return
    ends = at.norm[quote.start : quote.end].rstrip('" ')[-1:] in {",", "?", "!", "."}
    following = at.paragraph.tokens(quote.end, cue.start)
    goes_on = _GOES_ON.match(at.norm, quote.end) or (
        quote.words(at.norm) <= 3 and bool(following) and following[0].pos_ == "ADP"
    )
    ends = ends and not (goes_on and at.content_end(cue) > quote.end + 5)
    high = quote.end if ends else max(quote.end, min(cue.start, at.content_end(cue)))
    more = len(at.norm[low : quote.start].split()), len(at.norm[quote.end : high].split())
    if max(more) >= 2:
        said.kind = "mixed"
        said.content = [trim(at.norm, low, high, marks=" \n,;:")]
