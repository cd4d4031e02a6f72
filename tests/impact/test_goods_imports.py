"""What regions buy abroad, and what they pay for it."""

import numpy as np
import pytest

from detente.facts import load_facts
from detente.impact._draws import Sampler
from detente.impact.goods.imports import bought_abroad, foreign_part
from detente.impact.goods.needs import Needs
from detente.impact.goods.suppliers import world_shares
from detente.world import World

WORLD = World.load()
FACTS = load_facts()
SAMPLER = Sampler(["trade of pipeline-gas"], draws=1, seed=0)


def foreign(good, facts=FACTS, controlled=None):
    needs = Needs(facts, WORLD)
    return needs, foreign_part(
        good,
        needs,
        controlled=controlled or {},
        rest=world_shares(good, WORLD, facts),
        draws=2,
    )


def test_a_region_s_own_row_says_what_it_makes_itself():
    row = FACTS.dependence_row("thermal-coal", "USA", "USA")
    _, part = foreign("thermal-coal")
    assert part[WORLD.region_index("USA"), 0] == pytest.approx(1 - row.value)


def test_who_serves_himself_still_buys_what_a_controlled_flow_brings():
    at = WORLD.region_index("CHN")
    share = np.zeros((len(WORLD.regions), 2))
    share[at] = 0.25
    _, without = foreign("ndfeb-magnet")
    _, with_flow = foreign("ndfeb-magnet", controlled={WORLD.region_index("JPN"): share})
    assert without[at, 0] < 0.05
    assert with_flow[at, 0] == pytest.approx(0.25)


def test_flows_that_no_row_names_are_valued_like_those_that_rows_name():
    """Germany's rows name Russian gas alone, half of what it needs: all of it costs twice that."""
    needs, part = foreign("pipeline-gas")
    paid = bought_abroad("pipeline-gas", needs, SAMPLER, foreign=part, exporters=["RUS"])
    at = WORLD.region_index("DEU")
    known = sum(r.value for r in FACTS.trade if (r.good, r.importer) == ("pipeline-gas", "DEU"))
    share = FACTS.dependence_row("pipeline-gas", "DEU", "RUS").value
    assert paid[at, 0] == pytest.approx(known / 12 * part[at, 0] / share)


def test_rows_that_meet_little_of_the_need_are_not_blown_up():
    needs, part = foreign("pipeline-gas")
    rows = tuple(
        row.model_copy(update={"value": 0.01, "low": 0.0, "high": 0.1})
        if (row.good, row.importer, row.exporter) == ("pipeline-gas", "DEU", "RUS")
        else row
        for row in FACTS.dependence
    )
    few = Needs(FACTS.with_rows(dependence=rows), WORLD)
    paid = bought_abroad("pipeline-gas", few, SAMPLER, foreign=part, exporters=["RUS"])
    at = WORLD.region_index("DEU")
    known = sum(r.value for r in FACTS.trade if (r.good, r.importer) == ("pipeline-gas", "DEU"))
    assert paid[at, 0] == pytest.approx(known / 12)
    assert needs.use("pipeline-gas", "DEU") == few.use("pipeline-gas", "DEU")
