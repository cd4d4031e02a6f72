"""A world table prepared for daily stepping: who buys which input from whom, and what binds."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.disruption.inputs import Inputs
from detente.impact.disruption.model import InputGroup, LooseGroup, Model
from detente.world import World

__all__ = ["Network", "build_network"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

MOST = 0.8
"""An input that more nodes than this part use is kept for all nodes, which saves copies."""

ROUNDING = 1e-9
"""Negative flows of this size, relative to the largest, are taken for rounding and set to zero."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A world table prepared for the disruption engine."""

    world: World
    """The table."""
    model: Model
    """Rules of production and orders."""
    groups: tuple[InputGroup, ...]
    """Inputs that are stocked, by input sector."""
    as_used: tuple[LooseGroup, ...]
    """Inputs without a stock, by input sector."""
    value_added: Array
    """Value added of each node, shape (n,) [USD bn per month]."""
    dtype: np.dtype[Any]
    """Precision of the state."""


def build_network(
    world: World, inputs: Inputs, model: Model, *, dtype: npt.DTypeLike = np.float32
) -> Network:
    """Prepare a world table for the disruption engine."""
    sectors, n = len(world.sectors), world.n
    _check_table(world)
    if inputs.rating.shape != (sectors, n):
        raise ImpactError(
            f"the inputs are for {inputs.rating.shape[0]} sectors and {inputs.rating.shape[1]} "
            f"nodes, and the world has {sectors} and {n}: make them with this world"
        )
    makes = world.output > 0
    per_output = np.divide(1.0, world.output, out=np.zeros(n), where=makes)
    binds = model.binding(inputs.rating)
    stocked = model.stocked(inputs.rating) & np.isfinite(inputs.stock_days)
    groups, as_used = [], []
    for s, sector in enumerate(world.sectors):
        suppliers = world.sector_indices(sector)
        rows = np.maximum(world.flows[suppliers], 0.0)
        total = rows.sum(axis=0)
        used = (total > 0) & makes
        users = np.flatnonzero(used & stocked[s])
        if users.size > MOST * n:
            users = np.arange(n)
        loose = np.flatnonzero(used & ~stocked[s])
        if loose.size:
            sales = rows[:, loose] * per_output[suppliers, None]
            as_used.append(
                LooseGroup(
                    suppliers=suppliers,
                    users=loose,
                    made_at=slice(int(suppliers[0]), None, sectors),
                    sales=np.ascontiguousarray(sales, dtype=dtype),
                )
            )
        if users.size:
            groups.append(
                _group(
                    world,
                    sector,
                    users,
                    block=rows[:, users] * (used & stocked[s])[users],
                    production=model.production(binds[s, users], inputs.stock_days[s, users]),
                    days=inputs.stock_days[s, users],
                    dtype=dtype,
                )
            )
    return Network(
        world=world,
        model=model,
        groups=tuple(model.joined(groups, world)),
        as_used=tuple(as_used),
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
        signed = name in {"flow", "output"}
        if np.isfinite(values.sum()) and not (signed and values.min() < 0):
            continue
        bad = ~np.isfinite(values)
        if signed:
            bad |= values < -ROUNDING * np.nanmax(np.abs(values), initial=0.0)
        if bad.any():
            at = tuple(int(i) for i in np.argwhere(bad)[0])
            where = " to ".join(world.labels[i] for i in at[: 2 if name == "flow" else 1])
            raise ImpactError(
                f"{name} of {where} is {values[at]:g} ({int(bad.sum())} such entries): "
                "mend the table before it is simulated"
            )


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
