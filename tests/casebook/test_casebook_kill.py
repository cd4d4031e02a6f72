"""Writers that are killed at any moment: a small sample of what tools/casebook_kill.py does."""

import importlib.util
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "tools" / "casebook_kill.py"


def test_killed_writers_lose_and_double_nothing(place, tmp_path):
    found = importlib.util.spec_from_file_location("casebook_kill", TOOL)
    tool = importlib.util.module_from_spec(found)
    found.loader.exec_module(tool)
    logs = tool.run(place, 6, 3, tmp_path, most_wait=0.15)
    counted = tool.check(place, logs)
    assert counted["articles"] >= counted["logged"] > 0
    assert counted["lost"] == counted["doubled"] == counted["halves"] == 0
    assert counted["wrong_kinds"] == 0
