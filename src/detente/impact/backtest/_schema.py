"""The JSON Schema of ``detente.backtest/1``, made from its classes."""

from functools import cache

from detente.impact.backtest.shape import Backtest
from detente.shape.schema import Node, schema_of

__all__ = ["backtest_schema"]


@cache
def backtest_schema() -> Node:
    """Return the schema, draft 2020-12.

    Examples
    --------
    >>> backtest_schema()["properties"]["schema"]["const"]
    'detente.backtest/1'
    """
    return schema_of(Backtest, "detente.backtest/1", "détente hindcasts, version 1")
