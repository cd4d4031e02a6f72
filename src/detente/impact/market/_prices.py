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
from detente.impact.market._price_columns import chosen_columns

__all__ = ["Prices", "read_prices"]

Array = npt.NDArray[np.floating]

NOTHING = ("", "null", "nan", "na", "n/a")
"""Cells that hold no price."""

FRIDAY, SUNDAY = 4, 6

LONGEST_REST = 8
"""Weekdays from one price to the next that holidays explain; more is a halt [day]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prices:
    """Closing prices."""

    dates: tuple[dt.date, ...]
    """Trading days of any asset, ascending."""
    by_asset: dict[str, Array]
    """Price on each day by asset, shape (days,) [any currency]; not a number where there is
    none."""

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

    def spans(self, asset: str, market: str | None) -> Array:
        """Trading days that each of the returns spans.

        Parameters
        ----------
        asset, market
            As of `returns`.

        Returns
        -------
        Array
            1 for a return from one trading day to the next; after a halt, the trading days since
            the last price: days on which any asset has one, or weekdays if all stood still
            for more than a week, shape (days,) [trading day].
        """
        there = np.isfinite(self.by_asset[asset])
        if market is not None:
            there &= np.isfinite(self.by_asset[market])
        at = np.flatnonzero(there)
        listed = np.diff(at).astype(np.float64)
        days = np.array(self.dates, dtype="datetime64[D]")[at]
        weekdays = np.busday_count(days[:-1], days[1:]).astype(np.float64)
        open_days = np.minimum(listed, np.maximum(weekdays, 1.0))
        alone = (open_days <= 1.0) & (weekdays > LONGEST_REST)
        spans: Array = np.where(alone, weekdays, open_days)
        return spans


def read_prices(paths: Sequence[Path]) -> Prices:
    """Read one or several CSV files of prices.

    Parameters
    ----------
    paths
        Files with a column date (YYYY-MM-DD) and a column for each asset. Of columns that are
        fields of one asset (Open, Close, Volume) the adjusted close is taken, or else the close,
        and called by the file's name, or by the asset that the row above or the column's name says.

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
    heads, chosen = chosen_columns(rows, path)
    found: dict[str, dict[dt.date, float]] = {name: {} for name in chosen.values()}
    seen: set[dt.date] = set()
    body = [(number, row) for number, row in enumerate(rows[heads:], start=heads + 1) if any(row)]
    days = local_days([row[0] for _, row in body], [f"{path}: line {at}" for at, _ in body])
    for (number, row), day in zip(body, days, strict=True):
        where = f"{path}: line {number}"
        if len(row) != len(rows[heads - 1]):
            raise ImpactError(f"{where}: {len(row)} cells, {len(rows[heads - 1])} expected")
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


def local_days(cells: Sequence[str], where: Sequence[str]) -> list[dt.date]:
    """Trading days of stamps."""
    stamps = [_stamp(cell, place) for cell, place in zip(cells, where, strict=True)]
    late = all(not one.utcoffset() and one.hour >= 12 for one in stamps)
    weekdays = {one.weekday() for one in stamps}
    shifted = late and SUNDAY in weekdays and FRIDAY not in weekdays
    return [one.date() + dt.timedelta(days=int(shifted)) for one in stamps]


def _stamp(cell: str, where: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(cell.strip())
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
