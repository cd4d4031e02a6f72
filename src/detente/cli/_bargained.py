"""From a standoff to its costs and deals, with a bar for each step: what briefs are made of."""

from typing import TYPE_CHECKING

from detente.cli._common import progress

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.deal import Deals
    from detente.impact import Impact

__all__ = ["bargained"]


def bargained(
    tabled: "Standoff", *, days: int, draws: int, seed: int, quiet: bool, exact: bool = False
) -> "tuple[Impact, Deals]":
    """Simulate a standoff and bargain over it; an error of the surface is told, not refused."""
    from detente.deal import Rules, bargain_over
    from detente.impact import simulate

    with progress("what each control costs", quiet=quiet) as tell:
        impact = simulate(
            tabled, days=days, draws=draws, seed=seed, progress=tell, exact=exact, packages=True
        )
    with progress("which trades both accept", quiet=quiet) as tell:
        deals = bargain_over(tabled, impact=impact, rules=Rules(accept_error=True), progress=tell)
    return impact, deals
