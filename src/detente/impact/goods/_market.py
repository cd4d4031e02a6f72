"""One world market: buyers compete for what is left, and the price clears it."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from detente._units import DAYS_PER_YEAR
from detente.world import World

__all__ = [
    "available",
    "clearing_price",
    "home_price",
    "lasting_elasticity",
    "pooled_shortfall",
    "price_outside",
    "shortage_days",
    "use_weights",
]

Array = npt.NDArray[np.floating]


def pooled_shortfall(
    shortfall: Array, use: Array, pooled: Array, market: npt.NDArray[np.intp], foreign: Array
) -> Array:
    """Shortfall of supply after buyers outside the imposers have competed for what is traded.

    Parameters
    ----------
    shortfall
        What a buyer's own suppliers leave short, shape (buyers,) [share].
    use
        The buyer's part in the use outside the imposers, shape (buyers,) [share]; zero for the
        imposers, which keep their own supply.
    pooled
        Part of the trade that goes to whoever pays, shape (buyers,) [share].
    market
        Which market a buyer is in, numbered from 0, shape (buyers,); a buyer with a use that is
        left out has no shortfall.
    foreign
        Part of the buyer's need that comes from abroad, shape (buyers,) [share].

    Notes
    -----
    Of a buyer's shortfall ``s`` the part ``i = min(s, f)`` is of what he buys abroad, ``f``. It
    becomes ``(1 - pooled) i + pooled f m``, with ``m`` the shortfall of all that is bought abroad,
    ``sum_q w_q i_q / sum_q w_q f_q``: contracts hold for the rest of the trade, and who makes a
    good at home does not run short for those who do not. The sum over buyers, weighted by use,
    stays what it was: the market only shares it out.
    """
    traded = np.minimum(shortfall, foreign)
    bought: Array = np.bincount(market, use * foreign).astype(float)
    common: Array = np.bincount(market, use * traded) / np.maximum(bought, 1e-300)
    spread = common[market]
    spread *= foreign
    spread -= traded
    spread *= pooled
    spread += shortfall
    np.maximum(spread, 0.0, out=spread)
    return np.asarray(np.where(use > 0, spread, shortfall))


def available(shortfall: Array, spare: Array, wait: Array) -> Array:
    """What users can have of each day's need while a shortage lasts, flow and stocks together.

    Notes
    -----
    Whoever can keep a good sells no more of it today than is left for tomorrow: without costs of
    keeping it the price is the same on all days of the shortage, and use over them is what flows in
    and what was in stock, ``wait (1 - shortfall) + spare`` (Hotelling's rule at no interest within
    the stock; Williams and Wright 1991, chapter 2). So a price moves on the first day.

    References
    ----------
    Williams, J. C. and Wright, B. D. (1991), Storage and Commodity Markets, Cambridge.
    """
    left = 1.0 - shortfall + np.maximum(spare, 0.0) / np.maximum(wait, 1.0)
    return np.asarray(np.where(shortfall > 0.0, np.minimum(left, 1.0), 1.0))


def shortage_days(wait: Array, substitution: Array, ramp: Array) -> Array:
    """Days for which a shortage can be expected to last on.

    Notes
    -----
    Whichever comes first ends it: the rates of the three add up.
    """
    rate = 1.0 / np.maximum(wait, 1.0) + 1.0 / substitution + 1.0 / ramp
    return np.asarray(1.0 / rate)


def lasting_elasticity(short: Array, growth: Array, days: Array) -> Array:
    """Elasticity of demand and supply over a shortage: short-run at first, then that of a year."""
    return np.asarray(short * (1.0 - (growth - 1.0) * np.expm1(-days / DAYS_PER_YEAR)))


def clearing_price(supply: Array, elasticity: Array, cap: Array) -> Array:
    """Price over its base at which demand shrinks to supply.

    Notes
    -----
    ``p = supply ** (-1 / elasticity)``, the constant-elasticity market.
    """
    price = np.maximum(supply, 1e-6) ** (-1.0 / np.maximum(elasticity, 1e-3))
    return np.asarray(np.clip(price, 1.0, np.maximum(cap, 1.0)))


def price_outside(
    missing: Array,
    traded: Array,
    *,
    afloat: Array,
    insulated: Array,
    lasts: Array,
    elasticity: Array,
    cap: Array,
) -> Array:
    """Price over its base outside the imposers, once the shortfall has told in full.

    Notes
    -----
    Buyers lack ``missing`` of their need, and ``traded`` of the trade is stopped, of which
    ``afloat`` days are under way [day]. Where home supply does not move to the price
    (``insulated``), what is traded makes it.
    """
    thin = 1.0 - available(np.minimum(traded, 1.0), afloat, lasts)
    return clearing_price(1.0 - (missing + insulated * (thin - missing)), elasticity, cap)


def home_price(added: Array, elasticity: Array, cap: Array) -> Array:
    """Price at home over its base when exports that are held back stay there.

    Notes
    -----
    ``p = (1 + added) ** (-1 / elasticity)``: the same constant-elasticity market as outside, on the
    other side of the border.
    """
    price = (1.0 + np.maximum(added, 0.0)) ** (-1.0 / np.maximum(elasticity, 1e-3))
    return np.asarray(np.clip(price, 1.0 / np.maximum(cap, 1.0), 1.0))


def use_weights(
    goods: Sequence[str],
    *,
    users: Sequence[tuple[int, int, float]],
    makers: Mapping[int, tuple[int, ...]],
    supply: Array,
    imposers: Sequence[tuple[int, int]],
    world: World,
) -> Array:
    """Each region's part in the use of every good outside its imposers, shape (goods, regions).

    Parameters
    ----------
    goods
        Goods in play.
    users
        (good, node, coverage) of every user; a node counts with its output times the coverage.
    makers
        Good to the goods made from it: an input is used where its products are made.
    supply
        Part of world supply by region, shape (goods, regions) [share].
    imposers
        (good, region) of every controlled exporter.
    world
        Gives the output of nodes.
    """
    sectors = len(world.sectors)
    use = np.zeros((len(goods), len(world.regions)))
    for good, node, coverage in users:
        use[good, node // sectors] += coverage * float(world.output[node])
    for good, made in makers.items():
        if made:
            use[good] = supply[list(made)].sum(axis=0)
    for good, region in imposers:
        use[good, region] = 0.0
    empty = use.sum(axis=1) <= 0
    use[empty] = 1.0
    for good, region in imposers:
        use[good, region] = 0.0
    return np.asarray(use / np.maximum(use.sum(axis=1, keepdims=True), 1e-300))
