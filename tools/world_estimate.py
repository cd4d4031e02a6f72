"""Final demand by destination and purchases from the residual region, where only totals are known.

The table that the embedded world is made from gives each node's final demand for all destinations
together. A second table gives deliveries, intermediate and final together, by origin, destination
and product, with all services as one product. These functions join the two.
"""

from dataclasses import dataclass

import numpy as np

from detente._errors import WorldError
from detente.world._assemble import share_out
from detente.world._world import Array

__all__ = [
    "BilateralTable",
    "estimate_final_demand",
    "estimate_imports_residual",
    "fit_margins",
    "limit_to_margin",
]

SEED_FLOOR = 1e-3
"""Smallest share of a service's sales that the seed lets go abroad [1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BilateralTable:
    """Flows between nodes beside deliveries by origin, destination and product."""

    flows: Array
    """Intermediate sales, shape (countries, sectors, countries, sectors) [USD mn per year]."""
    output: Array
    """Gross output, shape (countries, sectors) [USD mn per year]."""
    final_total: Array
    """Final demand of all destinations, shape (countries, sectors) [USD mn per year]."""
    deliveries: Array
    """Intermediate and final deliveries, shape (countries + 1, countries + 1, goods + 1); the last
    country is the residual region, the last product all services [USD mn per year]."""

    def __post_init__(self) -> None:
        countries, sectors = self.output.shape
        goods = self.deliveries.shape[2] - 1
        fits = (
            self.flows.shape == (countries, sectors, countries, sectors)
            and self.final_total.shape == (countries, sectors)
            and self.deliveries.shape[:2] == (countries + 1, countries + 1)
            and goods <= sectors
        )
        if not fits:
            raise WorldError(
                f"deliveries of shape {self.deliveries.shape} do not fit a table of {countries} "
                f"countries and {sectors} sectors: give two tables of the same edition"
            )

    @property
    def goods(self) -> int:
        """Number of goods sectors; they come first, services follow [1]."""
        return int(self.deliveries.shape[2]) - 1

    def product_flows(self) -> Array:
        """Intermediate sales by product, shape (countries, goods + 1, countries, sectors)."""
        services = self.flows[:, self.goods :].sum(axis=1, keepdims=True)
        return np.concatenate([self.flows[:, : self.goods], services], axis=1)


def fit_margins(
    seed: Array, rows: Array, columns: Array, *, rounds: int = 200, tolerance: float = 1e-10
) -> Array:
    """Scale a seed matrix until its rows and columns have given sums (RAS).

    Parameters
    ----------
    seed
        Starting matrix, not negative, shape (r, c) [any].
    rows
        Row sums wanted, shape (r,) [USD mn per year].
    columns
        Column sums wanted, the same grand total, shape (c,) [USD mn per year].
    rounds
        Most rounds to run [1].
    tolerance
        Largest row error at which to stop, as a share of the grand total [1].

    Returns
    -------
    Array
        The scaled matrix; rows fit exactly [USD mn per year].

    References
    ----------
    Bacharach (1970), *Biproportional Matrices and Input-Output Change*, Cambridge.

    Examples
    --------
    >>> fit_margins(np.ones((2, 2)), np.array([1.0, 3.0]), np.array([2.0, 2.0]))
    array([[0.5, 0.5],
           [1.5, 1.5]])
    """

    def ratio(wanted: Array, got: Array) -> Array:
        return np.divide(wanted, got, out=np.zeros_like(got), where=got > 0)

    fitted = np.array(seed, dtype=np.float64)
    limit = tolerance * max(float(rows.sum()), 1.0)
    for _ in range(rounds):
        fitted *= ratio(columns, fitted.sum(axis=0))[None, :]
        sums = fitted.sum(axis=1)
        fitted *= ratio(rows, sums)[:, None]
        if np.abs(rows - sums).max() <= limit:
            break
    return fitted


def estimate_final_demand(table: BilateralTable) -> Array:
    """Split each node's final demand by destination.

    Parameters
    ----------
    table
        The two tables.

    Returns
    -------
    Array
        Final deliveries, the last column every delivery to the residual region,
        shape (countries * sectors, countries + 1) [USD mn per year].

    Notes
    -----
    For a good s of country o and destination d the remainder ``X[o, d, s] - sum_t Z[(o, s),
    (d, t)]`` is taken, negative remainders count as zero, and each row is scaled to its known
    total. For the residual region, which has no columns in Z, the remainder is the whole delivery.
    For services the remainder is known only for all of them together, by destination. Each
    origin's services are fitted (RAS) to that and to each service's known total, starting from
    the pattern of its intermediate exports abroad and of its final demand at home.
    """
    countries, sectors = table.output.shape
    goods = table.goods
    by_destination = table.product_flows().sum(axis=3)  # (origin, product, destination)
    delivered = table.deliveries[:countries].transpose(0, 2, 1)
    remainder = np.array(delivered)
    remainder[:, :, :countries] -= by_destination
    remainder = np.maximum(remainder, 0.0)
    final = np.zeros((countries, sectors, countries + 1))
    for origin in range(countries):
        home = np.zeros((sectors, countries + 1))
        home[:, origin] = 1.0
        totals = table.final_total[origin]
        final[origin, :goods] = share_out(remainder[origin, :goods], totals[:goods], home[:goods])
        final[origin, goods:] = _split_services(table, origin, remainder[origin, goods])
    return final.reshape(countries * sectors, countries + 1)


def _split_services(table: BilateralTable, origin: int, by_destination: Array) -> Array:
    """Split the final demand of one origin's services, shape (services, countries + 1)."""
    totals = table.final_total[origin, table.goods :]
    abroad = table.flows[origin, table.goods :].sum(axis=2)  # (service, destination)
    abroad[:, origin] = 0.0
    floor = SEED_FLOOR * totals[:, None] / max(table.output.shape[0], 1)
    seed = np.column_stack([abroad + floor, abroad.sum(axis=1, keepdims=True) + floor])
    seed[:, origin] = totals
    known = by_destination.sum()
    columns = by_destination * (totals.sum() / known) if known > 0 else by_destination
    home = np.zeros_like(seed)
    home[:, origin] = 1.0
    return share_out(fit_margins(seed, totals, columns), totals, home)


def estimate_imports_residual(table: BilateralTable) -> Array:
    """Intermediate purchases of each node from the residual region.

    Parameters
    ----------
    table
        The two tables.

    Returns
    -------
    Array
        Purchases, shape (countries * sectors,) [USD mn per year].

    Notes
    -----
    The intermediate part of a country's purchases of a product from the residual region is taken
    to be the same as for its other foreign suppliers, and goes to its sectors in proportion to
    their purchases of that product from those suppliers (from all suppliers where there are no
    such purchases). See :func:`limit_to_margin` for what keeps value added above zero.
    """
    countries, sectors = table.output.shape
    sold = table.product_flows()  # (origin, product, destination, sector)
    everywhere = sold.sum(axis=0)
    own = np.arange(countries)
    domestic = sold[own, :, own]  # (destination, product, sector)
    foreign = everywhere.transpose(1, 0, 2) - domestic
    foreign = np.maximum(foreign, 0.0)
    bought = table.deliveries[:countries, :countries].copy()
    bought[own, own] = 0.0
    bought = bought.sum(axis=0)  # (destination, product), from known foreign suppliers
    used = foreign.sum(axis=2)
    share = np.divide(used, bought, out=np.zeros_like(used), where=bought > 0)
    from_residual = np.minimum(share, 1.0) * table.deliveries[countries, :countries]
    purchases = np.zeros((countries, sectors))
    for country in range(countries):
        purchases[country] = share_out(
            foreign[country], from_residual[country], everywhere[:, country] + 1e-12
        ).sum(axis=0)
    return purchases.ravel()


def limit_to_margin(purchases: Array, margin: Array, *, keep: float = 0.5) -> Array:
    """Keep estimated purchases from taking the whole of a node's margin.

    Parameters
    ----------
    purchases
        Estimated purchases, shape (n,) [USD mn per year].
    margin
        Output less known purchases, shape (n,) [USD mn per year].
    keep
        Least part of the margin that stays value added [1].

    Returns
    -------
    Array
        Purchases, none above ``1 - keep`` of the margin [USD mn per year].

    Examples
    --------
    >>> limit_to_margin(np.array([1.0, 9.0]), np.array([10.0, 10.0]))
    array([1., 5.])
    """
    limited: Array = np.minimum(purchases, (1.0 - keep) * np.maximum(margin, 0.0))
    return limited
