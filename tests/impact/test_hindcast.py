"""The backtest: what it shows of spring 2025, and that nothing of later leaks into it."""

import csv
import datetime as dt
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente._errors import DetenteError, ImpactError
from detente.controls import Register
from detente.facts import (
    HINDCASTS_FOLDER,
    MEASURES,
    TABLES_FOLDER,
    load_facts,
    load_hindcast,
)
from detente.impact.backtest import case_standoff, hindcast
from detente.impact.backtest._forecast import _of_month

ON = dt.date(2025, 4, 4)
LATER = {"control_intensity": "date", "good_intensity": "date", "licence_queues": "as_of"}
"""Tables whose rows carry the day from which they were known."""


def runs(case, *names, **changes):
    """The case with only some of its runs."""
    paths = tuple(path for path in case.case.paths if path.name in names)
    return replace(case, case=case.case.model_copy(update={"paths": paths, **changes}))


@pytest.fixture(scope="module")
def spring():
    names = ("unknown", "approvals", "approvals and customs", "queue fitted")
    return hindcast(runs(load_hindcast("rare-earths-2025"), *names), days=275, draws=4)


FITTED = {"magnet-months", "magnet-months-derived", "queue-hold-up", "cn18-monthly"}
"""Sources of figures that were read off the exports which are scored."""


@pytest.mark.parametrize("name", ["approvals and customs", "queue fitted"])
def test_monthly_exports_with_the_approvals_known(spring, name):
    score = spring.score(name, "exports of ndfeb-magnet")
    assert score.count == 9
    assert score.error < 0.15
    assert score.error < min(score.baselines.values())


def test_the_path_of_approvals_and_customs_rests_on_reports_and_not_on_exports():
    rows = [r for r in load_hindcast("rare-earths-2025").path if r.path == "approvals and customs"]
    assert {row.measure for row in rows} == {*MEASURES} - {"blocked"}
    assert not FITTED & {row.source for row in rows}


def test_reports_on_magnets_say_nothing_of_metals(spring):
    """What a path does not speak of follows the queue as in the run that knows nothing."""
    forecasts = {
        name: [
            row.engine
            for row in spring.rows
            if row.path.name == name and row.happened.good == "yttrium"
        ]
        for name in ("unknown", "approvals", "queue fitted")
    }
    assert forecasts["unknown"]
    assert forecasts["approvals"] == forecasts["unknown"] != forecasts["queue fitted"]


def test_each_thing_that_is_told_helps(spring):
    errors = [
        spring.score(name, "exports of ndfeb-magnet").error
        for name in ("unknown", "approvals and customs", "queue fitted")
    ]
    assert errors == sorted(errors, reverse=True)


def test_without_the_approvals_the_run_misses_more_and_still_beats_no_change(spring):
    known = spring.score("queue fitted", "exports of ndfeb-magnet")
    unknown = spring.score("unknown", "exports of ndfeb-magnet")
    assert known.error < unknown.error < unknown.baselines["no change"]
    assert not unknown.known
    assert known.known


@pytest.mark.parametrize(("region", "who"), [("USA", "Ford"), ("JPN", "Suzuki")])
def test_first_stops_on_a_known_day_to_ten_days(spring, region, who):
    rows = [
        row
        for row in spring.rows
        if (row.happened.quantity, row.happened.good, row.happened.region)
        == ("stoppage", "ndfeb-magnet", region)
    ]
    assert len(rows) == 4
    for row in rows:
        assert who in row.happened.who
        assert abs(row.forecast.central - row.happened.value) <= 10


@pytest.mark.parametrize("region", ["EU", "IND"])
def test_first_stops_known_by_a_day_come_within_ten_days_before_it(spring, region):
    for row in spring.rows:
        seen = row.happened
        if (seen.quantity, seen.good, seen.region) == ("stoppage", "ndfeb-magnet", region):
            assert seen.relation == "at most"
            assert seen.value - 30 <= row.forecast.central <= seen.value


def test_first_stops_of_a_case_that_the_sourcing_was_not_set_with():
    case = runs(load_hindcast("nexperia-2025"), "unknown")
    score = hindcast(case, draws=8).score("unknown", "stoppage")
    assert score.count == 6
    assert score.error <= 7
    assert score.inside >= 5 / 6


@pytest.mark.parametrize("good", ["dysprosium", "terbium"])
def test_heavy_rare_earths_outside_china_after_a_month(spring, good):
    row = next(
        row
        for row in spring.rows
        if row.path.name == "queue fitted"
        and (row.happened.quantity, row.happened.good) == ("price_outside", good)
        and row.happened.when == dt.date(2025, 5, 6)
    )
    assert 2 <= row.forecast.central <= 5
    assert row.inside


def test_rows_are_in_order_and_ranges_hold_their_centre(spring):
    for row in spring.rows:
        assert row.forecast.low <= row.forecast.central <= row.forecast.high
    again = [row.happened for row in spring.rows if row.path.name == "unknown"]
    assert again == [row.happened for row in spring.rows if row.path.name == "queue fitted"]
    assert all((row.happened.when - ON).days < 275 for row in spring.rows)


def test_payload_says_what_was_seen(spring):
    payload = spring.to_payload()
    row = next(row for row in payload["rows"] if row["who"] == "Ford, Chicago")
    assert (row["happened"], row["happened_low"], row["happened_high"]) == (47, 40, 57)
    assert len({score["path"] for score in payload["score"]}) == 4


def test_nothing_that_became_known_later_moves_the_unknown_run(tmp_path):
    """Drop every dated row after the first day, and what later days say of a queue."""
    blind = tmp_path / "tables"
    shutil.copytree(TABLES_FOLDER, blind)
    for table, column in LATER.items():
        with (blind / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        kept = [row for row in rows if row[column] <= "2025-04-04" or table == "control_intensity"]
        for row in kept:
            if row[column] > "2025-04-04" and row["control"] == "CN-2025-18":
                row.update(value="0.111", low="0.1", high="0.2")
        with (blind / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)
    facts = load_facts(blind)
    assert facts.sha256 != load_facts().sha256
    case = load_hindcast("rare-earths-2025")
    only = runs(case, "unknown", "approvals", "record")
    now = hindcast(only, days=62, draws=1)
    then = hindcast(only, days=62, draws=1, facts=facts)
    moved = {
        before.path.name
        for before, after in zip(now.rows, then.rows, strict=True)
        if before.forecast != after.forecast
    }
    assert moved == {"record"}


def test_the_same_seed_gives_the_same_rows_and_another_does_not():
    case = runs(load_hindcast("nexperia-2025"), "unknown")
    one, same, other = (
        hindcast(case, days=31, draws=3, seed=seed).to_payload() for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other
    central = [[row["engine"]["central"] for row in run["rows"]] for run in (one, other)]
    assert central[0] == central[1]


def test_a_ban_that_may_be_lifted_is_lifted_in_some_draws_and_not_at_the_centre():
    rows = hindcast(runs(load_hindcast("nexperia-2025"), "unknown"), draws=24).rows
    again = [row.engine for row in rows if row.happened.quantity == "resumption"]
    assert len(again) == 3
    assert all(np.isfinite(ends.low) and np.isinf(ends.central) for ends in again)
    stops = [row.engine for row in rows if row.happened.quantity == "stoppage"]
    assert all(np.isfinite(ends.high) for ends in stops)


def test_progress_runs_over_all_runs():
    told = []
    case = load_hindcast("nexperia-2025")
    hindcast(case, days=31, draws=1, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    done, total = told[-1]
    assert done == total
    assert {of for _, of in told} == {total}


def test_the_standoff_takes_what_it_leaves_out_from_the_register():
    standoff = case_standoff(load_hindcast("gallium-germanium-2023"), Register.load())
    entry = standoff.control("CN-2023-23")
    assert (entry.imposer, entry.target, entry.goods) == ("CHN", "USA", ["gallium", "germanium"])
    assert entry.effective == standoff.on == dt.date(2023, 8, 1)


@pytest.fixture
def folder(tmp_path):
    copy = tmp_path / "mine"
    shutil.copytree(HINDCASTS_FOLDER / "japan-korea-2019", copy)
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("case.toml", 'target = "KOR"', 'taget = "KOR"', "controls.1.taget: no such field"),
        (
            "case.toml",
            'register_ids = ["JP-2019-HF"]',
            'register_ids = ["JP-2019-HFX"]',
            "JP-2019-HF",
        ),
        ("path.csv", "permits,JP-2019-HF,", "permits,JP-2019-XX,", "is not on the table"),
        (
            "case.toml",
            'kind = "record"',
            'kind = "record"\ngoods = ["ethane"]',
            "speaks of 'ethane'",
        ),
        ("case.toml", "on = 2019-07-04", "on = 2019-07-01", "takes effect after 2019-07-01"),
    ],
)
def test_a_case_that_does_not_fit_together(folder, file, old, new, says):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DetenteError, match=says):
        hindcast(load_hindcast(folder), draws=1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "stoppage,photoresist,KOR",
            "stoppage,ethane,KOR",
            "no control on the table reaches ethane",
        ),
        (
            "exports,hydrogen-fluoride,KOR,2019-07",
            "exports,hydrogen-fluoride,JPN,2019-07",
            "JPN ships no hydrogen-fluoride to JPN",
        ),
    ],
)
def test_goods_and_flows_that_no_control_reaches(folder, old, new, says):
    file = folder / "happened.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ImpactError, match=says):
        hindcast(runs(load_hindcast(folder), "permits"), draws=1)


def test_a_horizon_before_anything_is_recorded(folder):
    file = folder / "happened.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0], lines[5]]) + "\n", encoding="utf-8")
    with pytest.raises(ImpactError, match="nothing is recorded within 60 days"):
        hindcast(load_hindcast(folder), days=60, draws=1)


def test_months_of_the_calendar():
    class Study:
        standoff = type("Standoff", (), {"on": dt.date(2025, 4, 4)})

    daily = np.concatenate([np.zeros(27), np.full(31, 2.0), np.ones(100)])[:, None]
    assert _of_month(daily, Study, dt.date(2025, 4, 1)) == pytest.approx(3 / 30)
    assert _of_month(daily, Study, dt.date(2025, 5, 1)) == pytest.approx(2.0)
    assert _of_month(daily[:30], Study, dt.date(2025, 5, 1)) == pytest.approx(2.0)


def test_the_code_on_the_page_runs(capsys):
    page = Path(__file__).resolve().parents[2] / "docs" / "methods" / "backtest.md"
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "backtest.md", "exec"), {})
    assert capsys.readouterr().out.count("stoppage") == 2
