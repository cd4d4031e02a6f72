"""All goods for one party, most at stake first; and the foreign inputs of one sector."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from detente._shown import Shown
from detente.controls import Range
from detente.facts import Facts, load_facts
from detente.impact.exposure._chain import country_name
from detente.impact.exposure._exposure import exposure_of
from detente.impact.exposure._look_through import foreign_input_reliance
from detente.impact.exposure._payload import SCHEMA
from detente.impact.exposure.case import make_case
from detente.world import World

__all__ = ["Ranked", "Ranking", "SectorReliance", "ranking", "sector_reliance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One good of the ranking."""

    good: str
    name: str
    """Id and name."""
    stage: str
    country: str
    share: float
    """The chokepoint and its part of world supply [share]; empty where none is known."""
    lost: Range
    """Part of the party's use that goes when that country sells nothing more [share]."""
    at_stake: Range
    bottleneck: Range
    """Value added that needs the good, and that stops on the first day [USD bn per year]."""
    aggregate: Range | None
    """Lower bound of the loss [USD bn per year]; None where spending is not known."""
    concentration: float
    """CDI 1: concentration of the party's imports [1]."""
    risk: Range | None
    """Supply-risk index [1]; None where spending is not known."""
    estimated: bool
    """Whether the spending behind ``aggregate`` and ``risk`` is estimated."""
    as_of: dt.date | None
    """Oldest day that a figure behind the loss describes; None where no supplier is known."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ranking(Shown):
    """All goods for one party, largest bottleneck first."""

    party: str
    party_name: str
    rows: tuple[Ranked, ...]
    manifest: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """JSON values, schema ``detente.exposure/1``."""
        rows = []
        for row in self.rows:
            cells = {name: getattr(row, name) for name in Ranked.__slots__}
            rows.append(
                {
                    name: cell.as_dict()
                    if isinstance(cell, Range)
                    else cell.isoformat()
                    if isinstance(cell, dt.date)
                    else cell
                    for name, cell in cells.items()
                }
            )
        return {
            "schema": SCHEMA,
            "manifest": self.manifest,
            "party": self.party,
            "party_name": self.party_name,
            "unit": "USD bn per year",
            "ranking": rows,
        }


def ranking(
    party: str,
    *,
    draws: int = 64,
    seed: int = 0,
    facts: Facts | None = None,
    world: World | None = None,
) -> Ranking:
    """Rank all goods by what stops when the country of their chokepoint sells nothing more.

    Parameters
    ----------
    party
        ISO3 code of a party of the facts tables.
    draws, seed
        Draws of uncertain figures [count], and their seed.
    facts, world
        The tables; the packaged ones if not given.

    Returns
    -------
    Ranking
        One row a good; equal ones by value added at stake.

    Raises
    ------
    UnknownCodeError
        If the party is not known.
    """
    case = make_case(party, facts=facts or load_facts(), world=world, draws=draws, seed=seed)
    rows = []
    for good in case.facts.goods:
        found, _ = exposure_of(good.good, case)
        point, cut = found["chokepoint"], found["cut_off"]
        rows.append(
            Ranked(
                good=good.good,
                name=good.name,
                stage=f"{point.good} {point.stage}" if point else "",
                country=point.country if point else "",
                share=point.share.central if point else 0.0,
                lost=cut.lost,
                at_stake=found["value_at_stake"],
                bottleneck=cut.bottleneck,
                aggregate=cut.aggregate,
                concentration=found["dependency"].cdi1,
                risk=found["risk"].index,
                estimated=cut.spending_estimated,
                as_of=found["as_of"],
            )
        )
    rows.sort(key=lambda row: (-row.bottleneck.central, -row.at_stake.central, row.good))
    return Ranking(party=case.party, party_name=case.name, rows=tuple(rows), manifest=case.manifest)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorReliance:
    """Foreign inputs of one sector by origin."""

    party: str
    region: str
    sector: str
    name: str
    """Which sector."""
    domestic_share: float
    """Part of all intermediate purchases of the region that is made at home [share]."""
    rows: tuple[tuple[str, str, float, float], ...]
    """Origin, its name, face value and look-through [1], largest look-through first."""
    manifest: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """JSON values, schema ``detente.exposure/1``."""
        return {
            "schema": SCHEMA,
            "manifest": self.manifest,
            "party": self.party,
            "region": self.region,
            "sector": self.sector,
            "name": self.name,
            "domestic_share": self.domestic_share,
            "origins": [
                {"origin": code, "name": name, "face_value": face, "look_through": through}
                for code, name, face, through in self.rows
            ],
        }


def sector_reliance(
    party: str, sector: str, *, facts: Facts | None = None, world: World | None = None
) -> SectorReliance:
    """Show whose goods stand behind a sector, directly and at any remove.

    Parameters
    ----------
    party
        ISO3 code of a party; of a bloc, the region in which the sector is largest.
    sector
        Code of a sector.
    facts, world
        The tables; the packaged ones if not given.

    Returns
    -------
    SectorReliance
        One row a foreign origin.

    Raises
    ------
    UnknownCodeError
        If the party or the sector is not known.
    """
    case = make_case(party, facts=facts or load_facts(), world=world, draws=1, seed=0)
    facts, world = case.facts, case.world
    code = sector.strip().upper()
    world.sector_index(code)
    region = max(case.regions, key=lambda one: world.value_added[world.index(one, code)])
    table = foreign_input_reliance(world, region)
    at = table.sectors.index(code)
    rows = [
        (origin, country_name(origin, facts), float(face), float(through))
        for origin, face, through in zip(
            table.origins, table.face_value[:, at], table.look_through[:, at], strict=True
        )
        if origin != region
    ]
    return SectorReliance(
        party=case.party,
        region=region,
        sector=code,
        name=facts.sector(code).name,
        domestic_share=table.domestic_share,
        rows=tuple(sorted(rows, key=lambda row: -row[3])),
        manifest=case.manifest,
    )
