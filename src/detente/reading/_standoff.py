"""From a reading and the register to a standoff: what is on the table, and what is excluded."""

import datetime as dt

from detente._errors import NoStandoffError, ReadingError
from detente.controls import (
    ClockMark,
    LedgerEntry,
    Mandate,
    Origin,
    Party,
    RedLine,
    Register,
    Standoff,
    Step,
    TabledControl,
)
from detente.facts import Facts, load_facts
from detente.reading._agreement import find_agreement, sentence_of
from detente.reading._items import Item, items_of, supplied
from detente.reading._ledger import Table, ledger_of, shortened, unmatched_ledger
from detente.reading._parties import parties_of
from detente.reading._records import Reading
from detente.reading._tabled import from_article, tabled_controls
from detente.reading._uncosted import uncosted_controls

__all__ = ["ledger", "standoff"]

MOST_WORDS = 90
"""Most characters of a sentence that names a day on the clock."""


def standoff(
    reading: Reading,
    on: dt.date | str | None = None,
    *,
    facts: Facts | None = None,
    register: Register | None = None,
) -> Standoff:
    """Build a standoff from what an article says and what the register knows.

    Parameters
    ----------
    reading
        What the article says.
    on
        The day as of which controls are looked up; the article's publication date if not given.
    facts, register
        Other data than the shipped.

    Returns
    -------
    Standoff
        Every part says whether it came from the article, the register or a default.

    Raises
    ------
    NoStandoffError
        If the article names no control between two parties, or none that is in force on the day.

    Notes
    -----
    A control the article names by its good is taken from the register whatever its age; one that it
    names only in general ("tech curbs") brings in the imposer's controls of the last half-year.
    Controls aimed at named firms come in only by that second way. A control that no register knows,
    on goods that its imposer sells to nobody, is left out beside others.
    """
    facts, register = facts or load_facts(), register or Register.load()
    day = _day(reading, on)
    parties = parties_of(reading, facts)
    items = list(items_of(reading, parties, day, facts, register))
    unknown = uncosted_controls(reading, parties, day, facts)
    if not (items or unknown):
        raise NoStandoffError(_nothing(reading, parties, day))
    items = [item for item in items if supplied(item, facts)] or items
    tabled = tabled_controls(items, day, facts)
    table = Table(
        reading=reading,
        facts=facts,
        parties=parties,
        day=day,
        controls=[*(entry for entry, _ in tabled), *unknown],
        red_lines=[
            RedLine(
                control=entry.control,
                goods=entry.goods,
                bound=item.bound,
                words=item.words.text if item.words else "",
                origin=from_article(item.words or item.mention, "excluded in the article"),
            )
            for entry, item in tabled
            if item.bound < 1.0
        ],
        mandates=_mandates(reading, facts),
        clock=_clock(reading, tabled, day),
    )
    names = [facts.party(code).name for code in parties]
    return Standoff(
        name=" and ".join(names),
        on=day,
        parties=[Party(party=c, name=n) for c, n in zip(parties, names, strict=True)],
        controls=table.controls,
        red_lines=table.red_lines,
        mandates=table.mandates,
        sequence=_sequence(reading),
        clock=table.clock,
        agreement=find_agreement(reading, facts, table.eased),
        ledger=ledger_of(table),
    )


def ledger(
    reading: Reading,
    on: dt.date | str | None = None,
    *,
    facts: Facts | None = None,
    register: Register | None = None,
) -> list[LedgerEntry]:
    """Say what becomes of each thing that was read, whether or not it makes a standoff.

    Parameters
    ----------
    reading, on, facts, register
        As in `standoff`.

    Returns
    -------
    list of LedgerEntry
        One for every control, offer, exclusion and date of the reading.
    """
    try:
        return standoff(reading, on, facts=facts, register=register).ledger
    except (NoStandoffError, ReadingError) as error:
        return unmatched_ledger(reading, str(error))


def _nothing(reading: Reading, parties: tuple[str, ...], day: dt.date) -> str:
    """Say why no control of an article can be put on the table, and what to do."""
    between = " and ".join(parties)
    return (
        f"no standoff found: the article names {len(reading.controls)} controls, but none that "
        f"the register has in force on {day} between {between}; "
        "pass another --on, or write the standoff as TOML"
    )


def _day(reading: Reading, on: dt.date | str | None) -> dt.date:
    if isinstance(on, dt.date):
        return on
    published = reading.metadata.published
    text = on or (published.iso[:10] if published else None)
    if text is None:
        raise ReadingError("no date: the article has none that was found; pass --on YYYY-MM-DD")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ReadingError(f"{text!r} is not a date; write YYYY-MM-DD") from None


def _mandates(reading: Reading, facts: Facts) -> list[Mandate]:
    found = []
    for offer in reading.offers:
        entity = reading.entity(offer.offeror)
        if (
            offer.kind == "mandate"
            and entity is not None
            and entity.party is not None
            and offer.gives
        ):
            span = offer.gives[0].span
            words = f"{entity.name} gave room to ease: {span.text}"
            name = facts.party(entity.party).iso3
            found.append(Mandate(party=name, words=words, origin=from_article(span, "mandate")))
    return found


def _sequence(reading: Reading) -> list[Step]:
    names = {event.id: event.name for event in reading.events}
    spans = {event.id: event.span for event in reading.events}
    return [
        Step(
            first=names[order.first],
            relation=order.relation,
            second=names[order.second],
            origin=from_article(order.trigger or spans[order.first], "order of events"),
        )
        for order in reading.sequence
        if order.first in names and order.second in names
    ]


def _clock(
    reading: Reading,
    tabled: list[tuple[TabledControl, Item]],
    day: dt.date,
) -> list[ClockMark]:
    """What is scheduled in the article, and what expires by the register."""
    dates = {date.id: date.value for date in reading.dates}
    marks = [
        ClockMark(
            name=event.name,
            date=_calendar_day(dates.get(event.date or "")),
            words=event.span.text,
            origin=from_article(event.span, f"{event.status} in the article"),
        )
        for event in reading.events
        if event.status == "scheduled"
    ]
    marks += _days_ahead(reading, {mark.date for mark in marks}, day)
    mains = dict.fromkeys(item.main for _, item in tabled if item.main)
    marks += [
        ClockMark(
            name=f"term of {control.id} ends",
            date=control.expires,
            words=control.name,
            origin=Origin(kind="register", register_id=control.id),
        )
        for control in mains
        if control.expires is not None and control.expires > day
    ]
    return marks


def _days_ahead(reading: Reading, told: set[dt.date | None], day: dt.date) -> list[ClockMark]:
    """Days still to come that the article names and no event carries, each by its sentence."""
    marks = []
    for date in reading.dates:
        at = _calendar_day(date.value)
        if at is None or at <= day or at in told:
            continue
        told.add(at)
        words = sentence_of(reading, date.span).text
        marks.append(
            ClockMark(
                name=shortened(words, MOST_WORDS),
                date=at,
                words=date.span.text,
                origin=from_article(date.span, "named in the article"),
            )
        )
    return marks


def _calendar_day(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
