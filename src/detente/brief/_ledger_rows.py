"""What became of each thing read, exclusions, and a reported deal, as objects of the payload."""

from collections.abc import Callable
from typing import TypeAlias

from detente.brief.shape import standoff as shape
from detente.brief.shape.whole import Link
from detente.controls import Agreement, Origin, Standoff
from detente.deal import Deals
from detente.shape.common import Origin as Told

__all__ = ["agreement_payload", "exclusion_rows", "ledger_rows", "link_rows"]

From: TypeAlias = Callable[[Origin], Told]


def ledger_rows(standoff: Standoff, origin: From) -> list[shape.Ledger]:
    """Every thing that was read, and what became of it."""
    return [
        {
            "kind": one.kind,
            "id": one.id,
            "words": one.words,
            "outcome": one.outcome,
            "why": one.why,
            "ref": one.ref,
            "headline": one.headline,
            "from": origin(one.origin),
        }
        for one in standoff.ledger
    ]


def link_rows(standoff: Standoff) -> list[Link]:
    """Rows of the register that the article speaks of, and how sure that is."""
    return [
        {
            "control": one.control,
            "name": one.name,
            "role": one.role,
            "score": one.score,
            "band": one.band,
            "status": one.status,
            "why": one.why,
            "passage": " ".join(one.passages[0].text.split()) if one.passages else "",
        }
        for one in standoff.links
    ]


def exclusion_rows(standoff: Standoff, origin: From) -> list[shape.ExclusionRow]:
    """Everything that was said to be off the table, whether or not it bounds a control.

    Notes
    -----
    Red lines that the analyst drew, without a passage that was read, come after those read.
    """
    bounds = {entry.control: entry.bound for entry in standoff.controls}
    rows: list[shape.ExclusionRow] = [
        {
            "id": one.id,
            "words": one.words,
            "control": one.ref,
            "outcome": one.outcome,
            "bound": bounds.get(one.ref) if one.ref and one.outcome == "used" else None,
            "why": one.why,
            "from": origin(one.origin),
        }
        for one in standoff.ledger
        if one.kind == "exclusion"
    ]
    told = {row["control"] for row in rows if row["outcome"] == "used"}
    rows += [
        {
            "id": "",
            "words": line.words,
            "control": line.control,
            "outcome": "used",
            "bound": line.bound,
            "why": f"it bounds {line.control}",
            "from": origin(line.origin),
        }
        for line in standoff.red_lines
        if line.control not in told
    ]
    return rows


def agreement_payload(
    agreement: Agreement | None, deals: Deals, origin: From
) -> shape.Agreement | None:
    """The deal that the article reports, held against what its parties value."""
    if agreement is None:
        return None
    return {
        "words": agreement.words,
        "firmness": agreement.firmness,
        "said_by": agreement.said_by,
        "gives": [
            {
                "party": part.party,
                "words": part.words,
                "controls": list(part.controls),
                "easing": None if part.easing is None else part.easing.range.as_dict(),
                "from": origin(part.origin),
            }
            for part in agreement.gives
        ],
        "appraisal": None if deals.reported is None else deals.reported.to_payload(),
        "standing": _standing(agreement, deals),
        "from": origin(agreement.origin),
    }


def _standing(agreement: Agreement, deals: Deals) -> shape.Standing | None:
    """How likely it stands by month, and its parts that nothing costs."""
    risk = deals.breakdown_risk
    if risk is None or risk.outlook is None:
        return None
    return {
        "by_month": risk.outlook.by_month(),
        "not_costed": [part.words for part in agreement.gives if not part.controls],
        "words": risk.outlook.words,
    }
