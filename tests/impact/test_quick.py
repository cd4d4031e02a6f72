"""Quick runs against exact ones: what is the same, what is near, and that it is said."""

import numpy as np
import pytest

from detente.controls import Standoff
from detente.impact import simulate
from detente.impact._fidelity import _error
from detente.impact.disruption import compiled
from detente.impact.ranges import spread

SMALL = {"days": 31, "draws": 3}


@pytest.fixture(scope="module")
def both(london_module):
    return [simulate(london_module, **SMALL, exact=exact) for exact in (True, False)]


def test_central_runs_and_all_controls_together_are_those_of_the_exact_run(both):
    exact, quick = both
    np.testing.assert_allclose(
        quick.draws("USA", "together"), exact.draws("USA", "together"), rtol=1e-6
    )
    central = exact.batch.draw == 0
    for name in ("stopped_lines", "price_paid", "own_exports_lost", "sector_loss"):
        mine, other = (getattr(one.batch, name)[..., central] for one in (quick, exact))
        np.testing.assert_allclose(mine, other, rtol=1e-6, atol=1e-6 * np.abs(other).max())
    for name in ("first_shortage", "need_met", "price"):  # of the goods layer, which is exact
        np.testing.assert_array_equal(getattr(quick.batch, name), getattr(exact.batch, name))


def test_ranges_of_single_controls_are_near(both):
    moved = 0.0
    for party in both[0].parties:
        for name in both[0].scenarios:
            one, other = (spread(impact.draws(party, name)) for impact in both)
            assert (other.low, other.high) == pytest.approx((one.low, one.high), rel=0.03, abs=1e-4)
            moved += abs(other.high - one.high)
    assert moved > 0  # they do go another way


def test_it_is_said(both):
    exact, quick = both
    assert "stepped_apart" not in exact.manifest()
    assert {"USA", "CHN"} <= set(quick.manifest()["stepped_apart"])
    assert any("merged" in note for note in quick.notes)
    assert not any("merged" in note for note in exact.notes)


NOBODY_SHORT = """
format = "detente.standoff/1"
name = "A good whose users have others"
on = 2026-11-01
[[parties]]
party = "USA"
name = "United States"
[[parties]]
party = "CHN"
name = "China"
[[controls]]
control = "sand"
name = "Licences for sand"
imposer = "CHN"
target = "USA"
goods = ["sand"]
instrument = "licence"
effective = 2026-11-01
intensity = { low = 0.5, central = 0.8, high = 1.0 }
"""


def test_where_no_user_is_short_nothing_stops_and_the_price_is_still_paid(monkeypatch):
    monkeypatch.setattr(compiled, "WORTH", 0)  # as in a run of a year, where columns sleep
    quick = simulate(Standoff.from_toml_text(NOBODY_SHORT), days=31, draws=6, exact=False)
    np.testing.assert_array_equal(quick.batch.stopped_lines, 0.0)
    np.testing.assert_array_equal(quick.batch.user_output, 1.0)
    assert quick.draws("USA", "sand").min() > 0


def test_a_scenario_that_the_merged_table_cannot_tell_is_stepped_whole(
    both, london_module, monkeypatch
):
    monkeypatch.setattr("detente.impact._fidelity.ERROR", -1.0)
    told = simulate(london_module, **SMALL)
    for name in ("stopped_lines", "sector_loss", "user_output"):
        mine, other = (getattr(one.batch, name) for one in (told, both[0]))
        np.testing.assert_allclose(mine, other, rtol=1e-5, atol=1e-6 * np.abs(other).max())


def test_an_error_is_the_worst_party_s_and_small_losses_do_not_count():
    true = np.full((3, 2, 2), 1.0)
    told = true.copy()
    told[0, :, 1], told[2] = 1.1, 5.0
    other = np.zeros((3, 2))
    assert _error(true, told, other, [(0,), (1,)]) == pytest.approx(0.1)
    assert _error(true, told, other + 1.0, [(0, 1)]) == pytest.approx(0.025)
    assert _error(true * 1e-4, told * 1e-4, other, [(2,)]) == 0.0
    assert _error(true[..., :0], told[..., :0], other[:, :0], [(0,)]) == 0.0
