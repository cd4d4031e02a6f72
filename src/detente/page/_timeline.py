"""The register as a timeline: one strip per control, by what was known of it when."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from detente.brief.charts.axes import Scale
from detente.brief.charts.svg import el, line, rect, svg
from detente.controls import Register, Status
from detente.say import date_words

if TYPE_CHECKING:
    from detente.controls import Control

__all__ = ["register_timeline", "stretches"]

WIDE, HIGH = 1000.0, 22.0
SHAPES = {
    Status.IN_FORCE: "fill",
    Status.SUSPENDED: "held",
    Status.ANNOUNCED: "fill planned",
    Status.UNKNOWN: "unknown",
}
RANKS = 3


def stretches(control: "Control", end: dt.date) -> list[tuple[dt.date, dt.date, Status]]:
    """Stretches of days on which the status of a control is the same."""
    dates = [
        control.announced,
        control.effective,
        control.suspended,
        control.resumed,
        control.expires and control.expires + dt.timedelta(days=1),
        *(end.said_on for end in control.ends),
        *(end.ends + dt.timedelta(days=1) for end in control.ends),
        control.lifted,
        end,
    ]
    days = sorted({day for day in dates if day is not None and day <= end})
    found: list[tuple[dt.date, dt.date, Status]] = []
    for first, after in itertools.pairwise(days):
        status = control.status(first)
        if status not in SHAPES:
            continue
        if found and found[-1][1] == first and found[-1][2] is status:
            found[-1] = (found[-1][0], after, status)
        else:
            found.append((first, after, status))
    return found


def register_timeline(
    controls: "Sequence[Control]", on: dt.date | None, names: Mapping[str, str]
) -> Markup | None:
    """Draw the timeline; None if there is nothing to draw."""
    dates = [
        day
        for control in controls
        for day in (
            control.announced,
            control.effective,
            control.checked.on if control.checked else None,
            control.lifted,
        )
        if day is not None
    ]
    if not dates:
        return None
    end = max([*dates, *([on] if on else [])]) + dt.timedelta(days=30)
    start = min(dates) - dt.timedelta(days=30)
    scale = Scale(start.toordinal(), end.toordinal(), 0, WIDE)
    ranks = _ranks()
    order = sorted({control.imposer for control in controls}, key=lambda code: (ranks[code], code))
    main = [code for code in order if ranks[code] < RANKS]
    rest = [names.get(code, code) for code in order if ranks[code] == RANKS]
    years = [dt.date(year, 1, 1) for year in range(start.year + 1, end.year + 1)]
    step = max(1, round(len(years) / 8))
    shown = years[::step]
    rows = [_row(control, scale, ranks, on, end, years) for control in controls]
    ticks = [
        el("span", f"{year.year}", style=f"left:{scale.share(year.toordinal())}%", class_="tick-x")
        for year in shown
    ]
    keys = [_key(f"fill p{ranks[code]}", f"{names.get(code, code)}: in force") for code in main]
    if rest:
        keys.append(_key(f"fill p{RANKS}", f"{', '.join(rest)}: in force"))
    keys += [
        _key("held-key", "suspended"),
        _key("planned-key", "announced"),
        _key("unknown-key", "not known since its own end"),
        _key("unchecked-key", "pale: as last known, not checked since"),
    ]
    if on:
        keys.append(_key("today-key", date_words(on.isoformat())))
    axis = el(
        "div",
        el("span"),
        el("div", *ticks, class_="years", aria_hidden="true"),
        class_="bar-row axis-row",
    )
    return el(
        "figure",
        el("figcaption", el("h2", "When each control was in force")),
        el("ul", *keys, class_="keys"),
        axis,
        el("div", *rows, class_="strips"),
        class_="chart register-line",
    )


def _ranks() -> dict[str, int]:
    """Colour of each imposer, whatever is shown: those with most controls have their own."""
    counted = Counter(control.imposer for control in Register.load()).most_common()
    return {code: min(at, RANKS) for at, (code, _) in enumerate(counted)}


def _row(
    control: "Control",
    scale: Scale,
    ranks: Mapping[str, int],
    on: dt.date | None,
    end: dt.date,
    years: Sequence[dt.date],
) -> Markup:
    colour = f"p{ranks[control.imposer]}"
    shapes = [rect(0, 10, WIDE, 2, "rail")]
    shapes += [
        line(scale(day.toordinal()), 0, scale(day.toordinal()), HIGH, "grid") for day in years
    ]
    said = []
    for first, after, status in stretches(control, end):
        for start, stop, kind in _by_check(control, first, after):
            a, b = scale(start.toordinal()), scale(stop.toordinal())
            shapes.append(rect(a, 5, max(b - a, 3), 12, f"{SHAPES[status]} {colour}{kind}"))
        said.append(f"{status} from {date_words(first.isoformat())}")
    if control.checked is not None and said:
        said.append(f"last checked {date_words(control.checked.on.isoformat())}")
    if on is not None:
        shapes.append(line(scale(on.toordinal()), 0, scale(on.toordinal()), HIGH, "today"))
    words = "; ".join(said) or "never in force"
    drawing = svg(*shapes, title=f"{control.name}: {words}", box=(WIDE, HIGH), class_="bar")
    since = control.effective or control.announced
    return el(
        "div",
        el("a", control.name, class_="who", href=f"#{control.id}"),
        drawing,
        el("span", date_words(since.isoformat()) if since else "", class_="num"),
        class_="bar-row",
    )


def _by_check(
    control: "Control", first: dt.date, after: dt.date
) -> Iterator[tuple[dt.date, dt.date, str]]:
    """A stretch, parted at the last check: what comes after it is only the last that is known."""
    cut = control.checked.on + dt.timedelta(days=1) if control.checked else first
    if first < cut:
        yield first, min(after, cut), ""
    if cut < after:
        yield max(first, cut), after, " unchecked"


def _key(mark: str, words: str) -> Markup:
    return el("li", el("span", class_=f"key {mark}", aria_hidden="true"), words)
