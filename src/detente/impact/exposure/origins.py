"""Where a party's use of a good comes from, and what is lost when one country stops selling."""

import numpy as np
import numpy.typing as npt

from detente.facts import held_share
from detente.impact.exposure._chain import needs
from detente.impact.exposure.case import Case
from detente.impact.goods.model import SELF_SUFFICIENT
from detente.impact.goods.suppliers import share_from

__all__ = ["lost_share", "origins", "region_origins"]

Array = npt.NDArray[np.floating]

OTHERS = "others"
"""Stands for suppliers that no table names."""


def region_origins(good: str, region: str, case: Case) -> dict[str, Array]:
    """Origins of one region's use of a good.

    Parameters
    ----------
    good
        Id of the good.
    region
        Code of a region of the world table.
    case
        The tables and draws.

    Returns
    -------
    dict of str to Array
        Country (or region) to its part of the use, shape (draws + 1,) [share]; they sum to one,
        the region itself and ``"others"`` included.

    Notes
    -----
    Rows of ``dependence`` count first. What they leave goes to the suppliers they do not name, by
    share of world supply at the good's own stage; a region with a large share of world supply
    serves itself with that rest.
    """
    facts = case.facts
    named: dict[str, Array] = {}
    for row in facts.dependence_on(good):
        if row.importer == region:
            named[row.exporter] = case.drawn("dependence", good, row)
    total = sum(named.values(), case.zeros())
    named = {country: share / np.maximum(1.0, total) for country, share in named.items()}
    rest = np.maximum(0.0, 1.0 - total)
    inside = {region, *facts.region(region).members}
    supply = {
        row.country: case.drawn("supply share", good, row)
        for row in facts.supply_of(good)
        if row.country not in named
    }
    own = sum((share for code, share in supply.items() if code in inside), case.zeros())
    if own[0] >= SELF_SUFFICIENT and not inside & set(named):
        supply = {region: np.ones_like(rest)}
    else:
        unnamed = 1.0 - sum(row.value for row in facts.supply_of(good))
        supply[OTHERS] = np.full_like(rest, max(unnamed, 0.0))
    weight = sum(supply.values(), case.zeros())
    if not weight.any():
        supply, weight = {OTHERS: np.ones_like(rest)}, np.ones_like(rest)
    found = dict(named)
    for country, share in supply.items():
        found[country] = found.get(country, case.zeros()) + rest * share / weight
    return {country: share for country, share in found.items() if share.any()}


def origins(good: str, case: Case, weights: dict[str, float]) -> dict[str, Array]:
    """Origins of a party's use: the mean over its regions.

    Parameters
    ----------
    good
        Id of the good.
    case
        The party, tables and draws.
    weights
        Region to its weight, such as the value added that hangs on the good [any].

    Returns
    -------
    dict of str to Array
        Origin to its part of the use, shape (draws + 1,) [share].
    """
    whole = sum(weights.values())
    found: dict[str, Array] = {}
    for region in case.regions:
        weight = weights[region] / whole if whole else 1.0 / len(case.regions)
        for country, share in region_origins(good, region, case).items():
            found[country] = found.get(country, case.zeros()) + weight * share
    return found


def lost_share(good: str, country: str | None, region: str, case: Case) -> Array:
    """Part of a region's use of a good that goes when a country sells nothing abroad any more.

    Notes
    -----
    What comes from the country directly is gone: its part of the use by origin or, where that is
    more, what it holds at the stage where its control bites (`share_from`): a refiner's ban stops
    metal whose ore others mine. The other suppliers lose the part of their output for which they
    lack an input from that country; of several inputs the scarcest counts. Nothing is replaced:
    this is the first day, not the first year.
    """
    here = {region, *case.facts.region(region).members}
    if country is None or country in here:
        return case.zeros()
    direct = region_origins(good, region, case).get(country, case.zeros())
    held = held_share(case.facts, good, country)
    if held is not None and held.stage != case.facts.good(good).stage:
        low, central, high = share_from(case.facts, good, region, country, case.world)
        at_stage = case.sampler.values(f"dependence of {good}", low, central, high)
        direct = np.maximum(direct, at_stage)
    starved = case.zeros()
    for ingredient, need in needs(good, case.facts, case):
        row = held_share(case.facts, ingredient, country)
        gone = case.zeros() if row is None else case.drawn("supply share", ingredient, row)
        starved = np.maximum(starved, need * gone)
    return np.asarray(np.clip(direct + (1.0 - direct) * starved, 0.0, 1.0))
