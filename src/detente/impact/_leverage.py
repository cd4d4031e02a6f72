"""Who is under more pressure, month by month, over the whole range of the draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.controls import Range
from detente.impact.ranges import HIGH, LOW, spread

__all__ = ["Leverage", "weigh"]

Array = npt.NDArray[np.floating]

ROUNDING = 1e-9
"""Differences of pressure below this part of the largest are rounding [1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leverage:
    """The balance of pressure between a party and the others that have controls on the table."""

    party: str
    others: tuple[str, ...]
    """ISO3 codes."""
    on_party: tuple[Range, ...]
    on_others: tuple[Range, ...]
    """Loss of the party from the others' controls, and theirs from its own, by month
    [USD bn per month]."""
    holders: tuple[str | None, ...]
    """By month: ``"party"``, ``"others"``, or None where the ranges overlap."""

    @property
    def codes(self) -> tuple[str | None, ...]:
        """The holders as ISO3 codes, several others joined by ``+``."""
        names = {"party": self.party, "others": "+".join(self.others)}
        return tuple(names[one] if one else None for one in self.holders)


def weigh(party: str, others: Sequence[str], on_party: Array, on_others: Array) -> Leverage:
    """Weigh the pressure on a party against that on the others."""
    least = ROUNDING * float(max(np.abs(on_party).max(initial=0), np.abs(on_others).max(initial=0)))
    holders: list[str | None] = []
    for gap in on_party - on_others:
        drawn = gap[1:] if len(gap) > 1 else gap
        low, high = np.quantile(drawn, (LOW, HIGH))
        low, high = min(low, gap[0]), max(high, gap[0])
        holders.append("others" if low > least else "party" if high < -least else None)
    return Leverage(
        party=party,
        others=tuple(others),
        on_party=tuple(spread(month) for month in on_party),
        on_others=tuple(spread(month) for month in on_others),
        holders=tuple(holders),
    )
