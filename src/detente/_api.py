"""The public functions, in the order in which a session uses them."""

from detente.brief import make_brief as brief
from detente.controls import Register, Standoff
from detente.deal import bargain_over as bargain
from detente.impact import disrupt, simulate
from detente.impact.backtest import hindcast
from detente.impact.exposure import exposure
from detente.impact.longrun import years
from detente.impact.market import market_check
from detente.impact.scan import scan
from detente.impact.sweep import sweep
from detente.reading import read, standoff
from detente.world import World

__all__ = [
    "Register",
    "Standoff",
    "World",
    "bargain",
    "brief",
    "disrupt",
    "exposure",
    "hindcast",
    "market_check",
    "read",
    "scan",
    "simulate",
    "standoff",
    "sweep",
    "years",
]
