"""Who goes without: a linear programme that allots a mineral's shortage over US industries."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.world import UsTable

__all__ = ["Allocation", "Applications", "CutEconomy", "allocate"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applications:
    """What one or more minerals are used for; one draw."""

    mineral: npt.NDArray[np.intp]
    """Which mineral each application uses, 0 to the number of minerals less one, shape
    (applications,)."""
    use_share: Array
    """Part of the country's use of that mineral, shape (applications,) [share]."""
    substitutable: Array
    """Part of the use that can go without within the year, shape (applications,) [share]."""
    needed: Array
    """Part of an industry's output for which the application is needed, shape (applications, hit
    industries) [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The cuts that lose least."""

    cut: Array
    """Part of each application that stops, shape (applications,) [share]."""
    lost_output: Array
    """Output lost by industry, shape (industries,) [USD bn per year]."""
    lost_value_added: Array
    """Value added lost by industry, shape (industries,) [USD bn per year]."""


class CutEconomy:
    """The table seen from the industries that a mineral's shortage hits directly.

    All others only lose the sales that those no longer buy, so they are solved for once:
    ``dx_R = (I - A_RR)^-1 A_RS dx_S``. What is left is a small programme in dx_S.

    Parameters
    ----------
    table
        Domestic flows, value added and output.
    hit
        Codes of the industries that are hit directly.
    """

    def __init__(self, table: UsTable, hit: tuple[str, ...]) -> None:
        at = np.array([table.index(code) for code in hit], dtype=np.intp)
        rest = np.setdiff1d(np.arange(len(table.industries)), at)
        coefficients = table.domestic_coefficients()
        inner = np.eye(len(rest)) - coefficients[np.ix_(rest, rest)]
        self.at, self.rest, self.hit = at, rest, hit
        self.follow: Array = np.linalg.solve(inner, coefficients[np.ix_(rest, at)])
        self.among: Array = (
            coefficients[np.ix_(at, at)] + coefficients[np.ix_(at, rest)] @ self.follow
        )
        self.output: Array = table.output[at] / 1e3
        share = np.divide(
            np.maximum(table.value_added, 0.0),  # an industry with a loss is no gain when it stops
            table.output,
            out=np.zeros_like(table.output),
            where=table.output > 0,
        )
        self.value_added_share: Array = share
        self.weight: Array = share[at] + self.follow.T @ share[rest]

    def spread_out(self, lost: Array) -> Array:
        """Lost output of all industries from that of the hit ones [USD bn per year]."""
        everywhere = np.zeros(len(self.value_added_share))
        everywhere[self.at] = lost
        everywhere[self.rest] = self.follow @ lost
        return everywhere


def allocate(
    economy: CutEconomy, uses: Applications, shortfall: Array, *, pro_rata: float
) -> Allocation:
    """Cut applications so that the least value added is lost.

    Parameters
    ----------
    economy
        The table, reduced to the industries that are hit.
    uses
        Applications of the minerals that fall short.
    shortfall
        Part of each mineral's use that is missing, shape (minerals,) [share].
    pro_rata
        Part of a cut that every application bears alike, because contracts are not moved to where
        the metal is worth most: 0 best use, 1 proportional rationing [share].

    Returns
    -------
    Allocation
        Cuts, and lost output and value added by industry.

    Raises
    ------
    ImpactError
        If a share lies outside 0 to 1, or the solver fails.

    Notes
    -----
    In cuts g (0 to 1) and lost output dx (0 to x), with use share w, substitutable part s, need
    phi, shortfall r, domestic coefficients A and value-added shares v:

    minimise ``v' dx`` subject to, for each mineral m, ``sum_a w_a (1 - s_a) (1 - g_a) <= 1 - r_m``
    and ``dx_j >= x_j sum_a phi_aj g_a`` (sums over the applications of m); ``dx >= A dx``; and
    ``g_a >= pro_rata g_m`` where ``g_m`` is the cut that would do if all bore it alike.

    Applications of one mineral are taken to be different lines of an industry (they add up), those
    of two minerals the same lines (the larger counts). Users of a finished device are hit like its
    makers, by their own ``needed``. The floor of the last constraint takes the place of the convex
    term with which others avoid corner solutions; its parameter has a meaning that can be judged.
    """
    for values in (uses.use_share, uses.substitutable, uses.needed, shortfall, np.array(pro_rata)):
        if not ((values >= 0) & (values <= 1)).all():
            raise ImpactError("shares of an allocation must lie in 0 to 1; mend the figures")
    kinds, hit = len(uses.mineral), len(economy.hit)
    minerals = len(shortfall)
    members = uses.mineral == np.arange(minerals)[:, None]
    use = uses.use_share / (members @ uses.use_share)[uses.mineral]
    firm = use * (1.0 - uses.substitutable)
    demand = members @ firm
    alike = np.maximum(0.0, 1.0 - np.divide(1.0 - shortfall, np.maximum(demand, 1e-12)))
    needed = uses.needed / np.maximum(1.0, (members @ uses.needed).max(axis=0, initial=1.0))
    rows = [np.concatenate([-(members * firm), np.zeros((minerals, hit))], axis=1)]
    limits = [np.minimum(1.0 - shortfall - demand, 0.0)]
    for member in members:
        cuts = (member[:, None] * needed * economy.output).T
        rows.append(np.concatenate([cuts, -np.eye(hit)], axis=1))
        limits.append(np.zeros(hit))
    rows.append(np.concatenate([np.zeros((hit, kinds)), economy.among - np.eye(hit)], axis=1))
    limits.append(np.zeros(hit))
    floor = pro_rata * alike[uses.mineral]
    from scipy import optimize  # noqa: PLC0415 - slow to import, seldom needed

    found = optimize.linprog(
        np.concatenate([np.zeros(kinds), economy.weight]),
        A_ub=np.concatenate(rows),
        b_ub=np.concatenate(limits),
        bounds=[
            *((float(least), 1.0) for least in floor),
            *((0.0, float(most)) for most in economy.output),
        ],
        method="highs",
    )
    if found.status != 0 or found.x is None:
        raise ImpactError(f"the allocation has no solution ({found.message}); mend the shares")
    lost = economy.spread_out(found.x[kinds:])
    return Allocation(
        cut=np.asarray(found.x[:kinds]),
        lost_output=lost,
        lost_value_added=np.asarray(lost * economy.value_added_share),
    )
