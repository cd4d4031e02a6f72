"""From what leaves a country to what its customs count in a month: growth, and lumps.

The engine's flows are smooth and relative to the base year. A month of customs data is neither:
trade had been growing, and a thin flow comes in lots. Both could be known on the first day.
"""

import datetime as dt
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from detente._units import MEAN_YEAR
from detente.facts import HappenedRow, MonthsBefore
from detente.impact._draws import two_piece

__all__ = ["NO_LOTS", "as_counted", "lots", "months_of"]

Array = npt.NDArray[np.floating]

NO_LOTS = 1e-3
"""A spread below this is none [1]."""


def months_of(months: Sequence[MonthsBefore], row: HappenedRow) -> MonthsBefore | None:
    """What was known of the months before the rule, of the flow that a row records."""
    return next((m for m in months if (m.good, m.region) == (row.good, row.region)), None)


def as_counted(flow: Array, before: MonthsBefore, when: dt.date, *, seed: int) -> Array:
    """Exports of a month as they are counted, over a normal month.

    Parameters
    ----------
    flow
        Mean flow over its base, shape (draws + 1,); the first is the central run, which grows and
        has no lumps [share].
    before
        What was known of the months before the rule.
    when
        First day of the month.
    seed
        Seed of the draws; every month has lumps of its own, growth is one for all.
    """
    years = (when + dt.timedelta(days=15) - before.since).days / MEAN_YEAR
    draws = len(flow) - 1
    strata = _stream(seed, f"growth of {before.good} to {before.region}")
    quantile = (strata.permutation(draws) + strata.random(draws)) / max(draws, 1)
    rate = two_piece(quantile, before.growth.low, before.growth.central, before.growth.high)
    grown: Array = flow * np.r_[1.0 + before.growth.central, 1.0 + rate] ** years
    month = _stream(seed, f"{before.good} to {before.region} in {when}")
    grown[1:] = lots(grown[1:], before.spread, month)
    return grown


def lots(mean: Array, spread: float, generator: np.random.Generator) -> Array:
    """Draw months of a flow that comes in lots of random size.

    Notes
    -----
    Compound Poisson with exponential lots, a Tweedie distribution of power 1.5 (Jorgensen 1987):
    ``2 mean / spread**2`` lots on average, so that the variance is ``spread**2 mean``.

    References
    ----------
    Jorgensen, B. (1987), Exponential dispersion models, J. Royal Statistical Society B 49:127-162.
    """
    if spread < NO_LOTS:
        return mean
    size = spread**2 / 2.0
    number = generator.poisson(np.maximum(mean, 0.0) / size)
    drawn = generator.gamma(np.maximum(number, 1), size)
    return np.asarray(np.where(number > 0, drawn, 0.0))


def _stream(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(name.encode())])
