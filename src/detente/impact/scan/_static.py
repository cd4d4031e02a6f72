"""A first look without time: what a cut costs buyers by a CES formula, and the seller in sales."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente._units import MONTHS_PER_YEAR
from detente.impact.scan._cuts import Cut
from detente.world import World

__all__ = ["static_losses"]

Array = npt.NDArray[np.float64]

MOST = 0.99
"""Share of an input that a cut can take from a buyer; all of it would cost without bound."""

MONTHS = 1e3 * MONTHS_PER_YEAR
"""USD mn per year in USD bn per month."""


def static_losses(world: World, cuts: Sequence[Cut], *, theta: float) -> Array:
    """Loss of every region from each cut, shape (cuts, regions) [USD bn per month].

    Parameters
    ----------
    world
        The table.
    cuts
        What is cut off, wholly.
    theta
        Elasticity with which buyers turn to other sellers of the same sector [1].

    Returns
    -------
    Array
        Buyers: purchases of the sector times ``-ln(1 - omega) / theta``, omega the seller's share
        of them, user by user. Seller: value added in the lost sales, also in its suppliers at home
        and abroad.

    References
    ----------
    Cut-off loss of a CES bundle, second-order term of Baqaee and Farhi (2019) kept whole; value
    added by hypothetical extraction, Dietzenbacher and Lahr (2013), *Economic Systems Research*
    25(3).
    """
    regions, kinds = len(world.regions), len(world.sectors)
    by_sector = world.flows.reshape(regions, kinds, -1).sum(axis=0, dtype=float)
    total = np.tile(by_sector, (regions, 1))
    share = np.divide(world.flows, total, out=np.zeros_like(total), where=total > 0)
    cost = total * -np.log1p(-np.minimum(share, MOST)) / theta
    buyers = cost.reshape(world.n, regions, kinds).sum(axis=2) / MONTHS
    sold = world.flows.reshape(world.n, regions, kinds).sum(axis=2, dtype=float) / MONTHS
    inverse = np.linalg.inv(np.eye(world.n) - world.technical_coefficients())
    value = world.value_added_share()[:, None] * inverse
    earned = value.reshape(regions, kinds, world.n).sum(axis=1)
    out = np.zeros((len(cuts), regions))
    for row, cut in enumerate(cuts):
        node = world.index(cut.exporter, cut.product)
        struck = np.isin(np.arange(regions), [world.region_index(code) for code in cut.buyers])
        out[row] = np.where(struck, buyers[node], 0.0) + earned[:, node] * sold[node, struck].sum()
    return out
