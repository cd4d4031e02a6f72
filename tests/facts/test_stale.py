"""What is right but no longer fresh is a warning: ends that have passed, checks that are old."""

import datetime as dt

from detente.facts import load_facts, stale_facts
from detente.facts._stale import OLDEST_CHECK


def said(facts, on):
    return [str(one) for one in stale_facts(facts, on)]


def test_a_passed_end_is_named_until_somebody_says_what_came_then(tables):
    ended = dt.date(2031, 5, 31)
    after = ended + dt.timedelta(days=1)
    held = {"suspended": "2031-01-01", "expires": ended.isoformat()}
    line = tables.plant("controls", {"id": "CN-2023-39"}, **held)
    tables.plant("controls", {"id": "CN-2024-33"}, **held, lifted=ended.isoformat())
    tables.plant("controls", {"id": "CN-2023-23"}, **held, resumed=ended.isoformat())
    facts = load_facts(tables.folder)
    words = f"controls.csv row {line}, field expires: the suspension of CN-2023-39 ended on {ended}"
    assert not any(words in one for one in said(facts, ended))
    found = said(facts, after)
    assert any(words in one for one in found)
    assert not any("of CN-2024-33 ended" in one or "of CN-2023-23 ended" in one for one in found)


def test_an_old_check_is_named_once_per_source(tables):
    day = dt.date(2031, 1, 1)
    line = tables.plant("sources", {"id": "mofcom-capture"}, checked=day.isoformat())
    facts = load_facts(tables.folder)
    rest = sum(
        max(row.checks(facts.checked)) == (day, "mofcom-capture") and row.lifted is None
        for row in facts.controls
    )
    old = day + dt.timedelta(days=OLDEST_CHECK)
    words = f"sources.csv row {line}, field checked: mofcom-capture was last checked on {day}"
    assert not any(words in one for one in said(facts, old))
    found = [one for one in said(facts, old + dt.timedelta(days=1)) if words in one]
    assert len(found) == 1
    assert f"{rest} controls rest on it" in found[0]


def test_the_newest_of_its_sources_counts():
    row = load_facts().control("CN-2023-39")
    checked = {"a": dt.date(2030, 1, 1), "b": dt.date(2031, 1, 1)}
    changed = row.model_copy(update={"rests_on": ("a", "b"), "last_known": dt.date(2030, 6, 1)})
    assert max(changed.checks(checked)) == (dt.date(2031, 1, 1), "b")
    alone = row.model_copy(update={"rests_on": (), "last_known": None})
    assert alone.checks({}) == ((row.as_of, row.source),)


def test_columns_of_checks_may_be_left_out(tables):
    for table, gone in (("sources", {"checked"}), ("controls", {"last_known", "rests_on"})):
        rows = tables.read(table)
        kept = [name for name in rows[0] if name not in gone]
        tables.write(table, [{name: row[name] for name in kept} for row in rows], kept)
    for control in load_facts(tables.folder).controls:
        decided = [d for d in (control.suspended, control.resumed, control.lifted) if d is not None]
        assert max(control.checks({}))[0] == max([control.as_of, *decided])
