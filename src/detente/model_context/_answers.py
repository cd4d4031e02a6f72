"""Answers of the tools: the JSON of the commands, and the sources of the figures in it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from detente._days import day_of
from detente._errors import DetenteError
from detente.brief.brief import rounded
from detente.brief.payload import deals_payload
from detente.brief.sources import assumption_rows, good_rows, source_rows
from detente.controls import LISTED, Register, Standoff, control_row, standoff_from_register
from detente.facts import Facts, load_facts

__all__ = ["brief", "deal", "exposure", "goods", "register", "simulate", "standoff_of"]

MOST_DRAWS = 200
MOST_DAYS = 730
MOST_GOODS = 5
"""Goods of one answer whose figures are listed [count]."""

Answer = dict[str, Any]


def _day(text: str | None, what: str = "on") -> dt.date | None:
    return day_of(text, f"{what}: ") if text else None


def _sourced(result: Any, facts: Facts | None = None) -> Answer:  # noqa: ANN401 - any JSON
    """A result, and every source that it names."""
    facts = facts or load_facts()
    known = {row.id: row for row in facts.sources}
    named = dict.fromkeys(name for name in _texts(result) if name in known)
    return {
        "result": result,
        "sources": {
            name: {
                "title": known[name].title,
                "url": known[name].url,
                "date": str(known[name].date or "") or None,
                "evidence": str(known[name].evidence),
            }
            for name in named
        },
    }


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


def register(on: str | None, imposer: str | None, target: str | None, good: str | None) -> Answer:
    """Controls of the register, as ``detente controls --json`` gives them."""
    day = _day(on)
    facts = load_facts()
    found = Register.load().query(
        on=day, imposer=imposer, target=target, good=good, statuses=LISTED
    )
    return _sourced([control_row(control, day) for control in found], facts)


def goods(word: str | None) -> Answer:
    """Goods of the tables, as ``detente goods --json`` gives them."""
    from detente.facts import good_card, good_line  # noqa: PLC0415 - as the command does

    facts = load_facts()
    names = facts.good_names()
    found = facts.goods if word is None else names.search(word)
    if not found:
        raise DetenteError(f"{word}: no good of the tables; ask for goods without a word for all")
    one = word is not None and (len(found) == 1 or names.is_one(word))
    result = {
        "schema": "detente.goods/1",
        "word": word,
        "goods": [good_line(row, facts, names) for row in found],
        "card": good_card(found[0], facts, names) if one else None,
    }
    figures = rounded(good_rows(facts, [row.good for row in found[:MOST_GOODS]]))
    told = _sourced([result, figures], facts)
    return {**told, "result": result, "figures": figures}


def exposure(party: str, good: str | None, draws: int) -> Answer:
    """Where a party is exposed, as ``detente exposure --json`` gives it."""
    from detente.impact.exposure import exposure as look  # noqa: PLC0415 - engines when asked for
    from detente.impact.exposure import ranking  # noqa: PLC0415

    _within("draws", draws, MOST_DRAWS)
    if good is None:
        return _sourced(rounded(ranking(party, draws=draws, seed=0).as_dict()))
    code = load_facts().good_names().one(good).good
    found = look(party=party, good=code, draws=draws, seed=0)
    return _sourced(rounded(found.as_dict()))


def standoff_of(
    controls: list[str] | None,
    toml: str | None,
    article: str | None,
    on: str | None,
    target: str | None = None,
) -> tuple[Standoff, Any]:
    """The standoff that is asked about, and the reading if it came from an article."""
    if sum(bool(one) for one in (controls, toml, article)) != 1:
        raise DetenteError("give one of controls, standoff or article")
    day = _day(on)
    if controls:
        return standoff_from_register(controls, on=day, target=target), None
    if target:
        raise DetenteError("target goes with controls of the register")
    if toml:
        found = Standoff.from_toml_text(toml, name="the standoff")
        return (found if day is None else found.model_copy(update={"on": day})), None
    from detente.reading import read_text, standoff  # noqa: PLC0415 - the reader when asked for

    reading = read_text(article or "", on=day)
    return standoff(reading, day), reading


def _within(name: str, number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise DetenteError(f"{name}: {number} is not from 1 to {most}")


def _run(standoff: Standoff, draws: int, days: int, *, packages: bool = False) -> Any:  # noqa: ANN401 - an Impact
    from detente.impact import simulate as run  # noqa: PLC0415 - engines when asked for

    _within("draws", draws, MOST_DRAWS)
    _within("days", days, MOST_DAYS)
    return run(standoff, days=days, draws=draws, seed=0, packages=packages)


def _bargained(standoff: Standoff, draws: int, days: int) -> tuple[Any, Any]:
    """The costs of a standoff and the deals over it."""
    from detente.deal import Rules, bargain_over  # noqa: PLC0415 - engines when asked for

    impact = _run(standoff, draws, days, packages=True)
    return impact, bargain_over(standoff, impact=impact, rules=Rules(accept_error=True))


def simulate(standoff: Standoff, draws: int, days: int) -> Answer:
    """What each control costs whom, as ``detente simulate --json`` gives it."""
    impact = _run(standoff, draws, days)
    return {"result": impact.to_payload(), **_inputs(impact, standoff)}


def deal(standoff: Standoff, draws: int, days: int) -> Answer:
    """The packages that both sides would accept, as ``detente deal --json`` gives them."""
    impact, deals = _bargained(standoff, draws, days)
    return {"result": rounded(deals_payload(deals)), **_inputs(impact, standoff)}


def brief(standoff: Standoff, reading: Any, draws: int, days: int) -> Answer:  # noqa: ANN401
    """The whole brief, as ``detente brief --json`` gives it; its sources are in it."""
    from detente.brief import make_brief  # noqa: PLC0415 - engines when asked for

    impact, deals = _bargained(standoff, draws, days)
    made = make_brief(reading, standoff, impact, deals)
    return {"result": rounded(made.payload)}


def _inputs(impact: Any, standoff: Standoff) -> Answer:  # noqa: ANN401 - an Impact
    """Every figure that a run took from the tables, with its source."""
    rows = assumption_rows(impact)
    sources = source_rows(impact.study.facts, rows, standoff)
    return {
        "assumptions": rounded(rows),
        "sources": rounded(sources),
        "manifest": impact.manifest(),
    }
