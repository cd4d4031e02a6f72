"""What the doors refuse, and how the command ends when it cannot write or is interrupted."""

import datetime as dt
import json
import os
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DetenteError, StandoffError
from detente.cli import main
from detente.cli._common import print_json
from detente.controls import Standoff
from detente.facts._tables import read_table
from detente.reading.source.file_days import day_in_name, read_days

ROOT = Path(__file__).parents[2]


def complaint(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("detente: ")
    return ended.value.code, said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["simulate", "--days", "1000000"], "1000000 days"),
        (["brief", "--days", "3650"], "3650 days"),
        (["brief", "--draws", "1000000000"], "1000000000 draws"),
        (["simulate", "--draws", "1000000000"], "--draws 1000000000"),
        (["deal", "--draws", "1000000000", "--case", "busan"], "1000000000 draws"),
        (["deal", "XX-2099-none"], "XX-2099-none"),
        (["brief", "XX-2099-none", "CN-2025-18"], "XX-2099-none"),
        (["brief", "CN-2025-18", "--accept", "CN-2025-57"], "--accept and --reject go with"),
        (["brief", "--target", "USA"], "--target goes with ids"),
    ],
)
def test_what_would_not_end_is_refused_before_it_starts(words, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, said = complaint(words, capsys)
    assert code == 1
    assert says in said


@pytest.mark.parametrize("command", ["simulate", "brief", "deal", "serve", "sweep", "years"])
def test_a_seed_is_no_negative_number(command, capsys):
    code, said = complaint([command, "--seed", "-1"], capsys)
    assert code == 2
    assert "seed" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [["controls"], ["controls", "--json"], ["--help"]])
def test_a_full_disk_is_one_line_and_exit_1(words):
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "detente", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COLUMNS": "80"},
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr == (
        "detente: cannot write: No space left on device; make room, or write to another place\n"
    )


@given(st.sampled_from([float("nan"), float("inf"), -float("inf")]), st.integers(0, 3))
def test_no_json_holds_what_json_cannot_say(number, depth):
    value = number
    for _ in range(depth):
        value = {"a": [1.0, value]}
    with pytest.raises(DetenteError, match="not finite"):
        print_json(value)


@settings(max_examples=20)
@given(st.integers(4301, 20_000), st.sampled_from(["on", "name", "parties"]))
def test_integers_of_thousands_of_digits_are_one_line(digits, field):
    number = "9" * digits
    with pytest.raises(StandoffError, match="not valid TOML"):
        Standoff.from_toml_text(f"{field} = {number}\n")
    with pytest.raises(StandoffError, match="not valid JSON"):
        Standoff.from_json_text(f'{{"{field}": {number}}}')


def test_a_byte_order_mark_is_no_fault_of_a_standoff(tmp_path):
    text = (ROOT / "src/detente/examples/busan-2025-10.toml").read_text(encoding="utf-8")
    (tmp_path / "s.toml").write_text(text, encoding="utf-8-sig")
    assert Standoff.from_toml(tmp_path / "s.toml") == Standoff.from_toml_text(text)


@settings(max_examples=10)
@given(st.integers(131_073, 300_000))
def test_a_field_that_is_too_long_names_its_row(tmp_path_factory, length):
    folder = tmp_path_factory.mktemp("facts")
    (folder / "sectors.csv").write_text(f"code,name\nA01,{'x' * length}\n")
    _, faults = read_table(folder, "sectors")
    assert [fault.row for fault in faults] == [2]


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))


@given(
    DAYS, st.sampled_from(["{:%Y-%m-%d}_x", "wire {:%Y%m%d}", "a/{:%Y.%m.%d}", "x-{:%Y_%m_%d}-v2"])
)
def test_the_day_in_a_file_s_name(day, shape):
    assert day_in_name(shape.format(day) + ".txt") == day


@given(DAYS, DAYS)
def test_two_days_in_a_name_are_none(first, second):
    found = day_in_name(f"{first}_{second}.txt")
    assert found == (first if first == second else None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("file,day\na.txt,2026-01-01\n", "line 1: give the columns file and date"),
        ("file,date\na.txt,1/2/26\n", "line 2: '1/2/26' is not a date"),
        ("file,date\na.txt,2026-01-01\na.txt,2026-01-02\n", "line 3: a.txt has another date"),
    ],
)
def test_a_table_of_days_is_refused_by_line(tmp_path, text, says):
    (tmp_path / "d.csv").write_text(text)
    with pytest.raises(DetenteError, match=says):
        read_days(tmp_path / "d.csv")


def test_a_package_may_be_given_in_parts_and_names_each_control_once(capsys):
    code, said = complaint(["deal", "--package", "A=0.5", "--package", "A"], capsys)
    assert (code, "A comes twice" in said) == (1, True)


def load_fuzz():
    spec = util.spec_from_file_location("fuzz_doors", ROOT / "tools/fuzz_doors.py")
    module = util.module_from_spec(spec)
    sys.path.insert(0, str(ROOT / "tools"))  # as when it is run: what it imports lies beside it
    spec.loader.exec_module(module)
    sys.path.pop(0)
    return module


FUZZ = load_fuzz()


@pytest.mark.parametrize("door", sorted(FUZZ.DOORS))
def test_mutated_inputs_end_in_one_line(door):
    """A sample; tools/fuzz_doors.py draws a thousand for each door."""
    assert list(FUZZ.faults(door, count=15, seed=5000, seconds=120.0)) == []


def test_lists_are_plain(capsys):
    print_json({"a": 1})
    assert json.loads(capsys.readouterr().out) == {"a": 1}
