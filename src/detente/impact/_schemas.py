"""The JSON Schemas of what a simulation writes, made from the classes of its forms."""

from functools import cache

from detente.impact.forms import Comparison, Simulation
from detente.shape.schema import Node, schema_of

__all__ = ["comparison_schema", "impact_schema"]


@cache
def impact_schema() -> Node:
    """Return the schema of ``detente.impact/1``."""
    shared = ("Range", "Month", "Paths")
    return schema_of(Simulation, "detente.impact/1", "détente simulation, version 1", shared)


@cache
def comparison_schema() -> Node:
    """Return the schema of ``detente.comparison/1``."""
    title = "détente comparison of two simulations, version 1"
    return schema_of(Comparison, "detente.comparison/1", title, ("Range",))
