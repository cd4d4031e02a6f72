"""A mineral's world market over a year: partial equilibrium by bisection, all draws at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["Equilibrium", "equilibrium"]

Array = npt.NDArray[np.floating]

HIGHEST_LOG_PRICE = 12.0
"""Bisection looks up to e^12 times the price before [1]."""

STEPS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """The market of those outside the restricting country, after a restriction."""

    price: Array
    """Price over the price before, shape (draws,) [1]."""
    quantity: Array
    """Use outside the restricting country over that before, shape (draws,) [share]; every buyer
    there pays the same price, so it holds for each of them."""
    supply: Array
    """Supply of each country after, shape (countries, draws) [t per year]."""


def equilibrium(
    supply: Array,
    capacity: Array,
    net_exports: Array,
    *,
    demand_elasticity: Array,
    supply_elasticity: Array,
    restriction: Array,
) -> Equilibrium:
    """Clear the market when a country holds back part of its net exports.

    Parameters
    ----------
    supply
        Supply before of each country outside the restricting one, shape (countries, draws)
        [t per year].
    capacity
        The most each can supply within the year, shape (countries, draws) [t per year].
    net_exports
        Net exports of the restricting country before, shape (draws,) [t per year].
    demand_elasticity, supply_elasticity
        Over a year, positive numbers, shape (draws,) [1].
    restriction
        Part of the net exports that is held back, shape (draws,) [share].

    Returns
    -------
    Equilibrium
        Price, use and supply after.

    Raises
    ------
    ImpactError
        If nobody else supplies and all is held back, or a figure is negative.

    Notes
    -----
    Each supplier gives ``min(capacity, S0 p^eps_s)``, demand outside is
    ``D0 p^-eps_d`` with ``D0 = sum S0 + net exports``; the restricting country supplies itself,
    and outside only what it lets through. ``p`` is found by bisection on its logarithm. Without a
    bound, and with all held back, ``p = (sum S0 / D0)^(-1/(eps_s + eps_d))``.

    References
    ----------
    The steps follow the description of Nassar et al. (2024), USGS Open-File Report 2024-1057,
    https://doi.org/10.3133/ofr20241057; functional forms are ours.
    """
    if min(supply.min(initial=0.0), net_exports.min(), restriction.min()) < 0:
        raise ImpactError("supply, net exports and restriction must not be negative")
    if restriction.max() > 1:
        raise ImpactError("a restriction is a share of net exports: give 0 to 1")
    let_through = (1.0 - restriction) * net_exports
    before = supply.sum(axis=0) + net_exports
    if (supply.sum(axis=0) + let_through <= 0).any():
        raise ImpactError("no supplier is left: a market without supply has no price")
    bound = np.maximum(capacity, supply)

    def excess(log_price: Array) -> Array:
        offered = np.minimum(bound, supply * np.exp(supply_elasticity * log_price)).sum(axis=0)
        wanted = before * np.exp(-demand_elasticity * log_price)
        return np.asarray(offered + let_through - wanted)

    low, high = np.zeros_like(before), np.full_like(before, HIGHEST_LOG_PRICE)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        short = excess(middle) < 0
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    log_price = np.where(restriction > 0, 0.5 * (low + high), 0.0)
    return Equilibrium(
        price=np.exp(log_price),
        quantity=np.exp(-demand_elasticity * log_price),
        supply=np.minimum(bound, supply * np.exp(supply_elasticity * log_price)),
    )
