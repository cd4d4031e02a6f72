"""The long run: a multi-sector trade model in changes, with controls as wedges."""

from detente.impact.longrun._elasticities import at_horizon, long_run
from detente.impact.longrun._equilibrium import Market
from detente.impact.longrun._optimal import Lever, TaxWar, best_taxes, tax_war
from detente.impact.longrun._sector_cuts import SectorCuts, joined
from detente.impact.longrun._solve import Equilibrium, settle, slopes, solve
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._war import StandoffWar, standoff_war
from detente.impact.longrun._wedges import Curb, Wedges
from detente.impact.longrun._welfare import Rents, Welfare, welfare
from detente.impact.longrun._years import Path, Years, years

__all__ = [
    "Curb",
    "Equilibrium",
    "Lever",
    "Market",
    "Path",
    "Rents",
    "SectorCuts",
    "StandoffWar",
    "TaxWar",
    "TradeBase",
    "Wedges",
    "Welfare",
    "Years",
    "at_horizon",
    "best_taxes",
    "joined",
    "long_run",
    "settle",
    "slopes",
    "solve",
    "standoff_war",
    "tax_war",
    "welfare",
    "years",
]
