"""What a run takes is said before it begins, and what would not end or not fit is refused."""

from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente._errors import ImpactError
from detente.controls import standoff_from_register
from detente.impact import (
    _size,
    loss_runs,
    require_few,
    simulate,
    size_of,
)
from detente.impact._size import MOST_IN_A_DEAL
from detente.impact.scan._pool import MOST_WORKERS, check_where
from detente.impact.sweep._sobol import MOST_SAMPLES, Sobol

DAYS, DRAWS = st.integers(31, 1096), st.integers(1, 10_000)


@cache
def standoff(count=2):
    found = standoff_from_register(("CN-2024-46", "US-2025-EDA"), on=None, target=None)
    entries = [found.controls[k % 2].model_copy(update={"control": f"c{k}"}) for k in range(count)]
    return found.model_copy(update={"controls": entries})


def test_runs_are_counted_as_they_are_made(monkeypatch):
    case = standoff()
    impact = simulate(case, days=31, draws=2)
    size = size_of(case, days=31, draws=2)
    assert size.runs == len(impact.batch.scenario)
    assert size.days == 31 + impact.study.history
    held = sum(getattr(impact.batch, name).nbytes for name in impact.batch.__slots__)
    assert held < size.memory
    with_packages = size_of(case, days=31, draws=2, packages=True)
    runs = loss_runs(impact)
    assert with_packages.runs - size.runs <= len(runs.easings) + len(runs.held_out)
    assert with_packages.runs - size.runs >= 0.5 * len(runs.easings)


@given(DAYS, DRAWS, DRAWS, st.integers(1, 60), st.booleans())
def test_more_takes_more(days, draws, more, count, packages):
    assume(more > draws)
    one, two = (
        size_of(standoff(count), days=days, draws=n, packages=packages) for n in (draws, more)
    )
    assert two.runs > one.runs
    assert two.memory > one.memory
    assert two.seconds * (1 + 1e-9) >= one.seconds or two.runs < 160  # another core sets in
    assert all(word in one.words for word in ("GB", "runs", "days"))


@given(DAYS, DRAWS, st.floats(1e6, 1e12))
def test_what_does_not_fit_is_refused_and_what_fits_is_not(days, draws, free):
    size = size_of(standoff(), days=days, draws=draws)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_size, "free_memory", lambda: free)
        if size.memory > 0.9 * free:
            with pytest.raises(ImpactError, match=r"GB are free: give fewer draws"):
                size.require()
        else:
            size.require()


@pytest.mark.parametrize("seconds", [8 * 86_400.0, 1e12])
def test_what_does_not_end_is_refused(seconds):
    with pytest.raises(ImpactError, match="days and"):
        _size.Size(runs=10**9, days=1000, seconds=seconds, memory=1.0).require()


@given(st.integers(MOST_IN_A_DEAL + 1, 10**6))
def test_a_bargain_over_too_many_controls_is_refused(count):
    require_few(MOST_IN_A_DEAL)
    with pytest.raises(ImpactError, match="table fewer"):
        require_few(count)


@given(st.integers(17, 40), st.integers(MOST_WORKERS + 1, 10**9))
def test_sweeps_and_pools_have_a_bound(power, workers):
    with pytest.raises(ImpactError, match=f"at most {MOST_SAMPLES}"):
        Sobol(groups={"a": "a", "b": "b"}, samples=2**power, seed=0)
    with pytest.raises(ImpactError, match="a cluster"):
        check_where(workers, None)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "2 seconds"), (90, "90 seconds"), (600, "10 minutes"), (1e5, "28 hours"), (1e6, "12 d")],
)
def test_time_in_words(seconds, words):
    assert _size._duration(seconds).startswith(words)
