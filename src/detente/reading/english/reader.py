"""The reader of English: rules over a dependency parse, wing by wing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from detente.facts.words import compiled
from detente.reading._going import counted
from detente.reading._records import Commitment, Document, Exclusion, Offer, Order, Reading
from detente.reading._text import span_of
from detente.reading.english.assembly import (
    Assembly,
    control_record,
    event_record,
    leg_record,
    statement_record,
)
from detente.reading.english.controls.controls import ControlDraft, find_controls
from detente.reading.english.events.events import find_events
from detente.reading.english.events.same_event import merge_events
from detente.reading.english.events.sequence import find_order
from detente.reading.english.grammar.common import in_common_words, in_own_words
from detente.reading.english.grammar.nlp import passing
from detente.reading.english.names.entities import Draft
from detente.reading.english.offers.exclusions import find_exclusions
from detente.reading.english.offers.frames import Frames
from detente.reading.english.offers.offers import find_offers
from detente.reading.english.said.gather import gather
from detente.reading.english.said.said import Said
from detente.reading.english.said.statements import join_turns
from detente.reading.english.steps.order_words import WordOrder, word_orders
from detente.reading.english.text.language import require_english
from detente.reading.english.weight.weigh import halves, weigh
from detente.reading.source.input import Source, source_of_text
from detente.reading.source.settle import settle

__all__ = ["EnglishReader", "Grasp", "grasp"]

_TRADE = compiled("read.trade")


class EnglishReader:
    """Reads English news text by rules; what is read with where no other reader is given.

    Examples
    --------
    >>> from datetime import date
    >>> text = "China will lift its curbs on gallium exports, the minister told reporters."
    >>> EnglishReader()(text, on=date(2025, 6, 10))["statements"][0]["polarity"]
    'ease'
    """

    name = "rules for English"

    def __call__(self, text: str, *, on: date | None) -> Mapping[str, Any]:
        """Read a text as any reader does: in the form of ``detente.reading/1``."""
        return self.read(source_of_text(text), on).to_dict()

    def read(self, source: Source, on: date | None) -> Reading:
        """Read a source, with spans that refer to its own text.

        Parameters
        ----------
        source
            What is read.
        on
            Day of publication, used where the article does not give its own.

        Raises
        ------
        ReadingError
            If the text is not English, or has no date of publication.
        """
        require_english(source.mended.text, source.name)
        with passing():
            plain = replace(source, mended=in_common_words(source.mended))
            reading = _by_rules(plain, on)
        return in_own_words(settle(reading, plain))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grasp:
    """An article as far as it is understood before its offers: parse, statements, controls."""

    work: Assembly
    outlet: Draft | None
    said: list[Said]
    controls: list[ControlDraft]
    about: list[list[ControlDraft]]
    weighed: list[tuple[Said, Commitment]]
    words: list[WordOrder]
    frames: Frames


def grasp(source: Source, on: date | None) -> Grasp:
    """Parse an article, and find its statements, its controls and the frames of its clauses."""
    work = Assembly(source, on)
    outlet = work.outlet()
    said = gather(work.norm, work.raw, work.paragraphs, work.cast)
    parties = [(s.start, s.end, s.speaker.party) for s in said if s.speaker and s.speaker.party]
    controls = find_controls(work.norm, work.paragraphs, work.cast, parties)
    said = _grain(work, said, controls)
    about = [work.about(s, controls) for s in said]
    levels = [
        weigh(work.norm, statement, work.cast, about_control=work.weighed(statement, named))
        for statement, named in counted(zip(said, about, strict=True), said)
    ]
    words = word_orders(work.norm, work.paragraphs, controls, work.cast)
    weighed = list(zip(said, levels, strict=True))
    return Grasp(
        work=work,
        outlet=outlet,
        said=said,
        controls=controls,
        about=about,
        weighed=weighed,
        words=words,
        frames=Frames(work.norm, weighed, controls, work.cast, work.found),
    )


def _by_rules(source: Source, on: date | None) -> Reading:
    seen = grasp(source, on)
    work, said, controls, about = seen.work, seen.said, seen.controls, seen.about
    outlet, levels = seen.outlet, [level for _, level in seen.weighed]
    offers = find_offers(work.norm, seen.weighed, work.paragraphs, seen.frames, seen.words)
    exclusions = find_exclusions(
        work.norm, list(zip(said, levels, about, strict=True)), work.paragraphs, seen.frames, offers
    )
    contrasted = {id(offer.source) for offer in offers if offer.source is not None}
    events = merge_events(
        work.norm, find_events(work.norm, work.paragraphs, work.found, said, offers)
    )
    orders = find_order(work.norm, events, work.found, offers, seen.words)
    events.sort(key=lambda event: (event.start, event.end))
    used = {s.speaker.key for s in said if s.speaker} | ({outlet.key} if outlet else set())
    entities = work.cast.entities(work.raw, used)
    dates = work.dates()
    for number, event in enumerate(events, start=1):
        event.identifier = f"e_{number}"
    return Reading(
        document=Document(sha256=source.sha256, characters=len(work.raw)),
        metadata=work.metadata(outlet),
        entities=entities,
        dates=dates,
        controls=tuple(control_record(work, control) for control in controls),
        statements=tuple(
            statement_record(work, n, s, level, named, dates, outlet).model_copy(
                update={"polarity": "ease"} if id(s) in contrasted else {}
            )
            for n, (s, level, named) in enumerate(
                counted(zip(said, levels, about, strict=True), said), start=1
            )
        ),
        offers=tuple(
            Offer(
                id=f"o_{n}",
                offeror=o.offeror.identifier or None if o.offeror else None,
                kind=o.kind,
                gives=tuple(leg_record(work, leg) for leg in o.gives),
                gets=tuple(leg_record(work, leg) for leg in o.gets),
                condition=work.span(o.condition),
                trigger=work.span(o.trigger),
                strength=o.strength,
                chance=None if o.chance is None else round(o.chance, 2),
            )
            for n, o in enumerate(offers, start=1)
        ),
        exclusions=tuple(
            Exclusion(
                id=f"x_{n}",
                control=x.control.identifier if x.control else None,
                span=span_of(work.raw, x.start, x.end),
                strength=x.strength,
            )
            for n, x in enumerate(exclusions, start=1)
        ),
        events=tuple(event_record(work, event) for event in events),
        sequence=tuple(
            Order(
                id=f"q_{n}",
                relation=o.relation,
                first=o.first.identifier,
                second=o.second.identifier,
                trigger=work.span(o.trigger),
            )
            for n, o in enumerate(orders, start=1)
        ),
        text=work.raw,
        goods={control.identifier: control.goods for control in controls},
    )


def _grain(work: Assembly, said: list[Said], controls: list[ControlDraft]) -> list[Said]:
    """Cut statements finer where something is bargained over, join them where nothing is."""
    if not any(c.imposer and _bargained(work.norm, c) for c in controls):
        return join_turns(said)
    fine: list[Said] = []
    for one in said:
        two = halves(work.norm, one)
        if two is not None and _weight(work, two[0], controls) != _weight(work, two[1], controls):
            fine.extend(two)
        else:
            fine.append(one)
    return fine


def _bargained(norm: str, control: ControlDraft) -> bool:
    """Whether a control is one of trade: of a good of the tables, or of exports by its words."""
    if any(f != "sanctions" and not f.startswith("named:") for f in control.families):
        return True
    return any(_TRADE.search(norm, mention.start, mention.end) for mention in control.mentions)


def _weight(
    work: Assembly, said: Said, controls: list[ControlDraft]
) -> tuple[Commitment, list[str]]:
    about = work.about(said, controls)
    level = weigh(work.norm, said, work.cast, about_control=work.weighed(said, about))
    return level, [control.identifier for control in about]
