"""The six or so figures of the first screen, each with its range and the way it was computed."""

from dataclasses import dataclass

from markupsafe import Markup

from detente.brief._trade_words import chance_of_deal
from detente.brief._view import View, triple
from detente.brief.charts import clock_order, first_stoppage
from detente.brief.charts._axes import Scale
from detente.brief.charts._svg import line, rect, svg
from detente.say import days_range, money, money_range, per_cent

__all__ = ["KeyFigure", "key_figures"]

WIDE, HIGH = 1000.0, 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One figure of the first screen.

    Parameters
    ----------
    label
        What it measures.
    value
        The central figure, with its unit.
    spread
        Its range, or what it rests on, in words.
    how
        Anchor of how it is computed.
    drawing
        Bar with range, on one scale with its fellows; None where none is drawn.
    """

    label: str
    value: str
    spread: str
    how: str
    drawing: Markup | None = None


def key_figures(view: View) -> list[KeyFigure]:
    """Pick the figures of the first screen.

    Parameters
    ----------
    view
        The payload.

    Returns
    -------
    list of KeyFigure
        Cost to each side, first shortage of each side, chance of a deal, chance that one lasts.
    """
    costs, shortages, deals = _costs(view), _shortages(view), _deals(view)
    return [*costs, *deals[:1], *shortages, *deals[1:]]


def _costs(view: View) -> list[KeyFigure]:
    totals = {p: triple(row["together"]) for p, row in view.totals().items() if p in view.parties}
    if not totals:
        return []
    scale = Scale(
        min(0.0, *(value["low"] for value in totals.values())),
        max(1e-9, *(value["high"] for value in totals.values())),
        4,
        WIDE - 4,
    )
    found = []
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
        found.append(
            KeyFigure(
                label=f"Cost to {view.the(party)}, a month",
                value=money(value["central"]),
                spread=_inside(words, "range "),
                how="how-cost",
                drawing=drawing,
            )
        )
    return found


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
        if short is None:
            days = view.payload["manifest"]["days"]
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


def _deals(view: View) -> list[KeyFigure]:
    deals = view.payload["deals"]
    found = []
    if deals["accepted"]["of"]:
        share, draws = chance_of_deal(view)
        all_ = "both sides accept" if len(view.parties) == 2 else "all sides accept"
        found.append(
            KeyFigure(
                label=f"Chance of a trade {all_}",
                value=per_cent(share),
                spread=f"share of {draws}",
                how="how-keeping" if deals["breakdown_risk"] else "how-deals",
            )
        )
    if risk := deals["breakdown_risk"]:
        found.append(
            KeyFigure(
                label=f"Chance that one lasts {risk['months']:.0f} months",
                value=per_cent(1.0 - risk["total"]),
                spread=f"a shock ends it in {per_cent(risk['shock'])}, "
                f"no trade suits in {per_cent(risk['no_deal'])}",
                how="how-keeping",
            )
        )
    return found
