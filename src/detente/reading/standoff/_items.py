"""What each side withholds: the linked rows of the register, good by good."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import detente.controls as rules
from detente.controls import Register, Status
from detente.facts import Facts, sells
from detente.facts.words import compiled
from detente.reading._records import Exclusion, Reading, Span
from detente.reading._text import normalise
from detente.reading.english.text.goods import GENERIC, find_goods
from detente.reading.standoff._binding import has_term, of_its_own, refusers, rows_meant, voices
from detente.reading.standoff.linking import Linked, aims_inside, bloc_members, named_goods

__all__ = ["Item", "items_of", "planned"]

_ALL_TRADE = compiled("ledger.all_trade")
_INSIDE = "it aims at members of the bloc, and no figure says what part of the bloc's flow that is"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Goods of one imposer that one control weighs most on and that share one bound.

    Without goods, or without a blocked share, ``not_costed`` says for want of what it is only
    listed.
    """

    imposer: str
    target: str
    main: rules.Control
    ids: tuple[str, ...]
    goods: tuple[str, ...]
    bound: float
    mention: Span | None
    words: Span | None
    not_costed: str = ""


def items_of(
    reading: Reading,
    links: Sequence[Linked],
    parties: tuple[str, ...],
    day: dt.date,
    facts: Facts,
    register: Register,
) -> Iterator[Item]:
    """What each party withholds, good by good, merged where the same control weighs most."""
    order = [row.good for row in facts.goods]
    live = [link for link in links if link.role in ("at issue", "red line")]
    eased = _eased(reading)
    blocs = bloc_members(facts)
    for imposer, target in (parties, parties[::-1]):
        own = [x for x in live if x.control.imposer == imposer and x.control.aims_at(target)]
        inside = [
            x
            for x in live
            if x.control.imposer == imposer and aims_inside(x.control, target, blocs)
        ]
        barred = _barred(reading, [*own, *inside], eased, parties, facts)
        for link in inside:
            yield _listed(link, target, barred, _INSIDE)
        for link in _on_hold(links, imposer, target, day):
            yield _listed(
                link,
                target,
                {},
                f"it is {link.control.state(day).words()}: it blocks nothing today"
                + (", and the article says that it comes back" if link.returns else ""),
            )
        covering: dict[str, list[Linked]] = {}
        for link in own:
            whole = not link.goods or any(_ALL_TRADE.search(span.text) for span in link.spans)
            goods = link.control.goods if whole else link.goods
            sold = [g for g in goods if sells(facts, g, imposer)]
            if not sold or not _weighs(link.control, target, day):
                yield _listed(link, target, barred, _why(link, target, day, sold=bool(sold)))
                continue
            for good in sold:
                covering.setdefault(good, []).append(link)
        merged: dict[tuple[str, float], list[str]] = {}
        for good in sorted(covering, key=order.index):
            main = _heaviest(covering[good], target, day)
            bound = 0.0 if any((x.control.id, good) in barred for x in covering[good]) else 1.0
            merged.setdefault((main.id, bound), []).append(good)
        for (main_id, bound), kept in merged.items():
            there = [link for good in kept for link in covering[good]]
            first = next(x for x in there if x.control.id == main_id)
            yield Item(
                imposer=imposer,
                target=target,
                main=register.get(main_id),
                ids=tuple(dict.fromkeys([main_id, *(x.control.id for x in there)])),
                goods=tuple(kept),
                bound=bound,
                mention=next(iter(first.spans), None),
                words=next(
                    (barred[x.control.id, g] for g in kept for x in there
                     if (x.control.id, g) in barred),
                    None,
                ),
            )  # fmt: skip


def _on_hold(links: Sequence[Linked], imposer: str, target: str, day: dt.date) -> Iterator[Linked]:
    """Rows that are over and come back: with the end of a truce, or as the article says."""
    for link in links:
        paused = link.returns or link.control.status(day) is Status.SUSPENDED
        own = link.control.imposer == imposer and link.control.aims_at(target)
        if link.role == "over" and paused and link.central and own:
            yield link


def _weighs(control: rules.Control, target: str, day: dt.date) -> bool:
    """Whether a share of a good that it blocks is known, or a default stands for it."""
    if not control.goods:
        return False
    return planned(control, day) or control.intensity(day, target, known_on=day).high > 0


def planned(control: rules.Control, day: dt.date) -> bool:
    """Whether a control is announced, or the day before it is, and not in force yet."""
    return control.status(day) in (Status.ANNOUNCED, Status.NOT_YET)


def _listed(
    link: Linked, target: str, barred: dict[tuple[str, str], Span], not_costed: str
) -> Item:
    """A control that is on the table without figures."""
    words = next((span for (name, _), span in barred.items() if name == link.control.id), None)
    return Item(
        imposer=link.control.imposer,
        target=target,
        main=link.control,
        ids=(link.control.id,),
        goods=(),
        bound=0.0 if words is not None else 1.0,
        mention=next(iter(link.spans), None),
        words=words,
        not_costed=not_costed,
    )


def _why(link: Linked, target: str, day: dt.date, *, sold: bool) -> str:
    """For want of what a control is only listed."""
    if not link.control.goods:
        return "the register names no good of the tables for it"
    if not sold:
        return "the tables know of nobody who gets its goods from its imposer"
    return f"the register has no share that it blocks toward {target} on {day}"


def _heaviest(links: Iterable[Linked], target: str, day: dt.date) -> rules.Control:
    """The control that blocks most on the day."""
    return max(
        (link.control for link in links),
        key=lambda control: control.intensity(day, target, known_on=day).central,
    )


def _eased(reading: Reading) -> set[str]:
    """Controls that somebody offers, or is asked, to ease."""
    return {
        leg.control
        for offer in reading.offers
        if offer.strength != "refused"
        for leg in (*offer.gives, *offer.gets)
        if leg.control is not None
    }


def _barred(
    reading: Reading, own: list[Linked], eased: set[str], parties: tuple[str, ...], facts: Facts
) -> dict[tuple[str, str], Span]:
    """Rows and goods that the article says stay controlled, with the passage.

    What is left out of an easing of the same control (*no permit for who has not paid*) is a limit
    of that easing, not a red line; nor is what its side offers to end on a condition.
    """
    barred: dict[tuple[str, str], Span] = {}
    for refusal in reading.exclusions:
        exclusion = of_its_own(refusal, reading, own, facts)
        if exclusion.control is not None and exclusion.control in eased:
            continue
        if has_term(exclusion, reading):
            continue
        for link, good in _kept(exclusion, reading, own, parties, facts):
            if good not in _offered(exclusion, link.control.imposer, reading, facts):
                barred.setdefault((link.control.id, good), exclusion.span)
    return barred


def _offered(exclusion: Exclusion, imposer: str, reading: Reading, facts: Facts) -> set[str]:
    """Goods that the imposer itself offers to ease, of those an exclusion names a part of.

    *Older chip tools, but not the most advanced ones*: the tables have one good for both. An offer
    of a whole group (*chips*) leaves the red line on the good that is kept out of it.
    """
    named = _goods_of(exclusion, reading, facts)
    offers = [
        named_goods(reading.goods.get(leg.control or "", ()), facts)
        for offer in reading.offers
        if offer.strength != "refused"
        for leg in offer.gives
        if leg.actor == imposer
    ]
    return {good for goods in offers if goods and goods <= named for good in goods}


def _kept(
    exclusion: Exclusion,
    reading: Reading,
    own: list[Linked],
    parties: tuple[str, ...],
    facts: Facts,
) -> list[tuple[Linked, str]]:
    """What an exclusion keeps back: rows by its goods, by its place, or by its word for them."""
    control = reading.control(exclusion.control)
    goods = _goods_of(exclusion, reading, facts)
    owners = refusers(exclusion, reading, facts)
    theirs = [x for x in own if not owners or x.control.imposer in owners]
    found = [(link, good) for link in theirs for good in link.goods if good in goods]
    if not goods and control is not None:
        found += [pair for x in theirs if _beside(exclusion, x) for pair in _all_of(x)]
    if found:
        narrow = [pair for pair in found if pair[0].central]
        vague = not any(
            set(m.row.goods) & goods for m in find_goods(normalise(exclusion.span.text))
        )
        return narrow if vague and narrow else found
    if not theirs and not owners & set(parties):
        return []  # a third country refuses
    who = voices(exclusion, reading, facts)
    pool = theirs or [x for x in own if not who or x.control.imposer in who]
    return [pair for x in rows_meant(exclusion.span, reading, pool, facts) for pair in _all_of(x)]


def _all_of(link: Linked) -> list[tuple[Linked, str]]:
    """A row with each of its goods, those that the article names before all."""
    return [(link, good) for good in link.goods or link.control.goods or ("",)]


def _goods_of(exclusion: Exclusion, reading: Reading, facts: Facts) -> set[str]:
    """Goods that an exclusion names, else those of its control."""
    words = [name for m in find_goods(normalise(exclusion.span.text)) for name in m.row.goods]
    named = named_goods(words, facts) if set(words) - {GENERIC} else set()
    kept = reading.goods.get(exclusion.control or "", ())
    general = not kept or set(kept) <= {GENERIC}
    own = set() if general else named_goods(kept, facts)
    return (named & own) or named or own  # *raw ore* is the ore of the control that is meant


def _beside(exclusion: Exclusion, link: Linked) -> bool:
    """Whether an exclusion stands in the passage that a link rests on most."""
    return any(span.start <= exclusion.span.start < span.end for span in link.spans[:2])
