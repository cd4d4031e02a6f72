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
    [["brief", "--nope"], ["frobnicate"], ["brief", "--draws", "many"], ["brief", "a", "b"]],
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
