"""A rule or notice of the Federal Register: does it restrict or ease, what, whom, and from when."""

import re

from detente.facts.notice_tables import countries_named
from detente.notices._fr_acts import LISTS, SUSPENDS, act_of, said_in, sentence_of, sign_of
from detente.notices._fr_dates import effective_phases, ends
from detente.notices._fr_document import Document
from detente.notices._fr_entities import entities_of
from detente.notices._goods import by_code, by_english
from detente.notices._notice import Act, Found, Notice, Passage, Phase, Reference, Sign

__all__ = ["FORM", "is_about_exports", "read_document"]

FORM = "federal-register"
_OURS = re.compile(
    r"Industry and Security|Export Administration Regulations|\bEAR\b|export controls?|Entity List"
    r"|International Traffic in Arms|export licens",
    re.IGNORECASE,
)
_DESTINATIONS = re.compile(
    r"under the (?:following )?destinations? of (?P<where>[^.]+)"
    r"|(?:export\w*|transfers?)[^.]{0,80}?\b(?:to|in|within)(?: and (?:to|in|within))? "
    r"(?P<to>[A-Z][^.;:]{2,90})"
    r"|(?:located|headquartered) in (?P<in>[A-Z][^.;:]{2,60})"
    r"|(?:sanctions|measures) against (?P<against>[A-Z][^.;:]{2,60})",
)
_ECCN = re.compile(r"(?<![0-9A-Za-z])\d[A-E]\d{3}(?:\.[a-z](?![a-z])(?:\.\d{1,2})?)?")
_VICTIM = re.compile(r"(?:invasion of|(?:aggression|war) (?:against|in|on)|support for) (?:the )?$")
_AMENDS = re.compile(
    r"\b(?:revis|modif|correct|remov)\w*[^.]{0,40}(?:entr|entit|person)", re.IGNORECASE
)
_CITED = re.compile(r"\b(\d{2,3}) FR (\d{3,6})\b")


def is_about_exports(document: Document) -> bool:
    """Whether a document is one of export controls at all."""
    return bool(_OURS.search(f"{document.agencies} {document.title} {document.abstract}"))


def read_document(document: Document, file: str) -> Notice:
    """Read one document."""
    uncoded: list[str] = []
    says = f"{document.title}. {document.abstract}"
    sign, sign_passage = sign_of(document)
    act = act_of(document, sign)
    phases = _phases(document, uncoded)
    closing = [
        day for day in ends(document.dates) if re.search("suspen|rule is|expire", day.sentence)
    ]
    until = (
        Found(value=closing[-1].date, passage=said_in("DATES", closing[-1].sentence))
        if closing and act is Act.SUSPENDS
        else None
    )
    codes = _codes(document)
    goods = _goods(document, codes)
    targets = _targets(document)
    entities = entities_of(document)
    if sign is Sign.UNCLEAR:
        uncoded.append("the text does not say whether it restricts or eases; a person must say")
    if not document.citation:
        uncoded.append("no volume and page could be read; give its citation")
    if not phases and act not in {Act.PROPOSAL, Act.NONE}:
        uncoded.append("no day of effect could be read from its DATES")
    if LISTS.search(says) and act in {Act.LISTS, Act.DELISTS} and not entities:
        uncoded.append("its entities are not in this form of the document; import its XML")
    if act is Act.LISTS and re.search(r"\bremov\w+", document.abstract):
        uncoded.append("also removes entities; take them off by hand")
    if act in {Act.IMPOSES, Act.EASES} and not goods:
        uncoded.append("no good of the tables could be read from its codes or words")
    if act not in {Act.PROPOSAL, Act.NONE} and not targets:
        uncoded.append("no destination could be read; a person must say the targets")
    if len(phases) > 1:
        days = "; ".join(str(phase.date) for phase in phases)
        uncoded.append(f"applies in parts from several days: {days}")
    listed = LISTS.search(says)
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
            passage=said_in("citation", document.citation_from or document.number),
        )
        if document.citation or document.number
        else None,
        issuers=("BIS",) if "Industry and Security" in document.agencies else (),
        announced=Found(
            value=document.published, passage=said_in("day of publication", str(document.published))
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


def _phases(document: Document, uncoded: list[str]) -> tuple[Phase, ...]:
    phases = effective_phases(document.dates, document.published)
    given = document.effective_on
    if given is None:
        return phases
    if not phases:
        said = said_in("field effective_on", str(given))
        return (Phase(date=given, scope="", passage=said),)
    if given not in {phase.date for phase in phases}:
        days = ", ".join(str(phase.date) for phase in phases)
        uncoded.append(f"effective_on says {given} and DATES say {days}; DATES are taken")
    return phases


def _codes(document: Document) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for where, text in (("title", document.title), ("SUMMARY", document.abstract)):
        for match in _ECCN.finditer(text):
            found.setdefault(match[0], said_in(where, sentence_of(text, match)))
    return tuple(Found(value=code, passage=said) for code, said in found.items())


def _goods(document: Document, codes: tuple[Found[str], ...]) -> tuple[Found[str], ...]:
    found: dict[str, Passage] = {}
    for code in codes:
        for good in by_code("eccn", code.value):
            found.setdefault(good, code.passage)
    for where, text in (("title", document.title), ("SUMMARY", document.abstract)):
        for good, start, end in by_english(text):
            found.setdefault(good, said_in(where, text[start:end]))
    return tuple(Found(value=good, passage=said) for good, said in found.items())


def _targets(document: Document) -> tuple[Found[str], ...]:
    """Destinations that the summary names as such, else countries of the title or the summary."""
    found: dict[str, Passage] = {}
    kept = [part for part in re.split(r"(?<=\.) ", document.abstract) if not _AMENDS.search(part)]
    for match in _DESTINATIONS.finditer(" ".join(kept)):
        words = next(group for group in match.groups() if group)
        for _, iso3 in countries_named(words):
            found.setdefault(iso3, said_in("SUMMARY", match[0]))
    for where, text in (("title", document.title), ("SUMMARY", document.abstract)):
        if not found:
            for place, iso3 in countries_named(text):
                if _VICTIM.search(text[:place]):
                    continue
                found[iso3] = said_in(where, text[max(0, place - 40) : place + 60])
    found.pop("USA", None)
    return tuple(Found(value=iso3, passage=said) for iso3, said in found.items())


def _instrument(says: str, act: Act) -> Found[str] | None:
    if act in {Act.LISTS, Act.DELISTS}:
        match = LISTS.search(says)
        if match is None:
            return None
        name = "end-user-rule" if match[0].lower().startswith("unverified") else "entity-list"
        return Found(value=name, passage=said_in("SUMMARY", match[0]))
    for name, words in (
        ("end-user-rule", r"end.user controls|50 percent owned|military end.use"),
        ("volume-cap", r"allocation|quota|\bcap\b"),
        ("licence", r"licen[cs]\w*|controls?"),
    ):
        match = re.search(words, says, re.IGNORECASE)
        if match:
            return Found(value=name, passage=said_in("SUMMARY", match[0]))
    return None


def _references(document: Document, act: Act) -> tuple[Reference, ...]:
    found: dict[str, Reference] = {}
    text = f"{document.abstract} {document.body[:4000]}"
    for match in _CITED.finditer(text):
        number = f"{match[1]} FR {match[2]}"
        if number != document.citation:
            said = said_in("text", sentence_of(text, match))
            done = Act.SUSPENDS if act is Act.SUSPENDS and SUSPENDS.search(said.text) else Act.NONE
            found.setdefault(
                number, Reference(number=number, title=number, act=done, part="", passage=said)
            )
    return tuple(found.values())
