"""Hold the rules against what is new in a case; each alert is kept once."""

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from detente.casebook import Case, Event
from detente.casebook.articles import lock_case
from detente.casebook.schema import alerts, seen
from detente.casebook.store import now
from detente.controls import Register, Standoff
from detente.watch._rules import Rule

__all__ = ["of_article", "of_register", "of_stops"]

TOLD = frozenset({"appears", "firmer", "softer", "withdrawn", "back", "refused"})
"""What of an offer is told."""
DRAWS, DAYS = 8, 180


def of_article(case: Case, rules: Iterable[Rule], article: int) -> int:
    """Tell what an article says that a rule asks for."""
    events = case.events_of(article)
    found = 0
    for rule in _for(case, rules):
        for event in events:
            if _asked(rule, event):
                key = f"{event.about}:{event.actor}:{event.topic}:{event.kind}:{article}"
                change = f"{event.before} → {event.value}" if event.before else event.value
                words = f"{event.subject}: {event.kind} ({change})"
                found += _keep(case, rule, key, event.day, words, event.as_dict())
    return found


def _asked(rule: Rule, event: Event) -> bool:
    """Whether a rule asks for an event."""
    if rule.kind == "offer":
        return (
            event.about == "offer"
            and event.kind in TOLD
            and (not rule.goods or event.topic in rule.topics)
        )
    if rule.kind != "control" or event.about != "control" or event.kind != "changed":
        return False
    if event.topic in rule.topics:
        return True
    return any(_speaks_of(control, event) for control in rule.controls)


def _speaks_of(name: str, event: Event) -> bool:
    """Whether an event is about what a control of the register holds back."""
    from detente.casebook import topics_of  # noqa: PLC0415 - one use

    control = Register.load().get(name)
    return control.imposer == event.actor and event.topic in topics_of(control.goods)


def of_register(case: Case, rules: Iterable[Rule], on: dt.date) -> int:
    """Tell controls that the register has in another state than at the last look."""
    found = 0
    for rule in _for(case, rules):
        for name in rule.controls if rule.kind == "control" else ():
            control = Register.load().get(name)
            state = control.state(on)
            before = _swap(case, f"state:{rule.name}:{case.name}:{name}", str(state.status))
            if before is not None and before != str(state.status):
                words = f"{control.name}: {before} → {state.words()}"
                data = {"control": name, "before": before, "state": state.as_dict()}
                key = f"register:{name}:{state.status}:{on}"
                found += _keep(case, rule, key, on, words, data)
    return found


def of_stops(case: Case, rules: Iterable[Rule], standoff: Standoff) -> int:
    """Tell lines whose stop date moved since the last look by more than a rule's days."""
    asked = [rule for rule in _for(case, rules) if rule.kind == "stop-date"]
    if not asked:
        return 0
    stops = _stops(standoff)
    found = 0
    for rule in asked:
        for (party, good), day in stops.items():
            if (rule.party and party != rule.party) or (rule.goods and good not in rule.goods):
                continue
            told = day.isoformat() if day else "none"
            before = _swap(case, f"stop:{rule.name}:{case.name}:{party}:{good}", told)
            if before is None or before == told or not _far(before, told, rule.days):
                continue
            words = f"Lines of {party} for want of {good}: stop {before} → {told}"
            data = {"party": party, "good": good, "before": before, "after": told}
            found += _keep(
                case, rule, f"stop:{party}:{good}:{before}:{told}", standoff.on, words, data
            )
    return found


def _stops(standoff: Standoff) -> dict[tuple[str, str], dt.date | None]:
    """First day on which lines of a party stop for want of a good, at central values."""
    from detente.impact import simulate  # noqa: PLC0415 - the engine loads where a rule asks

    impact = simulate(standoff, days=DAYS, draws=DRAWS, seed=0)
    found: dict[tuple[str, str], dt.date | None] = {}
    for clock in impact.clocks():
        days = float(clock.first_shortage[0])
        day = None if math.isnan(days) else standoff.on + dt.timedelta(days=round(days))
        found[clock.party, clock.good] = day
    return found


def _far(before: str, after: str, days: float) -> bool:
    """Whether a day moved by more than so many days; to and from none is always far."""
    if "none" in {before, after}:
        return True
    moved = dt.date.fromisoformat(after) - dt.date.fromisoformat(before)
    return abs(moved.days) > days


def _for(case: Case, rules: Iterable[Rule]) -> Sequence[Rule]:
    return [rule for rule in rules if rule.case in {"", case.name}]


def _keep(
    case: Case, rule: Rule, key: str, day: dt.date, words: str, data: Mapping[str, Any]
) -> int:
    """Keep an alert unless it is there."""
    with case.store.write() as connection:
        lock_case(connection, case.number)
        same = select(alerts.c.id).where(
            alerts.c.case_id == case.number, alerts.c.rule == rule.name, alerts.c.key == key[:200]
        )
        if connection.execute(same).first() is not None:
            return 0
        connection.execute(
            alerts.insert().values(
                case_id=case.number,
                rule=rule.name,
                key=key[:200],
                day=day,
                words=words,
                data=json.dumps(data, ensure_ascii=False),
                added=now(),
            )
        )
    return 1


def _swap(case: Case, key: str, value: str) -> str | None:
    """Remember a value; the one remembered before, None the first time."""
    with case.store.write() as connection:
        lock_case(connection, case.number)
        return swap(connection, key, value, case=case.number)


def swap(connection: Connection, key: str, value: str, *, case: int | None = None) -> str | None:
    """Remember a value under a key of at most 64 characters, or its hash."""
    import hashlib  # noqa: PLC0415 - one use

    short = hashlib.sha256(key.encode()).hexdigest()
    row = connection.execute(select(seen.c.words).where(seen.c.key == short)).first()
    if row is None:
        connection.execute(
            seen.insert().values(
                key=short, source=key, outcome="state", words=value, case_id=case, added=now()
            )
        )
        return None
    connection.execute(seen.update().where(seen.c.key == short).values(words=value, added=now()))
    return str(row.words)
