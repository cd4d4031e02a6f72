"""The production network of the partially binding Leontief model, in relative deviations.

Every state is a *shortfall* from the base year, zero without a shock, so that a calm run stays
at exactly zero in single precision: output ``1 - x/x0``, demand ``1 - d/d0``, orders
``1 - O/Z0`` and stock ``1 - S/S0``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.facts import Facts
from detente.world import World

__all__ = ["InputGroup", "Network", "build_network"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class InputGroup:
    """All rated uses of one input sector, by every user of every region.

    Parameters
    ----------
    sector
        Code of the input sector.
    suppliers
        Nodes that make the input, one per region, shape (regions,).
    users
        Nodes that need it, shape (uses,); critical users come first.
    critical
        Number of critical users; the others rate it important.
    weights
        Share of each supplying region in a user's purchases, shape (uses, regions) [share].
    demand
        Part of a supplier's total deliveries that goes to a use, shape (regions, uses) [share].
    stock_days, per_stock_day
        Days of use that the user's stock covers in the base year, shape (uses, 1) [day], and one
        over it.
    ample
        Run-down of the stock up to which no user of the group lacks the input [share].
    """

    sector: str
    suppliers: IntArray
    users: IntArray
    critical: int
    weights: Array
    demand: Array
    stock_days: Array
    per_stock_day: Array
    ample: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A world table prepared for daily stepping.

    Parameters
    ----------
    world
        The table.
    groups
        Rated inputs, which are stocked and can stop a user.
    unrated_demand
        Part of node j's deliveries that goes to node i as an unrated input, shape (n, n) [share];
        such inputs are ordered as used and never stop anyone.
    value_added
        Value added of each node, shape (n,) [USD bn per month].
    """

    world: World
    groups: tuple[InputGroup, ...]
    unrated_demand: Array
    value_added: Array


def build_network(world: World, facts: Facts) -> Network:
    """Prepare a world table for the disruption engine.

    Parameters
    ----------
    world
        The input-output table.
    facts
        Tables with the ratings of inputs and the stocks that sectors hold.

    Notes
    -----
    Ratings follow Pichler et al. (2022): each (input sector, user sector) pair is critical,
    important or neither, whatever the regions.
    """
    size, regions = world.n, len(world.regions)
    flows = np.asarray(world.flows, dtype=np.float64)
    output = np.asarray(world.output, dtype=np.float64)
    per_output = 1.0 / np.where(output > 0, output, 1.0)
    unrated = flows * per_output[:, None]
    stock_days = {row.sector: row.value for row in facts.input_stocks}
    ratings: dict[str, dict[str, str]] = {}
    for row in facts.input_criticality:
        ratings.setdefault(row.input, {})[row.user] = row.criticality
    groups = []
    for sector, by_user in ratings.items():
        if sector not in world.sectors:
            continue
        suppliers = world.sector_indices(sector)
        users = []
        for word in ("critical", "important"):
            named = [u for u, r in by_user.items() if r == word and u in world.sectors]
            nodes = np.array([n for u in named for n in world.sector_indices(u)], dtype=np.intp)
            bought = flows[np.ix_(suppliers, nodes)].sum(axis=0)
            users.append(nodes[(bought > 0) & (output[nodes] > 0)])
        every = np.concatenate(users)
        if not every.size:
            continue
        block = flows[np.ix_(suppliers, every)]
        sectors_of = [world.sectors[node % len(world.sectors)] for node in every]
        days = np.array(
            [stock_days.get(s, min(stock_days.values())) for s in sectors_of], dtype=np.float32
        )[:, None]
        groups.append(
            InputGroup(
                sector=sector,
                suppliers=suppliers.astype(np.intp),
                users=every,
                critical=len(users[0]),
                weights=np.ascontiguousarray((block / block.sum(axis=0)).T, dtype=np.float32),
                demand=np.ascontiguousarray(
                    block * per_output[suppliers][:, None], dtype=np.float32
                ),
                stock_days=days,
                per_stock_day=1.0 / days,
                ample=float((1.0 - 1.0 / days).min()),
            )
        )
        unrated[np.ix_(suppliers, every)] = 0.0
        assert block.shape[0] == regions  # noqa: S101 - one supplier node per region
    assert unrated.shape == (size, size)  # noqa: S101
    return Network(
        world=world,
        groups=tuple(groups),
        unrated_demand=unrated.astype(np.float32),
        value_added=np.asarray(world.value_added) / 12e3,
    )
