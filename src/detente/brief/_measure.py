"""What the first page compares, measured once over the draws: losses, ratios, leverage."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from detente._errors import DetenteError
from detente.brief._findings import ALL, OTHERS, Count
from detente.brief.shape.impact import Findings, Ratio, Side
from detente.controls import Range
from detente.impact import Impact, spread
from detente.impact.ranges import HIGH, LOW
from detente.shape.common import Range as Ranged

__all__ = ["findings_payload"]

Array = npt.NDArray[np.floating]

EVEN = 1.05
"""A central ratio below this is "about the same" [1]."""


def findings_payload(impact: Impact) -> Findings:
    """Measure what the message of a brief rests on."""
    counts: dict[Count, dict[str, Array]] = {
        ALL: {party: impact.draws(party, "together") for party in impact.parties},
        OTHERS: {
            party: found
            for party in impact.parties
            if (found := _by(impact, party, [p for p in impact.parties if p != party])) is not None
        },
    }
    return {
        "sides": [_side(impact, party, counts) for party in impact.parties],
        "ratios": [
            _ratio(of, (one, found[one]), (two, found[two]))
            for of, found in counts.items()
            for one, two in combinations(found, 2)
        ],
        "holders": impact.holders(),
    }


def _by(impact: Impact, party: str, owners: Sequence[str]) -> Array | None:
    """Loss of a party from the controls of some owners, over the draws; None if they have none."""
    found = [impact.draws(party, f"by {one}") for one in owners if f"by {one}" in impact.scenarios]
    return np.sum(found, axis=0) if found else None


def _side(impact: Impact, party: str, counts: dict[Count, dict[str, Array]]) -> Side:
    together = counts[ALL][party]
    own, gdp = _by(impact, party, [party]), _gdp(impact, party)
    others = counts[OTHERS].get(party)
    return {
        "party": party,
        "all": _ranged(spread(together)),
        "by_others": None if others is None else _ranged(spread(others)),
        "by_own": None if own is None else _ranged(spread(own)),
        "gdp": gdp,
        "share_of_gdp": _ranged(spread(12 * together / gdp)) if gdp else None,
    }


def _ranged(one: Range) -> Ranged:
    return {"low": one.low, "central": one.central, "high": one.high}


def _gdp(impact: Impact, party: str) -> float | None:
    """GDP of a party, of the world table or else of the facts; None if neither [USD bn a year]."""
    try:
        return impact.gdp(party).central
    except DetenteError:
        return None


def _ratio(of: Count, one: tuple[str, Array], two: tuple[str, Array]) -> Ratio:
    """Who loses more; the range is that of the ratio in each draw, where both lose."""
    (more, a), (less, b) = (one, two) if one[1][0] >= two[1][0] else (two, one)
    gap = spread(a - b)
    central = float(a[0] / b[0]) if b[0] > 0 else None
    least, most = _times(a, b)
    return {
        "of": of,
        "more": more,
        "less": less,
        "central": central,
        "low": least if central is None else min(least, central),
        "high": most if most is None or central is None else max(most, central),
        "sure": bool(
            gap.low > 0 < gap.high and (central is None or (least >= 1 and central >= EVEN))
        ),
        "even": bool(central is not None and central < EVEN and gap.low <= 0 <= gap.high),
    }


def _times(a: Array, b: Array) -> tuple[float, float | None]:
    """Range of a ratio; its high end has no bound where the smaller may be nothing."""
    drawn = slice(1, None) if len(a) > 1 else slice(None)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(b[drawn] > 0, np.maximum(a[drawn], 0.0) / b[drawn], np.inf)
    low, high = np.quantile(ratio, (LOW, HIGH), method="lower")
    return float(low) if np.isfinite(low) else 0.0, float(high) if np.isfinite(high) else None
