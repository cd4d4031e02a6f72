"""Draws of the uncertain inputs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from detente._errors import ImpactError
from detente.impact._draws import Sampler, two_piece


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=3, unique=True).map(sorted))
def test_each_half_is_scipys_triangular_and_the_median_is_central(ends):
    low, central, high = ends
    quantile = np.linspace(0.01, 0.49, 13)
    rising = stats.triang.ppf(2 * quantile, 1.0, loc=low, scale=central - low)
    falling = stats.triang.ppf(2 * quantile, 0.0, loc=central, scale=high - central)
    assert two_piece(quantile, low, central, high) == pytest.approx(rising, abs=1e-7)
    assert two_piece(0.5 + quantile, low, central, high) == pytest.approx(falling, abs=1e-7)
    assert two_piece(np.array([0.5]), low, central, high)[0] == pytest.approx(central, abs=1e-9)


@given(st.integers(1, 40), st.integers(0, 9))
def test_latin_hypercube_fills_every_stratum(draws, seed):
    sampler = Sampler(["a", "b"], draws=draws, seed=seed)
    for row in sampler.quantiles[:, 1:]:
        assert sorted((row * draws).astype(int)) == list(range(draws))


def test_first_draw_is_central_and_a_name_moves_together():
    sampler = Sampler(["stock", "stock", "price"], draws=50, seed=1)
    assert sampler.names == ("stock", "price")
    wide, narrow = sampler.values("stock", 0, 5, 10), sampler.values("stock", 4, 5, 6)
    assert wide[0] == narrow[0] == 5
    assert (np.argsort(wide[1:]) == np.argsort(narrow[1:])).all()
    assert ((wide >= 0) & (wide <= 10)).all()


def test_same_seed_same_draws():
    one, two, other = (Sampler(["a"], draws=8, seed=s).quantiles for s in (3, 3, 4))
    assert (one == two).all()
    assert (one != other).any()


def test_no_draws_is_refused():
    with pytest.raises(ImpactError, match="at least 1"):
        Sampler(["a"], draws=0, seed=0)
