"""A scan said: one SVG, and one HTML file in the brief's dress."""

from collections.abc import Mapping
from typing import Any

from detente.brief import charts
from detente.brief._format import number
from detente.brief._html import _environment, _styles

__all__ = ["render_scan", "scan_picture"]

BY = {
    "target": "what the target loses",
    "owner": "what the owner loses",
    "ratio": "what the target loses for each dollar of the owner’s",
}
TOLD = 5


def _title(payload: Mapping[str, Any]) -> str:
    what = "good" if payload["kind"] == "good" else "sector"
    return f"Chokepoints: every exporter’s {what} cut off, by {_by(payload)}"


def _by(payload: Mapping[str, Any]) -> str:
    return BY.get(payload["ranked_by"], f"what {payload['party']} loses")


def scan_picture(payload: Mapping[str, Any]) -> str:
    """Draw a scan as one SVG that stands alone.

    Parameters
    ----------
    payload
        A ``detente.scan/1`` dict.
    """
    return charts.scan_picture(payload, title=_title(payload))


def render_scan(payload: Mapping[str, Any]) -> str:
    """Draw a scan as one HTML document; it needs neither a script nor a network.

    Parameters
    ----------
    payload
        A ``detente.scan/1`` dict.
    """
    palette, style = _styles()
    plan = payload["manifest"]
    static = plan["measure"] == "static"
    said = {
        "Cuts": f"{payload['cuts']:,}, of which {len(payload['rows']):,} are shown",
        "Measure": "formula" if static else f"day by day, mean over {plan['days']} days",
        "Cut off": f"{plan['share']:.0%} of each flow",
        "Table of the world": plan["table"],
    }
    how = (
        (
            "Buyers lose what a bundle with constant elasticity of substitution costs more without "
            "the seller; the seller loses the value added in the lost sales, also in its suppliers."
        )
        if static
        else (
            "Each cut is a run of its own through the impact engine, everything else as before: "
            "stocks run down, other suppliers step in, and what is short stops those who need it. "
            "The figures are central ones."
        )
    )
    return (
        _environment()
        .get_template("study.html.j2")
        .render(
            title=_title(payload),
            kind="Scan",
            meta="Each cut alone; no answer by the other side. USD bn per month.",
            answer=[(charts.cut_name(row), _costs(row)) for row in payload["rows"][:TOLD]],
            figures=[
                ("points", "Target against owner", charts.scan_scatter(payload)),
                ("ranking", "The ranking", charts.scan_bars(payload)),
            ],
            how=[("how-scan", how)],
            said=said,
            version=plan["version"],
            palette=palette,
            style=style,
        )
    )


def _costs(row: Mapping[str, Any]) -> str:
    ratio = "" if row["ratio"] is None else f", {row['ratio']:.1f} to 1"
    return (
        f"The target loses {number(row['target_loss'])}, the owner "
        f"{number(row['owner_loss'])} USD bn per month{ratio}."
    )
