"""An end that moved: each day shows the end as it was known on that day."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.controls import End, Register, Status, changes_since, control_row, history

REGISTER = Register.load()
DAY = dt.date


@pytest.mark.parametrize(
    ("control", "on", "until"),
    [
        ("CN-2025-21", DAY(2025, 6, 1), DAY(2025, 8, 12)),
        ("CN-2025-21", DAY(2025, 8, 11), DAY(2025, 8, 12)),
        ("CN-2025-21", DAY(2025, 8, 12), DAY(2025, 11, 10)),
        ("CN-2025-21", DAY(2025, 11, 15), DAY(2026, 11, 10)),
        ("CN-2025-21", DAY(2026, 9, 27), DAY(2026, 11, 10)),
        ("CN-2025-21", DAY(2026, 9, 28), DAY(2027, 1, 10)),
        ("US-2025-affiliates", DAY(2025, 11, 15), DAY(2026, 11, 9)),
        ("CN-2025-57", DAY(2026, 11, 29), DAY(2027, 1, 10)),
        ("CN-2024-46", DAY(2025, 11, 15), DAY(2026, 11, 27)),
    ],
)
def test_a_day_shows_the_end_that_was_known_on_it(control, on, until):
    state = REGISTER.get(control).state(on)
    assert (state.status, state.until) == (Status.SUSPENDED, until)
    assert control_row(REGISTER.get(control), on)["expires"] == until.isoformat()


def test_history_shows_each_move_with_its_source():
    moves = [
        (one.on, one.words.rsplit(", ", 1)[1], one.source)
        for one in history(REGISTER.get("CN-2025-21"))
        if one.what == "end moved"
    ]
    assert moves == [
        (DAY(2025, 8, 12), "from 12 August 2025 to 10 November 2025", "uol-august"),
        (DAY(2025, 11, 6), "from 10 November 2025 to 10 November 2026", "mofcom-list-nov"),
        (DAY(2026, 9, 28), "from 10 November 2026 to 10 January 2027", "mofcom-truce-2026"),
    ]
    (stopped,) = [o for o in history(REGISTER.get("CN-2025-21")) if o.what == "suspended"]
    assert stopped.words.endswith("until 12 August 2025")


def test_what_changed_since_a_day_names_the_moves():
    found = changes_since(REGISTER, DAY(2026, 9, 1), DAY(2026, 9, 30))
    moved = {one.control for one in found if one.what == "end moved"}
    assert {"CN-2025-21", "CN-2025-57", "US-2025-affiliates"} <= moved


offsets = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=4)


@given(offsets, st.integers(0, 400), st.integers(0, 400))
def test_what_is_said_later_changes_no_earlier_day(steps, known, on):
    """Ends said after a day leave its state and what a forecast of that day knew as they were."""
    first = DAY(2025, 5, 14)
    ends, said = [], first
    for wait, length in steps:
        said += dt.timedelta(days=wait + 1)
        ends.append(End(said_on=said, ends=said + dt.timedelta(days=length), source="s"))
    control = replace(
        REGISTER.get("CN-2025-21"), ends=tuple(ends), expires=ends[-1].ends, resumed=None
    )
    asked = first + dt.timedelta(days=min(known, on))
    until = control.dates.end_known(asked)
    told = tuple(end for end in ends if end.said_on <= asked)
    assert until == (told[-1].ends if told else None)
    if told:
        earlier = replace(control, ends=told, expires=told[-1].ends)
        assert earlier.state(asked) == control.state(asked)
        later = first + dt.timedelta(days=max(known, on))
        assert earlier.intensity(later, "USA", known_on=asked) == control.intensity(
            later, "USA", known_on=asked
        )
