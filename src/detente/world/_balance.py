"""Named checks that an input-output table balances."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente._errors import WorldError

if TYPE_CHECKING:
    from detente.world._world import Array, World

__all__ = ["Check", "balance_checks", "require_balance"]

IDENTITY_TOLERANCE = 1e-6
"""Largest gap in a row or column identity, as a share of the node's output [1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a table."""

    name: str
    """What is checked."""
    value: float
    """The worst value found [unit]."""
    limit: float
    """The value it must not pass [unit]."""
    unit: str
    """Unit of both."""
    passed: bool
    """Whether the value respects the limit."""
    worst: str
    """The region and sector where the worst value was found."""


def balance_checks(world: "World") -> tuple[Check, ...]:
    """Check the identities and signs of a table.

    Notes
    -----
    With flows Z, final demand F, purchases from the residual region m, value added v and output
    x, the identities are ``x = Z 1 + F 1`` (rows) and ``x = Z' 1 + m + v`` (columns). Gaps are
    taken relative to x, and to the mean output where x is zero.
    """
    Z, F, x = world.flows, world.final_demand, world.output
    scale = np.where(x > 0, x, max(float(x.mean()), 1.0))
    row_gap = np.abs(x - Z.sum(axis=1, dtype=float) - F.sum(axis=1)) / scale
    column_gap = (
        np.abs(x - Z.sum(axis=0, dtype=float) - world.imports_residual - world.value_added) / scale
    )
    labels = world.labels

    def at_most(name: str, gap: "Array") -> Check:
        at = int(np.argmax(gap))
        value = float(gap[at])
        good = value <= IDENTITY_TOLERANCE  # False for NaN as well
        return Check(
            name=name,
            value=value,
            limit=IDENTITY_TOLERANCE,
            unit="share of output",
            passed=good,
            worst=labels[at],
        )

    def not_negative(name: str, per_node: "Array") -> Check:
        at = int(np.argmin(per_node))
        value = float(per_node[at])
        return Check(
            name=name, value=value, limit=0.0, unit="USD mn", passed=value >= 0.0, worst=labels[at]
        )

    return (
        at_most("row identity", row_gap),
        at_most("column identity", column_gap),
        not_negative("flows not negative", Z.min(axis=1)),
        not_negative("final demand not negative", F.min(axis=1)),
        not_negative("purchases from the residual not negative", world.imports_residual),
        not_negative("value added not negative", world.value_added),
    )


def require_balance(world: "World", where: str) -> None:
    """Raise if a table does not balance."""
    for check in balance_checks(world):
        if not check.passed:
            raise WorldError(
                f"{where}: {check.name} fails at {check.worst}: {check.value:.3g} "
                f"(limit {check.limit:g} {check.unit}); check the table's units and completeness"
            )
