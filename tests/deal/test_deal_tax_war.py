"""The tax war as what happens without a deal."""

import numpy as np
import pytest

from detente._errors import DealError, UnknownCodeError
from detente.deal import LossSurface, bargain, bargain_over, stakes_of
from detente.deal import _from_standoff as door
from detente.deal.game.utility import Game
from detente.deal.without.disagreement import Disagreement
from detente.deal.without.tax_war import tax_war_point
from detente.impact import loss_runs, simulate
from detente.impact.longrun import (
    SectorCuts,
    TradeBase,
    joined,
    long_run,
    settle,
    standoff_war,
    tax_war,
)


@pytest.fixture(scope="module")
def impact(london_module):
    some = {"controls": london_module.controls[:2]}
    return simulate(london_module.model_copy(update=some), days=60, draws=2)


@pytest.fixture(scope="module")
def point(impact):
    return tax_war_point(impact)


def test_the_point_is_the_war_of_the_long_run(impact, point):
    world, facts, standoff = impact.study.world, impact.study.facts, impact.standoff
    base = settle(TradeBase.from_world(world, long_run(facts, world.sectors)[1]))
    cuts = SectorCuts.of(base, facts=facts, world=world, standoff=standoff)
    levers = cuts.levers(standoff.controls)
    assert {lever[1:] for lever in levers} == {("USA", "CHN"), ("CHN", "USA")}
    standing = joined([cuts.curbs(one, one.intensity.central) for one in standoff.controls])
    war = tax_war(base, levers, standing=standing)
    assert war.settled
    assert point.kind == "tax-war"
    for party, value in zip(impact.parties, point.utility, strict=True):
        assert value == pytest.approx(-war.loss[party] / 12, rel=1e-6)
    assert "taxes what it sells the other" in point.words


def test_gains_are_counted_from_the_war(impact, monkeypatch):
    point = Disagreement(
        kind="tax-war", utility=np.array([-2.0, -3.0]), easings={}, game=None, words="It is dear."
    )
    monkeypatch.setattr(door, "tax_war_point", lambda *_: point)
    deals = bargain_over(impact.standoff, impact=impact, disagreement="tax-war")
    assert deals.disagreement is point
    assert point.words in deals.notes
    runs = loss_runs(impact)
    stakes = stakes_of(impact.standoff)
    game = Game.build(runs, LossSurface.fit(runs), stakes, rng=np.random.default_rng(0))
    for one in deals.frontier:
        utility = game.utility(np.array([[one.easings[name] for name in game.names]]))[0]
        gains = [one.gains[party].central for party in game.parties]
        assert gains == pytest.approx(utility - point.utility, abs=1e-9)
    assert deals.nash is not None


def test_the_war_of_a_standoff_says_what_each_does_alone_and_together(impact, point):
    found = standoff_war(impact.standoff, world=impact.study.world, facts=impact.study.facts)
    payload = found.to_payload()
    assert payload["schema"] == "detente.tax-war/1"
    for party in impact.parties:
        assert found.loss(found.alone[party], party) < 0  # who taxes alone gains
        at = impact.parties.index(party)
        assert found.loss(found.war, party) == pytest.approx(-point.utility[at], rel=1e-6)
    for row in payload["flows"]:
        assert row["tax_alone"] > 0
        assert 0 < row["quota_alone"] < 1
    with pytest.raises(UnknownCodeError, match="C99"):
        standoff_war(impact.standoff, sectors=["C99"])


def test_losses_alone_cannot_tell_of_a_war(impact):
    runs, stakes = loss_runs(impact), stakes_of(impact.standoff)
    with pytest.raises(DealError, match="needs the standoff"):
        bargain(runs, stakes, disagreement="tax-war")
    short = Disagreement(
        kind="tax-war", utility=np.zeros(1), easings={}, game=None, words="Nothing."
    )
    with pytest.raises(DealError, match="1 values for 2 parties"):
        bargain(runs, stakes, disagreement=short)
