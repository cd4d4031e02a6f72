"""A sweep said: sentences, one SVG, and one HTML file in the brief's dress."""

from collections.abc import Mapping
from typing import Any

from detente.brief import charts
from detente.brief.html import brief_environment, styles
from detente.say import date_words, join_words, money, per_cent

__all__ = ["render_sweep", "sweep_answer", "sweep_picture"]

ROUGH = 0.3
"""Half of a confidence interval from which an index is called rough [share of variance]."""

MUCH = 0.1
"""Share of variance from which an input is named."""


def sweep_answer(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say how sure each party's loss is, and of what it hangs.

    Parameters
    ----------
    payload
        A ``detente.sweep/1`` dict.

    Returns
    -------
    list of tuple of str
        Party and sentences.
    """
    told = []
    for row in payload["parties"]:
        loss = row["loss"]
        words = (
            f"{money(loss['median'])} a month in the middle; nine in ten runs between "
            f"{money(loss['low'])} and {money(loss['high'])}."
        )
        if loss["sd"] > 0:
            words += f" {_drivers(row)}"
        told.append((row["name"], words))
    return told


def _drivers(row: Mapping[str, Any]) -> str:
    named = [one for one in row["indices"] if one["total"] - one["total_error"] > 0]
    named = [one for one in named if one["total"] >= MUCH][:3]
    if not named:
        return "No input stands out: take more samples."
    told = [f"{charts.index_name(one['name'])} ({per_cent(one['total'])})" for one in named]
    words = f"Its spread hangs on {join_words(told)}, each with all it acts through."
    error = max(one["total_error"] for one in named)
    if error < ROUGH:
        return words
    return f"{words} That is rough (± {per_cent(error)}): take more samples."


def sweep_picture(payload: Mapping[str, Any]) -> str:
    """Draw the indices as one SVG that stands alone."""
    return charts.sweep_picture(payload)


def render_sweep(payload: Mapping[str, Any]) -> str:
    """Draw a sweep as one HTML document; it needs neither a script nor a network.

    Parameters
    ----------
    payload
        A ``detente.sweep/1`` dict.
    """
    palette, style = styles()
    manifest, standoff = payload["manifest"], payload["standoff"]
    said = {
        "Runs": f"{payload['runs']:,}, {manifest['samples']:,} points of each base sample, "
        f"seed {manifest['seed']}",
        "Inputs": f"{len(manifest['inputs']):,}, by {manifest['by']}",
        "World": manifest["world"],
        "Facts": manifest["facts"],
    }
    how = (
        "Every uncertain input is drawn over its range at once, by Sobol's sequence. The "
        "first-order index is the share of a loss's variance that an input answers for by itself, "
        "the total index that with all its interactions; totals may add up to more than one. The "
        "whiskers are 95 % confidence intervals. The method is described in docs/methods/sweep.md."
    )
    return (
        brief_environment()
        .get_template("study.html.j2")
        .render(
            title=f"{standoff['name']}: what its cost hangs on",
            kind="Sweep",
            meta=f"{manifest['days']} days from {date_words(standoff['on'])}, controls held as "
            "they stand.",
            answer=sweep_answer(payload),
            figures=[
                (f"party-{at}", row["name"], charts.sweep_figure(row, at))
                for at, row in enumerate(payload["parties"])
            ],
            how=[("how-sweep", how)],
            said=said,
            version=manifest["version"],
            palette=palette,
            style=style,
        )
    )
