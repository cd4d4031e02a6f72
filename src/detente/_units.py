"""How days, months, years and money are counted."""

import math

__all__ = [
    "DAYS_PER_MONTH",
    "DAYS_PER_YEAR",
    "LEAST_DAYS",
    "MEAN_YEAR",
    "MN_PER_BN",
    "MONTHS_PER_YEAR",
]

MONTHS_PER_YEAR = 12.0
"""Months of a year [count]."""

DAYS_PER_YEAR = 365.0
"""Days of a year in the engines, which count days from a standoff's date [day]."""

DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
"""Days of a month in the engines [day]."""

LEAST_DAYS = math.ceil(DAYS_PER_MONTH)
"""Shortest horizon of the engines, a whole month [day]."""

MEAN_YEAR = 365.25
"""Days of a year between two dates of the calendar, in the mean [day]."""

MN_PER_BN = 1e3
"""USD mn of a USD bn [1]."""
