"""Carve-outs: what an easing leaves out, in the words of deals, licences and their exceptions."""

import re

from detente.reading._text import trim
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.offers._off_table import (
    HARSHER,
    NOT,
    RELIEF,
    REVERSE,
    closes,
    keeps_nothing,
)
from detente.reading.english.text.goods import find_goods
from detente.reading.english.weight.commitment import commitment
from detente.reading.english.weight.direction import EASING_NOUNS, verb_group

__all__ = ["CONTROL_NOUN", "NARROW", "exceptions", "pieces", "refuses", "ruled_out"]

CONTROL_NOUN = re.compile(
    r"\b(?:curbs?|restrictions?|(?<!in )(?<!under )controls?|bans?|embargo(?:es)?|sanctions|"
    r"blacklist|black list|entity list|the list|the order|listings?|designations?|"
    r"prohibitions?|licen[cs]\w*|exports?|shipments?|measures?|easing|exemptions?|quotas?)\b",
    re.IGNORECASE,
)
"""Words for a control where none was recognised."""
NARROW = re.compile(
    rf"\b{RELIEF}\b[^.;]{{0,160}}?\bnot (?:apply|extend|cover|include)\b", re.IGNORECASE
)
"""A deal or a suspension that does not reach somebody: a carve-out, though it names no goods."""
_BE = r"(?:is|are|was|were|be|been|being)"
_LEFT_OUT = re.compile(
    rf"\b{RELIEF}\b[^.;]{{0,160}}?\b(?:do|does|did|will|would|shall|can|could)(?: {NOT}|n't) "
    r"(?:apply to|cover|extend to|include|touch|affect|reach|concern|mean|change)\b|"
    rf"\b{NOT} (?:be )?(?:covered|included|affected|addressed|discussed|touched|raised|eligible)"
    rf"\b[^.;]{{0,30}}?\b(?:by|in|under|for|at|during)\b[^.;]{{0,30}}?\b{RELIEF}\b|"
    rf"\b(?:excluded|exempt(?:ed)?|left out|carved out|omitted|outside)\b (?:from |of )?"
    rf"(?:(?:the|this|any|that|its|a) )?(?:\w+ ){{0,5}}?{RELIEF}\b|"
    rf"\b{_BE} {NOT} (?:touched|affected|included|covered)\b|"
    rf"\bnothing in (?:this|the) \w+ (?:affects?|changes?|covers?|touches|applies)\b|"
    rf"\b(?:leav\w+|left)\b[^.;]{{0,160}}?\b"
    rf"(?:untouched|unchanged|in place|in force|intact|unaffected)\b|"
    rf"\b{RELIEF} (?:excludes?|excluded|leaves? out|left out|omits?|stops? short of)\b|"
    rf"\b(?:{_BE}|has|have|had) {NOT} (?:been |even )?"
    r"(?:on|part of|included in|covered by|a subject of|up for|for) "
    r"(?:(?:the|this|any|our) )?\w+|"
    rf"\bno (?:part|bargaining chip)\b|\bno (?:\w+ )?(?:concessions?|compromise|trade-offs?) on\b|"
    rf"\b(?:no|without) (?:{RELIEF}) (?:{_BE}|has|have) (?:\w+ )?(?:under|on|planned|discussed)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:keep|keeps|kept|keeping|maintain\w*|retain\w*|uphold\w*|upheld|preserv\w+|"
    r"continu\w+(?= (?:to (?:apply|enforce|restrict|control|ban|block|require)|its|their|the)\b))\b"
    r"(?! (?:talking|working|in touch|lines?|channels?|open|dialogue|peace|contact))"
    r"[^.;,]{0,120}?\b(?:curbs?|restrictions?|controls?|bans?|embargo|sanctions|in place|in force|"
    r"locked|off limits|blacklist(?:ed)?|entity list|barred|out of reach|licen[cs]ing)\b",
    re.IGNORECASE,
)
_STANDS = re.compile(
    rf"(?:{CONTROL_NOUN.pattern}|\b(?:sales|deliveries)\b)[^.;]{{0,160}}?"
    r"\b(?:(?:will|would|must|shall|should|to) (?:still |also )?"
    r"(?:remain|stay|stand|continue(?= (?:in|to apply)))|remains?|remained|stays?|stands?|"
    r"(?:will|would|shall) be(?= in (?:force|place|effect) (?:until|as long|so long|unless|while)))"
    r"(?: (?:fully|firmly|otherwise|largely))?"
    r"(?= (?:in place|in force|in effect|on (?:the|its|their) |unchanged|unaffected|intact|off|"
    r"banned|barred|restricted|subject|as (?:it|they|long)|while|unless|"
    r"in (?:force|place|effect)|until|for (?:now|the)|because|so long|under)"
    r"|[.,;\"]|\s*$)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:will|would|can|could|shall|(?:does|do|did|has|have)(?= not agree))"
    r"(?: not|n't|not)(?: be)? "
    r"(?:\w+ly )?(?:restor|reopen|restart|loosen|soften|supply|supplied|deliver|ship|licen[cs]|"
    r"exempt|grant|approv|waiv|rescind|roll(?:ed)? back|reconsider|agree(?:d)? to|offer|unblock|"
    r"return|giv)\w*|\bno (?:question of|prospect of|intention of|plans? (?:to|for)|"
    r"discussion of)\b|"
    r"\b(?:reject|rebuff|dismiss)\w* (?:\w+ ){0,4}?(?:calls?|demands?|requests?|idea|proposals?)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:excluding|except(?:ing)?(?: for)?|with the exception of|apart from|other than|"
    r"save for|but not|not including|aside from|short of)\b(?! that\b)",
    re.IGNORECASE,
)
_THREAT_OFF = re.compile(
    r"(?:(?:an?|any|the) )?(?:outright|new|further|more|additional|fresh|total|full|blanket) "
    r"(?:[\w-]+ ){0,2}(?:bans?|curbs?|restrictions?|controls?|sanctions|embargo|measures) "
    r"(?:(?:on|of|against|for) [^.;,]{1,50}? )?(?:is|are|was|were) (?:not|n't|off)\b",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(
    r"\b(?:rul(?:e|es|ed|ing) out|categorically excluded|closed the door (?:to|on))\s+(?!that\b)",
    re.IGNORECASE,
)
_MATTERS = re.compile(
    r"\b(?:exceptions?|exemptions?|waivers?|changes?|trade|trading|deal|compromise|concessions?|swap|"
    r"linkage|talks|negotiat\w+|bargain\w*|return|reopening|resum\w+|access|supplies|sales)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?:that|this|those|these|they|it) (?:is|are|was|will|stays?)\b", re.IGNORECASE)
_KIND = re.compile(
    r"\b(?:military|defen[cs]e|dual-use|weapons?|arms|end[- ]users?|listed|advanced|"
    r"most powerful|cutting-edge)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?<!\.[A-Z])(?<!Mr)(?<!Ms)(?<!Dr)\.\s+|;\s+|, while |"
    r",? (?:but|whereas|although|though|yet) |,? and (?=that\b)|"
    r", and (?=(?:he|she|it|they|we|the)\b)|"
    r",? and (?=(?:the|its|their|[A-Z][\w.]+)\b[^,.;]{0,60}?"
    r"\b(?:will|would|stays?|remains?|is|are|was|were|did|does|do)\b)|"
    r" and (?=(?:let|allow|free|release|ease|lift)\b)|, saying (?:that )?",
)
_LEAD = re.compile(r"(?:that|also|and|however,?)\s+", re.IGNORECASE)


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


def ruled_out(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find what is ruled out in so many words: *ruled out any exception for single firms*."""
    found = []
    for match in _RULED_OUT.finditer(norm, start, end):
        stop = re.compile(
            r"[,;\"]|\.(?=\s|$)| (?:but|and (?:said|added|that)|as long as|while) "
        ).search(norm, match.end(), end)
        a, b = trim(norm, match.end(), stop.start() if stop else end, marks=' \n,;:."')
        before = norm[max(start, match.start() - 20) : match.start()].lower()
        if re.search(r"\b(?:not|n't|never|whether|refused to|without)\b", before):
            continue
        words = norm[a:b]
        matters = _MATTERS.search(words) or verbs_ease(words) or find_goods(words)
        if matters and not HARSHER.search(words) and not words.startswith("a ban"):
            found.append((a, b))
    return found


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
    if re.search(r"\b(?:remain|stay)", piece, re.IGNORECASE):
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
        stop = re.compile(
            r",? (?:said|says|according|and will|but)\b|[,;]\s|(?<!\.[A-Z])\.\s|\)|$"
        ).search(norm, match.end(), end)
        a, b = trim(norm, match.start(), stop.start() if stop else end, marks=' \n,;:."')
        words = norm[match.end() : b]
        if not (find_goods(words) or CONTROL_NOUN.search(words) or _KIND.search(words)):
            continue
        last = max((at for at in tightens if at < match.start()), default=start - 1)
        if first < match.start() and last < first:
            found.append((a, b))
    return found
