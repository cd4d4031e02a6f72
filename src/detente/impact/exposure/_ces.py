"""The loss from losing part of one input: exact CES, and its second-order approximation."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["CutOff", "ces_cut_off"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """What is left of output when an input is cut."""

    exact: Array
    """Change of output, CES technology, zero or negative [share]."""
    second_order: Array
    """The same from the second-order expansion of Baqaee and Farhi [share]; it may fall below -1,
    where it has stopped meaning anything."""
    shadow_price: Array
    """Marginal product of the input over its price before [1]."""


def ces_cut_off(share: npt.ArrayLike, ratio: npt.ArrayLike, elasticity: npt.ArrayLike) -> CutOff:
    """Cut one input of a CES economy and keep all others.

    Parameters
    ----------
    share
        Expenditure share of the input before the cut, above 0 and below 1 [share].
    ratio
        Quantity of the input that is left, above 0 and at most 1 [share].
    elasticity
        Elasticity of substitution between the input and the rest, above 0 [1].

    Returns
    -------
    CutOff
        Arrays of the shape that the three broadcast to.

    Raises
    ------
    ImpactError
        If an argument lies outside its range.

    Notes
    -----
    With share a, quantity ratio E and elasticity s,

    ``Y/Y0 = [a E^((s-1)/s) + 1 - a]^(s/(s-1))``,

    ``E^a`` at s = 1 and E as s goes to 0; to second order the change is
    ``a ln E + (1 - 1/s) a (1 - a) (ln E)^2 / 2``. The price of the input in units of output rises
    by ``(Y/(Y0 E))^(1/s)``. The expansion fails for small s and large cuts: it is shown beside
    the exact value so that this can be seen.

    References
    ----------
    Baqaee, D. R. and Farhi, E. (2019), The macroeconomic impact of microeconomic shocks,
    Econometrica 87(4):1155-1203, https://doi.org/10.3982/ECTA15202; Bachmann et al. (2022), What
    if?, ECONtribute Policy Brief 28.

    Examples
    --------
    >>> cut = ces_cut_off(0.04, 0.9, 0.04)
    >>> round(100 * float(cut.exact), 3), round(100 * float(cut.second_order), 3)
    (-1.569, -0.933)
    """
    a, left, s = (np.asarray(given, dtype=np.float64) for given in (share, ratio, elasticity))
    if not ((a > 0) & (a < 1)).all():
        raise ImpactError("the share of an input must lie above 0 and below 1; mend the share")
    if not ((left > 0) & (left <= 1)).all():
        raise ImpactError("what is left of an input must lie above 0 and at most at 1")
    if not (s > 0).all():
        raise ImpactError("the elasticity of substitution must be above 0; for none give 1e-3")
    log_left = np.log(left)
    power = np.where(np.abs(s - 1.0) < 1e-9, 0.0, (s - 1.0) / s)
    # log of a E^power + 1 - a without overflow at small s
    inner = np.logaddexp(np.log(a) + power * log_left, np.log1p(-a))
    log_output = np.where(power == 0.0, a * log_left, inner / np.where(power == 0.0, 1.0, power))
    second = a * log_left + 0.5 * (1.0 - 1.0 / s) * a * (1.0 - a) * log_left**2
    return CutOff(
        exact=np.expm1(log_output),
        second_order=second,
        shadow_price=np.exp((log_output - log_left) / s),
    )
