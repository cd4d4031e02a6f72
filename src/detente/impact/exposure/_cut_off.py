"""Two bounds for the loss from a cut-off: spread over the economy, and at the bottleneck."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.controls import Range
from detente.impact.exposure._ces import ces_cut_off
from detente.impact.exposure.case import Case
from detente.impact.goods.needs import needs_of
from detente.impact.ranges import spread

__all__ = ["CutOffLoss", "cut_off_loss", "spending_on"]

Array = npt.NDArray[np.floating]

LEAST_LEFT = 1e-3
"""A cut leaves at least this part, so that the CES loss stays finite [share]."""

LEAST_COVERED = 0.05
"""Known flows are scaled up by at most one over this [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOffLoss:
    """Loss of a party when the country of the chokepoint sells nothing more."""

    lost: Range
    """Part of the party's use that goes [share]."""
    spending: Range | None
    """What the party spends on the good [USD bn per year]; None where no table knows."""
    aggregate: Range | None
    """Loss by the exact CES formula with the good's share in the whole economy [USD bn per year];
    None where spending is not known."""
    second_order: Range | None
    """The same by the second-order expansion [USD bn per year]."""
    shadow_price: Range | None
    """Implied price of the good over that before [1]."""
    bottleneck: Range
    """Value added of the lines that stop [USD bn per year]."""
    spending_estimated: bool
    """Whether no table has the spending, and it is estimated."""

    @property
    def sentence(self) -> str:
        """How the two bounds are to be read."""
        if self.aggregate is None:
            return (
                "No use of the good by this party is known, so only the upper bound can be given: "
                "the lines that stop on the first day. The truth falls below it over months."
            )
        if self.bottleneck.central < self.aggregate.central:
            return (
                "The lines that stop hold less than the good is worth to the whole economy: others "
                "than the sectors named use it too, or users go on at a cost. Here the aggregate "
                "figure is the larger, and neither is a sharp bound."
            )
        return (
            "The bottleneck figure is the upper bound, the aggregate figure the lower one; the "
            "truth moves from the upper to the lower over months, as users find ways around."
        )

    def as_dict(self) -> dict[str, Any]:
        """JSON values."""
        parts = {
            name: getattr(self, name)
            for name in (
                "lost",
                "spending",
                "aggregate",
                "second_order",
                "shadow_price",
                "bottleneck",
            )
        }
        return {
            "unit": "USD bn per year",
            **{name: part.as_dict() if part else None for name, part in parts.items()},
            "spending_estimated": self.spending_estimated,
            "sentence": self.sentence,
        }


def spending_on(good: str, case: Case, sources: dict[str, Array]) -> tuple[Array | None, bool]:
    """What a party spends on a good, and whether that is estimated.

    Parameters
    ----------
    good
        Id of the good.
    case
        The party, tables and draws.
    sources
        Origin to its part of the party's use, shape (draws + 1,) [share].

    Returns
    -------
    tuple of Array or None, and bool
        Shape (draws + 1,) [USD bn per year]; None where the party uses nothing of it.

    Notes
    -----
    The rows of ``trade`` that reach the party's regions, those to blocs and ``*`` with the part
    that `Needs.parts` gives these. Flows that are known are scaled up by the part of the use that
    their exporters make up. Without such a row: what the party needs of the good times what known
    flows of it are worth per unit of need, with the range of such estimates (`complete_trade`).
    """
    needs = needs_of(case.facts, case.world)
    total, known = case.zeros(), set()
    for row in case.facts.trade:
        if row.good != good or row.exporter in case.members:
            continue
        parts = needs.parts(row)
        mine = sum(parts.get(region, 0.0) for region in case.regions)
        if mine > 0:
            total = total + mine * case.drawn("trade", good, row)
            known.add(row.exporter)
    covered = sum((sources.get(code, case.zeros()) for code in known), case.zeros())
    if known and covered.all():
        return total / np.maximum(covered, LEAST_COVERED), False
    price, spread_of = needs.worth(good)
    value = price * sum(needs.use(good, region) for region in case.regions)
    if value <= 0:
        return None, False
    low, central, high = (value * end for end in (spread_of.low, spread_of.value, spread_of.high))
    return case.sampler.values(f"trade of {good}", low, central, high), True


def cut_off_loss(
    case: Case, *, lost: Array, spending: Array | None, stops: Array, estimated: bool = False
) -> CutOffLoss:
    """Work out both bounds.

    Parameters
    ----------
    case
        The party, tables and draws.
    lost
        Part of the party's use that goes, shape (draws + 1,) [share].
    spending
        What it spends on the good, shape (draws + 1,) [USD bn per year].
    stops
        Value added of the lines that stop, shape (draws + 1,) [USD bn per year].
    estimated
        Whether the spending is estimated.

    Returns
    -------
    CutOffLoss
        The bounds with their ranges.

    Notes
    -----
    The aggregate bound takes the good as one input of the whole economy (``ces_cut_off`` with its
    spending share in value added), which supposes that value moves freely between lines; the
    bottleneck bound supposes that nothing can be replaced.
    """
    if spending is None or not spending.all():
        return CutOffLoss(
            lost=spread(lost),
            spending=None,
            aggregate=None,
            second_order=None,
            shadow_price=None,
            bottleneck=spread(stops),
            spending_estimated=False,
        )
    row = case.facts.model_parameter("exposure_elasticity")
    elasticity = case.sampler.values("exposure_elasticity", row.low, row.value, row.high)
    cut = ces_cut_off(spending / case.gdp, np.maximum(1.0 - lost, LEAST_LEFT), elasticity)
    return CutOffLoss(
        lost=spread(lost),
        spending=spread(spending),
        aggregate=spread(-cut.exact * case.gdp),
        second_order=spread(-cut.second_order * case.gdp),
        shadow_price=spread(cut.shadow_price),
        bottleneck=spread(stops),
        spending_estimated=estimated,
    )
