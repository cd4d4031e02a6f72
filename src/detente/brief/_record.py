"""How the model's forecasts of past standoffs fared, for the brief.

The hindcasts take longer than a brief, and do not depend on the standoff: ``tools/build_record.py``
runs them and keeps what the brief shows, with the version and the tables they were made with.
"""

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

__all__ = ["kept_record", "record_rows", "summary"]


@functools.cache
def kept_record() -> dict[str, Any]:
    """Load the record that is kept with this version."""
    text = files("detente.brief").joinpath("data/record.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def summary(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a backtest what the brief shows.

    Notes
    -----
    Counted are the runs that knew only what could be known on the first day.
    """
    manifest = payload["manifest"]
    return {
        "version": manifest["version"],
        "facts": manifest["facts"]["sha256"],
        "world": manifest["world"]["sha256"],
        "draws": manifest["draws"],
        "cases": [_case(case) for case in payload["cases"]],
    }


def _case(case: Mapping[str, Any]) -> dict[str, Any]:
    blind = {run["name"] for run in case["paths"] if not run["known"]}
    rows = [row for row in case["rows"] if row["path"] in blind]
    scored = [row for row in rows if row["scored"]]
    return {
        "name": case["name"],
        "title": case["title"],
        "on": case["on"],
        "days": case["days"],
        "goods": sorted({row["good"] for row in case["rows"]}),
        "scored": len(scored),
        "inside": sum(bool(row["inside"]) for row in scored),
        "paths": [
            {"name": run["name"], "words": run["words"]}
            for run in case["paths"]
            if run["name"] in blind
        ],
        "rows": [
            {
                **{name: row[name] for name in ("path", "good", "region", "when")},
                **{end: float(f"{row['forecast'][end]:.4g}") for end in row["forecast"]},
                "happened": float(f"{row['happened']:.4g}"),
                "inside": bool(row["inside"]),
                "scored": bool(row["scored"]),
            }
            for row in rows
            if row["quantity"] == "exports"
        ],
    }


def record_rows(goods: set[str]) -> dict[str, Any]:
    """Pick what bears on a standoff: its own goods first, in full; others in one line."""
    kept, cases = kept_record(), []
    for case in kept["cases"]:
        related = not goods.isdisjoint(case["goods"])
        cases.append(
            {
                **{name: value for name, value in case.items() if name not in {"goods", "rows"}},
                "related": related,
                "rows": case["rows"] if related else [],
            }
        )
    return {**kept, "cases": sorted(cases, key=lambda case: not case["related"])}
