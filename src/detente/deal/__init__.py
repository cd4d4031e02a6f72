"""Bargains: the loss surface, what the parties value, and the packages that all would accept."""

from detente.controls import Range
from detente.deal._bargain import Rules, bargain
from detente.deal._deals import Deals
from detente.deal._explore import Answer, AnswerLimit, Explorer, PartyAnswer
from detente.deal._from_standoff import appraise_over, bargain_over, stakes_of
from detente.deal.game.acceptance import DrawnAcceptance, acceptable, drawn_acceptance, improving
from detente.deal.game.appraise import Appraisal, Limit, appraise
from detente.deal.game.exists import DealMap, ExistsIf, Threshold, deal_map, thresholds
from detente.deal.game.grid import choose_levels, grid
from detente.deal.game.levels import named_levels
from detente.deal.game.package import Package
from detente.deal.game.stakes import SideIssue, Stake, Stakes
from detente.deal.game.utility import Game
from detente.deal.keeping.abreu_gul import Attrition, abreu_gul
from detente.deal.keeping.assumed import keeping_of, said_in
from detente.deal.keeping.beliefs import Belief, beliefs, bluff_rate, weights_of
from detente.deal.keeping.breakdown import Breakdown, best_breach, outcomes
from detente.deal.keeping.exchange import Exchange, slacks
from detente.deal.keeping.incentives import Promise, breaches, largest_lag, promises, slack
from detente.deal.keeping.information import Unknown, unknowns, value_of_information
from detente.deal.keeping.keep import BreaksFirst, Kept, Question, keep
from detente.deal.keeping.ladder import Rung, Schedule, contributions, exchange_of, ladder
from detente.deal.keeping.schedule import Plan, plan, shortest
from detente.deal.keeping.signed import Signed, SignedTerm, Standing, Watch, standing
from detente.deal.keeping.tranches import tranche_schedule
from detente.deal.keeping.trust import Keeping, Said, Trust, movable, run_down
from detente.deal.record.acceptance import Held, costed_matters, held
from detente.deal.record.answers import RecordAcceptance, acceptance_of_record, class_spread
from detente.deal.record.breakers import Breakers, who_broke
from detente.deal.record.cases import Matter, matters, record_standoff
from detente.deal.record.find import bargain_line, find_bargains, find_talks, with_own_bargains
from detente.deal.record.kept import SCORES_FILE, kept_score, record_mark
from detente.deal.record.outlook import Outlook, even_hazard, outlook, record_scores
from detente.deal.record.revealed import (
    Evidence,
    Factor,
    LeftOut,
    Revealed,
    evidence_of,
    reveal,
    value_shifts,
)
from detente.deal.record.runs import RUNS_FILE, kept_runs, runs_as_dict, terms_mark
from detente.deal.record.scores import HORIZONS, Score, score_left_out
from detente.deal.record.soon import SOON_MONTHS, soon_score, sought
from detente.deal.record.survival import (
    TRAITS,
    Survival,
    Watched,
    record_survival,
    traits_of,
    watched,
)
from detente.deal.solutions.candidates import Candidates, candidates
from detente.deal.solutions.equal_gains import equal_gains_ranking
from detente.deal.solutions.frontier import pareto
from detente.deal.solutions.goal import Goal
from detente.deal.solutions.kalai_smorodinsky import ideal_gains, kalai_smorodinsky_ranking
from detente.deal.solutions.milp import Programme, Solved, epsilon_frontier
from detente.deal.solutions.nash import nash_ranking
from detente.deal.solutions.refine import climb
from detente.deal.solutions.rubinstein import nash_weights
from detente.deal.solutions.rules import BUILT_IN, Problem, Solution, all_solutions
from detente.deal.surface.fit import LossSurface, SurfaceError
from detente.deal.surface.runs import MonthlyRuns, Runs
from detente.deal.without.control_game import ControlGame, control_game
from detente.deal.without.disagreement import Disagreement, DisagreementKind, disagreement_point
from detente.deal.without.equilibria import (
    MixedEquilibrium,
    guaranteed,
    mixed_equilibria,
    pure_equilibria,
)
from detente.deal.without.tax_war import tax_war_point

__all__ = [
    "BUILT_IN",
    "HORIZONS",
    "RUNS_FILE",
    "SCORES_FILE",
    "SOON_MONTHS",
    "TRAITS",
    "Answer",
    "AnswerLimit",
    "Appraisal",
    "Attrition",
    "Belief",
    "Breakdown",
    "Breakers",
    "BreaksFirst",
    "Candidates",
    "ControlGame",
    "DealMap",
    "Deals",
    "Disagreement",
    "DisagreementKind",
    "DrawnAcceptance",
    "Evidence",
    "Exchange",
    "ExistsIf",
    "Explorer",
    "Factor",
    "Game",
    "Goal",
    "Held",
    "Keeping",
    "Kept",
    "LeftOut",
    "Limit",
    "LossSurface",
    "Matter",
    "MixedEquilibrium",
    "MonthlyRuns",
    "Outlook",
    "Package",
    "PartyAnswer",
    "Plan",
    "Problem",
    "Programme",
    "Promise",
    "Question",
    "Range",
    "RecordAcceptance",
    "Revealed",
    "Rules",
    "Rung",
    "Runs",
    "Said",
    "Schedule",
    "Score",
    "SideIssue",
    "Signed",
    "SignedTerm",
    "Solution",
    "Solved",
    "Stake",
    "Stakes",
    "Standing",
    "SurfaceError",
    "Survival",
    "Threshold",
    "Trust",
    "Unknown",
    "Watch",
    "Watched",
    "abreu_gul",
    "acceptable",
    "acceptance_of_record",
    "all_solutions",
    "appraise",
    "appraise_over",
    "bargain",
    "bargain_line",
    "bargain_over",
    "beliefs",
    "best_breach",
    "bluff_rate",
    "breaches",
    "candidates",
    "choose_levels",
    "class_spread",
    "climb",
    "contributions",
    "control_game",
    "costed_matters",
    "deal_map",
    "disagreement_point",
    "drawn_acceptance",
    "epsilon_frontier",
    "equal_gains_ranking",
    "even_hazard",
    "evidence_of",
    "exchange_of",
    "find_bargains",
    "find_talks",
    "grid",
    "guaranteed",
    "held",
    "ideal_gains",
    "improving",
    "kalai_smorodinsky_ranking",
    "keep",
    "keeping_of",
    "kept_runs",
    "kept_score",
    "ladder",
    "largest_lag",
    "matters",
    "mixed_equilibria",
    "movable",
    "named_levels",
    "nash_ranking",
    "nash_weights",
    "outcomes",
    "outlook",
    "pareto",
    "plan",
    "promises",
    "pure_equilibria",
    "record_mark",
    "record_scores",
    "record_standoff",
    "record_survival",
    "reveal",
    "run_down",
    "runs_as_dict",
    "said_in",
    "score_left_out",
    "shortest",
    "slack",
    "slacks",
    "soon_score",
    "sought",
    "stakes_of",
    "standing",
    "tax_war_point",
    "terms_mark",
    "thresholds",
    "traits_of",
    "tranche_schedule",
    "unknowns",
    "value_of_information",
    "value_shifts",
    "watched",
    "weights_of",
    "who_broke",
    "with_own_bargains",
]
