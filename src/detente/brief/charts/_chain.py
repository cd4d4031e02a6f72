"""The chain chart: who supplies which stage, with the chokepoint marked.

Two drawings of one payload (``detente.exposure/1``): bars for a page, whose labels are HTML, and a
picture of stages by countries that stands alone, whose labels are in the SVG.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from detente.brief.charts._palette import PALETTE
from detente.brief.charts.axes import ROW_HIGH as HIGH
from detente.brief.charts.axes import ROW_WIDE as WIDE
from detente.brief.charts.figure import Figure, Key, Table, empty, render
from detente.brief.charts.svg import el, picture_of, rect, svg
from detente.say import clean, per_cent

__all__ = ["chain_figure", "chain_picture", "chokepoint_words", "stage_words"]

MOST_COUNTRIES = 8
"""Columns of the picture; further countries are in the table only."""

LONGEST = 10
"""Longer names of countries give way to their codes in the picture [characters]."""

LEFT, TOP, CELL_WIDE, CELL_HIGH = 290.0, 96.0, 88.0, 44.0


def stage_words(row: Mapping[str, Any], good: str) -> str:
    """Name a stage, with its good where that is not the one looked at.

    Examples
    --------
    >>> stage_words({"good": "dysprosium", "stage": "separated-oxide"}, "ndfeb-magnet")
    'dysprosium: separated oxide'
    """
    stage = clean(row["stage"]).replace("-", " ")
    return stage if row["good"] == good else f"{clean(row['good']).replace('-', ' ')}: {stage}"


def chokepoint_words(payload: Mapping[str, Any]) -> str:
    """Say where the chokepoint is and why, in a sentence."""
    point = payload["chokepoint"]
    if not point:
        return "No foreign supplier of this chain is known, so there is no chokepoint to name."
    words = (
        f"Chokepoint: {clean(point['name'])} at the stage "
        f"{stage_words(point, payload['good'])}, {per_cent(point['share']['central'])} of world "
        "supply"
    )
    if point["need"] < 1:
        words += f"; {per_cent(point['need'])} of the good needs that stage"
    others = [f"{clean(o['name'])} {per_cent(o['share'])}" for o in point["others"][:2]]
    return words + (f". Next: {', '.join(others)}." if others else ". No other supplier is known.")


def _is_point(payload: Mapping[str, Any], stage: Mapping[str, Any]) -> bool:
    point = payload["chokepoint"]
    return bool(point) and (point["good"], point["stage"]) == (stage["good"], stage["stage"])


def _mark(payload: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    """Class of a supplier: that of its party, if one is given; else own, chokepoint, or other."""
    point, marks = payload["chokepoint"], payload.get("marks", {})
    if one["own"]:
        return str(marks.get(payload["party"], "p0"))
    other = "p3" if marks else "p1"
    default = other if point and one["country"] == point["country"] else "p3"
    return str(marks.get(one["country"], default))


def _holds(payload: Mapping[str, Any], stage: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Whether the chokepoint is this country at this stage."""
    return _is_point(payload, stage) and one["country"] == payload["chokepoint"]["country"]


def _keys(payload: Mapping[str, Any]) -> tuple[Key, ...]:
    """The party, whoever holds the chokepoint, and what else is coloured."""
    point = payload["chokepoint"]
    own = {"own": True, "country": payload["party"]}
    keys = [Key(mark=f"fill {_mark(payload, own)}", words=clean(payload["party_name"]))]
    if point:
        mark = _mark(payload, {"own": False, "country": point["country"]})
        words = f"{clean(point['name'])}, which holds the chokepoint"
        keys.append(Key(mark=f"fill {mark}", words=words))
        if mark == "p3":
            return (*keys,)
    return (*keys, Key(mark="fill p3", words="other countries"))


def _row(payload: Mapping[str, Any], stage: Mapping[str, Any]) -> Markup:
    at, shapes = 0.0, [rect(0, 9, WIDE, 4, "rail")]
    for one in stage["suppliers"]:
        wide = one["central"] * WIDE
        shapes.append(rect(at, 3, max(wide - 3, 1), HIGH - 6, f"fill {_mark(payload, one)}"))
        at += wide
    said = [f"{clean(one['name'])} {per_cent(one['central'])}" for one in stage["suppliers"][:3]]
    words = ", ".join(said) or "not known"
    name = stage_words(stage, payload["good"])
    tags = []
    if _is_point(payload, stage):
        tags.append("chokepoint")
    if stage["need"] < 1:
        tags.append(f"needed by {per_cent(stage['need'])}")
    drawing = svg(*shapes, title=f"{name}: {words}", box=(WIDE, HIGH), class_="bar")
    return el(
        "div",
        el("span", name, el("small", f" {' · '.join(tags)}") if tags else None, class_="who"),
        drawing,
        el("span", words, class_="num"),
        class_="bar-row",
    )


def _grid(payload: Mapping[str, Any], stages: Sequence[Mapping[str, Any]]) -> Markup:
    """The chain as stages by countries: shares as bars in cells, the chokepoint framed."""
    countries = _columns(stages, payload)
    names = {one["country"]: clean(one["name"]) for s in stages for one in s["suppliers"]}
    head = [el("th", names[code], scope="col") for code in countries]
    rows = []
    for stage in stages:
        cells = {one["country"]: one for one in stage["suppliers"]}
        tds = []
        for code in countries:
            one = cells.get(code)
            if one is None:
                tds.append(el("td", ""))
                continue
            mark, held = _mark(payload, one), _holds(payload, stage, one)
            tds.append(
                el(
                    "td",
                    per_cent(one["central"]),
                    el("small", "chokepoint") if held else None,
                    class_=f"{mark} held" if held else mark,
                    style=f"--s:{100 * min(one['central'], 1.0):.1f}%",
                )
            )
        rows.append(el("tr", el("th", stage_words(stage, payload["good"]), scope="row"), *tds))
    return el(
        "table",
        el("caption", f"Stages by countries: the chain behind {clean(payload['good_name'])}"),
        el("thead", el("tr", el("th", "Stage", scope="col"), *head)),
        el("tbody", *rows),
        class_="chain-grid",
    )


def chain_figure(
    payload: Mapping[str, Any], *, name: str = "fig-chain", how: str = "how-chain"
) -> Markup:
    """Chart the chain as HTML: stages by countries; on a phone one bar a stage, by country.

    Parameters
    ----------
    payload
        A ``detente.exposure/1`` dict of one good, or an entry of ``chains`` of a brief.
    name
        Anchor of the figure.
    how
        Anchor of the page's account of how it is computed.

    Returns
    -------
    Markup
        A ``figure``: grid, bars, legend, sentence, table.
    """
    known = [stage for stage in payload["chain"] if stage["suppliers"]]
    rows: list[tuple[str | float | int, ...]] = [
        (
            stage_words(stage, payload["good"]),
            clean(one["name"]),
            float(one["low"]),
            float(one["central"]),
            float(one["high"]),
            float(stage["need"]),
        )
        for stage in known
        for one in stage["suppliers"]
    ]
    return render(
        Figure(
            name=name,
            title=f"The chain behind {clean(payload['good_name'])}",
            unit="share of world supply at each stage, by country; what is missing to 100% is "
            "small suppliers or not known",
            says=chokepoint_words(payload),
            keys=_keys(payload),
            body=el(
                "div",
                _grid(payload, known),
                el("div", *(_row(payload, stage) for stage in known), class_="pairs chain-bars"),
            )
            if known
            else empty("No table knows who supplies any stage of this chain."),
            table=Table(
                caption="Shares of world supply by stage and country, and part of the good that "
                "needs the stage",
                head=("Stage", "Country", "Low", "Central", "High", "Needed by"),
                rows=rows,
                text_columns=2,
            ),
            how=how,
            picture=chain_picture(payload),
        )
    )


def _columns(stages: Sequence[Mapping[str, Any]], payload: Mapping[str, Any]) -> list[str]:
    """Countries of the picture: that of the chokepoint, the party's own, then by largest share."""
    largest: dict[str, float] = {}
    for stage in stages:
        for one in stage["suppliers"]:
            largest[one["country"]] = max(largest.get(one["country"], 0.0), one["central"])
    own = {one["country"] for stage in stages for one in stage["suppliers"] if one["own"]}
    point = payload["chokepoint"]["country"] if payload["chokepoint"] else None
    order = sorted(largest, key=lambda code: (code != point, code not in own, -largest[code]))
    return order[:MOST_COUNTRIES]


def chain_picture(payload: Mapping[str, Any]) -> str:
    """Draw the chain as one SVG that stands alone: stages by countries.

    Parameters
    ----------
    payload
        A ``detente.exposure/1`` dict of one good.

    Returns
    -------
    str
        An SVG document, light colours, text inside; nothing from outside.
    """
    stages = [stage for stage in payload["chain"] if stage["suppliers"]]
    countries = _columns(stages, payload)
    names = {one["country"]: clean(one["name"]) for s in stages for one in s["suppliers"]}
    wide = LEFT + CELL_WIDE * max(len(countries), 4) + 24
    high = TOP + CELL_HIGH * max(len(stages), 1) + 64
    ink, quiet, rule = (PALETTE[role][0] for role in ("ink", "quiet", "rule"))
    colours = {f"p{rank}": PALETTE[f"party-{rank}"][0] for rank in range(4)}
    title = f"{clean(payload['party_name'])}: the chain behind {clean(payload['good_name'])}"
    shapes: list[Markup] = [
        el("title", title),
        el("desc", chokepoint_words(payload)),
        el("rect", width=wide, height=high, fill=PALETTE["page"][0]),
        _text(title, 20, 32, size=18, fill=ink, weight="bold"),
        _text("Part of world supply, by stage and country", 20, 56, size=14, fill=quiet),
    ]
    for column, code in enumerate(countries):
        x = LEFT + CELL_WIDE * (column + 0.5)
        shapes.append(_text(_short(code, names[code]), x, TOP - 12, fill=ink, anchor="middle"))
    for line, stage in enumerate(stages):
        y = TOP + CELL_HIGH * line
        name = stage_words(stage, payload["good"])
        shapes.append(_text(name, LEFT - 14, y + 27, fill=ink, anchor="end"))
        cells = {one["country"]: one for one in stage["suppliers"]}
        for column, code in enumerate(countries):
            x, box = LEFT + CELL_WIDE * column, (CELL_WIDE - 4, CELL_HIGH - 4)
            shapes.append(_cell(x, y, box, None, rule))
            one = cells.get(code)
            if one is None:
                continue
            mark = _mark(payload, one)
            shapes.append(_bar(x, y, box, one["central"], colours[mark]))
            held = _holds(payload, stage, one)
            if held:
                shapes.append(_cell(x, y, box, ink, ink))
            shapes.append(
                _text(
                    per_cent(one["central"]),
                    x + box[0] / 2,
                    y + 17,
                    fill=ink,
                    anchor="middle",
                    weight="bold" if held else None,
                )
            )
    if not stages:
        shapes.append(_text("No supplier of this chain is known.", 20, TOP + 24, fill=ink))
    shapes.append(_text(chokepoint_words(payload), 20, high - 24, fill=ink))
    wide = max(wide, 40 + 7.2 * len(chokepoint_words(payload)))
    shapes[2] = el("rect", width=f"{wide:g}", height=f"{high:g}", fill=PALETTE["page"][0])
    return picture_of(*shapes, wide=wide, high=high, font_size=None)


def _short(code: str, name: str) -> str:
    return name if len(name) <= LONGEST else code


def _text(
    words: str,
    x: float,
    y: float,
    *,
    fill: str,
    size: int = 14,
    anchor: str | None = None,
    weight: str | None = None,
) -> Markup:
    return el(
        "text",
        words,
        x=f"{x:g}",
        y=f"{y:g}",
        font_size=size,
        fill=fill,
        text_anchor=anchor,
        font_weight=weight,
    )


def _cell(x: float, y: float, box: tuple[float, float], stroke: str | None, rule: str) -> Markup:
    """The frame of a cell; a thick one marks the chokepoint."""
    return el(
        "rect",
        x=f"{x + 2:g}",
        y=f"{y + 2:g}",
        width=f"{box[0]:g}",
        height=f"{box[1]:g}",
        fill="none",
        stroke=stroke or rule,
        stroke_width=3 if stroke else 1,
    )


def _bar(x: float, y: float, box: tuple[float, float], share: float, fill: str) -> Markup:
    """A bar at the foot of a cell, as long as the share."""
    return el(
        "rect",
        x=f"{x + 4:g}",
        y=f"{y + box[1] - 12:g}",
        width=f"{max(share * (box[0] - 4), 1):.1f}",
        height="10",
        fill=fill,
    )
