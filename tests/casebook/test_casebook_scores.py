"""CRPS against its definition, and what every proper score has to do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.casebook import brier, crps

ENDS = st.lists(st.floats(-50, 50), min_size=3, max_size=3).map(sorted)


@given(ends=ENDS, seen=st.floats(-80, 80))
def test_crps_is_the_integral(ends, seen):
    low, central, high = ends
    places = [low - (central - low) / 9, low, central, high, high + (high - central) / 9]
    x = np.linspace(-100, 100, 40_001)
    below = np.interp(x, places, [0, 0.05, 0.5, 0.95, 1])
    below[x < places[0]], below[x > places[-1]] = 0, 1
    summed = float(np.sum((below - (x >= seen)) ** 2) * (x[1] - x[0]))
    assert crps(low, central, high, seen) == pytest.approx(summed, abs=0.02)


@given(truth=st.floats(0, 1), said=st.floats(0, 1))
def test_brier_is_least_for_what_is_true(truth, said):
    def expected(chance):
        return truth * brier(chance, True) + (1 - truth) * brier(chance, False)

    assert expected(truth) <= expected(said) + 1e-12
