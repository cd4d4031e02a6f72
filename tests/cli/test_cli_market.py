"""``detente market``: terminal, JSON, table, picture and page say the same."""

import csv
import datetime as dt
import json

import numpy as np
import pytest

from detente.cli._app import main


@pytest.fixture
def prices(tmp_path):
    rng = np.random.default_rng(0)
    market = rng.normal(0, 0.01, 400)
    asset = market + rng.normal(0, 0.01, 400)
    day = dt.date(2024, 1, 1)
    rows = ["date,MINES,INDEX"]
    dates = [day + dt.timedelta(days=at) for at in range(620)]
    dates = [one for one in dates if one.weekday() < 5][:401]
    asset[dates.index(dt.date(2025, 4, 4)) - 1] -= 0.15
    levels = np.exp(np.cumsum([np.r_[0, asset], np.r_[0, market]], axis=1))
    rows += [f"{one},{a:.8f},{m:.8f}" for one, a, m in zip(dates, *levels, strict=True)]
    place = tmp_path / "prices.csv"
    place.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return place


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(["market", *map(str, words)])
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


def test_json_table_picture_and_page_agree(capsys, tmp_path, prices):
    places = {kind: tmp_path / f"out.{kind}" for kind in ("csv", "svg", "html")}
    options = [word for kind, place in places.items() for word in (f"--{kind}", place)]
    code, out, err = run(
        capsys, prices, "--market", "INDEX", "--event", "CN-2025-18", "--json", *options
    )
    payload = json.loads(out)
    assert (code, err, payload["schema"]) == (0, "", "detente.market/1")
    (event,) = payload["events"]
    (asset,) = event["assets"]
    assert asset["beyond_noise"]
    assert "CN-2025-18" in {row["id"] for row in event["around"]}
    with places["csv"].open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert [float(row["cumulative"]) for row in rows][-1] == asset["cumulative"]
    said = f"MINES {100 * asset['cumulative']:+.1f}".replace("-", "−")
    for kind in ("svg", "html"):
        drawn = places[kind].read_text(encoding="utf-8")
        assert said in drawn
        assert "beyond noise" in drawn
        assert "<script" not in drawn
    assert "://" not in places["html"].read_text(encoding="utf-8")


def test_the_terminal_fits_and_says_whether_it_was_noise(capsys, monkeypatch, prices):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(
        capsys, prices, "--market", "INDEX", "-e", "CN-2025-18", "-e", "2025-01-15..2025-01-16"
    )
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    said = " ".join(out.split())
    assert "4 April 2025. MINES moved beyond noise." in said.replace("\xa0", " ")
    assert "MINES: no more than noise." in said
    assert "All events. MINES −" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give at least one event"),
        (["-e", "soon"], "'soon'"),
        (["-e", "2025-04-04", "--market", "GOLD"], "no prices of GOLD"),
        (["-e", "2025-04-04", "--svg", "x.png"], "x.png"),
    ],
)
def test_what_cannot_be(words, message, capsys, prices):
    code, out, err = run(capsys, prices, *words)
    assert (code, out) == (1, "")
    assert message in err


def test_no_prices_no_study(capsys):
    code, _, err = run(capsys, "-e", "2025-04-04")
    assert code == 1
    assert "give a CSV file of prices" in err
