"""The six or so figures of the first screen, each with its range and the way it was computed."""

from dataclasses import dataclass

from markupsafe import Markup

from detente.brief._findings import Findings
from detente.brief.charts import clock_order, first_stoppage
from detente.brief.charts.axes import ROW_HIGH as HIGH
from detente.brief.charts.axes import ROW_WIDE as WIDE
from detente.brief.charts.axes import Scale
from detente.brief.charts.svg import line, rect, svg
from detente.brief.view import View
from detente.say import (
    count,
    days_range,
    money,
    money_range,
    per_cent,
    small_share_range,
)
from detente.say import (
    days as days_words,
)

__all__ = ["KeyFigure", "key_figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One figure of the first screen."""

    label: str
    """What it measures."""
    value: str
    """The central figure, with its unit."""
    spread: str
    """Its range, or what it rests on, in words."""
    how: str
    """Anchor of how it is computed."""
    drawing: Markup | None = None
    """Bar with range, on one scale with its fellows; None where none is drawn."""


def key_figures(view: View, found: Findings) -> list[KeyFigure]:
    """Pick the figures of the first screen."""
    costs, shortages, deals = _costs(view, found), _shortages(view), _deals(found)
    return [*costs, *deals[:1], *shortages, *deals[1:]]


def _costs(view: View, found: Findings) -> list[KeyFigure]:
    totals = {side.party: side.loss for side in found.sides}
    shares = {side.party: side.share_of_gdp for side in found.sides}
    if not totals:
        return []
    scale = Scale(
        min(0.0, *(value["low"] for value in totals.values())),
        max(1e-9, *(value["high"] for value in totals.values())),
        4,
        WIDE - 4,
    )
    made = []
    for party, value in totals.items():
        words = money_range(value)
        at, low, high = (scale(value[end]) for end in ("central", "low", "high"))
        drawing = svg(
            rect(scale(0), 4, max(at - scale(0), 2), HIGH - 8, f"fill p{view.rank(party)}"),
            line(low, HIGH / 2, high, HIGH / 2, "whisker"),
            *(line(end, 6, end, HIGH - 6, "whisker") for end in (low, high)),
            title=f"Cost to {view.the(party)}: {words} a month",
            box=(WIDE, HIGH),
            class_="bar",
        )
        share = shares[party]
        told = [_inside(words, "range "), f"{small_share_range(share)} of GDP" if share else ""]
        made.append(
            KeyFigure(
                label=f"Cost to {view.the(party)}, a month",
                value=money(value["central"]),
                spread="; ".join(filter(None, told)),
                how="how-cost",
                drawing=drawing,
            )
        )
    return made


def _inside(words: str, lead: str) -> str:
    """What stands in the brackets of a figure with its range."""
    return f"{lead}{words.partition('(')[2].rstrip(')')}" if "(" in words else ""


def _shortages(view: View) -> list[KeyFigure]:
    rows, found = clock_order(view), []
    for party in view.parties:
        first = next((row for row in rows if row["party"] == party), None)
        if first is None:
            continue
        short = first_stoppage(first)
        words = days_range(short)
        days = view.payload["manifest"]["days"]
        if short is not None and short["central"] is None:
            good, low = view.inline(view.good(first["good"])), short["low"] or 0.0
            soonest = f"{good} in {days_words(low)} at the earliest"
            found.append(
                KeyFigure(
                    label=f"{view.party(party)}: first shortage",
                    value=f"none in {days} days",
                    spread="in most draws; "
                    + (soonest if round(low) else f"in some already short of {good}"),
                    how="how-clock",
                )
            )
            continue
        if short is None:
            found.append(
                KeyFigure(
                    label=f"{view.party(party)}: first shortage",
                    value=f"none in {days} days",
                    spread="of the goods whose stocks are followed",
                    how="how-clock",
                )
            )
            continue
        found.append(
            KeyFigure(
                label=f"{view.party(party)}: first shortage",
                value=words.partition("(")[0].strip(),
                spread=f"{view.good(first['good'])}{_inside(words, '; range ')}",
                how="how-clock",
            )
        )
    return found


def _deals(found: Findings) -> list[KeyFigure]:
    if found.withheld:
        return [
            KeyFigure(
                label="Chance of a deal",
                value="not given",
                spread=f"{count(len(found.withheld), 'control')} on the table not costed",
                how="how-deals",
            )
        ]
    chance = found.chance
    if chance is None:
        return []
    draws = "draws" if chance.draws is None else f"{chance.draws:,} draws"
    made = [
        KeyFigure(
            label="Chance of a deal",
            value=per_cent(chance.deal),
            spread=f"share of {draws}",
            how="how-deals" if chance.stands is None else "how-keeping",
        )
    ]
    if chance.stands is not None:
        made.append(
            KeyFigure(
                label=f"Chance that it stands {chance.months:.0f} months",
                value=per_cent(chance.stands),
                spread="struck, kept by all and not ended by a shock",
                how="how-keeping",
            )
        )
    return made
