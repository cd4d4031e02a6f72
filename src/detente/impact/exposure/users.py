"""The sectors behind a good: value added at stake, and what stops on the first day of a cut."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.controls import Range
from detente.facts import Facts, held_share
from detente.impact.exposure._chain import needs
from detente.impact.exposure.case import Case
from detente.impact.exposure.origins import lost_share, region_origins
from detente.impact.goods.model import CRITICALITY
from detente.impact.ranges import spread

__all__ = ["AtStake", "Sector", "at_stake"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A sector of the party that needs the good."""

    sector: str
    name: str
    """Code and name."""
    value_added: float
    """Value added of the sector [USD bn per year]."""
    at_stake: Range
    """Value added that needs the good: coverage times the weight of its criticality
    [USD bn per year]."""
    stops: Range
    """Value added that stops when the country of the chokepoint sells nothing more, before anything
    is replaced [USD bn per year]."""
    through: tuple[str, ...]
    """Goods through which the sector needs it; empty where it uses the good itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStake:
    """All sectors behind a good."""

    sectors: tuple[Sector, ...]
    """Sectors, most at stake first."""
    total: Array
    """Value added at stake, shape (draws + 1,) [USD bn per year]."""
    stops: Array
    """Value added that stops, shape (draws + 1,) [USD bn per year]."""
    users: float
    """Value added of all sectors that use the good in any way [USD bn per year]."""
    by_region: dict[str, float]
    """Region to its central value added at stake [USD bn per year]."""


def products_of(good: str, facts: Facts) -> dict[str, float]:
    """Goods that are made from a good, at any remove, with the part that needs it [share]."""
    found: dict[str, float] = {}
    for row in facts.good_inputs:
        if row.input == good:
            need = next(float(part[0]) for name, part in needs(row.good, facts) if name == good)
            found[row.good] = max(found.get(row.good, 0.0), need)
            for further, share in products_of(row.good, facts).items():
                found[further] = max(found.get(further, 0.0), need * share)
    return found


def at_stake(good: str, country: str | None, case: Case) -> AtStake:
    """Find the sectors of a party behind a good.

    Notes
    -----
    A sector that needs a product of the good counts with the part of the product that needs it.
    What the country makes into that product itself still arrives: only the good is cut.
    A sector behind several products counts once, with the largest of them.
    """
    facts, world = case.facts, case.world
    chain = {good: 1.0, **products_of(good, facts)}
    found: dict[str, list[tuple[Array, Array, str]]] = defaultdict(list)
    value: dict[str, float] = defaultdict(float)
    used: dict[str, float] = defaultdict(float)
    by_region = dict.fromkeys(case.regions, 0.0)
    for region in case.regions:
        best: dict[str, tuple[Array, Array, str]] = {}
        for product, need in chain.items():
            lost = _lost(good, product, need, country, region, case)
            for row in facts.users_of(product, region):
                if not world.has_sector(row.sector):
                    continue
                added = float(world.value_added[world.index(region, row.sector)]) / 1e3
                covered = (
                    need
                    * CRITICALITY[row.criticality]
                    * case.drawn("coverage", product, row)
                    * added
                )
                used[f"{region} {row.sector}"] = added
                before = best.get(row.sector)
                if before is None or covered[0] > before[0][0]:
                    through = "" if product == good else product
                    ceiling = covered if need == 0 else covered / need
                    best[row.sector] = covered, np.minimum(covered, ceiling * lost), through
        for sector, entry in best.items():
            found[sector].append(entry)
            value[sector] += used[f"{region} {sector}"]
            by_region[region] += float(entry[0][0])
    sectors = [
        Sector(
            sector=sector,
            name=facts.sector(sector).name,
            value_added=value[sector],
            at_stake=spread(sum((entry[0] for entry in entries), case.zeros())),
            stops=spread(sum((entry[1] for entry in entries), case.zeros())),
            through=tuple(dict.fromkeys(entry[2] for entry in entries if entry[2])),
        )
        for sector, entries in found.items()
    ]
    sectors.sort(key=lambda one: (-one.at_stake.central, -one.value_added))
    every = [entry for entries in found.values() for entry in entries]
    return AtStake(
        sectors=tuple(sectors),
        total=sum((entry[0] for entry in every), case.zeros()),
        stops=sum((entry[1] for entry in every), case.zeros()),
        users=sum(used.values()),
        by_region=by_region,
    )


def _lost(
    good: str, product: str, need: float, country: str | None, region: str, case: Case
) -> Array:
    """Part of the region's use of the product that goes with the good [share]."""
    if country is None:
        return case.zeros()
    if product == good:
        return lost_share(good, country, region, case)
    made_there = region_origins(product, region, case).get(country, case.zeros())
    held = held_share(case.facts, good, country)
    gone = case.zeros() if held is None else case.drawn("supply share", good, held)
    return np.asarray((1.0 - made_there) * need * gone)
