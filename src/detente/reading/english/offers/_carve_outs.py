"""Carve-outs: what an easing leaves out, in the words of deals, licences and their exceptions."""

import re

from detente.facts.words import compiled
from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._off_table import (
    REVERSE,
    closes,
    keeps_nothing,
)
from detente.reading.english.text.goods import find_goods
from detente.reading.english.weight.commitment import commitment
from detente.reading.english.weight.direction import EASING_NOUNS, verb_group

__all__ = ["CONTROL_NOUN", "NARROW", "exceptions", "pieces", "refuses", "verbs_ease"]

CONTROL_NOUN = compiled("carve_outs.control_noun")
"""Words for a control where none was recognised."""
NARROW = compiled("carve_outs.narrow")
"""A deal or a suspension that does not reach somebody: a carve-out, though it names no goods."""
_LEFT_OUT = compiled("carve_outs.left_out")
_KEPT = compiled("carve_outs.kept")
_STANDS = compiled("carve_outs.stands")
_DENIED = compiled("carve_outs.denied")
_EXCEPT = compiled("carve_outs.except")
_THREAT_OFF = compiled("carve_outs.threat_off")
_BACK = compiled("carve_outs.back")
_KIND = compiled("carve_outs.kind")
_CUT = compiled("carve_outs.cut")
_LEAD = compiled("carve_outs.lead")


def pieces(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a stretch into clauses that may be refused apart."""
    found: list[tuple[int, int]] = []
    a = start
    for cut in _CUT.finditer(norm, start, end):
        found.append((a, cut.start()))
        a = cut.end()
    found.append((a, end))
    clean: list[tuple[int, int]] = []
    for low, high in found:
        a, b = trim(norm, low, high, marks=' \n,;:."')
        back = clean and _BACK.match(norm, a, b) and "." not in norm[clean[-1][1] : a]
        if back and closes(norm[a:b]):
            a = clean.pop()[0]  # *we do not sell them, and that is not up for discussion*
        while (lead := _LEAD.match(norm, a, b)) is not None:
            a = lead.end()
        if a < b:
            clean.append((a, b))
    return clean


def verbs_ease(words: str) -> bool:
    """Whether some words name an easing: *any easing of*, *lifting the curbs*."""
    plain = re.findall(r"[a-z-]{4,}", words.lower())
    return any(
        w in EASING_NOUNS or verb_group(re.sub(r"(?:ing|ed)$", "", w)) == "ease" for w in plain
    )


def refuses(piece: str, cue_kind: str) -> bool:
    """Whether a clause keeps something back: refused, carved out, kept or left standing.

    Examples
    --------
    >>> refuses("the suspension does not apply to memory chips", "assert")
    True
    >>> refuses("the ban does not apply to civilian users", "assert")
    False
    """
    if piece.rstrip().endswith("?") or REVERSE.search(piece) or _THREAT_OFF.match(piece):
        return False
    if keeps_nothing(piece):
        return False
    if any(p.search(piece) for p in (_LEFT_OUT, _KEPT, _STANDS, _DENIED)):
        return True
    if compiled("carve_outs.stays").search(piece):
        return commitment(piece, cue_kind, about_control=False) == "refused"
    return commitment(piece, cue_kind, about_control=True) == "refused"


def exceptions(norm: str, paragraph: Paragraph, start: int, end: int) -> list[tuple[int, int]]:
    """Find phrases that take something out of an easing: *excluding shipments to arms makers*."""
    found: list[tuple[int, int]] = []
    if _EXCEPT.search(norm, start, end) is None:
        return found
    eases, tightens = [], []
    for token in paragraph.tokens(start, end):
        group = verb_group(token.lemma_.lower())
        if group == "ease" or token.lower_ in EASING_NOUNS | {"suspension"}:
            eases.append(paragraph.start_of(token))
        elif group == "tighten" and token.pos_ == "VERB":
            tightens.append(paragraph.start_of(token))
    first = min(eases, default=end)
    for match in _EXCEPT.finditer(norm, start, end):
        stop = compiled("carve_outs.exception_ends").search(norm, match.end(), end)
        a, b = trim(norm, match.start(), stop.start() if stop else end, marks=' \n,;:."')
        words = norm[match.end() : b]
        if not (find_goods(words) or CONTROL_NOUN.search(words) or _KIND.search(words)):
            continue
        last = max((at for at in tightens if at < match.start()), default=start - 1)
        if first < match.start() and last < first:
            found.append((a, b))
    return found
