"""The systemic-risk index of firms: which part of all output is lost when one stops."""

import itertools
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from detente._errors import ImpactError
from detente._shown import Shown
from detente._version import __version__
from detente.impact.firms._cascade import cascades
from detente.impact.firms._network import FirmNetwork
from detente.impact.firms._workspace import Workspace
from detente.impact.scan import Store, check_where, fingerprint, run_blocks

__all__ = ["TOLERANCE", "SystemicRisk", "systemic_risk"]

Array = npt.NDArray[np.floating]
Scenario = Sequence[int]
Rule = tuple[float, bool, float]

TOLERANCE = 1e-2
"""The stopping rule of the paper's own program: no level falls by more in a step [share]."""

MOST_STEPS = 100_000
"""A network that sells nothing outside itself comes to rest slowly [count]."""
LEAST_BLOCK, MOST_BLOCK = 64, 4096
"""Scenarios of one task: more for larger networks, whose workspace takes longer to set up."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class SystemicRisk(Shown):
    """What is lost in each scenario."""

    network: FirmNetwork
    """The firms."""
    names: tuple[str, ...]
    """Of the scenarios: the firm's, unless they were named."""
    scenarios: tuple[tuple[int, ...], ...]
    """Positions of the firms that are struck, by scenario."""
    index: Array
    down: Array
    up: Array
    """Part of all output that is lost: altogether, down and up the chain, shape (scenarios,)
    [share]. A firm's own loss is in all three."""
    steps: npt.NDArray[np.integer]
    """Steps until the cascade stood still, shape (scenarios,) [count]."""
    by_country: Array
    """The index by country of the firms that lose, shape (scenarios, countries) [share]."""
    left: float
    """Level that a struck firm can still reach [share]."""
    replaceable: bool
    tolerance: float
    """As asked for."""

    def rows(self, top: int | None = None) -> list[dict[str, Any]]:
        """Scenarios from the largest index down.

        Parameters
        ----------
        top
            Only so many; all if not given [count].
        """
        order = np.argsort(-self.index, kind="stable")[:top]
        return [self._row(rank + 1, int(at)) for rank, at in enumerate(order)]

    def _row(self, rank: int, at: int) -> dict[str, Any]:
        network, struck = self.network, list(self.scenarios[at])
        row = {
            "rank": rank,
            "name": self.names[at],
            "firms": len(struck),
            "sectors": [network.sectors[i] for i in dict.fromkeys(network.sector[struck].tolist())],
            "output_share": float(network.output[struck].sum() / network.output.sum()),
            "index": float(self.index[at]),
            "down": float(self.down[at]),
            "up": float(self.up[at]),
            "steps": int(self.steps[at]),
        }
        if network.countries:
            owners = list(dict.fromkeys(network.country[struck].tolist()))
            home = float(self.by_country[at, owners].sum())
            abroad = float(self.index[at]) - home
            row |= {
                "countries": [network.countries[i] for i in owners],
                "at_home": home,
                "abroad": max(abroad, 0.0),
                "ratio": max(abroad, 0.0) / home if home > 0 else None,
            }
        return row

    def to_payload(self, *, top: int | None = None) -> dict[str, Any]:
        """Say it as ``detente.firms/1``.

        Parameters
        ----------
        top
            Only so many of the largest; all if not given [count].
        """
        ordered = np.sort(self.index)[::-1]
        return {
            "schema": "detente.firms/1",
            "unit": "share of the output of all firms",
            "firms": len(self.network),
            "links": self.network.links,
            "own_links_left_out": self.network.own_links,
            "scenarios": len(self.scenarios),
            "profile": [{"rank": r + 1, "index": float(ordered[r])} for r in _spread(len(ordered))],
            "ranking": self.rows(top),
            "manifest": {
                "detente": __version__,
                "left": self.left,
                "replaceable": self.replaceable,
                "tolerance": self.tolerance,
            },
        }


def systemic_risk(  # noqa: PLR0913 - one keyword each
    network: FirmNetwork,
    scenarios: Sequence[Scenario] | Mapping[str, Scenario] | None = None,
    *,
    left: float = 0.0,
    replaceable: bool = True,
    tolerance: float = TOLERANCE,
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SystemicRisk:
    r"""Let firms stop, scenario by scenario, and add up what the network loses.

    Parameters
    ----------
    network
        The firms.
    scenarios
        Positions of the firms that are struck together, by name or in a row; each firm alone if
        not given.
    left
        Level that a struck firm can still reach [share].
    replaceable
        Whether the other firms of a market step in by their share of it.
    tolerance
        Stop a cascade when no level fell by more in a step [share].
    out
        Folder for the result. A run that was interrupted goes on from there.
    workers, scheduler
        As of `detente.impact.scan.run_blocks`: threads, processes or a Dask cluster. The numbers
        are the same.
    progress
        Called with scenarios done and all scenarios.

    Raises
    ------
    ImpactError
        If a scenario is empty or names no such firm, a share is not within 0 and 1, a cascade has
        not come to rest in 100,000 steps, the folder holds something else, or the cluster cannot
        be reached.

    Notes
    -----
    With levels :math:`h` down (d) and up (u) the chain, caps :math:`\psi` (``left`` for who is
    struck, else 1), sales :math:`W_{ij}` and output :math:`s_i`,

    .. math::

        \sigma_i &= \min(1, s_i / \textstyle\sum_{k \in m(i)} h^d_k s_k) \\
        h^d_j &\leftarrow \min[\min_{k\,ess}(1 - \textstyle\sum_{i \in k}
            \sigma_i \Lambda_{ij}(1 - h^d_i)),
            1 - \textstyle\sum_{i\,non} \sigma_i \Lambda_{ij} (1 - h^d_i), \psi_j] \\
        h^u_i &\leftarrow \min[1 - \textstyle\sum_j (W_{ij}/s_i)(1 - h^u_j), \psi_i]

    and the index is :math:`\sum_i s_i (1 - \min(h^d_i, h^u_i)) / \sum_i s_i`. Without
    replaceability every :math:`\sigma_i` is 1.

    References
    ----------
    .. [1] Diem, Borsos, Reisch, Kertész and Thurner, "Quantifying firm-level economic systemic
       risk from nation-wide supply networks", Scientific Reports 12, 7719 (2022).

    Examples
    --------
    >>> import numpy as np
    >>> chain = FirmNetwork.build(
    ...     supplier=np.array([0, 1]), buyer=np.array([1, 2]), value=np.array([1.0, 1.0]),
    ...     sector=np.array([0, 1, 2]), sectors=("mine", "magnets", "motors"))
    >>> systemic_risk(chain).index.tolist()
    [1.0, 1.0, 1.0]
    """
    if scenarios is None:
        scenarios = [(at,) for at in range(len(network))]
    cases = scenarios.values() if isinstance(scenarios, Mapping) else scenarios
    struck = tuple(tuple(int(i) for i in scenario) for scenario in cases)
    _check(struck, len(network), left, tolerance)
    names = (
        tuple(map(str, scenarios))
        if isinstance(scenarios, Mapping)
        else tuple(_name(network, one) for one in struck)
    )
    check_where(workers, scheduler)
    width = min(max(LEAST_BLOCK, len(network) // LEAST_BLOCK), MOST_BLOCK)
    rule = (left, replaceable, tolerance)
    blocks = [(struck[first : first + width], rule) for first in range(0, len(struck), width)]
    with tempfile.TemporaryDirectory() as spare:
        store = Store(
            folder=Path(spare) / "firms" if out is None else Path(out),
            plan={} if out is None else _plan(network, struck, rule),
            result="firms.parquet",
        )
        store.open()
        missing = store.missing(len(blocks))
        done = len(blocks) - len(missing)
        if progress is not None:
            progress(min(done * width, len(struck)), len(struck))
        work = [(number, blocks[number]) for number in missing]
        for number, found in run_blocks(
            _block, network, work, workers=workers, scheduler=scheduler
        ):
            store.write(number, found)
            done += 1
            if progress is not None:
                progress(min(done * width, len(struck)), len(struck))
        table = store.gather(len(blocks), partial(_laid_out, network, names))
    countries = [table[f"in {name}"].to_numpy() for name in network.countries]
    return SystemicRisk(
        network=network,
        names=names,
        scenarios=struck,
        index=table["index"].to_numpy(),
        down=table["down"].to_numpy(),
        up=table["up"].to_numpy(),
        steps=table["steps"].to_numpy(),
        by_country=np.stack(countries, axis=1) if countries else np.empty((len(struck), 0)),
        left=left,
        replaceable=replaceable,
        tolerance=tolerance,
    )


def _plan(network: FirmNetwork, struck: Sequence[Scenario], rule: Rule) -> dict[str, Any]:
    """What a folder of results is for."""
    flat = np.fromiter(itertools.chain.from_iterable(struck), np.int64)
    sizes = np.fromiter(map(len, struck), np.int64)
    return {
        "network": fingerprint(
            network.output, network.market, network.country, network.in_start, network.in_supplier,
            network.in_share, network.out_buyer, network.out_slot, network.out_weight,
        ),
        "scenarios": fingerprint(sizes, flat),
        **dict(zip(("left", "replaceable", "tolerance"), rule, strict=True)),
    }  # fmt: skip


def _block(network: FirmNetwork, work: tuple[Sequence[Scenario], Rule]) -> npt.NDArray[np.float64]:
    """Run scenarios; shape (scenarios, 4 + countries) as `cascades` gives it, and as shares."""
    struck, (left, replaceable, tolerance) = work
    starts = np.cumsum([0, *map(len, struck)])
    flat = np.fromiter(itertools.chain.from_iterable(struck), np.int64, count=int(starts[-1]))
    market_output = np.bincount(network.market, weights=network.output)
    out = np.empty((len(struck), 4 + len(network.countries)))
    cascades(
        starts,
        flat,
        np.full(len(flat), left),
        (
            network.output,
            network.market,
            network.country,
            network.out_start,
            network.out_buyer,
            network.out_slot,
            network.out_weight,
            network.in_start,
            network.in_supplier,
            network.in_slot,
            network.in_share,
            network.slot_start,
            np.divide(1.0, network.bought, out=np.zeros(len(network)), where=network.bought > 0),
            1.0 / network.group_bought,
        ),
        market_output,
        replaceable,
        tolerance,
        MOST_STEPS,
        Workspace(network.output, int(network.slot_start[-1]), len(market_output)).arrays(),
        out,
    )
    if (out[:, 3] < 0).any():
        at = int(np.argmax(out[:, 3] < 0))
        raise ImpactError(
            f"a strike on firm {network.firms[struck[at][0]]} has not come to rest in "
            f"{MOST_STEPS} steps: raise the tolerance"
        )
    out[:, [0, 1, 2, *range(4, out.shape[1])]] /= network.output.sum()
    return out


def _laid_out(
    network: FirmNetwork, names: Sequence[str], values: npt.NDArray[np.float64]
) -> pa.Table:
    """All results as one table, a row a scenario."""
    found = values.reshape(len(names), -1)
    columns: dict[str, Any] = {
        "name": list(names),
        "index": found[:, 2],
        "down": found[:, 0],
        "up": found[:, 1],
        "steps": found[:, 3].astype(np.int64),
    }
    columns |= {f"in {name}": found[:, 4 + at] for at, name in enumerate(network.countries)}
    return pa.table(columns)


def _check(struck: tuple[tuple[int, ...], ...], count: int, left: float, tolerance: float) -> None:
    if not struck:
        raise ImpactError("no scenario: strike at least one firm")
    for at, scenario in enumerate(struck):
        if not scenario or len(set(scenario)) < len(scenario):
            raise ImpactError(f"scenario {at + 1}: name at least one firm, and each once")
        if not 0 <= min(scenario) <= max(scenario) < count:
            raise ImpactError(f"scenario {at + 1} strikes a firm that is not among the {count}")
    if not 0 <= left < 1:
        raise ImpactError(f"left {left}: give a share from 0 to below 1")
    if not 0 < tolerance < 1:
        raise ImpactError(f"tolerance {tolerance}: give a share between 0 and 1")


def _spread(count: int, most: int = 200) -> list[int]:
    """Ranks for a picture: each of the first, then ever sparser."""
    ranks = np.unique(np.geomspace(1, count, min(count, most)).round().astype(int)) - 1
    return [int(rank) for rank in ranks]


def _name(network: FirmNetwork, struck: Scenario) -> str:
    """Firms of a scenario that has no name of its own."""
    return ", ".join(str(network.firms[i]) for i in struck)
