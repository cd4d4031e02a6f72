"""The tax war of a standoff: each party's best controls alone, and where best replies meet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente._errors import ImpactError
from detente._units import MONTHS_PER_YEAR
from detente._version import __version__
from detente.controls import Standoff
from detente.facts import Facts, load_facts
from detente.impact._world_of import ground
from detente.impact.longrun._elasticities import long_run
from detente.impact.longrun._optimal import TaxWar, best_taxes, measured, tax_war
from detente.impact.longrun._sector_cuts import SectorCuts, joined
from detente.impact.longrun._solve import settle, slopes
from detente.impact.longrun._trade_base import TradeBase
from detente.world import World

__all__ = ["StandoffWar", "standoff_war"]

SCHEMA = "detente.tax-war/1"


@dataclass(frozen=True, kw_only=True, eq=False)
class StandoffWar:
    """Best export taxes over a standoff, on top of its controls."""

    standoff: Standoff
    """The standoff."""
    sector_names: Mapping[str, str]
    """Words for sectors."""
    regions: Mapping[str, tuple[str, ...]]
    """Regions of each party."""
    alone: Mapping[str, TaxWar]
    """By party that has exports to tax: what its best taxes do while nobody answers."""
    war: TaxWar
    """Where best replies meet."""

    def loss(self, of: TaxWar, party: str) -> float:
        """Loss of a party against today [USD bn per month]."""
        return sum(of.loss[code] for code in self.regions[party]) / MONTHS_PER_YEAR

    def to_payload(self) -> dict[str, Any]:
        """Return it as ``detente.tax-war/1``; see docs/methods/longrun.md."""
        reply = {flow: one for one in self.alone.values() for flow in one.taxes}
        return {
            "schema": SCHEMA,
            "manifest": {"version": __version__},
            "standoff": {"name": self.standoff.name, "on": self.standoff.on.isoformat()},
            "unit": "USD bn per month",
            "rounds": self.war.rounds,
            "settled": self.war.settled,
            "flows": [
                {
                    "sector": flow[0],
                    "sector_name": self.sector_names.get(flow[0], flow[0]),
                    "exporter": flow[1],
                    "importer": flow[2],
                    "tax_alone": reply[flow].taxes[flow],
                    "quota_alone": reply[flow].quotas[flow],
                    "tax_war": tax,
                    "quota_war": self.war.quotas[flow],
                }
                for flow, tax in self.war.taxes.items()
            ],
            "parties": [
                {
                    "party": one.party,
                    "name": one.name,
                    "loss_alone": {
                        who: self.loss(found, one.party) for who, found in self.alone.items()
                    },
                    "loss_war": self.loss(self.war, one.party),
                }
                for one in self.standoff.parties
            ],
        }


def standoff_war(
    standoff: Standoff,
    *,
    sectors: Sequence[str] = (),
    alone: bool = True,
    world: World | None = None,
    facts: Facts | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> StandoffWar:
    """Find each imposer's best export taxes, alone and in reply to one another.

    Parameters
    ----------
    standoff
        Its controls stand at central values, with and without taxes.
    sectors
        Sectors that imposers may tax on the way to their targets; those of the goods they
        control if none is named.
    alone
        Also find what each would do if nobody answered.
    world, facts
        Other data than the shipped.
    progress
        Called with steps done and steps in all.

    Returns
    -------
    StandoffWar

    Raises
    ------
    ImpactError
        If there is no trade to tax.
    UnknownCodeError
        If a sector is not of the table.
    """
    standoff = standoff.costed()
    table, known = ground(standoff, facts or load_facts(), world)
    for code in sectors:
        table.sector_index(code)
    base = settle(TradeBase.from_world(table, long_run(known, table.sectors)[1]))
    cuts = SectorCuts.of(base, facts=known, world=table, standoff=standoff)
    levers = cuts.levers(standoff.controls, sectors)
    if not levers:
        raise ImpactError(
            "tax war: the world table has no trade in these sectors from an imposer to its target"
        )
    regions = {
        one.party: tuple(code for code in known.regions_of(one.party) if table.has_region(code))
        for one in standoff.parties
    }
    standing = joined(
        [cuts.curbs(entry, entry.settled(standoff.on).central) for entry in standoff.controls]
    )
    slope = slopes(base)
    own = {party: [flow for flow in levers if flow[1] in some] for party, some in regions.items()}
    movers = [party for party, some in own.items() if some] if alone else []
    steps = len(movers) + 1
    found: dict[str, TaxWar] = {}
    for number, party in enumerate(movers):
        taxes = best_taxes(base, regions[party], own[party], standing=standing, slope=slope)
        found[party] = measured(base, taxes, standing=standing, slope=slope)
        if progress is not None:
            progress(number + 1, steps)
    war = tax_war(base, levers, blocs=tuple(regions.values()), standing=standing)
    if progress is not None:
        progress(steps, steps)
    return StandoffWar(
        standoff=standoff, sector_names=table.sector_names, regions=regions, alone=found, war=war
    )
