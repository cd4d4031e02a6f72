"""The one mouth: how money, shares, days, lists and leverage are said, everywhere.

Terminal, HTML, Markdown, Word, the page and the texts of deals all ask here, so a figure is written
one way, and a thing has one name. The package knows no data: it turns numbers into words, and says
which sentences cannot both be true.
"""

from detente.say._clean import clean
from detente.say._days import date_words, days, days_range
from detente.say._leverage import leverage_words, passes_in, segments
from detente.say._money import TINY, money, money_range, utility
from detente.say._numbers import (
    fixed,
    number,
    per_cent,
    plain,
    points,
    range_words,
    ratio_range,
    share_range,
    small_share_range,
)
from detente.say._phrases import (
    NBSP,
    SMALL_WORDS,
    agrees,
    capital,
    count,
    customs_words,
    join_words,
    possessive,
    quote,
    shorten,
)
from detente.say._sentence import Claim, Sentence

__all__ = [
    "NBSP",
    "SMALL_WORDS",
    "TINY",
    "Claim",
    "Sentence",
    "agrees",
    "capital",
    "clean",
    "count",
    "customs_words",
    "date_words",
    "days",
    "days_range",
    "fixed",
    "join_words",
    "leverage_words",
    "money",
    "money_range",
    "number",
    "passes_in",
    "per_cent",
    "plain",
    "points",
    "possessive",
    "quote",
    "range_words",
    "ratio_range",
    "segments",
    "share_range",
    "shorten",
    "small_share_range",
    "utility",
]
