"""Partially binding Leontief dynamics, one day at a time, many scenarios at once.

Pichler et al. (2022), *Journal of Economic Dynamics and Control* 144:104527, "half critical"
variant: a missing critical input stops a user in proportion, a missing important input costs half
(their equations 4, 11 and 14).
"""

import numpy as np
import numpy.typing as npt

from detente.impact._network import Network

__all__ = ["PartiallyBindingLeontief"]

Array = npt.NDArray[np.floating]


class PartiallyBindingLeontief:
    r"""State of the economy for a block of scenarios.

    Parameters
    ----------
    network
        The prepared world table.
    columns
        Number of scenarios that advance together.
    order_days
        Days in which an order closes a gap in the stock [day] (their tau).

    Attributes
    ----------
    output
        Shortfall of output, shape (n, columns) [share of base].
    demand
        Shortfall of demand, shape (n, columns) [share of base]; negative where orders exceed base.

    Notes
    -----
    With all quantities relative to the base year, the day's steps are

    1. orders of rated inputs :math:`O = d_{t-1} + (n / \tau)(1 - \sigma)`, of unrated inputs
       :math:`x_{t-1}` (equation 4; ``n`` days of stock, :math:`\sigma` its filling);
    2. demand as the sum of orders and of final demand, which stays at base;
    3. output as the least of capacity, demand, and what inputs allow: :math:`n \sigma` for a
       critical one and :math:`(1 + n \sigma)/2` for an important one (equations 11, 14);
    4. deliveries in proportion to orders, :math:`O x / d`;
    5. stocks: :math:`\sigma` rises by what came in less what was used, over ``n``.
    """

    def __init__(self, network: Network, columns: int, *, order_days: float) -> None:
        size = network.world.n
        self._network = network
        self._order_days = order_days
        self.output: Array = np.zeros((size, columns), dtype=np.float32)
        self.demand: Array = np.zeros((size, columns), dtype=np.float32)
        self._unmet: Array = np.zeros((size, columns), dtype=np.float32)
        self._stock = [np.zeros((len(g.users), columns), np.float32) for g in network.groups]
        self._orders = [np.zeros_like(stock) for stock in self._stock]
        widest = max((len(group.users) for group in network.groups), default=1)
        self._work = np.zeros((widest, columns), np.float32)
        self._used = np.zeros((widest, columns), np.float32)

    def step(self, capacity: Array) -> Array:
        """Advance one day.

        Parameters
        ----------
        capacity
            Shortfall of capacity on this day, shape (n, columns) [share of base], 0 to 1.

        Returns
        -------
        Array
            Shortfall of output, shape (n, columns) [share of base].
        """
        groups = self._network.groups
        previous, new_demand = self.demand, self._network.unrated_demand @ self.output
        output = np.maximum(capacity, 0.0, dtype=np.float32)
        for group, stock, orders in zip(groups, self._stock, self._orders, strict=True):
            np.take(previous, group.users, axis=0, out=orders, mode="clip")
            work = self._work[: len(stock)]
            np.multiply(stock, group.stock_days * (1.0 / self._order_days), out=work)
            np.subtract(orders, work, out=orders)
            np.minimum(orders, 1.0, out=orders)
            new_demand[group.suppliers] += group.demand @ orders
            if stock.max(initial=0.0) > group.ample:
                np.subtract(stock, 1.0, out=work)
                work *= group.stock_days
                work += 1.0
                work[group.critical :] *= 0.5
                output[group.users] = np.maximum(output[group.users], work)
        np.maximum(output, new_demand, out=output)
        unmet = self._unmet
        np.subtract(output, new_demand, out=unmet)
        unmet /= np.maximum(1.0 - new_demand, 1e-6)
        np.clip(unmet, 0.0, 1.0, out=unmet)
        for group, stock, orders in zip(groups, self._stock, self._orders, strict=True):
            missing, used = self._work[: len(stock)], self._used[: len(stock)]
            np.matmul(group.weights, unmet[group.suppliers], out=missing)
            np.take(output, group.users, axis=0, out=used, mode="clip")
            np.subtract(orders, used, out=used)
            np.subtract(1.0, orders, out=orders)
            missing *= orders
            missing += used
            missing *= group.per_stock_day
            np.add(stock, missing, out=stock)
            np.minimum(stock[group.critical :], 1.0, out=stock[group.critical :])
        self.output, self.demand = output, new_demand
        return output
