"""The command before it does anything: light, documented, and clear about wrong usage."""

import json
import subprocess
import sys

import pytest

from detente.cli import main

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
