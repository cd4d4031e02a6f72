"""What the shipped tables must hold: the goods, controls and series that the models stand on."""

import datetime as dt
import itertools

import pytest

from detente.facts import check_facts, load_facts

FACTS = load_facts()
JUDGED = {row.id for row in FACTS.sources if row.evidence in {"judgement", "memory"}}
GOODS = [
    "light-rare-earths",
    "dysprosium",
    "terbium",
    "samarium",
    "yttrium",
    "ndfeb-magnet",
    "smco-magnet",
    "gallium",
    "germanium",
    "antimony",
    "tungsten",
    "graphite",
    "ai-accelerator-frontier",
    "ai-accelerator-export-grade",
    "advanced-chip",
    "chip-making-equipment",
    "eda-software",
    "jet-engine",
    "ethane",
    "photoresist",
    "hydrogen-fluoride",
    "fluorinated-polyimide",
    "pipeline-gas",
    "legacy-chip",
]


def in_force(control, on):
    started = control.effective is not None and control.effective <= on
    stopped = control.suspended is not None and control.suspended <= on
    again = control.resumed is not None and control.resumed <= on
    ended = control.lifted is not None and control.lifted <= on
    return started and (not stopped or again) and not ended


def test_the_goods_of_the_case_are_there():
    assert {row.good for row in FACTS.goods} >= set(GOODS)


def test_the_register_covers_2018_to_2026_with_at_least_forty_controls():
    years = {row.announced.year for row in FACTS.controls}
    assert len(FACTS.controls) >= 40
    assert {2018, 2019, 2020, 2022, 2023, 2024, 2025, 2026} <= years
    assert {row.imposer for row in FACTS.controls} >= {"CHN", "USA", "JPN", "NLD", "RUS"}


LETTERS = ("US-2025-EDA", "US-2025-ethane", "US-2025-engines")


def test_on_10_june_2025_both_sides_controls_are_in_force():
    on = dt.date(2025, 6, 10)
    assert all(in_force(FACTS.control(code), on) for code in ("CN-2025-18", *LETTERS))


def test_on_10_july_2025_the_letters_are_lifted_and_china_s_licences_are_not():
    on = dt.date(2025, 7, 10)
    assert not any(in_force(FACTS.control(code), on) for code in LETTERS)
    assert in_force(FACTS.control("CN-2025-18"), on)


def test_no_source_says_more_than_its_date():
    checked = {row.id: row.checked for row in FACTS.sources if row.checked}
    newest = max(checked.values())
    assert newest >= dt.date(2026, 6, 17)
    assert all(row.last_known is None or row.last_known <= newest for row in FACTS.controls)


def test_every_control_aims_its_intensity_at_its_targets():
    for control in FACTS.controls:
        for point in FACTS.control_intensity:
            if point.control == control.id:
                others = "ALL" in control.targets or len(control.targets) > 1
                aimed = {*control.targets, *(["*"] if others else [])}
                assert point.target in aimed or "ALL" in control.targets, point.where


def interpolated(points, day):
    days = [point.date for point in points]
    if day < days[0]:
        return 0.0
    for a, b in itertools.pairwise(points):
        if a.date <= day < b.date:
            part = (day - a.date).days / (b.date - a.date).days
            return a.value + part * (b.value - a.value)
    return points[-1].value


@pytest.mark.parametrize("region", ["USA", "*"])
def test_the_licence_path_of_2025_agrees_with_monthly_exports(region):
    """One minus the export index, month by month, within 0.08 of the path's monthly mean."""
    points = [
        row
        for row in FACTS.control_intensity
        if row.control == "CN-2025-18" and row.target == region
    ]
    assert [row.date for row in points] == sorted(row.date for row in points)
    seen = {r.date: r.value for r in FACTS.observations_of("magnet_exports", "ndfeb-magnet", "*")}
    to_us = {
        r.date: r.value for r in FACTS.observations_of("magnet_exports", "ndfeb-magnet", "USA")
    }
    flow = to_us if region == "USA" else {month: seen[month] - to_us[month] for month in to_us}
    base = flow[dt.date(2024, 7, 1)]
    months = [month for month in flow if month >= dt.date(2025, 4, 1)]
    assert len(months) >= 9
    for month in months:
        days = [month + dt.timedelta(days=n) for n in range(28)]
        mean = sum(interpolated(points, day) for day in days) / len(days)
        assert mean == pytest.approx(max(0.0, 1 - flow[month] / base), abs=0.08), month


def test_the_twelve_months_of_2025_sum_to_the_published_year():
    months = FACTS.observations_of("magnet_exports", "ndfeb-magnet", "*")
    assert sum(row.value for row in months if row.date.year == 2025) == pytest.approx(57_392, abs=1)


def test_stoppages_came_after_stocks_could_last():
    stock = FACTS.parameter("ndfeb-magnet", "stock_days")
    stops = FACTS.observations_of("stoppage", "ndfeb-magnet")
    assert len(stops) >= 4
    assert all(stock.low <= stop.value <= stock.high for stop in stops)


def test_what_is_judged_or_remembered_has_a_wide_range():
    tables = ("supply_shares", "users", "good_parameters", "dependence", "trade", "good_inputs")
    judged = [r for t in tables for r in getattr(FACTS, t) if r.source in JUDGED]
    assert len(judged) > 100
    assert all(row.high > row.low for row in judged)
    spread = [(r.high - r.low) / r.value for r in FACTS.users if r.source in JUDGED]
    assert sorted(spread)[len(spread) // 2] > 1


def test_supply_shares_hold_usgs_mine_output_of_an_older_edition(shared_minerals):
    """Chinese mine output over the world's, USGS MCS 2024, 2023 estimates."""
    for good, file in {"antimony": "antim", "tungsten": "tungs", "graphite": "graph"}.items():
        china, world = shared_minerals(file)
        (row,) = [r for r in FACTS.supply_of(good, "mine") if r.country == "CHN"]
        assert row.low <= china / world <= row.high


def test_magnet_dependence_agrees_with_us_customs(shared_imports):
    """Chinese part of US imports of HS 8505.11, value of 2024."""
    china, all_partners = shared_imports("850511")
    row = FACTS.dependence_of("ndfeb-magnet", "USA", "CHN")
    assert row.value == pytest.approx(china / all_partners, abs=0.01)
    trade = FACTS.trade_of("ndfeb-magnet", "CHN", "USA")
    assert trade.value == pytest.approx(china / 1e9, abs=0.01)


def test_a_quantity_of_a_firm_in_another_unit_is_told(tables):
    row = tables.plant("firms", {"firm": "ZTE", "quantity": "purchases"}, unit="share", value="1")
    faults = check_facts(tables.folder)
    assert any(
        fault.row == row
        and fault.problem.endswith("has unit 'USD bn per year', not 'share'; mend the unit")
        for fault in faults
    )
