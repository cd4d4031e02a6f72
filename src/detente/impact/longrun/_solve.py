"""Wages and quota wedges: the outer half of the trade model, by a quasi-Newton step a scenario."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.longrun._equilibrium import Market
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Wedges

__all__ = ["Equilibrium", "settle", "slopes", "solve"]

Array = npt.NDArray[np.float64]

_ROUNDS = 400
_NUDGE = 1e-4
_LEAP = 0.5
_QUOTA_ROUNDS = 30
_ROUGH = 1e-3
"""Gap to which prices and sales are settled while wages are still far off [1]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Equilibrium:
    """Where S scenarios end, against the base."""

    market: Market
    """Prices, sales and flows."""
    wage: Array
    """Over the base, mean weighted by income 1, shape (N, S) [1]."""
    rounds: int
    """Steps taken."""
    gap: Array
    """Largest relative gap of a labour market or quota left, shape (S,) [1]."""


def solve(
    base: TradeBase,
    wedges: Wedges,
    *,
    theta: Array | None = None,
    surplus: Array | None = None,
    tolerance: float = 1e-9,
    slope: Array | None = None,
    start: Equilibrium | None = None,
) -> Equilibrium:
    """Return the equilibria of all scenarios.

    Parameters
    ----------
    base
        The table, an equilibrium (`settle`).
    wedges
        The scenarios.
    theta, surplus
        As of `Market`.
    tolerance
        Largest gap left [1].
    slope
        From `slopes`, to solve many batches of one table.
    start
        Equilibria of the same table that are near, with as many scenarios; or of other
        scenarios, of which the first stands for all. Where it starts changes no result.

    Returns
    -------
    Equilibrium

    Raises
    ------
    ImpactError
        If it does not settle, or a buyer has nobody left to buy from.

    Notes
    -----
    Prices and sales given wages are fixed points of their own (`Market`). Wages move by Newton
    steps with the slope of excess demand at the base, shared by all scenarios, which each
    scenario then corrects by Broyden's formula. Quota wedges are settled with prices, each by
    its own slope ``1 + theta (1 - share)``, and are never below one: no rent where a quota
    does not bind, nor above the way through third countries, which then takes what is over.
    """
    market = Market(base, wedges, theta, surplus)
    if slope is None:
        slope = slopes(base) if theta is None else slopes(base, theta.mean(axis=1))
    weights = (base.value_added / base.value_added.sum())[:, None]
    count = wedges.count
    log_wage = np.zeros((len(base.regions), count))
    if start is not None:
        market.start_from(start.market)
        log_wage = log_wage + np.log(
            start.wage if start.wage.shape[1] == count else start.wage[:, :1]
        )
    inverse = np.repeat(slope[None], count, axis=0)
    binds = np.isfinite(wedges.quota) & (wedges.quota > 0.0)
    gap = np.full(count, np.inf)
    last: tuple[Array, Array] | None = None
    fine = _ROUGH
    for number in range(1, _ROUNDS + 1):
        wage = np.exp(log_wage)
        fine = max(tolerance / 20.0, min(fine / 3.0, float(gap.max()) / 100.0))
        off = _clear(market, wage, binds, fine)
        excess = np.log(market.earned()) - log_wage
        gap = np.maximum(np.abs(excess).max(axis=0), off)
        if float(gap.max()) <= tolerance:
            return Equilibrium(market=market, wage=wage, rounds=number, gap=gap)
        if last is not None:
            _broyden(inverse, log_wage - last[0], excess - last[1])
        last = (log_wage, excess)
        move = np.clip(-np.einsum("sab,bs->as", inverse, excess), -_LEAP, _LEAP)
        log_wage = log_wage + move
        log_wage = log_wage - np.log((weights * np.exp(log_wage)).sum(axis=0))
    worst = int(np.argmax(gap))
    raise ImpactError(
        f"scenario {wedges.names[worst]} did not settle: a gap of {gap[worst]:.1e} is left after "
        f"{_ROUNDS} rounds; soften its cuts"
    )


def _clear(market: Market, wage: Array, binds: npt.NDArray[np.bool_], fine: float) -> Array:
    """Settle prices, sales and quota wedges for given wages; return how far quotas are off."""
    market.set_prices(wage, fine)
    market.set_sales(wage, fine / 10.0)
    if not binds.any():
        return np.zeros(wage.shape[1])
    for _ in range(_QUOTA_ROUNDS):
        step, licensed, off = _quota_step(market, binds)
        if float(off.max()) <= 2.0 * fine:
            break
        market.quota_wedge = np.exp(np.log(market.quota_wedge) + step)
        market.licensed = licensed
        market.set_prices(wage, fine)
        market.set_sales(wage, fine / 10.0)
    return off


def _quota_step(market: Market, binds: npt.NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Return the step of the log wedges, licensed shares, and how far quotas are off."""
    quantity = np.where(binds, np.maximum(market.flow_quantity(), 1e-300), 1.0)
    over = np.where(
        binds, np.log(quantity) - np.log(np.where(binds, market.wedges.quota, 1.0)), 0.0
    )
    wedge, most = np.log(market.quota_wedge), np.log(market.wedges.most_wedge)
    theta = market.theta[market.wedges.sector, 0, :]
    step = over / (1.0 + theta * (1.0 - market.flow_share()))
    around = binds & (wedge >= most - 1e-12) & (over > 0.0)
    licensed = np.where(around, np.exp(-over), np.where(binds, 1.0, market.licensed))
    slack = binds & (wedge <= 0.0) & (over < 0.0)
    off = np.where(slack | around, 0.0, np.abs(over)) + np.abs(licensed - market.licensed)
    move = np.minimum(np.clip(wedge + step, 0.0, most) - wedge, 2.0)
    return np.where(binds, move, 0.0), licensed, np.asarray(off.max(axis=0))


def _broyden(inverse: Array, moved: Array, changed: Array) -> None:
    """Correct each scenario's inverse slope in place (Broyden's good formula)."""
    moved, changed = moved.T, changed.T
    guess = np.einsum("sab,sb->sa", inverse, changed)
    back = np.einsum("sa,sab->sb", moved, inverse)
    scale = np.einsum("sa,sa->s", moved, guess)
    safe = np.abs(scale) > 1e-3 * np.einsum("sa,sa->s", moved, moved)
    factor = np.where(safe, 1.0 / np.where(safe, scale, 1.0), 0.0)
    inverse += np.einsum("s,sa,sb->sab", factor, moved - guess, back)


def slopes(base: TradeBase, theta: Array | None = None) -> Array:
    """Return the inverse slope of excess demand for labour at the base, shape (N, N).

    Column by column from small changes of one wage, all in one batch; the mean wage is held.

    Parameters
    ----------
    base
        The table.
    theta
        Trade elasticities, shape (J,); the base's if not given.
    """
    count = len(base.regions)
    wedges = Wedges.of(base, [[] for _ in range(count + 1)])
    many = None if theta is None else np.repeat(theta[:, None], count + 1, axis=1)
    market = Market(base, wedges, many)
    log_wage = np.concatenate([np.eye(count) * _NUDGE, np.zeros((count, 1))], axis=1)
    market.set_prices(np.exp(log_wage), 1e-10)
    market.set_sales(np.exp(log_wage), 1e-11)
    excess = np.log(market.earned()) - log_wage
    slope = (excess[:, :count] - excess[:, count:]) / _NUDGE
    weights = base.value_added / base.value_added.sum()
    # Excess demands add to zero and hang on relative wages only: hold the weighted mean wage.
    return np.asarray(np.linalg.inv(slope - np.outer(np.ones(count), weights)))


def settle(base: TradeBase, *, balanced: bool = False, tolerance: float = 1e-11) -> TradeBase:
    """Return the table at its own equilibrium, without a change of any wedge.

    Parameters
    ----------
    base
        A table as read, whose final purchases may have been mended.
    balanced
        Close all trade surpluses.
    tolerance
        As of `solve`.

    Returns
    -------
    TradeBase
        An equilibrium: solving it without curbs changes nothing.
    """
    surplus = np.zeros_like(base.surplus) if balanced else base.surplus
    found = solve(base, Wedges.of(base, [[]]), surplus=surplus[:, None], tolerance=tolerance)
    purchases = found.market.purchases(0)
    spent = purchases.sum(axis=2, keepdims=True)
    share = np.divide(purchases, spent, out=base.share.copy(), where=spent > 0)
    return replace(
        base, share=share, surplus=surplus, value_added=found.wage[:, 0] * base.value_added
    )
