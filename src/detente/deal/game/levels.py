"""Licence policies as easings: ban, denial, case-by-case, general licence, lifted."""

from detente._errors import DealError
from detente.facts import Facts, load_facts

__all__ = ["named_levels"]


def named_levels(intensity: float, *, facts: Facts | None = None) -> dict[str, float]:
    """Return the easing that each licence policy means for a control that blocks so much today.

    Notes
    -----
    A level that blocks a share ``b`` is the easing ``1 - b / intensity``. What a level blocks is a
    judgement with a wide range (table ``licence_levels``), of which the central values are used.

    Examples
    --------
    >>> {name: round(easing, 2) for name, easing in named_levels(0.9).items()}
    {'as today': 0.0, 'case-by-case': 0.5, 'general licence': 0.91, 'lifted': 1.0}
    """
    if not 0 < intensity <= 1:
        raise DealError(f"intensity is {intensity}: give the share that is blocked, above 0 to 1")
    rows = (facts or load_facts()).licence_levels
    looser = {row.level: 1 - row.value / intensity for row in rows if row.value < intensity}
    return {"as today": 0.0, **looser}
