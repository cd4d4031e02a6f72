"""The command before it does anything: light, documented, and clear about wrong usage."""

import itertools
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli import main
from detente.cli._options import going_on

HEAVY = ("numpy", "pandas", "scipy", "spacy", "pyarrow", "numba")
COMMANDS = ("brief", "read", "standoff", "controls", "simulate", "deal", "data", "serve")


def run(*words):
    return subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, timeout=60, check=False
    )


def test_help_imports_nothing_heavy_and_is_quick():
    code = (
        "import sys, time\n"
        "from detente.cli import main\n"
        "try:\n"
        "    main(['--help'])\n"
        "except SystemExit:\n"
        "    pass\n"
        f"loaded = [m for m in {HEAVY} if m in sys.modules]\n"
        "print('LOADED', loaded, 'CPU', time.process_time())\n"
    )
    done = run("-c", code)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert "LOADED []" in last
    assert float(last.rsplit(" ", 1)[1]) < 1.0  # 0.2 s on an idle machine; room for a busy one
    for command in COMMANDS:
        assert command in done.stdout


def test_importing_the_package_is_light():
    done = run("-c", f"import detente, sys; print([m for m in {HEAVY} if m in sys.modules])")
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code in (0, None)
    assert "Usage" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["scan", "sweep", "years", "tax-war", "firms", "market"])
def test_help_says_no_default_that_says_nothing_and_breaks_lines_itself(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    text = capsys.readouterr().out
    assert not re.search(r"default: (\(|False|None|\])", text)
    for line, after in itertools.pairwise(text.splitlines()):
        if re.match(r"│ {12,}\S.* {30,}│$", line):  # ends early, so the option is at its end
            assert not re.match(r"│ {12,}\S", after), line


@pytest.mark.parametrize(
    ("out", "words"), [(Path("runs"), "goes on from what is in runs"), (None, "--out FOLDER")]
)
def test_an_interrupted_run_says_how_to_go_on(out, words, monkeypatch, capsys):
    def stopped(*_words, **_more):
        with going_on(out):
            raise KeyboardInterrupt

    monkeypatch.setattr("detente.cli._app.App.__call__", stopped)
    with pytest.raises(SystemExit) as caught:
        main(["scan"])
    assert caught.value.code == 130
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["brief", "--nope"], ["frobnicate"], ["brief", "--draws", "many"], ["exposure", "a", "b"]],
)
def test_wrong_usage_is_one_line_and_exit_2(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert said.err.startswith("detente: ")


def test_module_runs():
    done = run("-m", "detente", "--version")
    assert done.returncode == 0
    assert done.stdout.strip().count(".") == 2


def test_controls_on_two_days(capsys):
    letters = {"US-2025-EDA", "US-2025-ethane", "US-2025-engines"}
    found = {}
    for day in ("2025-06-10", "2025-07-10"):
        main_ok(["controls", "--on", day, "--json"])
        rows = json.loads(capsys.readouterr().out)
        found[day] = {row["id"] for row in rows if row["status"] == "in force"}
    assert found["2025-06-10"] >= letters | {"CN-2025-18"}
    assert not found["2025-07-10"] & letters
    assert "CN-2025-18" in found["2025-07-10"]


@pytest.mark.parametrize("day", ["2026-06-17", "2026-06-18", "2026-07-01", "2026-11-28"])
def test_a_suspension_stands_until_its_own_end(day, capsys):
    """No control comes back on the day after its last check."""
    main_ok(["controls", "--on", day, "--json"])
    for row in json.loads(capsys.readouterr().out):
        state = row["state"]
        assert state["status"] == row["status"]
        assert state["checked"] == row["last_known"]
        assert state["certain"] <= (day <= state["checked"])
        paused = row["suspended"] and row["suspended"] <= day and not row["resumed"]
        if paused and (row["expires"] is None or day <= row["expires"]):
            assert row["status"] == "suspended"
            assert all(value["high"] == 0 for value in row["intensity"].values())
        if row["status"] == "unknown":
            assert all(value["low"] == 0 for value in row["intensity"].values())
            assert row["expires"] < day


def test_what_changed_since_a_day(capsys):
    main_ok(["controls", "--since", "2025-06-25", "--on", "2025-07-04", "--json"])
    rows = json.loads(capsys.readouterr().out)
    days = [row["date"] for row in rows]
    assert days == sorted(days)
    assert all("2025-06-25" <= day <= "2025-07-04" for day in days)
    lifted = {row["control"] for row in rows if row["what"] == "lifted"}
    assert lifted >= {"US-2025-EDA", "US-2025-ethane", "US-2025-engines"}
    main_ok(["controls", "--since", "2025-06-25", "--on", "2025-07-04", "--imposer", "CHN"])
    assert "US-2025-EDA" not in capsys.readouterr().out


def test_the_history_of_a_control(capsys):
    main_ok(["controls", "--history", "CN-2024-46", "--json"])
    rows = json.loads(capsys.readouterr().out)
    happened = [row["what"] for row in rows]
    assert happened[:2] == ["announced", "takes effect"]
    assert {"suspended", "checked", "blocks"} <= set(happened)
    assert all(row["source"] for row in rows)
    main_ok(["controls", "--history", "CN-2024-46", "--on", "2025-01-01"])
    assert "CN-2024-46: in force since 3 December 2024" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--since", "2031-01-01", "--on", "2030-01-01"],
        ["--since", "yesterday"],
        ["--history", "CN-2024-4"],
        ["--history", "CN-2024-46", "--since", "2025-01-01"],
        ["--history", "CN-2024-46", "--imposer", "USA"],
        ["--on", "1999-01-01"],
    ],
)
def test_questions_that_cannot_be_answered_say_so(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["controls", *words])
    assert caught.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_controls_table_can_be_filtered(capsys):
    main_ok(["controls", "--imposer", "JPN"])
    out = capsys.readouterr().out
    assert "JPN" in out
    assert "CN-2025-18" not in out


def main_ok(words):
    """Run the command and insist that it ends well."""
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code in (0, None)
