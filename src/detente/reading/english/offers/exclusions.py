"""Exclusions: what is said not to be up for easing."""

from dataclasses import dataclass

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled
from detente.reading._records import Commitment
from detente.reading._text import trim
from detente.reading.english.controls.controls import ControlDraft
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._carve_outs import (
    CONTROL_NOUN,
    NARROW,
    exceptions,
    pieces,
    refuses,
)
from detente.reading.english.offers._framed import eases, keeps
from detente.reading.english.offers._held_back import held_back
from detente.reading.english.offers._off_table import closes
from detente.reading.english.offers._offer_drafts import OfferDraft
from detente.reading.english.offers._refused import refused_burdens, spoken_refusals
from detente.reading.english.offers._speech import is_private
from detente.reading.english.offers.acts import kind_of
from detente.reading.english.offers.frames import Frame, Frames
from detente.reading.english.said.said import Said
from detente.reading.english.text.goods import GENERIC, find_goods

__all__ = ["ExclusionDraft", "find_exclusions"]

_NEGATION = compiled("exclusions.negation")
_ANAPHOR = compiled("exclusions.anaphor")


_NEEDS_LEAVE = compiled("exclusions.needs_leave")
"""*May not be shipped without a licence*: the rule itself, as the article tells it."""
_DATED = compiled("exclusions.dated")
"""*Until the end of June*: a control that ends on a day is no red line for that."""
_TERM = compiled("exclusions.term")
"""What would end a control that stays."""
_MARKS = ' \n,;:."'
_STILL = compiled("exclusions.still")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionDraft:
    """A passage that takes a control off the table."""

    start: int
    end: int
    control: ControlDraft | None
    strength: Commitment


def find_exclusions(
    norm: str,
    said: list[tuple[Said, Commitment, list[ControlDraft]]],
    paragraphs: list[Paragraph],
    frames: Frames,
    offers: list[OfferDraft],
) -> list[ExclusionDraft]:
    """Find the exclusions in statements, then in the narrative outside them."""
    controls = frames.finder.controls
    found = _in_statements(norm, said, controls)
    for paragraph in paragraphs:
        for sentence in paragraph.sentences():
            low, high = paragraph.bounds(sentence)
            if paragraph.segment.kind != "headline":
                found += [
                    _draft(start, end, _under(controls, start, end))
                    for start, end in exceptions(norm, paragraph, low, high)
                ]
            here = [s for s, _, _ in said if s.touches(paragraph, low, high)]
            found += _told(norm, low, high, controls, here)
            found = _framed(frames, paragraph, (low, high), found)
            inside = [(s, c) for s, c, _ in said if s.touches(paragraph, low, high)]
            for start, end in refused_burdens((paragraph, (low, high), inside), frames):
                found = [x for x in found if not (x.start < end and start < x.end)]
            for start, end in spoken_refusals((paragraph, (low, high), inside), frames):
                over = [x for x in found if x.start < end and start < x.end]
                if all(start <= x.start and x.end <= end for x in over):
                    found = [x for x in found if x not in over]
                    found.append(_draft(start, end, _under(controls, start, end)))
    given = [(leg.start, leg.end) for offer in offers for leg in offer.gives if offer.gets]
    return [
        x
        for x in _distinct(found, paragraphs)
        if _NEGATION.search(norm, x.start, x.end)
        or _TERM.search(norm, x.start, x.end)
        or not any(x.start <= a and b <= x.end for a, b in given)
    ]  # *is prepared to keep supplying them if the other side eases its ban*


def _framed(
    frames: Frames, paragraph: Paragraph, bounds: tuple[int, int],
    found: list[ExclusionDraft],
) -> list[ExclusionDraft]:  # fmt: skip
    """Add what frames of a sentence keep back, and leave out what they let through."""
    kept, norm = found, frames.finder.norm
    if norm[slice(*bounds)].rstrip().endswith("?"):
        return kept
    for frame in frames.of(paragraph, bounds):
        over = [x for x in kept if x.start < frame.end and frame.start < x.end]
        if frame.mood != "refused" and (frame.deed == "tighten" or frame.way) and eases(frame):
            kept = [x for x in kept if x not in over]
        elif keeps(frame) and not over and not _bound(norm, frame, bounds[1]):
            step = frames.steps.clause(paragraph, frame.top)
            named = [frame.control] if frame.control is not None else []
            term = _TERM.match(norm, step.end, bounds[1])
            end = trim(norm, step.start, term.end(), marks=_MARKS)[1] if term else step.end
            kept = [*kept, _draft(step.start, end, named)]
    for start, end in held_back(paragraph, bounds, frames):
        if not any(x.start < end and start < x.end for x in kept):
            kept = [*kept, _draft(start, end, _under(frames.finder.controls, start, end))]
    return kept


def _bound(norm: str, frame: Frame, end: int) -> bool:
    """Whether a control stands only as long as its own rule says: to a day, without a licence."""
    if _NEEDS_LEAVE.search(norm, frame.start, end):
        return True
    return frame.deed == "maintain" and _DATED.search(norm, frame.start, end) is not None


def _in_statements(
    norm: str,
    said: list[tuple[Said, Commitment, list[ControlDraft]]],
    controls: list[ControlDraft],
) -> list[ExclusionDraft]:
    found: list[ExclusionDraft] = []
    for statement, level, about in said:
        cue = statement.cue
        against = cue is not None and (
            cue.token.lemma_.lower() in load_lexicon()["oppose"] or kind_of(cue.token) == "refuse"
        )
        plain = level == "denied" and compiled("off_table.no_swap").search(
            norm, statement.start, statement.end
        )
        if (level in {"question", "denied"} and not plain) or against or is_private(statement):
            continue  # who opposes a bill keeps nothing of its own; an act of refusal tells itself
        for start, end in _clauses(norm, statement, level):
            if _NEEDS_LEAVE.search(norm, start, end):
                continue
            named = [c for c in about if any(m.start < end and start < m.end for m in c.mentions)]
            if about and not named and _speaks_of(norm, start, end, statement, about):
                named = about
            if named or closes(norm[start:end]) or _names(norm, start, end):
                found.append(_draft(start, end, named or _under(controls, start, end)))
    return found


def _told(
    norm: str, low: int, high: int, controls: list[ControlDraft], said: list[Said]
) -> list[ExclusionDraft]:
    """What the article itself tells of, outside of what is said in the sentence."""
    found: list[ExclusionDraft] = []
    spoken = [span for one in said for span in one.content]
    for start, stop in pieces(norm, low, high):
        first = min((a for a, b in spoken if a < stop and start < b), default=None)
        end = stop if first is None else max(norm.rfind(", and ", start, first), start)
        if start >= end:
            continue
        named = _under(controls, start, end)
        piece = norm[start:end]
        if _NEEDS_LEAVE.search(norm, start, high) and not _STILL.search(piece):
            continue
        weak = not said and refuses(piece, "assert") and (named or _names(norm, start, end))
        if weak or closes(piece):
            found.append(_draft(start, end, named))
    return found


def _draft(start: int, end: int, named: list[ControlDraft]) -> ExclusionDraft:
    control = _narrowest(named) if named else None
    return ExclusionDraft(start=start, end=end, control=control, strength="refused")


def _under(controls: list[ControlDraft], start: int, end: int) -> list[ControlDraft]:
    """The controls that are mentioned in a stretch."""
    return [c for c in controls if any(m.start < end and start < m.end for m in c.mentions)]


def _distinct(found: list[ExclusionDraft], paragraphs: list[Paragraph]) -> list[ExclusionDraft]:
    """Keep one of those that overlap; a headline's only if the text does not say it again."""
    kept: list[ExclusionDraft] = []
    for one in sorted(found, key=lambda x: (x.start, -x.end)):
        if not any(k.start < one.end and one.start < k.end for k in kept):
            kept.append(one)
    heads = [(p.offset, p.end) for p in paragraphs if p.segment.kind == "headline"]
    return [
        one
        for one in kept
        if not any(a <= one.start < b for a, b in heads)
        or not any(k.control is one.control or k.control is None for k in kept if k is not one)
    ]


def _names(norm: str, start: int, end: int) -> bool:
    """Whether a refusing clause names goods or a kind of control, though no control was found."""
    text = norm[start:end]
    if CONTROL_NOUN.search(text) or NARROW.search(text):
        return True
    return bool(find_goods(text))


def _speaks_of(norm: str, start: int, end: int, statement: Said, about: list[ControlDraft]) -> bool:
    """Whether a clause without a control's name speaks of the statement's controls."""
    if (start, end) == trim(norm, statement.start, statement.end, marks=' \n,;:."'):
        return True
    families = {good.row.family for good in find_goods(norm[start:end])}
    if any(control.families & families for control in about):
        return True
    return bool(_ANAPHOR.search(norm, start, end))


def _narrowest(controls: list[ControlDraft]) -> ControlDraft:
    return min(controls, key=lambda c: (c.family == GENERIC, len(c.mentions)))


def _clauses(norm: str, statement: Said, level: Commitment) -> list[tuple[int, int]]:
    """Return the refusing clauses of a statement; the whole of it where a refusal is spread out."""
    found = [
        (start, end)
        for low, high in statement.content
        for start, end in pieces(norm, low, high)
        if (refuses(norm[start:end], statement.cue_kind) or closes(norm[start:end]))
        and not _ends(norm, start, end)
    ]
    if found or level != "refused":
        return found
    return [
        trim(norm, low, high, marks=' \n,;:."')
        for low, high in statement.content
        if refuses(norm[low:high], statement.cue_kind) and not _ends(norm, low, high)
    ]


def _ends(norm: str, start: int, end: int) -> bool:
    """Whether a clause says when a control ends, and denies nothing."""
    return not _NEGATION.search(norm, start, end) and bool(_DATED.search(norm, start, end))
