"""A network of firms: who sells how much to whom, laid out for cascades."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from detente._errors import ImpactError

__all__ = ["ABSENT", "ESSENTIAL", "NON_ESSENTIAL", "FirmNetwork"]

Array = npt.NDArray[np.floating]
Whole = npt.NDArray[np.integer]

ABSENT, NON_ESSENTIAL, ESSENTIAL = 0, 1, 2
"""What the goods of a sector are to a buyer: no input, one that adds, one it stops without."""

MOST_LINKS = 2**31 - 1
"""Positions of links are held in 32 bits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FirmNetwork:
    """Firms and their sales to each other."""

    firms: npt.NDArray[Any]
    """Names or numbers of the firms, shape (firms,)."""
    sectors: tuple[str, ...]
    """Names of the sectors, shape (sectors,)."""
    sector: Whole
    """Position in ``sectors`` of each firm, shape (firms,)."""
    market: Whole
    """Number of the market in which a firm's sales can be replaced, shape (firms,)."""
    countries: tuple[str, ...]
    """Names of the countries, shape (countries,); none if they are not known."""
    country: Whole
    """Position in ``countries`` of each firm, shape (firms,)."""
    output: Array
    """All sales of each firm [value per period], shape (firms,)."""
    out_start: Whole
    out_buyer: Whole
    out_slot: Whole
    out_weight: Array
    """For each firm its links as supplier: where they start, shape (firms + 1,); the buyer; the
    group of essential inputs they belong to, or -1; what the buyer loses of that group, or of all
    its inputs, without them [share]. Links whose goods are no input are left out."""
    in_start: Whole
    in_supplier: Whole
    in_slot: Whole
    in_share: Array
    """For each firm its links as buyer: where they start, shape (firms + 1,); the supplier; the
    group as in ``out_slot``, or -2 for goods that are no input; the part of the supplier's output
    that goes over the link [share]."""
    slot_start: Whole
    """For each buyer where its groups of essential inputs start, shape (firms + 1,)."""
    bought: Array
    group_bought: Array
    """All that each firm buys, shape (firms,), and what it buys of each group, shape (groups,)
    [value per period]."""
    links: int
    """Links between different firms, parallel ones counted once [count]."""
    own_links: int
    """Links from a firm to itself, left out [count]."""

    def __len__(self) -> int:
        return len(self.firms)

    @classmethod
    def build(  # noqa: PLR0913 - one argument each
        cls,
        *,
        supplier: Whole,
        buyer: Whole,
        value: Array,
        sector: Whole,
        sectors: Sequence[str],
        firms: npt.NDArray[Any] | None = None,
        kind: Whole | None = None,
        market: Whole | None = None,
        output: Array | None = None,
        country: Whole | None = None,
        countries: Sequence[str] = (),
    ) -> "FirmNetwork":
        """Lay out a network.

        Parameters
        ----------
        supplier, buyer
            Position of the firm at each end, shape (links,).
        value
            Sales over each link [value per period], shape (links,); parallel links are summed.
        sector
            Position of each firm's sector in ``sectors``, shape (firms,).
        sectors
            Names of the sectors.
        firms
            Names of the firms; their positions if not given.
        kind
            What goods of a sector (row) are to a buyer of a sector (column): ``ABSENT``,
            ``NON_ESSENTIAL`` or ``ESSENTIAL``, shape (sectors, sectors); all non-essential if not
            given.
        market
            Number of the market of each firm, shape (firms,); its sector if not given.
        output
            All sales of each firm, those outside the network included [value per period]; the sum
            of its links if not given. A firm that sells more over its links gets that sum.

        Raises
        ------
        ImpactError
            If a position is out of range, a value is no positive number, or shapes do not fit.
        """
        count = len(sector)
        kind = np.full((len(sectors),) * 2, NON_ESSENTIAL) if kind is None else kind
        market = sector if market is None else market
        names = np.arange(count) if firms is None else firms
        _check(supplier, buyer, value, count)
        if kind.shape != (len(sectors),) * 2 or not np.isin(kind, (0, 1, 2)).all():
            raise ImpactError(
                f"essential inputs: give 0, 1 or 2 for each of {len(sectors)} x {len(sectors)} "
                "pairs of sectors"
            )
        if len(names) != count or len(market) != count:
            raise ImpactError(f"give a name and a market for each of {count} firms")
        home = np.zeros(count, np.int32) if country is None else country.astype(np.int32)
        if len(home) != count or (countries and not 0 <= home.min() <= home.max() < len(countries)):
            raise ImpactError(
                f"give one of the {len(countries)} countries for each of {count} firms"
            )
        own = supplier == buyer
        if own.any():
            supplier, buyer, value = supplier[~own], buyer[~own], value[~own]
        sales = sparse.coo_array((value, (supplier, buyer)), shape=(count, count)).tocsr()
        sales.sum_duplicates()
        sold: Array = np.asarray(sales.sum(axis=1), dtype=np.float64).ravel()
        bought: Array = np.asarray(sales.sum(axis=0), dtype=np.float64).ravel()
        if output is None:
            total = sold
        else:
            if len(output) != count or not (np.isfinite(output) & (output >= 0)).all():
                raise ImpactError(f"output: give a number from 0 up for each of {count} firms")
            total = np.maximum(np.asarray(output, float), sold)
        if not total.sum() > 0:
            raise ImpactError("no firm sells anything: give at least one link with a value")
        out, slot = _as_supplier(sales, sector, kind, bought)
        ends = sales.tocsc()
        slots = sparse.csr_array((slot, sales.indices, sales.indptr), shape=sales.shape).tocsc()
        return cls(
            firms=names,
            sectors=tuple(sectors),
            sector=sector.astype(np.int32),
            market=np.unique(market, return_inverse=True)[1].astype(np.int32),
            countries=tuple(countries),
            country=home,
            output=total,
            **out,
            in_start=ends.indptr.astype(np.int64),
            in_supplier=ends.indices.astype(np.int32),
            in_slot=slots.data,
            bought=bought,
            in_share=ends.data / total[ends.indices],
            links=int(sales.nnz),
            own_links=int(own.sum()),
        )


def _check(supplier: Whole, buyer: Whole, value: Array, count: int) -> None:
    if not len(supplier) == len(buyer) == len(value):
        raise ImpactError("give a supplier, a buyer and a value for each link")
    if len(value) > MOST_LINKS:
        raise ImpactError(f"{len(value):,} links: at most {MOST_LINKS:,}")
    for side, ends in (("supplier", supplier), ("buyer", buyer)):
        if len(ends) and not 0 <= ends.min() <= ends.max() < count:
            raise ImpactError(f"a {side} of a link is not among the {count} firms")
    _each(value, np.isfinite(value) & (value > 0), "is no number above 0")


def _each(value: Array, fine: npt.NDArray[np.bool_], words: str) -> None:
    if not fine.all():
        at = int(np.argmin(fine))
        raise ImpactError(f"link {at + 1}: its value {value[at]} {words}; mend or drop the row")


def _as_supplier(
    sales: Any,  # noqa: ANN401 - a sparse array
    sector: Whole,
    kind: Whole,
    bought: Array,
) -> tuple[dict[str, Any], Whole]:
    """Links by supplier: whom they reach, and what they are there; and the group of every link."""
    count, kinds = len(sector), len(kind)
    buyer = sales.indices
    supplier = np.repeat(np.arange(count, dtype=np.int32), np.diff(sales.indptr))
    what = kind[sector[supplier], sector[buyer]]
    slot = np.full(len(buyer), -1, np.int32)
    weight = sales.data / bought[buyer]
    needed = np.flatnonzero(what == ESSENTIAL)
    group = buyer[needed].astype(np.int64) * kinds + sector[supplier[needed]]
    groups, at = np.unique(group, return_inverse=True)
    slot[needed] = at
    of_group = np.bincount(at, weights=sales.data[needed], minlength=len(groups))
    weight[needed] = sales.data[needed] / of_group[at]
    kept = what != ABSENT
    slot[~kept] = -2
    start = np.zeros(count + 1, np.int64)
    np.cumsum(_count(supplier[kept], count), out=start[1:])
    slots = np.zeros(count + 1, np.int64)
    np.cumsum(_count(groups // kinds, count), out=slots[1:])
    return {
        "out_start": start,
        "out_buyer": buyer[kept].astype(np.int32),
        "out_slot": slot[kept],
        "out_weight": weight[kept],
        "slot_start": slots,
        "group_bought": of_group,
    }, slot


def _count(at: Whole, most: int) -> Whole:
    return np.bincount(at, minlength=most)
