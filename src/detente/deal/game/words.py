"""Plain words for packages, thresholds and maps."""

import math
from collections.abc import Mapping

from detente.controls import Range
from detente.say import capital, join_words, money, money_range, per_cent, utility

__all__ = ["compensation_words", "deal_words", "map_words", "package_words", "threshold_words"]


def deal_words(
    easings: Mapping[str, float],
    owners: Mapping[str, str],
    bounds: Mapping[str, float],
    names: Mapping[str, str],
) -> str:
    """Say who eases what.

    Examples
    --------
    >>> deal_words({"A": 1, "B": 0.25, "C": 0}, {"A": "CHN", "B": "USA", "C": "USA"}, {"C": 0}, {})
    'CHN lifts A; USA eases B by 25%, keeps C (red line)'
    """
    parts = []
    for party in dict.fromkeys(owners.values()):
        own = [control for control in easings if owners.get(control) == party]
        moves = []
        lifted = [names.get(c, c) for c in own if easings[c] >= 1]
        if lifted:
            moves.append(f"lifts {join_words(lifted)}")
        moves += [
            f"eases {names.get(c, c)} by {per_cent(easings[c])}"
            f"{_line(bounds.get(c, 1.0), easings[c])}"
            for c in own
            if 0 < easings[c] < 1
        ]
        kept = [names.get(c, c) + _line(bounds.get(c, 1.0), 0.0) for c in own if easings[c] <= 0]
        if kept:
            moves.append(f"keeps {join_words(kept)}")
        parts.append(f"{names.get(party, party)} {', '.join(moves)}")
    parts += [
        f"{names.get(issue, issue)}: {per_cent(share)} granted"
        for issue, share in easings.items()
        if issue not in owners
    ]
    return capital("; ".join(parts))


def package_words(
    moves: str,
    gains: Mapping[str, Range],
    accepted_share: float,
    names: Mapping[str, str],
    *,
    against: str = "today",
) -> str:
    """Say what a package is and what it brings."""
    each = [f"{names.get(party, party)} {utility(gain.as_dict())}" for party, gain in gains.items()]
    return (
        f"{moves}. Gains a month against {against}: {join_words(each)}. "
        f"All accept it in {per_cent(accepted_share)} of the draws."
    )


def compensation_words(
    moves: str,
    asks: Mapping[str, Range],
    offers: Mapping[str, Range],
    share: float,
    names: Mapping[str, str],
) -> str:
    """Say what would have to be added to a package so that all accept it."""
    wants = join_words(
        [
            f"worth {money_range(one.as_dict())} a month or more to {names.get(party, party)}"
            for party, one in asks.items()
        ]
    )
    room = f"(room in {per_cent(share)} of the draws)"
    if not offers:
        return f"{moves}: that would take something else {wants}, and nobody gains by it {room}."
    pays = [
        f"{money_range(one.as_dict())} to {names.get(party, party)}"
        for party, one in offers.items()
    ]
    enough = sum(one.central for one in offers.values()) > sum(one.central for one in asks.values())
    return (
        f"{moves}: that would take something else {wants}; it is worth {join_words(pays)} at most, "
        f"{'so there is room for a deal' if enough else 'which is not enough'} {room}."
    )


def threshold_words(
    party: str,
    control: str,
    *,
    bound: float,
    full: float,
    threshold: Range,
    assumed: Range,
    partial: tuple[float, float],
    without: bool,
) -> str:
    """Say up to which security value a deal exists."""
    eases = f"lifts {control}" if bound >= 1 else f"eases {control} by {per_cent(bound)}"
    if full < 0:
        said = f"No package in which {party} {eases} suits all, whatever keeping it is worth."
    else:
        said = (
            f"{capital(party)} {eases} in a deal that suits all, unless keeping it is worth more "
            f"than {money_range(threshold.as_dict())} a month to it, over the draws of the losses; "
            f"assumed here is {money_range(assumed.as_dict())}."
        )
    step, most = partial
    if math.isfinite(most) and most > max(full, 0.0) and step < bound:
        said += f" Easing it by {per_cent(step)} suits all up to {money(most)}."
    tail = "There are" if without else "There are no"
    return f"{said} {tail} deals that leave it as it is."


def map_words(x: tuple[str, str], y: tuple[str, str], *, least: float) -> str:
    """Say what the map of two security values shows."""
    return (
        f"Pairs of values, of keeping {x[1]} to {x[0]} and {y[1]} to {y[0]}, for which some deal "
        f"that eases both by {per_cent(least)} or more suits all; every other value is central."
    )


def _line(bound: float, easing: float) -> str:
    return " (red line)" if bound < 1 and easing >= bound else ""
