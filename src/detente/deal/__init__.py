"""Bargains: the loss surface, what the parties value, and the packages that all would accept."""

from typing import TYPE_CHECKING, Any

from detente._late import late
from detente.controls import Range

if TYPE_CHECKING:
    from detente.deal._bargain import Rules, bargain
    from detente.deal._deals import Deals
    from detente.deal._explore import Explorer
    from detente.deal._from_standoff import appraise_over, bargain_over, stakes_of
    from detente.deal.game.acceptance import acceptable
    from detente.deal.game.appraise import Appraisal
    from detente.deal.game.grid import grid
    from detente.deal.game.package import Package
    from detente.deal.game.stakes import Stake, Stakes
    from detente.deal.game.utility import Game
    from detente.deal.keeping.abreu_gul import abreu_gul
    from detente.deal.keeping.beliefs import bluff_rate
    from detente.deal.keeping.signed import Signed, Standing, standing
    from detente.deal.keeping.tranches import tranche_schedule
    from detente.deal.record.answers import RecordAcceptance, acceptance_of_record
    from detente.deal.record.breakers import who_broke
    from detente.deal.record.cases import matters
    from detente.deal.record.find import bargain_line, find_bargains, find_talks, with_own_bargains
    from detente.deal.record.kept import SCORES_FILE
    from detente.deal.record.outlook import outlook, record_scores
    from detente.deal.record.revealed import value_shifts
    from detente.deal.record.runs import RUNS_FILE, runs_as_dict
    from detente.deal.record.scores import HORIZONS, Score
    from detente.deal.record.survival import watched
    from detente.deal.solutions.candidates import candidates
    from detente.deal.solutions.goal import Goal
    from detente.deal.solutions.milp import Programme
    from detente.deal.solutions.rules import BUILT_IN, Problem, Solution
    from detente.deal.surface.fit import LossSurface, SurfaceError
    from detente.deal.without.disagreement import DisagreementKind

__all__ = [
    "BUILT_IN",
    "HORIZONS",
    "RUNS_FILE",
    "SCORES_FILE",
    "Appraisal",
    "Deals",
    "DisagreementKind",
    "Explorer",
    "Game",
    "Goal",
    "LossSurface",
    "Package",
    "Problem",
    "Programme",
    "Range",
    "RecordAcceptance",
    "Rules",
    "Score",
    "Signed",
    "Solution",
    "Stake",
    "Stakes",
    "Standing",
    "SurfaceError",
    "abreu_gul",
    "acceptable",
    "acceptance_of_record",
    "appraise_over",
    "bargain",
    "bargain_line",
    "bargain_over",
    "bluff_rate",
    "candidates",
    "find_bargains",
    "find_talks",
    "grid",
    "matters",
    "outlook",
    "record_scores",
    "runs_as_dict",
    "stakes_of",
    "standing",
    "tranche_schedule",
    "value_shifts",
    "watched",
    "who_broke",
    "with_own_bargains",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    return late(__name__, name)
