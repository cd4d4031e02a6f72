"""The loss surface: exact where it must be, honest about its error elsewhere."""

import dataclasses

import numpy as np
import pytest
from deal_games import corners, losses, quadratic, random_game
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DealError
from detente.deal import LossSurface, Rules, Stakes, bargain


@given(seed=st.integers(0, 10_000), controls=st.integers(1, 5), parties=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_a_quadratic_game_is_reproduced(seed, controls, parties):
    rng = np.random.default_rng(seed)
    alone = rng.uniform(-1, 3, (controls, parties))
    pair = rng.uniform(-0.5, 0.5, (controls * (controls - 1) // 2, parties))
    runs = losses(
        alone, pair=pair, owners=["A"] * controls, parties=[f"P{i}" for i in range(parties)]
    )
    surface = LossSurface.fit(runs)
    packages = rng.random((20, controls))
    assert surface.loss(packages) == pytest.approx(quadratic(alone, pair, 1 - packages), abs=1e-8)
    assert surface.error.max_abs.max() < 1e-8
    assert surface.loss(np.ones((1, controls))).tolist() == [[0.0] * parties]


def cobb_douglas(easings):
    """A loss that is neither quadratic nor additive."""
    z = 1 - easings
    return np.stack([z[:, 0] ** 0.5 + z.prod(axis=1), z.sum(axis=1) ** 1.5], axis=1)


def curved(held=40):
    rng = np.random.default_rng(3)
    partial = [
        [p if i == k else o for i in range(3)]
        for k in range(3)
        for p in (0.25, 0.5, 0.75)
        for o in (0.0, 1.0)
    ]
    easings = np.vstack([corners(3), partial])
    out = rng.random((held, 3))
    alone = np.stack([cobb_douglas(1 - np.eye(3))])
    return dataclasses.replace(
        losses(np.ones((3, 2)), owners=["A", "B", "B"], parties=("A", "B"), draws=1),
        easings=easings,
        loss=cobb_douglas(easings),
        held_out=out,
        held_out_loss=cobb_douglas(out),
        draw_alone=alone,
        draw_together=cobb_douglas(np.zeros((1, 3))),
    )


def test_the_error_is_the_one_on_held_out_packages():
    runs = curved()
    surface = LossSurface.fit(runs)
    miss = np.abs(surface.loss(runs.held_out) - cobb_douglas(runs.held_out))
    error = surface.error
    assert error.mean_abs == pytest.approx(miss.mean(axis=0))
    assert error.max_abs == pytest.approx(miss.max(axis=0))
    assert error.held_out == 40
    assert error.trained == len(runs.easings)
    assert 0.01 < error.relative == pytest.approx((miss.mean(axis=0) / error.scale).max())


def test_a_shape_follows_the_partial_runs_and_is_monotone():
    runs = curved()
    steps = np.linspace(0, 1, 41)
    packages = np.stack([steps, np.ones(41), np.ones(41)], axis=1)
    surface = LossSurface.fit(runs)
    shape = surface.shapes(packages)[0, :, 0]
    assert shape[0] == pytest.approx(1)
    assert shape[-1] == 0
    assert (np.diff(shape) <= 1e-12).all()
    assert 0.65 < shape[20] < 0.85  # near z ** 0.5 = 0.71 at z = 0.5; a straight line has 0.5


def test_a_dent_in_the_runs_does_not_make_a_shape_that_turns_back():
    runs = losses([[1.0]], owners=["A"], parties=("A",))
    bent = dataclasses.replace(
        runs,
        easings=np.array([[0.0], [0.25], [0.5], [0.75], [1.0]]),
        loss=np.array([[1.0], [0.6], [0.7], [0.2], [0.0]]),
    )
    loss = LossSurface.fit(bent).loss(np.linspace(0, 1, 21)[:, None])[:, 0]
    assert (np.diff(loss) <= 1e-12).all()
    assert loss[-1] == 0


def test_many_different_easings_get_quarter_knots():
    rng = np.random.default_rng(0)
    runs = losses([[2.0, 1.0]], owners=["A"], parties=("A", "B"))
    scattered = rng.random((50, 1))
    runs = dataclasses.replace(runs, easings=scattered, loss=(1 - scattered) @ [[2.0, 1.0]])
    surface = LossSurface.fit(runs)
    assert surface.knots[0].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert surface.loss(np.array([[0.4]])) == pytest.approx(np.array([[1.2, 0.6]]))


@given(seed=st.integers(0, 10_000), parties=st.integers(2, 3), controls=st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_each_draw_keeps_its_own_single_losses_and_its_own_total(seed, parties, controls):
    runs, _ = random_game(seed, parties=parties, controls=controls)
    surface = LossSurface.fit(runs)
    together = surface.draw_loss(np.zeros((1, controls)))[:, 0]
    alone = surface.draw_loss(1 - np.eye(controls))
    nothing = surface.draw_loss(np.ones((1, controls)))
    if controls > 1:  # one control alone has nothing to interact with
        assert together == pytest.approx(runs.draw_together, abs=1e-8)
    assert alone == pytest.approx(runs.draw_alone, abs=1e-8)
    assert np.abs(nothing).max() < 1e-12


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_sub_and_super_additivity_survive(sign):
    pair = np.full((3, 2), 0.3 * sign)
    runs = losses(np.ones((3, 2)), pair=pair, owners=["A", "B", "B"], parties=("A", "B"))
    surface = LossSurface.fit(runs)
    gap = surface.loss(np.zeros((1, 3))) - surface.loss(1 - np.eye(3)).sum(axis=0)
    assert gap == pytest.approx(np.full((1, 2), 0.9 * sign))


def test_a_bad_surface_is_refused_unless_accepted():
    runs = curved()
    with pytest.raises(DealError, match=r"misses held-out runs by \d+% .*accept_error"):
        bargain(runs, Stakes(), rules=Rules(error_bound=0.01))
    deals = bargain(runs, Stakes(), rules=Rules(error_bound=0.01, accept_error=True))
    assert any("more than the bound of 1%" in note for note in deals.notes)
    assert deals.to_payload()["surface_error"]["relative"] > 0.01


def test_an_unchecked_surface_is_refused_unless_accepted():
    runs = losses(np.ones((2, 2)), owners=["A", "B"], parties=("A", "B"))
    runs = dataclasses.replace(runs, held_out=np.empty((0, 2)), held_out_loss=np.empty((0, 2)))
    with pytest.raises(DealError, match="no held-out packages"):
        bargain(runs, Stakes())
    deals = bargain(runs, Stakes(), rules=Rules(accept_error=True))
    error = deals.to_payload()["surface_error"]
    assert (error["mean_abs"], error["relative"], error["held_out"]) == (None, None, 0)
    assert deals.notes == ("The loss surface was not checked against held-out runs.",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"loss": np.ones((3, 2))}, "loss has shape"),
        ({"owners": ("A",)}, "1 owners for 2 controls"),
        ({"controls": ("C", "C")}, "same controls twice"),
        ({"draw_together": np.full((8, 2), np.nan)}, "draw_together holds a value that is not a"),
        ({"easings": np.full((8, 2), 1.5)}, "outside 0"),
        ({"parties": ()}, "0 parties"),
        ({"draw_alone": np.empty((0, 2, 2)), "draw_together": np.empty((0, 2))}, "0 draws"),
    ],
)
def test_runs_that_do_not_fit_are_named(change, message):
    runs = losses(np.ones((2, 2)), owners=["A", "B"], parties=("A", "B"))
    with pytest.raises(DealError, match=message):
        LossSurface.fit(dataclasses.replace(runs, **change))
