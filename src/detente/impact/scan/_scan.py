"""Where are all the chokepoints? Every export cut off, and what it costs whom."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente._errors import ImpactError
from detente._version import __version__
from detente.facts import load_facts
from detente.impact._disruption import disrupt
from detente.impact.scan._cuts import WORLD, Cut, all_cuts
from detente.impact.scan._pool import run_blocks
from detente.impact.scan._static import static_losses
from detente.impact.scan._store import Store, fingerprint
from detente.world import World

__all__ = ["Found", "Scan", "scan"]

Array = npt.NDArray[np.float64]
Measure = Literal["dynamic", "static"]
Rank = Literal["target", "ratio", "owner"]

BLOCK = 64
"""Cuts of one task; the same whatever the number of workers, so that the numbers are."""

SCHEMA = "detente.scan/1"
LEAST = 1e-6
"""Below this an owner's loss says nothing about a ratio [USD bn per month]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one cut costs.

    Parameters
    ----------
    cut
        Which.
    target, owner, others
        Loss of the target (all but the exporter for ``world``), of the exporter, and of
        everyone else [USD bn per month].
    """

    cut: Cut
    target: float
    owner: float
    others: float

    @property
    def ratio(self) -> float:
        """Loss of the target per loss of the owner; infinite where the owner loses nothing."""
        return self.target / self.owner if self.owner > LEAST else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scan:
    """The result of `scan`.

    Parameters
    ----------
    world
        The table.
    cuts
        What was cut off.
    losses
        Mean over the horizon, shape (cuts, regions) [USD bn per month].
    plan
        What was asked.
    """

    world: World
    cuts: tuple[Cut, ...]
    losses: Array
    plan: dict[str, Any]

    def ranked(self, by: Rank = "target", *, least: float = 0.0) -> list[Found]:
        """Return the cuts, largest first.

        Parameters
        ----------
        by
            The target's loss, its ratio to the owner's, or the owner's.
        least
            Leave out cuts that cost their target less [USD bn per month].
        """
        found = []
        for cut, row in zip(self.cuts, self.losses, strict=True):
            owner = float(row[self.world.region_index(cut.exporter)])
            whole = float(row.sum())
            hit = whole - owner
            if cut.target != WORLD:
                hit = float(row[self.world.region_index(cut.target)])
            one = Found(cut=cut, target=hit, owner=owner, others=whole - owner - hit)
            if one.target >= least:
                found.append(one)
        return sorted(found, key=lambda one: (-getattr(one, by), one.cut))

    def to_payload(self, *, by: Rank = "target", least: float = 0.0) -> dict[str, Any]:
        """Return it as ``detente.scan/1``, ranked as by `ranked`."""
        rows = self.ranked(by, least=least)
        return {
            "schema": SCHEMA,
            "manifest": {"version": __version__, **self.plan},
            "unit": "USD bn per month",
            "cuts": len(self.cuts),
            "rows": [
                {
                    "exporter": one.cut.exporter,
                    "sector": one.cut.sector,
                    "sector_name": self.world.sector_names.get(one.cut.sector, one.cut.sector),
                    "target": one.cut.target,
                    "target_loss": one.target,
                    "owner_loss": one.owner,
                    "other_loss": one.others,
                    "ratio": None if one.ratio == float("inf") else one.ratio,
                }
                for one in rows
            ],
        }


def scan(  # noqa: PLR0913 - one keyword each
    world: World | None = None,
    *,
    exporters: Sequence[str] = (),
    sectors: Sequence[str] = (),
    targets: Sequence[str] = (WORLD,),
    measure: Measure = "dynamic",
    days: int = 180,
    share: float = 1.0,
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Scan:
    """Cut off every export of every sector, one at a time.

    Parameters
    ----------
    world
        The table; the embedded one if not given.
    exporters, sectors, targets
        As of `all_cuts`.
    measure
        ``dynamic`` runs `disrupt` for each cut; ``static`` is the formula of `static_losses`.
    days
        Horizon of the dynamic measure [day].
    share
        How much of each flow is cut off; the static measure knows only all of it [share].
    out
        Folder for the result. A scan that was interrupted goes on from there.
    workers, scheduler
        As of `run_blocks`.
    progress
        Called with blocks done and blocks in all.

    Returns
    -------
    Scan
        The same numbers wherever it ran.

    Raises
    ------
    ImpactError
        If the folder holds something else, or the cluster cannot be reached.
    """
    table = World.load() if world is None else world
    if workers is not None and workers < 1:
        raise ImpactError(f"workers is {workers}: give at least 1")
    if not 0 < share <= 1:
        raise ImpactError(f"share is {share:g}: give more than 0 and at most 1")
    cuts = all_cuts(table, exporters=exporters, sectors=sectors, targets=targets)
    plan = {
        "table": fingerprint(table.flows),
        "exporters": list(exporters),
        "sectors": list(sectors),
        "targets": list(targets),
        "measure": measure,
        "days": days if measure == "dynamic" else None,
        "share": share if measure == "dynamic" else 1.0,
    }
    if measure == "static":
        elasticity = load_facts().model_parameter("trade_elasticity_short").value
        losses = static_losses(table, cuts, theta=elasticity)
        return Scan(world=table, cuts=cuts, losses=losses, plan=plan)
    with tempfile.TemporaryDirectory() as spare:
        store = Store(folder=Path(spare) / "scan" if out is None else Path(out), plan=plan)
        store.open()
        blocks = [cuts[start : start + BLOCK] for start in range(0, len(cuts), BLOCK)]
        missing = store.missing(len(blocks))
        done = len(blocks) - len(missing)
        if progress is not None:
            progress(done, len(blocks))
        work = [(number, (blocks[number], days, share)) for number in missing]
        for number, losses in run_blocks(_block, table, work, workers=workers, scheduler=scheduler):
            store.write(number, losses)
            done += 1
            if progress is not None:
                progress(done, len(blocks))
        whole = store.gather(len(blocks), partial(_laid_out, cuts, table.regions))
        losses = np.asarray(whole["loss"].to_numpy()).reshape(len(cuts), -1)
    return Scan(world=table, cuts=cuts, losses=losses, plan=plan)


def _laid_out(cuts: Sequence[Cut], regions: Sequence[str], losses: Array) -> pa.Table:
    """All losses as one table [USD bn per month]."""
    columns = {
        name: [getattr(cut, name) for cut in cuts for _ in regions]
        for name in ("exporter", "sector", "target")
    }
    return pa.table({**columns, "region": list(regions) * len(cuts), "loss": losses})


def _block(table: World, work: tuple[Sequence[Cut], int, float]) -> Array:
    """Loss of every region from each cut of a block, shape (cuts, regions)."""
    cuts, days, share = work
    shocks = [[cut.shock(table, share)] for cut in cuts]
    if len(shocks) == 1:
        shocks = shocks * 2  # a lone scenario takes products that round differently
    run = disrupt(table, shocks, days=days, workers=1)
    return np.asarray(run.daily_loss.mean(axis=1).T[: len(cuts)], dtype=np.float64)
