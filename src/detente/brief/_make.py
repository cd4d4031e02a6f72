"""A brief from what the layers found."""

from detente._wants import require
from detente.brief.brief import Brief
from detente.brief.payload import build_payload
from detente.controls import Standoff
from detente.deal import Deals
from detente.impact import Impact
from detente.reading import Reading

__all__ = ["make_brief"]


def make_brief(
    reading: Reading | None,
    standoff: Standoff,
    impact: Impact,
    deals: Deals,
    *,
    article: str = "article",
) -> Brief:
    """Put a brief together.

    Parameters
    ----------
    reading, standoff, impact, deals
        What `detente.read`, `detente.standoff`, `detente.simulate` and `detente.bargain` gave;
        no reading where the standoff was written by hand.
    article
        Name of the article for the manifest.

    Returns
    -------
    Brief
        Save it as HTML or JSON, or print it.
    """
    if reading is not None:
        require(reading, Reading, "dt.brief", "make one with dt.read(article), or give None")
    require(standoff, Standoff, "dt.brief", "make one with dt.standoff(reading)")
    require(impact, Impact, "dt.brief", "make one with dt.simulate(standoff)")
    require(deals, Deals, "dt.brief", "make one with dt.bargain(standoff, impact=impact)")
    return Brief(payload=build_payload(reading, standoff, impact, deals, article=article))
