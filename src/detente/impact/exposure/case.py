"""One party looked at: its regions in the world table, its countries, and drawn figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError, UnknownCodeError
from detente._version import __version__
from detente.facts import Facts, FigureRow
from detente.impact._draws import Sampler
from detente.impact._fit import fit_facts
from detente.impact._world_of import world_of
from detente.impact.results import own_facts
from detente.world import World

__all__ = ["Case", "central_case", "make_case"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A party, the tables, and the draws."""

    party: str
    """ISO3 code, or that of a bloc."""
    name: str
    """Its name."""
    regions: tuple[str, ...]
    """Regions of the world table that it lies in."""
    members: frozenset[str]
    """Codes that stand for the party itself as a supplier: its regions and their countries."""
    facts: Facts
    world: World
    """The tables."""
    sampler: Sampler
    """Draws; figures of one kind and good move together."""
    seed: int
    """Seed of the draws."""

    @property
    def gdp(self) -> float:
        """Value added of the party's regions [USD bn per year]."""
        return sum(self.world.gdp(region) for region in self.regions) / 1e3

    @property
    def shared_region(self) -> bool:
        """Whether the party is one of several countries in its region of the world table."""
        return len(self.regions) == 1 and self.party not in self.regions

    @property
    def manifest(self) -> dict[str, Any]:
        """What a result was made of, so that it can be made again."""
        return {
            "version": __version__,
            "draws": self.sampler.size - 1,
            "seed": self.seed,
            "world": {
                "source": str(self.world.manifest.get("source", "own table")),
                "edition": str(self.world.manifest.get("edition", "")),
                "year": self.world.year,
                "sha256": str(self.world.manifest.get("sha256", "")),
            },
            "facts": {"sha256": self.facts.sha256, **own_facts(self.facts)},
        }

    def drawn(self, kind: str, good: str, row: FigureRow) -> Array:
        """Draws of a figure, the central value first, shape (draws + 1,)."""
        return self.sampler.values(f"{kind} of {good}", row.low, row.value, row.high)

    def zeros(self) -> Array:
        """No draws of anything, shape (draws + 1,)."""
        return np.zeros(self.sampler.size)


KINDS = ("coverage", "dependence", "supply share", "trade", "input need", "grade")
MODEL = ("exposure_elasticity", "exposure_willingness")


def make_case(
    party: str,
    *,
    facts: Facts,
    world: World | None,
    draws: int,
    seed: int,
    goods: Iterable[str] = (),
) -> Case:
    """Look up a party."""
    try:
        row = facts.party(facts.party_code(party))
    except UnknownCodeError as error:
        if error.code == party:
            raise
        raise UnknownCodeError("party", party, [one.iso3 for one in facts.parties]) from None
    if world is None:
        world = world_of([row.iso3], facts, goods=goods)
        facts = fit_facts(facts, world)
        row = facts.party(row.iso3)
    regions = tuple(code for code in row.region if world.has_region(code))
    if not regions or set(regions) <= set(world.outside):
        raise ImpactError(
            f"{row.name} lies in the residual of the world table, whose sectors are not known; "
            "choose another party"
        )
    inside = {member for region in regions for member in facts.region(region).members}
    return Case(
        party=row.iso3,
        name=row.name,
        regions=regions,
        members=frozenset({row.iso3, *regions, *inside}),
        facts=facts,
        world=world,
        sampler=Sampler(_names(facts), draws=draws, seed=seed),
        seed=seed,
    )


def central_case(facts: Facts, world: World) -> Case:
    """All regions at once, at central values; for what is asked of many of them."""
    return Case(
        party="",
        name="all regions",
        regions=world.regions,
        members=frozenset(),
        facts=facts,
        world=world,
        sampler=Sampler(_names(facts), draws=1, seed=0),
        seed=0,
    )


def _names(facts: Facts) -> list[str]:
    """All uncertain inputs of the exposure engine."""
    return [f"{kind} of {good.good}" for good in facts.goods for kind in KINDS] + list(MODEL)
