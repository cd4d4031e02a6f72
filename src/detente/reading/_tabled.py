"""Controls on the table, from what the article names and what the register knows of them."""

import datetime as dt

import detente.controls as rules
import detente.facts as facts_tables
from detente.controls import Figure, Origin, Status, TabledControl, known_course, stands, worth_of
from detente.facts import Facts
from detente.reading._items import Item
from detente.reading._records import Span

__all__ = ["from_article", "range_of", "tabled_controls"]


def tabled_controls(
    items: list[Item], day: dt.date, facts: Facts
) -> list[tuple[TabledControl, Item]]:
    mains = [item.main.id if item.main else None for item in items]
    return [
        (_entry(item, day, facts, shared=bool(main) and mains.count(main) > 1), item)
        for item, main in zip(items, mains, strict=True)
    ]


def _entry(item: Item, day: dt.date, facts: Facts, *, shared: bool) -> TabledControl:
    control, goods = item.main, list(item.goods)
    unknown = range_of(facts.model_parameter("unknown_intensity"))
    worth = worth_of(
        facts,
        control.id if control else None,
        item.imposer,
        instrument=control.instrument if control else "unknown",
        goods=goods,
    )
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
            intensity=unknown,
            bound=item.bound,
            security=worth.security,
            political=worth.political,
            valued=worth.valued,
            origin=from_article(item.mention, "not in the register; intensity is a default"),
        )
    announced = control.status(day) is Status.ANNOUNCED
    blocked, path = known_course(control, item.target, day, facts.events)
    return TabledControl(
        control=f"{control.id}:{goods[0]}" if shared else control.id,
        register_ids=list(item.ids),
        name=control.name,
        imposer=item.imposer,
        target=item.target,
        goods=goods,
        instrument=control.instrument,
        effective=control.effective or day,
        intensity=unknown if announced else blocked,
        path=path,
        **stands(control, day),
        bound=item.bound,
        security=worth.security,
        political=worth.political,
        valued=worth.valued,
        origin=from_article(
            item.mention,
            "named in the article; dates and goods from the register; "
            + ("announced, so a default intensity from today" if announced else "intensity too"),
            register_id=control.id,
        ),
    )


def range_of(row: facts_tables.Figure) -> Figure:
    return Figure(low=row.low, central=row.value, high=row.high)


def from_article(span: Span, words: str, *, register_id: str | None = None) -> Origin:
    where = rules.Span(start=span.start, end=span.end, text=span.text)
    return Origin(kind="article", span=where, register_id=register_id, words=words)
