"""Rows of the table of side issues: what is traded besides controls, and what a unit is worth."""

from typing import ClassVar, Literal

from ._figure import Text
from ._rows import FigureRow

__all__ = ["SideIssueRow"]


class SideIssueRow(FigureRow):
    """How much of a side issue is on the table, or what one unit is worth (``side_issues.csv``).

    ``measure`` is ``most`` (in the row of its giver; a pure number of ``of_unit``) or ``worth`` (to
    the party of the row, of one ``of_unit`` [USD bn per month]; below zero for who pays).
    """

    key = ("issue", "measure", "party")
    refers: ClassVar[dict[str, str]] = {"source": "source", "party": "party"}
    allowed_units = frozenset({"1", "USD bn per month"})

    issue: Text
    measure: Literal["most", "worth"]
    party: Text
    of_unit: Text
