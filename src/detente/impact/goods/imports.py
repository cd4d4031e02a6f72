"""What a region buys abroad: the part of its need, and what it pays for it."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from detente.impact._draws import Sampler
from detente.impact.goods.needs import Needs
from detente.impact.goods.trade import trade_of

__all__ = ["bought_abroad", "foreign_part"]

Array = npt.NDArray[np.floating]

LEAST_KNOWN = 0.2
"""Least part of what a region needs from abroad that the flows named by rows must meet for what the
rest costs to be told by them [share]."""


def foreign_part(
    good: str, needs: Needs, *, controlled: Mapping[int, Array], rest: Array, draws: int
) -> Array:
    """Part of each region's need that comes from abroad.

    Parameters
    ----------
    good
        Id of the good.
    needs
        The tables and the world.
    controlled
        Part of the need of each region from the exporters of controlled flows, by the exporter's
        position, shape (regions, draws + 1) [share].
    rest
        How all other suppliers share the rest, shape (regions, regions): exporter, importer.
    draws
        Columns of the result, draws + 1.

    Returns
    -------
    Array
        Shape (regions, draws + 1) [share].

    Notes
    -----
    One less the row of ``dependence`` of a region with itself, where there is one; else what comes
    from controlled flows, and of the rest what others than itself supply.
    """
    regions = needs.world.regions
    theirs = np.zeros((len(regions), draws))
    for share in controlled.values():
        theirs += share
    theirs = np.minimum(theirs, 1.0)
    found = theirs + (1.0 - theirs) * (1.0 - np.diag(rest))[:, None]
    for r, region in enumerate(regions):
        own = needs.facts.dependence_row(good, region, region)
        if own is not None:
            found[r] = np.maximum(1.0 - own.value, theirs[r])
    return np.asarray(np.clip(found, 0.0, 1.0))


def bought_abroad(
    good: str, needs: Needs, sampler: Sampler, *, foreign: Array, exporters: Sequence[str]
) -> Array:
    """Value of all imports of a good by region.

    Parameters
    ----------
    good
        Id of the good.
    needs
        The tables, the world, and who needs what.
    sampler
        Draws.
    foreign
        Part of each region's need from abroad, shape (regions, draws + 1) [share].
    exporters
        Regions whose flows of the good some row of ``trade`` values.

    Returns
    -------
    Array
        Shape (regions, draws + 1) [USD bn per month].

    Notes
    -----
    Rows of ``trade`` seldom name all flows. Where those they name meet the part ``c`` of what a
    region needs from abroad, at least `LEAST_KNOWN`, all of it costs their value over ``c``: the
    rest is valued alike. What they name is left as it is where they meet less, or all.
    """
    known = trade_of(good, needs, sampler)
    for r, region in enumerate(needs.world.regions):
        use = needs.use(good, region)
        if use <= 0 or not known[r].any():
            continue
        met = sum(needs.need(good, e, region) for e in exporters if e != region) / use
        part = met / np.maximum(foreign[r], 1e-9)
        known[r] /= np.where(part >= LEAST_KNOWN, np.minimum(part, 1.0), 1.0)
    return known
