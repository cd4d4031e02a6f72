"""The article's own text with every passage marked that the brief rests on.

Passages overlap (a control is named inside a quoted refusal), so the text is cut at every border
and each piece carries all the kinds that cover it. Each passage has an anchor; where it ends, a
small number leads back to the row that used it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from detente.brief.charts.svg import el, joined
from detente.brief.view import View
from detente.say import clean

__all__ = ["Passage", "anchor", "mark_article", "passages"]

KINDS = ("excluded", "offer", "said", "control", "date", "event", "standoff")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Passage:
    """One marked passage."""

    start: int
    end: int
    """Where it lies in the article, end-exclusive [code points]."""
    kind: str
    """One of ``excluded``, ``offer``, ``said``, ``control``, ``date``, ``event``, ``standoff``."""
    back: str = ""
    """Anchor of the row that uses it; empty for none."""
    label: str = ""
    """What the link back says."""


def anchor(span: dict[str, Any] | None) -> str:
    """Name the anchor of a span."""
    return f"at-{int(span['start'])}-{int(span['end'])}" if span else ""


def _found(view: View) -> Iterator[tuple[dict[str, Any] | None, str, str, str]]:
    reading = view.reading
    for at, row in enumerate(reading.get("statements", ()), 1):
        for span in row["content"]:
            yield span, "said", f"s-{at}", f"{at}"
    for at, row in enumerate(reading.get("exclusions", ()), 1):
        yield row["span"], "excluded", f"x-{at}", f"x{at}"
    for at, row in enumerate(reading.get("offers", ()), 1):
        for move in (*row["gives"], *row["gets"]):
            yield move["span"], "offer", f"o-{at}", f"o{at}"
    for row in reading.get("controls", ()):
        yield from ((span, "control", "", "") for span in row["mentions"])
    yield from ((row["span"], "date", "", "") for row in reading.get("dates", ()))


def _standoff_spans(view: View) -> Iterator[dict[str, Any] | None]:
    standoff = view.payload["standoff"]
    for name in ("controls", "red_lines", "mandates", "sequence", "clock"):
        yield from ((row.get("from") or {}).get("span") for row in standoff[name])
    for row in view.payload.get("ledger") or ():
        yield (row["from"] or {}).get("span")


def passages(view: View, more: Iterable[Passage] = ()) -> list[Passage]:
    """List every passage that lies inside the article's text."""
    length = len(view.payload["article_text"])
    kept = {
        Passage(start=int(span["start"]), end=int(span["end"]), kind=kind, back=back, label=label)
        for span, kind, back, label in (
            *_found(view),
            *((span, "standoff", "", "") for span in _standoff_spans(view)),
        )
        if span and 0 <= span["start"] < span["end"] <= length
    }
    return sorted({*kept, *(row for row in more if 0 <= row.start < row.end <= length)})


def _ending(found: Iterable[Passage]) -> list[Markup]:
    """Links back from the end of passages, once per row."""
    rows = {row.back: row.label for row in found if row.back}
    return [
        el("a", label, href=f"#{back}", class_="back", aria_label=f"back to row {label}")
        for back, label in rows.items()
    ]


def mark_article(view: View, more: Iterable[Passage] = ()) -> Markup:
    """Write the article with its passages marked."""
    text: str = view.payload["article_text"]
    found = passages(view, more)
    starts: dict[int, list[Passage]] = {}
    ends: dict[int, list[Passage]] = {}
    for row in found:
        starts.setdefault(row.start, []).append(row)
        ends.setdefault(row.end, []).append(row)
    borders = sorted({0, len(text), *starts, *ends})
    active: list[Passage] = []
    parts: list[Markup] = []
    for at, border in enumerate(borders):
        closing = ends.get(border, ())
        active = [row for row in active if row.end != border]
        parts += _ending(closing)
        opening = starts.get(border, ())
        active += opening
        names = dict.fromkeys(f"at-{row.start}-{row.end}" for row in opening)
        parts += [el("a", "", id=name, class_="spot") for name in names]
        if at + 1 < len(borders):
            piece = clean(text[border : borders[at + 1]])
            kinds = [kind for kind in KINDS if any(row.kind == kind for row in active)]
            parts.append(
                el("mark", piece, class_=" ".join(kinds)) if kinds else Markup.escape(piece)
            )
    return joined(parts)
