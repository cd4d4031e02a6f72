"""Controls on the table, from what the article names and what the register knows of them."""

import datetime as dt

import detente.controls as rules
from detente.controls import (
    Figure,
    Link,
    Origin,
    Proposal,
    Status,
    TabledControl,
    entry_of,
    known_course,
    unexplained_entry,
)
from detente.facts import Facts
from detente.reading._records import Span
from detente.reading.standoff._items import Item, planned
from detente.reading.standoff.linking import Linked, Linking, Role
from detente.say import join_words

__all__ = ["accepted_proposal", "from_article", "links_of", "tabled_controls", "within"]

MOST_GOODS = 2
"""Goods that tell the parts of one control apart, named in each part's name [count]."""


def tabled_controls(
    items: list[Item], day: dt.date, facts: Facts
) -> list[tuple[TabledControl, Item]]:
    mains = [item.main.id for item in items]
    return [
        (_entry(item, day, facts, shared=mains.count(item.main.id) > 1), item) for item in items
    ]


def _entry(item: Item, day: dt.date, facts: Facts, *, shared: bool) -> TabledControl:
    control, goods = item.main, list(item.goods)
    announced = planned(control, day)
    paused = control.status(day) is Status.SUSPENDED
    default = announced or (bool(item.not_costed) and not paused)
    blocked, path = known_course(control, item.target, day, facts.events)
    told = "announced, so a default intensity from today" if announced else "intensity too"
    words = f"named in the article; dates and goods from the register; {told}"
    beside = [facts.good(good).name for good in control.goods if good not in goods]
    if item.not_costed:
        words = f"named in the article; dates from the register; not costed: {item.not_costed}"
    elif beside and not shared:
        words += f"; not named, so not costed: {join_words(beside)}"
    others = [name for name in item.ids if name != control.id]
    if others:
        words += f"; costed together with {join_words(others)}, on the same goods"
    return entry_of(
        control,
        item.target,
        day,
        control=f"{control.id}:{goods[0]}" if shared and goods else control.id,
        name=_part(control.name, goods, facts) if shared and goods else control.name,
        register_ids=list(item.ids),
        imposer=item.imposer,
        goods=goods,
        not_costed=item.not_costed,
        intensity=Figure.of(facts.if_carried_out(control.id)) if default else blocked,
        path=[] if default else path,
        bound=item.bound,
        facts=facts,
        origin=(
            from_article(item.mention, words, register_id=control.id)
            if item.mention is not None
            else Origin(kind="analyst", register_id=control.id, words="accepted by the analyst")
        ),
    )


def _part(name: str, goods: list[str], facts: Facts) -> str:
    """The name of a control of which only some goods are meant, since its other part has a row."""
    named = {row.good: row.name for row in facts.goods}
    told = [within(named[good]) for good in goods[:MOST_GOODS]]
    more = [f"{len(goods) - MOST_GOODS} more"] if len(goods) > MOST_GOODS else []
    return f"{name} ({join_words(told + more)})"


def within(name: str) -> str:
    """The name of a good inside a sentence, without its capital where that is no part of it."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def accepted_proposal(
    proposal: Proposal, target: str, day: dt.date, facts: Facts, number: int
) -> TabledControl:
    """Put a proposal that the analyst accepted on the table, with default figures."""
    name = proposal.goods[0] if proposal.goods else f"proposal-{number}"
    entry = unexplained_entry(
        proposal,
        target,
        day,
        name=name,
        not_costed="" if proposal.goods else "the goods tables hold nothing on what it names",
        words="in no register; accepted by the analyst, with default figures",
        facts=facts,
    )
    if proposal.status:
        entry.status = proposal.status
    return entry


def from_article(span: Span, words: str, *, register_id: str | None = None) -> Origin:
    where = rules.Span(start=span.start, end=span.end, text=span.text)
    return Origin(kind="article", span=where, register_id=register_id, words=words)


def links_of(
    linking: Linking, items: list[Item], parties: tuple[str, ...], day: dt.date
) -> list[Link]:
    """The linked rows as they are kept with a standoff, red lines among them."""
    barred = {name for item in items if item.bound < 1.0 for name in item.ids}
    return [
        Link(
            control=linked.control.id,
            name=linked.control.name,
            role=_role(linked, barred, parties),
            score=linked.score,
            band=linked.band,
            status=str(linked.control.status(day)),
            why=list(linked.why),
            passages=[
                rules.Span(start=span.start, end=span.end, text=span.text) for span in linked.spans
            ],
        )
        for linked in linking.links
    ]


def _role(linked: Linked, barred: set[str], parties: tuple[str, ...]) -> Role:
    """A row's role once it is known who bargains and what is excluded."""
    if linked.control.id in barred:
        return "red line"
    if linked.role == "at issue" and linked.control.imposer not in parties:
        return "background"
    return linked.role
