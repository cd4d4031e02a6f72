"""Published shocks beside ours."""

import pytest

from detente.facts import load_facts
from detente.impact.backtest import published


@pytest.fixture(scope="module")
def few():
    facts = load_facts()
    rows = [
        row.model_copy(update={"days": 91})
        for row in facts.published
        if row.measure == "not_run" or (row.goods == ("gallium",) and row.party == "USA")
    ]
    return published(draws=2, facts=facts.with_rows(published=rows))


def test_a_shock_is_run_once_for_all_its_figures_and_named_where_it_is_not(few):
    by = {one.row.measure: one for one in few}
    assert by["loss"].ours.low <= by["loss"].ours.central <= by["loss"].ours.high
    assert by["loss"].ours.central > 0
    assert by["loss"].with_prices.central >= by["loss"].ours.central
    assert by["price"].ours.central > 1
    assert sum(part for _, part in by["loss"].sectors) <= 1
    assert by["not_run"].ours is None
    assert by["not_run"].meets is None
    assert by["not_run"].why


def test_meeting_is_of_ranges(few):
    loss = next(one for one in few if one.row.measure == "loss")
    ours = loss.ours
    assert loss.meets == (ours.low <= loss.row.high and loss.row.low <= ours.high)


def test_every_published_figure_has_a_source_and_goods_of_the_tables():
    facts = load_facts()
    for row in facts.published:
        assert facts.source(row.source).url
        for good in row.goods:
            facts.good(good)
        assert 0 < row.cut <= 1
