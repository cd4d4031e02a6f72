"""The magnet shortage of spring 2025: does the clock strike when plants were seen to stop?"""

import datetime as dt

import numpy as np
import pytest

from detente.controls import Figure, Party, Register, Standoff, TabledControl
from detente.facts import load_facts
from detente.impact import Scenario, Study, simulate

START = dt.date(2025, 4, 4)


@pytest.fixture(scope="module")
def impact():
    """Simulated from the day of the rule, with the share that turned out to be blocked in May."""
    control = Register.load().get("CN-2025-18")
    blocked = control.intensity(dt.date(2025, 5, 15), "USA")
    entry = TabledControl(
        control=control.id,
        register_ids=[control.id],
        name=control.name,
        imposer="CHN",
        target="USA",
        goods=list(control.goods),
        effective=START,
        intensity=Figure(**blocked.as_dict()),
    )
    parties = [Party(party="USA", name="United States"), Party(party="CHN", name="China")]
    standoff = Standoff(name="spring 2025", on=START, parties=parties, controls=[entry])
    return simulate(standoff, days=150, draws=16)


def test_first_shortage_is_within_ten_days_of_the_stops_seen(impact):
    seen = [
        row
        for row in load_facts().observations_of("stoppage", "ndfeb-magnet")
        if row.unit == "day" and row.date < dt.date(2025, 7, 1)
    ]
    assert len(seen) >= 3
    earliest, latest = min(row.low for row in seen), max(row.high for row in seen)
    clock = next(c for c in impact.clocks() if c.good == "ndfeb-magnet")
    assert earliest - 10 <= clock.first_shortage[0] <= latest + 10


def test_nothing_is_lost_while_stocks_last(impact):
    months = [month.central for month in impact.loss("USA", "CN-2025-18").by_month]
    assert months[0] < 0.1
    assert months[3] > 10 * months[1]


SEEN = (0.54, 0.26, 0.66, 1.15, 1.27, 1.19, 1.13, 1.27, 1.23)
"""Chinese magnet exports, April to December 2025, over the mean month of 2024."""


@pytest.fixture(scope="module")
def known(impact):
    """The same rule with the working of its queue as it was known afterwards, to December."""
    study = Study(impact.standoff, days=272, draws=1, paths={"CN-2025-18": "queue-known"})
    column = (Scenario(name="as it was", existed=(True,), easing=(0.0,)), 0)
    return study, study.run([column], keep_paths=[0])


def test_monthly_exports_with_the_queue_known(known):
    study, batch = known
    model = study.model
    pair = np.flatnonzero(model.pair_good == model.goods.index("ndfeb-magnet"))[0]
    base = model.pair_trade[pair, :, 0]
    index = base @ batch.shipments_daily[pair, :, :, 0] / base.sum()
    starts = [(dt.date(2025, month, 1) - START).days for month in range(4, 13)]
    daily = np.concatenate([np.ones(3), index])
    months = [part.mean() for part in np.split(daily, np.array(starts[1:]) + 3)]
    error = np.array(months) - SEEN
    assert np.sqrt((error**2).mean()) < 0.15
    naive = np.array(SEEN) - 1
    assert np.sqrt((error**2).mean()) < 0.4 * np.sqrt((naive**2).mean())


def test_prices_outside_china_after_a_month(known):
    study, batch = known
    day = (dt.date(2025, 5, 4) - START).days
    for good in ("dysprosium", "terbium"):
        multiple = batch.price[study.model.goods.index(good), day, 0]
        inside = batch.price_inside[study.model.goods.index(good), day, 0]
        assert 2 <= multiple <= 5
        assert 1 <= inside < 1.1


def test_yttrium_that_stayed_blocked_becomes_nearly_unobtainable(impact):
    study = Study(impact.standoff, days=240, draws=1, paths={"CN-2025-18": "record"})
    column = (Scenario(name="as it was", existed=(True,), easing=(0.0,)), 0)
    batch = study.run([column], keep_paths=[0])
    row = next(
        r
        for r in load_facts().observations_of("price_multiple", "yttrium", "XEU")
        if r.date == dt.date(2025, 11, 26)
    )
    multiple = batch.price[study.model.goods.index("yttrium"), (row.date - START).days, 0]
    assert row.low / 2 <= multiple <= row.high * 2
    dysprosium = batch.price[study.model.goods.index("dysprosium"), (row.date - START).days, 0]
    assert dysprosium < multiple / 3
