"""A scan said: one SVG, and one HTML file in the brief's dress."""

from collections.abc import Mapping
from typing import Any

from detente.brief import charts
from detente.brief.html import brief_environment, styles
from detente.say import number

__all__ = ["render_scan", "scan_picture"]

BY = {
    "target": "what the target loses",
    "owner": "what the owner loses",
    "ratio": "what the target loses for each dollar of the owner’s",
}
WHAT = {
    "sector": "every exporter’s sector cut off",
    "good": "every exporter’s good cut off",
    "firms": "all firms of every country’s sector stopped",
}
MEASURE = {
    "static": "formula",
    "dynamic": "day by day, mean over {days} days",
    "firms": "cascade through the network of firms",
}
HOW = {
    "static": "Buyers lose what a bundle with constant elasticity of substitution costs more "
    "without the seller; the seller loses the value added in the lost sales, also in its "
    "suppliers.",
    "dynamic": "Each cut is a run of its own through the impact engine, everything else as before: "
    "stocks run down, other suppliers step in, and what is short stops those who need it. The "
    "figures are central ones.",
    "static good": "Lines stop as far as their use of the good, or of what is made from it, is "
    "lost: nothing is replaced and no stock lasts. The owner loses its margin on those of its "
    "sales that the tables know; where they know none it loses nothing, and there is no ratio.",
    "firms": "The firms stop, then their buyers and suppliers as far as they depend on them, and "
    "theirs; other firms of a market step in by their share of it. Nobody adapts otherwise.",
}
TOLD = 5


def _title(payload: Mapping[str, Any]) -> str:
    return f"Chokepoints: {WHAT[payload['kind']]}, by {_by(payload)}"


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
    palette, style = styles()
    plan = payload["manifest"]
    measure = plan["measure"]
    said = {
        "Cuts": f"{payload['cuts']:,}, of which {len(payload['rows']):,} are shown",
        "Measure": MEASURE[measure].format(**plan),
        "Cut off": f"{plan['share']:.0%} of each flow",
        "Table": plan["table"],
    }
    return (
        brief_environment()
        .get_template("study.html.j2")
        .render(
            title=_title(payload),
            kind="Scan",
            meta=f"Each cut alone; no answer by the other side. {payload['unit']}.",
            answer=[
                (charts.cut_name(row), _costs(row, payload["unit"]))
                for row in payload["rows"][:TOLD]
            ],
            figures=[
                ("points", "Target against owner", charts.scan_scatter(payload)),
                ("ranking", "The ranking", charts.scan_bars(payload)),
            ],
            how=[("how-scan", HOW.get(f"{measure} {payload['kind']}", HOW[measure]))],
            said=said,
            version=plan["version"],
            palette=palette,
            style=style,
        )
    )


def _costs(row: Mapping[str, Any], unit: str) -> str:
    ratio = "" if row["ratio"] is None else f", {row['ratio']:.1f} to 1"
    owner = number(row["owner_loss"]) if row["owner_loss"] else "nothing"
    return f"The target loses {number(row['target_loss'])} {unit}, the owner {owner}{ratio}."
