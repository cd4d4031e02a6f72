"""Prices outside the imposer are part of what a simulation says."""

import json

import jsonschema
import pytest

from detente.cli import main
from detente.impact import impact_schema


def test_simulate_json_has_prices_with_ranges(capsys):
    words = ["simulate", "CN-2025-18", "US-2025-EDA", "--draws", "4", "--days", "62", "--quiet"]
    with pytest.raises(SystemExit) as done:
        main([*words, "--json"])
    assert done.value.code == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, impact_schema())
    prices = {row["good"]: row for row in found["prices"]}
    magnets = prices["ndfeb-magnet"]
    assert magnets["highest"]["central"] > 1.0  # a cut makes it dearer outside
    assert [row["month"] for row in magnets["by_month"]] == [1, 2]
    for row in prices.values():
        for month in row["by_month"]:
            assert 0 < month["low"] <= month["central"] <= month["high"]
            assert month["central"] <= row["highest"]["central"] + 1e-6
