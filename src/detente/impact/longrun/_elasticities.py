"""The elasticity ladder: how fast buyers can leave a seller, by time since the change."""

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente._units import DAYS_PER_YEAR
from detente.facts import Facts

__all__ = ["at_horizon", "long_run"]

Array = npt.NDArray[np.float64]


def long_run(facts: Facts, sectors: tuple[str, ...]) -> Array:
    """Return long-run trade elasticities: low, central, high, shape (3, J) [1].

    Parameters
    ----------
    facts
        Holds the table ``trade_elasticities``.
    sectors
        Codes.

    Raises
    ------
    ImpactError
        If the table lacks a sector.
    """
    rows = {row.sector: row.range for row in facts.trade_elasticities}
    missing = [code for code in sectors if code not in rows]
    if missing:
        raise ImpactError(
            f"trade_elasticities.csv has no row for {', '.join(missing[:5])}: add one, or "
            "aggregate the table to the sectors it names"
        )
    return np.array([rows[code] for code in sectors]).T


def at_horizon(theta: Array, days: float, *, short: float, pace: float) -> Array:
    """Return the elasticities that hold some time after a change.

    Parameters
    ----------
    theta
        In the long run, any shape [1].
    days
        Since the change; up to a year it is that of one year [day].
    short
        One year after a change [1].
    pace
        In which 63 % of the way to the long run is gone [day].

    Returns
    -------
    Array
        ``theta - (theta - short) exp(-(days - 365) / pace)`` [1].

    References
    ----------
    Boehm, Levchenko and Pandalai-Nayar (2023), *American Economic Review* 113(4).

    Examples
    --------
    >>> at_horizon(np.array([5.0]), 365.0, short=0.76, pace=1100.0).round(6).tolist()
    [0.76]
    """
    left = np.exp(-max(days - DAYS_PER_YEAR, 0.0) / pace)
    return np.asarray(theta - (theta - np.minimum(short, theta)) * left)
