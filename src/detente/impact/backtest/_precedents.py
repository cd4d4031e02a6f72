"""What the model said of past standoffs, and what happened: the record that ranges are set by.

``precedents.csv`` is made by ``tools/build_precedents.py`` from the packaged cases, each run as of
its first day, without a known path. A forecast is never set by rows of a case of its own name.
"""

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from importlib.resources import files
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from detente.facts import HappenedRow

__all__ = [
    "EVENTS",
    "PRICES",
    "Asked",
    "Precedent",
    "precedent_of",
    "precedents",
    "precedents_text",
]

Array = npt.NDArray[np.floating]

EVENTS = frozenset({"stoppage", "resumption"})
PRICES = frozenset({"price_outside", "price_inside"})
DIGITS = 4

TIMING = 0.4
"""Spread of the logarithm of a day of an event about the day that a draw says [1]."""

_AFTER = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """One thing that the model was asked about a past standoff."""

    case: str
    path: str
    quantity: str
    good: str
    kind: str
    region: str
    day: int
    relation: str
    """Which; ``path`` is the kind of the run, ``day`` is counted from the first day of the case
    [day]."""
    said: float
    """Mean over the draws: of exports [share], of the logarithm of a price [1]; median day of the
    draws in which an event comes, or the mean stock where it comes in few [day]."""
    spread: float
    """Standard deviation over the draws, of the same (of the logarithm for events)
    [as ``said``]."""
    chance: float
    """Chance by the draws that an event comes within the horizon, or by the day until which it was
    not seen, each day of a draw with a spread of its own; zero for what is no event [share]."""
    low: float
    value: float
    high: float
    """What happened [the quantity's unit]."""
    permitted: float | None = None
    """Share of exports that the run's path lets through; None for what is no exports [share]."""

    @property
    def came(self) -> bool:
        """Whether an event had come by the day on which it was counted."""
        return self.relation != "at least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which run a row is asked of."""

    case: str
    path: str
    kind: str
    """Name of the case, kind of the run, kind of the good."""
    day: int
    horizon: int
    """Day of the row, counted from the first day of the case, and days of the case [day]."""
    stock: float
    """Mean stock of users, for events that come in fewer than half of the draws [day]."""
    permitted: float | None = None
    """As in `Precedent`."""


def precedent_of(row: HappenedRow, values: Array, asked: Asked) -> Precedent:
    """Sum up what the draws said of a row.

    Parameters
    ----------
    row
        What happened.
    values
        The quantity, shape (draws + 1,); infinite for an event that does not come.
    asked
        Of which run.
    """
    drawn, chance = values[1:], 0.0
    if row.quantity in EVENTS:
        when = row.value if row.relation == "at least" else float(asked.horizon)
        late = np.log(np.maximum(drawn, 1.0) / max(when, 1.0)) / TIMING
        chance = float(np.mean([_AFTER.cdf(-one) for one in late.tolist()]))
        come = drawn[np.isfinite(drawn)]
        logs = np.log(np.maximum(come, 1.0))
        often = 2 * come.size >= drawn.size
        said = float(np.median(come)) if often else asked.stock
        spread = float(logs.std()) if often else 0.0
    else:
        kept = np.log(np.maximum(drawn, 1e-6)) if row.quantity in PRICES else drawn
        said, spread = float(kept.mean()), float(kept.std())
    return Precedent(
        case=asked.case,
        path=asked.path,
        quantity=row.quantity,
        good=row.good,
        kind=asked.kind,
        region=row.region,
        day=asked.day,
        relation=row.relation,
        said=_short(said),
        spread=_short(spread),
        chance=_short(chance),
        low=row.low,
        value=row.value,
        high=row.high,
        permitted=None if asked.permitted is None else _short(asked.permitted),
    )


@lru_cache(maxsize=1)
def _all() -> tuple[Precedent, ...]:
    text = files("detente.impact.backtest").joinpath("precedents.csv").read_text(encoding="utf-8")
    return tuple(_read(csv.DictReader(io.StringIO(text))))


def precedents(without: str = "") -> tuple[Precedent, ...]:
    """Rows of the record.

    Parameters
    ----------
    without
        Name of a case that is left out.

    Examples
    --------
    >>> any(row.case == "nexperia-2025" for row in precedents(without="nexperia-2025"))
    False
    """
    return tuple(row for row in _all() if row.case != without)


def precedents_text(rows: Iterable[Precedent]) -> str:
    """Write rows as ``precedents.csv``, ordered by case and as they came."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(Precedent)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return out.getvalue()


def _read(rows: Iterable[dict[str, str]]) -> list[Precedent]:
    return [
        Precedent(
            case=row["case"],
            path=row["path"],
            quantity=row["quantity"],
            good=row["good"],
            kind=row["kind"],
            region=row["region"],
            day=int(row["day"]),
            relation=row["relation"],
            said=float(row["said"]),
            spread=float(row["spread"]),
            chance=float(row["chance"]),
            low=float(row["low"]),
            value=float(row["value"]),
            high=float(row["high"]),
            permitted=float(row["permitted"]) if row["permitted"] else None,
        )
        for row in rows
    ]


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else value
