"""Every country of the table as a party, countries beyond it, and flows that no table has."""

import datetime as dt
from collections import defaultdict

import numpy as np
import pytest

from detente._errors import ImpactError, UnknownCodeError
from detente.controls import Figure, Party, Standoff, TabledControl
from detente.facts import held_share, load_facts
from detente.impact import simulate
from detente.impact._fit import MEMBER
from detente.impact._world_of import ground, world_of
from detente.impact.goods.needs import ESTIMATE, Needs
from detente.impact.goods.suppliers import share_from
from detente.impact.goods.trade import complete_trade
from detente.world import World, listed_countries

ON = dt.date(2022, 1, 15)
FACTS = load_facts()
WHOLE = Figure(low=1.0, central=1.0, high=1.0)


def ban(imposer, good, *targets):
    return Standoff(
        name="ban",
        on=ON,
        parties=[Party(party=code, name=code) for code in (imposer, *targets)],
        controls=[
            TabledControl(
                control=f"to {target}",
                name="ban",
                imposer=imposer,
                target=target,
                goods=[good],
                effective=ON,
                intensity=WHOLE,
            )
            for target in targets
        ],
    )


@pytest.fixture(scope="module")
def gas():
    return simulate(ban("RUS", "pipeline-gas", "LTU", "POL", "ESP"), days=62, draws=2)


def test_members_of_a_region_lose_by_their_own_dependence(gas):
    loss = {code: gas.loss(code, f"to {code}").total.central for code in ("LTU", "POL", "ESP")}
    size = {code: gas.gdp(code).central for code in loss}
    assert len(set(loss.values())) == 3
    relative = {code: loss[code] / size[code] for code in loss}
    assert relative["LTU"] > 3 * relative["ESP"]
    assert relative["POL"] > 3 * relative["ESP"]
    # who is not aimed at keeps his gas: the cut of one is not that of the whole region
    assert gas.loss("ESP", "to POL").total.central < 0.2 * loss["POL"]
    assert gas.study.facts.regions_of("POL") == ("POL",)


def test_a_country_beyond_the_table_imposes(london):
    impact = simulate(ban("QAT", "helium", "KOR"), days=62, draws=2)
    assert impact.loss("KOR").total.central > 0
    own = impact.loss("QAT")
    assert own.parts["own_exports_lost"].central == own.total.central > 0
    assert any("Qatar is not in the world table" in note for note in impact.notes)
    assert impact.gdp("QAT").source == "memory-gdp"
    assert impact.gdp("KOR").source.startswith("OECD")
    payload = impact.to_payload()
    assert [row["party"] for row in payload["gdp"]] == ["QAT", "KOR"]
    assert payload["notes"] == list(impact.notes)


@pytest.mark.parametrize("party", sorted(listed_countries() | {"QAT", "MNG", "ZWE", "GAB", "BOL"}))
def test_every_country_is_a_party_with_a_place(party):
    assert FACTS.party(party).region[0] in {row.code for row in FACTS.regions}
    home = {member: row.code for row in FACTS.regions for member in row.members}
    assert (home[party] == "ROW") == (party not in listed_countries())
    if party not in listed_countries():
        assert FACTS.gdp_of(party).value > 0


def test_only_what_is_needed_stands_apart():
    assert world_of(["USA", "CHN", "EU"], FACTS).regions == World.load().regions
    world = world_of(["POL", "USA"], FACTS, goods=["germanium"])
    assert set(world.regions) - set(World.load().regions) == {"POL", "BEL"}  # Belgium refines it
    with pytest.raises(ImpactError, match="no region for ROW"):
        ground(ban("ROW", "helium", "KOR"), FACTS, None)
    with pytest.raises(UnknownCodeError):
        ground(ban("XXX", "helium", "KOR"), FACTS, None)


def test_figures_of_a_region_are_split_moved_and_marked():
    world, facts = ground(ban("CHN", "ndfeb-magnet", "POL"), FACTS, None)
    before, after = (
        sum(row.value for row in tables.trade if row.source != ESTIMATE and row.exporter == "CHN")
        for tables in (FACTS, facts)
    )
    assert after == pytest.approx(before)
    mine = next(
        row
        for row in facts.dependence
        if (row.good, row.importer, row.exporter) == ("ndfeb-magnet", "POL", "CHN")
    )
    region = FACTS.dependence_of("ndfeb-magnet", "XEU", "CHN")
    assert mine.source == region.source + MEMBER
    assert facts.source(mine.source).evidence == "computed"
    assert mine.low <= region.low <= region.high <= mine.high
    gas = ground(ban("RUS", "pipeline-gas", "POL"), FACTS, None)[1]
    own = [r for r in gas.dependence if (r.good, r.importer) == ("pipeline-gas", "POL")]
    assert [row.source for row in own] == ["memory-gas-dependence"]  # its own row stands first
    assert not world.outside


def test_an_estimate_is_need_times_price():
    """Closed form, with one known flow of the good."""
    world = World.load()
    known = next(r for r in FACTS.trade if (r.good, r.exporter) == ("advanced-chip", "TWN"))
    facts = FACTS.with_rows(trade=[known])
    found = {
        row.importer: row for row in complete_trade(facts, world, [("advanced-chip", "TWN")]).trade
    }

    def need(region):
        used = sum(
            row.value * world.output[world.index(region, row.sector)]
            for row in facts.users_of("advanced-chip", region)
        )
        return used * share_from(facts, "advanced-chip", region, "TWN", world)[1]

    price = known.value / need(known.importer)
    row, spread = found["USA"], facts.model_parameter("trade_estimate")
    assert row.value == pytest.approx(price * need("USA"))
    assert row.low == pytest.approx(row.value * spread.low)
    assert row.high == pytest.approx(row.value * spread.high)
    assert row.source == ESTIMATE
    assert found[known.importer] is known
    assert "TWN" not in found


def test_known_flows_lie_within_the_range_of_their_estimates():
    """Each flow left out in turn, of goods with several: four of five."""
    world = World.load()
    needs, spread = Needs(FACTS, world), FACTS.model_parameter("trade_estimate")
    inside = []
    for good in FACTS.goods:
        known = []
        for row in needs.rows(good.good):
            ends = (row.exporter, row.importer)
            if "*" in ends:
                continue
            sellers, buyers = (
                [code for code in FACTS.regions_of(end) if world.has_region(code)] for end in ends
            )
            need = sum(needs.need(good.good, e, r) for e in sellers for r in buyers if e != r)
            if need > 0:
                known.append((row.value, need))
        value, met = (sum(part) for part in zip(*known, strict=True)) if known else (0, 0)
        if len(known) > 1:
            assert needs.price(good.good) == pytest.approx(value / met)
            inside += [
                spread.low <= v / n * (met - n) / (value - v) <= spread.high
                for v, n in known
                if value > v and met > n
            ]
    assert len(inside) > 400
    assert 0.77 < np.mean(inside) < 0.9  # neither too narrow nor idle


def test_what_a_control_stops_is_never_worth_nothing():
    """Whoever holds a stage of a good that others need: some flow of it has a value."""
    world, needs = World.load(), Needs(FACTS, World.load())
    flows = [
        (good.good, code)
        for good in FACTS.goods
        for code in world.regions
        if (held := held_share(FACTS, good.good, code)) is not None and held.value >= 0.05
    ]
    value = defaultdict(float)
    for row in complete_trade(FACTS, world, flows).trade:
        value[row.good, row.exporter] += row.value
    for good, code in flows:
        if any(needs.need(good, code, other) > 0 for other in world.regions if other != code):
            assert value[good, code] > 0, (good, code)


def test_a_control_bites_at_the_stage_that_is_held():
    world = World.load()
    assert share_from(FACTS, "cobalt", "DEU", "CHN", world)[1] > 0.7  # refined
    assert share_from(FACTS, "cobalt", "CHN", "CHN", world)[1] == 0  # makes it himself
    # ore goes to who makes the metal, not to who buys it
    ore = share_from(FACTS, "dysprosium", "CHN", "MMR", world)[1]
    assert ore > 20 * share_from(FACTS, "dysprosium", "USA", "MMR", world)[1]
