"""Merging of regions and sectors; totals stay as they are."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from detente._errors import WorldError
from detente.world._world import Array, World

__all__ = ["aggregate", "sum_by_group"]

Positions = npt.NDArray[np.intp]

LINES = 256
"""Lines of a table that are summed at once [count]."""


def sum_by_group(values: Array, group: Positions, count: int, *, axis: int) -> Array:
    """Sum the entries of each group along one axis.

    Examples
    --------
    >>> sum_by_group(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 0]), 2, axis=0)
    array([5., 2.])
    """
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(count))
    lines = np.moveaxis(values, axis, -1).reshape(-1, len(group))
    summed: Array = np.empty((len(lines), count))
    for start in range(0, len(lines), LINES):  # a few at a time: no copy of a whole table
        taken = np.take(lines[start : start + LINES], order, axis=1)
        np.add.reduceat(taken, starts, axis=1, dtype=float, out=summed[start : start + LINES])
    summed = np.moveaxis(summed.reshape(*np.delete(values.shape, axis), count), -1, axis)
    return np.ascontiguousarray(summed)


def _groups(codes: Sequence[str], mapping: Mapping[str, str]) -> tuple[list[str], Positions]:
    """Group codes in the order of the mapping, then codes that stay; and each code's group."""
    staying = [code for code in codes if code not in mapping]
    names = list(dict.fromkeys([*mapping.values(), *staying]))
    at = {name: position for position, name in enumerate(names)}
    return names, np.array([at[mapping.get(code, code)] for code in codes], dtype=np.intp)


def aggregate(world: World, regions: Mapping[str, str], sectors: Mapping[str, str]) -> World:
    """Merge regions and sectors of a table."""
    for region in regions:
        world.region_index(region)
    for sector in sectors:
        world.sector_index(sector)
    if world.residual in regions.values():
        raise WorldError(
            f"no group can be called {world.residual!r}, the code of the residual region: "
            "choose another code"
        )
    region_codes, region_group = _groups(world.regions, regions)
    sector_codes, sector_group = _groups(world.sectors, sectors)
    node_group = (region_group[:, None] * len(sector_codes) + sector_group[None, :]).ravel()
    count = len(region_codes) * len(sector_codes)
    destination_group = np.append(region_group, len(region_codes))

    def by_node(values: Array, axis: int = 0) -> Array:
        return sum_by_group(values, node_group, count, axis=axis)

    members: dict[str, tuple[str, ...]] = {}
    for region, group in zip(world.regions, region_group, strict=True):
        inside = world.members.get(region, (region,))
        members[region_codes[group]] = (*members.get(region_codes[group], ()), *inside)
    return World(
        regions=tuple(region_codes),
        sectors=tuple(sector_codes),
        flows=by_node(by_node(world.flows), axis=1),
        output=by_node(world.output),
        final_demand=sum_by_group(
            by_node(world.final_demand), destination_group, len(region_codes) + 1, axis=1
        ),
        imports_residual=by_node(world.imports_residual),
        value_added=by_node(world.value_added),
        year=world.year,
        residual=world.residual,
        region_names={c: world.region_names[c] for c in region_codes if c in world.region_names},
        sector_names={c: world.sector_names[c] for c in sector_codes if c in world.sector_names},
        members=members,
        outside=tuple(code for code in world.outside if code not in regions),
        manifest=world.manifest,
    )
