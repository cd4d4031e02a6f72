"""Which supplier shares count: the stage of a good's chain at which a country's control bites."""

from ._facts import Facts
from ._figure_rows import SupplyShareRow

__all__ = ["held_share", "sells"]


def held_share(facts: Facts, good: str, country: str) -> SupplyShareRow | None:
    """Part of world supply that a country holds, at the stage where it holds most of the chain.

    Parameters
    ----------
    facts
        The tables.
    good
        Id of the good.
    country
        ISO3 code, as rows of ``supply_shares`` name it.

    Returns
    -------
    SupplyShareRow or None
        The row at the good's own stage; where the country's share at another stage lies above the
        whole range of that row, or the own stage does not name it, the row of that other stage.
        None where the country stands at no stage.

    Raises
    ------
    UnknownCodeError
        If the good is not known.

    Notes
    -----
    A control on a good holds back what its imposer makes, at whatever stage that is: a refiner's
    ban stops the metal, though another country mines the ore. Every question of who supplies whom
    asks this function: the supply check of a reading, the goods layer, and exposure.

    Examples
    --------
    >>> from detente.facts import load_facts
    >>> [held_share(load_facts(), "cobalt", code).stage for code in ("COD", "CHN")]
    ['mine', 'refined']
    """
    row = facts.good(good)
    held = {
        stage: one
        for stage in row.stages
        for one in facts.supply_of(good, stage)
        if one.country == country and one.value > 0
    }
    own = held.get(row.stage)
    best = max(reversed(held.values()), key=lambda one: one.value, default=None)
    return own if own is not None and best is not None and best.value <= own.high else best


def sells(facts: Facts, good: str, party: str) -> bool:
    """Whether anybody is known to get a good from a party: only then can it be withheld.

    Parameters
    ----------
    facts
        The tables.
    good
        Id of the good.
    party
        ISO3 code of a country or bloc. A country's own rows count; those of its region only where
        the row names the region as a whole.

    Raises
    ------
    UnknownCodeError
        If the good or the party is not known.
    """
    regions = set(facts.regions_of(party))
    whole = {party, *regions} if party not in regions else {party}
    blocs = {one.iso3 for one in facts.parties if len(one.region) > 1}
    if party in blocs:
        whole |= {code for region in regions for code in facts.region(region).members}
    sellers = {row.exporter for row in facts.dependence_on(good) if row.value > 0}
    return bool(whole & sellers) or any(held_share(facts, good, code) for code in sorted(whole))
