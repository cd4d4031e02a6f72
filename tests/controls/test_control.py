"""Status and intensity of one control over time."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.controls import Check, Control, IntensityPoint, Range, Register, Status


def make(**changes):
    fields = {
        "id": "X-1",
        "name": "a control",
        "imposer": "CHN",
        "targets": ("USA",),
        "goods": ("ndfeb-magnet",),
        "tiers": (),
        "instrument": "licence",
        "announced": dt.date(2025, 4, 1),
        "effective": dt.date(2025, 4, 4),
        "suspended": None,
        "resumed": None,
        "lifted": None,
        "expires": None,
        "checks": (Check(on=dt.date(2026, 1, 1), source="s"),),
        "entities": (),
        "legal_source": "",
        "note": "",
        "source": "s",
        "path": (
            point(dt.date(2025, 4, 4), 0.5),
            point(dt.date(2025, 4, 14), 1.0),
        ),
    }
    return Control(**(fields | changes))


def point(day, value, target="USA"):
    return IntensityPoint(
        target=target,
        date=day,
        value=Range(low=value / 2, central=value, high=value),
        source="s",
    )


@pytest.mark.parametrize(
    ("changes", "on", "status"),
    [
        ({}, dt.date(2025, 3, 31), Status.NOT_YET),
        ({}, dt.date(2025, 4, 2), Status.ANNOUNCED),
        ({}, dt.date(2025, 4, 4), Status.IN_FORCE),
        ({}, dt.date(2026, 1, 2), Status.IN_FORCE),
        ({"lifted": dt.date(2025, 7, 2)}, dt.date(2025, 7, 1), Status.IN_FORCE),
        ({"lifted": dt.date(2025, 7, 2)}, dt.date(2025, 7, 2), Status.LIFTED),
        ({"lifted": dt.date(2025, 7, 2)}, dt.date(2027, 1, 1), Status.LIFTED),
        ({"suspended": dt.date(2025, 5, 1)}, dt.date(2025, 6, 1), Status.SUSPENDED),
        (
            {"suspended": dt.date(2025, 5, 1), "resumed": dt.date(2025, 8, 1)},
            dt.date(2025, 8, 1),
            Status.IN_FORCE,
        ),
        (
            {"suspended": dt.date(2025, 5, 1), "expires": dt.date(2025, 9, 1)},
            dt.date(2025, 9, 1),
            Status.SUSPENDED,
        ),
        (
            {"suspended": dt.date(2025, 5, 1), "expires": dt.date(2025, 9, 1)},
            dt.date(2025, 9, 2),
            Status.UNKNOWN,
        ),
        ({"expires": dt.date(2025, 9, 1)}, dt.date(2025, 9, 1), Status.IN_FORCE),
        ({"expires": dt.date(2025, 9, 1)}, dt.date(2025, 9, 2), Status.UNKNOWN),
    ],
)
def test_status(changes, on, status):
    assert make(**changes).status(on) is status


def test_intensity_is_linear_between_points_and_held_outside():
    control = make()
    assert control.intensity(dt.date(2025, 4, 9), "USA").central == pytest.approx(0.75)
    assert control.intensity(dt.date(2025, 12, 1), "USA").central == 1.0
    assert control.intensity(dt.date(2025, 4, 3), "USA").central == 0.0


def test_a_forecast_does_not_look_ahead():
    control = make()
    known = dt.date(2025, 4, 6)
    assert control.intensity(dt.date(2025, 6, 1), "USA", known_on=known).central == 0.5


def test_other_destinations_are_not_blocked():
    control = make()
    assert control.intensity(dt.date(2025, 5, 1), "DEU").high == 0.0
    assert not control.aims_at("CHN")
    everyone = make(targets=("ALL",), path=(point(dt.date(2025, 4, 4), 0.4, "*"),))
    assert everyone.intensity(dt.date(2025, 5, 1), "DEU").central == 0.4
    assert not everyone.aims_at("CHN")


@given(st.dates(dt.date(2018, 1, 1), dt.date(2027, 1, 1)), st.sampled_from(["USA", "CHN", "DEU"]))
def test_every_shipped_intensity_is_a_share_in_order(on, target):
    for control in Register.load():
        value = control.intensity(on, target)
        assert 0.0 <= value.low <= value.central <= value.high <= 1.0
        if control.status(on) in (Status.LIFTED, Status.NOT_YET, Status.SUSPENDED):
            assert value.high == 0.0
