"""Leverage: what a buyer loses when a bundle of suppliers leaves one nest of a nested CES."""

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["nested_ces_loss"]

Array = npt.NDArray[np.floating]


def nested_ces_loss(
    spending: npt.ArrayLike, controlled: npt.ArrayLike, inside: npt.ArrayLike, across: npt.ArrayLike
) -> Array:
    """Loss from losing the controlled part of one or more nests, other prices as before.

    Parameters
    ----------
    spending
        Expenditure share of each nest that is hit, shape (..., nests) [share].
    controlled
        Part of each nest that the coalition controls, at least 0 and below 1, shape
        (..., nests) [share].
    inside
        Elasticity of substitution within each nest, above 1, shape (..., nests) [1].
    across
        Elasticity of substitution between nests, at least 0, shape (...) [1].

    Returns
    -------
    Array
        Log rise of the price index, which is the buyer's loss, shape (...) [1].

    Raises
    ------
    ImpactError
        If a share or an elasticity lies outside its range.

    Notes
    -----
    ``L = ln[1 - sum W_J + sum W_J (1 - w_J)^((rho-1)/(sigma_J-1))] / (1 - rho)`` with spending W,
    controlled share w, elasticities sigma inside and rho across; at rho = 1,
    ``L = sum W_J (-ln(1 - w_J)) / (sigma_J - 1)``. The structure is that of Clayton, Maggiori and
    Schreger; the formula is our own derivation. It is convex in w where rho <= sigma.

    References
    ----------
    Clayton, C., Maggiori, M. and Schreger, J. (2024), A Theory of Economic Coercion and
    Fragmentation (working paper).

    Examples
    --------
    >>> round(100 * float(nested_ces_loss([0.02], [0.95], [5.0], 1.0)), 3)
    1.498
    """
    w, part, sigma, rho = (
        np.asarray(given, dtype=np.float64) for given in (spending, controlled, inside, across)
    )
    if not ((w >= 0).all() and (w.sum(axis=-1) <= 1 + 1e-12).all()):
        raise ImpactError("spending shares must not be negative and sum to at most 1")
    if not ((part >= 0) & (part < 1)).all():
        raise ImpactError("a controlled share must lie at or above 0 and below 1")
    if not ((sigma > 1).all() and (rho >= 0).all()):
        raise ImpactError("the elasticity inside a nest must be above 1, across not negative")
    log_rise = -np.log1p(-part) / (sigma - 1.0)  # log price rise of each nest
    unit = np.abs(rho - 1.0) < 1e-9
    gap = np.where(unit, 1.0, 1.0 - rho)
    rest = (w * np.expm1(gap[..., None] * log_rise)).sum(axis=-1)
    return np.asarray(np.where(unit, (w * log_rise).sum(axis=-1), np.log1p(rest) / gap))
