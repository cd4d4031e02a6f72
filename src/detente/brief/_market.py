"""The market check said: sentences, one SVG, and one HTML file in the brief's dress."""

from collections.abc import Mapping, Sequence
from typing import Any

from detente.brief import charts
from detente.brief.html import brief_environment, styles
from detente.say import date_words, join_words

__all__ = ["market_answer", "market_picture", "render_market"]

MOST_NAMES = 4


def _when(event: Mapping[str, Any]) -> str:
    first, last = event["first"], event["last"]
    return date_words(first) if first == last else f"{date_words(first)} to {date_words(last)}"


def market_answer(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say for each event which assets moved beyond noise, and what happened then.

    Parameters
    ----------
    payload
        A ``detente.market/1`` dict.

    Returns
    -------
    list of tuple of str
        Event and sentences.
    """
    told = []
    for event in payload["events"]:
        moved = [row["asset"] for row in event["assets"] if row["beyond_noise"]]
        still = [row["asset"] for row in event["assets"] if not row["beyond_noise"]]
        words = []
        if moved:
            words.append(f"{join_words(moved)} moved beyond noise.")
        if still:
            words.append(f"{join_words(still)}: no more than noise.")
        words.append(_around(event))
        if event["other_events_in_estimation"]:
            words.append("The days before it hold another of these events, which widens its noise.")
        words += [
            f"{row['asset']} had no price for {halt['trading_days']} trading days until "
            f"{date_words(halt['until'])}; that return counts with the error of as many days."
            for row in event["assets"]
            for halt in row["halts"]
        ]
        told.append((_when(event), " ".join(filter(None, words))))
    if payload["left_out"]:
        names = join_words([row["asset"] for row in payload["left_out"]])
        told.append(("Left out", f"{names}: prices do not move in the estimation window."))
    if payload["together"]:
        told.append(("All events", _together(payload["together"])))
    return told


def _together(rows: Sequence[Mapping[str, Any]]) -> str:
    told = [
        f"{row['asset']} {round(100 * row['mean_cumulative'], 1) + 0.0:+.1f} %".replace("-", "−")
        + f" on average (s.e. {100 * row['se']:.1f}, p {row['p_value']:.2f})"
        for row in rows
    ]
    words = "; ".join(told) + "."
    if not rows[0]["windows_apart"]:
        words += " Their windows overlap, so that the error is too small."
    return words


def _around(event: Mapping[str, Any]) -> str:
    if not event["around"]:
        return "The register holds nothing near it."
    names = {row["id"]: f"{row['name']} ({row['id']})" for row in event["around"]}
    more = len(names) - MOST_NAMES
    shown = [*list(names.values())[:MOST_NAMES], *[f"{more} more"] * (more > 0)]
    return f"Near it in the register: {'; '.join(shown)}."


def market_picture(payload: Mapping[str, Any]) -> str:
    """Draw cumulative returns beside their noise as one SVG that stands alone."""
    return charts.market_picture(payload, [_when(event) for event in payload["events"]])


def render_market(payload: Mapping[str, Any]) -> str:
    """Draw the market check as one HTML document; it needs neither a script nor a network.

    Parameters
    ----------
    payload
        A ``detente.market/1`` dict.
    """
    palette, style = styles()
    manifest = payload["manifest"]
    said = {
        "Model": manifest["model"] + (f", {payload['market']}" if payload["market"] else ""),
        "Estimated from": f"{manifest['estimation']} trading days, {manifest['gap']} before it",
        "Event window": f"{manifest['before']} days before to {manifest['after']} after",
        "Tests": f"{manifest['permutations']:,} permutations, seed {manifest['seed']}; "
        f"up to {manifest['placebos']:,} placebo windows",
    }
    how = (
        "Abnormal is what an asset returned beyond what a market model, estimated on the days "
        "before, says. A move counts as beyond noise if Student's t (corrected for the number of "
        "events and assets by Holm), a permutation of days, and earlier windows without an event "
        f"all give less than {manifest['level']:.0%}. Returns are logarithmic. The method is "
        "described in docs/methods/market.md."
    )
    return (
        brief_environment()
        .get_template("study.html.j2")
        .render(
            title="Prices around events",
            kind="Market check",
            meta="Prices are the user's own and are not part of this page.",
            answer=market_answer(payload),
            figures=[
                (f"event-{at}", _when(event), charts.market_figure(event, at, _when(event)))
                for at, event in enumerate(payload["events"])
            ],
            how=[("how-market", how)],
            said=said,
            version=manifest["version"],
            palette=palette,
            style=style,
        )
    )
