"""Where are all the chokepoints? Every export cut off, and what it costs whom."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente._errors import ImpactError, UnknownCodeError
from detente._shown import Shown
from detente._version import __version__
from detente.facts import Facts, load_facts
from detente.impact._fit import fit_facts
from detente.impact.disruption.disrupt import disrupt
from detente.impact.disruption.shocks import DeliveryCut
from detente.impact.scan._cuts import WORLD, Cut, Kind, all_cuts, good_cuts
from detente.impact.scan._goods import good_losses, newest
from detente.impact.scan._pool import check_where, run_blocks
from detente.impact.scan._static import static_losses
from detente.impact.scan._static_goods import static_good_losses
from detente.impact.scan._store import Store, fingerprint
from detente.world import World

__all__ = ["Found", "Scan", "scan"]

Array = npt.NDArray[np.float64]
Measure = Literal["dynamic", "static"]
Rank = Literal["target", "ratio", "owner", "party"]

BLOCK = 96
"""Cuts of sectors in one task; the same whatever the number of workers, so that the numbers are."""

Asked = tuple[Kind, int, float, dt.date]
"""Kind of product, horizon [day], cut [share], first day."""

SCHEMA = "detente.scan/1"
LEAST = 1e-6
"""Below this an owner's loss says nothing about a ratio [USD bn per month]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one cut costs."""

    cut: Cut
    """Which."""
    target: float
    owner: float
    others: float
    """Loss of the target (all but the exporter for ``world``), of the exporter, and of everyone
    else [USD bn per month]."""
    party: float | None = None
    """Loss of the party that the ranking is for, if it is for one [USD bn per month]."""

    @property
    def ratio(self) -> float:
        """Loss of the target per loss of the owner; infinite where the owner loses nothing."""
        return self.target / self.owner if self.owner > LEAST else float("inf")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Scan(Shown):
    """The result of `scan`."""

    regions: tuple[str, ...]
    """Of the table, or countries of a network of firms, shape (regions,)."""
    cuts: tuple[Cut, ...]
    """What was cut off."""
    kind: Kind
    """``sector``, ``good``, or ``firms`` of a sector."""
    names: Mapping[str, str]
    """Of the products, by code."""
    losses: Array
    """Mean over the horizon, shape (cuts, regions) [the scan's unit]."""
    plan: dict[str, Any]
    """What was asked."""
    unit: str = "USD bn per month"
    """Of the losses."""

    def ranked(self, by: Rank = "target", *, least: float = 0.0, party: str = "") -> list[Found]:
        """Return the cuts, largest first.

        Parameters
        ----------
        by
            The target's loss, its ratio to the owner's, the owner's, or one party's.
        least
            Leave out cuts that cost their target less [USD bn per month].
        party
            Whose loss, if by ``party``, be it target, owner or neither: a region of the table.

        Raises
        ------
        UnknownCodeError
            If the table has no such region.
        """
        place = {code: at for at, code in enumerate(self.regions)}
        if by == "party" and party not in place:
            raise UnknownCodeError("region", party, self.regions)
        at = place[party] if by == "party" else None
        found = []
        for cut, row in zip(self.cuts, self.losses, strict=True):
            owner = float(row[place[cut.exporter]])
            hit = float(row[[place[code] for code in cut.buyers]].sum())
            one = Found(
                cut=cut,
                target=hit,
                owner=owner,
                others=float(row.sum()) - owner - hit,
                party=None if at is None else float(row[at]),
            )
            if one.target >= least:
                found.append(one)
        return sorted(found, key=lambda one: (-getattr(one, by), one.cut))

    def to_payload(
        self, *, by: Rank = "target", least: float = 0.0, party: str = ""
    ) -> dict[str, Any]:
        """Return it as ``detente.scan/1``, ranked as by `ranked`."""
        rows = []
        for one in self.ranked(by, least=least, party=party):
            row = {
                "exporter": one.cut.exporter,
                "product": one.cut.product,
                "product_name": self.names.get(one.cut.product, one.cut.product),
                "target": one.cut.target,
                "target_loss": one.target,
                "owner_loss": one.owner,
                "other_loss": one.others,
                "ratio": None if one.ratio == float("inf") else one.ratio,
            }
            rows.append(row if one.party is None else row | {"party_loss": one.party})
        return {
            "schema": SCHEMA,
            "manifest": self.plan,
            "unit": self.unit,
            "kind": self.kind,
            "ranked_by": by,
            "party": party or None,
            "cuts": len(self.cuts),
            "rows": rows,
        }


def scan(  # noqa: PLR0913 - one keyword each
    world: World | None = None,
    *,
    exporters: Sequence[str] = (),
    sectors: Sequence[str] = (),
    goods: Sequence[str] | None = None,
    targets: Sequence[str] = (WORLD,),
    measure: Measure = "dynamic",
    days: int = 180,
    share: float = 1.0,
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Scan:
    """Cut off every export of every sector, or of every good, one at a time.

    Parameters
    ----------
    world
        The table; the embedded one if not given.
    exporters, sectors, targets
        As of `all_cuts`.
    goods
        Cut off goods of the facts in place of sectors, through the goods layer; all of them if
        empty.
    measure
        ``dynamic`` runs day by day for each cut; ``static`` is the formula of `static_losses`, or
        of `static_good_losses`.
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
    check_where(workers, scheduler)
    if not 0 < share <= 1:
        raise ImpactError(f"share is {share:g}: give more than 0 and at most 1")
    least = 1 if goods is None else 31
    if measure == "dynamic" and days < least:
        raise ImpactError(f"days must be at least {least}, got {days}")
    facts = fit_facts(load_facts(), table)
    kind: Kind = "sector" if goods is None else "good"
    if goods is None:
        cuts = all_cuts(table, exporters=exporters, sectors=sectors, targets=targets, facts=facts)
        names = {row.code: row.name for row in facts.sectors} | {
            code: name for code, name in table.sector_names.items() if name != code
        }
    elif sectors:
        raise ImpactError("a scan over goods takes no sectors")
    else:
        cuts = good_cuts(table, facts=facts, exporters=exporters, goods=goods, targets=targets)
        names = {row.good: row.name for row in facts.goods}
    on = newest(facts)
    plan: dict[str, Any] = {
        "version": __version__,
        "table": fingerprint(table.flows),
        "facts": facts.sha256[:16],
        "kind": kind,
        "exporters": list(exporters),
        "products": list(sectors if goods is None else goods),
        "targets": list(targets),
        "measure": measure,
        "days": days if measure == "dynamic" else None,
        "share": share if measure == "dynamic" else 1.0,
        "on": on.isoformat() if kind == "good" else None,
    }
    if measure == "static":
        if kind == "good":
            losses = static_good_losses(table, facts, cuts)
        else:
            elasticity = facts.model_parameter("trade_elasticity_short").value
            losses = static_losses(table, cuts, theta=elasticity)
    else:
        with tempfile.TemporaryDirectory() as spare:
            store = Store(folder=Path(spare) / "scan" if out is None else Path(out), plan=plan)
            losses = _run(
                store,
                (table, facts),
                _blocks(cuts, kind),
                (kind, days, share, on),
                partial(run_blocks, workers=workers, scheduler=scheduler),
                progress,
            )
    return Scan(regions=table.regions, cuts=cuts, kind=kind, names=names, losses=losses, plan=plan)


def _blocks(cuts: Sequence[Cut], kind: Kind) -> list[Sequence[Cut]]:
    """Split into tasks; the goods layer takes one exporter's good at a time."""
    if kind == "good":
        return [
            tuple(group) for _, group in groupby(cuts, key=lambda cut: (cut.exporter, cut.product))
        ]
    return [cuts[start : start + BLOCK] for start in range(0, len(cuts), BLOCK)]


def _run(
    store: Store,
    shared: tuple[World, Facts],
    blocks: list[Sequence[Cut]],
    asked: Asked,
    pool: Callable[..., Iterator[tuple[int, Array]]],
    progress: Callable[[int, int], None] | None,
) -> Array:
    """Run what is missing, keep each block as it is done; losses, shape (cuts, regions)."""
    regions = shared[0].regions
    cuts = [cut for block in blocks for cut in block]
    store.open()
    missing = store.missing(len(blocks))
    done = len(cuts) - sum(len(blocks[number]) for number in missing)
    if progress is not None:
        progress(done, len(cuts))
    for number, losses in pool(_block, shared, [(n, (blocks[n], asked)) for n in missing]):
        store.write(number, losses)
        done += len(blocks[number])
        if progress is not None:
            progress(done, len(cuts))
    whole = store.gather(len(blocks), partial(_laid_out, cuts, regions))
    return np.asarray(whole["loss"].to_numpy()).reshape(len(cuts), -1)


def _laid_out(cuts: Sequence[Cut], regions: Sequence[str], losses: Array) -> pa.Table:
    """All losses as one table [USD bn per month]."""
    columns = {
        name: [getattr(cut, name) for cut in cuts for _ in regions]
        for name in ("exporter", "product", "target")
    }
    return pa.table({**columns, "region": list(regions) * len(cuts), "loss": losses})


def _block(shared: tuple[World, Facts], work: tuple[Sequence[Cut], Asked]) -> Array:
    """Loss of every region from each cut of a block, shape (cuts, regions)."""
    table, facts = shared
    cuts, (kind, days, share, on) = work
    if kind == "good":
        return good_losses(table, facts, cuts, days=days, share=share, on=on)
    shocks = [[_shock(cut, share)] for cut in cuts]
    if len(shocks) == 1:
        shocks = shocks * 2  # a lone scenario takes products that round differently
    run = disrupt(table, shocks, days=days, workers=1)
    return np.asarray(run.daily_loss.mean(axis=1).T[: len(cuts)], dtype=np.float64)


def _shock(cut: Cut, share: float) -> DeliveryCut:
    return DeliveryCut(
        suppliers=f"{cut.exporter} {cut.product}",
        users=tuple(f"{code} *" for code in cut.buyers),
        share=share,
    )
