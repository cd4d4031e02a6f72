"""Run many scenarios together: the goods layer drives the economy, in blocks of columns."""

import os
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from threading import Event, Lock

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from detente.impact._block import DAILY, Block, Setup, run_block
from detente.impact._coarse import Estimates
from detente.impact._fidelity import Pairing, corrected
from detente.impact._kept_runs import joined, kept_or_run
from detente.impact.goods.day import Plan

__all__ = ["Batch", "Progress", "Scenario", "columns_apart", "run_columns"]

Array = npt.NDArray[np.floating]
Columns = Sequence[tuple["Scenario", int]]
Progress = Callable[[int, int], None]

BLOCK = 160
"""Columns that advance together on one core; small enough for the state to stay in cache."""

CELLS = 300_000
"""Nodes times columns of a block at most, so that a large table takes no more memory [count]."""

NARROW = 200
"""Columns that are not split over two cores."""

MERGED = 8
"""Columns on the merged table that cost as much as one on the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One future of the controls on the table."""

    name: str
    """Label."""
    existed: tuple[bool, ...]
    """For each control, whether it was ever imposed (the rest of history is as it was)."""
    easing: tuple[float, ...]
    """For each control, the easing towards its target from the standoff's date on [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch of columns gave; column c is scenario ``scenario[c]`` in draw ``draw[c]``."""

    scenario: npt.NDArray[np.intp]
    draw: npt.NDArray[np.intp]
    """Shape (columns,)."""
    stopped_lines: Array
    price_paid: Array
    own_exports_lost: Array
    """Parts of the loss, shape (regions, months, columns) [USD bn per month]."""
    sector_loss: Array
    """Value added lost by node, mean over the horizon, shape (n, columns) [USD bn per month]."""
    first_shortage: Array
    """First day on which the leanest plants miss a quarter of their need or more, shape (goods,
    regions, columns) [day]; NaN where there is none within the horizon."""
    path_columns: npt.NDArray[np.intp]
    """Columns whose daily paths were kept."""
    need_met: Array
    leanest: Array
    stock: Array
    """Daily paths, shape (goods, regions, days, kept columns) [share], [share of base stock];
    `leanest` and `shipments_daily` are empty where flows were not asked for."""
    user_output: Array
    """Daily output of the users in `Study.watched`, shape (watched, days, kept columns)
    [share of base]."""
    price: Array
    price_inside: Array
    """Daily price multiple outside and inside the imposer, shape (goods, days, kept columns)
    [1]."""
    shipments: Array
    """Exports of the controlled flows over their base, by (good, exporter) as in
    `GoodsModel.pair_good` and `pair_exporter`, shape (pairs, regions, months, columns) [1]."""
    shipments_daily: Array
    """The same by day, shape (pairs, regions, days, kept columns) [1]."""

    @property
    def loss(self) -> Array:
        """Sum of the parts, shape (regions, months, columns) [USD bn per month]."""
        return self.stopped_lines + self.price_paid + self.own_exports_lost

    def split(self, first: int) -> tuple["Batch", "Batch"]:
        """The first columns with all daily paths, and the others, which have none."""
        daily = DAILY | {"path_columns"}
        ways = ((slice(first), slice(None)), (slice(first, None), slice(0)))
        made = (
            {
                field.name: getattr(self, field.name)[..., paths if field.name in daily else own]
                for field in fields(self)
            }
            for own, paths in ways
        )
        one, other = (Batch(**arrays) for arrays in made)
        return one, other


def columns_apart(columns: Columns, whole: Collection[int], *, known: bool) -> set[int]:
    """Columns for the merged table: not asked for whole, and with a central column beside.

    The central column is one of them if what it gives is known already.
    """
    central = {(s.existed, s.easing) for s, draw in columns if draw == 0}
    apart = {
        c for c, (s, draw) in enumerate(columns) if draw > 0 and (s.existed, s.easing) in central
    } - set(whole)
    return apart | {c for c, (_, draw) in enumerate(columns) if draw == 0 and known}


def run_columns(
    setup: Setup,
    columns: Columns,
    *,
    facts: str,
    keep_paths: Sequence[int],
    progress: Progress | None,
    workers: int | None,
    apart: set[int],
    central: tuple[Array, Array] | None,
) -> Batch:
    """Take columns from the store, or advance them over the horizon: see `Study.run`."""
    scenarios: list[Scenario] = []
    for scenario, _ in columns:
        if scenario not in scenarios:
            scenarios.append(scenario)
    told: list[int] = []
    wanted = set(keep_paths)

    def run(chosen: list[int]) -> Block:
        told.extend(chosen)
        kept = [at for at, c in enumerate(chosen) if c in wanted]
        rough = {at for at, c in enumerate(chosen) if c in apart}
        mine = [columns[c] for c in chosen]
        block, doubtful = _advance(setup, mine, kept, progress, workers, rough, central)
        if doubtful:
            again = [at for at, c in enumerate(doubtful) if c in kept]
            mine = [mine[c] for c in doubtful]
            block.put(_advance(setup, mine, again, progress, workers)[0], doubtful, kept)
        return block

    block = kept_or_run(setup, columns, sorted(wanted), run, facts=facts, rough=apart)
    if progress is not None and not told:
        progress(setup.days, setup.days)  # all was found
    return Batch(
        scenario=np.array([scenarios.index(s) for s, _ in columns], dtype=np.intp),
        draw=np.array([draw for _, draw in columns], dtype=np.intp),
        path_columns=np.array(sorted(wanted), dtype=np.intp),
        **{name: getattr(block, name) for name in Block.__slots__},
    )


def _advance(
    setup: Setup,
    columns: Columns,
    keep_paths: Sequence[int],
    progress: Progress | None,
    workers: int | None,
    rough: Collection[int] = (),
    known: tuple[Array, Array] | None = None,
) -> tuple[Block, list[int]]:
    """Run columns in blocks, as many at once as there are threads.

    Columns of one draw go side by side, since they share most of the goods layer. Second come the
    columns that the merged table does not tell well enough.
    """
    asked = Plan(
        existed=np.array([s.existed for s, _ in columns], dtype=float).T,
        easing=np.array([s.easing for s, _ in columns], dtype=float).T,
        draw=np.array([draw for _, draw in columns], dtype=np.intp),
    )
    order = np.argsort(asked.draw, kind="stable")
    plan, place = asked.take(order), np.argsort(order)
    paths = sorted(int(place[c]) for c in keep_paths)
    merged = np.isin(order, list(rough))
    threads = workers or os.cpu_count() or 1
    width = _block_width(len(columns), len(columns) - len(rough), nodes=setup.network.world.n)
    starts = range(0, len(columns), width)
    total, done, lock, halt = len(starts) * setup.days, [0], Lock(), Event()

    def tick(days: int) -> None:
        with lock:
            done[0] += days
            if progress is not None:
                progress(done[0], total)

    def block(start: int) -> tuple[Block, Estimates | None]:
        stop = min(start + width, len(columns))
        return run_block(
            setup,
            plan.take(slice(start, stop)),
            [c - start for c in paths if start <= c < stop],
            whole=np.flatnonzero(~merged[start:stop]),
            tick=tick,
            halt=halt,
        )

    with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        try:
            blocks = list(pool.map(block, starts))
        except BaseException:
            halt.set()
            pool.shutdown(cancel_futures=True)
            raise
    daily = np.searchsorted(paths, place[list(keep_paths)])
    apart = [{name: getattr(b, name) for name in Block.__slots__} for b, _ in blocks]
    told = [estimates for _, estimates in blocks]
    del blocks
    out = {  # a part is given up when it is joined
        name: joined([b.pop(name) for b in apart], daily if name in DAILY else place)
        for name in Block.__slots__
    }
    doubtful: list[int] = []
    if setup.coarse is not None and rough:
        found = {
            name: joined([getattr(e, name) for e in told], place) for name in Estimates.__slots__
        }
        if known is not None:
            (at,) = (c for c, (_, draw) in enumerate(columns) if draw == 0)
            out["stopped_lines"][:, :, at], out["sector_loss"][:, at] = known
        doubtful = corrected(
            setup.coarse,
            Estimates(**found),
            stopped=out["stopped_lines"],
            sectors=out["sector_loss"],
            other=(out["price_paid"] + out["own_exports_lost"]).mean(axis=1),
            pairings=_pairings(columns, rough),
            parties=setup.parties,
        )
    return Block(**out), doubtful


def _pairings(columns: Columns, rough: Collection[int]) -> list[Pairing]:
    """Columns of each scenario on the merged table alone, and on both; those with draws alike."""
    alike: dict[object, tuple[list[int], list[int]]] = {}
    for c, (scenario, draw) in sorted(enumerate(columns), key=lambda item: item[1][1]):
        mine = alike.setdefault((scenario.existed, scenario.easing), ([], []))
        mine[0 if c in rough and draw > 0 else 1].append(c)
    return [
        Pairing(rough=np.array(rest, dtype=np.intp), both=np.array(both, dtype=np.intp))
        for rest, both in alike.values()
        if rest
    ]


def _block_width(columns: int, whole: int, *, nodes: int) -> int:
    """Columns per block: at most `BLOCK` and `CELLS`, in an even number of blocks, or in one.

    Few columns, of which those on the merged table count little, go in one block, since a day of a
    block costs something however narrow it is. The number of threads has no say, so that rounding,
    and with it every printed digit, is the same on any number of cores.
    """
    if whole + (columns - whole) / MERGED <= NARROW:
        return max(1, columns)
    most = max(1, min(BLOCK, CELLS // nodes))
    pairs = -(-columns // (2 * most))
    return max(1, -(-columns // (2 * pairs)))
