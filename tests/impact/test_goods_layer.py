"""The goods layer's invariants on the London standoff, and its parts one by one."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import ImpactError
from detente.controls import Figure, IntensityPoint, Party, Range, Standoff, TabledControl
from detente.impact import Scenario, Study
from detente.impact.goods.day import GoodsDay, Plan
from detente.impact.goods.layer import GoodsLayer
from detente.impact.goods.licences import Approvals

DAYS, DRAWS = 110, 2
FEW = settings(max_examples=6, deadline=None)
PATHS = st.lists(st.floats(0, 1), min_size=3, max_size=6)


@pytest.fixture(scope="module")
def study(london_module):
    return Study(london_module, days=60, draws=DRAWS)


def ban(goods, *, on=dt.date(2024, 12, 31), blocked=1.0, imposer="CHN", target="USA", **more):
    entry = TabledControl(
        control="ban",
        name="ban",
        imposer=imposer,
        target=target,
        goods=goods,
        effective=on,
        intensity=Figure(low=blocked, central=blocked, high=blocked),
        **more,
    )
    parties = [Party(party=code, name=code) for code in (imposer, target)]
    return Standoff(name="ban", on=on, parties=parties, controls=[entry])


def on_all(standoff):
    """Path of a ban that hits every destination."""
    point = IntensityPoint(target="*", date=standoff.on, value=Range.exactly(1.0), source="")
    return {"ban": [point]}


def layer_of(study, factors, *, draw=0, existed=1.0, levers=None, history=None):
    """Build a layer with one column for every easing."""
    controls, columns = len(study.levers), len(factors)
    plan = Plan(
        existed=np.full((controls, columns), existed),
        easing=np.tile(1.0 - np.asarray(factors), (controls, 1)),
        draw=np.full(columns, draw, dtype=np.intp),
    )
    history = study.history if history is None else history
    return GoodsLayer(study.model, levers or study.levers, plan, history=history)


def with_path(study, path):
    """Levers of the study with another course of intensities, from day 0 without history."""
    days = np.interp(np.arange(DAYS), np.linspace(0, DAYS, len(path)), path)
    levers = []
    for lever in study.levers:
        hit = {
            good: replace(path, paths=days[:, None, None] * (path.paths[-1:] > 0))
            for good, path in lever.intensity.items()
        }
        levers.append(replace(lever, intensity=hit, effective_day=0))
    return levers


@FEW
@given(PATHS, st.integers(0, DRAWS), st.lists(st.floats(0, 1), min_size=2, max_size=4))
def test_a_stronger_control_never_helps(study, path, draw, factors):
    layer = layer_of(study, sorted(factors), draw=draw, levers=with_path(study, path), history=0)
    for day in range(DAYS):
        today = layer.step(day)
        assert (np.diff(today.need_met, axis=-1) <= 1e-4).all()
        assert (np.diff(today.leanest, axis=-1) <= 1e-4).all()
        assert (np.diff(today.stock, axis=-1) <= 1e-5).all()
        assert (np.diff(today.price, axis=-1) >= -1e-4).all()
        assert (np.diff(today.capacity, axis=-1) >= -1e-4).all()
        assert (np.diff(today.own_exports_lost, axis=-1) >= -1e-12).all()


@FEW
@given(PATHS, st.integers(0, DRAWS))
def test_nothing_is_negative_and_nothing_is_lost_on_the_way(study, path, draw):
    layer = layer_of(study, [1.0, 0.5], draw=draw, levers=with_path(study, path), history=0)
    plants = layer.stocks
    assert len(layer.sites) > 100 or max(path) < 1e-3
    for day in range(DAYS):
        afloat, stock = plants.afloat.copy(), plants.mean(len(layer.sites))
        today = layer.step(day)
        assert (plants.sent >= 0).all()
        assert (plants.stock >= 0).all()
        assert (plants.afloat >= -1e-4).all()
        assert plants.afloat == pytest.approx(afloat + plants.sent - plants.arrived, abs=1e-9)
        used = stock + plants.arrived - plants.mean(len(layer.sites))
        assert (used >= -1e-4).all()
        assert (used <= 1 + 1e-4).all()
        assert today.need_met.min() >= 0
        assert today.need_met.max() <= 1
        assert today.shipments.min() >= 0
        assert (today.price >= today.price_inside).all()
        assert today.price_inside.min() > 0
        assert today.price_paid.min() >= 0


def test_what_set_out_comes_in_after_the_transit(study):
    layer = layer_of(study, [1.0], levers=with_path(study, [1.0, 0.2, 0.9]), history=0)
    sent = []
    transit = np.rint(study.model.parameters["transit_days"][:, 0]).astype(int)[layer.sites.good]
    for day in range(DAYS):
        layer.step(day)
        sent.append(layer.stocks.sent)
        past = np.array([np.ones(len(transit)), *sent])
        before = np.maximum(day - transit + 1, 0)
        expected = past[before, np.arange(len(transit))]
        assert layer.stocks.arrived == pytest.approx(expected, abs=1e-6)
    assert (sent[-1] < 0.99).any()


def test_without_a_control_nothing_moves(study):
    layer = layer_of(study, [1.0, 0.3], existed=0.0)
    for day in range(-study.history, DAYS):
        today = layer.step(day)
        assert (today.need_met == 1).all()
        assert (today.stock == 1).all()
        assert (today.price == 1).all()
        assert (today.capacity == 0).all()
        assert today.shipments == pytest.approx(np.ones_like(today.shipments), abs=1e-12)
        assert (today.price_paid == 0).all()
        assert (today.own_exports_lost == 0).all()


def test_a_batch_of_n_is_n_single_runs(study):
    factors = [0.0, 0.4, 1.0]
    many, singles = layer_of(study, factors), [layer_of(study, [f]) for f in factors]
    for day in range(-study.history, 90):
        together = many.step(day)
        for column, single in enumerate(singles):
            alone = single.step(day)
            assert together.need_met[..., column] == pytest.approx(alone.need_met[..., 0], abs=1e-9)
            assert together.price[..., column] == pytest.approx(alone.price[..., 0], rel=1e-9)


def test_a_history_stepped_once_is_that_of_every_column_that_shares_it(study):
    """Columns: each control alone and all together, twice, with and without easing."""
    controls = len(study.levers)
    existed = np.hstack([np.eye(controls), np.ones((controls, 1))])
    once = Plan(
        existed=existed,
        easing=np.zeros(existed.shape),
        draw=np.arange(controls + 1) % (DRAWS + 1),
    )
    both = np.tile(np.arange(controls + 1), 2)
    twice = once.take(both)
    twice.easing[:, controls + 1 :] = 0.5
    layer = GoodsLayer(study.model, study.levers, once, history=study.history)
    direct = GoodsLayer(study.model, study.levers, twice, history=study.history)
    assert len(layer.sites) < 0.7 * np.prod(layer.sites.shape)
    for day in range(-study.history, 0):
        layer.advance(day)
        direct.advance(day)
    copied = layer.like(twice, both)
    for day in range(40):
        one, other = copied.step(day), direct.step(day)
        for name in GoodsDay.__slots__:
            assert (getattr(one, name) == getattr(other, name)).all(), name
    alone = Plan(existed=existed[:, :1], easing=np.zeros((controls, 1)), draw=once.draw[:1])
    single = GoodsLayer(study.model, study.levers, alone, history=study.history)
    for day in range(-study.history, 40):
        last = single.step(day)
    assert other.need_met[..., 0] == pytest.approx(last.need_met[..., 0], abs=1e-12)
    assert other.price_paid[..., 0] == pytest.approx(last.price_paid[..., 0], rel=1e-9, abs=1e-15)
    assert last.need_met.min() < 1


def run(standoff, *, paths=None, days=365, draws=0):
    study = Study(standoff, days=days, draws=max(draws, 1), paths=paths)
    columns = [
        (Scenario(name="as it stands", existed=(True,), easing=(0.0,)), d) for d in range(draws + 1)
    ]
    return study, study.run(columns, keep_paths=range(draws + 1))


def test_the_usgs_bans_cost_what_usgs_found():
    """OFR 2024-1057: USD bn of US GDP in a year without China's net exports, low to high."""
    published = {
        ("gallium",): (1.7, 3.1, 8.2),
        ("germanium",): (0.01, 0.4, 1.1),
        ("gallium", "germanium"): (1.7, 3.4, 9.0),
    }
    loss, price = {}, {}
    for goods, (low, central, high) in published.items():
        standoff = ban(list(goods))
        study, batch = run(standoff, paths=on_all(standoff))
        usa = study.world.regions.index("USA")
        loss[goods] = float(batch.loss[usa, :, 0].mean() * 12)
        assert low <= loss[goods] <= high
        assert central / 3 < loss[goods] < central * 2
        by_sector = batch.sector_loss[:, 0].reshape(len(study.world.regions), -1)[usa]
        assert by_sector[study.world.sectors.index("C26")] > 0.4 * by_sector.sum()
        assert batch.price_paid[usa, :, 0].mean() < 0.1 * batch.loss[usa, :, 0].mean()
        price[goods] = batch.price[:, :, 0].mean(axis=1)
    assert loss["gallium", "germanium"] < loss["gallium",] + loss["germanium",]
    assert price["gallium",][0] > 2.5
    assert 1.1 < price["germanium",][0] < 1.6


def test_a_ban_on_one_buyer_of_a_pooled_metal_reaches_the_others(study):
    """Alone a buyer is let down by some of its suppliers; on a world market all feel it."""
    standoff = ban(["gallium"])
    alone = Study(standoff, days=60, draws=1)
    usa, jpn, chn = (alone.world.regions.index(code) for code in ("USA", "JPN", "CHN"))
    all_cut = Study(standoff, days=60, draws=1, paths=on_all(standoff))
    one, every = layer_of(alone, [1.0]), layer_of(all_cut, [1.0])
    for day in range(200):
        some, none = one.step(day), every.step(day)
    short = 1 - some.shipments[0, :, 0]
    assert short[usa] == 1
    assert short[jpn] < 0, "others order more from the imposer and pass it on"
    assert some.need_met[0, chn, 0] == 1
    assert none.stock[0, usa, 0] < some.stock[0, usa, 0] < 1
    assert none.need_met[0, usa, 0] < 0.8
    assert none.need_met[0, jpn, 0] == pytest.approx(none.need_met[0, usa, 0], abs=0.25)
    assert none.price[0, 0] > some.price[0, 0] >= 1


def test_stocks_are_rebuilt_above_their_old_level_after_the_scare():
    standoff = ban(["ndfeb-magnet"], on=dt.date(2025, 1, 1))
    points = [
        IntensityPoint(target="*", date=day, value=Range.exactly(share), source="")
        for day, share in ((dt.date(2025, 1, 1), 0.7), (dt.date(2025, 3, 1), 0.0))
    ]
    study, batch = run(standoff, paths={"ban": points}, days=400)
    usa = study.world.regions.index("USA")
    shipped = batch.shipments_daily[0, usa, :, 0]
    assert 0.3 <= shipped[0] < 0.4, "what may leave is ordered with a margin at once"
    assert shipped[:30].max() < 1, "licences limit what is ordered"
    assert 1.1 < shipped[90:200].max() <= 1.3
    assert shipped[-1] < shipped[90:200].max()
    g = study.model.goods.index("ndfeb-magnet")
    scare = study.model.parameters["scare_stock"][g, 0]
    assert 1 + scare / 2 < batch.stock[g, usa, -1, 0] <= 1.01 * (1 + scare)
    months = batch.shipments[0, usa, :, 0]
    assert months == pytest.approx(
        [part.mean() for part in np.array_split(shipped, study.months)], abs=0.02
    )


def sourced(study, single):
    """The study's model with another part of the need bought from one supplier."""
    whole = study.model.whole | {"single_source_share": np.full(DRAWS + 1, single)}
    return replace(study.model, whole=whole)


@pytest.mark.parametrize("single", [0.0, 0.6, 1.0])
def test_sourcing_moves_supply_between_plants_and_makes_none(study, single):
    """What plants get is what there is, whoever buys from whom."""
    plan = Plan(
        existed=np.ones((len(study.levers), 1)),
        easing=np.zeros((len(study.levers), 1)),
        draw=np.zeros(1, dtype=np.intp),
    )
    mixed, apart = (
        GoodsLayer(sourced(study, share), study.levers, plan, history=study.history)
        for share in (0.0, single)
    )
    for day in range(-study.history, 60):
        one, other = mixed.step(day), apart.step(day)
        assert other.own_exports_lost == pytest.approx(one.own_exports_lost)
        assert (other.leanest <= one.leanest + 1e-6).all()
    # supply of a day depends on sourcing only through makers that stop sooner
    assert apart._short == pytest.approx(mixed._short, abs=0.05)
    kinds = apart.stocks.stock.mean(axis=1)
    moved = np.abs(kinds[0] - kinds[1]).max()
    assert (moved < 1e-5) == (single == 0.0)


def test_one_plant_stops_where_the_region_hardly_feels_it():
    """Japan buys a third of its magnets from China: the plants that do are as badly off as any."""
    study, batch = run(ban(["ndfeb-magnet"]), paths=on_all(ban(["ndfeb-magnet"])), days=120)
    good, regions = study.model.goods.index("ndfeb-magnet"), study.world.regions
    jpn, usa = regions.index("JPN"), regions.index("USA")
    first = batch.first_shortage[good, :, 0]
    assert first[jpn] < first[usa] + 15
    assert batch.need_met[good, jpn, int(first[jpn]), 0] > 0.9


def test_grades_the_covered_one_runs_out_first(study):
    layer = layer_of(study, [1.0])
    model = study.model
    heavy, other = np.flatnonzero(model.item_good == model.goods.index("ndfeb-magnet"))
    usa = study.world.regions.index("USA")
    for day in range(-study.history, 60):
        layer.step(day)
    met = layer.met_of_items()
    assert met[heavy, usa, 0] < met[other, usa, 0]
    sector = [study.world.sectors[n % len(study.world.sectors)] for n in model.user_node]
    mine = np.flatnonzero(model.user_good == model.goods.index("ndfeb-magnet"))
    of = {sector[u]: model.user_item_share[0, u, 0] for u in mine}
    assert of["C29"] > of["C26"], "cars need the heat-proof grade, electronics do not"


def test_a_new_plant_fills_the_gap_from_its_day_if_it_was_announced():
    before = ban(["ndfeb-magnet"], on=dt.date(2025, 12, 31))
    study, batch = run(before, days=200)
    names = {plant.opens for plant in study.model.plants}
    assert (dt.date(2026, 3, 31) - before.on).days in names
    g, usa = study.model.goods.index("ndfeb-magnet"), study.world.regions.index("USA")
    met = batch.need_met[g, usa, :, 0]
    assert met[170] > met[115] + 0.1
    early = Study(ban(["ndfeb-magnet"], on=dt.date(2025, 1, 1)), days=60, draws=1)
    assert early.model.plants == ()


def test_a_control_blocks_nothing_before_its_day():
    standoff = ban(["ndfeb-magnet"], blocked=0.9)
    later = standoff.controls[0].model_copy(update={"effective": dt.date(2025, 1, 30)})
    study, batch = run(standoff.model_copy(update={"controls": [later]}), days=90)
    usa = study.world.regions.index("USA")
    shipped = batch.shipments_daily[0, usa, :, 0]
    assert shipped[:30] == pytest.approx(np.ones(30))
    assert shipped[30] < 0.2


def test_diverted_goods_cost_a_premium():
    standoff = ban(["ai-accelerator-frontier"], imposer="USA", target="CHN")
    study = Study(standoff, days=60, draws=1)
    layer = layer_of(study, [1.0])
    chn = study.world.regions.index("CHN")
    paid = [layer.step(day).price_paid[:, chn, 0].sum() for day in range(20)]
    assert paid[0] < 0.01
    assert 0 < paid[5] < paid[19], "third-country channels open with time"


def test_paths_that_cannot_be_are_refused():
    standoff = ban(["ndfeb-magnet"])

    def point(day, share=0.5):
        return IntensityPoint(
            target="*", date=dt.date(2025, 1, day), value=Range.exactly(share), source=""
        )

    for paths, words in (
        ({"bann": "held"}, "did you mean 'ban'"),
        ({"ban": "forecast"}, "write one of 'known', 'held'"),
        ({"ban": []}, "no points"),
        ({"ban": [point(2), point(1)]}, "put the dates in order"),
        ({"ban": [point(2, 1.5)]}, "not shares in order"),
        ({"ban": Approvals(points=(("*", dt.date(2025, 1, 1), 0.5, 0.4, 0.6),))}, "not shares"),
    ):
        with pytest.raises(ImpactError, match=words):
            Study(standoff, days=60, draws=1, paths=paths)
    early = standoff.model_copy(update={"on": dt.date(2011, 1, 1)})
    with pytest.raises(ImpactError, match=r"licence_queues\.csv"):
        Study(early, days=60, draws=1, paths={"ban": "queue"})


def test_a_control_on_what_its_imposer_does_not_supply_is_refused():
    with pytest.raises(ImpactError, match=r"supplies no ethane to anyone; mend the goods"):
        Study(ban(["ethane"]), days=60, draws=1)


def test_a_queue_forecast_has_a_range_and_an_end():
    standoff = ban(["ndfeb-magnet"], on=dt.date(2025, 4, 4))
    _, batch = run(standoff, paths={"ban": "queue"}, days=201, draws=6)
    usa = 0
    flow = batch.shipments_daily[0, usa]
    assert flow[10, 0] < 0.3
    assert flow[200, 0] > 0.6
    assert np.ptp(flow[90]) > 0.2
