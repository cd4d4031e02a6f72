"""Supply risk of a good for one party, after Nassar et al. (2020)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.controls import Range, Register
from detente.impact.exposure.case import Case
from detente.impact.ranges import spread

__all__ = ["SupplyRisk", "supply_risk"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRisk:
    """Three parts and their geometric mean."""

    disruption_potential: Range
    """Squared shares of foreign suppliers, each weighed by what the register says of it [1]."""
    trade_exposure: Range
    """Part of the party's use that comes from abroad [share]."""
    economic_vulnerability: Range | None
    """Spending on the good over the value added of the sectors that use it, at most one [1]; None
    where the tables know no value of the flow."""
    index: Range | None
    """Cube root of the product [1]; None likewise."""


def supply_risk(
    good: str, case: Case, *, abroad: Array, spending: Array | None, users: float
) -> SupplyRisk:
    """Work out the index.

    Parameters
    ----------
    good
        Id of the good.
    case
        The party, tables and draws.
    abroad
        Part of the party's use that comes from abroad, shape (draws + 1,) [share].
    spending
        What the party spends on the good, shape (draws + 1,) [USD bn per year]; None where not
        known.
    users
        Value added of the sectors that use it [USD bn per year].

    Returns
    -------
    SupplyRisk
        The index and its parts.

    Notes
    -----
    ``SR = (DP TE EV)^(1/3)`` with ``DP = sum_c share_c^2 w_c`` over foreign suppliers of the good's
    own stage. The published w is an index of willingness and ability; here it is 1 for a country
    that has, or had, a control aimed at the party in the register, and a drawn weight for others.
    Published EV is spending over operating profit; the world table knows value added only, so
    levels are lower than those published and only the order of goods compares.

    References
    ----------
    Nassar, N. T. et al. (2020), Evaluating the mineral commodity supply risk of the U.S.
    manufacturing sector, Science Advances 6(8):eaay8647, https://doi.org/10.1126/sciadv.aay8647.
    """
    row = case.facts.model_parameter("exposure_willingness")
    others = case.sampler.values("exposure_willingness", row.low, row.value, row.high)
    hostile = {
        control.imposer
        for control in Register.load().controls
        if any(control.aims_at(code) for code in (case.party, *case.regions))
    }
    potential = case.zeros()
    for supplier in case.facts.supply_of(good):
        if supplier.country in case.members:
            continue
        share = case.drawn("supply share", good, supplier)
        potential = potential + share**2 * (1.0 if supplier.country in hostile else others)
    if spending is None or users <= 0:
        return SupplyRisk(
            disruption_potential=spread(potential),
            trade_exposure=spread(abroad),
            economic_vulnerability=None,
            index=None,
        )
    vulnerability = np.minimum(1.0, spending / users)
    return SupplyRisk(
        disruption_potential=spread(potential),
        trade_exposure=spread(abroad),
        economic_vulnerability=spread(vulnerability),
        index=spread(np.cbrt(potential * abroad * vulnerability)),
    )
