"""What a control on a good takes from the flow of its sector."""

from collections import defaultdict

from detente.controls import TabledControl
from detente.facts import Facts
from detente.impact._draws import Sampler
from detente.impact._goods_suppliers import trade_of
from detente.impact.longrun._trade_base import TradeBase
from detente.impact.longrun._wedges import Curb
from detente.world import World

__all__ = ["LEAST", "sector_curbs"]

LEAST = 0.01
"""Part of a sector's flow that always stays: a control names goods, not sectors [share]."""


def sector_curbs(
    control: TabledControl,
    blocked: float,
    *,
    facts: Facts,
    world: World,
    base: TradeBase,
    bought: dict[tuple[str, str, str], float],
) -> list[Curb]:
    """Return quotas on sectors that take away what a control blocks.

    Parameters
    ----------
    control
        Names imposer, target and goods.
    blocked
        Part of the goods' flow that is blocked [share].
    facts
        Holds each good's trade and host sector.
    world
        The table behind the base.
    base
        The trade model's.
    bought
        Base flow by sector, exporter and importer [USD bn per year].

    Returns
    -------
    list of Curb
        One per sector and pair of regions; empty if no table says what the goods' flow is worth.
    """
    sampler = Sampler([f"trade of {good}" for good in control.goods], draws=1, seed=0)
    lost: dict[tuple[str, str, str], float] = defaultdict(float)
    exporters = [code for code in facts.regions_of(control.imposer) if world.has_region(code)]
    importers = [code for code in facts.regions_of(control.target) if world.has_region(code)]
    for good in control.goods:
        sector = facts.good(good).host_sector
        for seller in exporters:
            value = trade_of(facts, good, world, sampler, exporter=world.region_index(seller))[:, 0]
            for buyer in importers:
                lost[sector, seller, buyer] += (
                    blocked * 12.0 * float(value[world.region_index(buyer)])
                )
    curbs = []
    for (sector, seller, buyer), taken in lost.items():
        flow = bought.get((sector, seller, buyer), 0.0)
        if flow > 0 and taken > 0 and seller != buyer and sector in base.sectors:
            left = max(1.0 - taken / flow, LEAST)
            curbs.append(Curb(sector=sector, exporter=seller, importer=buyer, quota=left))
    return curbs
