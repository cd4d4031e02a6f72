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

__all__ = ["Approvals", "Queue", "held_up", "logistic", "queue_rows", "valid_licences"]

Array = npt.NDArray[np.floating]
Approved = Callable[[Array], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """Approved share of the applications under a control, where it is known by date.

    Parameters
    ----------
    points
        (destination, date, low, central, high): ISO3, region, bloc or ``*`` for every other; the
        share of what the rule covers that is approved, linear in time between the points of a
        destination, held at the ends [share].
    """

    points: tuple[tuple[str, dt.date, float, float, float], ...]


def logistic(day: Array, midpoint: Array, scale: Array) -> Array:
    """Logistic share of day, with its middle at ``midpoint`` and ``scale`` days a logit.

    Parameters
    ----------
    day, midpoint, scale
        Any shapes that broadcast [day]; the scale is one over the logit's slope.

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

    Parameters
    ----------
    approved
        Cumulative share approved by a day; zero before day 0 [share].
    day
        Days since the rule took effect [day].
    validity, renewal
        Term of a licence, and days until it is renewed after its end [day].
    horizon
        Last day of interest; terms that begin later are left out [day].

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
    """Part of the uncovered grades that customs hold up: it builds up, then is let go.

    Parameters
    ----------
    day
        Days since the rule took effect [day].
    share
        Most that is held up [share].
    onset
        Time constant with which the hold-up builds up [day].
    midpoint, scale
        When, and how fast, uncovered grades are let through again [day].
    """
    building = -np.expm1(-np.maximum(day, 0.0) / np.maximum(onset, 1e-6))
    return np.asarray(share * building * (1.0 - logistic(day, midpoint, scale)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A licence queue's figures over the draws.

    Parameters
    ----------
    figures
        By name of `detente.facts.QUEUE_PARAMETERS`, shape (draws + 1,).
    covered
        Part of the flow that the rule covers, shape (draws + 1,) [share].
    """

    figures: Mapping[str, Array]
    covered: Array

    def approved(self, day: Array) -> Array:
        """Cumulative approved share of what the rule covers, shape of ``day`` by draws."""
        p = self.figures
        return p["approved_share"] * logistic(
            day, p["approval_midpoint_days"], p["approval_scale_days"]
        )

    def blocked(self, day: Array, approved: Approved | None = None) -> Array:
        """Blocked share of the flow.

        Parameters
        ----------
        day
            Days since the rule took effect, shape (days,) [day].
        approved
            Known approvals by day, in place of the logistic curve; licences then do not lapse but
            as the curve says.

        Returns
        -------
        Array
            Shape (days, draws + 1) [share].
        """
        p, days = self.figures, np.asarray(day, dtype=float)[:, None]
        if approved is None:
            valid = valid_licences(
                self.approved,
                days,
                p["validity_days"],
                p["renewal_days"],
                horizon=float(days.max(initial=0.0)),
            )
        else:
            valid = np.clip(approved(days), 0.0, 1.0)
        held = held_up(
            days,
            p["hold_up_share"],
            p["hold_up_onset_days"],
            p["hold_up_midpoint_days"],
            p["hold_up_scale_days"],
        )
        blocked = self.covered * (1.0 - valid) + (1.0 - self.covered) * held
        return np.asarray(np.where(days < 0, 0.0, blocked))


def queue_rows(
    facts: Facts, controls: tuple[str, ...], targets: tuple[str, ...], *, known_on: dt.date
) -> dict[str, LicenceQueueRow]:
    """Return the best row of each queue parameter that was known on a day.

    Parameters
    ----------
    facts
        The tables.
    controls
        Register ids of the control; rows of ``*`` (any licence rule) stand behind theirs.
    targets
        Codes of the destination, nearest first; rows of ``*`` stand behind.
    known_on
        Rows of a later ``as_of`` are hindsight and are left out.

    Returns
    -------
    dict[str, LicenceQueueRow]
        By parameter; a parameter of which nothing was known is missing.
    """
    found: dict[str, tuple[tuple[int, int, int], LicenceQueueRow]] = {}
    for row in facts.licence_queues:
        if row.as_of > known_on:
            continue
        if row.control not in (*controls, "*") or row.target not in (*targets, "*"):
            continue
        near = targets.index(row.target) if row.target in targets else len(targets)
        rank = (int(row.control == "*"), near, -row.as_of.toordinal())
        if row.parameter not in found or rank < found[row.parameter][0]:
            found[row.parameter] = (rank, row)
    names = cast("list[str]", [name for name in QUEUE_PARAMETERS if name in found])
    return {name: found[name][1] for name in names}
