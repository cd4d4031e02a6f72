"""A world from a pymrio system: any table that pymrio can read."""

import re
from typing import Any, Protocol

import numpy as np

from detente._errors import WorldError
from detente.world._assemble import from_arrays
from detente.world._world import World

__all__ = ["IOSystemLike", "from_pymrio"]


class IOSystemLike(Protocol):
    """The parts of ``pymrio.IOSystem`` that are needed: labelled tables of flows and demand."""

    Z: Any
    Y: Any


def from_pymrio(
    system: IOSystemLike, *, year: int | None = None, residual: str | None = None
) -> World:
    """Take over a table from pymrio.

    Parameters
    ----------
    system
        A ``pymrio.IOSystem`` with ``Z`` and ``Y``; output is the sum of each row.
    year
        Year of the table; by default the year in the system's description.
    residual
        Code of the residual region; by default ``"ROW"``, or ``"RES"`` where that is a region of
        the table.

    Returns
    -------
    World
        The table, regions and sectors in the order of the system.

    Raises
    ------
    WorldError
        If the system lacks a table, or its rows are not every region by every sector.

    Examples
    --------
    >>> import pymrio  # doctest: +SKIP
    >>> World.from_pymrio(pymrio.load_test(), year=2010)  # doctest: +SKIP
    World(year=2010, regions=6, sectors=8)
    """
    flows, demand = getattr(system, "Z", None), getattr(system, "Y", None)
    if flows is None or demand is None:
        raise WorldError("the pymrio system has no Z or Y: call calc_all() on it first")
    regions = tuple(dict.fromkeys(map(str, flows.index.get_level_values(0))))
    sectors = tuple(dict.fromkeys(map(str, flows.index.get_level_values(1))))
    wanted = [(region, sector) for region in regions for sector in sectors]
    for name, index in (("rows", flows.index), ("columns", flows.columns)):
        if [tuple(map(str, label[:2])) for label in index] != wanted:
            raise WorldError(
                f"the {name} of the pymrio system are not every region by every sector, "
                "in one order: use a symmetric table (industry by industry)"
            )
    final = np.zeros((len(wanted), len(regions)))
    at = {region: position for position, region in enumerate(regions)}
    values = demand.to_numpy(dtype=np.float64)
    for column, label in enumerate(demand.columns.get_level_values(0)):
        if str(label) not in at:
            raise WorldError(f"final demand of {label!r}, which is not a region of the system")
        final[:, at[str(label)]] += values[:, column]
    meta = str(getattr(getattr(system, "meta", None), "description", "") or "")
    found = re.search(r"\b(?:19|20)\d{2}\b", meta)
    if year is None:
        if found is None:
            raise WorldError("the pymrio system does not say its year: give year=")
        year = int(found.group())
    return from_arrays(
        regions,
        sectors,
        flows.to_numpy(dtype=np.float64),
        final,
        year=year,
        residual=residual or ("RES" if "ROW" in regions else "ROW"),
        manifest={"source": "pymrio system", "description": meta},
        where="pymrio system",
    )
