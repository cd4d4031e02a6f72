"""The answer of a bargain: packages, frontier, solutions, and when they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente._shown import Shown
from detente.deal.game.compensation import Compensation
from detente.deal.game.exists import DealMap, ExistsIf
from detente.deal.game.package import Package
from detente.deal.game.stakes import Stake
from detente.deal.game.uncosted import Conditional
from detente.deal.game.verdict import Verdict, verdict_of
from detente.deal.keeping.beliefs import Belief
from detente.deal.keeping.breakdown import Breakdown
from detente.deal.keeping.information import Unknown
from detente.deal.keeping.keep import BreaksFirst, Kept
from detente.deal.keeping.ladder import Schedule
from detente.deal.shape import deals as shape
from detente.deal.solutions.rules import Solution
from detente.deal.surface.fit import SurfaceError
from detente.deal.without.disagreement import Disagreement
from detente.impact.results import UNIT

if TYPE_CHECKING:
    from detente.deal.game.reported import Reported  # it is made of packages of this module

__all__ = ["Deals"]

_FRONTIER_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Deals(Shown):
    """Result of `bargain`.

    Parameters
    ----------
    parties
        Parties that bargain, ISO3.
    surface_error
        Error of the loss surface on held-out runs.
    error_bound
        Bound the error was held against [share].
    stakes
        Security values and political costs, one per control.
    levels
        Levels of each control and side issue that were combined [share].
    accepted
        Number of packages, other than no change, that all accept.
    tried
        Number of packages, other than no change, that were looked at.
    share_of_draws
        Share of draws of losses and values in which a deal exists [share].
    frontier
        Accepted packages that no other dominates, by falling gain of the first party; empty if
        there is no deal.
    likeliest
        The package of the grid that is a deal in the most draws; None if none is in any.
    rules
        The solutions that were asked for, those of other packages last.
    solutions
        Their packages by name; empty if there is no deal.
    exists_if
        For each control that may be eased, up to which security value a deal that eases it exists.
    map
        The same for the two most decisive values together; None with fewer than two.
    disagreement
        What happens without a deal, which gains are counted from.
    gaps
        Where integer programmes were used, how far each rule's package is from the best
        all-or-nothing one at most [share]; empty where every package was looked at.
    compensation
        What else would have to be on the table; None with a deal, or where nothing can be eased.
    kept
        Who keeps the deal: its schedule, which promise breaks first, the risk of failure and what
        knowing more would bring; None if nothing is known of patience and lags.
    conditional
        What controls on the table without figures would have to be worth; None where every one
        has figures. With it, ``share_of_draws`` is no chance of a deal.
    reported
        The deal that the article reports as agreed, held against what its parties value.
    notes
        What the reader must know: how far the answer may be trusted, or why there is none.
    """

    parties: tuple[str, ...]
    surface_error: SurfaceError
    error_bound: float
    stakes: tuple[Stake, ...]
    levels: Mapping[str, tuple[float, ...]]
    accepted: int
    tried: int
    share_of_draws: float
    frontier: tuple[Package, ...]
    likeliest: Package | None
    rules: tuple[Solution, ...]
    solutions: Mapping[str, Package]
    exists_if: tuple[ExistsIf, ...]
    map: DealMap | None
    disagreement: Disagreement
    gaps: Mapping[str, float]
    notes: tuple[str, ...]
    compensation: Compensation | None = None
    kept: Kept | None = None
    conditional: Conditional | None = None
    reported: "Reported | None" = None

    @property
    def nash(self) -> Package | None:
        """The Nash package, which schedule and promises are of; None if there is no deal."""
        return self.solutions.get("nash")

    @property
    def kalai_smorodinsky(self) -> Package | None:
        """The Kalai-Smorodinsky package; None if there is no deal."""
        return self.solutions.get("kalai-smorodinsky")

    @property
    def equal_gains(self) -> Package | None:
        """The package of equal gains; None if there is no deal."""
        return self.solutions.get("equal-gains")

    @property
    def verdict(self) -> Verdict:
        """Whether a deal exists: central, in which share of draws, and on which value it hangs."""
        return verdict_of(self.exists_if, central=self.exists, share_of_draws=self.share_of_draws)

    @property
    def schedule(self) -> Schedule | None:
        """The shortest credible schedule; None without a deal."""
        return None if self.kept is None else self.kept.schedule

    @property
    def breaks_first(self) -> BreaksFirst | None:
        """What holds each party to the package, most fragile first; None without a deal."""
        return None if self.kept is None else self.kept.breaks_first

    @property
    def breakdown_risk(self) -> Breakdown | None:
        """The chances that there is no deal that lasts."""
        return None if self.kept is None else self.kept.breakdown_risk

    @property
    def value_of_information(self) -> tuple[Unknown, ...]:
        """What learning each unknown would bring, most useful first."""
        return () if self.kept is None else self.kept.value_of_information

    @property
    def beliefs(self) -> tuple[Belief, ...]:
        """What the parties' words say about what they value."""
        return () if self.kept is None else self.kept.beliefs

    @property
    def exists(self) -> bool:
        """Whether any package other than no change suits all, at central values."""
        return bool(self.frontier)

    def to_payload(self) -> shape.Bargain:
        """Return the ``deals`` object of ``detente.brief/1``.

        Notes
        -----
        A frontier of more than 60 packages is thinned evenly, ends kept; the whole is in
        ``frontier``.
        """
        return {
            "surface_error": self._error_payload(),
            "utilities": [
                {
                    "party": one.party,
                    "control": one.control,
                    "security": one.security.as_dict(),
                    "political": one.political.as_dict(),
                    "from": one.origin,
                }
                for one in self.stakes
            ],
            "accepted": {
                "count": self.accepted,
                "of": self.tried,
                "share_of_draws": self.share_of_draws,
            },
            "frontier": [package.to_payload() for package in _thin(self.frontier)],
            "nash": _or_none(self.nash),
            "kalai_smorodinsky": _or_none(self.kalai_smorodinsky),
            "equal_gains": _or_none(self.equal_gains),
            "solutions": [
                {
                    "key": row.key,
                    "title": row.title,
                    "letter": row.letter,
                    "means": row.means,
                    "package": _or_none(self.solutions.get(row.name)),
                }
                for row in self.rules
            ],
            "compensation": None if self.compensation is None else self.compensation.to_payload(),
            "notes": list(self.notes),
            "verdict": self.verdict.to_payload(),
            "conditional": None if self.conditional is None else self.conditional.to_payload(),
            "exists_if": [one.to_payload() for one in self.exists_if],
            "map": None if self.map is None else self.map.to_payload(),
        }

    def _error_payload(self) -> shape.SurfaceError:
        error = self.surface_error
        known = error.held_out > 0
        return {
            "mean_abs": float(error.mean_abs.mean()) if known else None,
            "max_abs": float(error.max_abs.max()) if known else None,
            "relative": error.relative if known else None,
            "held_out": error.held_out,
            "trained": error.trained,
            "bound": self.error_bound,
            "unit": UNIT,
        }


def _or_none(package: Package | None) -> shape.Package | None:
    return None if package is None else package.to_payload()


def _thin(frontier: tuple[Package, ...]) -> tuple[Package, ...]:
    if len(frontier) <= _FRONTIER_SHOWN:
        return frontier
    shown = np.unique(np.linspace(0, len(frontier) - 1, _FRONTIER_SHOWN).round().astype(int))
    return tuple(frontier[index] for index in shown)
