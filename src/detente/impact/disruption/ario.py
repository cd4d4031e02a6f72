"""Rules of the adaptive regional input-output model with inventories (ARIO).

Hallegatte (2014), *Risk Analysis* 34:152-167; orders that follow suppliers' output after Guan et
al. (2020), *Nature Human Behaviour* 4:577-587.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.facts import Facts
from detente.impact.disruption._state import Array, raise_rows, rows
from detente.impact.disruption.inputs import Inputs
from detente.impact.disruption.model import InputGroup
from detente.world import World

__all__ = ["Adaptive", "Ario"]

TINY = 1e-6
"""Demand below this share of base is taken for none when it is divided by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ario:
    r"""Rules of ARIO.

    Parameters
    ----------
    orders
        ``"noalt"``: an input is ordered from its suppliers in base shares. ``"alt"``: in base
        shares times what each supplier makes today, relative to its base.
    psi
        Part of the target stock below which a firm cuts its output [share].
    restock_days
        Days in which an order closes a gap in the stock [day].
    overproduction_max
        Most that capacity rises to while demand is unmet [share of base].
    overproduction_days
        Days in which it does so [day].
    as_boario
        Depart from the equations where BoARIO 0.7.2 does, so that the two can be compared: orders
        under ``"alt"`` follow capacity, not output; overproduction answers on the same day to
        today's demand over yesterday's output, and fades as fast as that ratio says.

    Raises
    ------
    ImpactError
        If a parameter is out of its range.

    Notes
    -----
    Output is :math:`x = \min(x^{opt}, \min_p \Omega_p / (\psi s_p a_p))` with
    :math:`x^{opt} = \min(d, \alpha (1 - \Delta) x_0)`, which is the usual product form multiplied
    out; orders are :math:`O_p = \max(0, s_p a_p x^{opt} - \Omega_p)/\tau + a_p x`.
    """

    orders: Literal["alt", "noalt"] = "noalt"
    psi: float
    restock_days: float
    overproduction_max: float
    overproduction_days: float
    as_boario: bool = False

    def __post_init__(self) -> None:
        if self.orders not in {"alt", "noalt"}:
            raise ImpactError(f"orders are 'alt' or 'noalt', got {self.orders!r}")
        if not 0 < self.psi <= 1:
            raise ImpactError(f"psi is a share above 0 and at most 1, got {self.psi:g}")
        if self.restock_days < 1 or self.overproduction_days < 1:
            raise ImpactError("restock_days and overproduction_days must be at least 1 day")
        if self.overproduction_max < 1:
            raise ImpactError(f"overproduction_max is at least 1, got {self.overproduction_max:g}")

    @property
    def why_no_delivery_cuts(self) -> str:
        """Under ``"alt"`` an order has no one supplier whose delivery could be cut."""
        if self.orders == "noalt":
            return ""
        return (
            "deliveries cannot be cut where orders follow suppliers' output (ario-alt): "
            "use model ario-noalt or a partially binding one, or cut capacity"
        )

    def inputs(self, world: World, facts: Facts) -> Inputs:
        """One stock of every input."""
        days = facts.model_parameter("ario_stock_days").value
        return Inputs.from_arrays(world, stock_days=days)

    def binding(self, rating: Array) -> Array:
        """Every input binds."""
        return np.ones_like(rating)

    def stocked(self, rating: Array) -> npt.NDArray[np.bool_]:
        """Every input is stocked."""
        return np.ones(rating.shape, dtype=np.bool_)

    def production(self, binds: Array, days: Array) -> tuple[Array, Array]:  # noqa: ARG002
        """Output falls in proportion once the stock is below the part psi of its target."""
        return 1.0 / (days * self.psi), np.full(len(days), 1.0 / self.psi - 1.0)

    def joined(
        self,
        groups: Sequence[InputGroup],
        world: World,  # noqa: ARG002 - of the protocol
    ) -> Sequence[InputGroup]:
        """Each input binds alone."""
        return groups

    def rules(self, shape: tuple[int, int], dtype: np.dtype[np.floating]) -> "Adaptive":
        """Start a block of scenarios."""
        return Adaptive(self, shape, dtype)


class Adaptive:
    """State and rules of ARIO for a block of scenarios.

    Parameters
    ----------
    model
        Its parameters.
    shape
        Nodes and columns.
    dtype
        Precision of the state.
    """

    always: bool = True
    least_order: float = -math.inf

    def __init__(self, model: Ario, shape: tuple[int, int], dtype: np.dtype[np.floating]) -> None:
        self._model = model
        self.favours = model.orders == "alt"
        self._wanted: Array = np.zeros(shape, dtype)
        self._over: Array = np.zeros(shape, dtype)
        self._change: Array = np.zeros(shape, dtype)
        self._met = np.zeros(shape, dtype=np.bool_)
        self._able: Array = np.zeros(shape, dtype)
        self._last_able: Array = np.zeros(shape, dtype)
        self._last_output: Array = np.zeros(shape, dtype)

    def open(self, bound: Array, capacity: Array) -> None:  # noqa: ARG002 - of the protocol
        """No bound: capacity may be above base."""
        bound[:] = -np.inf

    def bind(self, group: InputGroup, gap: Array, bound: Array, work: Array, spare: Array) -> None:
        """Output at which the stock is the part psi of its target."""
        np.multiply(gap, group.slope, out=work)
        work -= group.offset
        raise_rows(bound, group.used_at, work, spare)

    def order(
        self,
        group: InputGroup,
        gap: Array,
        orders: Array,
        *,
        output: Array,
        demand: Array,  # noqa: ARG002 - of the protocol
        work: Array,
    ) -> None:
        """What was used yesterday and a part of the gap to the target of wanted output."""
        np.multiply(rows(self._wanted, group.used_at, work), group.days, out=work)
        np.subtract(gap, work, out=work)
        np.maximum(work, 0.0, out=work)
        work *= 1.0 / self._model.restock_days
        np.subtract(output, work, out=orders)

    def lead(self, output: Array) -> Array:
        """Yesterday's output, or yesterday's capacity as in BoARIO."""
        return self._last_able if self._model.as_boario else output

    def limit(self, bound: Array, capacity: Array, demand: Array) -> None:
        """Wanted output is the least of capacity with overproduction and demand."""
        if self._model.as_boario:
            self._overproduce(self._gap_to(demand))
        able, wanted = self._able, self._wanted
        np.subtract(capacity, 1.0, out=able)
        able *= self._over
        able += capacity
        np.maximum(able, demand, out=wanted)
        np.maximum(bound, wanted, out=bound)

    def close(
        self,
        output: Array,
        demand: Array,  # noqa: ARG002 - of the protocol
        unmet: Array,
        capacity: Array,  # noqa: ARG002
    ) -> None:
        """Overproduction rises while demand is unmet, and fades when it is met."""
        if self._model.as_boario:
            np.copyto(self._last_output, output)
        else:
            self._overproduce(unmet)
        self._able, self._last_able = self._last_able, self._able

    def _overproduce(self, scarcity: Array) -> None:
        model, over, change = self._model, self._over, self._change
        np.subtract(model.overproduction_max - 1.0, over, out=change)
        change *= scarcity
        if not model.as_boario:
            np.less_equal(scarcity, 0.0, out=self._met)
            np.negative(over, out=change, where=self._met)
        change *= 1.0 / model.overproduction_days
        over += change
        np.maximum(over, 0.0, out=over)

    def _gap_to(self, demand: Array) -> Array:
        """Part of today's demand that yesterday's output would leave open."""
        open_part = self._last_output - demand
        open_part /= np.maximum(1.0 - demand, TINY)
        return open_part
