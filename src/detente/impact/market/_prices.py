"""Prices that the user brings: one column a date, the others assets."""

import csv
import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["Prices", "read_prices"]

Array = npt.NDArray[np.floating]

CLOSES = ("adj close", "adj_close", "close", "price")
"""Columns that say nothing of the asset, best first; the file's name is taken instead."""

NOTHING = ("", "null", "nan", "na", "n/a")
"""Cells that hold no price."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """Closing prices.

    Parameters
    ----------
    dates
        Trading days of any asset, ascending.
    by_asset
        Price on each day by asset, shape (days,) [any currency]; not a number where there is none.
    """

    dates: tuple[dt.date, ...]
    by_asset: dict[str, Array]

    def returns(self, asset: str, market: str | None) -> tuple[list[dt.date], Array, Array | None]:
        """Logarithmic returns between days on which asset and market both have a price.

        Parameters
        ----------
        asset, market
            Names of columns; without a market, of the asset alone.

        Returns
        -------
        tuple
            Days, returns of the asset and of the market, shape (days,) [1].

        Raises
        ------
        ImpactError
            If there is no such asset.
        """
        for name in (asset, market):
            if name is not None and name not in self.by_asset:
                raise ImpactError(f"no prices of {name}: there are {', '.join(self.by_asset)}")
        own = self.by_asset[asset]
        there = np.isfinite(own)
        if market is not None:
            there &= np.isfinite(self.by_asset[market])
        days = [day for day, known in zip(self.dates, there, strict=True) if known]
        moved = np.diff(np.log(own[there]))
        of_market = None if market is None else np.diff(np.log(self.by_asset[market][there]))
        return days[1:], moved, of_market


def read_prices(paths: Sequence[Path]) -> Prices:
    """Read one or several CSV files of prices.

    Parameters
    ----------
    paths
        Files with a column date (YYYY-MM-DD) and a column for each asset. Of a file with the
        columns Open, High, Low, Close of one asset, and of one with Close alone, the (adjusted)
        close is taken and called by the file's name.

    Raises
    ------
    ImpactError
        If no file is given, one cannot be read, or a date or price is wrong; the message names
        file and line.
    """
    if not paths:
        raise ImpactError("give a CSV file of prices: a column date, the others assets")
    columns: dict[str, dict[dt.date, float]] = {}
    for path in paths:
        for name, prices in _file(path).items():
            if name in columns:
                raise ImpactError(f"{path}: prices of {name} come twice; rename a column")
            columns[name] = prices
    dates = tuple(sorted(set().union(*columns.values())))
    return Prices(
        dates=dates,
        by_asset={
            name: np.array([prices.get(day, math.nan) for day in dates])
            for name, prices in columns.items()
        },
    )


def _file(path: Path) -> dict[str, dict[dt.date, float]]:
    rows = _lines(path)
    chosen = _chosen(rows[0] if rows else [], path)
    found: dict[str, dict[dt.date, float]] = {name: {} for name in chosen.values()}
    seen: set[dt.date] = set()
    for number, row in enumerate(rows[1:], start=2):
        if not row:
            continue
        where = f"{path}: line {number}"
        if len(row) != len(rows[0]):
            raise ImpactError(f"{where}: {len(row)} cells, {len(rows[0])} expected")
        day = _day(row[0], where)
        if day in seen:
            raise ImpactError(f"{where}: {day} comes twice")
        seen.add(day)
        for column, name in chosen.items():
            if row[column].strip().casefold() not in NOTHING:
                found[name][day] = _price(row[column], f"{where}: {name}")
    for name, prices in found.items():
        if len(prices) < 2:
            raise ImpactError(f"{path}: {name} has {len(prices) or 'no'} price; a return needs two")
    return found


def _lines(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.reader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "is no table in UTF-8"
        raise ImpactError(f"{path}: {reason}; give a CSV with a date and prices") from error


def _chosen(first: Sequence[str], path: Path) -> dict[int, str]:
    """Positions of the columns of prices, and the assets they belong to."""
    head = [name.strip() for name in first]
    low = [name.casefold() for name in head]
    if len(head) < 2 or low[0] != "date" or len(set(head)) < len(head) or "" in head:
        raise ImpactError(f"{path}: line 1: give date, then one column for each asset, named once")
    closes = [low.index(name) for name in CLOSES if name in low]
    if closes and (len(head) == 2 or "open" in low):
        return {closes[0]: path.stem}
    return dict(enumerate(head[1:], start=1))


def _day(cell: str, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(cell.strip()[:10])
    except ValueError:
        raise ImpactError(f"{where}: {cell!r} is no date; write YYYY-MM-DD") from None


def _price(cell: str, where: str) -> float:
    try:
        price = float(cell)
    except ValueError:
        price = math.nan
    if not (math.isfinite(price) and price > 0):
        raise ImpactError(f"{where}: {cell!r} is no price; give a number above 0 or leave it empty")
    return price
