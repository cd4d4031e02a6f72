"""The JSON Schema of ``detente.backtest/1``."""

import json
from importlib.resources import files
from typing import Any

__all__ = ["backtest_schema"]


def backtest_schema() -> dict[str, Any]:
    """Load the schema.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12.

    Examples
    --------
    >>> backtest_schema()["properties"]["schema"]["const"]
    'detente.backtest/1'
    """
    place = files("detente.impact.backtest").joinpath("backtest.schema.json")
    schema: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return schema
