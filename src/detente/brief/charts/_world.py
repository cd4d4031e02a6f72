"""The world map: what the controls together cost each country or merged region."""

import functools
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from detente._errors import DetenteError
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, joined
from detente.brief.view import View, triple
from detente.facts import load_facts
from detente.say import clean, join_words, money, money_range

__all__ = ["class_edges", "country_costs", "world_figure", "world_map", "world_shapes"]

NICE = (5.0, 2.0, 1.0)
EDGES = 4
DISC = 5.5
"""Radius of the disc of a country too small to be seen [unit of the drawing]."""

ALWAYS_SEEN = ("TWN", "SGP", "HKG")
"""Small but central to the chains: a disc even without a figure."""

BESIDE = ("TWN",)
"""Named to the right of the disc; the others below it."""

HATCH = Markup(
    '<defs><pattern id="map-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" class="map-land"/>'
    '<path d="M0 0V5" class="map-stroke"/></pattern></defs>'
)


@functools.cache
def world_shapes() -> dict[str, Any]:
    """Load the shapes: Natural Earth 1:50m, thinned and projected by ``tools/build_map.py``."""
    text = files("detente.brief").joinpath("data/world_map.json").read_text(encoding="utf-8")
    shapes: dict[str, Any] = json.loads(text)
    return shapes


def class_edges(highest: float) -> list[float]:
    """Pick the edges of the colour classes: four round steps of 1, 2, 5 below the highest cost.

    Examples
    --------
    >>> class_edges(6.6)
    [0.5, 1.0, 2.0, 5.0]
    """
    found: list[float] = []
    power = len(f"{highest:.0f}") if highest >= 1 else 1
    while len(found) < EDGES:
        for step in NICE:
            edge = float(f"{step * 10.0**power:.3g}")
            if edge <= highest and len(found) < EDGES:
                found.append(edge)
        power -= 1
    return found[::-1]


def _members(code: str) -> tuple[str, ...]:
    facts = load_facts()
    try:
        regions = [facts.region(region) for region in facts.regions_of(code)]
    except DetenteError:
        return (code,)
    return tuple(member for region in regions for member in region.members) or (code,)


def country_costs(view: View) -> dict[str, tuple[str, dict[str, float]]]:
    """Cost of the region that each country belongs to, all controls together."""
    rows = [(row["region"], triple(row)) for row in view.payload["third_countries"]]
    rows += [(party, triple(row["together"])) for party, row in view.totals().items()]
    return {member: (code, value) for code, value in rows for member in _members(code)}


def _class(value: float, edges: list[float]) -> str:
    if value < 0:
        return "map-gain"
    return f"map-{sum(value >= edge for edge in edges)}"


def _shapes(
    costs: Mapping[str, tuple[str, dict[str, float]]], edges: list[float]
) -> Iterator[Markup]:
    discs = []
    for code, shape in world_shapes()["countries"].items():
        known = costs.get(code)
        class_ = _class(known[1]["central"], edges) if known else "map-none"
        fill = None if known else "url(#map-hatch)"
        yield el("path", d=shape["d"], class_=class_, fill=fill)
        if shape["disc"] and (known or code in ALWAYS_SEEN):
            at = {"cx": shape["x"], "cy": shape["y"], "r": DISC}
            discs.append(el("circle", class_=class_, fill=fill, **at))
    yield from discs  # above the land around them


def _keys(edges: list[float], *, gains: bool) -> tuple[Key, ...]:
    ends = [0.0, *edges]
    words = [f"{money(low)} to {money(high)}" for low, high in zip(ends, edges, strict=False)]
    words[0] = f"below {money(edges[0])}"
    words.append(f"{money(edges[-1])} or more")
    keys = [Key(mark=f"map-key map-{at}", words=told) for at, told in enumerate(words)]
    if gains:
        keys.append(Key(mark="map-key map-gain", words="gains"))
    return (*keys, Key(mark="map-key map-none-key", words="no figure in this brief"))


def _label(view: View, party: str, cost: dict[str, float]) -> Markup | None:
    shape = next((s for m in _members(party) if (s := world_shapes()["countries"].get(m))), None)
    if shape is None:
        return None
    wide, high = world_shapes()["box"]
    return el(
        "span",
        el("b", view.party(party)),
        f" {money(cost['central'])}",
        class_="map-label",
        style=f"left:{100 * shape['x'] / wide:.1f}%;top:{100 * shape['y'] / high:.1f}%",
    )


def _spot(code: str) -> Markup:
    """Name of a small state beside its disc."""
    shape = world_shapes()["countries"][code]
    wide, high = world_shapes()["box"]
    return el(
        "span",
        shape["name"],
        class_=f"map-spot {'beside' if code in BESIDE else 'below'}",
        style=f"left:{100 * shape['x'] / wide:.1f}%;top:{100 * shape['y'] / high:.1f}%",
    )


def world_figure(view: View) -> Figure:
    """Chart what the controls together cost each country or region."""
    named = [
        *((party, triple(row["together"])) for party, row in view.totals().items()),
        *((row["region"], triple(row)) for row in view.payload["third_countries"]),
    ]
    named.sort(key=lambda row: -row[1]["central"])
    highest = max((value["central"] for _, value in named), default=0.0)
    keys: tuple[Key, ...] = ()
    says, body = "", empty("No cost was computed, so there is nothing to map.")
    if highest > 0:
        edges = class_edges(highest)
        costs = country_costs(view)
        wide, high = world_shapes()["box"]
        told = join_words([f"{view.the(code)} {money_range(value)}" for code, value in named[:3]])
        says = f"Highest cost a month: {told}."
        drawing = el(
            "svg",
            el("title", "Map of the monthly cost of all controls together"),
            el("desc", says),
            HATCH,
            joined(_shapes(costs, edges)),
            role="img",
            class_="map",
            viewBox=f"0 0 {wide:g} {high:g}",
            focusable="false",
        )
        labels = [
            _label(view, party, triple(row["together"])) for party, row in view.totals().items()
        ]
        spots = [_spot(code) for code in ALWAYS_SEEN if world_shapes()["countries"][code]["disc"]]
        body = el("div", drawing, *labels, *spots, class_="map-frame")
        keys = _keys(edges, gains=any(value["central"] < 0 for _, value in named))
    return Figure(
        name="fig-world",
        title="Who pays",
        unit=(
            "Central cost, USD per month, all tabled controls together; ranges in the table. "
            "Members of a merged region carry the colour of the whole region. "
            "Borders: Natural Earth; they imply no view on any claim."
        ),
        says=says,
        keys=keys,
        body=body,
        table=Table(
            caption="Cost of all tabled controls together, USD bn per month",
            head=("Code", "Country or region", "Low", "Central", "High"),
            rows=[
                (code, clean(view.party(code)), value["low"], value["central"], value["high"])
                for code, value in named
            ],
            text_columns=2,
        ),
        how="how-cost",
    )


def world_map(view: View) -> Markup:
    """Draw the map with its table; see :func:`world_figure`."""
    return render(world_figure(view))
