"""The magnet shortage of spring 2025: does the clock strike when plants were seen to stop?"""

import datetime as dt

import pytest

from detente.controls import Figure, Party, Register, Standoff, TabledControl
from detente.facts import load_facts
from detente.impact import simulate

START = dt.date(2025, 4, 4)


@pytest.fixture(scope="module")
def impact():
    """Simulated from the day of the rule, with the share that turned out to be blocked in May."""
    control = Register.load().get("CN-2025-18")
    blocked = control.intensity(dt.date(2025, 5, 15), "USA")
    entry = TabledControl(
        control=control.id,
        register_ids=[control.id],
        name=control.name,
        imposer="CHN",
        target="USA",
        goods=list(control.goods),
        effective=START,
        intensity=Figure(**blocked.as_dict()),
    )
    parties = [Party(party="USA", name="United States"), Party(party="CHN", name="China")]
    standoff = Standoff(name="spring 2025", on=START, parties=parties, controls=[entry])
    return simulate(standoff, days=150, draws=16)


def test_first_shortage_is_within_ten_days_of_the_stops_seen(impact):
    seen = [
        row
        for row in load_facts().observations_of("stoppage", "ndfeb-magnet")
        if row.unit == "day" and row.date < dt.date(2025, 7, 1)
    ]
    assert len(seen) >= 3
    earliest, latest = min(row.low for row in seen), max(row.high for row in seen)
    clock = next(c for c in impact.clocks() if c.good == "ndfeb-magnet")
    assert earliest - 10 <= clock.first_shortage[0] <= latest + 10


def test_nothing_is_lost_while_stocks_last(impact):
    months = [month.central for month in impact.loss("USA", "CN-2025-18").by_month]
    assert months[0] < 0.1
    assert months[3] > 10 * months[1]
