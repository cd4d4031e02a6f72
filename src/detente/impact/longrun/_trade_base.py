"""A year of trade in shares: what every region buys of every sector, from whom, and for what."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.world import World

__all__ = ["TradeBase"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TradeBase:
    """The base year of a trade model: J sectors, N regions; Cobb-Douglas above, one theta a sector.

    Raises
    ------
    ImpactError
        If a shape is wrong, a share is negative or not a number, or an elasticity not above zero.

    References
    ----------
    Caliendo and Parro (2015), *Review of Economic Studies* 82(1), section 2.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    """Codes, N and J."""
    share: Array
    """Who sells: part of a region's purchases of a sector that comes from each exporter, shape (J,
    importer, exporter), sums to 1 over exporters [share]."""
    tariff: Array
    """Of the importer on the exporter, ad valorem, shape (J, importer, exporter) [1]."""
    value_added_share: Array
    """Value added in output, shape (J, N) [share]."""
    inputs: Array
    """What intermediate purchases are spent on, shape (N, J inputs, J users), sums to 1 over inputs
    [share]."""
    final_share: Array
    """What final purchases are spent on, shape (J, N), sums to 1 over sectors [share]."""
    theta: Array
    """Trade elasticity of each sector, shape (J,) [1]."""
    value_added: Array
    """Income of the factors, shape (N,) [USD bn per year]."""
    surplus: Array
    """Exports less imports at border prices, shape (N,), sums to 0 [USD bn per year]."""

    def __post_init__(self) -> None:
        count, sectors = len(self.regions), len(self.sectors)
        shapes = {
            "share": (sectors, count, count),
            "tariff": (sectors, count, count),
            "value_added_share": (sectors, count),
            "inputs": (count, sectors, sectors),
            "final_share": (sectors, count),
            "theta": (sectors,),
            "value_added": (count,),
            "surplus": (count,),
        }
        for name, shape in shapes.items():
            values = np.ascontiguousarray(getattr(self, name), dtype=np.float64).view()
            if values.shape != shape:
                raise ImpactError(f"{name} has shape {values.shape}, and {shape} is needed")
            if not np.isfinite(values).all():
                raise ImpactError(f"{name} holds {np.sum(~np.isfinite(values))} values not finite")
            if name != "surplus" and (values < 0).any():
                raise ImpactError(f"{name} holds {int((values < 0).sum())} values below zero")
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        if not (self.theta > 0).all():
            where = self.sectors[int(np.argmin(self.theta))]
            raise ImpactError(f"the trade elasticity of {where} is not above zero")

    @classmethod
    def from_purchases(
        cls,
        purchases: Array,
        *,
        regions: tuple[str, ...],
        sectors: tuple[str, ...],
        value_added_share: Array,
        inputs: Array,
        theta: Array,
        tariff: Array | None = None,
    ) -> Self:
        """Make the base from bilateral purchases, home sales included.

        Final purchases are what the purchases of a sector leave over intermediate use; where
        this is negative they are set to zero, so that the table is a starting point and its
        equilibrium is that of `solve` with no change.

        Parameters
        ----------
        purchases
            At the buyer's price, tariffs included, shape (J, importer, exporter)
            [USD bn per year].
        regions, sectors, value_added_share, inputs, theta, tariff
            As of the class; no tariffs if not given. Inputs are scaled to sum to 1; a sector
            that buys none has nothing but value added.

        Returns
        -------
        TradeBase
        """
        rates = np.zeros_like(purchases) if tariff is None else np.asarray(tariff, dtype=float)
        totals = inputs.sum(axis=1, keepdims=True)
        inputs = _divided(inputs, totals)
        value_added_share = np.where(totals[:, 0, :].T > 0, value_added_share, 1.0)
        spent = purchases.sum(axis=2)
        share = _divided(purchases, spent[:, :, None])
        at_border = purchases / (1.0 + rates)
        output = at_border.sum(axis=1)
        bought_in = (1.0 - value_added_share) * output
        left = spent - np.einsum("nkj,jn->kn", inputs, bought_in)
        final = np.maximum(left, 0.0)
        return cls(
            regions=regions,
            sectors=sectors,
            share=share,
            tariff=rates,
            value_added_share=value_added_share,
            inputs=inputs,
            final_share=_divided(final, final.sum(axis=0)),
            theta=theta,
            value_added=(value_added_share * output).sum(axis=0),
            surplus=output.sum(axis=0) - at_border.sum(axis=(0, 2)),
        )

    @classmethod
    def from_world(cls, world: World, theta: Array) -> Self:
        """Make the base from a world table.

        The residual region enters as one more region that spends what it buys as final
        demand and sells one product of its own, since the table says what users buy from it
        but not of which sector.

        Parameters
        ----------
        world
            The table; has no tariffs.
        theta
            Trade elasticity of each sector of the table, shape (J,) [1].

        Returns
        -------
        TradeBase
            With ``len(world.regions) + 1`` regions and ``len(world.sectors) + 1`` sectors.
        """
        count, kinds = len(world.regions), len(world.sectors)
        flows = world.flows.reshape(count, kinds, count, kinds)
        final = world.final_demand.reshape(count, kinds, count + 1)
        purchases = np.zeros((kinds + 1, count + 1, count + 1))
        purchases[:kinds, :, :count] = final.transpose(1, 2, 0)
        purchases[:kinds, :count, :count] += flows.sum(axis=3, dtype=float).transpose(1, 2, 0)
        purchases[kinds, :count, count] = world.imports_residual.reshape(count, kinds).sum(axis=1)
        bought = np.zeros((count + 1, kinds + 1, kinds + 1))
        bought[:count, :kinds, :kinds] = flows.sum(axis=0, dtype=float).transpose(1, 0, 2)
        bought[:count, kinds, :kinds] = world.imports_residual.reshape(count, kinds)
        totals = bought.sum(axis=1, keepdims=True)
        inputs = _divided(bought, totals)
        output = purchases.sum(axis=1)
        shares = 1.0 - _divided(totals[:, 0, :].T, output)
        return cls.from_purchases(
            np.maximum(purchases, 0.0) / 1000.0,
            regions=(*world.regions, world.residual),
            sectors=(*world.sectors, f"of {world.residual}"),
            value_added_share=np.clip(shares, 0.0, 1.0),
            inputs=inputs,
            theta=np.append(theta, np.min(theta)),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Sectors and regions."""
        return len(self.sectors), len(self.regions)

    def region(self, code: str) -> int:
        """Return the position of a region.

        Raises
        ------
        ImpactError
            If the table has no such region.
        """
        if code not in self.regions:
            raise ImpactError(f"no region {code!r}; there are {', '.join(self.regions)}")
        return self.regions.index(code)

    def sector(self, code: str) -> int:
        """Return the position of a sector.

        Raises
        ------
        ImpactError
            If the table has no such sector.
        """
        if code not in self.sectors:
            raise ImpactError(f"no sector {code!r}; there are {', '.join(self.sectors)}")
        return self.sectors.index(code)


def _divided(values: Array, by: Array) -> Array:
    by = np.broadcast_to(by, values.shape)
    return np.divide(values, by, out=np.zeros_like(values), where=by > 0)
