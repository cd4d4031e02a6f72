"""``detente simulate``: its sources, its files, its faults, and how it is interrupted."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from detente.cli import main
from detente.impact import impact_schema

SMALL = ["--draws", "2", "--days", "31", "--quiet"]
IDS = ["CN-2025-18", "US-2025-EDA"]


def run(words):
    with pytest.raises(SystemExit) as caught:
        main(["simulate", *words])
    assert caught.value.code in (0, None)


def refuse(words, says, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["simulate", *words])
    said = capsys.readouterr()
    assert caught.value.code == 1, said.err
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert says in said.err


@pytest.fixture
def case(tmp_path, london):
    path = tmp_path / "case.toml"
    london.save_toml(path)
    return path


def test_register_ids_from_a_day_on(capsys):
    run([*IDS, "--start", "2025-06-10", "--json", *SMALL])
    by_start = capsys.readouterr().out
    payload = json.loads(by_start)
    jsonschema.validate(payload, impact_schema())
    assert payload["manifest"]["on"] == "2025-06-10"
    assert [c["target"] for c in payload["standoff"]["controls"]] == ["USA", "CHN"]
    run([*IDS, "--on", "2025-06-10", "--json", *SMALL])
    assert capsys.readouterr().out == by_start


def test_a_file_and_the_same_piped_in_say_the_same(case, capsys, monkeypatch):
    run([str(case), "--json", *SMALL])
    of_file = capsys.readouterr().out
    pipe = io.TextIOWrapper(io.BytesIO(case.read_bytes()), "utf-8")
    monkeypatch.setattr(sys, "stdin", pipe)
    run(["-", "--json", *SMALL])
    assert capsys.readouterr().out == of_file


def test_every_file_at_once(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    files = {name: tmp_path / f"out.{name}" for name in ("csv", "parquet", "svg", "html")}
    options = [word for name, path in files.items() for word in (f"--{name}", str(path))]
    run([*IDS, "--start", "2025-06-10", *SMALL, *options])
    said = capsys.readouterr().out
    assert all(f"Written: {path}" in said for path in files.values())
    lines = [line for line in said.splitlines() if not line.startswith("Written")]
    assert max(len(line) for line in lines) <= 80
    assert "Loss by month" in said
    assert "█" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        path.name for path in files.values()
    )
    picture = ET.fromstring(files["svg"].read_text(encoding="utf-8"))
    assert picture.tag.endswith("svg")
    words = " ".join(picture.itertext())
    assert "United States" in words
    assert "Days to the first shortage" in words
    page = files["html"].read_text(encoding="utf-8")
    assert "fig-months" in page
    assert "<script" not in page
    assert 'id="how-cost"' in page
    assert files["csv"].read_text(encoding="utf-8").startswith("table,quantity,control")


def test_one_parquet_per_table(tmp_path, capsys):
    run([*IDS, *SMALL, "--json", "--parquet", str(tmp_path / "out")])
    assert json.loads(capsys.readouterr().out)["schema"] == "detente.impact/1"
    assert (tmp_path / "out" / "monthly.parquet").stat().st_size > 500


def test_another_table_of_the_world(tmp_path, capsys):
    """Four countries and all others together are a world too."""
    from detente.world import World

    embedded = World.load()
    alone = {"USA", "CHN", "DEU", "JPN"}
    others = {code: "OTH" for code in embedded.regions if code not in alone}
    embedded.aggregate(others).save(tmp_path / "world")
    run([*IDS, "--full-world", str(tmp_path / "world"), "--json", *SMALL])
    payload = json.loads(capsys.readouterr().out)
    assert payload["manifest"]["world"]["regions"] == 5
    assert payload["totals"][0]["together"]["central"] > 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["CN-2025-81"], "unknown control 'CN-2025-81': did you mean one of CN-2025-"),
        (["none.toml"], "none.toml: there is no such file"),
        (["CN-2025-18", "none.toml"], "none.toml: give one file, or several ids"),
        (["CN-2025-18", "-"], "-: give one file, or several ids"),
        (["CN-2025-18"], "--target USA"),
        (["--target", "USA"], "--target goes with ids"),
        ([*IDS, "--start", "2025-13-01"], "--start '2025-13-01' is not a date"),
        ([*IDS, "--start", "2025-09-01"], "US-2025-EDA was lifted on 2025-07-02"),
        ([*IDS, "--start", "2025-04-04", "--days", "40"], "takes effect on 2025-05-23, 49 days"),
        ([*IDS, "--days", "3"], "give a number from 31"),
        ([*IDS, "--draws", "0"], "draws must be at least 1"),
        ([*IDS, "--draws", "100000"], "--draws 100000: give a number from 1 to 1000"),
        ([*IDS, "--csv", "none/x.csv"], "there is no folder none"),
        ([*IDS, "--csv", "x.txt"], "write .csv, not .txt"),
        ([*IDS, "--svg", "x.png"], "write .svg, not .png"),
        ([*IDS, "--html", "x.svg"], "write .html, not .svg"),
        ([*IDS, "--parquet", "x.csv"], "name a file .parquet, or a folder"),
        ([*IDS, "--parquet", "none/x"], "there is no folder none"),
        ([*IDS, "--full-world", "none.npz"], "none.npz: there is no such file"),
    ],
)
def test_faults_are_one_line_and_leave_nothing(words, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    refuse([*words, "--quiet"], says, capsys)
    assert not list(tmp_path.iterdir())


def test_a_place_is_checked_before_the_run(tmp_path, monkeypatch, capsys):
    def never(*args, **kwargs):
        raise AssertionError("the run was started")

    monkeypatch.setattr("detente.impact.simulate", never)
    refuse([*IDS, "--csv", str(tmp_path)], "is a folder; name a file", capsys)
    refuse([*IDS, "--html", str(tmp_path / "no" / "x.html")], "there is no folder", capsys)
    locked = tmp_path / "locked"
    locked.mkdir()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    refuse([*IDS, "--csv", str(locked / "x.csv")], "may not be written to", capsys)


@pytest.mark.parametrize("fault", [np.nan, -1.0])
def test_a_faulty_world_says_how_to_repair(fault, tmp_path, capsys):
    flows = np.full((4, 4), 5.0)
    final = np.full(4, 80.0)
    output = flows.sum(axis=1) + final
    flows[1, 2] = fault
    path = tmp_path / "t2022.npz"
    np.savez(path, Z=flows, x=output, f=final, countries=["USA", "CHN"], sectors=["C26", "C29"])
    refuse([*IDS, "--full-world", str(path)], "mend the table", capsys)


def test_a_world_without_the_party_is_refused(tmp_path, capsys):
    flows, final = np.full((4, 4), 5.0), np.full(4, 80.0)
    path = tmp_path / "t2022.npz"
    np.savez(
        path,
        Z=flows,
        x=flows.sum(axis=1) + final,
        f=final,
        countries=["USA", "DEU"],
        sectors=["C26", "C29"],
    )
    with pytest.raises(SystemExit) as caught:
        main(["simulate", *IDS, "--full-world", str(path)])
    assert caught.value.code == 1
    note, refusal = capsys.readouterr().err.strip().splitlines()
    assert "has no sector for" in note
    assert "has no region for CHN" in refusal


def test_interrupted_it_says_so_and_leaves_no_half_file(tmp_path):
    """A real Ctrl-C in a long run: one line, exit 130, soon, and the old file as it was."""
    (tmp_path / "x.csv").write_text("before\n", encoding="utf-8")
    words = [*IDS, "--draws", "200", "--days", "720", "--csv", "x.csv", "--parquet", "x"]
    started = subprocess.Popen(
        [sys.executable, "-m", "detente", "simulate", *words],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    busy, limit = Path(f"/proc/{started.pid}/stat"), time.monotonic() + 10.0
    while time.monotonic() < limit:  # past imports and compiling, where a first run has none cached
        time.sleep(0.2)
        used = sum(map(int, busy.read_text().split()[13:15])) if busy.exists() else 0
        if used > 5 * os.sysconf("SC_CLK_TCK"):
            break
    assert started.poll() is None
    sent = time.monotonic()
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=30)
    assert started.returncode == 130
    assert err.strip().splitlines() == ["detente: interrupted; no half-written file is left"]
    assert out == ""
    assert time.monotonic() - sent < 20
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "before\n"


def test_interrupted_while_writing_it_leaves_no_half_file(tmp_path, monkeypatch, capsys):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    target = tmp_path / "x.parquet"
    target.write_bytes(b"before")
    monkeypatch.setattr("pyarrow.parquet.write_table", stop)
    with pytest.raises(SystemExit) as caught:
        main(["simulate", *IDS, *SMALL, "--parquet", str(target)])
    assert caught.value.code == 130
    assert capsys.readouterr().err == "detente: interrupted; no half-written file is left\n"
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["x.parquet"]
