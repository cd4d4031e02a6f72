"""The brief as one HTML file: whole without its script, no outside request, all escaped."""

import functools
import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from markupsafe import Markup

from detente import say
from detente.brief import charts
from detente.brief._bottom_line import past_ranges
from detente.brief._changes import change_words
from detente.brief._key_figures import key_figures
from detente.brief._left_out import ledger_counts
from detente.brief._proper import brief_proper
from detente.brief._solutions import solutions_in_words
from detente.brief._spans import anchor, mark_article
from detente.brief._trade_words import moves_by_party, unknown_name
from detente.brief._words import COMMITMENT, POLARITY, headline_title
from detente.brief.environment import template_environment
from detente.brief.script import POLICY, SCRIPT
from detente.brief.view import Payload, View
from detente.deal.shape.keeping import ValueOfInformation
from detente.say import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

__all__ = ["Annex", "citation", "is_web", "named_context", "render_html", "slug", "worth_knowing"]

Annex: TypeAlias = Literal["folded", "open", "none"]

PROPER = (("answer", "In brief"), ("on-the-table", "The controls"))
SECTIONS = (
    ("cost", "Cost to both sides"),
    ("clock", "The clock"),
    ("chains", "The chains"),
    ("deals", "The deals"),
    ("keeping", "Keeping it"),
    ("drivers", "What matters most"),
    ("record", "Track record"),
    ("table", "On the table"),
    ("said", "What was said"),
    ("ledger", "What was left out"),
    ("checks", "Sense checks"),
    ("assumptions", "Assumptions"),
    ("sources", "Sources"),
    ("methods", "How it is computed"),
    ("limits", "Limits"),
    ("manifest", "Manifest"),
)

CHANGES = ("changes", "What changed")
THIRD_SHOWN = 8
MOST_UNKNOWNS = 5
LEAST_GAIN = 0.01


def _sections(payload: Payload, *, annex: Annex) -> tuple[tuple[str, str], ...]:
    """Sections of the page, those of the annex last."""
    shown = SECTIONS if annex != "none" else ()
    return (*PROPER, *([CHANGES] if "changes" in payload else []), *shown)


def _in_two(rows: list[Any], most: int) -> list[list[Any]]:
    """Split what is shown from what is folded away."""
    return [part for part in (rows[:most], rows[most:]) if part]


def worth_knowing(view: View) -> list[ValueOfInformation]:
    """Pick the unknowns whose learning would raise the chance of a kept deal by a point.

    Returns
    -------
    list of dict
        The five most useful at most, most useful first.
    """
    rows = view.deals["value_of_information"]
    return [row for row in rows if row["gain"] >= LEAST_GAIN][:MOST_UNKNOWNS]


def slug(identifier: object) -> str:
    """Name the anchor of a source."""
    return "src-" + re.sub(
        r"[^A-Za-z0-9_.-]", lambda found: f"~{ord(found[0]):x}", clean(identifier)
    )


def is_web(url: object) -> bool:
    """Say whether an address may become a link."""
    try:
        parts = urlsplit(clean(url).strip())
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def citation(view: View) -> str:
    """Write how to cite the brief."""
    manifest = view.payload["manifest"]
    world = manifest["world"]
    data = f", data {world['sha256'][:12]}" if world["sha256"] else ""
    return (
        f"{headline_title(view)}: a brief made with détente {manifest['version']} "
        f"({manifest['draws']} draws, seed {manifest['seed']}; {world['source']}, "
        f"{world['edition']}, year {world['year']}{data}; "
        f"facts {manifest['facts']['sha256'][:12]}{_own(manifest['facts'])})."
    )


def _own(facts: Payload) -> str:
    """How many rows are the user's own."""
    if "workspace" not in facts:
        return ""
    home = facts["workspace"]
    return f" with {sum(home['rows'].values())} rows of the workspace {clean(home['name'])}"


@functools.cache
def brief_environment() -> "Environment":
    from jinja2 import pass_context  # noqa: PLC0415 - start-up time
    from jinja2.runtime import Context  # noqa: PLC0415

    def of_view(name: "Callable[[View, Any], Any]") -> "Callable[[Context, Any], Any]":
        """Let a filter see what the page is drawn from, so that templates are compiled once."""
        return pass_context(lambda context, value: name(context["view"], value))

    environment = template_environment("detente.brief")
    environment.globals.update(policy=POLICY, script=Markup(SCRIPT))  # noqa: S704 (our own)
    environment.filters.update(
        anchor=anchor,
        clean=clean,
        date=lambda value: say.date_words(clean(value)),
        joined=lambda words: say.join_words([clean(word) for word in words]),
        money=say.money,
        money_range=say.money_range,
        number=say.number,
        plain=say.plain,
        points=say.points,
        capital=say.capital,
        quoted=lambda text, limit=160: say.quote(clean(text), limit),
        share=say.per_cent,
        share_range=say.share_range,
        small_share_range=say.small_share_range,
        ratio_range=say.ratio_range,
        shorten=lambda text, limit=160: say.shorten(clean(text), limit),
        slug=slug,
        utility=say.utility,
        web=is_web,
        reading_control=of_view(_reading_control),
        unknown=of_view(unknown_name),
    )
    return environment


def _coloured(view: View, chain: dict[str, Any]) -> dict[str, Any]:
    """A chain with the colours that the parties have in the other charts."""
    marks = {party: f"p{view.rank(party)}" for party in view.parties}
    return {**chain, "good_name": view.inline(view.good(chain["good"])), "marks": marks}


def _stale(payload: Payload) -> str:
    """Say with what the track record was made, where that is not what the brief was made with."""
    record, manifest = payload.get("record"), payload["manifest"]
    if not record:
        return ""
    same = (record["version"], record["facts"], record["world"]) == (
        manifest["version"],
        manifest["facts"]["sha256"],
        manifest["world"]["sha256"],
    )
    made = (
        f"détente {clean(record['version'])}, {record['draws']:,} draws, facts "
        f"{clean(record['facts'])[:12]}"
    )
    return (
        f"Made with the version and the tables of this brief ({made})."
        if same
        else f"Made with {made}: other tables than this brief’s, so read it as indicative."
    )


def _reading_control(view: View, code: str) -> str:
    """Name of a control of the reading: as in the register if it was matched, else as read."""
    row = next((row for row in view.reading.get("controls", ()) if row["id"] == code), None)
    if row is None:
        return clean(code)
    for register in row["register"]:
        if view.control(register) != register:
            return view.control(register)
    parts = (view.party(row["imposer"] or ""), row["product"], row["tier"])
    return say.shorten(", ".join(clean(part) for part in parts if part), 90) or clean(code)


def named_context(view: View) -> dict[str, Any]:
    """Rows of the table of named packages: what they ease, and whose it is."""
    owners = {row["control"]: row["imposer"] for row in view.shown_controls()}
    return {"eased": charts.eased_controls(view), "owners": owners}


def _trade(view: View) -> list[tuple[str, list[tuple[str, str]], str]]:
    """The balanced package side by side: who, what it eases and how far, what it gains."""
    nash = view.deals["nash"]
    if not nash:
        return []
    moves = moves_by_party(view, nash)
    return [
        (party, moves.get(party, []), say.utility(nash["gains"][party]))
        for party in view.parties
        if party in nash["gains"]
    ]


def _beside(view: View) -> list[tuple[str, str]]:
    """Side issues of the balanced package: what, and how far it is granted."""
    nash = view.deals["nash"]
    return moves_by_party(view, nash).get("", []) if nash else []


def styles() -> tuple[Markup, Markup]:
    environment = brief_environment()
    loader = environment.loader
    if loader is None:  # pragma: no cover (set three lines above)
        raise AssertionError
    text, _, _ = loader.get_source(environment, "brief.css")
    return Markup(charts.palette_css()), Markup(text)  # noqa: S704 (our own style sheet)


def render_html(payload: Payload, *, annex: Annex = "folded") -> str:
    """Draw the brief."""
    view = View(payload)
    proper = brief_proper(view)
    palette, style = styles()
    context: dict[str, Any] = {
        **{
            name: payload[name]
            for name in (
                "manifest",
                "standoff",
                "losses",
                "totals",
                "deals",
                "checks",
                "assumptions",
                "limits",
                "article_text",
            )
        },
        "reading": {
            name: view.reading.get(name, []) for name in ("statements", "offers", "exclusions")
        },
        "sources": list({slug(row["id"]): row for row in payload["sources"]}.values()),
        "known_sources": {row["id"] for row in payload["sources"]},
        "third_countries": _in_two(payload["third_countries"], THIRD_SHOWN),
        "view": view,
        "changes": change_words(view),
        "manifest_of_old": payload.get("changes", {}).get("old"),
        "parties": view.parties,
        "title": f"{headline_title(view)}: brief",
        "annex": annex,
        "proper": proper,
        "told": ledger_counts(view),
        **{
            name: payload.get(name)
            for name in (
                "agreement",
                "exclusions",
                "findings",
                "ledger",
                "links",
                "proposals",
                "register",
            )
        },
        "past_ranges": past_ranges(view),
        "trade": _trade(view),
        "trade_beside": _beside(view),
        "key_figures": key_figures(view, proper.found),
        "stale": _stale(payload),
        "sections": _sections(payload, annex=annex),
        "article": mark_article(view),
        "citation": citation(view),
        "commitment": COMMITMENT,
        "polarity": POLARITY,
        "packages": charts.named_packages(view),
        "rules": solutions_in_words(view),
        **named_context(view),
        "learnt": worth_knowing(view),
        "palette": palette,
        "style": style,
        "charts": {
            "timeline": charts.timeline(view),
            "cost": charts.cost_bars(view),
            "months": charts.cost_months(view),
            "world": charts.world_map(view),
            "clock": charts.clock_figure(view),
            "leverage": charts.leverage_figure(view),
            "chains": [
                charts.chain_figure(_coloured(view, chain), name=f"fig-chain-{at}")
                for at, chain in enumerate(payload.get("chains", []), start=1)
            ],
            "record": charts.record_figures(view),
            "frontier": charts.frontier_figure(view),
            "map": charts.value_map(view),
            "gives": charts.gives_figure(view),
            "schedule": charts.schedule_figure(view),
            "drivers": charts.drivers_figure(view),
        },
    }
    return brief_environment().get_template("brief.html.j2").render(context)
