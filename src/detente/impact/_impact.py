"""What a simulation says: losses by control and party, in parts and by month, and the clock."""

import copy
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente._shown import Shown
from detente.controls import Range, Standoff, with_article
from detente.impact._batch import Batch, Progress, Study
from detente.impact._compare import Comparison, compare
from detente.impact._grounds import Gdp, gdp_of, notes_of
from detente.impact._leverage import Leverage, weigh
from detente.impact._mechanisms import Mechanism, mechanisms
from detente.impact._stoppages import Stoppage, first_stoppages
from detente.impact._swings import Swing, swings
from detente.impact.forms import Simulation
from detente.impact.goods.model import UNCERTAIN_KINDS, goods_in_play
from detente.impact.ranges import LOSS_PARTS, LossPart, spread
from detente.impact.results import manifest, payload
from detente.impact.shape import Manifest, Role
from detente.say import join_words, leverage_words, passes_in

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray

__all__ = ["Driver", "GoodClock", "Impact", "Loss"]

Array = npt.NDArray[np.floating]

OWN_KINDS = ("export_margin", "resale_share", "trade")
"""Uncertain figures that move what a control costs its own imposer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one control, alone or with others, costs one party.

    Parameters
    ----------
    name
        Control on the table, or ``"together"``.
    party
        ISO3 of the party.
    role
        ``owner``, ``target`` or ``third``.
    total
        Mean over the horizon [USD bn per month]; positive is worse off.
    parts
        The same by part: stopped_lines, price_paid, own_exports_lost.
    by_month
        Month 1, 2, ... after the standoff's date [USD bn per month].
    top_sectors
        (region, sector, central loss) of the sectors of the party that lose most.
    """

    name: str
    party: str
    role: Role
    total: Range
    parts: dict[LossPart, Range]
    by_month: tuple[Range, ...]
    top_sectors: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodClock:
    """When a party runs short of a good, with controls as they stand.

    Parameters
    ----------
    party, good, control
        Who, of what, and under which tabled control.
    first_shortage
        First day on which the leanest plants miss a quarter of their need, NaN for never, shape
        (draws + 1,) [day].
    sectors
        Codes of the sectors of the party that need the good.
    need_met, stock, output
        Daily paths over draws, shape (days, draws + 1) [share of base].
    """

    party: str
    good: str
    control: str
    first_shortage: Array
    sectors: tuple[str, ...]
    need_met: Array
    stock: Array
    output: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """How much one uncertain input moves a party's loss under controls as they stand.

    Parameters
    ----------
    party, name
        Whose loss, and which input.
    rank_correlation
        Spearman's rank correlation over the draws.
    low, high
        Mean loss in the lowest and the highest third of the input's draws [USD bn per month].
    """

    party: str
    name: str
    rank_correlation: float
    low: float
    high: float


class Impact(Shown):
    """The result of `simulate`.

    Parameters
    ----------
    study
        What was simulated.
    batch
        Its columns.
    scenarios
        Name to position in the batch: each control alone, ``together``, and ``by XXX`` for all
        controls of one party.
    """

    def __init__(self, study: Study, batch: Batch, scenarios: dict[str, int]) -> None:
        self.study, self.batch, self.scenarios = study, batch, scenarios
        self._loss = batch.loss
        self._swings: dict[str, list[Swing]] | None = None

    def _shown(self) -> dict[str, object]:
        losses = {}
        for party in self.parties:
            total = self.loss(party).total
            words = f"{total.central:.3g} ({total.low:.3g} to {total.high:.3g}) USD bn per month"
            losses[f"loss_{party}"] = words
        return {
            "standoff": self.standoff.name,
            "on": self.standoff.on,
            "controls": [row.control for row in self.standoff.controls],
            "days": self.study.days,
            "draws": self.study.sampler.size - 1,
            **losses,
        }

    @property
    def standoff(self) -> Standoff:
        """The standoff that was simulated."""
        return self.study.standoff

    def of(self, standoff: Standoff) -> "Impact":
        """The same costs for a standoff that differs in names, values or red lines alone.

        Parameters
        ----------
        standoff
            The other standoff; what its costs hang on has to be the same, which is not checked
            beyond the controls and the date.

        Raises
        ------
        ImpactError
            If it has other controls or another date.
        """
        other, own = standoff.costed(), self.standoff
        if ([one.control for one in other.controls], other.on) != (
            [one.control for one in own.controls],
            own.on,
        ):
            raise ImpactError("these costs are of other controls, or of another day: simulate anew")
        made = copy.copy(self)
        made.study = copy.copy(self.study)
        made.study.standoff = other
        return made

    @property
    def parties(self) -> tuple[str, ...]:
        """ISO3 codes of the parties."""
        return tuple(p.party for p in self.standoff.parties)

    def loss(self, party: str, name: str = "together") -> Loss:
        """Cost to a party of one control alone, or of all together.

        Parameters
        ----------
        party
            ISO3 of a party, or a region of the world.
        name
            A control on the table, ``"together"``, or ``"by XXX"``.
        """
        columns, rows = self.columns(name), self.rows(party)
        parts = {
            part: spread(getattr(self.batch, part)[rows][:, :, columns].sum(axis=0).mean(axis=0))
            for part in LOSS_PARTS
        }
        monthly = self._loss[rows][:, :, columns].sum(axis=0)
        return Loss(
            name=name,
            party=party,
            role=self._role(party, name),
            total=spread(monthly.mean(axis=0)),
            parts=parts,
            by_month=tuple(spread(month) for month in monthly),
            top_sectors=self._top_sectors(rows, columns),
        )

    def losses(self) -> list[Loss]:
        """Cost of each control alone to each party."""
        names = [entry.control for entry in self.standoff.controls]
        return [self.loss(party, name) for name in names for party in self.parties]

    def third_countries(self, name: str = "together") -> list[tuple[str, Range]]:
        """Loss of every region that is not a party, largest first [USD bn per month]."""
        inside = {row for party in self.parties for row in self.rows(party)}
        found = [
            (code, self.loss(code, name).total)
            for row, code in enumerate(self.study.world.regions)
            if row not in inside
        ]
        return sorted(found, key=lambda item: -item[1].central)

    def clocks(self) -> list[GoodClock]:
        """When each party runs short of each good without which lines stop, soonest first."""
        study, batch = self.study, self.batch
        columns = self.columns("together")
        kept = np.searchsorted(batch.path_columns, columns)
        model = study.model
        found: list[GoodClock] = []
        for entry in self.standoff.controls:
            rows = self.rows(entry.target)
            for good in goods_in_play(entry.goods, study.facts):
                g = model.goods.index(good)
                users = [
                    u
                    for u in range(len(model.user_good))
                    if model.user_good[u] == g
                    and model.user_region[u] in rows
                    and model.user_critical[u]
                ]
                if not users or any(c.party == entry.target and c.good == good for c in found):
                    continue
                weight = study.network.value_added[model.user_node[users]] * np.maximum(
                    model.user_coverage[users, 0], 1e-9
                )
                size = len(study.world.sectors)
                nodes = sorted(users, key=lambda u: -weight[users.index(u)])
                found.append(
                    GoodClock(
                        party=entry.target,
                        good=good,
                        control=entry.control,
                        first_shortage=_earliest(batch.first_shortage[g][rows][:, columns]),
                        sectors=tuple(
                            dict.fromkeys(
                                study.world.sectors[model.user_node[u] % size] for u in nodes
                            )
                        ),
                        need_met=batch.need_met[g][rows][:, :, kept].mean(axis=0),
                        stock=batch.stock[g][rows][:, :, kept].mean(axis=0),
                        output=np.average(
                            batch.user_output[users][:, :, kept], axis=0, weights=weight
                        ),
                    )
                )
        return sorted(found, key=lambda c: (np.isnan(c.first_shortage[0]), c.first_shortage[0]))

    def first_stoppages(self) -> list[Stoppage]:
        """Party by good by sector: days to the first lines that stop, soonest first."""
        return first_stoppages(self)

    def drivers(self, party: str, *, most: int = 8) -> list[Driver]:
        """Inputs that move a party's loss most, by rank correlation.

        Parameters
        ----------
        party
            ISO3 of the party.
        most
            How many.
        """
        loss = self._loss[self.rows(party)][:, :, self.columns("together")]
        monthly = loss.sum(axis=0).mean(axis=0)[1:]
        quantiles = self.study.sampler.quantiles[:, 1:]
        ranks = monthly.argsort().argsort()
        relevant, found = self._inputs_that_reach(party), []
        for name, row in zip(self.study.sampler.names, quantiles, strict=True):
            if name not in relevant:
                continue
            order = row.argsort()
            third = max(1, len(order) // 3)
            rho = float(np.corrcoef(order.argsort(), ranks)[0, 1]) if len(order) > 2 else 0.0
            found.append(
                Driver(
                    party=party,
                    name=name,
                    rank_correlation=rho,
                    low=float(monthly[order[:third]].mean()),
                    high=float(monthly[order[-third:]].mean()),
                )
            )
        return sorted(found, key=lambda d: -abs(d.rank_correlation))[:most]

    def mechanisms(self, progress: Progress | None = None) -> dict[str, list[Mechanism]]:
        """Loss of each party without each mechanism in turn, those that matter most first.

        Parameters
        ----------
        progress
            Called with days done and days in all.
        """
        return mechanisms(self, progress=progress)

    def swings(self, progress: Progress | None = None) -> dict[str, list[Swing]]:
        """How far each of the likeliest inputs alone moves each party's loss, widest first.

        Runs the simulation anew with one input moved at a time, once; see `detente.impact.Swing`.

        Parameters
        ----------
        progress
            Called with days done and days in all.
        """
        if self._swings is None:
            self._swings = swings(self, progress=progress)
        return self._swings

    def manifest(self) -> Manifest:
        """Version, seed, draws and days, and the data behind them with their hashes."""
        return manifest(self)

    def gdp(self, party: str) -> Gdp:
        """Size of a party's economy, to hold its losses against [USD bn per year].

        Parameters
        ----------
        party
            ISO3 of a party, or a region of the world.

        Raises
        ------
        UnknownCodeError
            If neither the world table nor the facts have the party.
        """
        return gdp_of(party, self.study)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was estimated, taken over from a region, or could not be counted."""
        return tuple(notes_of(self.study))

    def to_payload(self) -> Simulation:
        """Return the whole result as ``detente.impact/1``, see docs/results.md."""
        return payload(self)

    def tables(self) -> "dict[str, pa.Table]":
        """Tidy Arrow tables, one row a fact: losses, monthly, draws, sectors, clocks, ...

        Each has a column for the unit, and the manifest in its metadata; see docs/results.md.
        """
        from detente.impact._tables import tables  # noqa: PLC0415 - pyarrow only when asked for

        return tables(self)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the tables: all rows into one .csv or .parquet, or one .parquet each into a folder.

        Parameters
        ----------
        path
            A file name with one of the two suffixes, or a folder, which is made if absent. Files
            are there whole or not at all.

        Raises
        ------
        DetenteError
            If the place cannot be written to.
        """
        from detente.impact._tables import save  # noqa: PLC0415

        return save(self, Path(path))

    def dataset(self) -> "xarray.Dataset":
        """One labelled object with every array of the run; needs xarray.

        Raises
        ------
        ImpactError
            If xarray is not installed.
        """
        from detente.impact._dataset import dataset  # noqa: PLC0415 - xarray costs a second

        return dataset(self)

    def compare(self, other: "Impact") -> Comparison:
        """Difference of another simulation to this one, loss by loss.

        Parameters
        ----------
        other
            A simulation of the same or of another standoff; positive differences are worse there.
            With the same seed and number of draws the draws are paired, so that the range is that
            of the difference and not of two unrelated runs.
        """
        return compare(self, other)

    def inputs_of(self, control: str, party: str) -> set[str]:
        """Names of the inputs that can move what a control on the table costs a party."""
        entry = next(one for one in self.standoff.controls if one.control == control)
        if party not in (entry.imposer, entry.target):
            return set()
        kinds: tuple[str, ...] = OWN_KINDS
        if entry.target == party:
            kinds = tuple(k for k in UNCERTAIN_KINDS if k not in OWN_KINDS[:2])
        goods = goods_in_play(entry.goods, self.study.facts)
        return {
            f"intensity of {entry.control}",
            *(f"{kind} of {good}" for kind in kinds for good in goods),
        }

    def _inputs_that_reach(self, party: str) -> set[str]:
        """Names of the inputs that can move a party's loss."""
        found = (self.inputs_of(entry.control, party) for entry in self.standoff.controls)
        return set().union(*found)

    def leverage(self, party: str) -> Leverage | None:
        """Balance of pressure between a party and the others, month by month.

        Parameters
        ----------
        party
            ISO3 of the party.

        Returns
        -------
        Leverage or None
            None where only one side has controls on the table.
        """
        others = self._rivals(party)
        if not others or f"by {party}" not in self.scenarios:
            return None
        return weigh(
            party,
            others,
            np.sum([self.monthly_draws(party, f"by {other}") for other in others], axis=0),
            np.sum([self.monthly_draws(other, f"by {party}") for other in others], axis=0),
        )

    def holders(self) -> list[str | None]:
        """Who holds the leverage by month, of the first pair of sides; empty if one has all."""
        for party in self.parties:
            found = self.leverage(party)
            if found is not None:
                return list(found.codes)
        return []

    def leverage_passes(self, party: str) -> tuple[int | None, str]:
        """Month in which the leverage passes, and in words who holds it.

        Parameters
        ----------
        party
            ISO3 of the party.
        """
        found = self.leverage(party)
        if found is None:
            return None, "Only one side has controls on the table, so leverage cannot pass"
        name = {p.party: with_article(p.name) for p in self.standoff.parties}
        names = {"party": name[party], "others": join_words([name[o] for o in found.others])}
        return passes_in(found.holders), leverage_words(found.holders, names)

    def _rivals(self, party: str) -> list[str]:
        """Other parties with controls on the table."""
        return [p for p in self.parties if p != party and f"by {p}" in self.scenarios]

    def rows(self, party: str) -> list[int]:
        """Positions of a party's regions in the world."""
        regions = self.study.world.regions
        codes = self.study.facts.regions_of(party)
        return [regions.index(code) for code in codes if code in regions]

    def draws(self, party: str, name: str) -> Array:
        """Loss over the horizon in each draw, the central one first [USD bn per month]."""
        loss = self._loss[self.rows(party)][:, :, self.columns(name)]
        return np.asarray(loss.sum(axis=0).mean(axis=0))

    def central(self, name: str = "together") -> tuple[Array, Array]:
        """Value added lost in the central run of a scenario [USD bn per month].

        Parameters
        ----------
        name
            A control on the table, ``"together"``, or ``"by XXX"``.

        Returns
        -------
        Array, Array
            By region and month, shape (regions, months), and by node, mean over the horizon,
            shape (n,).
        """
        column = self.columns(name)[0]
        return self.batch.stopped_lines[:, :, column], self.batch.sector_loss[:, column]

    def monthly_draws(self, party: str, name: str) -> Array:
        """Loss in each month and draw, central first, (months, draws + 1) [USD bn per month]."""
        return np.asarray(self._loss[self.rows(party)][:, :, self.columns(name)].sum(axis=0))

    def columns(self, name: str) -> npt.NDArray[np.intp]:
        """Columns of the batch that hold a scenario, the central draw first."""
        found = np.flatnonzero(self.batch.scenario == self.scenarios[name])
        return found[np.argsort(self.batch.draw[found])]

    def _role(self, party: str, name: str) -> Role:
        entries = [e for e in self.standoff.controls if name in (e.control, "together")]
        if any(e.imposer == party for e in entries):
            return "owner"
        return "target" if any(e.target == party for e in entries) else "third"

    def _top_sectors(
        self, rows: list[int], columns: npt.NDArray[np.intp], most: int = 5
    ) -> tuple[tuple[str, str, float], ...]:
        world, central = self.study.world, self.batch.sector_loss[:, columns[0]]
        size = len(world.sectors)
        nodes = [row * size + s for row in rows for s in range(size)]
        top = sorted(nodes, key=lambda node: -central[node])[:most]
        return tuple(
            (world.regions[n // size], world.sectors[n % size], float(central[n]))
            for n in top
            if central[n] > 0
        )


def _earliest(days: Array) -> Array:
    """Earliest over regions, NaN where none."""
    return np.asarray(np.where(np.isnan(days).all(axis=0), np.nan, np.fmin.reduce(days, axis=0)))
