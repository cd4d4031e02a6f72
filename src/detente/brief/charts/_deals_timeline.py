"""Bargains of the record as bars over the years: how long the easings stood, and what broke."""

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.facts import BargainRow

__all__ = ["deals_timeline"]

_LEFT, _WIDE, _ROW, _TOP = 230, 900, 18, 34


def deals_timeline(rows: "Sequence[BargainRow]") -> str:
    """Draw the bargains as one SVG.

    Returns
    -------
    str
        SVG text with a title and a description; an empty one if there is no bargain.
    """
    if not rows:
        return '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'
    first = min(row.date for row in rows).replace(month=1, day=1)
    last = max(max(row.followed, row.easings_seen or row.followed) for row in rows)
    span = max((last - first).days, 1)

    def at(day: dt.date) -> float:
        return _LEFT + (_WIDE - _LEFT - 10) * (day - first).days / span

    parts = []
    for year in range(first.year, last.year + 1):
        x = at(dt.date(year, 1, 1))
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 6}" y2="{_TOP + _ROW * len(rows)}" '
            'stroke="#ddd"/>'
        )
        if (year - first.year) % 2 == 0:
            parts.append(f'<text x="{x:.1f}" y="{_TOP - 12}" text-anchor="middle">{year}</text>')
    for place, row in enumerate(rows):
        y = _TOP + _ROW * place
        end = row.easings_end or row.easings_seen or row.followed
        dash = "" if row.form == "settlement" else ' stroke-dasharray="4 2"'
        parts.append(f'<text x="4" y="{y + 12}">{escape(row.id)}</text>')
        parts.append(
            f'<line x1="{at(row.date):.1f}" x2="{max(at(end), at(row.date) + 2):.1f}" '
            f'y1="{y + 8}" y2="{y + 8}" stroke="#1f6f8b" stroke-width="6"{dash}/>'
        )
        if row.first_breach is not None:
            x = at(row.first_breach)
            parts.append(
                f'<path d="M{x - 4:.1f} {y + 4} L{x + 4:.1f} {y + 12} M{x + 4:.1f} {y + 4} '
                f'L{x - 4:.1f} {y + 12}" stroke="#b3261e" stroke-width="2">'
                f"<title>{escape(f'{row.first_breach}: {row.breach}')}</title></path>"
            )
        if row.easings_end is None:
            x = max(at(end), at(row.date) + 2)
            parts.append(f'<path d="M{x:.1f} {y + 3} l7 5 l-7 5 z" fill="#1f6f8b"/>')
    height = _TOP + _ROW * len(rows) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{height}" '
        f'viewBox="0 0 {_WIDE} {height}" role="img" font-family="sans-serif" font-size="11">'
        "<title>The record of deals</title><desc>One bar a bargain, from the day it was struck to "
        "the end of the traded easings; an arrow where they were still in force when last seen; a "
        "cross at the first breach or new like measure; a broken bar for a truce.</desc>"
        f'<rect width="{_WIDE}" height="{height}" fill="white"/>{"".join(parts)}</svg>'
    )
