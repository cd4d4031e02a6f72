"""Results as tidy Arrow tables: one row a fact, its unit beside it; Parquet, CSV, DuckDB."""

import csv
import datetime as dt
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detente._errors import DetenteError
from detente._files import require_place, whole
from detente._units import DAYS_PER_MONTH
from detente.controls import Range
from detente.impact._stoppages import day_range
from detente.impact.ranges import spread
from detente.impact.results import UNIT, manifest

if TYPE_CHECKING:
    from detente.impact._impact import Impact

__all__ = ["COLUMNS", "save", "table", "tables"]

Row = dict[str, Any]

COLUMNS: dict[str, pa.DataType] = {
    "table": pa.string(),
    "quantity": pa.string(),
    "control": pa.string(),
    "party": pa.string(),
    "region": pa.string(),
    "good": pa.string(),
    "exporter": pa.string(),
    "sector": pa.string(),
    "month": pa.int32(),
    "day": pa.int32(),
    "date": pa.date32(),
    "draw": pa.int32(),
    "low": pa.float64(),
    "central": pa.float64(),
    "high": pa.float64(),
    "share_of_draws": pa.float64(),
    "unit": pa.string(),
}
"""Columns of all tables, in order; a table has those that it fills."""

SHEETS = (".csv", ".parquet")


def tables(impact: "Impact") -> dict[str, pa.Table]:
    """Lay a simulation out in tables; see docs/results.md for each."""
    metadata = {
        "detente.schema": "detente.impact.tables/1",
        "detente.manifest": json.dumps(manifest(impact)),
    }
    made = {
        "losses": _losses(impact),
        "monthly": _monthly(impact),
        "draws": _draws(impact),
        "regions": _regions(impact),
        "sectors": _sectors(impact),
        "clocks": _clocks(impact),
        "stoppages": _stoppages(impact),
        "paths": _paths(impact),
        "shipments": _shipments(impact),
    }
    return {name: _table(list(rows), metadata) for name, rows in made.items()}


def table(impact: "Impact") -> pa.Table:
    """Put all tables under one another, the name of each in the column ``table``."""
    every = tables(impact)
    schema = pa.schema(COLUMNS, metadata=next(iter(every.values())).schema.metadata)
    parts = []
    for name, part in every.items():
        columns: dict[str, Any] = {
            field.name: part[field.name]
            if field.name in part.column_names
            else pa.nulls(len(part), field.type)
            for field in schema
        }
        columns["table"] = pa.array([name] * len(part), pa.string())
        parts.append(pa.table(columns, schema=schema))
    return pa.concat_tables(parts)


def save(impact: "Impact", target: Path) -> Path:
    """Write the tables; see `Impact.save`."""
    if target.suffix not in SHEETS:
        return _save_folder(impact, target)
    require_place(target)
    every = table(impact)
    with whole(target) as beside:
        if target.suffix == ".parquet":
            pq.write_table(every, beside)
        else:
            with beside.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.writer(handle)
                writer.writerow(every.column_names)
                for batch in every.to_batches():
                    writer.writerows(zip(*batch.to_pydict().values(), strict=True))
    return target


def _save_folder(impact: "Impact", folder: Path) -> Path:
    """Write one Parquet file per table."""
    if folder.suffix or (folder.exists() and not folder.is_dir()):
        raise DetenteError(f"{folder}: name a file .csv or .parquet, or a folder for several files")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise DetenteError(
            f"{folder}: cannot be made ({error.strerror}); choose another"
        ) from error
    for name, part in tables(impact).items():
        with whole(folder / f"{name}.parquet") as beside:
            pq.write_table(part, beside)
    return folder


def _table(rows: list[Row], metadata: dict[str, str]) -> pa.Table:
    filled = [name for name in COLUMNS if any(row.get(name) is not None for row in rows)]
    names = filled or ["quantity", "low", "central", "high", "unit"]
    schema = pa.schema([(name, COLUMNS[name]) for name in names], metadata=metadata)
    return pa.Table.from_pylist(rows, schema=schema)


def _names(impact: "Impact") -> list[str]:
    return [*(entry.control for entry in impact.standoff.controls), "together"]


def _month_start(impact: "Impact", month: int) -> dt.date:
    """First day of a month of the study, counted from its date."""
    return impact.standoff.on + dt.timedelta(days=math.ceil(month * DAYS_PER_MONTH))


def _losses(impact: "Impact") -> Iterator[Row]:
    for name in _names(impact):
        for party in impact.parties:
            loss = impact.loss(party, name)
            for quantity, value in (("loss", loss.total), *loss.parts.items()):
                yield {
                    "quantity": quantity,
                    "control": name,
                    "party": party,
                    **value.as_dict(),
                    "unit": UNIT,
                }


def _monthly(impact: "Impact") -> Iterator[Row]:
    for name in _names(impact):
        for party in impact.parties:
            for month, value in enumerate(impact.loss(party, name).by_month):
                yield {
                    "quantity": "loss",
                    "control": name,
                    "party": party,
                    "month": month + 1,
                    "date": _month_start(impact, month),
                    **value.as_dict(),
                    "unit": UNIT,
                }


def _draws(impact: "Impact") -> Iterator[Row]:
    for name in _names(impact):
        for party in impact.parties:
            for draw, value in enumerate(impact.draws(party, name)):
                yield {
                    "quantity": "loss",
                    "control": name,
                    "party": party,
                    "draw": draw,
                    "central": float(value),
                    "unit": UNIT,
                }


def _regions(impact: "Impact") -> Iterator[Row]:
    """Loss of every region, whether it bargains or not."""
    home = {row: party for party in impact.parties for row in impact.rows(party)}
    for name in _names(impact):
        for row, region in enumerate(impact.study.world.regions):
            yield {
                "quantity": "loss",
                "control": name,
                "party": home.get(row),
                "region": region,
                **impact.loss(region, name).total.as_dict(),
                "range_from": impact.range_from(name),
                "unit": UNIT,
            }


def _sectors(impact: "Impact") -> Iterator[Row]:
    """Value added lost by sector; sectors that never lose are left out."""
    world = impact.study.world
    home = {row: party for party in impact.parties for row in impact.rows(party)}
    size = len(world.sectors)
    for name in _names(impact):
        lost = impact.batch.sector_loss[:, impact.columns(name)]
        for node in np.flatnonzero((lost != 0).any(axis=1)).tolist():
            yield {
                "quantity": "value_added_lost",
                "control": name,
                "party": home.get(node // size),
                "region": world.regions[node // size],
                "sector": world.sectors[node % size],
                **spread(lost[node]).as_dict(),
                "range_from": impact.range_from(name),
                "unit": UNIT,
            }


def _clocks(impact: "Impact") -> Iterator[Row]:
    for clock in impact.clocks():
        yield {
            "quantity": "first_shortage",
            "control": clock.control,
            "party": clock.party,
            "good": clock.good,
            **_days(day_range(clock.first_shortage, impact.study.days)),
            "share_of_draws": float((~np.isnan(clock.first_shortage[1:])).mean()),
            "unit": "day",
        }


def _stoppages(impact: "Impact") -> Iterator[Row]:
    for row in impact.first_stoppages():
        where = {"control": row.control, "party": row.party, "good": row.good, "sector": row.sector}
        yield {
            "quantity": "first_stoppage",
            **where,
            **_days(row.days),
            "share_of_draws": row.share_of_draws,
            "unit": "day",
        }
        yield {
            "quantity": "output_lost_worst_day",
            **where,
            **row.output_lost.as_dict(),
            "unit": "share",
        }


def _paths(impact: "Impact") -> Iterator[Row]:
    on = impact.standoff.on
    for clock in impact.clocks():
        for quantity in ("need_met", "stock", "output"):
            for day, values in enumerate(getattr(clock, quantity)):
                yield {
                    "quantity": quantity,
                    "control": clock.control,
                    "party": clock.party,
                    "good": clock.good,
                    "day": day,
                    "date": on + dt.timedelta(days=day),
                    **spread(values).as_dict(),
                    "unit": "share",
                }


def _shipments(impact: "Impact") -> Iterator[Row]:
    """Exports of controlled goods by destination, all controls together, relative to the base."""
    study, columns = impact.study, impact.columns("together")
    shipped, model = impact.batch.shipments[..., columns], study.model
    base = model.pair_trade[:, :, impact.batch.draw[columns]]
    for pair, (g, e) in enumerate(zip(model.pair_good, model.pair_exporter, strict=True)):
        for region, name in enumerate(study.world.regions):
            if region == e or not (base[pair, region] > 0).any():
                continue
            for month, values in enumerate(shipped[pair, region]):
                yield {
                    "quantity": "shipments",
                    "control": "together",
                    "region": name,
                    "good": model.goods[g],
                    "exporter": study.world.regions[e],
                    "month": month + 1,
                    "date": _month_start(impact, month),
                    **spread(values).as_dict(),
                    "unit": "1",
                }


def _days(days: Range | None) -> Row:
    """Three numbers, or three gaps where the central run has no such day."""
    return dict.fromkeys(("low", "central", "high")) if days is None else {**days.as_dict()}
