"""Hindcasts: standoffs whose outcome is known, forecast as of their first day and scored."""

from detente.impact.backtest._calibrate import Calibration
from detente.impact.backtest._case import case_standoff
from detente.impact.backtest._forecast import Forecast
from detente.impact.backtest._groups import Score
from detente.impact.backtest._held_out import Held
from detente.impact.backtest._hindcast import Hindcast, Row, backtest_payload, hindcast
from detente.impact.backtest._precedents import Precedent, precedents
from detente.impact.backtest._published import Beside, published, published_payload
from detente.impact.backtest._schema import backtest_schema
from detente.impact.backtest._score import interval_score

__all__ = [
    "Beside",
    "Calibration",
    "Forecast",
    "Held",
    "Hindcast",
    "Precedent",
    "Row",
    "Score",
    "backtest_payload",
    "backtest_schema",
    "case_standoff",
    "hindcast",
    "interval_score",
    "precedents",
    "published",
    "published_payload",
]
