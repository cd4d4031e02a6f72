"""Goods without time: the bottleneck bound of the exposure engine, cut by cut."""

import numpy as np
import pytest

from detente.facts import load_facts
from detente.impact.exposure import exposure
from detente.impact.scan import scan


def found(good, exporter, *targets):
    one = scan(goods=(good,), exporters=(exporter,), targets=targets, measure="static")
    return one, {cut.target: row for cut, row in zip(one.cuts, one.losses, strict=True)}


@pytest.mark.parametrize(("good", "exporter"), [("gallium", "CHN"), ("photoresist", "JPN")])
def test_a_raw_good_costs_what_the_exposure_engine_says_stops(good, exporter):
    one, rows = found(good, exporter, "USA", "world")
    stops = exposure(party="USA", good=good).cut_off.bottleneck.central / 12
    assert rows["USA"][one.regions.index("USA")] == pytest.approx(stops)
    assert rows["world"][one.regions.index("USA")] == pytest.approx(stops)


def test_an_input_is_also_missed_by_who_buys_products_of_it():
    one, rows = found("light-rare-earths", "CHN", "each", "world")
    usa, jpn = (one.regions.index(code) for code in ("USA", "JPN"))
    assert 0 < rows["JPN"][usa] < rows["USA"][usa] < rows["world"][usa]
    assert rows["JPN"][jpn] > rows["JPN"][usa]
    alone = np.stack([rows[code] for code in one.regions if code in rows])
    buyers = [at for at, code in enumerate(one.regions) if code != "CHN"]
    assert (rows["world"][buyers] >= alone[:, buyers].max(axis=0) - 1e-12).all()


def test_the_seller_loses_its_margin_on_what_it_does_not_sell_elsewhere():
    facts = load_facts()
    one, rows = found("ndfeb-magnet", "CHN", "USA")
    (sold,) = (
        row.value
        for row in facts.trade
        if (row.good, row.exporter, row.importer) == ("ndfeb-magnet", "CHN", "USA")
    )
    kept = 1 - facts.parameter("ndfeb-magnet", "resale_share").value
    margin = facts.parameter("ndfeb-magnet", "export_margin").value
    assert rows["USA"][one.regions.index("CHN")] == pytest.approx(sold / 12 * margin * kept)


def test_all_goods_take_a_moment_and_ask_for_no_days():
    one = scan(goods=(), targets=("each", "world"), measure="static")
    assert one.kind == "good"
    assert one.plan["days"] is None
    assert (one.losses >= 0).all()
    assert np.isfinite(one.losses).all()
    first = one.ranked("target")[0].cut
    assert (first.exporter, first.product, first.target) == ("CHN", "ndfeb-magnet", "world")
