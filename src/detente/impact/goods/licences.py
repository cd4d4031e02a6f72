"""The licence queue: what a control lets through while applications are worked off.

Permitted flow over base flow is ``(1 - covered) h(t) + covered f(t)``: ``f`` is the approved share
of what the rule covers, ``h`` what passes of the grades that it does not cover but customs hold up.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from detente.facts import QUEUE_PARAMETERS, Facts, LicenceQueueRow

__all__ = [
    "Approvals",
    "Queue",
    "held_up",
    "logistic",
    "passed_inspection",
    "permitted_flow",
    "queue_rows",
    "valid_licences",
]

Array = npt.NDArray[np.floating]
Approved = Callable[[Array], Array]
INSPECTION_PARTS = tuple(2 / 3 + (step + 0.5) / 18 for step in range(12))
"""How long tests take, over their mean: evenly between two and four thirds of it ("a month or two"
about a month and a half)."""
Points = tuple[tuple[str, dt.date, float, float, float], ...]
"""(destination, date, low, central, high): ISO3, region, bloc or ``*`` for every other; linear in
time between the points of a destination, held at the ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """What is known by date of how licences were given, and of how customs treated the rest."""

    points: Points
    """Part of all applications filed up to a day that was granted by then [share]."""
    filing_days: Points = ()
    """Days that an application takes until it is filed; none if empty [day]."""
    shipping_days: Points = ()
    """Days from a licence to the goods' leaving; at once if empty [day]."""
    inspected: Points = ()
    """Part of the shipments of uncovered grades that customs take in for a test; as a queue could
    be expected to treat them if empty [share]."""
    inspection_days: Points = ()
    """Mean days that such a test takes; needed with ``inspected`` [day]."""


def logistic(day: Array, midpoint: Array, scale: Array) -> Array:
    """Logistic share of day, with its middle at ``midpoint`` and ``scale`` days a logit.

    Examples
    --------
    >>> float(logistic(np.array(80.0), np.array(80.0), np.array(17.2)))
    0.5
    """
    odds = np.clip((day - midpoint) / np.maximum(scale, 1e-6), -60.0, 60.0)
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def valid_licences(
    approved: Approved, day: Array, validity: Array, renewal: Array, *, horizon: float
) -> Array:
    """Share of licences that are valid, when each lapses after a term and waits to be renewed.

    Notes
    -----
    With terms of ``V`` days and ``R`` days between two terms a licence of day ``s`` is valid from
    ``s + n (V + R)`` for ``V`` days, so that the valid share is the sum over n of
    ``A(t - n (V + R)) - A(t - n (V + R) - V)``.
    """
    cycle = validity + renewal
    terms = int(np.ceil(horizon / max(float(np.min(cycle)), 1.0))) + 1
    total = np.zeros(np.broadcast_shapes(day.shape, validity.shape))
    for term in range(terms):
        start = day - term * cycle
        total += np.where(start >= 0, approved(np.maximum(start, 0.0)), 0.0)
        end = start - validity
        total -= np.where(end >= 0, approved(np.maximum(end, 0.0)), 0.0)
    return np.clip(total, 0.0, 1.0)


def held_up(day: Array, share: Array, onset: Array, midpoint: Array, scale: Array) -> Array:
    """Part of the uncovered grades that customs hold up: it builds up, then is let go."""
    building = -np.expm1(-np.maximum(day, 0.0) / np.maximum(onset, 1e-6))
    return np.asarray(share * building * (1.0 - logistic(day, midpoint, scale)))


def permitted_flow(
    granted: Array, day: Array, *, filing: Array, shipping: Array, most: Array
) -> Array:
    """Flow that licences let through when a known part of all applications has been granted.

    Parameters
    ----------
    granted
        Part of the applications filed up to a day that was granted by then, on each of ``day``,
        shape (days, draws) [share].
    day
        Days since the rule took effect, a day apart, shape (days,) [day].
    filing
        Days from order to application, shape (days, draws) [day].
    shipping
        Days from licence to departure, likewise [day].
    most
        Most that leaves on a day, over the base flow, shape (draws,); licences that are left over
        are used later [1].

    Returns
    -------
    Array
        Shape (days, draws), at most one [share of base flow].

    Notes
    -----
    Orders come in at the base flow and are applications ``filing`` days later, so that those
    granted by day ``t`` are good for ``C(t) = G(t) (t - filing)`` days of it. The flow is what
    ``C(t - shipping)`` adds: a licence that comes late lets through all that waited for it. A share
    of *applications* is not a share of the flow.
    """
    days = day[:, None]
    filed = np.maximum(days - filing, 0.0)
    good_for: Array = np.maximum.accumulate(np.clip(granted, 0.0, 1.0) * filed)
    out = np.zeros_like(good_for)
    at = np.clip(days - shipping - day[0], 0.0, len(day) - 1.0)
    low = np.floor(at).astype(np.intp)
    part, high = at - low, np.minimum(low + 1, len(day) - 1)
    ready = (1.0 - part) * np.take_along_axis(good_for, low, 0)
    ready += part * np.take_along_axis(good_for, high, 0)
    ready *= days - shipping >= day[0]
    gone: Array = np.zeros(good_for.shape[1])
    for row in range(len(day)):
        out[row] = np.clip(ready[row] - gone, 0.0, most)
        gone += out[row]
    return np.minimum(out, 1.0)


def passed_inspection(inspected: Array, mean_days: Array) -> Array:
    """Flow of uncovered grades while customs test part of it.

    Parameters
    ----------
    inspected
        Part of a day's shipments that is taken in for a test, from the day of the rule on, shape
        (days, draws) [share].
    mean_days
        Mean days that a test takes, shape (days, draws) [day].

    Returns
    -------
    Array
        Shape (days, draws), at most one [share of base flow].

    Notes
    -----
    ``1 - q(t) + mean over u of q(t - u)``, with ``u`` even between two and four thirds of the mean:
    a test delays and does not forbid, so that the flow comes back by itself.
    """
    rows = np.arange(len(inspected))[:, None]
    let = 1.0 - inspected
    for part in INSPECTION_PARTS:
        since = rows - np.rint(part * mean_days).astype(np.intp)
        back = np.take_along_axis(inspected, np.maximum(since, 0), 0)
        let = let + np.where(since >= 0, back, 0.0) / len(INSPECTION_PARTS)
    return np.asarray(np.clip(let, 0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A licence queue's figures over the draws."""

    figures: Mapping[str, Array]
    """By name of `detente.facts.QUEUE_PARAMETERS`, shape (draws + 1,)."""
    covered: Array
    """Part of the flow that the rule covers, shape (draws + 1,) [share]."""

    def approved(self, day: Array) -> Array:
        """Cumulative approved share of what the rule covers, shape of ``day`` by draws."""
        p = self.figures
        return p["approved_share"] * logistic(
            day, p["approval_midpoint_days"], p["approval_scale_days"]
        )

    def blocked(
        self, day: Array, permitted: Array | None = None, passed: Array | None = None
    ) -> Array:
        """Blocked share of the flow.

        Parameters
        ----------
        day
            Days since the rule took effect, shape (days,) [day].
        permitted
            Known flow of what the rule covers, shape (days, draws + 1), in place of the logistic
            curve; licences then do not lapse [share].
        passed
            Known flow of the other grades, likewise, in place of the hold-up [share].

        Returns
        -------
        Array
            Shape (days, draws + 1) [share].
        """
        p, days = self.figures, np.asarray(day, dtype=float)[:, None]
        if permitted is None:
            permitted = valid_licences(
                self.approved,
                days,
                p["validity_days"],
                p["renewal_days"],
                horizon=float(days.max(initial=0.0)),
            )
        if passed is None:
            passed = 1.0 - held_up(
                days,
                p["hold_up_share"],
                p["hold_up_onset_days"],
                p["hold_up_midpoint_days"],
                p["hold_up_scale_days"],
            )
        blocked = self.covered * (1.0 - permitted) + (1.0 - self.covered) * (1.0 - passed)
        return np.asarray(np.where(days < 0, 0.0, blocked))


def queue_rows(
    facts: Facts,
    controls: tuple[str, ...],
    targets: tuple[str, ...],
    *,
    known_on: dt.date,
    good: str = "*",
) -> dict[str, LicenceQueueRow]:
    """Return the best row of each queue parameter that was known on a day."""
    found: dict[str, tuple[tuple[int, ...], LicenceQueueRow]] = {}
    for row in facts.licence_queues:
        if row.as_of > known_on:
            continue
        if row.control not in (*controls, "*") or row.target not in (*targets, "*"):
            continue
        if not {good, "*"} & set(row.goods):
            continue
        near = targets.index(row.target) if row.target in targets else len(targets)
        any_control, any_good = row.control == "*", good not in row.goods
        rank = (int(any_control), int(any_good), near, -row.as_of.toordinal())
        if row.parameter not in found or rank < found[row.parameter][0]:
            found[row.parameter] = (rank, row)
    names = cast("list[str]", [name for name in QUEUE_PARAMETERS if name in found])
    return {name: found[name][1] for name in names}
