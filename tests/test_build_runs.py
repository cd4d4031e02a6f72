"""Pages of docs that are drawn by the commands that they name."""

from importlib import util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "tools/build_runs.py"

PRINTED = """Two of nine suit all.
- A reason.

Who moves
 1  China

Risk
A third fails.
"""


@pytest.fixture(scope="module")
def tool():
    if not FILE.is_file():
        pytest.skip("tools/build_runs.py is absent")
    spec = util.spec_from_file_location("build_runs", FILE)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_parts_begin_at_the_margin_after_an_empty_line(tool):
    assert tool.parts(PRINTED) == [
        "Two of nine suit all.\n- A reason.",
        "Who moves\n 1  China",
        "Risk\nA third fails.",
    ]


def test_parts_are_kept_in_the_order_asked_for_and_a_missing_one_is_told(tool):
    assert tool.kept(PRINTED, ["Risk", "*"]).startswith("Risk\nA third fails.\n\nTwo of nine")
    with pytest.raises(SystemExit, match="begins with 'Rain'"):
        tool.kept(PRINTED, ["Rain"])


def test_what_stood_in_a_block_is_replaced_and_all_else_left(tool, monkeypatch):
    monkeypatch.setattr(tool, "run", lambda words: f"ran {words}\n")
    page = "before\n<!-- run: detente deal --days 9 -->\nold\n<!-- end -->\nafter\n"
    once = tool.drawn(page, "abc")
    assert "ran deal --days 9" in once
    assert "old" not in once
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert tool.drawn(once, "abc") == once


def test_every_block_of_the_docs_has_been_drawn(tool):
    for page in (ROOT / "docs").rglob("*.md"):
        for block in tool.BLOCK.finditer(page.read_text(encoding="utf-8")):
            assert "```text" in block[0], f"{page.name}: run tools/build_runs.py"
