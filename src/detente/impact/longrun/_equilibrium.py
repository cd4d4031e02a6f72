"""Prices and sales for given wages: the inner half of the trade model, all scenarios at once."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from detente._errors import ImpactError
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Wedges

__all__ = ["Market"]

Array = npt.NDArray[np.float64]

_SWEEPS = 2000


class Market:
    """The equations of Caliendo and Parro (2015) in changes, for a table and S scenarios.

    Arrays are (sectors, regions, scenarios); prices, wages and costs are over their base.

    Parameters
    ----------
    base
        The table.
    wedges
        What the scenarios put on which flows.
    theta
        Trade elasticities by scenario, shape (J, S) [1]; the base's if not given.
    surplus
        Exports less imports, shape (N, S) [USD bn per year]; the base's if not given.

    Notes
    -----
    A flow's price at the buyer is the seller's cost times its iceberg, one plus the export tax,
    one plus the tariff, and the quota's wedge, which is never above the cost of the way through
    third countries. Of what the buyer spends, the importer keeps the
    tariff and its part of the rent, the exporter's treasury the export tax and its part; the
    rest, with what is burned, is paid for goods made. Only flows that a scenario changes are
    kept one by one: for all others the products with the base shares are dense and shared.
    """

    def __init__(
        self,
        base: TradeBase,
        wedges: Wedges,
        theta: Array | None = None,
        surplus: Array | None = None,
    ) -> None:
        self.base, self.wedges = base, wedges
        sectors, regions = base.shape
        count = wedges.count
        self.theta = (base.theta[:, None] if theta is None else theta)[:, None, :]
        self.surplus = base.surplus[:, None] if surplus is None else surplus
        j, n, i = wedges.sector, wedges.importer, wedges.exporter
        self._share = base.share[j, n, i][:, None]
        rate = base.tariff[j, n, i][:, None]
        self._flow_theta = self.theta[j, 0, :]
        ones = np.ones(len(j))
        every = np.arange(len(j))
        shape = (sectors * regions, len(j))
        self._to_importer = sparse.csr_array((ones, (j * regions + n, every)), shape=shape)
        self._to_exporter = sparse.csr_array((ones, (j * regions + i, every)), shape=shape)
        self._exporter_of = sparse.csr_array((ones, (i, every)), shape=(regions, len(j)))
        self._importer_of = sparse.csr_array((ones, (n, every)), shape=(regions, len(j)))
        self._price = (1.0 + wedges.tariff) / (1.0 + rate)
        self._price = self._price * (1.0 + wedges.export_tax) * (1.0 + wedges.iceberg)
        base_paid = 1.0 / (1.0 + base.tariff)
        self._paid = np.ascontiguousarray((base.share * base_paid).transpose(0, 2, 1))
        self._duty = base.share * (1.0 - base_paid) if base.tariff.any() else None
        self._base_paid = 1.0 / (1.0 + rate)
        need = base.inputs * (1.0 - base.value_added_share.T)[:, None, :]
        self._need = np.ascontiguousarray(need)
        self._cost = np.ascontiguousarray(need.transpose(0, 2, 1))
        banned = (wedges.quota <= 0.0) & np.isfinite(wedges.reroute)
        self.quota_wedge = np.where(banned, wedges.most_wedge, 1.0)
        self.licensed = np.where(banned, 0.0, 1.0)
        self.price = np.ones((sectors, regions, count))
        self.cost = np.ones((sectors, regions, count))
        self.spent = np.ones((sectors, regions, count))
        self.made = np.zeros((sectors, regions, count))
        self.income = np.repeat(base.value_added[:, None], count, axis=1)
        self._allowed = wedges.allowed
        self._unsold = base.share.sum(axis=2) == 0.0
        self._spent_before: Array | None = None

    def start_from(self, other: "Market") -> None:
        """Begin where another market of the same table ended.

        Parameters
        ----------
        other
            With as many scenarios, or its first stands for all.
        """
        count = self.wedges.count
        names = ["price", "cost", "spent", "income"]
        if self.wedges.same_flows(other.wedges):
            names += ["quota_wedge", "licensed"]
        for name in names:
            values = getattr(other, name)
            if values.shape[-1] != count:
                values = np.repeat(values[..., :1], count, axis=-1)
            setattr(self, name, values.copy())
        self.quota_wedge = np.minimum(self.quota_wedge, self.wedges.most_wedge)

    # --- prices -----------------------------------------------------------------------------

    def set_prices(self, wage: Array, tolerance: float) -> None:
        """Solve costs and prices for given wages [1], from where they stand."""
        base = self.base
        from_wage = base.value_added_share[:, :, None] * np.log(wage)[None]
        log_price, log_cost = np.log(self.price), np.log(self.cost)
        weight, dense = np.exp(-self.theta * log_cost), np.ones_like(log_cost)
        wedge = self._flow_multiple()
        for _ in range(_SWEEPS):
            log_cost = from_wage + self._by_region(self._cost, log_price)
            weight = np.exp(-self.theta * log_cost)
            dense = np.matmul(base.share, weight)
            if len(wedge):
                dense += self._on(self._to_importer, wedge * self._sold_at(weight), dense.shape)
            with np.errstate(divide="ignore"):
                new = -np.log(dense) / self.theta
            new[self._unsold] = 0.0
            if not np.isfinite(new).all():
                self._nobody_sells(new)
            move = np.abs(new - log_price).max()
            log_price = new
            if move < tolerance:
                break
        else:
            raise ImpactError("prices of the trade model did not settle: are shares sound?")
        self.price, self.cost = np.exp(log_price), np.exp(log_cost)
        self._weight, self._sum = weight, np.where(dense > 0, dense, 1.0)

    def _flow_multiple(self) -> Array:
        """Changed less unchanged weight of each changed flow, per unit of the seller's weight."""
        kappa = self._price * self.quota_wedge
        changed = np.where(self._allowed, np.power(kappa, -self._flow_theta), 0.0)
        return np.asarray(self._share * (changed - 1.0))

    def _nobody_sells(self, log_price: Array) -> None:
        j, n, _ = np.argwhere(~np.isfinite(log_price))[0]
        raise ImpactError(
            f"{self.base.regions[n]} has nobody left to buy {self.base.sectors[j]} from: "
            "leave one supplier or a quota above zero"
        )

    # --- sales ------------------------------------------------------------------------------

    def set_sales(self, wage: Array, tolerance: float) -> None:
        """Solve purchases, output and incomes for the prices as they stand."""
        base, wedges = self.base, self.wedges
        labour = wage * base.value_added[:, None]
        kappa = self._price * self.quota_wedge
        after = np.where(self._allowed, np.power(kappa, -self._flow_theta), 0.0)
        at_border = 1.0 / (1.0 + wedges.tariff)
        net_of_rent = 1.0 / self.quota_wedge
        to_exporter, to_importer, burned = self.rent_shares()
        rent = at_border * (1.0 - net_of_rent)
        goods = at_border * net_of_rent
        tax = goods * (1.0 - 1.0 / (1.0 + wedges.export_tax))
        paid = goods - tax + burned * rent
        to_seller = self._share * (after * paid - self._base_paid)
        to_buyer = self._share * (
            after * (1.0 - at_border + to_importer * rent) - (1.0 - self._base_paid)
        )
        to_treasury = self._share * after * (tax + to_exporter * rent)
        bought = self._sold_at(self._weight)
        duty_rate = None if self._duty is None else np.matmul(self._duty, self._weight) / self._sum
        spent, income, made = self.spent, self.income, self.made
        for _ in range(_SWEEPS):
            per = spent / self._sum
            made = self._weight * np.matmul(self._paid, per)
            own = labour - self.surplus
            if duty_rate is not None:
                own = own + (duty_rate * spent).sum(axis=0)
            if len(bought):
                flow = bought * self._bought_by(per)
                made += self._on(self._to_exporter, to_seller * flow, made.shape)
                own = own + self._importer_of @ (to_buyer * flow)
                own = own + self._exporter_of @ (to_treasury * flow)
            income = own
            new = base.final_share[:, :, None] * income[None] + self._by_region(self._need, made)
            move = np.abs(new - spent).max() / max(float(new.max()), 1e-300)
            spent = new
            if move < tolerance:
                break
        else:
            raise ImpactError("sales of the trade model did not settle: is the table balanced?")
        self.spent, self.made, self.income = spent, made, income
        self._after, self._rent = after, rent

    def earned(self) -> Array:
        """Return what factors earn over the base, from sales, shape (N, S) [1].

        One where a region has no factors, as a residual region that only buys.
        """
        paid = (self.base.value_added_share[:, :, None] * self.made).sum(axis=0)
        base = np.broadcast_to(self.base.value_added[:, None], paid.shape)
        return np.asarray(np.divide(paid, base, out=np.ones_like(paid), where=base > 0))

    # --- flows ------------------------------------------------------------------------------

    def flow_quantity(self) -> Array:
        """Return quantities over the base on the changed flows, shape (F, S) [1]."""
        per = self._bought_by(self.spent / self._sum)
        now = self._share * self._after * self._sold_at(self._weight) * per
        before = self._share * self._bought_by(self._base_spent())[:, None]
        seller = self._sold_at(self.cost)
        kappa = self._price * self.quota_wedge
        with np.errstate(divide="ignore", invalid="ignore"):
            out = now / before / (seller * kappa)
        return np.where(before > 0, out, 0.0)

    def flow_share(self) -> Array:
        """Return the changed flows' part of their buyer's purchases, shape (F, S) [share]."""
        weight = self._share * self._after * self._sold_at(self._weight)
        return np.asarray(weight / self._bought_by(self._sum))

    def purchases(self, scenario: int) -> Array:
        """Return what each buys of whom, at buyers' prices, shape (J, N, N) [USD bn per year]."""
        weights = self.base.share * self._weight[:, None, :, scenario]
        w = self.wedges
        weights[w.sector, w.importer, w.exporter] *= self._after[:, scenario]
        per = self.spent[:, :, scenario] / self._sum[:, :, scenario]
        return np.asarray(weights * per[:, :, None])

    def tariffs(self, scenario: int) -> Array:
        """Return the tariffs of a scenario, shape (J, N, N) [1]."""
        rates = self.base.tariff.copy()
        w = self.wedges
        rates[w.sector, w.importer, w.exporter] = w.tariff[:, scenario]
        return rates

    def base_purchases(self) -> Array:
        """Return what each buys of whom in the base, shape (J, N, N) [USD bn per year]."""
        return np.asarray(self.base.share * self._base_spent()[:, :, None])

    def rent_shares(self) -> tuple[Array, Array, Array]:
        """Return what exporter and importer keep and what is burned, shape (F, S) [share].

        Only licensed goods earn a rent; the wedge on what comes through third countries is burned.
        """
        to_exporter = self.wedges.to_exporter * self.licensed
        to_importer = self.wedges.to_importer * self.licensed
        return to_exporter, to_importer, 1.0 - to_exporter - to_importer

    def flow_rents(self) -> Array:
        """Return the scarcity rents of the changed flows, shape (F, S) [USD bn per year]."""
        per = self._bought_by(self.spent / self._sum)
        paid = self._share * self._after * self._sold_at(self._weight) * per
        return np.asarray(paid * self._rent)

    def _base_spent(self) -> Array:
        if self._spent_before is None:
            self._spent_before = base_spending(self.base)
        return self._spent_before

    # --- helpers ----------------------------------------------------------------------------

    def _sold_at(self, values: Array) -> Array:
        return np.asarray(values[self.wedges.sector, self.wedges.exporter])

    def _bought_by(self, values: Array) -> Array:
        return np.asarray(values[self.wedges.sector, self.wedges.importer])

    @staticmethod
    def _on(where: sparse.csr_array, values: Array, shape: tuple[int, ...]) -> Array:
        return np.asarray((where @ values).reshape(shape))

    @staticmethod
    def _by_region(matrix: Array, values: Array) -> Array:
        """Product of (N, J, J) with (J, N, S) over the regions, shape (J, N, S)."""
        return np.asarray(np.matmul(matrix, values.transpose(1, 0, 2)).transpose(1, 0, 2))


def base_spending(base: TradeBase) -> Array:
    """Return what is spent in the base on each sector, shape (J, N) [USD bn per year].

    Holds for a base that is an equilibrium (`settle`).
    """
    empty = Wedges.of(base, [[]])
    market = Market(base, empty)
    wage = np.ones((len(base.regions), 1))
    market.set_prices(wage, 1e-13)
    market.set_sales(wage, 1e-14)
    return np.asarray(market.spent[:, :, 0])
