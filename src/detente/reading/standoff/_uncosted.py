"""Controls that no register or goods table knows: they stay on the table, without figures."""

import datetime as dt
import re
from collections.abc import Sequence

from detente.controls import Proposal, TabledControl, unexplained_entry
from detente.facts import Facts
from detente.reading.standoff._binding import instrument_in

__all__ = ["uncosted_controls"]

_LIVE = frozenset({"in force", "unknown"})


def uncosted_controls(
    proposals: Sequence[Proposal],
    parties: tuple[str, ...],
    day: dt.date,
    facts: Facts,
    accept: Sequence[str] = (),
) -> list[TabledControl]:
    """Put what the parties withhold and no register knows on the table, without figures.

    Notes
    -----
    Only what is in force by the article's words, or of which it does not say; what is lifted,
    suspended or only proposed is told by the ledger.
    """
    found: dict[str, TabledControl] = {}
    for imposer, target in (parties, parties[::-1]):
        for number, plan in enumerate(proposals, start=1):
            if plan.imposer != imposer or plan.status not in _LIVE or str(number) in accept:
                continue
            if not plan.product or plan.target not in (None, target):
                continue
            slug = _slug(plan.product)
            found.setdefault(
                f"{imposer}-{slug}",
                unexplained_entry(
                    plan,
                    target,
                    day,
                    name=slug,
                    not_costed=(
                        "it is in no register, so how much it blocks is not known; accept "
                        f"proposal {number} to count it with wide defaults"
                        if plan.goods
                        else f"the goods tables hold nothing on {plan.product}"
                    ),
                    instrument=instrument_in(
                        plan.origin.span.text if plan.origin.span else plan.name
                    ),
                    words="not in the register",
                    facts=facts,
                ),
            )
    return list(found.values())


def _slug(product: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", product.casefold()).strip("-") or "good"
