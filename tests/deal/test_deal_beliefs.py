"""What words say, and what it would be worth to know."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keeping_games import keeping, toy_game, wide

from detente._errors import DealError
from detente.deal import bluff_rate
from detente.deal.keeping.beliefs import _chance, beliefs, weights_of
from detente.deal.keeping.breakdown import Outcomes
from detente.deal.keeping.information import value_of_information
from detente.deal.keeping.trust import Said
from detente.impact import two_piece


@given(prior=st.floats(0.01, 0.99), gain=st.floats(0, 5), cost=st.floats(0, 5))
@settings(max_examples=100, deadline=None)
def test_bluff_leaves_the_other_type_indifferent_or_is_certain_or_absent(prior, gain, cost):
    bluff = bluff_rate(prior, gain, cost)
    belief = prior / (prior + (1 - prior) * bluff)  # Bayes
    assert 0 <= bluff <= 1
    if bluff == 0:
        assert cost >= gain * (1 - 1e-9)
        assert belief == 1
    elif bluff == 1:
        assert belief == pytest.approx(prior)
        assert belief * gain >= cost * (1 - 1e-9)
    else:
        assert belief * gain == pytest.approx(cost)


def test_a_bluff_has_no_negative_parts():
    with pytest.raises(DealError, match="zero or more"):
        bluff_rate(0.5, -1.0, 1.0)
    with pytest.raises(DealError, match="share"):
        bluff_rate(1.5, 1.0, 1.0)


@given(quantile=st.floats(0.001, 0.999))
@settings(max_examples=50, deadline=None)
def test_the_grid_holds_the_distribution_that_is_drawn_from(quantile):
    one = wide(2.0, 3.0)
    value = float(two_piece(np.array(quantile), one.low, one.central, one.high))
    assert _chance(value, one) == pytest.approx(quantile, abs=1e-9)


def say(commitment, control="magnets", party="CHN"):
    return Said(party=party, control=control, commitment=commitment)


def believed(game, *said, gain=1.0, cost=0.6, limit=4.0):
    assumed = keeping(game.parties, said=said, bluff={"*": wide(cost)})
    return beliefs(game, assumed, thresholds={"magnets": limit}, gains={"CHN": gain})


def test_costly_words_move_beliefs_and_cheap_ones_do_not():
    game = toy_game(draws=4000)
    (limit,) = [s.security.central for s in game.stakes if s.control == "magnets"]
    (firm,) = believed(game, say("refused"), limit=limit)
    # Half the values lie above the central one: p = .5, bluff = .5 x .4 / (.5 x .6) = 2/3.
    assert firm.firm_before == pytest.approx(0.5, abs=2e-3)
    assert firm.bluff == pytest.approx(2 / 3, abs=5e-3)
    assert firm.firm_after == pytest.approx(0.6, abs=2e-3)
    assert firm.posterior.central > firm.prior.central
    (soft,) = believed(game, say("willing"), limit=limit)
    assert soft.firm_after == pytest.approx(0.4, abs=2e-3)
    (cheap,) = believed(game, say("refused"), cost=0.1, limit=limit)
    assert cheap.firm_after == pytest.approx(cheap.firm_before)
    (sure,) = believed(game, say("refused"), cost=2.0, limit=limit)
    assert sure.firm_after == 1.0
    assert sure.posterior.low >= limit
    weights = weights_of(game, [firm])
    values = -game.drawn[1, 5 + 10 + game.controls.index("magnets")]
    assert weights.sum() == pytest.approx(1)
    assert weights[values > limit].sum() == pytest.approx(0.6, abs=0.01)


def test_what_says_nothing_about_a_value_is_left_out():
    game = toy_game(draws=50)
    assert believed(game, say("question"), say("refused", party="USA")) == ()
    assert believed(game, say("refused", control="unheard")) == ()
    assert weights_of(game, []) == pytest.approx(np.full(50, 1 / 50))


def test_knowing_what_decides_is_worth_its_share_and_the_rest_nothing():
    """Two proposals, each good in half of the draws; only one unknown says in which."""
    rng = np.random.default_rng(3)
    decides, idle = rng.normal(size=(2, 4000))
    good = np.stack([decides > 0, decides <= 0])
    found = Outcomes(packages=np.eye(2), exists=np.ones(4000, bool), kept=decides > -0.5, good=good)
    rows = value_of_information(
        {("lag", "A", None): idle, ("security", "B", "C0"): decides},
        found,
        np.full(4000, 1 / 4000),
        rng=rng,
    )
    assert [one.kind for one in rows] == ["security", "lag"]
    # With five bins the middle one, a fifth of the draws, stays undecided.
    assert rows[0].gain == pytest.approx(0.4, abs=0.03)
    assert rows[1].gain == pytest.approx(0.0, abs=0.02)
    assert rows[0].swing == pytest.approx(1 - 0.0746, abs=0.05)
    assert abs(rows[1].swing) < 0.05
