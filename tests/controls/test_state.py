"""How a control stands: whatever the dates, nothing comes back by itself or gains in certainty."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from detente.controls import Check, Control, IntensityPoint, Range, Register, Status

FIRST = dt.date(2025, 1, 1)
days = st.integers(0, 900).map(lambda n: FIRST + dt.timedelta(days=n))
maybe = st.none() | days


@st.composite
def shares(draw):
    low, central, high = sorted(draw(st.tuples(*(st.floats(0.01, 1.0) for _ in range(3)))))
    return Range(low=low, central=central, high=high)


@st.composite
def controls(draw, **fixed):
    """A control whose dates are in the order that the tables ask for."""
    order = sorted(draw(st.lists(days, min_size=6, max_size=6)))
    keep = draw(st.lists(st.booleans(), min_size=6, max_size=6))
    announced = order[0]
    effective = order[draw(st.integers(0, 2))] if keep[1] else None
    suspended = order[2] if keep[2] else None
    resumed = order[3] if suspended and keep[3] else None
    expires = order[4] if keep[4] else None
    lifted = order[5] if keep[5] else None
    start = effective or announced
    length = draw(st.integers(1, 3))
    path = tuple(
        IntensityPoint(
            target="USA", date=start + dt.timedelta(days=40 * n), value=draw(shares()), source="s"
        )
        for n in range(length)
    )
    fields = {
        "id": "X-1",
        "name": "a control",
        "imposer": "CHN",
        "targets": ("USA",),
        "goods": ("gallium",),
        "tiers": (),
        "instrument": "ban",
        "announced": announced,
        "effective": effective,
        "suspended": suspended,
        "resumed": resumed,
        "lifted": lifted,
        "expires": expires,
        "checks": (Check(on=draw(days), source="s"),),
        "entities": (),
        "legal_source": "",
        "note": "",
        "source": "s",
        "path": path,
    }
    return Control(**(fields | fixed))


@given(controls(), days, days)
def test_no_state_after_the_last_check_is_more_certain_than_before(control, one, other):
    earlier, later = sorted((max(one, control.checked.on), max(other, control.checked.on)))
    assert control.state(later).certain <= control.state(earlier).certain
    if later > control.checked.on and control.state(later).certain:
        assert control.status(later) is Status.LIFTED
        assert control.lifted <= control.checked.on


@given(controls(), days)
def test_what_is_not_certain_says_when_it_was_last_checked(control, on):
    state = control.state(on)
    if not state.certain and state.status is not Status.NOT_YET:
        assert "last checked on" in state.words()
        assert str(control.checked.on.year) in state.words()
    if state.certain:
        assert "last checked" not in state.words()


@given(controls(lifted=None, resumed=None), days)
def test_a_suspended_control_does_not_come_back_by_itself(control, on):
    if control.suspended is None or on < control.suspended:
        return
    if control.expires is None or on <= control.expires:
        assert control.status(on) is Status.SUSPENDED
        assert control.intensity(on, "USA") == Range.exactly(0.0)
    else:
        assert control.status(on) is Status.UNKNOWN


@given(controls(lifted=None, resumed=None), st.integers(1, 2000), st.none() | st.integers(0, 2000))
def test_after_its_own_end_it_may_be_anything_from_nothing_to_all(control, after, seen):
    if control.suspended is None or control.expires is None:
        return
    on = control.expires + dt.timedelta(days=after)
    known = None if seen is None else control.suspended + dt.timedelta(days=seen)
    value = control.intensity(on, "USA", known_on=known)
    before = control.suspended - dt.timedelta(days=1)
    full = Control.intensity(_running(control), max(before, control.path[0].date), "USA")
    assert value.low == 0.0
    if known is None:
        assert value.high >= full.high
        assert 0.0 < value.central < full.central
    assert value.high > 0.0


def _running(control):
    """The same control, had it never been suspended."""
    start = control.effective or control.announced
    return replace(control, suspended=None, expires=None, announced=start, effective=start)


@given(controls(), days, days)
def test_the_order_of_states(control, on, checked):
    state = control.state(on)
    if control.lifted is not None and on >= control.lifted:
        assert state.status in (Status.LIFTED, Status.NOT_YET)
    if state.status is Status.UNKNOWN:
        assert control.expires is not None
        assert on > control.expires
        assert state.until == control.expires


@given(controls(), days, days)
def test_a_forecast_knows_no_decision_of_later(control, known, on):
    """What is decided after the day of knowledge changes nothing in what was known on it."""
    value = control.intensity(on, "USA", known_on=known)
    changed = {
        name: None
        for name in ("suspended", "resumed", "lifted")
        if getattr(control, name) is not None and getattr(control, name) > known
    }
    if "suspended" in changed:
        changed |= {"resumed": None, "expires": None}
    assert replace(control, **changed).intensity(on, "USA", known_on=known) == value


def test_the_kinds_of_the_register():
    """Suspended until its own end, unknown after it, and never back on the day after a check."""
    for control in Register.load():
        if control.suspended is None or control.resumed is not None or control.lifted is not None:
            continue
        after_check = control.checked.on + dt.timedelta(days=1)
        if control.expires is None or after_check <= control.expires:
            assert control.status(after_check) is Status.SUSPENDED, control.id
            for target in {p.target for p in control.path} - {"*"}:
                assert control.intensity(after_check, target).high == 0.0, control.id
