"""Bargains: the loss surface, what the parties value, and the packages that all would accept."""

from detente.controls import Range
from detente.deal._abreu_gul import Attrition, abreu_gul
from detente.deal._acceptance import DrawnAcceptance, acceptable, drawn_acceptance, improving
from detente.deal._appraise import Appraisal, Limit, appraise
from detente.deal._bargain import Rules, bargain
from detente.deal._beliefs import Belief, beliefs, bluff_rate, posterior_firm, weights_of
from detente.deal._breakdown import Breakdown, best_breach, outcomes
from detente.deal._candidates import Candidates, candidates
from detente.deal._chatterjee_samuelson import DoubleAuction, chatterjee_samuelson, linear_bids
from detente.deal._control_game import ControlGame, control_game
from detente.deal._deals import Deals, Package
from detente.deal._disagreement import Disagreement, DisagreementKind, disagreement_point
from detente.deal._equal_gains import equal_gains_ranking
from detente.deal._equilibria import MixedEquilibrium, guaranteed, mixed_equilibria, pure_equilibria
from detente.deal._exchange import Exchange, slacks
from detente.deal._exists import DealMap, ExistsIf, Threshold, deal_map, thresholds
from detente.deal._explore import Answer, AnswerLimit, Explorer, PartyAnswer
from detente.deal._from_standoff import appraise_over, bargain_over, stakes_of
from detente.deal._frontier import pareto
from detente.deal._incentives import Promise, breaches, largest_lag, promises, slack
from detente.deal._information import Unknown, unknowns, value_of_information
from detente.deal._kalai_smorodinsky import ideal_gains, kalai_smorodinsky_ranking
from detente.deal._keep import BreaksFirst, Kept, Question, keep
from detente.deal._keeping_of import keeping_of, said_in
from detente.deal._ladder import Rung, Schedule, contributions, exchange_of, ladder
from detente.deal._levels import named_levels
from detente.deal._milp import Programme, Solved, epsilon_frontier
from detente.deal._nash import nash_ranking
from detente.deal._outlook import Outlook, even_hazard, outlook, record_scores
from detente.deal._packages import choose_levels, grid
from detente.deal._record import bargain_line, find_bargains, find_talks, with_own_bargains
from detente.deal._record_acceptance import Held, costed_matters, held
from detente.deal._record_answers import RecordAcceptance, acceptance_of_record, class_spread
from detente.deal._record_breakers import Breakers, who_broke
from detente.deal._record_cases import Matter, matters, record_standoff
from detente.deal._record_kept import SCORES_FILE, kept_score, record_mark
from detente.deal._record_runs import RUNS_FILE, kept_runs, runs_as_dict, terms_mark
from detente.deal._record_scores import HORIZONS, Score, score_ahead, score_left_out
from detente.deal._record_soon import SOON_MONTHS, soon_score, sought
from detente.deal._refine import Goal, climb
from detente.deal._revealed import (
    Evidence,
    Factor,
    LeftOut,
    Revealed,
    evidence_of,
    reveal,
    value_shifts,
)
from detente.deal._rubinstein import nash_weights, rubinstein_share
from detente.deal._runs import MonthlyRuns, Runs
from detente.deal._schedule import Plan, plan, shortest, trust_needed
from detente.deal._signed import Signed, SignedTerm, Standing, Watch, standing
from detente.deal._stakes import SideIssue, Stake, Stakes
from detente.deal._surface import LossSurface, SurfaceError
from detente.deal._survival import TRAITS, Survival, Watched, record_survival, traits_of, watched
from detente.deal._tax_war import tax_war_point
from detente.deal._tranches import hostage_needed, tranche_count, tranche_ratio, tranche_schedule
from detente.deal._trust import Keeping, Said, Trust, movable, run_down
from detente.deal._utility import Game

__all__ = [
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
    "DoubleAuction",
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
    "chatterjee_samuelson",
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
    "hostage_needed",
    "ideal_gains",
    "improving",
    "kalai_smorodinsky_ranking",
    "keep",
    "keeping_of",
    "kept_runs",
    "kept_score",
    "ladder",
    "largest_lag",
    "linear_bids",
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
    "posterior_firm",
    "promises",
    "pure_equilibria",
    "record_mark",
    "record_scores",
    "record_standoff",
    "record_survival",
    "reveal",
    "rubinstein_share",
    "run_down",
    "runs_as_dict",
    "said_in",
    "score_ahead",
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
    "tranche_count",
    "tranche_ratio",
    "tranche_schedule",
    "trust_needed",
    "unknowns",
    "value_of_information",
    "value_shifts",
    "watched",
    "weights_of",
    "who_broke",
    "with_own_bargains",
]
