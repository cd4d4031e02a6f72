"""How exposed a party is for one good: chain, chokepoint, sectors behind it, bounds of the loss."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente._shown import Shown
from detente.controls import Range
from detente.facts import Facts, FigureRow, held_share, load_facts
from detente.impact._fit import MEMBER
from detente.impact.exposure._chain import Chokepoint, Stage, chain_of, chokepoint_of, country_name
from detente.impact.exposure._concentration import Dependency, dependency_indicators
from detente.impact.exposure._cut_off import CutOffLoss, cut_off_loss, spending_on
from detente.impact.exposure._look_through import foreign_input_reliance
from detente.impact.exposure._mineral import PARTY, MineralLoss, mineral_loss, minerals
from detente.impact.exposure._payload import chain_payload, exposure_payload
from detente.impact.exposure._supply_risk import SupplyRisk, supply_risk
from detente.impact.exposure.case import Case, make_case
from detente.impact.exposure.origins import OTHERS, lost_share, origins
from detente.impact.exposure.users import AtStake, at_stake
from detente.impact.ranges import spread
from detente.world import World

__all__ = ["Exposure", "ThroughSector", "exposure", "exposure_of", "supply_chain"]

MOST_SECTORS = 3
"""Sectors for which look-through reliance is shown."""

SMALLEST = 0.005
"""Origins with a smaller part of the use are shown together [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThroughSector:
    """Foreign inputs of one sector, whatever the good."""

    region: str
    sector: str
    name: str
    """Which sector."""
    face: str
    face_value: float
    """Largest direct foreign supplier, and its reliance [1]."""
    through: str
    look_through: float
    """Largest foreign supplier at any remove, and its reliance [1]."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Exposure(Shown):
    """What a party's exposure for one good looks like."""

    party: str
    party_name: str
    """Who is exposed."""
    good: str
    good_name: str
    """For what."""
    hs6: tuple[str, ...]
    """Its customs codes, of the edition `detente.facts.HS_EDITION`."""
    chain: tuple[Stage, ...]
    """Stages, first to last."""
    chokepoint: Chokepoint | None
    """Narrowest point; None where no foreign supplier is known."""
    own_share: Range
    """Part of world supply of the good that the party has itself [share]."""
    origins: dict[str, Range]
    """Origin to its part of the party's use [share], largest first."""
    stake: AtStake
    """Sectors behind the good."""
    value_at_stake: Range
    """Value added that needs the good [USD bn per year]."""
    dependency: Dependency
    """CDI 1 to 3 and concentration."""
    cut_off: CutOffLoss
    """Bounds of the loss."""
    risk: SupplyRisk
    """Supply-risk index."""
    reliance: tuple[ThroughSector, ...]
    """Foreign inputs of the sectors most at stake."""
    mineral: MineralLoss | None
    mineral_joint: MineralLoss | None
    """Partial equilibrium and allotment for minerals of the United States, alone and with the other
    minerals that have tables; None for others."""
    as_of: dt.date | None
    """Oldest day that a figure behind the loss describes; None where no supplier is known."""
    notes: tuple[str, ...]
    """What limits these figures."""
    manifest: dict[str, Any]
    """Version, draws, seed and tables."""

    def as_dict(self) -> dict[str, Any]:
        """JSON values, schema ``detente.exposure/1``."""
        return exposure_payload(self)


def exposure(
    *,
    party: str,
    good: str,
    draws: int = 200,
    seed: int = 0,
    facts: Facts | None = None,
    world: World | None = None,
) -> Exposure:
    """Show how exposed a party is for one good.

    Parameters
    ----------
    party
        ISO3 code of a party of the facts tables, ``EU`` for the Union.
    good
        A good: its id, a name of it, a customs code or a code of a control list.
    draws
        Draws of uncertain figures [count].
    seed
        Same seed, same numbers.
    facts, world
        The tables; the packaged ones if not given.

    Returns
    -------
    Exposure
        Chain, chokepoint, sectors, indicators, bounds of the loss.

    Raises
    ------
    UnknownCodeError
        If the party or the good is not known; it names the nearest.
    ImpactError
        If the party has no region in the world table.

    Examples
    --------
    >>> found = exposure(party="USA", good="ndfeb-magnet", draws=8)
    >>> found.chokepoint.stage, found.chokepoint.country
    ('magnet', 'CHN')
    """
    facts = facts or load_facts()
    good = facts.good_names().one(good).good
    case = make_case(party, facts=facts, world=world, draws=draws, seed=seed, goods=(good,))
    found, stake = exposure_of(good, case)
    mineral = joint = None
    if case.party == PARTY and good in minerals(facts):
        mineral = mineral_loss([good], draws=draws, seed=seed, facts=facts)
        joint = mineral_loss(minerals(facts), draws=draws, seed=seed, facts=facts)
    return Exposure(**found, reliance=_reliance(stake, case), mineral=mineral, mineral_joint=joint)


def supply_chain(
    *, party: str, good: str, facts: Facts, world: World, draws: int, seed: int
) -> dict[str, Any]:
    """Show who supplies which stage of a good's chain, without what it would cost.

    Parameters
    ----------
    party
        ISO3 code of the party that needs the good.
    good
        Id of the good.
    facts, world
        The tables.
    draws, seed
        Draws of uncertain figures [count], and their seed.

    Returns
    -------
    dict
        ``chain`` and ``chokepoint`` as in ``detente.exposure/1``.
    """
    case = make_case(party, facts=facts, world=world, draws=draws, seed=seed)
    chain = chain_of(good, case)
    return chain_payload(chain, chokepoint_of(chain))


def exposure_of(good: str, case: Case) -> tuple[dict[str, Any], AtStake]:
    """Work out everything about one good that needs no solving of large tables."""
    facts = case.facts
    chain = chain_of(good, case)
    point = chokepoint_of(chain)
    country = point.country if point else None
    stake = at_stake(good, country, case)
    weights = {
        region: amount or case.world.gdp(region) * 1e-9
        for region, amount in stake.by_region.items()
    }
    sources = origins(good, case, weights)
    own = sum((part for code, part in sources.items() if code in case.members), case.zeros())
    whole = sum(weights.values())
    lost = sum(
        (
            weights[region] / whole * lost_share(good, country, region, case)
            for region in case.regions
        ),
        case.zeros(),
    )
    spending, estimated = spending_on(good, case, sources)
    sold = sum(
        row.value for row in facts.trade if row.good == good and row.exporter in case.members
    )
    scale = 1.0 if spending is None else float(spending[0])
    supply = facts.supply_of(good)
    ours = sum(
        (case.drawn("supply share", good, row) for row in supply if row.country in case.members),
        case.zeros(),
    )
    found: dict[str, Any] = {
        "party": case.party,
        "party_name": case.name,
        "good": good,
        "good_name": facts.good(good).name,
        "hs6": tuple(facts.good(good).hs6),
        "chain": chain,
        "chokepoint": point,
        "own_share": spread(ours),
        "origins": _shown(sources),
        "stake": stake,
        "value_at_stake": spread(stake.total),
        "dependency": dependency_indicators(
            {code: float(part[0]) * scale for code, part in sources.items()},
            inside=case.members,
            exports=sold if sold and spending is not None else None,
            world=[row.value for row in supply],
        ),
        "cut_off": cut_off_loss(
            case, lost=lost, spending=spending, stops=stake.stops, estimated=estimated
        ),
        "risk": supply_risk(
            good, case, abroad=np.clip(1.0 - own, 0.0, 1.0), spending=spending, users=stake.users
        ),
        "as_of": oldest(good, country, case),
        "notes": _notes(good, case, chain, stake, estimated=estimated),
        "manifest": case.manifest,
    }
    return found, stake


def oldest(good: str, country: str | None, case: Case) -> dt.date | None:
    """Oldest day that a figure behind the loss describes."""
    if country is None:
        return None
    facts = case.facts
    rows: list[FigureRow] = [
        row
        for row in facts.dependence_on(good)
        if row.exporter == country and row.importer in case.regions
    ]
    held = held_share(facts, good, country)
    rows += [held] if held is not None and not rows else []
    rows += [user for region in case.regions for user in facts.users_of(good, region)]
    return min((row.as_of for row in rows), default=None)


def _shown(sources: dict[str, Any]) -> dict[str, Range]:
    large = {code: part for code, part in sources.items() if part[0] >= SMALLEST}
    small = [part for code, part in sources.items() if code not in large or code == OTHERS]
    large.pop(OTHERS, None)
    shown = {
        code: spread(part) for code, part in sorted(large.items(), key=lambda item: -item[1][0])
    }
    if small:
        shown[OTHERS] = spread(np.sum(small, axis=0))
    return shown


def _notes(
    good: str, case: Case, chain: tuple[Stage, ...], stake: AtStake, *, estimated: bool
) -> tuple[str, ...]:
    notes = []
    if case.shared_region:
        name = country_name(case.regions[0], case.facts)
        notes.append(f"Sectors and origins are those of its region of the world table: {name}.")
    known = {stage.stage for stage in chain if stage.suppliers}
    empty = [stage.stage for stage in chain if stage.stage not in known]
    if empty:
        notes.append(f"No table knows who supplies: {', '.join(empty)}.")
    if not stake.sectors:
        notes.append("No table names a user of this good in this party.")
    own = case.facts.dependence_on(good)
    if not any(row.importer in case.regions for row in own):
        notes.append("Origins are world supply shares; no table knows this party's own purchases.")
    elif all(row.source.endswith(MEMBER) for row in own if row.importer in case.regions):
        notes.append("Origins are those of its region, moved by this party's own trade.")
    if estimated:
        notes.append(
            "Spending is estimated: no table values this party's purchases. What it needs of the "
            "good is taken at what known flows are worth."
        )
    point = chokepoint_of(chain)
    own_stage = case.facts.good(good).stage
    if point is not None and point.good == good and point.stage != own_stage:
        notes.append(
            f"Origins are counted at the stage {own_stage}; what {point.name} holds at "
            f"{point.stage} is lost as well when it sells nothing more."
        )
    return tuple(notes)


def _reliance(stake: AtStake, case: Case) -> tuple[ThroughSector, ...]:
    """Foreign inputs of the sectors most at stake, in the region where most is."""
    if not stake.sectors:
        return ()
    region = max(stake.by_region, key=stake.by_region.__getitem__)
    table = foreign_input_reliance(case.world, region)
    found = []
    for one in stake.sectors[:MOST_SECTORS]:
        face, direct = table.top(one.sector, look_through=False)
        through, total = table.top(one.sector)
        found.append(
            ThroughSector(
                region=region,
                sector=one.sector,
                name=one.name,
                face=face,
                face_value=direct,
                through=through,
                look_through=total,
            )
        )
    return tuple(found)
