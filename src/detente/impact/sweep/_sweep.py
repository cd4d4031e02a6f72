"""How sure are you, and of what does it hang: a standoff's losses over all its uncertain inputs."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente._errors import ImpactError
from detente._progress import progress as shown
from detente._shown import Shown
from detente._version import __version__
from detente._wants import require
from detente.controls import Register, Standoff
from detente.facts import Facts, load_facts
from detente.impact._batch import Scenario
from detente.impact._simulate import require_in_time
from detente.impact._study import Study
from detente.impact._world_of import ground
from detente.impact.scan import Store, check_where, run_blocks
from detente.impact.sweep._sobol import Index, Sobol
from detente.world import World

__all__ = ["Grouping", "Sweep", "sweep"]

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
Grouping = Literal["kind", "good", "input"]

SCHEMA = "detente.sweep/1"
BLOCK = 64
"""Runs of one task; the same whatever the number of workers, so that the numbers are."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sweep(Shown):
    """The result of `sweep`."""

    standoff: Standoff
    """The standoff."""
    plan: Sobol
    """The runs, by input."""
    losses: Array
    """Mean over the horizon of all controls together, shape (runs, parties) [USD bn per month]."""
    asked: dict[str, Any]
    """What was asked, for the manifest."""

    @property
    def parties(self) -> tuple[str, ...]:
        """ISO3 codes of the parties."""
        return tuple(one.party for one in self.standoff.parties)

    def indices(self, party: str) -> list[Index]:
        """Return the indices of a party's loss, largest total first.

        Raises
        ------
        ImpactError
            If it is not a party.
        """
        if party not in self.parties:
            raise ImpactError(f"{party!r} is no party; there are {', '.join(self.parties)}")
        found = self.plan.indices(self.losses[:, self.parties.index(party)])
        return sorted(found, key=lambda one: -one.total)

    def to_payload(self) -> dict[str, Any]:
        """Return it as ``detente.sweep/1``; see docs/methods/sweep.md."""
        return {
            "schema": SCHEMA,
            "manifest": {"version": __version__, **self.asked},
            "standoff": {"name": self.standoff.name, "on": self.standoff.on.isoformat()},
            "unit": "USD bn per month",
            "runs": self.plan.runs,
            "parties": [
                {
                    "party": one.party,
                    "name": one.name,
                    "loss": _summary(self._base(self.losses[:, at])),
                    "indices": [
                        {
                            "name": index.name,
                            "inputs": self._inputs(index.name),
                            "first": index.first,
                            "first_error": index.first_error,
                            "total": index.total,
                            "total_error": index.total_error,
                        }
                        for index in self.indices(one.party)
                    ],
                }
                for at, one in enumerate(self.standoff.parties)
            ],
        }

    def _inputs(self, group: str) -> int:
        return sum(one == group for one in self.plan.groups.values())

    def _base(self, values: Array) -> Array:
        """Results of the two base samples alone, which are draws of all inputs."""
        rows = values.reshape(self.plan.samples, -1)
        return np.concatenate([rows[:, 0], rows[:, -1]])


def sweep(  # noqa: PLR0913 - one keyword each
    standoff: Standoff,
    *,
    samples: int = 64,
    by: Grouping = "kind",
    inputs: Sequence[str] = (),
    days: int = 180,
    seed: int = 0,
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    world: World | None = None,
    facts: Facts | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sweep:
    """Run a standoff over its uncertain inputs and tell which drive each party's loss.

    Parameters
    ----------
    standoff
        Parties and controls on the table, which are held as they stand.
    samples
        Points of each base sample, a power of 2; there are ``samples (groups + 2)`` runs.
    by
        Inputs that get one index together: of a ``kind`` (the stock days of all goods), of a
        ``good``, or each ``input`` by itself.
    inputs
        Patterns of names of inputs to vary, such as ``stock_days of *``; all if not given. The
        others stay at their central value.
    days
        Horizon from the standoff's date [day].
    seed
        Same seed, same numbers.
    out
        Folder for the result. A sweep that was interrupted goes on from there.
    workers, scheduler
        As of `run_blocks`.
    world, facts
        Other data than the shipped.
    progress
        Called with blocks done and blocks in all; a bar on a terminal if not given.

    Returns
    -------
    Sweep
        The same numbers wherever it ran.

    Raises
    ------
    ImpactError
        If fewer than two groups have a range, the folder holds something else, or the cluster
        cannot be reached.
    """
    require(
        standoff,
        Standoff,
        "dt.sweep",
        "make one with dt.standoff(reading) or dt.Standoff.from_toml(file)",
    )
    check_where(workers, scheduler)
    standoff = standoff.costed()
    table, known = ground(standoff, facts or load_facts(), world)
    require_in_time(standoff, days)
    case = _Case(standoff=standoff, days=days, world=table, facts=known)
    plan = Sobol(groups=_groups(case, by, inputs), samples=samples, seed=seed)
    asked = {
        "standoff": hashlib.sha256(standoff.model_dump_json().encode()).hexdigest()[:16],
        "world": str(table.manifest.get("sha256", ""))[:16],
        "facts": known.sha256[:16],
        "samples": samples,
        "by": by,
        "inputs": list(plan.groups),
        "days": days,
        "seed": seed,
    }
    with tempfile.TemporaryDirectory() as spare, shown("sweep", quiet=progress is not None) as bar:
        tell = progress or bar
        folder = Path(spare) / "sweep" if out is None else Path(out)
        store = Store(folder=folder, plan=asked, result="sweep.parquet")
        store.open()
        starts = range(0, plan.runs, BLOCK)
        missing = store.missing(len(starts))
        done = len(starts) - len(missing)
        tell(done, len(starts))
        shared = _Shared(case=case, quantiles=plan.quantiles)
        work = [(number, starts[number]) for number in missing]
        for number, values in run_blocks(
            _block, shared, work, workers=workers, scheduler=scheduler
        ):
            store.write(number, values)
            done += 1
            tell(done, len(starts))
        parties = [one.party for one in standoff.parties]
        whole = store.gather(len(starts), partial(_laid_out, plan, parties))
        losses = np.stack([whole[f"loss {party}"].to_numpy() for party in parties], axis=1)
    return Sweep(standoff=standoff, plan=plan, losses=losses, asked=asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    standoff: Standoff
    days: int
    world: World
    facts: Facts

    def study(self, draws: int, quantiles: dict[str, Floats]) -> Study:
        return Study(
            self.standoff,
            days=self.days,
            draws=draws,
            world=self.world,
            facts=self.facts,
            register=Register.load(),
            quantiles=quantiles,
        )


def _groups(case: _Case, by: Grouping, patterns: Sequence[str]) -> dict[str, str]:
    """Group by input, of those that have a range and are asked for."""
    sampler = case.study(1, {}).sampler
    ranged = [name for name in sampler.names if name in sampler.moved]
    for pattern in patterns:
        if not any(fnmatch(name, pattern) for name in ranged):
            few = ", ".join(ranged[:5])
            raise ImpactError(f"no uncertain input is called {pattern!r}; there are {few}, ...")
    chosen = [
        name
        for name in ranged
        if not patterns or any(fnmatch(name, pattern) for pattern in patterns)
    ]
    return {name: _group(name, by) for name in chosen}


def _group(name: str, by: Grouping) -> str:
    kind, _, of = name.partition(" of ")
    if by == "input" or not of:
        return name
    return kind if by == "kind" else of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What all blocks need; each is then no more than a number."""

    case: _Case
    quantiles: dict[str, Floats]


def _block(shared: _Shared, start: int) -> Array:
    """Loss of every party in each run of a block, shape (runs, parties) [USD bn per month]."""
    case = shared.case
    quantiles = {name: row[start : start + BLOCK] for name, row in shared.quantiles.items()}
    runs = len(next(iter(quantiles.values())))
    study = case.study(runs, quantiles)
    controls = len(case.standoff.controls)
    together = Scenario(name="together", existed=(True,) * controls, easing=(0.0,) * controls)
    batch = study.run([(together, draw) for draw in range(1, runs + 1)], workers=1)
    by_region = batch.loss.mean(axis=1)
    regions = case.world.regions
    rows = [
        [regions.index(code) for code in case.facts.regions_of(one.party) if code in regions]
        for one in case.standoff.parties
    ]
    return np.stack([by_region[at].sum(axis=0) for at in rows], axis=1)


def _laid_out(plan: Sobol, parties: Sequence[str], values: Array) -> pa.Table:
    """All runs as one table: where each input lay [quantile], and losses [USD bn per month]."""
    losses = values.reshape(-1, len(parties))
    return pa.table(
        dict(plan.quantiles) | {f"loss {party}": losses[:, at] for at, party in enumerate(parties)}
    )


def _summary(values: Array) -> dict[str, float]:
    low, central, high = np.quantile(values, (0.05, 0.5, 0.95)).tolist()
    return {
        "mean": float(values.mean()),
        "sd": float(values.std()),
        "low": low,
        "median": central,
        "high": high,
    }
