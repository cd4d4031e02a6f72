"""Users of goods in a table whose sectors are wider than those of the facts tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.facts import load_facts
from detente.impact._fit_sectors import WIDER, fit_sectors, left_out
from detente.world import World, held_sectors

WIDE = ("A01_02", "B05_06", "B07_08", "C24", "C30", "D20T21", "C60T63TRN", "C70REA")


@pytest.fixture(scope="module")
def facts():
    return load_facts()


@pytest.fixture(scope="module")
def world():
    return World.load()


def need(facts, world, good, region):
    """What of a region's output needs a good [USD mn per year]."""
    return sum(
        row.value * world.output[world.index(region, row.sector)]
        for row in facts.users_of(good, region)
        if world.has_sector(row.sector)
    )


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(WIDE), min_size=1, unique=True), st.data())
def test_what_needs_a_good_is_the_same_in_every_edition(facts, world, wide, data):
    merged = world.aggregate(sectors={one: code for code in wide for one in held_sectors(code)})
    fitted = fit_sectors(facts, merged)
    assert left_out(facts, merged) == ()
    goods = sorted({row.good for row in facts.users})
    for good in data.draw(st.lists(st.sampled_from(goods), min_size=5, max_size=9, unique=True)):
        for region in ("USA", "CHN", "JPN"):
            assert need(fitted, merged, good, region) == pytest.approx(
                need(facts, world, good, region), rel=1e-9
            )
    ids = {row.id for row in fitted.sources}
    changed = [row for row in fitted.users if row.source.endswith(WIDER)]
    assert {row.source for row in changed} <= ids
    assert all(row.low <= row.value <= row.high <= 1.0 for row in changed)


def test_the_packaged_sectors_change_nothing(facts, world):
    assert fit_sectors(facts, world) is facts


def test_users_without_a_sector_are_named(facts, world):
    merged = world.aggregate(sectors=dict.fromkeys(("C26", "C27"), "Electric"))
    missing = left_out(facts, merged)
    assert {one.rpartition(" ")[2] for one in missing} == {"C26", "C27"}
    assert len(missing) == len(
        {(r.good, r.sector) for r in facts.users if r.sector in ("C26", "C27")}
    )
