"""What became of each thing that was read: used, not matched or not costed, and why."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from detente.controls import (
    ClockMark,
    LedgerEntry,
    LedgerKind,
    LedgerOutcome,
    Mandate,
    Proposal,
    RedLine,
    TabledControl,
)
from detente.facts import Facts
from detente.facts.words import compiled
from detente.reading._records import Control, Date, Exclusion, Leg, Offer, Reading, Span
from detente.reading.english.text.goods import GENERIC, find_goods
from detente.reading.standoff._binding import has_term, of_its_own, refusers
from detente.reading.standoff._tabled import from_article
from detente.reading.standoff.linking import named_goods

__all__ = ["Table", "ledger_of", "shortened", "unmatched_ledger"]

_OVER = frozenset({"lifted", "suspended", "proposed"})
_ENDED = _OVER - {"proposed"}
_ALL_TRADE = compiled("ledger.all_trade")
_IDLE = frozenset({"refused", "denied", "noncommittal", "question"})
_CHARGE = compiled("charge")
_SHOWN = 160
"""Most characters of a passage that is kept as the words of an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a reading was made into, to answer what became of its parts."""

    reading: Reading
    facts: Facts
    """What the article says, and the tables."""
    parties: tuple[str, ...]
    """The two sides, ISO3."""
    day: dt.date
    """The day of the standoff."""
    controls: list[TabledControl]
    red_lines: list[RedLine]
    mandates: list[Mandate]
    clock: list[ClockMark]
    """Of the standoff."""
    proposals: list[Proposal]
    """Controls of the article that no row of the register explains."""

    def answers(self, control: Control | None, *, exactly: bool = False) -> list[TabledControl]:
        """Return the controls on the table that a control of the reading became."""
        if control is None:
            return []
        words = self.reading.goods.get(control.id, ())
        goods = named_goods(words, self.facts)
        if exactly and set(words) <= {GENERIC}:
            goods = set()  # *tech curbs* stand for any, and ease none by name
        # what only the register tells of is on the table as its own row, or not at all
        rows = set(control.register_ids) if control.from_register == "control" else set()
        return [
            entry
            for entry in self.controls
            if control.imposer in (None, entry.imposer)
            and (not rows or rows & set(entry.register_ids))
            and (goods & set(entry.goods) or _told(entry, control.mentions))
        ]

    def answers_leg(self, leg: Leg, *, exactly: bool = False) -> list[TabledControl]:
        """Return the controls on the table that one side's part of an offer speaks of."""
        if leg.control is None and _CHARGE.search(leg.span.text):
            return []  # a royalty is not the ban on what it is paid for
        found = self.answers(self.reading.control(leg.control), exactly=exactly)
        return found or self.named(leg.span.text, leg.actor)

    def eased(self, leg: Leg) -> list[str]:
        """Return ids of the controls of its own that a side eases by its part of an offer."""
        found = self.answers_leg(leg, exactly=True)
        return [entry.control for entry in found if entry.imposer == leg.actor]

    def named(self, words: str, imposer: str | None = None) -> list[TabledControl]:
        """Return the controls on the table whose goods some words name."""
        goods = named_goods((g for m in find_goods(words) for g in m.row.goods), self.facts)
        return [
            entry
            for entry in self.controls
            if imposer in (None, entry.imposer) and goods & set(entry.goods)
        ]


def ledger_of(table: Table) -> list[LedgerEntry]:
    """Say of every control, offer, exclusion and date that was read what became of it."""
    reading = table.reading
    return [
        *(_control(table, control) for control in reading.controls),
        *(_offer(table, offer) for offer in reading.offers),
        *(_exclusion(table, exclusion) for exclusion in reading.exclusions),
        *(_date(table, date) for date in reading.dates),
    ]


def unmatched_ledger(reading: Reading, why: str) -> list[LedgerEntry]:
    """Say of everything that was read that no table was made, and why."""
    parts: list[tuple[LedgerKind, str, str, Span | None]] = [
        *(
            ("control", c.id, c.product or c.id, c.mentions[0] if c.mentions else None)
            for c in reading.controls
        ),
        *(
            ("offer", o.id, o.kind, next((leg.span for leg in (*o.gives, *o.gets)), o.trigger))
            for o in reading.offers
        ),
        *(("exclusion", x.id, x.span.text, x.span) for x in reading.exclusions),
        *(("date", d.id, d.span.text, d.span) for d in reading.dates),
    ]
    return [
        _entry(kind, name, at.text if at else words, "not matched", why, at)
        for kind, name, words, at in parts
    ]


def _control(table: Table, control: Control) -> LedgerEntry:
    found = table.answers(control)
    costed = [entry for entry in found if not entry.not_costed]
    at = control.mentions[0] if control.mentions else None
    words = at.text if at else control.product or control.id
    if costed:
        valued = {entry.valued for entry in costed if entry.valued}
        why = f"it is on the table as {_names(costed)}"
        if valued:
            why += (
                f"; what it is worth to {_owner(table, costed[0].imposer)} is a judgement by class"
            )
        short = _more_than_costed(table, control, costed)
        why = f"{short}; {why}" if short else why
        return _entry(
            "control", control.id, words, "used", why, at, ref=costed[0].control,
            headline=bool(short),
        )  # fmt: skip
    if found:
        return _entry(
            "control", control.id, words, "not costed", found[0].not_costed, at,
            ref=found[0].control, headline=True,
        )  # fmt: skip
    for number, plan in enumerate(table.proposals, start=1):
        if any(_same(plan.origin.span, span) for span in control.mentions):
            why = f"no row of the register explains it: proposal {number}, {plan.name}"
            return _entry("control", control.id, words, "not matched", why, at, headline=True)
    why, headline = _unmatched(table, control)
    return _entry("control", control.id, words, "not matched", why, at, headline=headline)


def _more_than_costed(table: Table, control: Control, costed: list[TabledControl]) -> str:
    """What an article says of a costed control that its figures leave out: all trade, its end."""
    if any(_ALL_TRADE.search(span.text) for span in control.told):
        goods = ", ".join(table.facts.good(g).name for entry in costed for g in entry.goods)
        return f"it is on all trade, of which only {goods} is costed"
    told = control.status in _ENDED and not control.from_register
    if told and all(entry.status == "in force" for entry in costed):
        return (
            f"the article has it {control.status}, the register in force on {table.day}, and it is "
            "costed as in force"
        )
    return ""


def _unmatched(table: Table, control: Control) -> tuple[str, bool]:
    """Why nothing on the table is a control that was read, and whether a headline feels it."""
    facts, words = table.facts, table.reading.goods.get(control.id, ())
    if not control.told:
        return ("the article denies it" if control.denied else "it is only thought possible"), False
    live = control.status not in _OVER
    if control.imposer is None:
        return "the article does not say whose it is", False
    if control.imposer not in table.parties:
        owner = _owner(table, control.imposer)
        return f"also in this text, as another standoff: {owner} is not at this table", live
    if not live:
        source = "register" if control.from_register else "article"
        return f"it is {control.status}, by the {source}", False
    owner = _owner(table, control.imposer)
    if not control.product or control.product == GENERIC or set(words) <= {GENERIC}:
        why = f"it names no good, and the register has no new control of {owner} on {table.day}"
        return f"{why} that answers to it", False
    goods = ", ".join(sorted(named_goods(words, facts))) or control.product
    why = f"the register has none of {owner} on {goods} that blocks anything on {table.day}"
    return why, True


def _offer(table: Table, offer: Offer) -> LedgerEntry:
    legs = [(leg, table.answers_leg(leg)) for leg in (*offer.gives, *offer.gets)]
    at = next((leg.span for leg, _ in legs), offer.condition or offer.trigger)
    words = at.text if at else offer.kind
    strangers = [leg for leg, _ in legs if leg.actor and leg.actor not in table.parties]
    open_ = [leg for leg, found in legs if not found]
    lost = offer.strength not in _IDLE and any(leg in open_ for leg in offer.gives)
    found = list(dict.fromkeys(e.control for _, entries in legs for e in entries))
    entries = [entry for entry in table.controls if entry.control in found]
    costed = [entry for entry in entries if not entry.not_costed]
    if costed:
        why = f"it speaks of {_names(costed)}, on the table"
        if offer.kind == "mandate" and any(_same(m.origin.span, at) for m in table.mandates):
            why = f"it is a mandate to ease {_names(costed)}"
        uncosted = [entry for entry in entries if entry.not_costed]
        if uncosted:
            why += f"; {uncosted[0].name} has no figures"
        if open_:
            why += f"; nothing on the table answers to “{shortened(open_[0].span.text)}”"
        return _entry(
            "offer", offer.id, words, "used", why, at, ref=costed[0].control,
            headline=bool(uncosted) or lost,
        )  # fmt: skip
    if entries:
        why = f"it speaks of {entries[0].name}: {entries[0].not_costed}"
        return _entry(
            "offer", offer.id, words, "not costed", why, at, ref=entries[0].control, headline=True
        )
    charges = [leg for leg, _ in legs if leg.control is None and _CHARGE.search(leg.span.text)]
    if charges and not strangers:
        why = f"not priced: no figure says what “{shortened(charges[0].span.text)}” is worth"
        return _entry("offer", offer.id, words, "not costed", why, at, headline=lost)
    if strangers:
        who = _owner(table, strangers[0].actor or "")
        why, lost = f"it is about what {who} does, which is not at this table", True
    else:
        why = "no control on the table answers to it"
    return _entry("offer", offer.id, words, "not matched", why, at, headline=lost)


def _exclusion(table: Table, exclusion: Exclusion) -> LedgerEntry:
    at, words = exclusion.span, exclusion.span.text
    exclusion = of_its_own(exclusion, table.reading, (), table.facts)
    control = table.reading.control(exclusion.control)
    if has_term(exclusion, table.reading):
        why = "it holds only until what the same side asks for in an offer, so it bounds nothing"
        return _entry("exclusion", exclusion.id, words, "not costed", why, at)
    owners = refusers(exclusion, table.reading, table.facts)
    found = [
        entry
        for entry in table.answers(control) or table.named(words)
        if not owners or entry.imposer in owners
    ]
    names = {entry.control for entry in found}
    bound = [
        line
        for line in table.red_lines
        if line.control in names or _same(line.origin.span, exclusion.span)
    ]
    if bound:
        mine = [e for e in table.controls if e.control == bound[0].control]
        why = f"it is the red line of {_names(mine)}"
        return _entry("exclusion", exclusion.id, words, "used", why, at, ref=bound[0].control)
    if found:
        why = (
            f"it limits the easing of {_names(found)}, which the article also speaks of, and no "
            "figure says by how much; the easing is counted in full"
        )
        return _entry(
            "exclusion", exclusion.id, words, "not costed", why, at, ref=found[0].control,
            headline=True,
        )  # fmt: skip
    if control is not None and control.imposer and control.imposer not in table.parties:
        why = f"{_owner(table, control.imposer)} is not at this table"
    elif control is not None:
        why = "the control that it speaks of is not on the table"
    else:
        why = "it names no control on the table, so it bounds nothing"
    return _entry("exclusion", exclusion.id, words, "not matched", why, at, headline=True)


def _date(table: Table, date: Date) -> LedgerEntry:
    why = next(_uses(table, date), None)
    if why is not None:
        return _entry("date", date.id, date.span.text, "used", why, date.span)
    return _entry(
        "date", date.id, date.span.text, "not matched", _background(table, date), date.span
    )


def _uses(table: Table, date: Date) -> Iterator[str]:
    """What a date was used for, the strongest first."""
    published = table.reading.metadata.published
    if published is not None and _same(published.span, date.span):
        yield "it is the day of the article"
    for mark in table.clock:
        span = mark.origin.span
        if span is not None and mark.date is not None and date.value[:10] == str(mark.date):
            yield f"it is on the clock: {shortened(mark.name)}"
    for entry in table.controls:
        if date.value[:10] == str(entry.effective) and entry.register_ids:
            yield f"it is the day from which {entry.name} applies"


def _background(table: Table, date: Date) -> str:
    """Why a date bears on nothing that is computed."""
    if "_REF" in date.value:
        return "background: it names no day"
    if date.value.startswith("P"):
        return "background: a length of time, which no control on the table takes"
    dated = next((e for e in table.reading.events if e.date == date.id), None)
    if dated is not None and dated.status == "past":
        return f"background: it dates what is past, “{shortened(dated.name)}”"
    said = next((s for s in table.reading.statements if s.date == date.id), None)
    if said is not None:
        return "background: it dates what somebody said"
    if date.value[:10] <= str(table.day):
        return "background: a time past that no control on the table begins or ends with"
    return "background: no event that is scheduled, and no control on the table, has it"


def _entry(
    kind: LedgerKind,
    name: str,
    words: str,
    outcome: LedgerOutcome,
    why: str,
    at: Span | None,
    *,
    ref: str | None = None,
    headline: bool = False,
) -> LedgerEntry:
    origin = {} if at is None else {"origin": from_article(at, "read")}
    return LedgerEntry(
        kind=kind, id=name, words=shortened(words), outcome=outcome, why=why, ref=ref,
        headline=headline, **origin,
    )  # fmt: skip


def _told(entry: TabledControl, mentions: tuple[Span, ...]) -> bool:
    """Whether a control on the table came from one of some mentions."""
    return any(_same(entry.origin.span, span) for span in mentions)


def _same(one: object, other: Span | None) -> bool:
    """Whether two passages overlap."""
    if one is None or other is None:
        return False
    return bool(one.start < other.end and other.start < one.end)  # type: ignore[attr-defined]


def _names(entries: list[TabledControl]) -> str:
    names = [entry.name for entry in entries]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _owner(table: Table, code: str) -> str:
    known = {row.iso3: row.name for row in table.facts.parties}
    return known.get(code, code)


def shortened(words: str, most: int = _SHOWN) -> str:
    """Return words on one line, cut at a word where they are too long."""
    flat = " ".join(words.split())
    return flat if len(flat) <= most else f"{flat[:most].rsplit(' ', 1)[0].rstrip(' ,;:')} …"
