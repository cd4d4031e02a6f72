"""What controls on goods take from the flows of their sectors."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente.controls import Standoff, TabledControl
from detente.facts import Facts
from detente.impact._draws import Sampler
from detente.impact.goods.needs import needs_of
from detente.impact.goods.trade import trade_of
from detente.impact.longrun._equilibrium import base_spending
from detente.impact.longrun._plants import Filled
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Curb
from detente.world import World

__all__ = ["LEAST", "Flow", "SectorCuts", "joined"]

Flow = tuple[str, str, str]
"""Sector, exporter and importer."""

LEAST = 0.01
"""Part of a sector's flow that always stays: a control names goods, not sectors [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorCuts:
    """Turns controls on goods into curbs of a trade model."""

    facts: Facts
    """Holds each good's trade and host sector."""
    world: World
    """The table behind the base."""
    base: TradeBase
    """The trade model's."""
    bought: Mapping[Flow, float]
    """Base flows of the base's regions by sector, exporter and importer [USD bn per year]."""

    @classmethod
    def of(cls, base: TradeBase, *, facts: Facts, world: World, standoff: Standoff) -> "SectorCuts":
        """Prepare the flows between the regions of a standoff's parties."""
        spent = base_spending(base)
        inside = {
            code
            for party in standoff.parties
            for code in facts.regions_of(party.party)
            if world.has_region(code)
        }
        at = {code: base.region(code) for code in sorted(inside)}
        bought = {
            (sector, seller, buyer): float(base.share[j, n, i] * spent[j, n])
            for j, sector in enumerate(base.sectors)
            for seller, i in at.items()
            for buyer, n in at.items()
        }
        return cls(facts=facts, world=world, base=base, bought=bought)

    def taken(
        self, control: TabledControl, blocked: float, filled: Filled | None = None
    ) -> dict[Flow, float]:
        """Return what a control takes from which flow [USD bn per year].

        Parameters
        ----------
        control
            Names imposer, target and goods.
        blocked
            Part of the goods' flow that is blocked [share].
        filled
            What new plants at home make of it.
        """
        sampler = Sampler([f"trade of {good}" for good in control.goods], draws=1, seed=0)
        lost: dict[Flow, float] = defaultdict(float)
        for good in control.goods:
            sector = self.facts.good(good).host_sector
            whole = self._trade(good, sampler, None)
            for seller in self._regions(control.imposer):
                value = self._trade(good, sampler, self.world.region_index(seller))
                for buyer in self._regions(control.target):
                    at = self.world.region_index(buyer)
                    home = (filled or {}).get((good, buyer), 0.0) * float(whole[at])
                    short = max(blocked * float(value[at]) - home, 0.0)
                    lost[sector, seller, buyer] += 12.0 * short
        return {flow: value for flow, value in lost.items() if value > 0}

    def curbs(
        self,
        control: TabledControl,
        blocked: float,
        *,
        filled: Filled | None = None,
        reroute: float | None = None,
    ) -> list[Curb]:
        """Return quotas on sectors that take away what a control blocks.

        Parameters
        ----------
        control, blocked, filled
            As of `taken`.
        reroute
            As of `Curb`.

        Returns
        -------
        list of Curb
            One per sector and pair of regions; empty if no table says what the goods are worth.
        """
        curbs = []
        for (sector, seller, buyer), taken in self.taken(control, blocked, filled).items():
            flow = self.bought.get((sector, seller, buyer), 0.0)
            if flow > 0 and seller != buyer:
                left = max(1.0 - taken / flow, LEAST)
                curbs.append(
                    Curb(
                        sector=sector, exporter=seller, importer=buyer, quota=left, reroute=reroute
                    )
                )
        return curbs

    def levers(self, controls: Iterable[TabledControl], sectors: Sequence[str] = ()) -> list[Flow]:
        """Return flows from imposer to target: of the sectors named, or the controlled goods'."""
        found: dict[Flow, None] = {}
        for control in controls:
            for sector in sectors or [self.facts.good(good).host_sector for good in control.goods]:
                for seller in self._regions(control.imposer):
                    for buyer in self._regions(control.target):
                        flow = (sector, seller, buyer)
                        if seller != buyer and self.bought.get(flow, 0.0) > 0:
                            found[flow] = None
        return list(found)

    def _regions(self, party: str) -> list[str]:
        return [code for code in self.facts.regions_of(party) if self.world.has_region(code)]

    def _trade(self, good: str, sampler: Sampler, exporter: int | None) -> npt.NDArray[np.floating]:
        """Central trade by importing region [USD bn per month]."""
        return trade_of(good, needs_of(self.facts, self.world), sampler, exporter=exporter)[:, 0]


def joined(curbs: Sequence[Sequence[Curb]]) -> list[Curb]:
    """Join curbs on the same flow: what each takes away adds up, a little stays."""
    found: dict[Flow, Curb] = {}
    for curb in (one for some in curbs for one in some):
        flow = (curb.sector, curb.exporter, curb.importer)
        if flow in found:
            left = max((found[flow].quota or 0.0) + (curb.quota or 0.0) - 1.0, LEAST)
            found[flow] = replace(curb, quota=left)
        else:
            found[flow] = curb
    return list(found.values())
