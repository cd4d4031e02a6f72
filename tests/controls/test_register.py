"""The shipped register, held against what is known of the summer of 2025."""

import datetime as dt

import pytest

from detente import DetenteError
from detente._errors import UnknownCodeError
from detente.controls import Register, Status, day_words

LETTERS = {"US-2025-EDA", "US-2025-ethane", "US-2025-engines"}


def in_force(on, **query):
    return {control.id for control in Register.load().query(on=on, **query)}


def test_june_2025():
    found = in_force(dt.date(2025, 6, 10))
    assert found >= LETTERS | {"CN-2025-18"}


def test_july_2025():
    found = in_force(dt.date(2025, 7, 10))
    assert not found & LETTERS
    assert "CN-2025-18" in found
    for name in LETTERS:
        assert Register.load().get(name).status(dt.date(2025, 7, 10)) is Status.LIFTED


def test_after_the_last_source_a_state_stands_with_its_date():
    day = dt.date(2030, 1, 1)
    for control in Register.load():
        state = control.state(day)
        if state.status is Status.LIFTED:
            assert state.certain
            continue
        assert not state.certain
        assert f"last checked on {day_words(control.checked.on)}" in state.words()
        if control.lifted is None and control.expires is not None and control.resumed is None:
            assert state.status is Status.UNKNOWN


def test_size_and_span():
    register = Register.load()
    assert len(register) >= 40
    years = {c.announced.year for c in register if c.announced}
    assert min(years) <= 2018
    assert max(years) >= 2026
    assert {c.imposer for c in register} >= {"CHN", "USA", "JPN", "NLD"}


def test_queries_narrow():
    register = Register.load()
    everything = register.query()
    chinese = register.query(imposer="CHN")
    magnets = register.query(imposer="CHN", target="USA", good="ndfeb-magnet")
    assert len(everything) == len(register) > len(chinese) > len(magnets) > 0
    assert all("ndfeb-magnet" in c.goods and c.aims_at("USA") for c in magnets)


@pytest.mark.parametrize("query", [{"imposer": "CHM"}, {"target": "UAS"}, {"good": "ndfeb-magent"}])
def test_unknown_codes_name_the_nearest(query):
    with pytest.raises(UnknownCodeError, match="did you mean one of"):
        Register.load().query(**query)


def test_unknown_id_is_a_known_error():
    with pytest.raises(DetenteError, match="CN-2025-18"):
        Register.load().get("CN-2025-19")


def test_a_bloc_stands_for_its_members():
    gas = Register.load().get("RU-2022-NordStream")
    day = dt.date(2022, 9, 5)
    assert gas.aims_at("DEU")
    assert gas.aims_at("XEU")
    assert not gas.aims_at("USA")
    assert gas.intensity(day, "DEU") == gas.intensity(day, "EU")
    assert gas.intensity(day, "DEU").central > 0.3
