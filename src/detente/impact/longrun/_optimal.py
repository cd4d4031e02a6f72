"""Each party's best export taxes in the long run, best replies, and where they meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from detente._errors import ImpactError
from detente.impact.longrun._solve import slopes, solve
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Curb, Wedges
from detente.impact.longrun._welfare import welfare

__all__ = ["Lever", "TaxWar", "best_taxes", "tax_war"]

Array = npt.NDArray[np.float64]
Lever = tuple[str, str, str]
"""Sector, exporter, importer: a flow that its exporter may tax."""

_NUDGE = 1e-3
_START = 0.02


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaxWar:
    """Where best replies end.

    Parameters
    ----------
    taxes
        Flow to tax [1].
    gain
        Region to change of its real income against no taxes [share of base].
    rounds
        Rounds of replies.
    settled
        Whether no party gains by changing its taxes any more, to the tolerance.
    """

    taxes: Mapping[Lever, float]
    gain: Mapping[str, float]
    rounds: int
    settled: bool


def best_taxes(
    base: TradeBase,
    party: str,
    levers: Sequence[Lever],
    *,
    others: Mapping[Lever, float] | None = None,
    most: float = 2.0,
    slope: Array | None = None,
) -> dict[Lever, float]:
    """Return the export taxes that suit a party best, the others' given.

    Parameters
    ----------
    base
        The table, an equilibrium.
    party
        Region whose real income counts.
    levers
        Flows it may tax; it must be their exporter.
    others
        Taxes of the others on other flows [1].
    most
        Largest tax tried [1].
    slope
        From `slopes`.

    Returns
    -------
    dict
        Flow to tax [1]. The best found from a low start: income need not have one peak only.

    Raises
    ------
    ImpactError
        If a lever is another's, or there is none.

    Notes
    -----
    Steps are L-BFGS-B; each gradient is one batch of scenarios. For one sector and a small
    economy the answer is ``1 / theta`` (Gros 1987; Alvarez and Lucas 2007).
    """
    if not levers:
        raise ImpactError(f"{party} has no flow to tax: name at least one")
    foreign = [lever for lever in levers if lever[1] != party]
    if foreign:
        raise ImpactError(f"{party} cannot tax {foreign[0][0]} of {foreign[0][1]}: not its export")
    slope = slopes(base) if slope is None else slope
    fixed = {flow: tax for flow, tax in (others or {}).items() if flow not in set(levers)}
    at = base.region(party)

    def incomes(taxes: Array) -> Array:
        scenarios = [
            _curbs({**fixed, **dict(zip(levers, column, strict=True))}) for column in taxes
        ]
        found = solve(base, Wedges.of(base, scenarios), slope=slope, tolerance=1e-10)
        return np.asarray(welfare(found).real_income[at])

    def loss(taxes: Array) -> tuple[float, Array]:
        steps = np.vstack([taxes, taxes + _NUDGE * np.eye(len(levers))])
        values = incomes(np.vstack([steps, np.maximum(taxes - _NUDGE * np.eye(len(levers)), 0)]))
        ahead, behind = values[1 : len(levers) + 1], values[len(levers) + 1 :]
        width = _NUDGE + np.minimum(taxes, _NUDGE)
        return -1e4 * float(values[0]), -1e4 * (ahead - behind) / width

    start = np.array([fixed.get(lever, _START) for lever in levers])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, most)] * len(levers))
    return dict(zip(levers, found.x.tolist(), strict=True))


def tax_war(
    base: TradeBase,
    levers: Sequence[Lever],
    *,
    rounds: int = 20,
    tolerance: float = 1e-3,
    most: float = 2.0,
) -> TaxWar:
    """Let each exporter reply to the others' export taxes until none changes its own.

    Parameters
    ----------
    base
        The table, an equilibrium.
    levers
        Flows that may be taxed, each by its exporter.
    rounds
        At most so many.
    tolerance
        Largest change of a tax that counts as none [1].
    most
        Largest tax tried [1].

    Returns
    -------
    TaxWar
        An equilibrium in export taxes if ``settled``; there may be others.
    """
    slope = slopes(base)
    parties = list(dict.fromkeys(lever[1] for lever in levers))
    taxes = dict.fromkeys(levers, 0.0)
    change, number = np.inf, 0
    while change > tolerance and number < rounds:
        number, change = number + 1, 0.0
        for party in parties:
            own = [lever for lever in levers if lever[1] == party]
            reply = best_taxes(base, party, own, others=taxes, most=most, slope=slope)
            change = max(change, *(abs(reply[lever] - taxes[lever]) for lever in own))
            taxes |= reply
    found = welfare(solve(base, Wedges.of(base, [_curbs(taxes)]), slope=slope))
    return TaxWar(
        taxes=taxes,
        gain={code: float(found.real_income[at, 0]) for at, code in enumerate(base.regions)},
        rounds=number,
        settled=bool(change <= tolerance),
    )


def _curbs(taxes: Mapping[Lever, float]) -> list[Curb]:
    return [
        Curb(sector=sector, exporter=seller, importer=buyer, export_tax=max(float(tax), 0.0))
        for (sector, seller, buyer), tax in taxes.items()
    ]
