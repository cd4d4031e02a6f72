"""Exclusions: what is said not to be up for easing."""

import re
from dataclasses import dataclass

from detente.reading._commitment import commitment
from detente.reading._controls import ControlDraft
from detente.reading._goods import find_goods
from detente.reading._nlp import Paragraph
from detente.reading._records import Commitment
from detente.reading._said import Said
from detente.reading._text import trim

__all__ = ["ExclusionDraft", "find_exclusions"]


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
    controls: list[ControlDraft],
) -> list[ExclusionDraft]:
    """Find the exclusions in statements, then in the narrative outside them.

    Parameters
    ----------
    norm
        Normalised text.
    said
        Statements with commitment and controls.
    paragraphs, controls
        The parsed article and its controls.
    """
    found: list[ExclusionDraft] = []
    for statement, level, about in said:
        if level != "refused" or not about:
            continue
        for start, end in _clauses(norm, statement):
            named = [c for c in about if any(m.start < end and start < m.end for m in c.mentions)]
            control = _narrowest(named or about)
            if not _touches(norm, start, end, statement, control):
                continue
            found.append(ExclusionDraft(start=start, end=end, control=control, strength="refused"))
    for paragraph in paragraphs:
        for sentence in paragraph.sentences():
            low, high = paragraph.bounds(sentence)
            if any(s.touches(paragraph, low, high) for s, _, _ in said):
                continue
            about = [c for c in controls if any(low <= m.start < high for m in c.mentions)]
            text = norm[low:high]
            if about and commitment(text, "assert", about_control=True) == "refused":
                start, end = trim(norm, low, high)
                found.append(
                    ExclusionDraft(
                        start=start, end=end, control=_narrowest(about), strength="refused"
                    )
                )
    return sorted(found, key=lambda x: x.start)


def _touches(norm: str, start: int, end: int, statement: Said, control: ControlDraft) -> bool:
    """Whether the refusing clause itself speaks of the control."""
    if (start, end) == trim(norm, statement.start, statement.end, marks=' \n,;:."'):
        return True
    named = any(m.start < end and start < m.end for m in control.mentions)
    families = {good.row.family for good in find_goods(norm[start:end])}
    anaphor = re.search(
        r"\b(?:it|them|the (?:measures?|controls?|restrictions?|curbs?|ban))\b", norm[start:end]
    )
    return named or bool(control.families & families) or bool(anaphor)


def _narrowest(controls: list[ControlDraft]) -> ControlDraft:
    return min(controls, key=lambda c: (c.family == "technology", len(c.mentions)))


def _clauses(norm: str, statement: Said) -> list[tuple[int, int]]:
    """Return the refusing stretch of a statement, quote marks and later sentences left out."""
    stretches = []
    for start, end in statement.content:
        a, b = start, end
        for cut in re.finditer(
            r"[.;]\s+|,? but |,? and (?=that\b)|, and (?=(?:he|she|it|they|we|the)\b)",
            norm[start:end],
        ):
            piece = norm[a : start + cut.start()]
            if commitment(piece, "assert", about_control=True) == "refused":
                b = start + cut.start()
                break
            a = start + cut.end()
        if commitment(norm[a:b], statement.cue_kind, about_control=True) == "refused":
            stretches.append(trim(norm, a, b, marks=' \n,;:."'))
    return stretches
