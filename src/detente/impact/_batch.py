"""Run many scenarios together: the goods layer drives the economy, in blocks of columns."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Event, Lock

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from detente._errors import ImpactError
from detente._units import DAYS_PER_MONTH
from detente.controls import Register, Standoff
from detente.facts import Facts, load_facts
from detente.impact._block import DAILY, RUNS, Block, Setup, run_block
from detente.impact._coarse import Coarse, Estimates
from detente.impact._draws import Sampler
from detente.impact._fidelity import Pairing, corrected
from detente.impact._kept_runs import kept_or_run
from detente.impact._world_of import ground
from detente.impact.disruption.model import Model
from detente.impact.disruption.models import DEFAULT_MODEL, prepare
from detente.impact.disruption.network import Network
from detente.impact.goods.build import build_goods_model
from detente.impact.goods.day import Plan
from detente.impact.goods.firms import firm_names, firms_of
from detente.impact.goods.levers import Lever, build_levers, leads_of, lever_names
from detente.impact.goods.model import GoodsModel, goods_in_play, uncertain_names
from detente.impact.goods.own_stocks import with_stocks
from detente.impact.goods.parts import parts_of
from detente.impact.goods.paths import Paths, check_paths
from detente.world import World

__all__ = ["RUNS", "Batch", "Progress", "Scenario", "Study"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
Progress = Callable[[int, int], None]

BLOCK = 160
"""Columns that advance together on one core; small enough for the state to stay in cache."""

CELLS = 300_000
"""Nodes times columns of a block at most, so that a large table takes no more memory [count]."""

NARROW = 120
"""Columns that are not split over two cores."""

MERGED = 8
"""Columns on the merged table that cost as much as one on the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One future of the controls on the table.

    Parameters
    ----------
    name
        Label.
    existed
        For each control, whether it was ever imposed (the rest of history is as it was).
    easing
        For each control, the easing towards its target from the standoff's date on [share].
    """

    name: str
    existed: tuple[bool, ...]
    easing: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch of columns gave; column c is scenario ``scenario[c]`` in draw ``draw[c]``.

    Parameters
    ----------
    scenario, draw
        Shape (columns,).
    stopped_lines, price_paid, own_exports_lost
        Parts of the loss, shape (regions, months, columns) [USD bn per month].
    sector_loss
        Value added lost by node, mean over the horizon, shape (n, columns) [USD bn per month].
    first_shortage
        First day on which the leanest plants miss a quarter of their need or more, shape (goods,
        regions, columns) [day]; NaN where there is none within the horizon.
    path_columns
        Columns whose daily paths were kept.
    need_met, leanest, stock
        Daily paths, shape (goods, regions, days, kept columns) [share], [share of base stock].
    user_output
        Daily output of nodes that need a good, shape (users, days, kept columns) [share of base].
    price, price_inside
        Daily price multiple outside and inside the imposer, shape (goods, days, kept columns) [1].
    shipments
        Exports of the controlled flows over their base, by (good, exporter) as in
        `GoodsModel.pair_good` and `pair_exporter`, shape (pairs, regions, months, columns) [1].
    shipments_daily
        The same by day, shape (pairs, regions, days, kept columns) [1].
    """

    scenario: npt.NDArray[np.intp]
    draw: npt.NDArray[np.intp]
    stopped_lines: Array
    price_paid: Array
    own_exports_lost: Array
    sector_loss: Array
    first_shortage: Array
    path_columns: npt.NDArray[np.intp]
    need_met: Array
    leanest: Array
    stock: Array
    user_output: Array
    price: Array
    price_inside: Array
    shipments: Array
    shipments_daily: Array

    @property
    def loss(self) -> Array:
        """Sum of the parts, shape (regions, months, columns) [USD bn per month]."""
        return self.stopped_lines + self.price_paid + self.own_exports_lost


class Study:
    """A standoff prepared for simulation: controls, goods, economy and draws.

    Parameters
    ----------
    standoff
        The standoff; it needs at least one control on the table.
    days
        Horizon from the standoff's date [day].
    draws
        Draws of the uncertain inputs beside the central one.
    seed
        Seed of the draws.
    world, facts, register
        Other data than the shipped; a world given comes with facts fitted to it. Without one, the
        shipped table as `detente.impact._world_of.ground` merges it for the standoff.
    paths
        How the intensity of a control goes on after the standoff's date, by control or by
        ``control:good``: ``"held"`` (where nothing is given), ``"until-lifted"``, ``"queue"``,
        ``"queue-known"``, ``"record"``, a list of `detente.controls.IntensityPoint`, or
        `Approvals`. All but the first three look ahead; they are for hindcasts.
    quantiles
        Draws of one's own, as of `Sampler`.
    production
        How sectors are stepped behind the goods: the model of `disrupt`.
    exact
        Whether all columns go through the whole table, as far as a run does not say otherwise.

    Raises
    ------
    ImpactError
        If nothing is on the table, the horizon is shorter than a month, a path fits no control, or
        a control is on goods that its imposer does not supply.
    """

    def __init__(  # noqa: PLR0913 - data and settings of a study
        self,
        standoff: Standoff,
        *,
        days: int = 365,
        draws: int = 32,
        seed: int = 0,
        world: World | None = None,
        facts: Facts | None = None,
        register: Register | None = None,
        paths: Paths | None = None,
        quantiles: Mapping[str, Array] | None = None,
        production: str | Model = DEFAULT_MODEL,
        exact: bool = True,
    ) -> None:
        if not standoff.controls:
            raise ImpactError(standoff.nothing_tabled())
        standoff = standoff.costed()
        if days < DAYS_PER_MONTH:
            raise ImpactError(f"days must be at least 31 (one month), got {days}")
        check_paths(paths or {}, standoff)
        self.standoff, self.days, self.seed = standoff, days, seed
        self.exact = exact
        if world is None:
            world, facts = ground(standoff, facts or load_facts(), None)
        self.facts = with_stocks(facts or load_facts(), standoff)
        self.world = world
        self._sector_names = {row.code: row.name for row in self.facts.sectors}
        self.register, self.paths = register or Register.load(), paths
        goods = goods_in_play(
            (good for entry in standoff.controls for good in entry.goods), self.facts
        )
        for good in goods:
            self.facts.good(good)
        streams = lever_names(standoff, paths)
        self.sampler = Sampler(
            [*uncertain_names(goods), *firm_names(standoff, self.facts), *streams],
            draws=draws,
            seed=seed,
            streams=streams,
            quantiles=quantiles,
        )
        levers, history = build_levers(
            standoff,
            world=self.world,
            facts=self.facts,
            register=self.register,
            sampler=self.sampler,
            days=days,
            paths=paths,
        )
        self.levers: list[Lever] = levers
        self.history = history
        self.leads = leads_of(standoff, self.register)
        self.model: GoodsModel = build_goods_model(
            goods,
            levers=levers,
            world=self.world,
            facts=self.facts,
            sampler=self.sampler,
            on=standoff.on,
            firms=firms_of(
                standoff,
                levers,
                goods,
                world=self.world,
                facts=self.facts,
                sampler=self.sampler,
                history=history,
            ),
            leads=self.leads,
        )
        self.parts = parts_of(self.model, levers)
        self.own: IntArray | None = None  # draw of each part in each draw of the columns
        self.production = production
        self.network: Network = prepare(self.world, production, facts=self.facts)

    def again(self, *, draws: int, quantiles: Mapping[str, Array]) -> "Study":
        """Return the same standoff prepared with other draws.

        Parameters
        ----------
        draws, quantiles
            As for a study.
        """
        return Study(
            self.standoff,
            days=self.days,
            draws=draws,
            seed=self.seed,
            world=self.world,
            facts=self.facts,
            register=self.register,
            paths=self.paths,
            quantiles=quantiles,
            production=self.production,
        )

    @property
    def stepped_apart(self) -> tuple[str, ...] | None:
        """Regions of the merged table for draws; None where all go through the whole table."""
        if self.exact or self.coarse is None:
            return None
        return self.coarse.network.world.regions

    @cached_property
    def party_rows(self) -> tuple[tuple[int, ...], ...]:
        """Regions of each party."""
        at, parties = self.world.regions.index, (one.party for one in self.standoff.parties)
        return tuple(
            tuple(at(code) for code in self.facts.regions_of(party) if self.world.has_region(code))
            for party in parties
        )

    @property
    def model_name(self) -> str:
        """How the model of sectors is called; of one without a name, its class and parameters."""
        return self.production if isinstance(self.production, str) else repr(self.production)

    def sector_name(self, code: str) -> str:
        """Name of a sector: the world's own, else that of the facts, else its code."""
        return self.world.sector_names.get(code) or self._sector_names.get(code, code)

    @property
    def months(self) -> int:
        """Whole months within the horizon."""
        return max(1, round(self.days / DAYS_PER_MONTH))

    @cached_property
    def coarse(self) -> Coarse | None:
        """The table merged for the standoff; None where that saves nothing."""
        return Coarse.of(
            self.standoff,
            world=self.world,
            facts=self.facts,
            model=self.model,
            production=self.production,
        )

    def run(
        self,
        columns: Sequence[tuple[Scenario, int]],
        *,
        keep_paths: Sequence[int] = (),
        progress: Progress | None = None,
        workers: int | None = None,
        economy: bool = True,
        whole: Collection[int] | None = None,
        central: tuple[Array, Array] | None = None,
    ) -> Batch:
        """Advance every column over the horizon.

        Parameters
        ----------
        columns
            Scenario and draw of each column.
        keep_paths
            Columns whose daily paths are kept.
        progress
            Called with days done and days in all.
        workers
            Threads; as many as there are cores if not given. The result does not depend on it.
        economy
            Whether sectors are stepped behind the goods. Without them flows, stocks and prices are
            the same, and what sectors lose is NaN.
        whole
            Columns in which the whole table is stepped, if not all. The merged table (`Coarse`) is
            stepped in the others, as far as the column with central inputs of the same scenario is
            there to set it right by.
        central
            Value added lost by region and month, and by node, of the column with central inputs,
            if it is known already and there is but one: then it is not stepped on the whole table.
        """
        scenarios: list[Scenario] = []
        apart: set[int] = set()
        if whole is not None and self.coarse is not None:
            apart = _apart(columns, whole)
            apart |= {c for c, (_, draw) in enumerate(columns) if draw == 0 and central}
        for scenario, _ in columns:
            if scenario not in scenarios:
                scenarios.append(scenario)
        setup = Setup(
            model=self.model,
            levers=self.levers,
            parts=self.parts,
            network=self.network,
            days=self.days,
            history=self.history,
            economy=economy,
            coarse=self.coarse if apart else None,
            parties=self.party_rows,
            own=self.own,
        )

        told: list[int] = []

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

        wanted = set(keep_paths)
        block = kept_or_run(
            setup, columns, sorted(wanted), run, facts=self.facts.sha256, rough=apart
        )
        if progress is not None and not told:
            progress(self.days, self.days)  # all was found
        return Batch(
            scenario=np.array([scenarios.index(s) for s, _ in columns], dtype=np.intp),
            draw=np.array([draw for _, draw in columns], dtype=np.intp),
            path_columns=np.array(sorted(wanted), dtype=np.intp),
            **{name: getattr(block, name) for name in Block.__slots__},
        )


def _advance(
    setup: Setup,
    columns: Sequence[tuple[Scenario, int]],
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
    out = {
        name: np.concatenate([getattr(b, name) for b, _ in blocks], axis=-1)[
            ..., daily if name in DAILY else place
        ]
        for name in Block.__slots__
    }
    doubtful: list[int] = []
    if setup.coarse is not None and rough:
        found = {
            name: np.concatenate([getattr(e, name) for _, e in blocks], axis=-1)[..., place]
            for name in Estimates.__slots__
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
    made = Block(**{name: np.ascontiguousarray(array) for name, array in out.items()})
    return made, doubtful


def _pairings(columns: Sequence[tuple[Scenario, int]], rough: Collection[int]) -> list[Pairing]:
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


def _apart(columns: Sequence[tuple[Scenario, int]], whole: Collection[int]) -> set[int]:
    """Columns for the merged table: not asked for whole, and with a central column beside."""
    central = {(s.existed, s.easing) for s, draw in columns if draw == 0}
    return {
        c for c, (s, draw) in enumerate(columns) if draw > 0 and (s.existed, s.easing) in central
    } - set(whole)


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
