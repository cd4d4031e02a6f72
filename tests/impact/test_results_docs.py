"""The examples of docs/results.md run, and the page names every table and column."""

import doctest
from pathlib import Path

from detente.impact._tables import tables

PAGE = Path(__file__).resolve().parents[2] / "docs" / "results.md"


def test_the_examples_run():
    done = doctest.testfile(str(PAGE), module_relative=False)
    assert done.attempted > 20
    assert done.failed == 0


def test_every_table_is_described(london):
    from detente.impact import simulate

    text = PAGE.read_text(encoding="utf-8")
    for name in tables(simulate(london, days=31, draws=1)):
        assert f"| `{name}` |" in text
