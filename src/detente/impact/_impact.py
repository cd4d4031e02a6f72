"""The result of a simulation, and what it can be asked."""

import copy
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente._shown import Shown
from detente.controls import Range, Standoff, with_article
from detente.impact._batch import Batch, Progress
from detente.impact._clocks import GoodClock, clocks
from detente.impact._compare import Comparison, compare
from detente.impact._drivers import Driver, drivers, inputs_of
from detente.impact._grounds import Gdp, gdp_of, notes_of
from detente.impact._leverage import Leverage, weigh
from detente.impact._losses import Loss, loss_of
from detente.impact._mechanisms import Mechanism, mechanisms
from detente.impact._stoppages import Stoppage, first_stoppages
from detente.impact._study import Study
from detente.impact._swings import Swing, swings
from detente.impact.forms import Simulation
from detente.impact.ranges import RangeFrom
from detente.impact.results import manifest, payload
from detente.impact.shape import Manifest
from detente.say import join_words, leverage_words, passes_in

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray

__all__ = ["Impact"]

Array = npt.NDArray[np.floating]


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
    packages
        Columns of the packages of a bargain, as of `package_columns`, if they were run along.
    """

    def __init__(
        self,
        study: Study,
        batch: Batch,
        scenarios: dict[str, int],
        *,
        packages: Batch | None = None,
    ) -> None:
        self.study, self.batch, self.scenarios = study, batch, scenarios
        self.packages = packages
        self._loss = batch.loss
        self._swings: dict[str, list[Swing]] | None = None
        self._losses: dict[tuple[str, str], Loss] = {}

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
        if [(one.imposer, one.target) for one in other.controls] != [
            (one.imposer, one.target) for one in own.controls
        ]:
            made._losses = {}
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
        found = self._losses.get((party, name))
        if found is None:
            found = self._losses[party, name] = loss_of(self, party, name)
        return found

    def losses(self) -> list[Loss]:
        """Cost of each control alone to each party."""
        names = [entry.control for entry in self.standoff.controls]
        return [self.loss(party, name) for name in names for party in self.parties]

    def range_from(self, name: str) -> RangeFrom:
        """Which table the draws of a scenario were stepped on.

        Parameters
        ----------
        name
            A control on the table, ``"together"``, or ``"by XXX"``.
        """
        apart = self.study.stepped_apart is not None
        merged = apart and self.scenarios[name] != self.scenarios["together"]
        return "merged table" if merged else "whole table"

    def third_countries(self, name: str = "together") -> list[tuple[str, Range]]:
        """Loss of every region that is not a party, largest first [USD bn per month].

        Ranges by one control or one side are rough unless exact: see `range_from`.
        """
        inside = {row for party in self.parties for row in self.rows(party)}
        found = [
            (code, self.loss(code, name).total)
            for row, code in enumerate(self.study.world.regions)
            if row not in inside
        ]
        return sorted(found, key=lambda item: -item[1].central)

    def clocks(self) -> list[GoodClock]:
        """When each party runs short of each good without which lines stop, soonest first."""
        return clocks(self)

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
        return drivers(self, party, most=most)

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
        return inputs_of(self, control, party)

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
        return self.study.rows(party)

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
