"""Standoffs straight from the register."""

import datetime as dt

import pytest

from detente._errors import StandoffError, UnknownCodeError
from detente.controls import Register, Standoff, standoff_from_register


def test_two_sides_aim_at_each_other():
    case = standoff_from_register(["CN-2025-18", "US-2025-EDA"], on=dt.date(2025, 6, 10))
    assert [(c.imposer, c.target) for c in case.controls] == [("CHN", "USA"), ("USA", "CHN")]
    assert {p.party for p in case.parties} == {"CHN", "USA"}
    known = Register.load().get("CN-2025-18").intensity(case.on, "USA", known_on=case.on)
    assert case.controls[0].intensity.central == known.central
    assert Standoff.from_toml_text(case.to_toml()) == case


def test_the_first_day_is_that_of_the_last_control():
    case = standoff_from_register(["CN-2025-18", "US-2025-EDA"])
    assert case.on == dt.date(2025, 5, 23)


def test_a_control_of_later_keeps_its_day():
    case = standoff_from_register(["CN-2025-18", "US-2025-EDA"], on=dt.date(2025, 4, 4))
    later = case.controls[1]
    assert later.effective == dt.date(2025, 5, 23)
    assert later.status == "not yet announced"
    assert later.intensity.central > 0


def test_a_target_can_be_chosen():
    case = standoff_from_register(["CN-2025-18"], target="EU")
    assert case.controls[0].target == "EU"
    assert {p.party for p in case.parties} == {"CHN", "EU"}
    one = standoff_from_register(["US-2025-EDA"])
    assert one.controls[0].target == "CHN"


@pytest.mark.parametrize(
    ("ids", "options", "error", "says"),
    [
        ([], {}, StandoffError, "no control named"),
        (["CN-2025-81"], {}, UnknownCodeError, "did you mean one of CN-2025-"),
        (["CN-2025-18"], {"target": "UAS"}, UnknownCodeError, "USA"),
        (["CN-2025-18"], {}, StandoffError, "aims at every country.*--target"),
        (["US-2025-EDA"], {"on": dt.date(2025, 9, 1)}, StandoffError, "lifted on 2025-07-02"),
        (["CN-2024-46"], {"on": dt.date(2026, 1, 1)}, StandoffError, "suspended on 2025-11-09"),
        (["CN-2020-38"], {"target": "USA"}, StandoffError, "names no good"),
    ],
)
def test_what_cannot_be_tabled_says_why(ids, options, error, says):
    with pytest.raises(error, match=says):
        standoff_from_register(ids, **options)


def test_every_control_of_the_register_can_be_tabled_or_says_why():
    made, refused = [], []
    for control in Register.load():
        try:
            made.append(standoff_from_register([control.id], target="USA").controls[0])
        except StandoffError as error:
            refused.append((control.id, str(error)))
    assert len(made) > 25
    assert all(0 <= entry.intensity.low <= entry.intensity.high <= 1 for entry in made)
    assert all(entry.target != entry.imposer for entry in made)
    assert all(name in words for name, words in refused)
