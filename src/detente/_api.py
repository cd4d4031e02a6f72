"""The public functions, in the order in which a session uses them."""

from detente._tables_of import tables
from detente.brief import make_brief as brief
from detente.controls import Register, Standoff
from detente.deal import bargain_over as bargain
from detente.impact import disrupt, simulate
from detente.impact.backtest import hindcast
from detente.impact.desk import desk
from detente.impact.exposure import exposure
from detente.impact.longrun import years
from detente.impact.market import market_check
from detente.impact.scan import scan
from detente.impact.sweep import sweep
from detente.reading import compare as compare_readings
from detente.reading import read, read_folder, standoff
from detente.world import World

__all__ = [
    "Register",
    "Standoff",
    "World",
    "bargain",
    "brief",
    "compare_readings",
    "desk",
    "disrupt",
    "exposure",
    "hindcast",
    "market_check",
    "read",
    "read_folder",
    "scan",
    "simulate",
    "standoff",
    "sweep",
    "tables",
    "years",
]
