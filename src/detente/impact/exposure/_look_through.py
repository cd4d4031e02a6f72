"""Foreign input reliance: what is bought directly, and what stands behind it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from detente.world import World

__all__ = ["Reliance", "foreign_input_reliance"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """Inputs of the sectors of one region by the region in which they are made."""

    region: str
    """Who buys."""
    origins: tuple[str, ...]
    """Regions in which inputs are made."""
    sectors: tuple[str, ...]
    """Sectors that buy."""
    face_value: Array
    """Direct purchases per unit of output, shape (origins, sectors) [1]."""
    look_through: Array
    """Gross output needed anywhere upstream per unit of output, shape (origins, sectors) [1]."""
    domestic_share: float
    """Part of all intermediate purchases of the region that is made at home [share]."""

    def top(self, sector: str, *, look_through: bool = True) -> tuple[str, float]:
        """Largest foreign supplier of a sector and its reliance [1]."""
        table = self.look_through if look_through else self.face_value
        column = table[:, self.sectors.index(sector)].copy()
        column[self.origins.index(self.region)] = -1.0
        at = int(np.argmax(column))
        return self.origins[at], float(column[at])


@lru_cache(maxsize=16)
def foreign_input_reliance(world: World, region: str) -> Reliance:
    """Face-value and look-through reliance of every sector of a region.

    Raises
    ------
    UnknownCodeError
        If the table has no such region.

    Notes
    -----
    With technical coefficients A and L = (I - A)^-1, face value of sector s on origin d is
    ``sum_k A[(d,k), s]`` and look-through ``sum_k (L - I)[(d,k), s]``, k over the sectors of d.
    Look-through counts gross output at every step, so it exceeds the value that ends up in the
    product; it ranks origins and does not add up to one. Purchases from the table's residual
    region count as foreign in ``domestic_share`` and are in neither table.

    References
    ----------
    Baldwin, R., Freeman, R. and Theodorakopoulos, A. (2023), Hidden Exposure: Measuring US Supply
    Chain Reliance, Brookings Papers on Economic Activity, Fall 2023.
    """
    here = world.region_slice(region)
    coefficients = world.technical_coefficients()
    direct = coefficients[:, here]
    total = np.linalg.solve(np.eye(world.n) - coefficients, direct)  # (L - I) = L A
    shape = (len(world.regions), len(world.sectors), len(world.sectors))
    bought = world.flows[:, here].sum(dtype=float) + world.imports_residual[here].sum()
    return Reliance(
        region=region,
        origins=world.regions,
        sectors=world.sectors,
        face_value=np.asarray(direct.reshape(shape).sum(axis=1)),
        look_through=np.asarray(total.reshape(shape).sum(axis=1)),
        domestic_share=float(world.flows[here, here].sum(dtype=float) / bought),
    )
