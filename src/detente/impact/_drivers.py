"""Which uncertain inputs move a party's loss, by rank correlation over the draws."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.impact.goods.model import UNCERTAIN_KINDS, goods_in_play

if TYPE_CHECKING:
    from detente.impact._impact import Impact

__all__ = ["Driver", "drivers", "inputs_of"]

OWN_KINDS = ("export_margin", "resale_share", "trade")
"""Uncertain figures that move what a control costs its own imposer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """How much one uncertain input moves a party's loss under controls as they stand."""

    party: str
    name: str
    """Whose loss, and which input."""
    rank_correlation: float
    """Spearman's rank correlation over the draws."""
    low: float
    high: float
    """Mean loss in the lowest and the highest third of the input's draws [USD bn per month]."""


def drivers(impact: "Impact", party: str, *, most: int) -> list[Driver]:
    """Inputs that move a party's loss most: see `Impact.drivers`."""
    monthly = impact.draws(party, "together")[1:]
    quantiles = impact.study.sampler.quantiles[:, 1:]
    ranks = monthly.argsort().argsort()
    relevant, found = _inputs_that_reach(impact, party), []
    for name, row in zip(impact.study.sampler.names, quantiles, strict=True):
        if name not in relevant:
            continue
        order = row.argsort()
        third = max(1, len(order) // 3)
        rho = float(np.corrcoef(order.argsort(), ranks)[0, 1]) if len(order) > 2 else 0.0
        found.append(
            Driver(
                party=party,
                name=name,
                rank_correlation=rho,
                low=float(monthly[order[:third]].mean()),
                high=float(monthly[order[-third:]].mean()),
            )
        )
    return sorted(found, key=lambda d: -abs(d.rank_correlation))[:most]


def inputs_of(impact: "Impact", control: str, party: str) -> set[str]:
    """Names of the inputs that can move what a control on the table costs a party."""
    entry = next(one for one in impact.standoff.controls if one.control == control)
    if party not in (entry.imposer, entry.target):
        return set()
    kinds: tuple[str, ...] = OWN_KINDS
    if entry.target == party:
        kinds = tuple(k for k in UNCERTAIN_KINDS if k not in OWN_KINDS[:2])
    goods = goods_in_play(entry.goods, impact.study.facts)
    return {
        f"intensity of {entry.control}",
        *(f"{kind} of {good}" for kind in kinds for good in goods),
    }


def _inputs_that_reach(impact: "Impact", party: str) -> set[str]:
    """Names of the inputs that can move a party's loss."""
    found = (inputs_of(impact, entry.control, party) for entry in impact.standoff.controls)
    return set().union(*found)
