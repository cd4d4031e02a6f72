"""What each side withholds: the goods an article names, and the register's controls on them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import detente.controls as rules
from detente.controls import Register, Status
from detente.facts import Facts, sells
from detente.reading._records import Control, Reading, Span

__all__ = ["Item", "goods_of", "items_of", "supplied"]

RECENT = 180
"""Days within which a control counts as one of the "recent" ones that a general word means."""

_LIVE = (Status.IN_FORCE, Status.UNKNOWN, Status.ANNOUNCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Goods of one imposer that one control weighs most on and that share one bound."""

    imposer: str
    target: str
    main: rules.Control | None
    ids: tuple[str, ...]
    goods: tuple[str, ...]
    bound: float
    mention: Span
    words: Span | None


def items_of(
    reading: Reading, parties: tuple[str, ...], day: dt.date, facts: Facts, register: Register
) -> Iterator[Item]:
    """What each party withholds, good by good, merged where the same control weighs most."""
    barred = _barred(reading, facts)
    order = [row.good for row in facts.goods]
    for imposer, target in (parties, parties[::-1]):
        covering: dict[str, tuple[tuple[str, ...], Span]] = {}
        for control in _firm_first(reading, imposer):
            general = _is_general(reading, control)
            goods = goods_of(reading.goods.get(control.id, ()), facts) - set(covering)
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
            yield Item(
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
    """Goods that the article says stay controlled, with the passage.

    What is left out of an easing of the same control (*no permit for who has not paid*) is a limit
    of that easing, not a red line.
    """
    eased = {
        leg.control
        for offer in reading.offers
        if offer.strength != "refused"
        for leg in (*offer.gives, *offer.gets)
        if leg.control is not None
    }
    barred: dict[str, Span] = {}
    for exclusion in reading.exclusions:
        if exclusion.control is not None and exclusion.control not in eased:
            for good in goods_of(reading.goods.get(exclusion.control, ()), facts):
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


def supplied(item: Item, facts: Facts) -> bool:
    """Whether a control can bite: the register knows it, or its imposer sells one of its goods."""
    return bool(item.ids) or any(sells(facts, good, item.imposer) for good in item.goods)


def goods_of(words: Iterable[str], facts: Facts) -> set[str]:
    """Goods of the tables that words of the reader stand for: goods, or groups of them."""
    groups = {row.group: row.goods for row in facts.good_groups}
    known = {row.good for row in facts.goods}
    return {g for word in words for g in groups.get(word, (word,)) if g in known}
