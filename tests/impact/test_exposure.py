"""Exposure of parties for goods: chains, chokepoints, sectors, bounds, look-through."""

import functools
import json

import numpy as np
import pytest

from detente._errors import ImpactError, UnknownCodeError
from detente.facts import load_facts
from detente.impact.exposure import (
    exposure,
    foreign_input_reliance,
    ranking,
    sector_reliance,
)
from detente.impact.exposure.case import make_case
from detente.impact.exposure.origins import lost_share, origins, region_origins
from detente.impact.exposure.users import at_stake
from detente.world import World

CASES = {
    # party, good: stage, country of the chokepoint, a sector behind it
    ("USA", "ndfeb-magnet"): ("magnet", "CHN", "C29"),
    ("EU", "ndfeb-magnet"): ("magnet", "CHN", "C29"),
    ("CHN", "jet-engine"): ("engine", "USA", "C302T309"),
    ("CHN", "eda-software"): ("licence", "USA", "C26"),
    ("KOR", "photoresist"): ("resist", "JPN", "C26"),
    ("DEU", "pipeline-gas"): ("pipeline", "RUS", "C20"),
    ("USA", "smco-magnet"): ("separated-oxide", "CHN", "C302T309"),
    ("UKR", "graphite"): ("spherical", "CHN", "C27"),
}


@pytest.fixture(scope="module")
def world():
    return World.load()


@pytest.fixture(scope="module")
def facts():
    return load_facts()


@pytest.fixture(scope="module")
def found(world, facts):
    return {
        (party, good): exposure(party=party, good=good, draws=16, world=world, facts=facts)
        for party, good in CASES
    }


@pytest.mark.parametrize("case", CASES)
def test_chokepoint_and_sectors(found, case):
    stage, country, sector = CASES[case]
    one = found[case]
    assert (one.chokepoint.stage, one.chokepoint.country) == (stage, country)
    assert sector in [row.sector for row in one.stake.sectors]
    assert one.stake.sectors[0].at_stake.central > 0
    assert one.value_at_stake.central == pytest.approx(
        sum(row.at_stake.central for row in one.stake.sectors)
    )
    assert one.cut_off.bottleneck.central <= one.value_at_stake.central


@pytest.mark.parametrize("case", CASES)
def test_no_chokepoint_is_wider_than_another_foreign_share(found, case):
    one = found[case]
    most = max(
        supplier.share.central * stage.need
        for stage in one.chain
        for supplier in stage.suppliers
        if not supplier.own
    )
    assert one.chokepoint.share.central * one.chokepoint.need == pytest.approx(most)


@pytest.mark.parametrize("case", CASES)
def test_json_is_strict_and_says_its_schema(found, case):
    payload = found[case].as_dict()
    assert payload["schema"] == "detente.exposure/1"
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload


def test_bounds_of_magnets_are_in_order_and_said_so(found):
    cut = found["USA", "ndfeb-magnet"].cut_off
    assert cut.aggregate.central < cut.bottleneck.central
    assert "moves from the upper to the lower over months" in cut.sentence
    # the expansion understates so large a cut
    assert cut.second_order.central < cut.aggregate.central
    gas = found["DEU", "pipeline-gas"].cut_off
    assert gas.aggregate.central > 1


def test_value_of_a_flow_that_no_table_has_is_estimated_and_said(world, facts):
    one = exposure(party="USA", good="advanced-chip", draws=16, world=world, facts=facts)
    assert one.cut_off.spending_estimated
    assert one.cut_off.spending.high > 1.8 * one.cut_off.spending.low > 0
    assert any("Spending is estimated" in note for note in one.notes)
    assert one.as_dict()["cut_off"]["spending_estimated"] is True
    known = exposure(party="USA", good="ndfeb-magnet", draws=4, world=world, facts=facts)
    assert not known.cut_off.spending_estimated
    assert not any("estimated" in note for note in known.notes)


def test_the_loss_is_counted_where_the_chokepoint_is(world, facts):
    one = exposure(party="DEU", good="cobalt", draws=4, world=world, facts=facts)
    assert (one.chokepoint.stage, one.chokepoint.country) == ("refined", "CHN")
    assert one.cut_off.lost.central >= one.chokepoint.share.central
    assert one.cut_off.bottleneck.central > 0
    assert any("at the stage mine" in note for note in one.notes)


@pytest.fixture(scope="module")
def ranked(world, facts):
    """Rankings of a party's goods, each made once."""
    return functools.cache(lambda party: ranking(party, draws=1, world=world, facts=facts))


@pytest.mark.parametrize("party", ["DEU", "CHN"])
def test_no_chokepoint_without_a_loss(party, ranked, world, facts):
    """Of every good that a party uses and a foreign country holds, something is lost."""
    case = make_case(party, facts=facts, world=world, draws=1, seed=0)
    for row in ranked(party).rows:
        known = facts.dependence_row(row.good, party, row.country)  # a zero on record is no gap
        if row.stage.startswith(f"{row.good} ") and row.lost.central == 0 and known is None:
            # who makes the good himself, or makes none of it from the stage held, loses nothing
            home = sum(r.value for r in facts.supply_of(row.good) if r.country in case.members)
            own_stage = facts.good(row.good).stage
            assert home >= 0.3 or row.stage != f"{row.good} {own_stage}", row


def test_figures_are_dated(ranked, world, facts):
    rows = {row.good: row for row in ranked("DEU").rows}
    assert rows["pipeline-gas"].as_of.year == 2021
    assert rows["ndfeb-magnet"].as_of.year == 2024
    one = exposure(party="DEU", good="pipeline-gas", draws=1, world=world, facts=facts)
    assert one.as_dict()["as_of"] == "2021-12-31"
    assert one.as_dict()["chokepoint"]["as_of"] == "2021-12-31"


def test_a_party_is_not_exposed_to_itself(world, facts):
    one = exposure(party="USA", good="eda-software", draws=4, world=world, facts=facts)
    assert one.own_share.central == pytest.approx(0.8)
    assert one.cut_off.lost.central == 0
    assert one.dependency.cdi2 == 0
    assert one.cut_off.bottleneck.central == 0
    home = exposure(party="CHN", good="ndfeb-magnet", draws=4, world=world, facts=facts)
    assert home.chokepoint.country != "CHN"
    held = home.chokepoint.share.central * home.chokepoint.need
    assert home.cut_off.lost.central == pytest.approx(held)  # an input from abroad, at its stage


def test_chain_holds_what_the_good_is_made_from(found):
    chain = found["USA", "ndfeb-magnet"].chain
    needs = {(stage.good, stage.stage): stage.need for stage in chain}
    assert needs["ndfeb-magnet", "magnet"] == 1
    assert needs["light-rare-earths", "separated-oxide"] == 1
    assert 0 < needs["dysprosium", "separated-oxide"] < 1  # only the grades that hold it
    assert chain[-1].stage == "magnet"


def test_origins_sum_to_one_for_every_good_and_party(world, facts):
    case = make_case("EU", facts=facts, world=world, draws=8, seed=0)
    for good in facts.goods:
        for region in case.regions:
            shares = region_origins(good.good, region, case)
            total = sum(shares.values())
            np.testing.assert_allclose(total, 1.0, atol=1e-9)
            assert all((part >= 0).all() for part in shares.values())
    one = origins("ndfeb-magnet", case, dict.fromkeys(case.regions, 1.0))
    parts = [region_origins("ndfeb-magnet", region, case)["CHN"][0] for region in case.regions]
    assert parts[0] == pytest.approx(0.9)  # Germany's own row
    assert one["CHN"][0] == pytest.approx(sum(parts) / len(parts))


def test_lost_share_counts_inputs_of_the_other_suppliers(world, facts):
    case = make_case("JPN", facts=facts, world=world, draws=4, seed=0)
    direct = region_origins("ndfeb-magnet", "JPN", case)["CHN"]
    lost = lost_share("ndfeb-magnet", "CHN", "JPN", case)
    assert (lost > direct).all()  # Japan's own makers lack Chinese oxides
    assert (lost <= 1).all()
    assert (lost_share("ndfeb-magnet", None, "JPN", case) == 0).all()
    assert (lost_share("ndfeb-magnet", "JPN", "JPN", case) == 0).all()


def test_sectors_behind_an_input_use_its_products(world, facts):
    case = make_case("USA", facts=facts, world=world, draws=4, seed=0)
    stake = at_stake("samarium", "CHN", case)
    assert stake.sectors[0].through == ("smco-magnet",)
    magnets = at_stake("smco-magnet", "CHN", case)
    assert stake.total[0] <= magnets.total[0] * 1.001
    assert (stake.stops <= stake.total + 1e-12).all()


def test_ranges_hold_their_centre_and_draws_repeat(world, facts):
    first, again = (
        exposure(party="USA", good="graphite", draws=16, seed=3, world=world, facts=facts)
        for _ in range(2)
    )
    assert first.as_dict() == again.as_dict()
    value = first.value_at_stake
    assert 0 < value.low < value.central < value.high


def test_parties_by_code_name_and_wrong_spelling(world, facts):
    assert make_case("usa", facts=facts, world=world, draws=1, seed=0).party == "USA"
    assert make_case("south korea", facts=facts, world=world, draws=1, seed=0).party == "KOR"
    with pytest.raises(UnknownCodeError, match="USA"):
        exposure(party="USB", good="gallium", draws=1)
    with pytest.raises(UnknownCodeError, match="ndfeb-magnet"):
        exposure(party="USA", good="ndfeb-magnt", draws=1)
    with pytest.raises(ImpactError, match="residual"):
        exposure(party="IRN", good="gallium", draws=1)


@pytest.mark.parametrize("party", ["USA", "EU", "VNM"])
def test_ranking_has_every_good_in_order(world, facts, party):
    rows = ranking(party, draws=4, world=world, facts=facts).rows
    assert {row.good for row in rows} == {good.good for good in facts.goods}
    stops = [row.bottleneck.central for row in rows]
    assert stops == sorted(stops, reverse=True)
    assert all(0 <= row.lost.central <= 1 for row in rows)
    assert all(0 <= row.concentration <= 1 for row in rows)


def test_magnets_lead_the_american_ranking(world, facts):
    assert ranking("USA", draws=1, world=world, facts=facts).rows[0].good == "ndfeb-magnet"


# --- look-through, Baldwin, Freeman and Theodorakopoulos (2023) ---------------------------


@pytest.fixture(scope="module")
def reliance(world):
    return foreign_input_reliance(world, "USA")


def test_most_industrial_inputs_are_domestic(reliance):
    assert reliance.domestic_share > 0.80


def test_china_is_the_top_look_through_supplier_of_most_manufacturing(reliance):
    making = [code for code in reliance.sectors if code.startswith("C")]
    through = [code for code in making if reliance.top(code)[0] == "CHN"]
    face = [code for code in making if reliance.top(code, look_through=False)[0] == "CHN"]
    assert len(through) > len(making) / 2
    assert len(through) > len(face)  # hidden exposure: more than meets the eye


def test_look_through_holds_face_value_and_the_leontief_identity(world, reliance):
    assert (reliance.look_through >= reliance.face_value - 1e-12).all()
    coefficients = world.technical_coefficients()
    column = world.index("USA", "C29")
    total = np.linalg.inv(np.eye(world.n) - coefficients)[:, column]
    total[column] -= 1
    at = reliance.sectors.index("C29")
    by_origin = total.reshape(len(world.regions), -1).sum(axis=1)
    np.testing.assert_allclose(reliance.look_through[:, at], by_origin, rtol=1e-9)


def test_sector_reliance(world, facts):
    one = sector_reliance("USA", "c29", world=world, facts=facts)
    assert one.rows[0][0] == "CHN"
    assert [row[3] for row in one.rows] == sorted((row[3] for row in one.rows), reverse=True)
    assert sector_reliance("EU", "C29", world=world, facts=facts).region == "DEU"
    with pytest.raises(UnknownCodeError, match="C29"):
        sector_reliance("USA", "C2", world=world, facts=facts)
