"""The brief proper: what fits two pages, made once for every form a brief takes."""

from dataclasses import dataclass
from typing import Any

from detente.brief._bottom_line import message
from detente.brief._findings import NONE, WHOLE, Findings, findings_of
from detente.brief._left_out import caveats, left_out
from detente.brief._words import annex_topics, proper_topics
from detente.brief.view import View, triple
from detente.say import Sentence, clean, money_range, per_cent

__all__ = ["Proper", "TableRow", "brief_proper"]

MOST_ROWS = 7
"""Controls in the table of the first pages at most; the annex holds all [count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One control on the table, as the first pages show it."""

    control: str
    """Its id."""
    name: str
    """Its name."""
    owner: str
    """Who imposes it, ISO3."""
    state: str
    """How it stands, in words."""
    eased: str
    """How far the balanced package eases it, or why it does not."""
    costs: dict[str, str]
    """What it costs each party alone, by party."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proper:
    """What a brief says on its first pages, and the two sentences that open its annex."""

    found: Findings
    """The named results."""
    message: tuple[Sentence, ...]
    """The message, most important first."""
    caveats: tuple[Sentence, ...]
    """What makes it less than it seems."""
    topics: tuple[Sentence, ...]
    """What each side loses, the clock, the trade, what would change it, what was left out."""
    annex: tuple[Sentence, ...]
    """What was said and what is on the table."""
    table: tuple[TableRow, ...]
    """The controls on the table, dearest first."""
    more: int
    """Controls that the table leaves to the annex [count]."""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, in order."""
        return (*self.message, *self.caveats, *self.topics, *self.annex)


def brief_proper(view: View) -> Proper:
    """Make the brief proper of a payload."""
    found = findings_of(view)
    rows = _rows(view, found)
    end = left_out(view)
    return Proper(
        found=found,
        message=tuple(message(view, found)),
        caveats=tuple(caveats(view)),
        topics=(*proper_topics(view, found), *([end] if end else [])),
        annex=tuple(annex_topics(view)),
        table=tuple(rows[:MOST_ROWS]),
        more=max(len(rows) - MOST_ROWS, 0),
    )


def _rows(view: View, found: Findings) -> list[TableRow]:
    """The controls on the table: those with a cost by its size, then those without."""
    losses = view.paired_losses()
    places = {code: place for place, code in enumerate(losses)}
    easings = found.trade.package["easings"] if found.trade else {}
    rows = sorted(view.shown_controls(), key=lambda row: places.get(row["control"], len(places)))
    return [
        TableRow(
            control=row["control"],
            name=view.control(row["control"]),
            owner=row["imposer"],
            state=_state(row),
            eased=_eased(row, easings, traded=found.trade is not None),
            costs={
                one["party"]: money_range(triple(one))
                for one in losses.get(row["control"], ())
                if one["party"] in view.parties
            },
        )
        for row in rows
    ]


def _state(row: dict[str, Any]) -> str:
    return clean(row.get("state")) or clean(row["status"])


def _eased(row: dict[str, Any], easings: dict[str, float], *, traded: bool) -> str:
    """How far the balanced package eases a control."""
    if row["easing_bound"] <= 0:
        return "red line"
    if row.get("not_costed"):
        return "not costed"
    share = easings.get(row["control"], 0.0)
    if not traded:
        return "may be eased"
    if share >= WHOLE:
        return "in full"
    return "kept" if abs(share) <= NONE else per_cent(share)
