"""What one package leaves and brings, from the loss surface alone, and so at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente._errors import DealError, UnknownCodeError
from detente.controls import Range
from detente.deal._answer import Answer, AnswerLimit, PartyAnswer
from detente.deal.game.exists import Threshold, axis_values, exists_grid, thresholds
from detente.deal.game.stakes import Stakes
from detente.deal.game.utility import Game
from detente.deal.shape.answer import ValueMap
from detente.deal.shape.table import Table
from detente.deal.solutions.candidates import candidates
from detente.deal.surface.fit import LossSurface
from detente.deal.surface.runs import Array, Flags, Runs
from detente.impact.ranges import HIGH, LOW
from detente.impact.results import UNIT
from detente.say import passes_in

__all__ = ["Explorer"]

MOST_PACKAGES = 4096
"""Packages behind the maps; few enough to be redrawn while a slider moves."""

_ROUNDING = 1e-6
_EVEN = 1e-9
_NOTHING = 1e-9
"""Share below which nothing is eased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explorer:
    """A game made ready to answer for any package."""

    game: Game
    """The game."""
    packages: Array
    """The packages behind the maps, no change first, shape (packages, columns) [share]."""
    thresholds: tuple[Threshold, ...]
    """One for each control that some package eases."""

    @classmethod
    def build(
        cls, runs: Runs, stakes: Stakes, *, surface: LossSurface | None = None, seed: int = 0
    ) -> "Explorer":
        """Fit what is not yet fitted and lay out the grid.

        Parameters
        ----------
        runs, stakes
            As in `bargain`.
        surface
            The fitted surface, if it is there already.
        seed
            Seed of the draws of the security values.

        Raises
        ------
        DealError
            Stakes that do not fit the runs.
        """
        fitted = surface or LossSurface.fit(runs)
        game = Game.build(runs, fitted, stakes, rng=np.random.default_rng(seed))
        packages = candidates(game, most=MOST_PACKAGES).packages
        return cls(game=game, packages=packages, thresholds=thresholds(game, packages))

    def row(self, easings: Mapping[str, float]) -> Array:
        """Return a package as a row; what is not named stays as it is.

        Parameters
        ----------
        easings
            Share by control or side issue [share].

        Raises
        ------
        UnknownCodeError
            For a name that is not on the table.
        DealError
            For a share outside 0 to 1.
        """
        names = self.game.names
        for name, share in easings.items():
            if name not in names:
                raise UnknownCodeError("control or side issue", name, names)
            if not 0 <= share <= 1:
                raise DealError(f"{name} is eased by {share}: give a share from 0 to 1")
        row = np.array([easings.get(name, 0.0) for name in names], dtype=np.float64)
        row[row < _NOTHING] = 0.0
        return row

    def answer(self, easings: Mapping[str, float]) -> Answer:
        """Answer for one package.

        Parameters
        ----------
        easings
            Share by control or side issue; what is not named stays as it is [share].

        Raises
        ------
        UnknownCodeError, DealError
            As in `row`.
        """
        game, row = self.game, self.row(easings)
        controls = len(game.controls)
        losses = controls + len(game.surface.pair)
        features = game.features(row[None])[:, 0]
        utility = np.einsum("pf,pf->p", features, game.central)
        drawn = np.einsum("pf,pfd->pd", features, game.drawn)
        held = np.einsum("pf,pfd->pd", features, game.drawn_losses)
        before = game.drawn[:, :losses].sum(axis=1)
        after = np.einsum("pf,pfd->pd", 1 - features[:, :losses], game.drawn[:, :losses])
        both = np.stack([np.zeros_like(row), row])
        loss = game.surface.loss(both[:, :controls])
        monthly = game.loss_by_month(both)
        fine = utility >= game.floor - game.tolerance
        fine_drawn = drawn >= game.floor[:, None] - game.tolerance
        crossed = self._outside(row > game.bounds + _ROUNDING)
        missed = self._outside(row < game.least - _ROUNDING)
        agreed = not crossed and not missed
        pressure = self._pressure(row)
        gains = np.column_stack([utility, drawn]) - game.disagreement[:, None]
        gains[np.abs(gains) <= game.tolerance] = 0.0  # rounding, not a gain
        owned = [
            (int(i), k)
            for k in range(controls)
            if row[k] > 0
            for i in np.flatnonzero(game.own[:, k])
        ]
        most = [self._most(row, i, k, utility[i], held[i]) for i, k in owned]
        ranges = _ranges(
            np.concatenate(
                [
                    np.column_stack([loss[0], before]),
                    np.column_stack([loss[1], after]),
                    gains,
                    *(one[None] for one in most),
                ]
            )
        )
        size = len(game.parties)
        holders = _holders(game.parties, pressure, self._pressure_scale(row))
        return Answer(
            package=dict(zip(game.names, row.tolist(), strict=True)),
            parties=tuple(
                PartyAnswer(
                    party=party,
                    today=ranges[i],
                    cost=ranges[size + i],
                    gain=ranges[2 * size + i],
                    accepts=bool(fine[i]),
                    share=float(fine_drawn[i].mean()),
                    short=float(max(game.floor[i] - utility[i], 0.0)) if not fine[i] else 0.0,
                    today_by_month=tuple(monthly[:, 0, i].tolist()),
                    by_month=tuple(monthly[:, 1, i].tolist()),
                    pressure=tuple(pressure[:, i].tolist()),
                )
                for i, party in enumerate(game.parties)
            ),
            accepted=bool(fine.all()) and agreed,
            share=float(fine_drawn.all(axis=0).mean()) if agreed else 0.0,
            crossed=crossed,
            missed=missed,
            limits=tuple(
                AnswerLimit(party=game.parties[i], control=game.controls[k], most=most_range)
                for (i, k), most_range in zip(owned, ranges[3 * size :], strict=True)
            ),
            holders=holders,
            passes=passes_in(holders),
        )

    def map(self, x: str, y: str, easings: Mapping[str, float]) -> ValueMap:
        """Say where in the plane of two security values there is a deal, and where this is one.

        Parameters
        ----------
        x, y
            Two controls that may be eased.
        easings
            The package that is held against the values [share].

        Returns
        -------
        dict
            ``detente.map/1``: values along each axis [USD bn per month]; ``exists``, whether some
            package that eases both is accepted, and ``accepted``, whether this one is, as rows of
            0 and 1.

        Raises
        ------
        UnknownCodeError
            For a control that may not be eased.
        """
        game, row = self.game, self.row(easings)
        known = {game.controls[one.control]: one for one in self.thresholds}
        for name in (x, y):
            if name not in known:
                raise UnknownCodeError("control that may be eased", name, list(known))
        axes = known[x], known[y]
        x_values, y_values = (axis_values(game, one) for one in axes)
        both = (self.packages[:, axes[0].control] > 0) & (self.packages[:, axes[1].control] > 0)
        exists = exists_grid(game, self.packages[both], axes, x_values, y_values)
        mine = exists_grid(game, row[None], axes, x_values, y_values)
        if (row > game.bounds + _ROUNDING).any() or (row < game.least - _ROUNDING).any():
            mine[:] = False
        return {
            "schema": "detente.map/1",
            "x": {"control": x, "values": x_values.tolist()},
            "y": {"control": y, "values": y_values.tolist()},
            "exists": exists.astype(int).tolist(),
            "accepted": mine.astype(int).tolist(),
        }

    def payload(self) -> Table:
        """Return what another program needs to give the same answers: ``detente.table/1``."""
        game, surface = self.game, self.game.surface
        controls = len(game.controls)
        error = surface.error
        known = error.held_out > 0
        return {
            "schema": "detente.table/1",
            "unit": UNIT,
            "parties": list(game.parties),
            "columns": [
                {
                    "name": name,
                    "kind": "control" if k < controls else "side",
                    "owner": game.owners[k] if k < controls else None,
                    "bound": float(game.bounds[k]),
                    "least": float(game.least[k]),
                    "steps": None if game.steps[k] is None else list(game.steps[k] or ()),
                    "security": game.stakes[k].security.as_dict() if k < controls else None,
                }
                for k, name in enumerate(game.names)
            ],
            "own": game.own.astype(int).tolist(),
            "knots": [one.tolist() for one in surface.knots],
            "climbs": [one.tolist() for one in surface.climbs],
            "pair": surface.pair.tolist(),
            "months": surface.months.tolist(),
            "central": game.central.tolist(),
            "drawn": game.drawn.tolist(),
            "disagreement": game.disagreement.tolist(),
            "floor": game.floor.tolist(),
            "tolerance": game.tolerance,
            "packages": self.packages.tolist(),
            "axes": [
                {"control": game.controls[one.control], "values": axis_values(game, one).tolist()}
                for one in self.thresholds
            ],
            "error": {
                "relative": error.relative if known else None,
                "held_out": error.held_out,
                "mean_abs": dict(zip(game.parties, error.mean_abs.tolist(), strict=True))
                if known
                else None,
            },
        }

    def _outside(self, flags: Flags) -> tuple[str, ...]:
        return tuple(
            name for name, flag in zip(self.game.names, flags.tolist(), strict=True) if flag
        )

    def _most(self, row: Array, i: int, k: int, utility: float, held: Array) -> Array:
        """Largest security value of control k at which its owner i accepts, then in every draw."""
        room = np.append(utility, held) - self.game.floor[i]
        return np.asarray(np.maximum(self.game.stakes[k].security.central + room / row[k], 0.0))

    def _pressure_scale(self, row: Array) -> Array:
        """Cost of the others' controls alone in each draw, of the central one, (parties, draws)."""
        game, controls = self.game, len(self.game.controls)
        losses = controls + len(game.surface.pair)
        scale = np.ones((len(game.parties), game.drawn.shape[2]))
        for i, own in enumerate(game.own):
            theirs = row.copy()
            theirs[:controls] = np.where(own, 1.0, row[:controls])
            kept = 1.0 - game.features(theirs[None])[i, 0, :losses]
            central = float(game.surface.loss(theirs[None, :controls])[0, i])
            if central > 0:
                scale[i] = kept @ game.drawn[i, :losses] / central
        return scale

    def _pressure(self, row: Array) -> Array:
        """Cost by month of the others' controls alone, shape (months, parties)."""
        game, controls = self.game, len(self.game.controls)
        rows = np.where(game.own, 1.0, row[:controls])
        months = game.surface.loss_by_month(rows)
        return np.stack([months[:, i, i] for i in range(len(game.parties))], axis=1)


def _holders(parties: tuple[str, ...], pressure: Array, scale: Array) -> tuple[str | None, ...]:
    """Who is under the least pressure in each month in nearly every draw; else nobody."""
    even = _EVEN * float(np.abs(pressure).max(initial=0.0))
    found: list[str | None] = []
    for month in pressure:
        least = int(np.argmin(month))
        others = [i for i in range(len(parties)) if i != least]
        gaps = month[others, None] * scale[others] - month[least] * scale[least]
        drawn = np.quantile(gaps, LOW, axis=1) if gaps.shape[1] else np.inf
        sure = np.minimum(drawn, month[others] - month[least])
        found.append(parties[least] if (sure > even).all() else None)
    return tuple(found)


def _ranges(values: Array) -> list[Range]:
    """Range of each row: its first value is central, the others are the draws."""
    central, draws = values[:, 0], values[:, 1:]
    if not draws.shape[1]:
        return [Range.exactly(float(value)) for value in central]
    low, high = np.quantile(draws, (LOW, HIGH), axis=1)
    low, high = np.minimum(low, central), np.maximum(high, central)
    return [
        Range(low=a, central=b, high=c)
        for a, b, c in zip(low.tolist(), central.tolist(), high.tolist(), strict=True)
    ]
