"""The loss surface: each party's loss as a function of the easings, with its error."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente._errors import DealError
from detente.deal.surface.runs import Array, Flags, Indices, MonthlyRuns, Runs, check_runs
from detente.deal.surface.shape import find_knots, products, ramps
from detente.say import per_cent

__all__ = ["LossSurface", "SurfaceError"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceError:
    """How far the surface is from runs that it has not seen."""

    mean_abs: Array
    """Mean absolute error by party, shape (parties,) [USD bn per month]."""
    max_abs: Array
    """Largest absolute error by party, shape (parties,) [USD bn per month]."""
    scale: Array
    """Loss by party that errors are compared with: that of the status quo, or the largest of the
    design where that is larger in size, shape (parties,) [USD bn per month]."""
    by_month: Array
    """Mean absolute error by month since the standoff's date and party, shape (months, parties)
    [USD bn per month]."""
    scale_by_month: Array
    """What a month's errors are compared with: the largest loss of the design in that month, or
    `scale` where that is larger, shape (months, parties) [USD bn per month]."""
    held_out: int
    """Number of held-out packages; with none the errors are not known and are not a number."""
    trained: int
    """Number of packages fitted."""

    @property
    def relative(self) -> float:
        """Mean absolute error over scale, of the party where it is worst [share]."""
        return float(np.max(_share(self.mean_abs, self.scale)))

    @property
    def relative_by_month(self) -> Array:
        """The same in each month since the standoff's date, shape (months,) [share]."""
        return np.asarray(_share(self.by_month, self.scale_by_month).max(axis=1))

    def require(self, bound: float) -> None:
        """Raise `DealError` if the error is above a bound, or not known.

        Parameters
        ----------
        bound
            Largest acceptable relative error, over the horizon and in any month [share].
        """
        if self.held_out == 0:
            raise DealError(
                "the loss surface was not checked: the runs hold no held-out packages; "
                "run some, or accept the unknown error (accept_error=True)"
            )
        month = int(np.argmax(self.relative_by_month))
        worst = max(self.relative, float(self.relative_by_month[month]))
        if worst > bound:
            when = "" if self.relative == worst else f" in month {month + 1}"
            raise DealError(
                f"the loss surface misses held-out runs by {per_cent(worst)} of the loss{when} "
                f"({self.held_out} packages; bound {per_cent(bound)}): run more packages, table "
                "fewer controls, or accept the error (accept_error=True)"
            )


@dataclass(frozen=True, kw_only=True)
class LossSurface:
    """Loss to each party as a function of the easings.

    Notes
    -----
    With intensity ``z = 1 - e`` the loss of party *i* is

    ``L_i(z) = sum_k a_ik phi_ik(z_k) + sum_{k<l} b_ikl z_k z_l``

    where ``phi_ik`` is monotone and piecewise linear, ``phi(0) = 0`` and ``phi(1) = 1``. There is
    no constant: with every control lifted the loss is exactly zero.
    """

    knots: tuple[Array, ...]
    """Knots of each control's shape, K arrays that end in 1 [share]."""
    climbs: tuple[Array, ...]
    """For each control the growth of each party's loss between knots, K arrays of shape (knots,
    parties) [USD bn per month]."""
    pair: Array
    """Interaction of each pair of controls, shape (pairs, parties) [USD bn per month]."""
    draw_alone: Array
    """Loss in each draw with one control alone, shape (draws, K, parties) [USD bn per month]."""
    draw_pair: Array
    """Interaction in each draw, shape (draws, pairs, parties) [USD bn per month]."""
    months: Array
    """Climbs of all controls, then interactions, fitted to each month since the standoff's date,
    shape (months, features, parties) [USD bn per month]. One month, the horizon, where the runs do
    not tell months apart."""
    error: SurfaceError
    """Error on held-out runs."""

    @classmethod
    def fit(cls, runs: Runs) -> "LossSurface":
        """Fit by least squares and measure the error on the held-out packages.

        Parameters
        ----------
        runs
            Losses of a design of packages, draws, and held-out packages.
        """
        check_runs(runs)
        intensity = 1 - runs.easings
        knots = tuple(find_knots(column) for column in intensity.T)
        columns = _columns(intensity, knots)
        sizes = [len(one) for one in knots]
        parts = _fit(columns, runs.loss, sizes)
        months = parts[None]
        if isinstance(runs, MonthlyRuns):
            months = np.stack([_fit(columns, one, sizes) for one in _by_month(runs.loss_by_month)])
        edges = np.cumsum(sizes)
        climbs = tuple(np.split(parts[: edges[-1]], edges[:-1]))
        pair = parts[edges[-1] :]
        alone = np.stack([climb.sum(axis=0) for climb in climbs])
        return cls(
            knots=knots,
            climbs=climbs,
            pair=pair,
            draw_alone=runs.draw_alone,
            draw_pair=_spread(alone, pair, runs.draw_alone, runs.draw_together),
            months=months,
            error=_measure(runs, knots, parts, months),
        )

    @property
    def alone(self) -> Array:
        """Central loss with one control alone in force, shape (K, parties) [USD bn per month]."""
        return np.stack([climb.sum(axis=0) for climb in self.climbs])

    def shapes(self, easings: Array) -> Array:
        """Return ``phi_ik(1 - e_k)``, the share of a control's own loss that remains.

        Parameters
        ----------
        easings
            Packages, shape (N, K) [share].

        Returns
        -------
        Array
            shape (parties, N, K) [share]. A straight line where a party loses nothing by the
            control.
        """
        intensity = (1 - easings)[:, :, None]
        owner, start, width, height = self._ramps
        climb, first, total, real = self._own
        ramp = ((1 - easings)[:, owner] - start) / width
        np.minimum(np.maximum(ramp, 0.0, out=ramp), height, out=ramp)
        held = np.add.reduceat(ramp[:, :, None] * climb, first, axis=1)
        return np.where(real, held / total, intensity).transpose(2, 0, 1)

    @cached_property
    def _ramps(self) -> tuple[Indices, Array, Array, Array]:
        """Control, start, width and height of each ramp of `ramps`, all controls in a row."""
        start = [np.concatenate(([0.0], knots[:-1])) for knots in self.knots]
        width = [knots - low for knots, low in zip(self.knots, start, strict=True)]
        height = [np.append(np.ones(len(knots) - 1), np.inf) for knots in self.knots]
        owner = np.repeat(np.arange(len(start)), [len(low) for low in start])
        return owner, np.concatenate(start), np.concatenate(width), np.concatenate(height)

    @cached_property
    def _own(self) -> tuple[Array, Indices, Array, Flags]:
        """Climbs of all ramps, each control's first, their sum or 1, and whether it is a loss."""
        size = np.stack([np.abs(climb).sum(axis=0) for climb in self.climbs])
        total, first = self.alone, np.cumsum([0, *map(len, self.climbs[:-1])])
        real = np.abs(total) > 1e-12 * (size + 1e-300)
        return np.concatenate(self.climbs), first, np.where(real, total, 1.0), real

    def loss(self, easings: Array) -> Array:
        """Return the central loss of packages.

        Parameters
        ----------
        easings
            Packages, shape (N, K) [share].

        Returns
        -------
        Array
            shape (N, parties) [USD bn per month].
        """
        parts = np.concatenate([*self.climbs, self.pair])
        return np.asarray(_columns(1 - easings, self.knots) @ parts)

    def loss_by_month(self, easings: Array) -> Array:
        """Return the central loss of packages in each month since the standoff's date.

        Parameters
        ----------
        easings
            Packages, shape (N, K) [share].

        Returns
        -------
        Array
            shape (months, N, parties) [USD bn per month].
        """
        return np.asarray(_columns(1 - easings, self.knots) @ self.months)

    def draw_loss(self, easings: Array) -> Array:
        """Return the loss of packages in every draw.

        Parameters
        ----------
        easings
            Packages, shape (N, K) [share].

        Returns
        -------
        Array
            shape (draws, N, parties) [USD bn per month].
        """
        shapes, joint = self.shapes(easings), products(1 - easings)
        own = np.einsum("pnk,dkp->dnp", shapes, self.draw_alone, optimize=True)
        both = np.einsum("nj,djp->dnp", joint, self.draw_pair, optimize=True)
        return np.asarray(own + both)


def _columns(intensity: Array, knots: tuple[Array, ...]) -> Array:
    own = [ramps(intensity[:, control], one) for control, one in enumerate(knots)]
    return np.concatenate([*own, products(intensity)], axis=1)


def _by_month(loss: Array) -> Array:
    return loss.transpose(1, 0, 2)


def _fit(columns: Array, loss: Array, sizes: list[int]) -> Array:
    """Least squares for each party, climbs of one control with one sign, (features, parties).

    The triangle of the QR decomposition has the same solutions and far fewer rows.
    """
    unit, triangle = np.linalg.qr(columns)
    target = unit.T @ loss
    free = np.linalg.lstsq(triangle, target, rcond=None)[0]
    slack = 1e-9 * float(np.abs(loss).max(initial=0.0))
    return np.stack(
        [
            _monotone(triangle, target[:, party], free[:, party], sizes, slack)
            for party in range(loss.shape[1])
        ],
        axis=1,
    )


def _monotone(triangle: Array, target: Array, free: Array, sizes: list[int], slack: float) -> Array:
    """Return the free least squares, or if need be one in which a control's climbs share a sign."""
    low, high = np.full(len(free), -np.inf), np.full(len(free), np.inf)
    start = 0
    for size in sizes:
        rises = free[start : start + size].sum() >= 0
        (low if rises else high)[start : start + size] = 0.0
        start += size
    if ((free >= low - slack) & (free <= high + slack)).all():
        return np.asarray(np.clip(free, low, high))
    from scipy.optimize import lsq_linear  # noqa: PLC0415 - slow to import, seldom needed

    bounded = lsq_linear(triangle, target, bounds=(low, high), method="bvls")
    return np.asarray(bounded.x)


def _spread(alone: Array, pair: Array, draw_alone: Array, together: Array) -> Array:
    """Give each draw its own interaction, spread over the pairs as in the central surface.

    The central interactions are scaled with the draw's single losses; what is then missing from the
    draw's own interaction goes to the pairs in proportion to their central size. Where all central
    interactions have one sign this is plain proportionality.
    """
    size = np.abs(pair)
    total = size.sum(axis=0)
    count = max(len(pair), 1)
    weight = np.where(
        total > 0, np.divide(size, total, out=np.zeros_like(size), where=total > 0), 1 / count
    )
    before = np.abs(alone).sum(axis=0)
    now = np.abs(draw_alone).sum(axis=1)
    scale = np.divide(now, before, out=np.ones_like(now), where=before > 0)
    own = together - draw_alone.sum(axis=1)
    scaled = scale[:, None, :] * pair
    missing = own - scaled.sum(axis=1)
    return np.asarray(scaled + missing[:, None, :] * weight)


def _share(miss: Array, scale: Array) -> Array:
    return np.divide(miss, scale, out=np.zeros_like(miss), where=scale > 0)


def _measure(runs: Runs, knots: tuple[Array, ...], parts: Array, months: Array) -> SurfaceError:
    trained, held = len(runs.easings), len(runs.held_out)
    loss, truth = runs.loss[:, None], runs.held_out_loss[:, None]
    if isinstance(runs, MonthlyRuns):
        loss, truth = runs.loss_by_month, runs.held_out_by_month
    status_quo = _columns(np.ones((1, len(runs.controls))), knots) @ parts
    scale = np.maximum(np.abs(status_quo[0]), np.abs(runs.loss).max(axis=0))
    scale_by_month = np.maximum(scale, np.abs(loss).max(axis=0))
    if held == 0:
        unknown = np.full_like(scale_by_month, np.nan)
        mean_abs = max_abs = unknown[0]
        by_month = unknown
    else:
        columns = _columns(1 - runs.held_out, knots)
        miss = np.abs(columns @ parts - runs.held_out_loss)
        mean_abs, max_abs = miss.mean(axis=0), miss.max(axis=0)
        by_month = np.abs(columns @ months - _by_month(truth)).mean(axis=1)
    return SurfaceError(
        mean_abs=mean_abs,
        max_abs=max_abs,
        scale=scale,
        by_month=by_month,
        scale_by_month=scale_by_month,
        held_out=held,
        trained=trained,
    )
