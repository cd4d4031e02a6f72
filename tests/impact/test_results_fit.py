"""The same study on another world: groups of countries taken apart."""

import datetime as dt

import numpy as np
import pytest

from detente._errors import ImpactError
from detente.controls import standoff_from_register
from detente.facts import load_facts
from detente.impact import simulate
from detente.impact._fit import fit_facts, require_regions
from detente.world import World, open_world

ON = dt.date(2025, 6, 10)
DAYS, DRAWS = 62, 2
HALVES = ("POL", "AUT")


def halved(world, group="XEU", members=HALVES):
    """The embedded world with a group taken apart into equal members."""
    regions = [c for r in world.regions for c in (members if r == group else (r,))]
    parent = np.array([world.region_index(group if c in members else c) for c in regions])
    share = np.array([1 / len(members) if c in members else 1.0 for c in regions])
    size = len(world.sectors)
    node = (parent[:, None] * size + np.arange(size)).ravel()
    part = np.repeat(share, size)
    final = world.final_demand[node][:, [*parent, len(world.regions)]]
    return World.from_arrays(
        regions,
        world.sectors,
        world.flows[np.ix_(node, node)] * np.outer(part, part),
        final * part[:, None] * np.append(share, 1.0),
        output=world.output[node] * part,
        imports_residual=world.imports_residual[node] * part,
        year=world.year,
        sector_names=world.sector_names,
    )


@pytest.fixture(scope="module")
def case():
    return standoff_from_register(["CN-2025-18", "US-2025-EDA"], on=ON)


@pytest.fixture(scope="module")
def apart():
    return halved(World.load())


def test_the_embedded_world_needs_no_fitting():
    facts = load_facts()
    fitted = fit_facts(facts, World.load())
    assert fitted.trade is facts.trade
    own = {row.importer for row in facts.dependence} - {row.importer for row in fitted.dependence}
    assert own == {row.importer for row in facts.dependence} - {row.code for row in facts.regions}
    assert fit_facts(fitted, World.load()) is fitted


def test_members_take_the_place_of_their_group(apart):
    facts = load_facts()
    fitted = fit_facts(facts, apart)
    assert fitted.regions_of("POL") == ("POL",)
    assert fitted.regions_of("EU") == ("DEU", "FRA", "ITA", "NLD", "AUT", "POL")
    for good in ("pipeline-gas", "ndfeb-magnet"):
        amounts = [
            sum(row.value for row in tables.trade if row.good == good) for tables in (facts, fitted)
        ]
        assert amounts[0] == pytest.approx(amounts[1])
    shares = [
        sum(row.value for row in tables.supply_of("legacy-chip")) for tables in (facts, fitted)
    ]
    assert shares[0] == pytest.approx(shares[1])
    assert not any("XEU" in (row.importer, row.exporter) for row in fitted.trade)
    assert fitted.sha256 == facts.sha256
    apart_users = {row.sector for row in fitted.users_of("ndfeb-magnet", "POL")}
    assert apart_users == {row.sector for row in facts.users_of("ndfeb-magnet", "XEU")}


def test_a_group_taken_apart_loses_what_it_lost_whole(case, apart):
    whole = simulate(case, days=DAYS, draws=DRAWS)
    parts = simulate(case, days=DAYS, draws=DRAWS, world=apart)
    for party in ("USA", "CHN", "EU"):
        one, two = whole.loss(party).total, parts.loss(party).total
        assert two.central == pytest.approx(one.central, rel=0.02)
        assert two.high == pytest.approx(one.high, rel=0.02)
    members = [parts.loss(code).total.central for code in HALVES]
    assert members[0] == pytest.approx(members[1], rel=1e-3)
    assert sum(members) == pytest.approx(whole.loss("XEU").total.central, rel=0.05)
    assert parts.manifest()["facts"]["sha256"] == whole.manifest()["facts"]["sha256"]
    assert parts.manifest()["world"]["regions"] == 28


def test_a_region_that_is_missing_is_named(case):
    world = World.load()
    kept = [code for code in world.regions if code not in {"USA", "MEX"}]
    nodes = np.concatenate([np.arange(world.n)[world.region_slice(code)] for code in kept])
    places = [world.region_index(code) for code in kept]
    without = World.from_arrays(
        kept,
        world.sectors,
        world.flows[np.ix_(nodes, nodes)],
        world.final_demand[nodes][:, places],
        year=2022,
    )
    with pytest.raises(ImpactError, match=r"no region for USA .*take USA out of the standoff"):
        simulate(case, days=DAYS, draws=1, world=without)
    require_regions(
        standoff_from_register(["CN-2025-18"], on=ON, target="JPN"), without, load_facts()
    )


def test_a_control_beyond_the_last_day_is_refused(case):
    late = case.controls[1].model_copy(update={"effective": ON + dt.timedelta(days=DAYS)})
    with pytest.raises(ImpactError, match="62 days after 2025-06-10, and 62 days are simulated"):
        simulate(case.model_copy(update={"controls": [case.controls[0], late]}), days=DAYS, draws=1)


@pytest.mark.shared
def test_four_thousand_nodes_say_the_same(case, shared):
    table = shared / "data" / "world" / "icio2022.npz"
    if not table.is_file():
        pytest.skip("data/world/icio2022.npz is not in the shared folder")
    world = open_world(table)
    assert world.n == 4000
    full = simulate(case, days=31, draws=1, world=world)
    small = simulate(case, days=31, draws=1)
    for party in ("USA", "CHN", "EU"):
        one, two = small.loss(party).total.central, full.loss(party).total.central
        assert two == pytest.approx(one, rel=0.06)
    assert full.loss("POL").total.central < 0.3 * full.loss("EU").total.central
