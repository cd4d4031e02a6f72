"""A control goes on by its own known path from the day asked, and not past what was agreed."""

import datetime as dt

import pytest

from detente._errors import StandoffError
from detente.controls import (
    Check,
    Control,
    Figure,
    IntensityPoint,
    Range,
    Register,
    Standoff,
    Status,
    course_words,
    followed_to,
    known_course,
    on_path,
    standoff_from_register,
)
from detente.facts import EventRow, load_facts

START = dt.date(2031, 3, 1)


def staged(**changes):
    """A made-up control that bites in three stages."""
    values = ((0, 0.2), (10, 0.6), (40, 0.9))
    fields = {
        "id": "X-2031-1",
        "name": "a staged control",
        "imposer": "KOR",
        "targets": ("JPN",),
        "goods": ("gallium",),
        "tiers": (),
        "instrument": "volume-cap",
        "announced": START,
        "effective": START,
        "suspended": None,
        "resumed": None,
        "lifted": None,
        "expires": None,
        "checks": (Check(on=START, source="s"),),
        "entities": (),
        "legal_source": "",
        "note": "",
        "source": "s",
        "path": tuple(
            IntensityPoint(
                target="JPN",
                date=START + dt.timedelta(days=days),
                value=Range(low=value / 2, central=value, high=value),
                source="s",
            )
            for days, value in values
        ),
    }
    return Control(**(fields | changes))


def event(day, *, kind="agreement", parties=("KOR", "JPN")):
    return EventRow(
        file="events.csv",
        line=2,
        id="e",
        date=day,
        end=None,
        kind=kind,
        parties=parties,
        name="e",
        place="",
        note="",
        as_of=day,
        source="s",
    )


def central(points):
    return [point.central for point in points]


def test_a_staged_control_moves_on():
    today, path = known_course(staged(), "JPN", START, ())
    assert today.central == 0.2
    assert central(path) == [0.2, 0.6, 0.9]


def test_between_two_stages_it_starts_where_it_stands():
    today, path = known_course(staged(), "JPN", START + dt.timedelta(days=5), ())
    assert today.central == pytest.approx(0.4)
    assert central(path) == [today.central, 0.6, 0.9]
    assert known_course(staged(), "JPN", START + dt.timedelta(days=40), ())[1] == []


@pytest.mark.parametrize(
    ("events", "stages"),
    [
        ([event(START + dt.timedelta(days=20))], [0.2, 0.6]),
        ([event(START + dt.timedelta(days=2))], []),
        ([event(START - dt.timedelta(days=1))], [0.2, 0.6, 0.9]),
        ([event(START + dt.timedelta(days=20), kind="talks")], [0.2, 0.6, 0.9]),
        ([event(START + dt.timedelta(days=20), parties=("KOR", "USA"))], [0.2, 0.6, 0.9]),
    ],
)
def test_what_the_two_agree_is_no_course_of_the_control(events, stages):
    assert central(known_course(staged(), "JPN", START, events)[1]) == stages


@pytest.mark.parametrize("decision", ["suspended", "lifted"])
def test_nor_is_a_suspension_or_a_lifting(decision):
    control = staged(**{decision: START + dt.timedelta(days=40)})
    assert central(known_course(control, "JPN", START, ())[1]) == [0.2, 0.6]
    assert followed_to(control, "JPN", START, ()) == START + dt.timedelta(days=39)


def test_every_control_of_the_register_goes_on_as_its_evidence_says():
    """The tabled path, day by day, is what the register says of each day up to where it ends."""
    facts, register = load_facts(), Register.load()
    moved = 0
    for control in register:
        try:
            case = standoff_from_register([control.id], target=_anyone(control))
        except StandoffError:
            continue
        entry = case.controls[0]
        assert entry.intensity.range == entry.followed(case.on)[0].value if entry.path else True
        end = followed_to(control, entry.target, max(case.on, entry.effective), facts.events)
        for ahead in range(0, 300, 7):
            day = max(case.on, entry.effective) + dt.timedelta(days=ahead)
            if day > end or control.status(day) is not Status.IN_FORCE:
                break
            said = control.intensity(day, entry.target, known_on=end).central
            held = entry.followed(case.on)
            found = on_path(held, day) if held else entry.intensity.range
            assert found.central == pytest.approx(said), (control.id, day)
        moved += bool(entry.path)
        assert Standoff.from_toml_text(case.to_toml()) == case
    assert moved >= 8


def _anyone(control):
    named = [code for code in control.targets if code != "ALL"]
    return named[0] if named else ("USA" if control.imposer != "USA" else "CHN")


def test_what_the_analyst_writes_wins():
    entry = standoff_from_register(["RU-2022-NordStream"]).controls[0]
    on = entry.effective
    assert len(entry.followed(on)) > 2
    assert entry.settled(on).central > entry.intensity.central
    held = entry.model_copy(update={"intensity": Figure(low=0.1, central=0.33, high=0.5)})
    assert held.followed(on) == ()
    assert held.settled(on).central == 0.33
    assert entry.followed(on + dt.timedelta(days=3)) == ()
    bent = [*entry.path[:-1], entry.path[-1].model_copy(update={"central": 0.8, "high": 0.8})]
    assert entry.model_copy(update={"path": bent}).settled(on).central == 0.8


def test_a_path_out_of_order_is_refused():
    case = standoff_from_register(["RU-2022-NordStream"])
    text = case.to_toml().replace("2022-07-27", "2022-06-15")
    with pytest.raises(StandoffError, match="put the dates in order"):
        Standoff.from_toml_text(text)
    for good, bad in (("high = 0.4 ", "high = 1.4 "), ("low = 0.18", "low = 0.28")):
        assert good in case.to_toml()
        with pytest.raises(StandoffError, match="from 0 to 1"):
            Standoff.from_toml_text(case.to_toml().replace(good, bad))


def test_what_a_reader_has_to_know_is_said():
    moving = standoff_from_register(["RU-2022-NordStream"])
    words = course_words(moving.controls[0], moving.on)
    assert words == ("RU-2022-NordStream: blocks 15% on 14 June 2022, 60% from 31 December 2022")
    steady = moving.controls[0].model_copy(update={"path": []})
    assert course_words(steady, moving.on) == ""
    state = "in force when last checked on 25 October 2022"
    old = steady.model_copy(update={"certain": False, "state": state})
    assert course_words(old, moving.on) == f"RU-2022-NordStream: {state}"
