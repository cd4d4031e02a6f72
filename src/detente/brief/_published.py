"""What others have computed beside ours, as kept with this version, for the page of scores."""

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from detente.brief.charts.figure import Table, render_table
from detente.say import clean

__all__ = ["kept_published", "published_table"]

PER_CENT = 100.0
UNITS = {
    "gdp_share": (PER_CENT, "% of product"),
    "gne_share": (PER_CENT, "% of expenditure"),
    "loss": (1.0, "USD bn a year"),
    "price": (1.0, "times before"),
}
"""By measure, what a figure is multiplied with and its unit."""


@functools.cache
def kept_published() -> dict[str, Any]:
    """Load the shocks as ``tools/build_published.py`` ran them: a ``detente.published/1`` dict."""
    text = files("detente.brief").joinpath("data/published.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def published_table(payload: Mapping[str, Any]) -> Markup:
    """Draw published figures beside ours; those whose shock was not run say why."""
    return render_table(
        Table(
            caption="The same shock, computed by others and run here; ranges are the 5th to the "
            "95th percentile of ours",
            head=("Study", "Who", "Shock", "Unit", "Theirs", "Ours", "Ranges meet"),
            rows=[_row(row) for row in payload["rows"]],
            text_columns=4,
        )
    )


def _row(row: Mapping[str, Any]) -> tuple[str, ...]:
    scale, unit = UNITS.get(row["measure"], (1.0, clean(row["unit"])))
    goods = row["goods"]
    many = f"{len(goods)} goods" if len(goods) > 2 else " and ".join(goods) or "inputs"
    met = "not run" if row["meets"] is None else ("yes" if row["meets"] else "no")
    return (
        clean(row["study"]),
        "world" if row["party"] == "*" else clean(row["party"]),
        f"{row['cut']:.0%} of {clean(many)} by {clean(row['imposer'])}, {row['days']} days",
        unit,
        _ends(row["published"], scale),
        clean(row["why"]) if row["ours"] is None else _ends(row["ours"], scale),
        met,
    )


def _ends(ends: Mapping[str, float], scale: float) -> str:
    low, central, high = (ends[name] * scale for name in ("low", "central", "high"))
    return f"{central:.2g}" if low == high else f"{central:.2g} ({low:.2g} to {high:.2g})"
