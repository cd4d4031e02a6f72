"""A world table prepared for daily stepping: who buys which input from whom, and what binds."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.disruption._ario import Ario
from detente.impact.disruption._inputs import Inputs
from detente.impact.disruption._variants import Leontief
from detente.world import World

__all__ = ["InputGroup", "Network", "build_network"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

MOST = 0.8
"""An input that more nodes than this part use is kept for all nodes, which saves copies."""

ROUNDING = 1e-9
"""Negative flows of this size, relative to the largest, are taken for rounding and set to zero."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InputGroup:
    """All stocked uses of one input sector, by every user of every region.

    Parameters
    ----------
    sector
        Code of the input sector.
    suppliers
        Nodes that make the input, shape (suppliers,).
    users
        Nodes that stock it, shape (uses,).
    made_at, used_at
        The same as rows of a state array: slices where they can be, so that nothing is copied.
    weights
        Share of each supplier in a user's purchases, shape (uses, suppliers) [share].
    sales
        Part of a supplier's output that each use takes, shape (suppliers, uses) [share].
    sold
        Part of a supplier's output that goes to the uses of this group, shape (suppliers, 1)
        [share].
    days
        Stock in days of base use, shape (uses, 1) [day].
    slope, offset
        What the stock's gap (days of use missing) takes from output: ``slope * gap - offset``,
        shapes (uses, 1); where an input does not bind the slope is zero.
    ample
        Gap up to which no use of the group is bound, and no stock is empty [day].
    """

    sector: str
    suppliers: IntArray
    users: IntArray
    made_at: slice
    used_at: slice | IntArray
    weights: Array
    sales: Array
    sold: Array
    days: Array
    slope: Array
    offset: Array
    ample: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A world table prepared for the disruption engine.

    Parameters
    ----------
    world
        The table.
    model
        Rules of production and orders.
    groups
        Inputs that are stocked, by input sector.
    as_used
        Part of node j's output that goes to node i as an input without a stock, shape (n, n)
        [share]; None where every input is stocked.
    value_added
        Value added of each node, shape (n,) [USD bn per month].
    dtype
        Precision of the state.
    """

    world: World
    model: Leontief | Ario
    groups: tuple[InputGroup, ...]
    as_used: Array | None
    value_added: Array
    dtype: np.dtype[Any]


def build_network(
    world: World,
    inputs: Inputs,
    model: Leontief | Ario,
    *,
    dtype: npt.DTypeLike = np.float32,
) -> Network:
    """Prepare a world table for the disruption engine.

    Parameters
    ----------
    world
        The input-output table.
    inputs
        Ratings and stocks of inputs, for this world.
    model
        Rules of production and orders.
    dtype
        Precision of the state: single, or double for comparison with other programs.

    Raises
    ------
    ImpactError
        If the table has a NaN or a negative flow or output, or the inputs are for another world.
    """
    sectors, n = len(world.sectors), world.n
    _check_table(world)
    if inputs.rating.shape != (sectors, n):
        raise ImpactError(
            f"the inputs are for {inputs.rating.shape[0]} sectors and {inputs.rating.shape[1]} "
            f"nodes, and the world has {sectors} and {n}: make them with this world"
        )
    makes = world.output > 0
    per_output = np.divide(1.0, world.output, out=np.zeros(n), where=makes)
    binds, stocked = _binding(model, inputs)
    as_used: Array | None = None
    groups = []
    for s, sector in enumerate(world.sectors):
        suppliers = world.sector_indices(sector)
        rows = np.maximum(world.flows[suppliers], 0.0)
        total = rows.sum(axis=0)
        used = (total > 0) & makes
        users = np.flatnonzero(used & stocked[s])
        if users.size > MOST * n:
            users = np.arange(n)
        loose = used & ~stocked[s]
        if loose.any():
            if as_used is None:
                as_used = np.zeros((n, n), dtype=dtype)
            as_used[suppliers] = rows * per_output[suppliers, None] * loose
        if users.size:
            groups.append(
                _group(
                    world,
                    sector,
                    users,
                    block=rows[:, users] * (used & stocked[s])[users],
                    production=_production(model, binds[s, users], inputs.stock_days[s, users]),
                    days=inputs.stock_days[s, users],
                    dtype=dtype,
                )
            )
    if isinstance(model, Leontief) and model.variant == "linear":
        groups = _pooled(groups, world)
    return Network(
        world=world,
        model=model,
        groups=tuple(groups),
        as_used=as_used,
        value_added=np.asarray(world.value_added) / 12e3,
        dtype=np.dtype(dtype),
    )


def _check_table(world: World) -> None:
    """Refuse a table that is not a table: the first bad entry, by name."""
    for name, values in (
        ("flow", world.flows),
        ("output", world.output),
        ("value added", world.value_added),
        ("final demand", world.final_demand),
    ):
        bad = ~np.isfinite(values)
        if name in {"flow", "output"}:
            bad |= values < -ROUNDING * np.nanmax(np.abs(values), initial=0.0)
        if bad.any():
            at = tuple(int(i) for i in np.argwhere(bad)[0])
            where = " to ".join(world.labels[i] for i in at[: 2 if name == "flow" else 1])
            raise ImpactError(
                f"{name} of {where} is {values[at]:g} ({int(bad.sum())} such entries): "
                "mend the table before it is simulated"
            )


def _binding(model: Leontief | Ario, inputs: Inputs) -> tuple[Array, npt.NDArray[np.bool_]]:
    finite = np.isfinite(inputs.stock_days)
    if isinstance(model, Ario):
        return np.ones_like(inputs.rating), finite
    return model.binding(inputs.rating), model.stocked(inputs.rating) & finite


def _production(model: Leontief | Ario, binds: Array, days: Array) -> tuple[Array, Array]:
    """Slope and offset of what a gap in the stock takes from output."""
    if isinstance(model, Ario):
        return 1.0 / (days * model.psi), np.full(len(days), 1.0 / model.psi - 1.0)
    return binds, np.where(binds > 0, binds * (days - 1.0), np.inf)


def _group(
    world: World,
    sector: str,
    users: IntArray,
    *,
    block: Array,
    production: tuple[Array, Array],
    days: Array,
    dtype: npt.DTypeLike,
) -> InputGroup:
    """One input and its users; some may buy none, which then never binds and is never ordered."""
    n, sectors, suppliers = world.n, len(world.sectors), world.sector_indices(sector)
    output = world.output[suppliers]
    per_output = np.divide(1.0, output, out=np.zeros(len(suppliers)), where=output > 0)
    slope, offset = production
    bought = block.sum(axis=0)
    slope = np.where(bought > 0, slope, 0.0)
    offset = np.where(bought > 0, offset, np.inf)
    days = np.where(np.isfinite(days), days, 1.0)
    free = np.divide(offset, slope, out=np.full(len(days), np.inf), where=slope > 0)
    ample = np.minimum(free, np.where(bought > 0, days, np.inf)).min()

    def column(values: Array) -> Array:
        return np.ascontiguousarray(values[:, None], dtype=dtype)

    return InputGroup(
        sector=sector,
        suppliers=suppliers,
        users=users,
        made_at=slice(int(suppliers[0]), None, int(sectors)),
        used_at=slice(None) if len(users) == n else users,
        weights=np.ascontiguousarray((block / np.where(bought > 0, bought, 1.0)).T, dtype=dtype),
        sales=np.ascontiguousarray(block * per_output[:, None], dtype=dtype),
        sold=column(block.sum(axis=1) * per_output),
        days=column(days),
        slope=column(slope),
        offset=column(offset),
        ample=float(ample),
    )


def _pooled(groups: list[InputGroup], world: World) -> list[InputGroup]:
    """Give each input its share in all that a user buys (equation 13)."""
    total = np.zeros(world.n)
    for group in groups:
        total[group.users] += _purchases(group, world)
    pooled = []
    total[total == 0] = 1.0
    for group in groups:
        share = (_purchases(group, world) / total[group.users])[:, None].astype(group.days.dtype)
        pooled.append(replace(group, slope=share, offset=share * (group.days - 1.0), ample=-1.0))
    return pooled


def _purchases(group: InputGroup, world: World) -> Array:
    return np.asarray(world.flows[np.ix_(group.suppliers, group.users)].sum(axis=0))
