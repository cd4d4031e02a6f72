"""Which columns of a price file are prices, and of which assets."""

import re
from collections.abc import Sequence
from pathlib import Path

from detente._errors import ImpactError

__all__ = ["DATES", "chosen_columns"]

DATES = ("date", "datetime", "timestamp", "time")
"""What the column of days may be called."""

CLOSES = ("adj close", "adjusted close", "adjusted", "adj", "close", "close/last", "last", "price")
"""Columns that say nothing of the asset, best first."""

OTHERS = frozenset(
    {
        "open", "high", "low", "volume", "vol", "vol.", "vwap", "turnover", "dividends", "dividend",
        "stock splits", "capital gains", "change", "change %", "% change", "change percent",
        "open interest", "repaired?", "trades",
    }
)  # fmt: skip
"""What stands beside closing prices of the same asset and is no price to study."""

LEVELS = 3
"""Rows of names above the first day, at most [count]."""


def chosen_columns(rows: Sequence[Sequence[str]], path: Path) -> tuple[int, dict[int, str]]:
    """Find the rows of names and the columns of closing prices."""
    levels = next(
        (at for at, row in enumerate(rows[:LEVELS]) if row and row[0].strip().casefold() in DATES),
        None,
    )
    if levels is None or len(rows[levels]) < 2:
        raise ImpactError(f"{path}: line 1: give date, then one column for each asset, named once")
    head = [_cells(rows[: levels + 1], column) for column in range(len(rows[levels]))]
    found: dict[str, dict[str, int]] = {}
    for column, names in enumerate(head[1:], start=1):
        asset, field = _parted(names, path)
        of_asset = found.setdefault(asset, {})
        if field in of_asset:
            what = " ".join(names) or f"column {column + 1}"
            raise ImpactError(
                f"{path}: line {levels + 1}: {what} comes twice; each asset is named once"
            )
        of_asset[field] = column
    named = _by_suffix(found)
    chosen = {}
    for asset, fields in named.items():
        best = next((fields[close] for close in ("", *CLOSES) if close in fields), None)
        if best is not None:
            chosen[best] = asset or path.stem
    if not chosen:
        raise ImpactError(f"{path}: line {levels + 1}: no column of closing prices")
    return levels + 1, dict(sorted(chosen.items()))


def _cells(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    """Names of a column in all rows of names, without empty ones."""
    cells = [row[column].strip() for row in rows if column < len(row)]
    return [cell for cell in cells if cell]


def _parted(names: Sequence[str], path: Path) -> tuple[str, str]:
    """Asset and field of a column; one of both may be empty."""
    fields = [name for name in names if _field(name)]
    assets = [name for name in names if not _field(name)]
    if not names or len(fields) > 1 or len(assets) > 1:
        raise ImpactError(
            f"{path}: the names {', '.join(names) or 'of a column'} do not tell one asset and one "
            "kind of price: give date, then one column for each asset, named once"
        )
    return "".join(assets), _folded(fields[0]) if fields else ""


def _folded(name: str) -> str:
    return re.sub(r"[\s._]+", " ", name.casefold()).strip().rstrip("*")


def _field(name: str) -> bool:
    return _folded(name) in OTHERS or _folded(name) in CLOSES


def _by_suffix(found: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Join columns such as SPY.Open, SPY.High, SPY.Close, which are one asset's."""
    words = "|".join(re.escape(one).replace(r"\ ", r"[ ._]") for one in (*CLOSES, *OTHERS))
    end = re.compile(rf"(?P<asset>.+?)[ ._-]+(?P<field>{words})", re.IGNORECASE)
    parted = {asset: match for asset in found if (match := end.fullmatch(asset))}
    counts: dict[str, int] = {}
    for match in parted.values():
        counts[match["asset"]] = counts.get(match["asset"], 0) + 1
    joined: dict[str, dict[str, int]] = {}
    for asset, fields in found.items():
        match = parted.get(asset)
        if match is None or counts[match["asset"]] < 2 or set(fields) != {""}:
            joined.setdefault(asset, {}).update(fields)
        else:
            joined.setdefault(match["asset"], {})[_folded(match["field"])] = fields[""]
    return joined
