"""The market check: did prices move on the days of an event by more than they move anyway."""

from detente.impact.market._event_study import Outcome, Window
from detente.impact.market._market import MarketStudy, market_check
from detente.impact.market._nearby import Nearby, event_days
from detente.impact.market._permutation import permutation_p
from detente.impact.market._prices import Prices, read_prices

__all__ = [
    "MarketStudy",
    "Nearby",
    "Outcome",
    "Prices",
    "Window",
    "event_days",
    "market_check",
    "permutation_p",
    "read_prices",
]
