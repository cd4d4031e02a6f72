"""A rule or notice of the Federal Register: does it restrict or ease, what, whom, and from when."""

import re

from detente.facts._notice_tables import countries_named, country_named
from detente.notices._english import english_days
from detente.notices._fr_dates import effective_phases, ends
from detente.notices._fr_document import Document
from detente.notices._goods import by_code, by_english
from detente.notices._notice import (
    Act,
    Found,
    NamedEntity,
    Notice,
    Passage,
    Phase,
    Reference,
    Sign,
)

__all__ = ["FORM", "is_about_exports", "read_document"]

FORM = "federal-register"

_OURS = re.compile(
    r"Industry and Security|Export Administration Regulations|\bEAR\b|export controls?|Entity List"
    r"|International Traffic in Arms|export licens",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(
    r"\b(?:add(?:s|ing|ed|ition of|itions)?\b[^.]{0,90}?\b(?:to|on) the (?:Entity|Unverified|Denied Persons|Military End.User) List"
    r"|impos\w+ (?:a |new |additional |further )?[^.]{0,40}(?:licen[cs]\w+ requirements?|controls?|restrictions?|sanctions)"
    r"|expand\w* [^.]{0,60}(?:controls?|scope|requirements?|restrictions?|prohibitions?)"
    r"|(?:add\w*|establish\w*|creat\w+) (?:new |additional )[^.]{0,50}(?:controls?|licen[cs]e requirements?|ECCNs?|Foreign Direct Product)"
    r"|strengthen\w* [^.]{0,40}(?:controls?|sanctions)|further restrict\w*|tighten\w*"
    r"|implement necessary controls|implement\w* (?:additional|new) [^.]{0,30}(?:controls|sanctions)"
    r"|license is (?:now )?required|requir\w+ a license|adding controls|new export controls?"
    r"|subject to Entity List restrictions|temporarily den\w+|deny\w* (?:the )?export privileges"
    r"|revok\w+ [^.]{0,40}(?:license exception|authorization|validated end)"
    r"|remov\w+ [^.]{0,60}(?:from the (?:list of )?(?:Validated End.?User|VEU)|license exception))",
    re.IGNORECASE,
)
_EASES = re.compile(
    r"\b(?:from a (?:policy|presumption) of denial to|presumption of approval"
    r"|remov(?:e|es|ing|al|als)(?: of)?\b[^.]{0,90}?from the (?:Entity|Unverified|Military End.User) List"
    r"|suspend\w* [^.]{0,80}(?:rule|requirements?|controls?|restrictions?|changes|amendments)|one.year suspension"
    r"|rescind\w*|rescission|lift\w* [^.]{0,30}(?:controls?|restrictions?|requirements?)"
    r"|remov\w+ [^.]{0,40}(?:licen[cs]e requirements?|export controls?|restrictions)"
    r"|eas(?:e|es|ing) [^.]{0,40}(?:controls?|restrictions?|requirements?)|relax\w*|less restrictive"
    r"|liberaliz\w*|expand\w* [^.]{0,40}(?:eligibility|license exception)|more favorable"
    r"|facilitat\w+ [^.]{0,30}exports?|decontrol\w*|delay\w* the effective date)",
    re.IGNORECASE,
)
_SUSPENDS = re.compile(r"\bsuspend\w*|suspension\b", re.IGNORECASE)
_SIDE = re.compile(
    r"\b(?:procedures for access|public briefing|correct(?:ion|ing|s) (?:to|of)?|technical (?:correction|amendment)"
    r"|request for comments? only|extension of comment period|advance notice|notice of inquiry)\b",
    re.IGNORECASE,
)
_PROPOSED = re.compile(r"\bproposed rule|advance notice of proposed", re.IGNORECASE)
_DESTINATIONS = re.compile(
    r"under the destinations? of (?P<where>[^.]+)|(?:export\w*|reexport\w*|transfers?)[^.]{0,80}?\b(?:to|in) (?P<to>[A-Z][^.;:]{2,90})"
    r"|located in (?P<in>[A-Z][^.;:]{2,60})|against (?P<against>[A-Z][^.;:]{2,60})",
)
_ECCN = re.compile(r"(?<![0-9A-Za-z])\d[A-E]\d{3}(?:\.[a-z](?![a-z])(?:\.\d{1,2})?)?")
_CITED = re.compile(r"\b(\d{2,3}) FR (\d{3,6})\b")
_LISTS = re.compile(r"Entity List|Unverified List|Military End.User List|Denied Persons List", re.I)
_ADDED = re.compile(r"\[?INSERT|\d{1,2}/\d{1,2}/\d{2,4}")
_BULLET = re.compile(
    r"(?:•|\(\d{1,3}\)|^\s*\d{1,3}\.)\s*(?P<name>[A-Z0-9][^;•]{3,160}?)(?=;|•|\.\s|$)", re.M
)
_NAME_END = re.compile(
    r",?\s+(?:a\.?k\.?a\.?|f\.?k\.?a\.?|the following|also known)\b|[,;]?\s+located|,\s+\d", re.I
)


def is_about_exports(document: Document) -> bool:
    """Whether a document is one of export controls at all."""
    return bool(_OURS.search(f"{document.agencies} {document.title} {document.abstract}"))


def read_document(document: Document, file: str) -> Notice:
    """Read one document.

    Parameters
    ----------
    document
        Its parts.
    file
        Name of the file it came from.
    """
    uncoded: list[str] = []
    says = f"{document.title}. {document.abstract}"
    sign, sign_passage = _sign(document)
    act = _act(document, sign)
    phases = _phases(document, uncoded)
    closing = [
        day for day in ends(document.dates) if re.search("suspen|rule is|expire", day.sentence)
    ]
    until = (
        Found(value=closing[-1].date, passage=_in("DATES", closing[-1].sentence))
        if closing and act is Act.SUSPENDS
        else None
    )
    codes = _codes(document)
    goods = _goods(document, codes)
    targets = _targets(says)
    entities = _entities(document)
    if sign is Sign.UNCLEAR:
        uncoded.append("the text does not say whether it restricts or eases; a person must say")
    if not document.citation:
        uncoded.append("no volume and page could be read; give its citation")
    if not phases and act not in {Act.PROPOSAL, Act.NONE}:
        uncoded.append("no day of effect could be read from its DATES")
    if _LISTS.search(says) and act in {Act.LISTS, Act.DELISTS} and not entities:
        uncoded.append("its entities are not in this form of the document; import its XML")
    if act in {Act.IMPOSES, Act.EASES} and not goods:
        uncoded.append("no good of the tables could be read from its codes or words")
    if act not in {Act.PROPOSAL, Act.NONE} and not targets:
        uncoded.append("no destination could be read; a person must say the targets")
    if len(phases) > 1:
        days = "; ".join(str(phase.date) for phase in phases)
        uncoded.append(f"applies in parts from several days: {days}")
    listed = _LISTS.search(says)
    return Notice(
        form=FORM,
        file=file,
        place=document.number,
        title=document.title[:200],
        imposer="USA",
        act=act,
        sign=sign,
        sign_passage=sign_passage,
        number=Found(
            value=document.citation or document.number,
            passage=_in("citation", document.citation_from or document.number),
        )
        if document.citation or document.number
        else None,
        issuers=("BIS",) if "Industry and Security" in document.agencies else (),
        announced=Found(
            value=document.published, passage=_in("day of publication", str(document.published))
        )
        if document.published
        else None,
        phases=phases,
        until=until,
        references=_references(document, act),
        codes=codes,
        goods=goods if act in {Act.IMPOSES, Act.EASES, Act.SUSPENDS} else (),
        targets=targets,
        instrument=_instrument(says, act),
        list_name=listed[0] if listed and act in {Act.LISTS, Act.DELISTS} else "",
        entities=entities,
        address=document.address,
        uncoded=tuple(uncoded),
    )


def _in(where: str, text: str) -> Passage:
    return Passage(text=text.strip(), where=where)


def _sentence_of(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(". ", 0, match.start()) + 1, 0)
    end = text.find(". ", match.end())
    return text[start : end + 1 if end >= 0 else len(text)]


def _sign(document: Document) -> tuple[Sign, Passage | None]:
    """Restriction or easing if the summary says one of the two, else the title, else unclear."""
    if _SIDE.search(f"{document.title} {document.action}"):
        return Sign.NEITHER, None
    for where, text in (("SUMMARY", document.abstract), ("title", document.title)):
        hard, soft = _RESTRICTS.search(text), _EASES.search(text)
        if hard and soft:
            return Sign.UNCLEAR, _in(where, f"{hard[0]} … {soft[0]}")
        match = hard or soft
        if match:
            sign = Sign.RESTRICTION if hard else Sign.EASING
            return sign, _in(where, _sentence_of(text, match))
    return Sign.UNCLEAR, None


def _act(document: Document, sign: Sign) -> Act:
    says = f"{document.title} {document.abstract}"
    if "proposed" in document.kind or _PROPOSED.search(document.action):
        return Act.PROPOSAL
    if sign is Sign.NEITHER:
        return Act.NONE
    if sign is Sign.EASING and _SUSPENDS.search(document.title):
        return Act.SUSPENDS
    if _LISTS.search(document.title) and not re.search(
        r"Export Controls|Direct Product|Sanctions|End-User Controls", document.title
    ):
        return Act.DELISTS if sign is Sign.EASING else Act.LISTS
    if sign is Sign.EASING:
        return Act.SUSPENDS if _SUSPENDS.search(says) else Act.EASES
    return Act.IMPOSES


def _phases(document: Document, uncoded: list[str]) -> tuple[Phase, ...]:
    phases = effective_phases(document.dates, document.published)
    given = document.effective_on
    if given is None:
        return phases
    if not phases:
        said = _in("field effective_on", str(given))
        return (Phase(date=given, scope="", passage=said),)
    if given not in {phase.date for phase in phases}:
        days = ", ".join(str(phase.date) for phase in phases)
        uncoded.append(f"effective_on says {given} and DATES say {days}; DATES are taken")
    return phases


def _codes(document: Document) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for where, text in (("title", document.title), ("SUMMARY", document.abstract)):
        for match in _ECCN.finditer(text):
            found.setdefault(match[0], _in(where, _sentence_of(text, match)))
    return tuple(Found(value=code, passage=said) for code, said in found.items())


def _goods(document: Document, codes: tuple[Found[str], ...]) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for code in codes:
        for good in by_code("eccn", code.value):
            found.setdefault(good, code.passage)
    for where, text in (("title", document.title), ("SUMMARY", document.abstract)):
        for good, start, end in by_english(text):
            found.setdefault(good, _in(where, text[start:end]))
    return tuple(Found(value=good, passage=said) for good, said in found.items())


def _targets(says: str) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for match in _DESTINATIONS.finditer(says):
        words = next(group for group in match.groups() if group)
        for _, iso3 in countries_named(words):
            if iso3 != "USA":
                found.setdefault(iso3, _in("SUMMARY", match[0]))
    if not found:
        for place, iso3 in countries_named(says):
            if iso3 != "USA":
                found.setdefault(iso3, _in("SUMMARY", says[max(0, place - 40) : place + 60]))
    return tuple(Found(value=iso3, passage=said) for iso3, said in found.items())


def _instrument(says: str, act: Act) -> Found[str] | None:
    if act in {Act.LISTS, Act.DELISTS}:
        match = _LISTS.search(says)
        return Found(value="entity-list", passage=_in("SUMMARY", match[0])) if match else None
    for name, words in (
        ("end-user-rule", r"end.user|end.use|50 percent owned"),
        ("volume-cap", r"allocation|quota|\bcap\b"),
        ("licence", r"licen[cs]\w*|controls?"),
    ):
        match = re.search(words, says, re.IGNORECASE)
        if match:
            return Found(value=name, passage=_in("SUMMARY", match[0]))
    return None


def _references(document: Document, act: Act) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    text = f"{document.abstract} {document.body[:4000]}"
    for match in _CITED.finditer(text):
        number = f"{match[1]} FR {match[2]}"
        if number != document.citation:
            said = _in("text", _sentence_of(text, match))
            done = Act.SUSPENDS if act is Act.SUSPENDS and _SUSPENDS.search(said.text) else Act.NONE
            found.setdefault(
                number, Reference(number=number, title=number, act=done, part="", passage=said)
            )
    return tuple(found.values())


def _entities(document: Document) -> tuple[NamedEntity, ...]:
    """Entities of the list's table, else those in the bullets under "the following"."""
    found: dict[str, NamedEntity] = {}
    country = ""
    for row in document.rows:
        cells = [cell for cell in row if cell]
        if not cells or set(cells[0]) <= {"*", " "}:
            continue
        heading = country_named(cells[0].title().replace("’", "'"))
        if heading and len(cells[0]) < 60:
            country = heading
            cells = cells[1:]
        if len(cells) < 3 or not _ADDED.search(cells[-1]):
            continue
        name = _NAME_END.split(cells[0])[0].strip(" ,;")
        if name:
            found.setdefault(
                name,
                NamedEntity(
                    name=name, local_name="", country=country, passage=_in("table", cells[0])
                ),
            )
    if found:
        return tuple(found.values())
    said = re.search(r"following [^.:]{0,160}(?:entit|person|address)[^.:]{0,160}:", document.body)
    if said is None:
        return ()
    for match in _BULLET.finditer(document.body, said.end(), said.end() + 20000):
        name = _NAME_END.split(match["name"])[0].strip(" ,;")
        if not next(english_days(name), None):
            found.setdefault(
                name,
                NamedEntity(name=name, local_name="", country="", passage=_in("text", match[0])),
            )
    return tuple(found.values())
