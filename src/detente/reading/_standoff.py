"""From a reading and the register to a standoff: what is on the table, and what is excluded."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import detente.controls as rules
from detente._errors import NoStandoffError, ReadingError
from detente.controls import (
    ClockMark,
    Figure,
    Mandate,
    Origin,
    Party,
    RedLine,
    Register,
    Standoff,
    Status,
    Step,
    TabledControl,
)
from detente.facts import Facts, load_facts
from detente.reading._records import Control, Reading, Span

__all__ = ["standoff"]

RECENT = 180
"""Days within which a control counts as one of the "recent" ones that a general word means."""

_LIVE = (Status.IN_FORCE, Status.UNKNOWN, Status.ANNOUNCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """Goods of one imposer that one control weighs most on and that share one bound."""

    imposer: str
    target: str
    main: rules.Control | None
    ids: tuple[str, ...]
    goods: tuple[str, ...]
    bound: float
    mention: Span
    words: Span | None


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
    Controls aimed at named firms come in only by that second way.
    """
    facts, register = facts or load_facts(), register or Register.load()
    day = _day(reading, on)
    parties = _parties(reading, facts)
    items = list(_items(reading, parties, day, facts, register))
    if not items:
        raise NoStandoffError(
            f"no standoff found: the article names {len(reading.controls)} controls, but none that "
            f"the register has in force on {day} between {' and '.join(parties)}; "
            "pass another --on, or write the standoff as TOML"
        )
    tabled = _tabled(items, day, facts)
    names = [facts.party(code).name for code in parties]
    return Standoff(
        name=" and ".join(names),
        on=day,
        parties=[Party(party=c, name=n) for c, n in zip(parties, names, strict=True)],
        controls=[entry for entry, _ in tabled],
        red_lines=[
            RedLine(
                control=entry.control,
                goods=entry.goods,
                bound=item.bound,
                words=item.words.text if item.words else "",
                origin=_from_article(item.words or item.mention, "excluded in the article"),
            )
            for entry, item in tabled
            if item.bound < 1.0
        ],
        mandates=_mandates(reading, facts),
        sequence=_sequence(reading),
        clock=_clock(reading, tabled, day),
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


def _parties(reading: Reading, facts: Facts) -> tuple[str, ...]:
    """Two governments: who imposes most, and whom it is imposed on or who imposes next."""
    known = {row.iso3 for row in facts.parties}
    weight: dict[str, float] = {}
    for control in reading.controls:
        if control.imposer in known and control.imposer is not None:
            weight[control.imposer] = weight.get(control.imposer, 0.0) + 1 + len(control.mentions)
        for code in _named(control.target, facts):
            weight[code] = weight.get(code, 0.0) + 0.5
    for entity in reading.entities:
        if entity.type in ("government", "person") and entity.party in weight:
            weight[entity.party] += 0.01 * len(entity.mentions)
        elif entity.type == "government" and entity.party in known and entity.party is not None:
            weight[entity.party] = 0.01 * len(entity.mentions)
    imposers = {c.imposer for c in reading.controls if c.imposer in weight}
    ranked = sorted(weight, key=lambda code: (code not in imposers, -weight[code]))
    if not imposers or len(ranked) < 2:
        raise NoStandoffError(
            "no standoff found: looked for export controls and for two governments, one of which "
            "withholds goods that the other needs; the article names "
            f"{len(reading.controls)} controls and {len(ranked)} governments"
        )
    return tuple(ranked[:2])


def _named(words: str | None, facts: Facts) -> list[str]:
    """Parties that a phrase names, by code, name, adjective or alias."""
    if not words:
        return []
    return [
        row.iso3
        for row in facts.parties
        if any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)
            for name in (row.iso3, row.name, row.adjective, *row.aliases)
            if name
        )
    ]


def _goods(words: Iterable[str], facts: Facts) -> set[str]:
    groups = {row.group: row.goods for row in facts.good_groups}
    known = {row.good for row in facts.goods}
    return {g for word in words for g in groups.get(word, (word,)) if g in known}


def _items(
    reading: Reading, parties: tuple[str, ...], day: dt.date, facts: Facts, register: Register
) -> Iterator[_Item]:
    """What each party withholds, good by good, merged where the same control weighs most."""
    barred = _barred(reading, facts)
    order = [row.good for row in facts.goods]
    for imposer, target in (parties, parties[::-1]):
        covering: dict[str, tuple[tuple[str, ...], Span]] = {}
        for control in _firm_first(reading, imposer):
            general = _is_general(reading, control)
            goods = _goods(reading.goods.get(control.id, ()), facts) - set(covering)
            found = {
                good: _register_ids(register, imposer, target, good, day, general=general)
                for good in sorted(goods)
            }
            listed = {good: ids for good, ids in found.items() if ids}
            if not listed and not general:
                listed = found
            covering |= {good: (ids, control.mentions[0]) for good, ids in listed.items()}
        merged: dict[tuple[str, float], list[str]] = {}
        for good in sorted(covering, key=order.index):
            main = _heaviest(covering[good][0], target, day, register)
            bound = 0.0 if good in barred else 1.0
            merged.setdefault((main.id if main else good, bound), []).append(good)
        for (_, bound), kept in merged.items():
            ids = tuple(dict.fromkeys(name for good in kept for name in covering[good][0]))
            yield _Item(
                imposer=imposer,
                target=target,
                main=_heaviest(ids, target, day, register),
                ids=ids,
                goods=tuple(kept),
                bound=bound,
                mention=covering[kept[0]][1],
                words=next((barred[good] for good in kept if good in barred), None),
            )


def _heaviest(
    ids: Iterable[str], target: str, day: dt.date, register: Register
) -> rules.Control | None:
    """The control that blocks most on the day."""
    return max(
        (register.get(name) for name in ids),
        key=lambda control: control.intensity(day, target, known_on=day).central,
        default=None,
    )


def _firm_first(reading: Reading, imposer: str) -> list[Control]:
    """An imposer's controls, those named by their goods before those named in general."""
    own = [c for c in reading.controls if c.imposer == imposer and c.mentions]
    return sorted(own, key=lambda control: _is_general(reading, control))


def _is_general(reading: Reading, control: Control) -> bool:
    words = reading.goods.get(control.id, ())
    return not words or set(words) <= {"technology"}


def _barred(reading: Reading, facts: Facts) -> dict[str, Span]:
    """Goods that the article says stay controlled, with the passage."""
    barred: dict[str, Span] = {}
    for exclusion in reading.exclusions:
        if exclusion.control is not None:
            for good in _goods(reading.goods.get(exclusion.control, ()), facts):
                barred.setdefault(good, exclusion.span)
    return barred


def _register_ids(
    register: Register, imposer: str, target: str, good: str, day: dt.date, *, general: bool
) -> tuple[str, ...]:
    found = register.query(on=day, statuses=_LIVE, imposer=imposer, target=target, good=good)
    return tuple(
        control.id
        for control in found
        if control.effective is not None
        and ((day - control.effective).days <= RECENT or (not general and not control.entities))
        and (
            control.status(day) is Status.ANNOUNCED
            or control.intensity(day, target, known_on=day).high > 0
        )
    )


def _tabled(items: list[_Item], day: dt.date, facts: Facts) -> list[tuple[TabledControl, _Item]]:
    mains = [item.main.id if item.main else None for item in items]
    return [
        (_entry(item, day, facts, shared=bool(main) and mains.count(main) > 1), item)
        for item, main in zip(items, mains, strict=True)
    ]


def _entry(item: _Item, day: dt.date, facts: Facts, *, shared: bool) -> TabledControl:
    control, goods = item.main, list(item.goods)
    unknown = facts.model_parameter("unknown_intensity")
    if control is None:
        return TabledControl(
            control=f"{item.imposer}-{goods[0]}",
            name=f"{facts.party(item.imposer).adjective} control on {facts.good(goods[0]).name}",
            imposer=item.imposer,
            target=item.target,
            goods=goods,
            instrument="unknown",
            effective=day,
            status="named in the article only",
            intensity=Figure(low=unknown.low, central=unknown.value, high=unknown.high),
            bound=item.bound,
            origin=_from_article(item.mention, "not in the register; intensity is a default"),
        )
    announced = control.status(day) is Status.ANNOUNCED
    blocked = (
        rules.Range(low=unknown.low, central=unknown.value, high=unknown.high)
        if announced
        else control.intensity(day, item.target, known_on=day)
    )
    security = facts.security_value(control.id, item.imposer)
    political = facts.political_cost(control.id, item.imposer)
    return TabledControl(
        control=f"{control.id}:{goods[0]}" if shared else control.id,
        register_ids=list(item.ids),
        name=control.name,
        imposer=item.imposer,
        target=item.target,
        goods=goods,
        instrument=control.instrument,
        effective=control.effective or day,
        status=str(control.status(day)),
        intensity=Figure(**blocked.as_dict()),
        bound=item.bound,
        security=_figure(security) or Figure(low=0.0, central=0.0, high=0.0),
        political=_figure(political) or Figure(low=0.0, central=0.0, high=0.0),
        origin=_from_article(
            item.mention,
            "named in the article; dates and goods from the register; "
            + ("announced, so a default intensity from today" if announced else "intensity too"),
            register_id=control.id,
        ),
    )


def _figure(row: object) -> Figure | None:
    if row is None:
        return None
    return Figure(low=row.low, central=row.value, high=row.high)  # type: ignore[attr-defined]


def _from_article(span: Span, words: str, *, register_id: str | None = None) -> Origin:
    where = rules.Span(start=span.start, end=span.end, text=span.text)
    return Origin(kind="article", span=where, register_id=register_id, words=words)


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
            found.append(Mandate(party=name, words=words, origin=_from_article(span, "mandate")))
    return found


def _sequence(reading: Reading) -> list[Step]:
    names = {event.id: event.name for event in reading.events}
    spans = {event.id: event.span for event in reading.events}
    return [
        Step(
            first=names[order.first],
            relation=order.relation,
            second=names[order.second],
            origin=_from_article(order.trigger or spans[order.first], "order of events"),
        )
        for order in reading.sequence
        if order.first in names and order.second in names
    ]


def _clock(
    reading: Reading,
    tabled: list[tuple[TabledControl, _Item]],
    day: dt.date,
) -> list[ClockMark]:
    """What is scheduled in the article, and what expires by the register."""
    dates = {date.id: date.value for date in reading.dates}
    marks = [
        ClockMark(
            name=event.name,
            date=_calendar_day(dates.get(event.date or "")),
            words=event.span.text,
            origin=_from_article(event.span, f"{event.status} in the article"),
        )
        for event in reading.events
        if event.status == "scheduled"
    ]
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


def _calendar_day(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
