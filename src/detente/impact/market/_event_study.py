"""One asset around one event: what it returned beyond what the market explains."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.market._permutation import permutation_p

__all__ = ["FlatError", "Halt", "Outcome", "Window", "study_asset"]

Array = npt.NDArray[np.floating]

LEAST_DAYS = 20
"""Days from which a market model is estimated, at least [trading day]."""

LEAST_PERMUTATIONS = 99
"""With fewer, the permutation test is too coarse [count]."""

MOST_PERMUTATIONS = 1_000_000
"""With more, time grows and nothing else [count]."""

MOST_DAYS = 100_000
"""More trading days than any series of prices has [trading day]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which days count."""

    before: int = 1
    after: int = 3
    """Trading days of the event window before the event's first and after its last day [count]."""
    estimation: int = 120
    """Trading days from which the market model is estimated [count]."""
    gap: int = 10
    """Trading days between these and the event window [count]."""
    permutations: int = 9999
    """Random choices of days in the permutation test [count]."""
    placebos: int = 500
    """Other windows of the same length to compare with, at most [count]."""

    def __post_init__(self) -> None:
        if min(self.before, self.after, self.gap, self.placebos) < 0:
            raise ImpactError("before, after, gap and placebos: give numbers from 0 up")
        if not LEAST_PERMUTATIONS <= self.permutations <= MOST_PERMUTATIONS:
            raise ImpactError(
                f"permutations {self.permutations}: give at least {LEAST_PERMUTATIONS} and at most "
                f"{MOST_PERMUTATIONS}, whose error is below 0.0005"
            )
        if max(self.before, self.after, self.gap, self.estimation, self.placebos) > MOST_DAYS:
            raise ImpactError(
                f"before, after, gap, estimation, placebos: give at most {MOST_DAYS} days"
            )
        if self.estimation < LEAST_DAYS:
            raise ImpactError(f"estimation {self.estimation}: give at least {LEAST_DAYS} days")


FLAT = 1e-12
"""Spread of returns below which a price stands still [1]."""

HALTED = 5
"""Trading days that one return spans from which on it is said as a halt [trading day]."""


class FlatError(ImpactError):
    """Prices of an asset or of the market do not move in the estimation window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A stretch without prices."""

    until: dt.date
    """Day of the next price."""
    trading_days: int
    """Trading days that its return spans [trading day]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What an asset did in an event window."""

    asset: str
    """Name."""
    days: tuple[dt.date, ...]
    """Trading days of the window."""
    first: int
    last: int
    """Positions in ``days`` of the event's own first and last day."""
    estimated: tuple[dt.date, dt.date]
    """First and last day of the estimation window."""
    alpha: float
    beta: float
    r_squared: float
    residual_sd: float
    """The market model; beta is 0 where there is no market [1]."""
    abnormal: Array
    abnormal_se: Array
    """Return beyond the model's, by day, shape (days,) [1]."""
    cumulative: Array
    cumulative_se: Array
    """Its sum from the window's first day, shape (days,) [1]."""
    freedom: int
    """Degrees of freedom of the standard errors [count]."""
    p_value: float
    """Two-sided, of the cumulative return to the last day, by Student's t."""
    permutation_p: float
    """Two-sided, of the permutation test."""
    placebo_p: float | None
    placebos: int
    """Part of windows without an event, this one counted in, whose cumulative return over its
    standard error is as large; and their number. None where there are fewer than 19."""
    halts: tuple[Halt, ...] = ()
    """Stretches of five trading days or more without prices, from the first day of estimation to
    the last of the event window."""


LEAST_PLACEBOS = 19
"""With fewer, no share below 5 % can be told."""


def study_asset(  # noqa: PLR0913 - the series, the event, and how to count
    asset: str,
    days: Sequence[dt.date],
    returns: Array,
    market: Array | None,
    event: tuple[dt.date, dt.date],
    window: Window,
    *,
    rng: np.random.Generator,
    spans: Array | None = None,
    others: Sequence[tuple[dt.date, dt.date]] = (),
) -> Outcome:
    r"""Study one event.

    Parameters
    ----------
    asset
        Name.
    days
        Trading days, shape (days,).
    returns, market
        Returns of the asset and of the market, shape (days,) [1]; without a market the model is a
        constant mean.
    event
        First and last day; days without trading move to the next one.
    window
        Which days count.
    rng
        For the permutation test.
    spans
        Trading days that each return spans, shape (days,); one each if not given [trading day].
    others
        Further events, that no placebo window may touch.

    Raises
    ------
    ImpactError
        If the prices do not cover estimation and event window.
    FlatError
        If they, or those of the market, do not move in the estimation window.

    Notes
    -----
    With :math:`X` the constant and the market over the :math:`L` days of estimation and
    :math:`X^*` over the event window, abnormal returns are
    :math:`AR = R^* - X^* \hat\theta` with variance
    :math:`V = \hat\sigma^2 (I + X^* (X'X)^{-1} X^{*\prime})`, where
    :math:`\hat\sigma^2` is the sum of squared residuals over :math:`L - k`; the cumulative return
    :math:`\gamma' AR` has variance :math:`\gamma' V \gamma`. A return that spans :math:`h` days has
    :math:`h` times the constant and the variance; the model is fitted with weights :math:`1/h`.

    References
    ----------
    .. [1] MacKinlay, "Event Studies in Economics and Finance", Journal of Economic Literature
       35(1), 13-39 (1997), sections 4 and 5.
    """
    from scipy import stats  # noqa: PLC0415 - slow to import, seldom needed

    start, end = place(days, event, window, asset)
    spans = np.ones(len(returns)) if spans is None else spans
    _require_moves(asset, returns, market, start, window)
    found = _abnormal(returns, market, spans, start, end, window)
    scaled = found.cumulative[-1] / found.cumulative_se[-1]
    placebo = _placebos(days, returns, market, spans, (event, *others), start, end, window)
    as_large = sum(one >= abs(float(scaled)) for one in placebo)
    return Outcome(
        asset=asset,
        days=tuple(days[start:end]),
        first=window.before,
        last=end - start - window.after - 1,
        estimated=(days[start - window.gap - window.estimation], days[start - window.gap - 1]),
        alpha=found.alpha,
        beta=found.beta,
        r_squared=found.r_squared,
        residual_sd=found.residual_sd,
        abnormal=found.abnormal,
        abnormal_se=found.abnormal_se,
        cumulative=found.cumulative,
        cumulative_se=found.cumulative_se,
        freedom=found.freedom,
        p_value=float(2 * stats.t.sf(abs(scaled), found.freedom)),
        permutation_p=permutation_p(
            found.before_scaled, found.scaled, draws=window.permutations, rng=rng
        ),
        placebo_p=((1 + as_large) / (1 + len(placebo)) if len(placebo) >= LEAST_PLACEBOS else None),
        placebos=len(placebo),
        halts=tuple(
            Halt(until=days[at], trading_days=int(spans[at]))
            for at in range(start - window.gap - window.estimation, end)
            if spans[at] >= HALTED
        ),
    )


def _require_moves(
    asset: str, returns: Array, market: Array | None, start: int, window: Window
) -> None:
    """Refuse an asset or a market whose price stands still in the estimation window."""
    known = slice(start - window.gap - window.estimation, start - window.gap)
    for name, moves in ((asset, returns), ("the market", market)):
        if moves is not None and float(np.ptp(moves[known])) <= FLAT:
            raise FlatError(
                f"{name}: prices do not move in the estimation window: no noise to measure by; "
                "take another column"
            )


def _placebos(
    days: Sequence[dt.date],
    returns: Array,
    market: Array | None,
    spans: Array,
    events: Sequence[tuple[dt.date, dt.date]],
    start: int,
    end: int,
    window: Window,
) -> list[float]:
    """Size over standard error of the cumulative return in earlier windows without an event."""
    taken = [_reach(days, event, window) for event in events]
    length = end - start
    sizes: list[float] = []
    for at in range(start - length, window.estimation + window.gap - 1, -1):
        if len(sizes) == window.placebos:
            break
        if all(at + length <= low or at >= high for low, high in taken):
            try:
                one = _abnormal(returns, market, spans, at, at + length, window)
            except FlatError:
                continue
            sizes.append(abs(float(one.cumulative[-1] / one.cumulative_se[-1])))
    return sizes


def place(
    days: Sequence[dt.date], event: tuple[dt.date, dt.date], window: Window, asset: str
) -> tuple[int, int]:
    """Positions of the first day of the event window and of the day after its last."""
    start, end = _reach(days, event, window)
    words = f"{event[0]}" if event[0] == event[1] else f"{event[0]} to {event[1]}"
    if end > len(days):
        raise ImpactError(
            f"{asset}, event {words}: prices end on {days[-1]}; the event window needs "
            f"{window.after} trading days after it"
        )
    missing = window.estimation + window.gap - start
    if missing > 0:
        raise ImpactError(
            f"{asset}, event {words}: {missing} more trading days of prices are needed before "
            f"{days[0]}; or give a shorter --estimation"
        )
    return start, end


def _reach(
    days: Sequence[dt.date], event: tuple[dt.date, dt.date], window: Window
) -> tuple[int, int]:
    first = bisect_left(days, event[0])
    last = max(bisect_right(days, event[1]) - 1, first)
    return first - window.before, last + window.after + 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Fit:
    alpha: float
    beta: float
    r_squared: float
    residual_sd: float
    freedom: int
    abnormal: Array
    abnormal_se: Array
    cumulative: Array
    cumulative_se: Array
    before_scaled: Array
    scaled: Array


def _abnormal(
    returns: Array, market: Array | None, spans: Array, start: int, end: int, window: Window
) -> _Fit:
    try:
        from statsmodels.regression.linear_model import OLS  # noqa: PLC0415 - an extra
    except ImportError:
        raise ImpactError(
            "the market check needs statsmodels: python -m pip install 'detente[market]'"
        ) from None
    low = start - window.gap - window.estimation
    known, asked = slice(low, start - window.gap), slice(start, end)
    weight = 1.0 / np.sqrt(spans[known])
    X = _regressors(market, known, spans) * weight[:, None]
    ahead = _regressors(market, asked, spans)
    model = OLS(returns[known] * weight, X, hasconst=True).fit()
    variance = float(model.scale)
    if not variance > 0:
        raise FlatError("prices do not move in the estimation window: no noise to measure by")
    V = variance * np.diag(spans[asked]) + ahead @ np.asarray(model.cov_params()) @ ahead.T
    abnormal = returns[asked] - ahead @ np.asarray(model.params)
    spread = variance - np.einsum("ij,jk,ik->i", X, np.asarray(model.cov_params()), X)
    sums = np.tri(end - start)
    return _Fit(
        alpha=float(model.params[0]),
        beta=float(model.params[1]) if market is not None else 0.0,
        r_squared=float(model.rsquared) if market is not None else 0.0,
        residual_sd=variance**0.5,
        freedom=int(model.df_resid),
        abnormal=abnormal,
        abnormal_se=np.sqrt(np.diag(V)),
        cumulative=sums @ abnormal,
        cumulative_se=np.sqrt(np.einsum("ij,jk,ik->i", sums, V, sums)),
        before_scaled=np.asarray(model.resid) / np.sqrt(np.maximum(spread, 1e-9 * variance)),
        scaled=abnormal / np.sqrt(np.diag(V)),
    )


def _regressors(market: Array | None, span: slice, spans: Array) -> Array:
    days = spans[span]
    return days[:, None] if market is None else np.column_stack([days, market[span]])
