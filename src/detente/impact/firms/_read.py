"""Firm networks from files: Parquet or CSV, refused at the edge if anything is wrong."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from detente._errors import ImpactError
from detente.impact.firms._network import ABSENT, ESSENTIAL, NON_ESSENTIAL, FirmNetwork

__all__ = ["read_groups", "read_network"]

KINDS = {"essential": ESSENTIAL, "non-essential": NON_ESSENTIAL, "none": ABSENT}


def read_network(edges: Path, firms: Path, *, inputs: str | Path = "linear") -> FirmNetwork:
    """Read a network.

    Parameters
    ----------
    edges
        Parquet or CSV with the columns supplier, buyer, value [value per period].
    firms
        Parquet or CSV with the columns firm and sector, and if known output [value per period],
        market and country.
    inputs
        ``linear``: every input adds to output and none is needed; ``leontief``: the goods of every
        sector are needed; or a CSV with the columns supplier_sector, buyer_sector and kind
        (essential, non-essential, none), where pairs that are not named are non-essential.

    Raises
    ------
    ImpactError
        If a file cannot be read, lacks a column, or a row is wrong; the message names file, column
        and row.
    """
    who = _table(firms, ("firm", "sector"), ("output", "market", "country"))
    links = _table(edges, ("supplier", "buyer", "value"), ())
    names = who["firm"]
    _once(names, firms)
    sectors, sector = _coded(who["sector"], firms, "sector")
    kind = _kinds(inputs, sectors)
    market = _coded(who["market"], firms, "market")[1] if "market" in who.column_names else None
    countries, country = (
        _coded(who["country"], firms, "country") if "country" in who.column_names else ((), None)
    )
    output = None
    if "output" in who.column_names:
        output = _numbers(who["output"], firms, "output", least=0.0)
    value = _numbers(links["value"], edges, "value", least=np.nextafter(0.0, 1.0))
    return FirmNetwork.build(
        supplier=_positions(links["supplier"], names, edges, "supplier"),
        buyer=_positions(links["buyer"], names, edges, "buyer"),
        value=value,
        sector=sector,
        sectors=sectors,
        firms=names.to_numpy(zero_copy_only=False),
        kind=kind,
        market=market,
        output=output,
        country=country,
        countries=countries,
    )


def read_groups(firms: Path, columns: Sequence[str]) -> dict[str, npt.NDArray[np.intp]]:
    """Read which firms belong together, such as those of one country and sector.

    Parameters
    ----------
    firms
        The table of firms, as of `read_network`.
    columns
        Firms with the same values in these columns are one group.

    Returns
    -------
    dict
        Positions of the firms by name of the group, in the order of their first firms.

    Raises
    ------
    ImpactError
        If the file cannot be read or lacks a column.
    """
    table = _table(firms, columns, ())
    parts = [_coded(table[name], firms, name) for name in columns]
    codes = np.ravel_multi_index([at for _, at in parts], [len(names) for names, _ in parts])
    _, first, group = np.unique(codes, return_index=True, return_inverse=True)
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    return {
        " ".join(names[at[first[g]]] for names, at in parts): members[g]
        for g in np.argsort(first, kind="stable")
    }


def _table(path: Path, needed: Sequence[str], known: Sequence[str]) -> pa.Table:
    try:
        if path.suffix in {".parquet", ".csv"} and not path.is_file():
            raise ImpactError(
                f"{path}: there is no such file; give a table {', '.join(needed)}, .parquet or .csv"
            )
        if path.suffix == ".parquet":
            columns = pq.read_schema(path).names
            wanted = [name for name in (*needed, *known) if name in columns]
            table = pq.read_table(path, columns=wanted)
        elif path.suffix == ".csv":
            table = pa_csv.read_csv(path)
            columns = table.column_names
        else:
            raise ImpactError(f"{path}: give .parquet or .csv, not {path.suffix or 'no suffix'}")
    except (OSError, pa.ArrowException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise ImpactError(f"{path}: {reason}; give a table {', '.join(needed)}") from error
    for name in needed:
        if name not in table.column_names:
            raise ImpactError(
                f"{path}: no column {name}; it needs {', '.join(needed)} and has "
                f"{', '.join(columns[:8])}"
            )
    for name in (*needed, *known):
        if name in table.column_names and table[name].null_count:
            row = int(np.argmax(table[name].is_null().to_numpy())) + 1
            raise ImpactError(f"{path}: row {row}: {name} is empty")
    if not table.num_rows:
        raise ImpactError(f"{path}: no rows")
    return table.combine_chunks()


def _once(names: Any, path: Path) -> None:  # noqa: ANN401 - a column
    if pc.count_distinct(names).as_py() < len(names):
        counts = pc.value_counts(names)
        twice = counts.filter(pc.greater(counts.field("counts"), 1))[0]["values"]
        raise ImpactError(f"{path}: firm {twice.as_py()} has more than one row")


def _coded(column: Any, path: Path, name: str) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:  # noqa: ANN401
    if pa.types.is_floating(column.type):
        raise ImpactError(f"{path}: column {name} holds fractions; give texts or whole numbers")
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    return tuple(coded.dictionary.to_pylist()), coded.indices.to_numpy().astype(np.int32)


def _numbers(column: Any, path: Path, name: str, *, least: float) -> npt.NDArray[np.float64]:  # noqa: ANN401
    try:
        values: npt.NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    except pa.ArrowException:
        raise ImpactError(f"{path}: column {name} holds {column.type}, not numbers") from None
    fine = np.isfinite(values) & (values >= least)
    if not fine.all():
        row = int(np.argmin(fine))
        words = "a number from 0 up" if least == 0 else "a number above 0"
        raise ImpactError(f"{path}: row {row + 1}: {name} is {values[row]}; give {words}")
    return values


def _positions(column: Any, names: Any, path: Path, side: str) -> npt.NDArray[np.int32]:  # noqa: ANN401
    try:
        at = pc.index_in(column.cast(names.type), value_set=names)
    except pa.ArrowException:
        raise ImpactError(
            f"{path}: column {side} holds {column.type}, firms are {names.type}; name both alike"
        ) from None
    if at.null_count:
        row = int(np.argmax(at.is_null().to_numpy()))
        raise ImpactError(
            f"{path}: row {row + 1}: {side} {column[row].as_py()} is not in the table of firms"
        )
    found: npt.NDArray[np.int32] = at.to_numpy()
    return found


def _kinds(inputs: str | Path, sectors: tuple[str, ...]) -> npt.NDArray[np.int64]:
    shape = (len(sectors),) * 2
    if inputs == "linear":
        return np.full(shape, NON_ESSENTIAL)
    if inputs == "leontief":
        return np.full(shape, ESSENTIAL)
    path = Path(inputs)
    kind = np.full(shape, NON_ESSENTIAL)
    position = {name: at for at, name in enumerate(sectors)}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is no text in UTF-8"
        raise ImpactError(f"{path}: {reason}; give linear, leontief or a CSV of pairs") from error
    for number, row in enumerate(rows, start=2):
        pair = row.get("supplier_sector"), row.get("buyer_sector")
        named = row.get("kind")
        if None in pair or named not in KINDS:
            raise ImpactError(
                f"{path}: line {number}: give supplier_sector, buyer_sector and kind, one of "
                f"{', '.join(KINDS)}"
            )
        at = [position.get(name or "") for name in pair]
        if None not in at:  # pairs of sectors without firms do no harm
            kind[at[0], at[1]] = KINDS[named]
    return kind
