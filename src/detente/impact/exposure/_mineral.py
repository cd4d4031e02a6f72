"""What a country's ban on a mineral costs the United States in a year: equilibrium and allotment.

After the method of the US Geological Survey (Open-File Report 2024-1057): first the world market
finds a new price and quantity, then a programme on the 402 industries of the United States finds
who goes without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.controls import Range
from detente.facts import Facts, MineralMarketRow, MineralUseRow, load_facts
from detente.impact._draws import Sampler
from detente.impact.exposure._allocation import Applications, CutEconomy, allocate
from detente.impact.exposure._chain import country_name
from detente.impact.exposure._equilibrium import Equilibrium, equilibrium
from detente.impact.ranges import spread
from detente.world import UsTable

__all__ = ["IndustryLoss", "MineralLoss", "mineral_loss", "minerals"]

Array = npt.NDArray[np.floating]

PARTY = "USA"
"""The industries are those of the United States."""

TONNE = 1e3
"""Kilograms in a metric ton."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustryLoss:
    """Value added that one industry loses."""

    industry: str
    name: str
    """Code of the Bureau of Economic Analysis, and its name."""
    loss: Range
    """Value added lost [USD bn per year]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MineralLoss:
    """What it costs the United States when a country holds back one or more minerals for a year."""

    goods: tuple[str, ...]
    """The minerals."""
    restricted_by: str
    restricted_by_name: str
    """Who holds back, code and name."""
    restriction: float
    """Part of net exports held back [share]."""
    price: dict[str, Range]
    """Price over the price before, by mineral [1]."""
    shortfall: dict[str, Range]
    """Part of US use that is missing, by mineral [share]."""
    total: Range
    """Loss in all [USD bn per year]."""
    stopped_lines: Range
    """Value added lost [USD bn per year]."""
    price_paid: Range
    """More paid abroad for what still arrives [USD bn per year]."""
    industries: tuple[IndustryLoss, ...]
    """Losses by industry, largest first."""
    draws: Array
    """Loss in all, central run first, shape (draws + 1,) [USD bn per year]."""

    def share_of(self, industry: str) -> float:
        """Part of the central loss of value added that falls in one industry [share]."""
        found = [row.loss.central for row in self.industries if row.industry == industry]
        return sum(found) / self.stopped_lines.central if self.stopped_lines.central else 0.0

    def as_dict(self, most: int = 8) -> dict[str, Any]:
        """JSON values, with so many industries at most."""
        return {
            "goods": list(self.goods),
            "restricted_by": self.restricted_by,
            "restricted_by_name": self.restricted_by_name,
            "restriction": self.restriction,
            "unit": "USD bn per year",
            "price_multiple": {good: value.as_dict() for good, value in self.price.items()},
            "shortfall": {good: value.as_dict() for good, value in self.shortfall.items()},
            "total": self.total.as_dict(),
            "stopped_lines": self.stopped_lines.as_dict(),
            "price_paid": self.price_paid.as_dict(),
            "industries": [
                {"industry": row.industry, "name": row.name, **row.loss.as_dict()}
                for row in self.industries[:most]
            ],
        }


def minerals(facts: Facts | None = None) -> tuple[str, ...]:
    """Goods that have a market and uses in the facts tables, so that `mineral_loss` can run."""
    facts = facts or load_facts()
    used = {row.good for row in facts.mineral_uses}
    return tuple(dict.fromkeys(row.good for row in facts.mineral_markets if row.good in used))


def mineral_loss(
    goods: Sequence[str],
    *,
    restriction: float = 1.0,
    draws: int = 200,
    seed: int = 0,
    facts: Facts | None = None,
    table: UsTable | None = None,
) -> MineralLoss:
    """Hold back net exports of one or more minerals for a year.

    Parameters
    ----------
    goods
        Ids of minerals; see :func:`minerals`. Several at once are one joint restriction.
    restriction
        Part of net exports held back [share].
    draws
        Draws of the uncertain inputs beside the central run [count].
    seed
        Seed of the draws; single and joint runs with one seed share their draws.
    facts, table
        The tables; the packaged ones if not given.

    Returns
    -------
    MineralLoss
        Prices, shortfalls and losses with their ranges (5th and 95th percentile of the draws).

    Raises
    ------
    ImpactError
        If a good has no market in the facts tables, or the restriction is no share.

    References
    ----------
    Nassar, N. T. et al. (2024), Quantifying potential effects of China's gallium and germanium
    export restrictions on the U.S. economy, USGS Open-File Report 2024-1057,
    https://doi.org/10.3133/ofr20241057.

    Examples
    --------
    >>> found = mineral_loss(["gallium"], draws=1)
    >>> 1.7 < found.total.central < 8.2
    True
    """
    facts, table = facts or load_facts(), table or UsTable.load()
    known = minerals(facts)
    for good in goods:
        facts.good(good)
        if good not in known:
            raise ImpactError(
                f"{good} has no market of its own in the facts tables; there is one for "
                f"{', '.join(known)} (add rows to mineral_markets.csv and mineral_uses.csv)"
            )
    if not goods:
        raise ImpactError("name at least one mineral")
    if not 0 <= restriction <= 1:
        raise ImpactError(f"a restriction is a share of net exports: {restriction:g} is not")
    sampler = Sampler(_names(goods, facts), draws=draws, seed=seed)
    markets = {good: _clear(good, facts, sampler, restriction) for good in goods}
    uses = [row for good in goods for row in facts.mineral_uses_of(good)]
    kinds = list(dict.fromkeys((row.good, row.application) for row in uses))
    hit = tuple(dict.fromkeys(row.industry for row in uses if row.quantity == "needed_by"))
    economy = CutEconomy(table, hit)
    drawn = _applications(tuple(goods), kinds, hit, uses, sampler)
    pro_rata = _one(sampler, facts.model_parameter("exposure_pro_rata"), "exposure_pro_rata")
    lost = np.zeros((len(table.industries), sampler.size))
    for draw in range(sampler.size):
        missing = np.array([1.0 - markets[good][0].quantity[draw] for good in goods])
        chosen = Applications(
            mineral=drawn.mineral,
            use_share=drawn.use_share[:, draw],
            substitutable=drawn.substitutable[:, draw],
            needed=drawn.needed[:, :, draw],
        )
        found = allocate(economy, chosen, missing, pro_rata=float(pro_rata[draw]))
        lost[:, draw] = found.lost_value_added
    paid = np.sum([markets[good][1] for good in goods], axis=0)
    owners = list(dict.fromkeys(_owner(good, facts) for good in goods))
    order = np.argsort(-lost[:, 0], kind="stable")
    return MineralLoss(
        goods=tuple(goods),
        restricted_by=", ".join(owners),
        restricted_by_name=", ".join(country_name(code, facts) for code in owners),
        restriction=restriction,
        price={good: spread(markets[good][0].price) for good in goods},
        shortfall={good: spread(1.0 - markets[good][0].quantity) for good in goods},
        total=spread(lost.sum(axis=0) + paid),
        stopped_lines=spread(lost.sum(axis=0)),
        price_paid=spread(paid),
        industries=tuple(
            IndustryLoss(
                industry=table.industries[at],
                name=table.name(table.industries[at]),
                loss=spread(lost[at]),
            )
            for at in order
            if lost[at].any()
        ),
        draws=np.asarray(lost.sum(axis=0) + paid),
    )


def _name(row: MineralMarketRow | MineralUseRow) -> str:
    if isinstance(row, MineralMarketRow):
        return f"{row.quantity} of {row.good} {row.country}"
    return f"{row.quantity} of {row.good} {row.application} {row.industry}"


def _names(goods: Sequence[str], facts: Facts) -> list[str]:
    """One name per figure; a name has the same draws in single and joint runs."""
    markets = (_name(row) for good in goods for row in facts.mineral_market_of(good))
    uses = (_name(row) for good in goods for row in facts.mineral_uses_of(good))
    return [*markets, *uses, "exposure_pro_rata"]


def _one(sampler: Sampler, row: Any, name: str | None = None) -> Array:  # noqa: ANN401 - any figure
    return sampler.values(name or _name(row), row.low, row.value, row.high)


def _owner(good: str, facts: Facts) -> str:
    return next(r.country for r in facts.mineral_market_of(good) if r.quantity == "net_exports")


def _clear(
    good: str, facts: Facts, sampler: Sampler, restriction: float
) -> tuple[Equilibrium, Array]:
    """The market after, and what the United States pays more abroad [USD bn per year]."""
    drawn = {
        (row.quantity, row.country): _one(sampler, row) for row in facts.mineral_market_of(good)
    }
    countries = [country for quantity, country in drawn if quantity == "supply"]
    supply = np.stack([drawn["supply", country] for country in countries])
    capacity = np.stack(
        [drawn.get(("capacity", country), drawn["supply", country]) for country in countries]
    )
    market = equilibrium(
        supply,
        capacity,
        drawn["net_exports", _owner(good, facts)],
        demand_elasticity=drawn["demand_elasticity", "*"],
        supply_elasticity=drawn["supply_elasticity", "*"],
        restriction=np.full(sampler.size, restriction),
    )
    use = drawn["demand", PARTY] * market.quantity
    home = market.supply[countries.index(PARTY)] if PARTY in countries else np.zeros_like(use)
    bought = np.maximum(use - home, 0.0)
    return market, np.asarray((market.price - 1.0) * drawn["price", "*"] * TONNE * bought / 1e9)


def _applications(
    goods: tuple[str, ...],
    kinds: list[tuple[str, str]],
    hit: tuple[str, ...],
    uses: list[MineralUseRow],
    sampler: Sampler,
) -> Applications:
    """Applications of all draws at once; the last axis of each array is the draw."""
    share = np.zeros((len(kinds), sampler.size))
    substitutable, needed = np.zeros_like(share), np.zeros((len(kinds), len(hit), sampler.size))
    for row in uses:
        at = kinds.index((row.good, row.application))
        values = _one(sampler, row)
        if row.quantity == "use_share":
            share[at] = values
        elif row.quantity == "substitutable":
            substitutable[at] = values
        else:
            needed[at, hit.index(row.industry)] = values
    return Applications(
        mineral=np.array([goods.index(good) for good, _ in kinds], dtype=np.intp),
        use_share=share,
        substitutable=substitutable,
        needed=needed,
    )
