"""The casebook: a standoff followed over weeks, in SQLite or PostgreSQL."""

from detente.casebook._briefs import BriefRow
from detente.casebook._casebook import Case, Casebook, CaseRow
from detente.casebook._forecasts import Forecast, Scored, scores_of
from detente.casebook._permalinks import keep_link, load_link
from detente.casebook._scores import brier, crps
from detente.casebook._standoffs import Version
from detente.casebook._timeline import Event, Matter, Timeline, without_echoes
from detente.casebook._topics import topics_of
from detente.casebook.articles import Added, ArticleRow, Prepared, prepare

__all__ = [
    "Added",
    "ArticleRow",
    "BriefRow",
    "Case",
    "CaseRow",
    "Casebook",
    "Event",
    "Forecast",
    "Matter",
    "Prepared",
    "Scored",
    "Timeline",
    "Version",
    "brier",
    "crps",
    "keep_link",
    "load_link",
    "prepare",
    "scores_of",
    "topics_of",
    "without_echoes",
]
