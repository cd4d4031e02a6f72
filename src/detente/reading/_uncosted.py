"""Controls on goods that no facts table knows: they stay on the table, without figures."""

import datetime as dt
import re

from detente.controls import TabledControl, worth_of
from detente.facts import Facts
from detente.reading._items import goods_of
from detente.reading._records import Control, Reading
from detente.reading._tabled import from_article, range_of

__all__ = ["uncosted_controls", "unknown_good"]

_LIVE = frozenset({"in force", "unknown"})


def unknown_good(reading: Reading, control: Control, facts: Facts) -> str | None:
    """The good of a control, by the article's words, where no facts table holds it.

    Parameters
    ----------
    reading, control
        A control that the article speaks of.
    facts
        The tables.
    """
    words = reading.goods.get(control.id, ())
    if not control.product or control.product == "technology":
        return None
    if goods_of(words, facts) or set(words) == {"technology"}:
        return None
    return control.product


def uncosted_controls(
    reading: Reading, parties: tuple[str, ...], day: dt.date, facts: Facts
) -> list[TabledControl]:
    """Put what the parties withhold and no facts table knows on the table, without figures.

    Parameters
    ----------
    reading
        What the article says.
    parties
        The two sides.
    day
        The day of the standoff.
    facts
        The tables.

    Notes
    -----
    Only what is in force by the article's words, or of which it does not say; what is lifted,
    suspended or only proposed is told by the ledger.
    """
    found: dict[str, TabledControl] = {}
    for imposer, target in (parties, parties[::-1]):
        for control in reading.controls:
            product = unknown_good(reading, control, facts)
            if control.imposer != imposer or product is None or not control.mentions:
                continue
            if control.status not in _LIVE:
                continue
            name = f"{imposer}-{_slug(product)}"
            worth = worth_of(facts, None, imposer, instrument="unknown", goods=())
            found.setdefault(
                name,
                TabledControl(
                    control=name,
                    name=f"{facts.party(imposer).adjective} control on {product}",
                    imposer=imposer,
                    target=target,
                    not_costed=f"the goods tables hold nothing on {product}",
                    instrument="unknown",
                    effective=day,
                    status="named in the article only",
                    intensity=range_of(facts.model_parameter("unknown_intensity")),
                    security=worth.security,
                    political=worth.political,
                    valued=worth.valued,
                    origin=from_article(control.mentions[0], "not in the register"),
                ),
            )
    return list(found.values())


def _slug(product: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", product.casefold()).strip("-") or "good"
