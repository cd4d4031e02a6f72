"""A standoff prepared for simulation: controls, goods, economy and draws."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente._units import DAYS_PER_MONTH, LEAST_DAYS
from detente.controls import Register, Standoff
from detente.facts import Facts, load_facts
from detente.impact._batch import Batch, Progress, Scenario, columns_apart, run_columns
from detente.impact._block import Setup
from detente.impact._coarse import Coarse
from detente.impact._draws import Sampler
from detente.impact._world_of import ground
from detente.impact.disruption.model import Model
from detente.impact.disruption.models import DEFAULT_MODEL, prepare
from detente.impact.disruption.network import Network
from detente.impact.goods.build import build_goods_model
from detente.impact.goods.firms import firm_names, firms_of
from detente.impact.goods.levers import Lever, build_levers, leads_of, lever_names
from detente.impact.goods.model import GoodsModel, goods_in_play, uncertain_names
from detente.impact.goods.own_stocks import with_stocks
from detente.impact.goods.parts import parts_of
from detente.impact.goods.paths import Paths, check_paths
from detente.world import World

__all__ = ["Study"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]


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
        if days < LEAST_DAYS:
            raise ImpactError(f"days must be at least {LEAST_DAYS} (one month), got {days}")
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

    def again(self, *, draws: int, quantiles: Mapping[str, Array]) -> "Study":
        """Return the same standoff prepared with other draws."""
        made = Study(
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
        made.network, made.coarse = self.network, self.coarse  # hang on no draw
        return made

    @cached_property
    def network(self) -> Network:
        """The economy, prepared for stepping."""
        return prepare(self.world, self.production, facts=self.facts)

    @property
    def stepped_apart(self) -> tuple[str, ...] | None:
        """Regions of the merged table for draws; None where all go through the whole table."""
        if self.exact or self.coarse is None:
            return None
        return self.coarse.network.world.regions

    @cached_property
    def watched(self) -> IntArray:
        """Users whose daily output is kept: who stops without a good, where a control aims."""
        aimed = [row for entry in self.standoff.controls for row in self.rows(entry.target)]
        return np.flatnonzero(np.isin(self.model.user_region, aimed) & self.model.user_critical)

    @cached_property
    def party_rows(self) -> tuple[tuple[int, ...], ...]:
        """Regions of each party."""
        return tuple(tuple(self.rows(one.party)) for one in self.standoff.parties)

    def rows(self, party: str) -> list[int]:
        """Positions of a party's regions in the world."""
        codes, regions = self.facts.regions_of(party), self.world.regions
        return [regions.index(code) for code in codes if code in regions]

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
        flows: bool = True,
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
        flows
            Whether daily paths hold shipments and what the leanest plants met, a third of them.
        """
        apart: set[int] = set()
        if whole is not None and self.coarse is not None:
            apart = columns_apart(columns, whole, known=central is not None)
        setup = Setup(
            model=self.model,
            levers=self.levers,
            parts=self.parts,
            watched=self.watched,
            flows=flows,
            network=self.network,
            days=self.days,
            history=self.history,
            economy=economy,
            coarse=self.coarse if apart else None,
            parties=self.party_rows,
            own=self.own,
        )
        return run_columns(
            setup,
            columns,
            facts=self.facts.sha256,
            keep_paths=keep_paths,
            progress=progress,
            workers=workers,
            apart=apart,
            central=central,
        )
