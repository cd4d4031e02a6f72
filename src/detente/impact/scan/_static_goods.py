"""A first look at goods without time: what stops where their use is lost, before anything helps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.facts import Facts
from detente.impact.exposure.case import Case, central_case
from detente.impact.exposure.origins import OTHERS, region_origins
from detente.impact.exposure.users import products_of
from detente.impact.goods.model import CRITICALITY
from detente.impact.goods.needs import needs_of
from detente.impact.goods.suppliers import world_supply
from detente.impact.goods.trade import trade_of
from detente.impact.scan._cuts import Cut
from detente.impact.scan._static import MONTHS
from detente.world import World

__all__ = ["static_good_losses"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Good:
    """What a cut of a good reaches."""

    products: tuple[tuple[float, Array, Array], ...]
    """For the good itself, first, and each product of it: the part of the product that needs the
    good [share]; the part of each region's use (columns) that comes from each region (rows), shape
    (regions, regions) [share], what comes from no region of the table left out; and value added
    that needs the product by region and user, shape (regions, users) [USD bn per month]."""
    supply: Array
    """World supply by region, shape (regions,) [share]."""
    earned: Array
    """What the seller of the rows earns on its sales to the columns, shape (regions, regions)
    [USD bn per month]."""


def static_good_losses(world: World, facts: Facts, cuts: Sequence[Cut]) -> Array:
    """Loss of every region from each cut of a good, shape (cuts, regions) [USD bn per month].

    Notes
    -----
    With origins pi of a good g, buyers B and exporter e, region r loses the part
    ``w_gr = pi_er [r in B]`` of its use, and of a product p that needs g with a share n the part
    ``w_pr = n sum_k pi_kr w_gk`` through its makers k. A user's line behind several products stops
    as far as that of which most is missing: ``sum_u max_p (S_pu w_pr)``. Nothing is replaced, and
    no stock lasts: the bottleneck bound of `detente.impact.exposure`, for one cut.
    """
    case = central_case(facts, world)
    known: dict[str, _Good] = {}
    out = np.zeros((len(cuts), len(world.regions)))
    for row, cut in enumerate(cuts):
        if cut.product not in known:
            known[cut.product] = _good(cut.product, case)
        good = known[cut.product]
        seller = world.region_index(cut.exporter)
        struck = np.isin(np.array(world.regions), cut.buyers)
        out[row] = _stops(good, seller, struck)
        out[row, seller] += good.earned[seller, struck].sum()
    return out


def _stops(good: _Good, seller: int, struck: npt.NDArray[np.bool_]) -> Array:
    """Value added that stops by region, shape (regions,) [USD bn per month]."""
    lost = np.where(struck, good.products[0][1][seller], 0.0)
    # Makers that no table names lack what the world lacks, if all the world is cut off.
    elsewhere = good.supply[seller] if struck.sum() == len(struck) - 1 else 0.0
    worst = np.zeros_like(good.products[0][2])
    for at, (need, origins, staked) in enumerate(good.products):
        if at == 0:
            part = lost
        else:
            part = need * (lost @ origins + elsewhere * (1.0 - origins.sum(axis=0)))
        worst = np.maximum(worst, staked * part[:, None])
    return np.asarray(worst.sum(axis=1), dtype=np.float64)


def _good(name: str, case: Case) -> _Good:
    facts, world = case.facts, case.world
    chain = {name: 1.0, **products_of(name, facts)}
    column: dict[str, int] = {}
    for product in chain:
        for user in facts.users_of(product, None):
            column.setdefault(user.sector, len(column))
    products = []
    for product, need in chain.items():
        staked = np.zeros((len(world.regions), len(column)))
        for at, region in enumerate(world.regions):
            for user in facts.users_of(product, region):
                if world.has_sector(user.sector):
                    added = float(world.value_added[world.index(region, user.sector)]) / MONTHS
                    weight = CRITICALITY[user.criticality] * user.value
                    staked[at, column[user.sector]] = weight * added
        products.append((need, _origins(product, case), staked))
    needs = needs_of(facts, world)
    sold = [
        trade_of(name, needs, case.sampler, exporter=at)[:, 0] for at in range(len(world.regions))
    ]
    kept = 1.0 - facts.parameter(name, "resale_share").value
    margin = facts.parameter(name, "export_margin").value
    return _Good(
        products=tuple(products),
        supply=np.asarray(world_supply(name, world, facts), dtype=np.float64),
        earned=np.asarray(kept * margin * np.stack(sold), dtype=np.float64),
    )


def _origins(product: str, case: Case) -> Array:
    """Part of each region's use (columns) that comes from each region (rows) [share]."""
    world, facts = case.world, case.facts
    found = np.zeros((len(world.regions),) * 2)
    for at, region in enumerate(world.regions):
        for code, share in region_origins(product, region, case).items():
            inside = (
                []
                if code == OTHERS
                else [one for one in facts.regions_of(code) if world.has_region(one)]
            )
            for one in inside:
                found[world.region_index(one), at] += float(share[0]) / len(inside)
    return found
