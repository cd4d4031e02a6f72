"""Bargains: the loss surface, what the parties value, and the packages that all would accept."""

from detente.deal._acceptance import DrawnAcceptance, acceptable, drawn_acceptance, improving
from detente.deal._bargain import Rules, bargain
from detente.deal._deals import Deals, Package
from detente.deal._equal_gains import equal_gains_ranking
from detente.deal._exists import DealMap, ExistsIf, Threshold, deal_map, thresholds
from detente.deal._from_standoff import bargain_over, stakes_of
from detente.deal._frontier import pareto
from detente.deal._kalai_smorodinsky import ideal_gains, kalai_smorodinsky_ranking
from detente.deal._nash import nash_ranking, nash_weights, rubinstein_share
from detente.deal._packages import choose_levels, grid
from detente.deal._range import Range
from detente.deal._refine import Goal, climb
from detente.deal._runs import Runs
from detente.deal._stakes import SideIssue, Stake, Stakes
from detente.deal._surface import LossSurface, SurfaceError
from detente.deal._utility import Game

__all__ = [
    "DealMap",
    "Deals",
    "DrawnAcceptance",
    "ExistsIf",
    "Game",
    "Goal",
    "LossSurface",
    "Package",
    "Range",
    "Rules",
    "Runs",
    "SideIssue",
    "Stake",
    "Stakes",
    "SurfaceError",
    "Threshold",
    "acceptable",
    "bargain",
    "bargain_over",
    "choose_levels",
    "climb",
    "deal_map",
    "drawn_acceptance",
    "equal_gains_ranking",
    "grid",
    "ideal_gains",
    "improving",
    "kalai_smorodinsky_ranking",
    "nash_ranking",
    "nash_weights",
    "pareto",
    "rubinstein_share",
    "stakes_of",
    "thresholds",
]
