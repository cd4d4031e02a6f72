"""Whether a Federal Register document restricts or eases, and what it does."""

import re

from detente.notices._fr_document import Document
from detente.notices._notice import Act, Passage, Sign

__all__ = ["LISTS", "SUSPENDS", "act_of", "said_in", "sentence_of", "sign_of"]

_RESTRICTS = re.compile(
    r"\b(?:add(?:s|ing|ed|ition of|itions)?\b[^.]{0,90}?\b(?:to|on) the "
    r"(?:Entity|Unverified|Denied Persons|Military End.User) List"
    r"|impos\w+ (?:a |new |additional |further )?[^.]{0,40}"
    r"(?:licen[cs]\w+ requirements?|controls?|restrictions?|sanctions)"
    r"|expand\w* [^.]{0,60}(?:controls?|scope|requirements?|restrictions?|prohibitions?|sanctions)"
    r"|(?:add\w*|establish\w*|creat\w+) (?:an? |two |several )?(?:new|additional) [^.]{0,50}"
    r"(?:controls?|licen[cs]e requirements?|ECCNs?|Foreign Direct Product|prohibitions?|sanctions)"
    r"|strengthen\w* [^.]{0,40}(?:controls?|sanctions)|further restrict\w*|tighten\w*"
    r"|implement necessary controls"
    r"|implement\w* (?:additional|new) [^.]{0,30}(?:controls|sanctions)"
    r"|license is (?:now )?required|requir\w+ a license|adding controls|new export controls?"
    r"|subject to Entity List restrictions|temporarily den\w+|deny\w* (?:the )?export privileges"
    r"|(?:revok\w+|revocation of) [^.]{0,40}(?:license exception|authorization|validated end)"
    r"|remov\w+ [^.]{0,60}(?:from the (?:list of )?(?:Validated End.?User|VEU)|license exception))",
    re.IGNORECASE,
)
_EASES = re.compile(
    r"\b(?:from a (?:policy|presumption) of denial to|presumption of approval"
    r"|remov(?:e|es|ing|al|als)(?: of)?\b[^.]{0,90}?"
    r"from the (?:Entity|Unverified|Military End.User) List"
    r"|suspend\w* [^.]{0,80}(?:rule|requirements?|controls?|restrictions?|changes|amendments)"
    r"|one.year suspension"
    r"|rescind\w*|rescission|lift\w* [^.]{0,30}(?:controls?|restrictions?|requirements?)"
    r"|remov\w+ [^.]{0,40}(?:licen[cs]e requirements?|export controls?|restrictions)"
    r"|eas(?:e|es|ing) [^.]{0,40}(?:controls?|restrictions?|requirements?)|relax\w*"
    r"|less restrictive"
    r"|liberaliz\w*|expand\w* [^.]{0,40}(?:eligibility|license exception)|more favorable"
    r"|facilitat\w+ [^.]{0,30}exports?|decontrol\w*|delay\w* the effective date)",
    re.IGNORECASE,
)
SUSPENDS = re.compile(r"\bsuspend\w*|suspension\b", re.IGNORECASE)
_SIDE = re.compile(
    r"\b(?:procedures for access|public briefing|correct(?:ion|ing|s) (?:to|of)?"
    r"|technical (?:correction|amendment)"
    r"|request for comments? only|extension of comment period|advance notice|notice of inquiry)\b",
    re.IGNORECASE,
)
_PROPOSED = re.compile(r"\bproposed rule|advance notice of proposed", re.IGNORECASE)
LISTS = re.compile(
    r"Entity List|Unverified List|Military End.User List|Denied Persons List", re.IGNORECASE
)


def said_in(where: str, text: str) -> Passage:
    return Passage(text=text.strip(), where=where)


def sentence_of(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(". ", 0, match.start()) + 1, 0)
    end = text.find(". ", match.end())
    return text[start : end + 1 if end >= 0 else len(text)]


def sign_of(document: Document) -> tuple[Sign, Passage | None]:
    """Restriction or easing if the summary says one of the two, else the title, else unclear."""
    if _SIDE.search(f"{document.title} {document.action}"):
        return Sign.NEITHER, None
    for where, text in (("SUMMARY", document.abstract), ("title", document.title)):
        hard, soft = _RESTRICTS.search(text), _EASES.search(text)
        if hard and soft:
            return Sign.UNCLEAR, said_in(where, f"{hard[0]} … {soft[0]}")
        match = hard or soft
        if match:
            sign = Sign.RESTRICTION if hard else Sign.EASING
            return sign, said_in(where, sentence_of(text, match))
    return Sign.UNCLEAR, None


def act_of(document: Document, sign: Sign) -> Act:
    says = f"{document.title} {document.abstract}"
    if "proposed" in document.kind or _PROPOSED.search(document.action):
        return Act.PROPOSAL
    if sign is Sign.NEITHER:
        return Act.NONE
    if sign is Sign.EASING and SUSPENDS.search(document.title):
        return Act.SUSPENDS
    if LISTS.search(document.title) and not re.search(
        r"Export Controls|Direct Product|Sanctions|End-User Controls", document.title
    ):
        return Act.DELISTS if sign is Sign.EASING else Act.LISTS
    if sign is Sign.EASING:
        return Act.SUSPENDS if SUSPENDS.search(says) else Act.EASES
    return Act.IMPOSES
