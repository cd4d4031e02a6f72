"""Who gains and who loses in the long run: two measures, by their names, and who gets the rents."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.impact.longrun._solve import Equilibrium

__all__ = ["Rents", "Welfare", "welfare"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rents:
    """Scarcity rents of quotas, shape (S,) each [USD bn per year]."""

    exporter: Array
    importer: Array
    """What each side's treasury or licence holders keep."""
    burned: Array
    """Goods used up in getting a licence, or on the way through third countries."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Welfare:
    """Changes against the base, by region and scenario."""

    regions: tuple[str, ...]
    """Codes."""
    real_income: Array
    """Exact change of income over the prices of final purchases, shape (N, S) [share of base]."""
    real_wage: Array
    """Change of the wage over the same prices, shape (N, S) [share of base]."""
    terms_of_trade: Array
    volume_of_trade: Array
    """The two parts of the first-order measure, shape (N, S) [share of base income]."""
    income: Array
    """Income in the base, shape (N,) [USD bn per year]."""
    rents: Rents
    """Of quotas."""

    @property
    def first_order(self) -> Array:
        """Terms of trade plus volume of trade, shape (N, S) [share of base income]."""
        return self.terms_of_trade + self.volume_of_trade

    @property
    def loss(self) -> Array:
        """Exact loss of real income, shape (N, S) [USD bn per year]."""
        return -self.real_income * self.income[:, None]


def welfare(found: Equilibrium) -> Welfare:
    """Measure the scenarios of an equilibrium.

    Parameters
    ----------
    found
        From `solve`, whose base is an equilibrium (`settle`).

    Returns
    -------
    Welfare

    Notes
    -----
    The first-order measure weighs price changes with base exports and imports at border
    prices, ``sum (E dc_n - M dc_i) / I``, and adds the tariffs gained on imports that grow,
    ``sum t M (dM - dc_i) / I``: with growth rates put in, as published, it can be far from the
    exact change where trade doubles (Mexico in NAFTA: 1.31 % against 0.01 %).

    References
    ----------
    Caliendo and Parro (2015), *Review of Economic Studies* 82(1), equations 15 to 17.
    """
    market = found.market
    base, final = market.base, market.base.final_share[:, :, None]
    before = market.base_purchases() / (1.0 + base.tariff)
    income = base.value_added - base.surplus + (base.tariff * before).sum(axis=(0, 2))
    prices = np.exp((final * np.log(market.price)).sum(axis=0))
    terms = np.zeros_like(found.wage)
    volume = np.zeros_like(found.wage)
    exports = before.sum(axis=1)
    for column in range(found.wage.shape[1]):
        rise = market.cost[:, :, column] - 1.0
        bought = np.einsum("jni,ji->n", before, rise)
        terms[:, column] = _over((exports * rise).sum(axis=0) - bought, income)
        after = market.purchases(column) / (1.0 + market.tariffs(column))
        gained = after - before * (1.0 + rise[:, None, :])
        volume[:, column] = _over((base.tariff * gained).sum(axis=(0, 2)), income)
    return Welfare(
        regions=base.regions,
        real_income=_over(market.income - income[:, None] * prices, income[:, None] * prices),
        real_wage=found.wage / prices - 1.0,
        terms_of_trade=terms,
        volume_of_trade=volume,
        income=income,
        rents=_rents(found),
    )


def _over(part: Array, whole: Array) -> Array:
    """Quotient; zero for a region that earns nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _rents(found: Equilibrium) -> Rents:
    rent = found.market.flow_rents()
    to_exporter, to_importer, burned = found.market.rent_shares()
    return Rents(
        exporter=(to_exporter * rent).sum(axis=0),
        importer=(to_importer * rent).sum(axis=0),
        burned=(burned * rent).sum(axis=0),
    )
