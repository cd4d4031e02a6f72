"""One look at all sources: read what is new, put it into its case, hold the rules against it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from detente._errors import CasebookError, DetenteError
from detente.casebook import Case, Casebook, prepare
from detente.casebook.schema import seen
from detente.casebook.store import now
from detente.reading import read_bytes
from detente.watch._alerts import of_article, of_register, of_stops
from detente.watch._rules import Rule
from detente.watch._sources import Found, new_in

__all__ = ["Outcome", "watch_once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of something new."""

    name: str
    source: str
    """What it is called and where it is from."""
    outcome: str
    """``added``, ``known`` (its text was there already), ``unmatched`` (it speaks of no case),
    ``unread`` (it is no article that can be read), or ``later`` (it could not be had and is tried
    again)."""
    case: str = ""
    """Name of its case, if it has one."""
    article: int | None = None
    """Its number in the casebook."""
    alerts: int = 0
    """New alerts that it gave [count]."""
    words: str = ""
    """Why it was not added."""

    def as_dict(self) -> dict[str, Any]:
        """The outcome, ready for JSON."""
        return {
            "schema": "detente.watched/1",
            "name": self.name,
            "source": self.source,
            "outcome": self.outcome,
            "case": self.case or None,
            "article": self.article,
            "alerts": self.alerts,
            "words": self.words or None,
        }


def watch_once(
    book: Casebook,
    sources: Sequence[str],
    rules: Sequence[Rule] = (),
    *,
    case: str | None = None,
    on: dt.date,
    allow_private: bool = False,
) -> Iterator[Outcome]:
    """Look once at every source.

    Parameters
    ----------
    book
        The casebook.
    sources
        Folders, and addresses of feeds or articles.
    rules
        What is to be told.
    case
        The case that everything goes to, begun if it is new; else each article goes to the case
        that it speaks of.
    on
        The day, on which the register is looked at.
    allow_private
        Also ask private, loopback and link-local addresses.

    Yields
    ------
    Outcome
        One for each thing that is new.
    """
    mine = None if case is None else book.start(case)
    touched: dict[str, Case] = {}
    for source in sources:
        for found in new_in(book, source, allow_private=allow_private):
            outcome, target = _one(book, found, rules, mine)
            if target is not None and outcome.outcome == "added":
                touched[target.name] = target
            yield outcome
    for row in book.cases():
        of_register(book.case(row.name), rules, on)
    for target in touched.values():
        try:
            _, standoff = target.current()
        except CasebookError:  # one side alone so far
            continue
        of_stops(target, rules, standoff)


def _one(
    book: Casebook, found: Found, rules: Sequence[Rule], mine: Case | None
) -> tuple[Outcome, Case | None]:
    """Read one thing and put it where it belongs."""
    if found.data is None:
        return Outcome(
            name=found.name, source=found.source, outcome="later", words=found.fault
        ), None
    try:
        reading = read_bytes(found.data, name=found.name, on=found.on)
        prepared = prepare(reading, name=found.name, source=found.source)
    except DetenteError as error:
        return _remember(book, found, "unread", words=str(error)), None
    try:
        target = mine or book.match(prepared)
    except CasebookError as error:
        return _remember(book, found, "unmatched", words=str(error)), None
    added = target.add(prepared)
    alerts = of_article(target, rules, added.article)  # also if it was there: a run may have ended
    outcome = _remember(
        book,
        found,
        "added" if added.new else "known",
        case=target,
        article=added.article,
        alerts=alerts,
    )
    return outcome, target


def _remember(
    book: Casebook,
    found: Found,
    outcome: str,
    *,
    words: str = "",
    case: Case | None = None,
    article: int | None = None,
    alerts: int = 0,
) -> Outcome:
    """Keep that it was seen, so that it is not looked at again."""
    with book.store.write() as connection:
        connection.execute(seen.delete().where(seen.c.key == found.key))
        connection.execute(
            seen.insert().values(
                key=found.key,
                source=found.source,
                outcome=outcome,
                words=words,
                case_id=case.number if case else None,
                article_id=article,
                added=now(),
            )
        )
    return Outcome(
        name=found.name,
        source=found.source,
        outcome=outcome,
        case=case.name if case else "",
        article=article,
        alerts=alerts,
        words=" ".join(words.split()),
    )
