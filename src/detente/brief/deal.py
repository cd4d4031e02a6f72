"""The deals said by themselves: in brief, and as one HTML file in the brief's dress."""

from collections.abc import Mapping
from typing import Any

from detente.brief import charts
from detente.brief._findings import findings_of
from detente.brief._solutions import solutions_in_words
from detente.brief.html import brief_environment, named_context, styles, worth_knowing
from detente.brief.view import View, triple
from detente.say import capital, clean, join_words, per_cent, utility

__all__ = ["deal_answer", "deal_view", "kept_words", "render_deal"]


def deal_view(standoff: Mapping[str, Any], deals: Mapping[str, Any]) -> View:
    """Look up names for deals that stand alone, as the charts of a brief do.

    Parameters
    ----------
    standoff, deals
        The objects of ``detente.brief/1`` of these names.
    """
    return View(
        {
            "standoff": standoff,
            "deals": deals,
            "reading": None,
            "goods": [],
            "losses": [],
            "totals": [],
            "clock": [],
            "third_countries": [],
        }
    )


def deal_answer(view: View) -> list[tuple[str, str]]:
    """Say the deals in brief.

    Returns
    -------
    list of tuple
        Topic and sentence: whether there is a deal, the balanced one, its schedule, what breaks
        first, and the risk.
    """
    deals = view.deals
    accepted, error = deals["accepted"], deals["surface_error"]["relative"]
    missed = (
        "the loss surface was not checked on held-out runs"
        if error is None
        else f"the loss surface misses held-out runs by {per_cent(error)}"
    )
    chance = findings_of(view).chance
    some = f"{accepted['count']:,} of {accepted['of']:,} packages suit all at central values"
    counted = f"{some}; {missed}."
    if chance is not None:
        counted = f"{some}; the chance of a deal is {per_cent(chance.deal)}; {missed}."
    told = [("Is there a deal", counted)]
    nash = deals["nash"]
    if nash:
        eased = join_words(charts.easing_words(view, nash)) or "nothing changes"
        gains = [f"{view.the(p)} {utility(triple(g))}" for p, g in nash["gains"].items()]
        told.append(("The balanced one", f"{capital(eased)}; worth {join_words(gains)}."))
    if compensation := deals.get("compensation"):
        told.append(("What it would take", clean(compensation["words"])))
    return [*told, *kept_words(view)]


def kept_words(view: View) -> list[tuple[str, str]]:
    """Who moves when, what breaks first and the risk, by topic, as far as each is known."""
    breaks, found = view.deals["breaks_first"], []
    for topic, row in (
        ("Who moves when", view.deals["schedule"]),
        ("Breaks first", breaks and breaks["promises"][0]),
        ("Risk", view.deals["breakdown_risk"]),
    ):
        if row:
            found.append((topic, clean(row["words"])))
    return found


def render_deal(
    standoff: Mapping[str, Any],
    deals: Mapping[str, Any],
    manifest: Mapping[str, Any],
    *,
    disagreement: str = "",
) -> str:
    """Draw the deals as one HTML document; it needs neither a script nor a network.

    Parameters
    ----------
    standoff, deals, manifest
        The objects of ``detente.brief/1`` of these names.
    disagreement
        What happens without a deal, in words.
    """
    view = deal_view(standoff, deals)
    palette, style = styles()
    return (
        brief_environment()
        .get_template("deal.html.j2")
        .render(
            title=f"{standoff['name']}: the deals",
            view=view,
            parties=view.parties,
            standoff=standoff,
            deals=deals,
            manifest=manifest,
            disagreement=disagreement,
            known_sources=set(),
            answer=deal_answer(view),
            packages=charts.named_packages(view),
            rules=solutions_in_words(view),
            **named_context(view),
            learnt=worth_knowing(view),
            palette=palette,
            style=style,
            charts={
                "frontier": charts.frontier_figure(view),
                "map": charts.value_map(view),
                "gives": charts.gives_figure(view),
                "schedule": charts.schedule_figure(view),
            },
        )
    )
