"""Each party's best export taxes in the long run, best replies, and where they meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.longrun._solve import Equilibrium, slopes, solve
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Curb, Wedges
from detente.impact.longrun._welfare import welfare

__all__ = ["Lever", "TaxWar", "best_taxes", "measured", "tax_war"]

Array = npt.NDArray[np.float64]
Lever = tuple[str, str, str]
"""Sector, exporter, importer: a flow that its exporter may tax."""

_NUDGE = 1e-3
_START = 0.02


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaxWar:
    """Where best replies end."""

    taxes: Mapping[Lever, float]
    """Flow to tax [1]."""
    quotas: Mapping[Lever, float]
    """Flow to its quantity under the taxes: sold by the exporter, quotas of this size do the same
    [share of base]."""
    gain: Mapping[str, float]
    """Region to change of its real income against no taxes [share of base]."""
    loss: Mapping[str, float]
    """The same as money, positive where worse off [USD bn per year]."""
    rounds: int
    """Rounds of replies."""
    settled: bool
    """Whether no party gains by changing its taxes any more, to the tolerance."""


def best_taxes(
    base: TradeBase,
    party: str | Sequence[str],
    levers: Sequence[Lever],
    *,
    others: Mapping[Lever, float] | None = None,
    standing: Sequence[Curb] = (),
    most: float = 2.0,
    slope: Array | None = None,
) -> dict[Lever, float]:
    """Return the export taxes that suit a party best, the others' given.

    Parameters
    ----------
    base
        The table, an equilibrium.
    party
        Region whose real income counts, or several that act as one.
    levers
        Flows it may tax; it must be their exporter.
    others
        Taxes of the others on other flows [1].
    standing
        What stands besides, such as the controls of a standoff.
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
    economy the answer is ``1 / theta`` (Gros 1987; Alvarez and Lucas 2007). A quota whose rent
    the exporter keeps does what a tax does: its best one is the quantity under the best tax.
    """
    regions = (party,) if isinstance(party, str) else tuple(party)
    if not levers:
        raise ImpactError(f"{', '.join(regions)} has no flow to tax: name at least one")
    foreign = [lever for lever in levers if lever[1] not in regions]
    if foreign:
        raise ImpactError(
            f"{', '.join(regions)} cannot tax {foreign[0][0]} of {foreign[0][1]}: not its export"
        )
    slope = slopes(base) if slope is None else slope
    fixed = {flow: tax for flow, tax in (others or {}).items() if flow not in set(levers)}
    rows = [base.region(code) for code in regions]
    near: list[Equilibrium] = []

    def incomes(taxes: Array) -> Array:
        scenarios = [
            _curbs({**fixed, **dict(zip(levers, column, strict=True))}, standing)
            for column in taxes
        ]
        found = solve(
            base,
            Wedges.of(base, scenarios),
            slope=slope,
            start=near[-1] if near else None,
            tolerance=1e-10,
        )
        near[:] = [found]
        gains = welfare(found)
        size = gains.income[rows, None]
        return np.asarray((gains.real_income[rows] * size).sum(axis=0) / size.sum())

    def loss(taxes: Array) -> tuple[float, Array]:
        steps = np.vstack([taxes, taxes + _NUDGE * np.eye(len(levers))])
        values = incomes(np.vstack([steps, np.maximum(taxes - _NUDGE * np.eye(len(levers)), 0)]))
        ahead, behind = values[1 : len(levers) + 1], values[len(levers) + 1 :]
        width = _NUDGE + np.minimum(taxes, _NUDGE)
        return -1e4 * float(values[0]), -1e4 * (ahead - behind) / width

    start = np.array([fixed.get(lever, _START) for lever in levers])
    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import, seldom needed

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, most)] * len(levers))
    return dict(zip(levers, found.x.tolist(), strict=True))


def tax_war(
    base: TradeBase,
    levers: Sequence[Lever],
    *,
    blocs: Sequence[Sequence[str]] = (),
    standing: Sequence[Curb] = (),
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
    blocs
        Regions that act as one; others act for themselves.
    standing
        What stands besides, with and without the war.
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
    bloc = {code: tuple(some) for some in blocs for code in some}
    parties = list(dict.fromkeys(bloc.get(lever[1], (lever[1],)) for lever in levers))
    taxes = dict.fromkeys(levers, 0.0)
    change, number = np.inf, 0
    while change > tolerance and number < rounds:
        number, change = number + 1, 0.0
        for party in parties:
            own = [lever for lever in levers if lever[1] in party]
            reply = best_taxes(
                base, party, own, others=taxes, standing=standing, most=most, slope=slope
            )
            change = max(change, *(abs(reply[lever] - taxes[lever]) for lever in own))
            taxes |= reply
    return measured(
        base,
        taxes,
        standing=standing,
        slope=slope,
        rounds=number,
        settled=bool(change <= tolerance),
    )


def measured(
    base: TradeBase,
    taxes: Mapping[Lever, float],
    *,
    standing: Sequence[Curb] = (),
    slope: Array | None = None,
    rounds: int = 1,
    settled: bool = True,
) -> TaxWar:
    """Say what given export taxes do, on top of what stands."""
    end = solve(base, Wedges.of(base, [_curbs(taxes, standing), list(standing)]), slope=slope)
    found, wedges, quantity = welfare(end), end.market.wedges, end.market.flow_quantity()[:, 0]
    quotas = {
        (base.sectors[j], base.regions[i], base.regions[n]): float(value)
        for j, i, n, value in zip(
            wedges.sector, wedges.exporter, wedges.importer, quantity, strict=True
        )
    }
    gain = found.real_income[:, 0] - found.real_income[:, 1]
    return TaxWar(
        taxes=dict(taxes),
        quotas={flow: quotas[flow] for flow in taxes},
        gain=dict(zip(base.regions, gain.tolist(), strict=True)),
        loss=dict(zip(base.regions, (-gain * found.income).tolist(), strict=True)),
        rounds=rounds,
        settled=settled,
    )


def _curbs(taxes: Mapping[Lever, float], standing: Sequence[Curb]) -> list[Curb]:
    """What stands, with taxes on top."""
    curbs = {(curb.sector, curb.exporter, curb.importer): curb for curb in standing}
    for flow, tax in taxes.items():
        sector, seller, buyer = flow
        bare = Curb(sector=sector, exporter=seller, importer=buyer)
        curbs[flow] = replace(curbs.get(flow, bare), export_tax=max(float(tax), 0.0))
    return list(curbs.values())
