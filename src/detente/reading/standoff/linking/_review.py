"""Review: what an analyst is shown to tick, and the ticks as a labelled example."""

import datetime as dt
from collections.abc import Set
from dataclasses import dataclass

from detente.controls import Proposal
from detente.reading._records import Reading
from detente.reading.standoff.linking._link import Linking
from detente.reading.standoff.linking._role import band_of

__all__ = ["Candidate", "candidates_of", "label_of"]

_SHOWN = 8
"""Rows shown that were not linked, the nearest."""
_HINT = 2.0
"""Score from which a row that was not linked is shown [points]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One line of a review."""

    id: str
    """Id of a register row, or the number of a proposal: what ``accept`` and ``reject`` take."""
    name: str
    """What it is."""
    ticked: bool
    """Whether it is on the table as it stands."""
    role: str
    """What it is to the article; ``not linked`` or ``proposal`` else."""
    score: float | None
    """Strength of the evidence [points]; ``None`` for a proposal."""
    band: str
    """How sure the link would be; empty for a proposal."""
    status: str
    dates: str
    """What is known of it on the day, and when it was announced and took effect."""
    passage: str
    """The sentence it rests on most."""


def candidates_of(
    linking: Linking, proposals: list[Proposal], day: dt.date, tabled: Set[str]
) -> tuple[Candidate, ...]:
    """List what an analyst can tick: linked rows, the nearest others, and proposals.

    Parameters
    ----------
    linking
        The article held against the register.
    proposals
        Controls that no row explains.
    day
        The standoff's day.
    tabled
        Rows that are on the table between the two sides.

    Returns
    -------
    tuple of Candidate
        Linked rows, the nearest others, proposals; each best first.
    """
    linked = {link.control.id: link for link in linking.links}
    shown = [row for row in linking.rows if row[0].id in linked]
    shown += [row for row in linking.rows if row[0].id not in linked and row[1] >= _HINT][:_SHOWN]
    lines = []
    for control, score in shown:
        link = linked.get(control.id)
        steps = (control.announced, control.effective, control.suspended, control.lifted)
        lines.append(
            Candidate(
                id=control.id,
                name=control.name,
                ticked=control.id in tabled,
                role=link.role if link is not None else "not linked",
                score=score,
                band=band_of(score),
                status=str(control.status(day)),
                dates=" / ".join(step.isoformat() if step else "-" for step in steps),
                passage=" ".join(linking.best[control.id].text.split()),
            )
        )
    lines += [
        Candidate(
            id=str(number),
            name=plan.name,
            ticked=False,
            role="proposal",
            score=None,
            band="",
            status=plan.status,
            dates="",
            passage=plan.origin.span.text if plan.origin.span else "",
        )
        for number, plan in enumerate(proposals, start=1)
    ]
    return tuple(lines)


def label_of(
    reading: Reading, name: str, linking: Linking, day: dt.date, proposals: list[Proposal]
) -> dict[str, str]:
    """Return a reviewed article as one labelled example, a row that the scorer of links reads.

    Parameters
    ----------
    reading
        What the article says.
    name
        Name of the article.
    linking
        The article held against the register, with the analyst's ticks.
    day
        The standoff's day.
    proposals
        Controls that no row explains.
    """
    roles: dict[str, list[str]] = {}
    for link in linking.links:
        roles.setdefault(link.role, []).append(link.control.id)
    return {
        "article": name,
        "set": "reviewed",
        "on": day.isoformat(),
        "core": ";".join([*roles.get("at issue", []), *roles.get("red line", [])]),
        "over": ";".join(roles.get("over", [])),
        "also": ";".join(roles.get("background", [])),
        "not_in_register": ";".join(plan.name for plan in proposals),
        "sha256": reading.document.sha256,
    }
