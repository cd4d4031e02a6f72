"""The JSON Schemas of what a simulation writes (draft 2020-12)."""

import json
from importlib.resources import files
from typing import Any

__all__ = ["comparison_schema", "impact_schema"]


def _load(name: str) -> dict[str, Any]:
    text = files("detente.impact").joinpath(name).read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def impact_schema() -> dict[str, Any]:
    """Load the schema of ``detente.impact/1``."""
    return _load("impact.schema.json")


def comparison_schema() -> dict[str, Any]:
    """Load the schema of ``detente.comparison/1``."""
    return _load("comparison.schema.json")
