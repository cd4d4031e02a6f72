"""From a reading and the register to a standoff: what is on the table, and what is excluded."""

import datetime as dt
from collections.abc import Iterable, Sequence

from detente._days import day_of, near
from detente._errors import DayError, NoStandoffError, ReadingError, StandoffError
from detente._wants import require
from detente.controls import (
    ClockMark,
    LedgerEntry,
    Mandate,
    Origin,
    Party,
    Proposal,
    RedLine,
    Register,
    Standoff,
    Step,
    TabledControl,
)
from detente.facts import Facts, load_facts
from detente.reading._records import Reading
from detente.reading.standoff._agreement import find_agreement, sentence_of
from detente.reading.standoff._items import Item, items_of
from detente.reading.standoff._ledger import Table, ledger_of, shortened, unmatched_ledger
from detente.reading.standoff._tabled import (
    accepted_proposal,
    from_article,
    links_of,
    tabled_controls,
)
from detente.reading.standoff._uncosted import uncosted_controls
from detente.reading.standoff.linking import (
    Candidate,
    Linking,
    candidates_of,
    label_of,
    link,
    propose,
    sides_of,
)
from detente.say import count

__all__ = ["ledger", "review", "standoff"]

MOST_WORDS = 90
"""Most characters of a sentence that names a day on the clock."""


def standoff(
    reading: Reading,
    on: dt.date | str | None = None,
    *,
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
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
    accept
        What an analyst ticks: ids of register rows, or numbers of proposals as ``"1"``.
    reject
        Ids of linked rows that an analyst strikes out.
    facts, register
        Other data than the shipped.

    Returns
    -------
    Standoff
        Every part says whether it came from the article, the register or a default. Without a row
        of the register, ``controls`` is empty and ``proposals`` says what the article tells of.

    Raises
    ------
    NoStandoffError
        If the article names no control between two parties, or none that is in force on the day.
    StandoffError
        If a proposal is accepted that there is none of, or a row that is not between the sides.
    UnknownCodeError
        If a row is accepted or rejected that the register does not have.

    Notes
    -----
    The article is held against every row of the register (:mod:`detente.reading.standoff.linking`).
    What no row explains is a proposal, and never a control with default numbers unless it is
    accepted.
    """
    require(reading, Reading, "dt.standoff", "make one with dt.read(article)")
    facts, register = facts or load_facts(), register or Register.load()
    day = _day(reading, on)
    linking, proposals = _linked(reading, day, accept, reject, facts, register)
    parties = sides_of(linking, proposals, facts)
    items = list(items_of(reading, linking.links, parties, day, facts, register))
    tabled = tabled_controls(items, day, facts)
    own = [_accepted(name, proposals, parties, day, facts) for name in accept if name.isdigit()]
    _require_tabled(accept, items, parties)
    unknown = uncosted_controls(proposals, parties, day, facts, accept)
    if not (tabled or own or unknown or proposals):
        raise NoStandoffError(_nothing(linking, parties, day))
    table = Table(
        reading=reading,
        facts=facts,
        parties=parties,
        day=day,
        controls=[*(entry for entry, _ in tabled), *own, *unknown],
        red_lines=[
            RedLine(
                control=entry.control,
                goods=entry.goods,
                bound=item.bound,
                words=item.words.text if item.words else "",
                origin=from_article(item.words, "excluded in the article"),
            )
            for entry, item in tabled
            if item.bound < 1.0 and item.words is not None
        ],
        mandates=_mandates(reading, facts),
        clock=_clock(reading, tabled, day),
        proposals=proposals,
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
        proposals=[
            plan for number, plan in enumerate(proposals, start=1) if str(number) not in accept
        ],
        links=links_of(linking, items, parties, day),
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
    except (ReadingError, DayError) as error:
        return unmatched_ledger(reading, str(error))


def _linked(
    reading: Reading,
    day: dt.date,
    accept: Sequence[str],
    reject: Sequence[str],
    facts: Facts,
    register: Register,
) -> tuple[Linking, list[Proposal]]:
    """The article held against the register, and the controls that no row explains."""
    ticked = [name for name in accept if not name.isdigit()]
    for name in reject:
        register.get(name)
    linking = link(reading, day, facts=facts, register=register, accept=ticked, reject=reject)
    return linking, propose(reading, linking, facts)


def review(
    reading: Reading,
    on: dt.date | str | None = None,
    *,
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
    name: str = "",
    facts: Facts | None = None,
    register: Register | None = None,
) -> tuple[tuple[Candidate, ...], dict[str, str]]:
    """List what an analyst can tick before a standoff is computed, and the ticks as an example.

    Parameters
    ----------
    reading
        What the article says.
    on
        The day as of which controls are looked up; the article's publication date if not given.
    accept, reject
        As in :func:`standoff`.
    name
        Name of the article in the labelled example.
    facts, register
        Other data than the shipped.

    Returns
    -------
    tuple of Candidate, dict
        Rows and proposals with their evidence, best first; and a row for the scorer of links.

    Raises
    ------
    ReadingError
        If neither the article nor the caller gives a day.
    UnknownCodeError
        If a row is accepted or rejected that the register does not have.
    """
    facts, register = facts or load_facts(), register or Register.load()
    day = _day(reading, on)
    linking, proposals = _linked(reading, day, accept, reject, facts, register)
    try:
        parties = sides_of(linking, proposals, facts)
    except NoStandoffError:
        tabled = set()
    else:
        items = items_of(reading, linking.links, parties, day, facts, register)
        tabled = _ids(items)
    return candidates_of(linking, proposals, day, tabled), label_of(
        reading, name, linking, day, proposals
    )


def _ids(items: Iterable[Item]) -> set[str]:
    """Rows of the register that stand on the table between the sides."""
    return {name for item in items for name in item.ids}


def _require_tabled(accept: Sequence[str], items: list[Item], parties: tuple[str, ...]) -> None:
    """Refuse a tick that nothing would come of."""
    tabled = _ids(items)
    for name in accept:
        if not name.isdigit() and name not in tabled:
            raise StandoffError(
                f"{name} is no control between {' and '.join(parties)}, the sides of this article; "
                "leave it out, or write the standoff as TOML"
            )


def _accepted(
    name: str, proposals: list[Proposal], parties: tuple[str, ...], day: dt.date, facts: Facts
) -> TabledControl:
    """The control that an accepted proposal becomes."""
    number = int(name)
    if not 1 <= number <= len(proposals):
        raise StandoffError(
            f"{name} is no proposal of the article, which has {len(proposals)}; "
            "accept one of them by its number, or a row of the register by its id"
        )
    plan = proposals[number - 1]
    other = next(code for code in parties if code != plan.imposer)
    if plan.imposer not in parties:
        raise StandoffError(
            f"proposal {name}, {plan.name}, is imposed by {plan.imposer}, and the sides are "
            f"{' and '.join(parties)}; add it to the standoff as TOML"
        )
    return accepted_proposal(plan, other, day, facts, number)


def _nothing(linking: Linking, parties: tuple[str, ...], day: dt.date) -> str:
    """Say why no control of an article can be put on the table, and what to do."""
    between = " and ".join(parties)
    ended = [f"{x.control.id} ({x.control.status(day)})" for x in linking.links if x.role == "over"]
    if ended:
        return (
            f"no standoff found between {between}: what the article names is over on {day}: "
            f"{', '.join(ended)}; pass an earlier --on, or write the standoff as TOML"
        )
    return (
        f"no standoff found: the article names {count(len(linking.links), 'control')}, but none "
        f"that the register has in force on {day} between {between}; "
        "pass another --on, or write the standoff as TOML"
    )


def _day(reading: Reading, on: dt.date | str | None) -> dt.date:
    if isinstance(on, dt.date):
        return near(on)
    published = reading.metadata.published
    text = on or (published.iso[:10] if published else None)
    if text is None:
        raise ReadingError("no date: the article has none that was found; pass --on YYYY-MM-DD")
    return day_of(text)


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
    reading: Reading, tabled: list[tuple[TabledControl, Item]], day: dt.date
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
    mains = dict.fromkeys(item.main for _, item in tabled)
    marks += [
        ClockMark(
            name=f"term of {control.id} ends",
            date=end,
            words=control.name,
            origin=Origin(kind="register", register_id=control.id),
        )
        for control in mains
        if (end := control.dates.end_known(day)) is not None and end > day
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
