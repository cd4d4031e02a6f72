"""Who holds a strait stops what others sell through it."""

import datetime as dt

import pytest

from detente.controls import Register, standoff_from_register
from detente.facts import load_facts
from detente.impact import Study
from detente.impact._batch import Scenario

FACTS = load_facts()
HORMUZ = "IR-2026-Hormuz"


def run(facts):
    standoff = standoff_from_register([HORMUZ], target="JPN", facts=facts)
    study = Study(standoff, days=31, draws=1, facts=facts, register=Register.from_facts(facts))
    one = Scenario(name="shut", existed=(True,), easing=(0.0,))
    return study, study.run([(one, 0)], keep_paths=(0,), economy=False)


def shipped(study, batch, exporter, importer, day=0):
    model, regions = study.model, study.world.regions
    pair = next(
        p
        for p, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True))
        if (model.goods[g], regions[e]) == ("crude-oil", exporter)
    )
    return float(batch.shipments_daily[pair, regions.index(importer), day, 0])


@pytest.fixture(scope="module")
def shut():
    return run(FACTS)


@pytest.mark.parametrize("exporter", ["SAU", "ARE"])
def test_what_passes_is_stopped_and_what_goes_another_way_is_not(shut, exporter):
    study, batch = shut
    (entry,) = study.standoff.controls
    (part,) = (
        row.value
        for row in FACTS.passage_of([HORMUZ])
        if (row.exporter, row.good) == (exporter, "crude-oil")
    )
    blocked = entry.intensity.central
    theirs, whole = (shipped(study, batch, one, "JPN") for one in (exporter, "IRN"))
    assert theirs / whole == pytest.approx((1 - part * blocked) / (1 - blocked))


def test_the_exporter_loses_its_sales_and_not_the_imposer(shut):
    study, batch = shut
    lost = batch.own_exports_lost[:, 0, 0]
    at = study.world.regions.index
    assert lost[at("SAU")] > lost[at("IRN")] > 0


def test_without_passage_only_the_imposer_s_own_goods_are_stopped():
    study, batch = run(FACTS.with_rows(control_passage=()))
    assert {study.world.regions[e] for e in study.model.pair_exporter} == {"IRN"}
    assert dt.date(2026, 2, 28) == study.standoff.on
    assert (batch.price <= 1.01).all()
