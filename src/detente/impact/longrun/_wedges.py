"""What stands between a seller and a buyer: tariffs, export taxes, bans, licences with rents."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.longrun._trade_base import TradeBase

__all__ = ["Curb", "Wedges"]

Array = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

RATES = ("quota", "export_tax", "tariff", "iceberg", "reroute")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curb:
    """What one scenario puts on the flow of one sector between two regions.

    Raises
    ------
    ImpactError
        If a value is below zero or the rent shares exceed 1.
    """

    sector: str
    exporter: str
    importer: str
    """Codes of the table."""
    quota: float | None = None
    """Largest quantity, of the base quantity; 0 is a ban, None no limit [share]."""
    to_exporter: float = 0.25
    to_importer: float = 0.0
    """Who gets the scarcity rent of a quota; the rest is burned: goods used up in waiting and paper
    [share]."""
    export_tax: float = 0.0
    """Of the exporter, on the price before it [1]."""
    tariff: float | None = None
    """Of the importer, on the price at the border; None leaves the base's [1]."""
    iceberg: float = 0.0
    """Extra goods used up on the way [1]."""
    reroute: float | None = None
    """Extra cost at which what has no licence comes through a third country: goods used up on the
    way, no rent; None where it does not come at all [1]."""

    def __post_init__(self) -> None:
        named = f"{self.sector} from {self.exporter} to {self.importer}"
        for what in (*RATES, "to_exporter", "to_importer"):
            value = getattr(self, what)
            if value is not None and not 0 <= value < np.inf:
                raise ImpactError(f"{what} on {named} is {value:g}: give zero or more")
        if self.to_exporter + self.to_importer > 1:
            raise ImpactError(
                f"rents on {named}: {self.to_exporter:g} to the exporter and {self.to_importer:g} "
                "to the importer are more than all there is"
            )
        if self.exporter == self.importer:
            raise ImpactError(f"{named}: a region does not control sales to itself")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wedges:
    """The curbs of S scenarios on F flows, as arrays."""

    sector: Positions
    importer: Positions
    exporter: Positions
    """Positions of each flow, shape (F,)."""
    tariff: Array
    export_tax: Array
    iceberg: Array
    """As of `Curb`, shape (F, S) [1]."""
    quota: Array
    """Infinite where there is none, shape (F, S) [share]."""
    to_exporter: Array
    to_importer: Array
    """Shares of the rent, shape (F, S) [share]."""
    reroute: Array
    """Infinite where nothing comes through third countries, shape (F, S) [1]."""
    names: tuple[str, ...] = field(default=())
    """Of the scenarios."""

    @classmethod
    def of(
        cls,
        base: TradeBase,
        scenarios: Sequence[Sequence[Curb]],
        names: Sequence[str] | None = None,
    ) -> Self:
        """Gather the curbs of several scenarios.

        Parameters
        ----------
        base
            The table they refer to.
        scenarios
            The curbs of each; an empty one changes nothing.
        names
            Of the scenarios; numbered if not given.

        Returns
        -------
        Wedges

        Raises
        ------
        ImpactError
            If a code is unknown, there is no scenario, or one scenario names a flow twice.
        """
        if not scenarios:
            raise ImpactError("no scenario: give at least one, an empty list changes nothing")
        placed = [
            {
                (base.sector(c.sector), base.region(c.importer), base.region(c.exporter)): c
                for c in curbs
            }
            for curbs in scenarios
        ]
        for number, (curbs, at) in enumerate(zip(scenarios, placed, strict=True)):
            if len(curbs) != len(at):
                raise ImpactError(
                    f"scenario {number} curbs one flow more than once: join the curbs into one"
                )
        flows = sorted(set().union(*placed))
        rows = np.array(flows, dtype=np.intp).reshape(-1, 3)
        shape = (len(flows), len(scenarios))
        base_tariff = base.tariff[rows[:, 0], rows[:, 1], rows[:, 2]]
        tariff = np.repeat(base_tariff[:, None], shape[1], axis=1)
        export_tax, iceberg = np.zeros(shape), np.zeros(shape)
        quota, to_exporter, to_importer = np.full(shape, np.inf), np.zeros(shape), np.zeros(shape)
        reroute = np.full(shape, np.inf)
        for column, chosen in enumerate(placed):
            for row, flow in enumerate(flows):
                curb = chosen.get(flow)
                if curb is None:
                    continue
                if curb.tariff is not None:
                    tariff[row, column] = curb.tariff
                export_tax[row, column], iceberg[row, column] = curb.export_tax, curb.iceberg
                if curb.quota is not None:
                    quota[row, column] = curb.quota
                    to_exporter[row, column] = curb.to_exporter
                    to_importer[row, column] = curb.to_importer
                    reroute[row, column] = np.inf if curb.reroute is None else curb.reroute
        return cls(
            sector=rows[:, 0],
            importer=rows[:, 1],
            exporter=rows[:, 2],
            tariff=tariff,
            export_tax=export_tax,
            iceberg=iceberg,
            quota=quota,
            to_exporter=to_exporter,
            to_importer=to_importer,
            reroute=reroute,
            names=tuple(names or (str(number) for number in range(shape[1]))),
        )

    @property
    def allowed(self) -> npt.NDArray[np.bool_]:
        """Where anything at all may come through, shape (F, S)."""
        return (self.quota > 0.0) | np.isfinite(self.reroute)

    @property
    def most_wedge(self) -> Array:
        """The wedge above which goods come through third countries, shape (F, S) [1]."""
        return 1.0 + self.reroute

    def same_flows(self, other: "Wedges") -> bool:
        """Whether the rows are the same flows."""
        mine, theirs = (np.stack([one.sector, one.importer, one.exporter]) for one in (self, other))
        return bool(np.array_equal(mine, theirs))

    @property
    def count(self) -> int:
        """How many scenarios."""
        return int(self.tariff.shape[1])

    def columns(self, at: slice) -> "Wedges":
        """Return some of the scenarios."""
        return Wedges(
            sector=self.sector,
            importer=self.importer,
            exporter=self.exporter,
            tariff=self.tariff[:, at],
            export_tax=self.export_tax[:, at],
            iceberg=self.iceberg[:, at],
            quota=self.quota[:, at],
            to_exporter=self.to_exporter[:, at],
            to_importer=self.to_importer[:, at],
            reroute=self.reroute[:, at],
            names=self.names[at],
        )
