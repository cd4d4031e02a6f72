"""Firm networks from files: Parquet or CSV, refused at the edge if anything is wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from detente._columns import codes, numbers, read_columns
from detente._errors import ImpactError
from detente.impact.firms._network import ABSENT, ESSENTIAL, NON_ESSENTIAL, FirmNetwork

__all__ = ["read_groups", "read_network"]

PAIR = ("supplier_sector", "buyer_sector", "kind")
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
        sector are needed; or a table with the columns supplier_sector, buyer_sector and kind
        (essential, non-essential, none), where pairs that are not named are non-essential. Rows
        of sectors without firms do no harm; a table none of whose rows fits is refused.

    Raises
    ------
    ImpactError
        If a file cannot be read, lacks a column, or a row is wrong; the message names file, column
        and row.
    """
    who = read_columns(firms, ("firm", "sector"), ("output", "market", "country"))
    links = read_columns(edges, ("supplier", "buyer", "value"))
    names = _named(who["firm"], firms, "firm")
    _once(names, firms)
    sectors, sector = _coded(who["sector"], firms, "sector")
    kind = _kinds(inputs, sectors)
    market = _coded(who["market"], firms, "market")[1] if "market" in who.column_names else None
    countries, country = (
        _coded(who["country"], firms, "country") if "country" in who.column_names else ((), None)
    )
    output = None
    if "output" in who.column_names:
        output = numbers(who["output"], firms, "output", least=0.0)
    value = numbers(links["value"], edges, "value", least=np.nextafter(0.0, 1.0))
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
    table = read_columns(firms, columns)
    parts = [_coded(table[name], firms, name) for name in columns]
    codes = np.ravel_multi_index([at for _, at in parts], [len(names) for names, _ in parts])
    _, first, group = np.unique(codes, return_index=True, return_inverse=True)
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    return {
        " ".join(names[at[first[g]]] for names, at in parts): members[g]
        for g in np.argsort(first, kind="stable")
    }


def _once(names: Any, path: Path) -> None:  # noqa: ANN401 - a column
    if pc.count_distinct(names).as_py() < len(names):
        counts = pc.value_counts(names)
        twice = counts.filter(pc.greater(counts.field("counts"), 1))[0]["values"]
        raise ImpactError(f"{path}: firm {twice.as_py()} has more than one row")


def _coded(column: Any, path: Path, name: str) -> tuple[tuple[str, ...], npt.NDArray[np.int32]]:  # noqa: ANN401
    coded = codes(column, path, name).dictionary_encode()
    return tuple(coded.dictionary.to_pylist()), coded.indices.to_numpy().astype(np.int32)


def _named(column: Any, path: Path, name: str) -> Any:  # noqa: ANN401 - a column
    """Names of firms; whole numbers of a Parquet stay so, which is faster."""
    return column if pa.types.is_integer(column.type) else codes(column, path, name)


def _positions(column: Any, names: Any, path: Path, side: str) -> npt.NDArray[np.int32]:  # noqa: ANN401
    who = _named(column, path, side)
    if who.type != names.type:
        who, names = who.cast(pa.string()), names.cast(pa.string())
    at = pc.index_in(who, value_set=names)
    if at.null_count:
        row = int(np.argmax(at.is_null().to_numpy(zero_copy_only=False)))
        raise ImpactError(
            f"{path}: row {row + 1}: {side} {who[row].as_py()} is not in the table of firms"
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
    if not path.is_file():
        raise ImpactError(f"{path}: no such file; give linear, leontief or a CSV of pairs")
    table = read_columns(path, PAIR)
    supplier, buyer, named = (codes(table[name], path, name).to_pylist() for name in PAIR)
    kind = np.full(shape, NON_ESSENTIAL)
    position = {name: at for at, name in enumerate(sectors)}
    said: dict[tuple[str, str], str] = {}
    for row, (sold, bought, what) in enumerate(zip(supplier, buyer, named, strict=True), start=1):
        if what not in KINDS:
            raise ImpactError(
                f"{path}: row {row}: kind is {what!r}; give one of {', '.join(KINDS)}"
            )
        if said.setdefault((sold, bought), what) != what:
            raise ImpactError(
                f"{path}: row {row}: {sold} to {bought} was {said[sold, bought]} before; keep one"
            )
        for code in (sold, bought):
            _require_spelling(code, position, f"{path}: row {row}")
        if sold in position and bought in position:
            kind[position[sold], position[bought]] = KINDS[what]
    if not any(sold in position and bought in position for sold, bought in said):
        raise ImpactError(
            f"{path}: no row names two sectors of the firms, which are {', '.join(sectors[:5])}; "
            "write sectors as the table of firms does"
        )
    return kind


def _require_spelling(code: str, known: Mapping[str, int], where: str) -> None:
    """Refuse a code that is a sector of the firms but for zeros, case or a decimal point."""
    if code in known:
        return
    bare = _bare(code)
    near = next((name for name in known if _bare(name) == bare), None)
    if near is not None:
        raise ImpactError(f"{where}: {code} is no sector of the firms, {near} is; write it alike")


def _bare(code: str) -> str:
    folded = code.casefold().strip()
    return (folded.removesuffix(".0").lstrip("0") or "0") if folded else folded
