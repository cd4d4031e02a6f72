"""A world from a pymrio system: any table that pymrio can read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np

from detente._errors import WorldError
from detente.facts.notice_tables import load_countries
from detente.world._assemble import from_arrays
from detente.world._money_unit import MoneyUnit, money_unit
from detente.world._world import Array, World

__all__ = ["IOSystemLike", "from_pymrio"]

Label = tuple[str, ...]

_RESTS = frozenset({"WA", "WE", "WF", "WL", "WM"})
"""Rests of continents in EXIOBASE, which are no countries though ISO 3166 has a WF."""
NOT_SAID = "not said; taken as USD mn"


class IOSystemLike(Protocol):
    """The parts of ``pymrio.IOSystem`` that are needed: labelled tables of flows and demand."""

    Z: Any
    Y: Any


def from_pymrio(
    system: IOSystemLike,
    *,
    year: int | None = None,
    residual: str | None = None,
    unit: str | None = None,
    usd: float | None = None,
    iso: bool = True,
) -> World:
    """Take over a table from pymrio.

    Examples
    --------
    >>> import pymrio  # doctest: +SKIP
    >>> World.from_pymrio(pymrio.load_test(), year=2010)  # doctest: +SKIP
    World(year=2010, regions=6, sectors=8)
    """
    flows, demand = getattr(system, "Z", None), getattr(system, "Y", None)
    if flows is None or demand is None:
        raise WorldError("the pymrio system has no Z or Y: call calc_all() on it first")
    rows = _labels(flows.index, "rows of Z", 2)
    regions = tuple(dict.fromkeys(region for region, _ in rows))
    sectors = tuple(dict.fromkeys(sector for _, sector in rows))
    wanted = [(region, sector) for region in regions for sector in sectors]
    down = _order(rows, wanted, "rows of Z")
    across = _order(_labels(flows.columns, "columns of Z", 2), wanted, "columns of Z")
    sold = _order(_labels(demand.index, "rows of Y", 2), wanted, "rows of Y")
    values = _numbers(demand, "Y")[sold]
    final = np.zeros((len(wanted), len(regions)))
    at = {region: position for position, region in enumerate(regions)}
    for column, label in enumerate(demand.columns.get_level_values(0)):
        if str(label) not in at:
            raise WorldError(f"final demand of {label!r}, which is not a region of the system")
        final[:, at[str(label)]] += values[:, column]
    money = _unit(system, unit, wanted)
    factor = money.millions * _rate(money, usd)
    meta = str(getattr(getattr(system, "meta", None), "description", "") or "")
    codes = _iso3(regions) if iso else {}
    return from_arrays(
        tuple(codes.get(region, region) for region in regions),
        sectors,
        _numbers(flows, "Z")[np.ix_(down, across)] * factor,
        final * factor,
        year=_year(meta) if year is None else year,
        residual=residual or ("RES" if "ROW" in regions else "ROW"),
        manifest={
            "source": "pymrio system",
            "description": meta,
            **({"regions": codes} if codes else {}),
            "unit": {"said": money.said, "currency": money.currency, "usd_mn_per_unit": factor},
        },
        where="pymrio system",
    )


def _iso3(regions: Sequence[str]) -> dict[str, str]:
    """ISO3 codes of regions that are named otherwise, each once."""
    known = {row.iso3 for row in load_countries()}
    named: dict[str, str] = {}
    for row in load_countries():
        for name in (row.iso2, *(one.casefold() for one in row.names)):
            named.setdefault(name, row.iso3)
    rests = _RESTS if set(regions) >= _RESTS else frozenset()
    codes = {
        region: found
        for region in regions
        if region not in known
        and region not in rests
        and (found := named.get(region) or named.get(region.casefold()))
    }
    taken = Counter([*codes.values(), *(region for region in regions if region in known)])
    return {region: code for region, code in codes.items() if taken[code] == 1}


def _year(meta: str) -> int:
    found = re.search(r"\b(?:19|20)\d{2}\b", meta)
    if found is None:
        raise WorldError("the pymrio system does not say its year: give year=")
    return int(found.group())


def _labels(index: Any, what: str, levels: int) -> list[Label]:  # noqa: ANN401 - a pandas index
    """Region and sector of every row, whatever the order of a named index's levels."""
    if getattr(index, "nlevels", 1) < levels:
        raise WorldError(f"the {what} of the pymrio system need two labels, region and sector")
    names = [str(name).casefold() for name in index.names]
    both = "region" in names and "sector" in names
    picked = [names.index("region"), names.index("sector")] if both else [0, 1]
    return [tuple(str(label[level]) for level in picked) for label in index]


def _order(labels: Sequence[Label], wanted: Sequence[Label], what: str) -> list[int]:
    """Positions of the wanted labels; a missing, strange or doubled one is an error."""
    at = {label: position for position, label in enumerate(labels)}
    doubled = next((one for i, one in enumerate(labels) if at[one] != i), None)
    if doubled is not None:
        raise WorldError(f"the {what} of the pymrio system hold {' '.join(doubled)} twice")
    missing = [label for label in wanted if label not in at]
    if missing:
        raise WorldError(
            f"the {what} of the pymrio system lack {_few(missing)}: every region needs every "
            "sector, in rows and columns of Z and rows of Y (an industry by industry table)"
        )
    known = set(wanted)
    strange = [label for label in labels if label not in known]
    if strange:
        raise WorldError(
            f"the {what} of the pymrio system hold {_few(strange)}, which the rows of Z lack"
        )
    return [at[label] for label in wanted]


def _few(labels: Sequence[Label]) -> str:
    named = ", ".join(" ".join(label) for label in labels[:3])
    return named if len(labels) <= 3 else f"{named} and {len(labels) - 3} more"


def _numbers(table: Any, name: str) -> Array:  # noqa: ANN401 - a pandas frame
    try:
        values: Array = table.to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise WorldError(f"{name} of the pymrio system holds text: {error}") from error
    return values


def _unit(system: IOSystemLike, given: str | None, wanted: Sequence[Label]) -> MoneyUnit:
    """The one unit in which flows and final demand are."""
    if given is not None:
        return money_unit(given)
    table = getattr(system, "unit", None)
    if table is None:
        return MoneyUnit(said=NOT_SAID, currency="USD", millions=1.0)
    names = table["unit"] if "unit" in getattr(table, "columns", ()) else np.ravel(table)
    said = list(dict.fromkeys(str(one).strip() for one in _each(names)))
    kinds = {(one.currency, one.millions) for one in map(money_unit, said)}
    if len(kinds) != 1:
        few = ", ".join(map(repr, said[:3])) or "none"
        raise WorldError(
            f"the pymrio system has {len(kinds)} units ({few}) for {len(wanted)} rows, and one is "
            "needed: give unit=, or a monetary table"
        )
    return money_unit(said[0])


def _each(names: Any) -> Iterable[object]:  # noqa: ANN401 - a series or array
    return names if np.ndim(names) else [names]


def _rate(money: MoneyUnit, usd: float | None) -> float:
    """Dollars per unit of the currency."""
    if money.currency == "USD":
        if usd not in {None, 1.0}:
            raise WorldError(f"the table is in dollars ({money.said}): leave usd= out")
        return 1.0
    if usd is None or not (np.isfinite(usd) and usd > 0):
        raise WorldError(
            f"the table is in {money.currency} ({money.said!r}): give usd=, what one "
            f"{money.currency} was worth in dollars in that year"
        )
    return float(usd)
