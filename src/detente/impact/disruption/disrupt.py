"""Disruptions of the world economy: many scenarios of shocks, together, day by day."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from detente._errors import ImpactError
from detente._shown import Shown
from detente._units import DAYS_PER_MONTH
from detente.impact.disruption._shock_plan import ShockPlan
from detente.impact.disruption.compiled import start
from detente.impact.disruption.inputs import Inputs
from detente.impact.disruption.model import Model
from detente.impact.disruption.models import DEFAULT_MODEL, prepare
from detente.impact.disruption.network import Network
from detente.impact.disruption.shocks import Shock, nodes_at
from detente.world import World

__all__ = ["Disruption", "disrupt"]

Array = npt.NDArray[np.floating]

NEAR = 1 << 17
"""Cells (nodes times scenarios) of a block, so that what one input needs stays near the core."""

LANE = 8
"""Blocks are filled up to a multiple of this, so that every column meets the same arithmetic."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Disruption(Shown):
    """What shocks cost, by scenario.

    Parameters
    ----------
    names
        Of the scenarios.
    world
        The table they ran on.
    days
        Horizon [day].
    daily_loss
        Value added lost, shape (regions, days, scenarios) [USD bn per month].
    lost_output
        Output lost over the horizon, shape (n, scenarios) [days of base output].
    kept
        Nodes whose daily output was kept.
    output
        Their output, shape (kept, days, scenarios) [share of base].
    """

    names: tuple[str, ...]
    world: World
    days: int
    daily_loss: Array
    lost_output: Array
    kept: npt.NDArray[np.intp]
    output: Array

    @property
    def months(self) -> int:
        """Months of the horizon, the last one perhaps shorter."""
        return max(1, int(np.ceil(self.days / DAYS_PER_MONTH - 1e-9)))

    @property
    def loss(self) -> Array:
        """Value added lost, mean of each month, shape (regions, months, scenarios).

        Unit: [USD bn per month].
        """
        month = np.minimum(np.arange(self.days) // DAYS_PER_MONTH, self.months - 1).astype(int)
        starts = np.flatnonzero(np.diff(month, prepend=-1))
        sums = np.add.reduceat(self.daily_loss, starts, axis=1)
        return np.asarray(sums / np.bincount(month)[:, None])

    def total(self, region: str | None = None) -> Array:
        """Value added lost over the whole horizon, shape (scenarios,) [USD bn].

        Parameters
        ----------
        region
            Of one region; of the world if not given.
        """
        rows = slice(None) if region is None else [self.world.region_index(region)]
        return np.asarray(self.daily_loss[rows].sum(axis=(0, 1)) / DAYS_PER_MONTH)

    def path(self, place: str, scenario: str | int = 0) -> Array:
        """Daily output of one kept node, shape (days,) [share of base].

        Parameters
        ----------
        place
            The node, such as ``"USA C29"``.
        scenario
            Name or position of the scenario.

        Raises
        ------
        ImpactError
            If the node was not kept, or there is no such scenario.
        """
        at = np.flatnonzero(np.isin(self.kept, nodes_at(self.world, place)))
        if at.size != 1:
            raise ImpactError(f"the path of {place!r} was not kept: name it in keep=")
        if isinstance(scenario, str):
            if scenario not in self.names:
                raise ImpactError(
                    f"no scenario {scenario!r}: there are {', '.join(self.names[:8])}"
                )
            scenario = self.names.index(scenario)
        return np.asarray(self.output[at[0], :, scenario])


def disrupt(
    world: World,
    scenarios: Mapping[str, Sequence[Shock]] | Sequence[Sequence[Shock]],
    *,
    days: int = 365,
    model: str | Model = DEFAULT_MODEL,
    inputs: Inputs | None = None,
    dtype: Literal["float32", "float64"] = "float32",
    keep: str | tuple[str, ...] = (),
    workers: int | None = None,
) -> Disruption:
    """Propagate shocks through the world economy, all scenarios of a batch together.

    Parameters
    ----------
    world
        The input-output table, of any size.
    scenarios
        Shocks of each scenario, by name or in a row.
    days
        Horizon [day].
    model
        A variant of partially binding Leontief (``"leontief"``, ``"strong"``, ``"half"``,
        ``"weak"``, ``"linear"``) or of ARIO (``"ario-noalt"``, ``"ario-alt"``) with the parameters
        of the facts; another package's model by its name; or any `Model`, such as a `Leontief` or
        `Ario` with other parameters.
    inputs
        Ratings and stocks of inputs; by default what the model takes from the facts: for ARIO one
        stock of every input.
    dtype
        Precision of the state; sums over days are in double precision in any case.
    keep
        Nodes whose daily output is kept, as in `CapacityCut`.
    workers
        Threads; as many as there are cores if not given. The result does not depend on it.

    Returns
    -------
    Disruption
        Value added lost by region and day, output lost by node, paths of the kept nodes.

    Raises
    ------
    ImpactError
        If there is no scenario, the horizon is shorter than a day, a shock or the table is wrong.
    UnknownCodeError
        If a shock names a region or sector that the table does not have.

    Notes
    -----
    A column's digits do not depend on what else is in the batch, with one exception: a scenario
    that runs alone uses faster products of a matrix and a vector, which round differently.

    Examples
    --------
    >>> from detente.impact import CapacityCut, disrupt, hold
    >>> cut = CapacityCut(at="JPN C29", share=hold(0.5, start=5, end=15))
    >>> run = disrupt(World.load(), {"quake": [cut]}, days=30, keep="JPN C29")
    >>> run.path("JPN C29")[[4, 5, 14, 25]].round(3).tolist()
    [1.0, 0.5, 0.5, 1.0]
    """
    names, columns = _named(scenarios)
    if days < 1:
        raise ImpactError(f"days must be at least 1, got {days}")
    network = prepare(world, model, inputs=inputs, dtype=dtype)
    kept = nodes_at(world, keep)
    width = _block_width(len(columns), world.n)
    blocks = [columns[start : start + width] for start in range(0, len(columns), width)]
    plans = [
        ShockPlan(network, [*block, *([()] * (width - len(block) if len(columns) > 1 else 0))])
        for block in blocks
    ]
    threads = workers or os.cpu_count() or 1
    with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda plan: _run(network, plan, days, kept), plans))
    daily, lost, output = (
        np.concatenate([part[i] for part in parts], axis=-1)[..., : len(columns)] for i in range(3)
    )
    return Disruption(
        names=names,
        world=world,
        days=days,
        daily_loss=daily,
        lost_output=lost,
        kept=kept,
        output=output,
    )


def _named(
    scenarios: Mapping[str, Sequence[Shock]] | Sequence[Sequence[Shock]],
) -> tuple[tuple[str, ...], list[Sequence[Shock]]]:
    if isinstance(scenarios, Mapping):
        names, columns = tuple(scenarios), list(scenarios.values())
    else:
        columns = list(scenarios)
        names = tuple(f"scenario {i}" for i in range(len(columns)))
    if not columns:
        raise ImpactError("there is no scenario to run: give at least one, it may have no shocks")
    return names, columns


def _block_width(columns: int, nodes: int) -> int:
    """Columns of a block, in whole lanes and an even number of blocks; threads have no say."""
    if columns == 1:
        return 1
    pairs = -(-columns // (2 * max(LANE, NEAR // nodes)))
    each = -(-columns // (2 * pairs))
    return -(-each // LANE) * LANE


def _run(
    network: Network, plan: ShockPlan, days: int, kept: npt.NDArray[np.intp]
) -> tuple[Array, Array, Array]:
    """Daily loss by region, output lost by node, and kept paths of one block."""
    world, columns = network.world, plan.capacity.shape[1]
    regions = len(world.regions)
    economy = start(network, columns, days=days, flow_cuts=plan.flow_cuts)
    daily = np.zeros((regions, days, columns))
    lost = np.zeros((world.n, columns))
    output = np.zeros((len(kept), days, columns))
    weights = network.value_added.reshape(regions, 1, -1).astype(network.dtype)
    for day in range(days):
        plan.at(day)
        shortfall = economy.step(plan.capacity, plan.final)
        daily[:, day] = np.matmul(weights, shortfall.reshape(regions, -1, columns))[:, 0]
        lost += shortfall
        if kept.size:
            output[:, day] = 1.0 - shortfall[kept]
    return daily, lost, output
