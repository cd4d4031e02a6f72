"""Results in all their forms: stoppages, JSON, tables, a labelled dataset, files."""

import csv
import json

import duckdb
import jsonschema
import numpy as np
import pyarrow.parquet as pq
import pytest

from detente._errors import DetenteError, ImpactError
from detente.controls import Range
from detente.impact import impact_schema, quantile_range, simulate, spread
from detente.impact._stoppages import day_bounds, day_range
from detente.impact._tables import COLUMNS

DAYS, DRAWS = 90, 4
TABLES = [
    "losses",
    "monthly",
    "draws",
    "regions",
    "sectors",
    "clocks",
    "stoppages",
    "paths",
    "shipments",
]


@pytest.fixture(scope="module")
def impact(london_module):
    return simulate(london_module, days=DAYS, draws=DRAWS, seed=3)


@pytest.fixture(scope="module")
def tables(impact):
    return impact.tables()


def test_the_payload_fits_its_schema_and_is_json(impact):
    payload = impact.to_payload()
    jsonschema.validate(payload, impact_schema())
    again = json.loads(json.dumps(payload, allow_nan=False))
    assert again["schema"] == "detente.impact/1"
    assert again["manifest"] == impact.manifest()
    assert again["manifest"]["seed"] == 3
    assert {row["control"] for row in again["losses"]} >= {"CN-2025-18", "together"}


def test_the_schema_knows_every_field(impact):
    payload = impact.to_payload()
    payload["losses"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(payload, impact_schema())


def test_first_stoppages_name_party_good_and_sector(impact):
    rows = impact.first_stoppages()
    magnets = {r.sector: r for r in rows if (r.party, r.good) == ("USA", "ndfeb-magnet")}
    assert "C29" in magnets
    assert magnets["C29"].sector_name == "Motor vehicles and trailers"
    clock = next(c for c in impact.clocks() if (c.party, c.good) == ("USA", "ndfeb-magnet"))
    assert magnets["C29"].days is not None
    assert magnets["C29"].days.central == clock.first_shortage[0]
    for row in rows:
        assert 0.0 <= row.share_of_draws <= 1.0
        assert 0.0 <= row.output_lost.low <= row.output_lost.high <= 1.0
        if row.days is not None:
            assert 0 <= row.days.low <= row.days.high <= DAYS
    there = [row.days.central for row in rows if row.days]
    assert there == sorted(there)
    assert len({(r.party, r.good, r.sector) for r in rows}) == len(rows)


def test_days_that_never_come():
    never = np.array([np.nan, 5.0, np.nan])
    assert day_bounds(never) == (5.0, np.inf, np.inf)
    assert day_range(never, 60) is None
    assert day_range(np.array([10.0, 5.0, np.nan, np.nan]), 60) == Range(
        low=5.0, central=10.0, high=60.0
    )
    assert day_bounds(np.array([4.0])) == (4.0, 4.0, 4.0)


def test_a_range_is_that_of_the_draws_without_the_central_run():
    assert spread(np.array([50.0, *range(101)])) == quantile_range(np.arange(101.0), 50.0)
    assert spread(np.array([2.0])) == Range.exactly(2.0)


def test_every_table_is_tidy(impact, tables):
    assert list(tables) == TABLES
    for name, table in tables.items():
        assert table.num_rows > 0, name
        assert set(table.column_names) <= set(COLUMNS)
        assert None not in table["unit"].to_pylist(), name
        metadata = table.schema.metadata
        assert json.loads(metadata[b"detente.manifest"]) == impact.manifest()


def test_tables_say_what_the_impact_says(impact, tables):
    rows = {(r["control"], r["party"], r["quantity"]): r for r in tables["losses"].to_pylist()}
    loss = impact.loss("USA", "CN-2025-18")
    assert rows["CN-2025-18", "USA", "loss"]["high"] == loss.total.high
    assert rows["CN-2025-18", "USA", "price_paid"]["central"] == loss.parts["price_paid"].central
    months = [
        row
        for row in tables["monthly"].to_pylist()
        if (row["control"], row["party"]) == ("together", "CHN")
    ]
    assert [m["central"] for m in months] == [m.central for m in impact.loss("CHN").by_month]
    assert months[0]["date"] == impact.standoff.on
    assert (months[1]["date"] - months[0]["date"]).days == 31
    drawn = [
        row["central"]
        for row in tables["draws"].to_pylist()
        if (row["control"], row["party"]) == ("together", "USA")
    ]
    assert drawn == impact.draws("USA", "together").tolist()
    lost = sum(
        row["central"]
        for row in tables["sectors"].to_pylist()
        if (row["control"], row["party"]) == ("together", "USA")
    )
    # the same value added, once by sector and once by month: days are weighted a little apart
    assert lost == pytest.approx(impact.loss("USA").parts["stopped_lines"].central, rel=0.02)


def test_duckdb_reads_a_file(impact, tmp_path):
    path = impact.save(tmp_path / "all.parquet")
    found = duckdb.sql(
        f"select party, central from '{path}' "
        "where \"table\" = 'losses' and control = 'together' and quantity = 'loss' order by party"
    ).fetchall()
    assert found == [(party, impact.loss(party).total.central) for party in ("CHN", "USA")]


def test_one_file_holds_all_tables(impact, tables, tmp_path):
    impact.save(tmp_path / "all.parquet")
    impact.save(tmp_path / "all.csv")
    every = pq.ParquetFile(tmp_path / "all.parquet").read()
    assert every.num_rows == sum(table.num_rows for table in tables.values())
    assert every.column_names == list(COLUMNS)
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == every.num_rows
    assert list(rows[0]) == list(COLUMNS)
    first = every.slice(0, 1).to_pylist()[0]
    assert float(rows[0]["central"]) == first["central"]
    assert rows[0]["month"] == ""


def test_a_folder_holds_one_file_each(impact, tmp_path):
    folder = impact.save(tmp_path / "out")
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{n}.parquet" for n in TABLES)
    clocks = pq.ParquetFile(folder / "clocks.parquet").read()
    assert b"detente.manifest" in clocks.schema.metadata


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("none/all.csv", "there is no folder"),
        ("all.xlsx", "name a file .csv or .parquet"),
        ("none/out", "cannot be made"),
    ],
)
def test_places_that_cannot_be_written(impact, tmp_path, name, says):
    with pytest.raises(DetenteError, match=says):
        impact.save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_the_dataset_is_labelled(impact):
    found = impact.dataset()
    assert found.sizes["draw"] == DRAWS + 1
    assert found["stopped_lines"].attrs["units"] == "USD bn per month"
    assert json.loads(found.attrs["manifest"]) == impact.manifest()
    loss = found["stopped_lines"] + found["price_paid"] + found["own_exports_lost"]
    usa = loss.where(found["party"] == "USA", drop=True).sel(scenario="CN-2025-18", draw=0)
    central = float(usa.sum("region").mean("month"))
    assert central == pytest.approx(impact.loss("USA", "CN-2025-18").total.central)
    short = found["first_shortage"].sel(scenario="together", good="ndfeb-magnet", region="USA")
    clock = next(c for c in impact.clocks() if (c.party, c.good) == ("USA", "ndfeb-magnet"))
    assert np.array_equal(short.values, clock.first_shortage, equal_nan=True)
    met = found["need_met"].sel(good="ndfeb-magnet", region="USA").transpose("day", "draw")
    assert np.array_equal(met.values, clock.need_met)
    assert not np.isnan(found["price_paid"].sel(scenario="by USA", draw=1)).any()
    assert str(found["date"].values[0])[:10] == impact.standoff.on.isoformat()


def test_without_xarray_it_says_what_to_install(impact, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImpactError, match=r"detente\[results\]"):
        impact.dataset()
