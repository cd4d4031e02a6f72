"""OECD's Inter-Country Input-Output tables in their official layout, csv or zip."""

import csv
import hashlib
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from detente._errors import WorldError
from detente.world._aggregate import sum_by_group
from detente.world._assemble import from_arrays
from detente.world._editions import table_year
from detente.world._world import Array, World

__all__ = ["from_icio"]

FINAL = frozenset(
    "HFCE HC NPISH NPS GGFC GFCF INVNT INV DPABR DIRP P33 CONS_ABR CONS_NONRES FD".split()  # noqa: SIM905
)
"""Final-demand categories of the editions since 2016; the last ones are purchases abroad."""

OUTPUT = ("OUT", "OUTPUT", "TOTAL")
DISCREPANCY = "DISC"
"""Column of older editions: what balancing left over of a row."""
FACTORS = re.compile(r"(?:[A-Z0-9]{3}_)?(?:TLS|VALU|VA|OUTPUT|OUT|TOTAL|TAXSUB|VA.?TAXSUB)")
SPLIT = {"CN": "CHN", "MX": "MEX"}
"""The extended tables split these countries: CN1 and CN2 are China, MX1 and MX2 Mexico."""
MOST_BYTES = 3 << 30
"""Size of an unpacked table beyond which it is refused; a whole year is below 0.5 GB [byte]."""


def from_icio(path: str | Path, *, year: int | None = None, residual: str | None = "ROW") -> World:
    """Read OECD's own ICIO table, at full size.

    Notes
    -----
    Rows and columns are labelled ``USA_C29``; below the industries stand the rows ``TLS``, ``VA``
    and ``OUT``, beside them the columns ``USA_HFCE`` to ``USA_DPABR`` and ``OUT``. Final demand
    adds up its categories; negative deliveries are treated as in :func:`from_arrays`. Value added
    of the world returned is VA + TLS, because taxes on purchases are not separated.

    References
    ----------
    OECD (2025), *OECD Inter-Country Input-Output Tables*, https://oe.cd/icio.
    """
    path = Path(path)
    with _opened(path, year) as (name, handle):
        table = _parse(handle, f"{path}" if name == path.name else f"{path}: {name}")
    said = table_year(name) if year is None else year
    if said is None:
        raise WorldError(f"{path}: the name {name!r} does not say the year: give year=")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return _world(
        table,
        year=said,
        residual=residual,
        manifest={
            "source": "OECD Inter-Country Input-Output tables (ICIO)",
            "inputs": [{"file": path.name, "member": name, "sha256": digest}],
        },
        where=str(path),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """An official table by parts: labels of industries and of final users, and the numbers."""

    industries: list[tuple[str, str]]
    users: list[str]
    flows: Array
    final: Array
    output: Array
    left_over: Array


@contextmanager
def _opened(path: Path, year: int | None) -> Iterator[tuple[str, IO[bytes]]]:
    """Open the csv, or the one csv in a zip that is meant; its name and its bytes."""
    try:
        if path.suffix.casefold() != ".zip":
            with path.open("rb") as handle:
                yield path.name, handle
            return
        with zipfile.ZipFile(path) as archive:
            tables = [name for name in archive.namelist() if _is_table(name)]
            meant = tables if year is None else [n for n in tables if _says(n, year)]
            meant = meant or (tables if len(tables) == 1 and not _years(tables[0]) else [])
            if len(meant) != 1:
                names = ", ".join(sorted(tables)) or "no csv"
                raise WorldError(
                    f"{path}: {len(meant)} tables fit year {year or 'not given'} "
                    f"(it holds {names}): give year="
                )
            size = archive.getinfo(meant[0]).file_size
            if size > MOST_BYTES:
                raise WorldError(
                    f"{path}: {meant[0]} unpacks to {size / 1e9:.0f} GB; a table of OECD's is "
                    f"below {MOST_BYTES / 1e9:.0f} GB: unpack it by hand if it is one"
                )
            yield Path(meant[0]).name, io.BytesIO(_unpacked(archive, meant[0], path))
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
        raise WorldError(f"{path}: cannot be read ({error})") from error


def _is_table(name: str) -> bool:
    """Whether a member of a zip is a csv, and not what a Mac or an editor leaves beside it."""
    parts = Path(name).parts
    return name.casefold().endswith(".csv") and not any(
        part == "__MACOSX" or part.startswith((".", "~")) for part in parts
    )


def _says(name: str, year: int) -> bool:
    """Whether a member's name says the year."""
    return table_year(Path(name).name) == year


def _years(name: str) -> bool:
    """Whether a member's name says any year."""
    return table_year(Path(name).name) is not None


def _unpacked(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    """Bytes of a member."""
    try:
        return archive.read(name)
    except (RuntimeError, NotImplementedError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise WorldError(
            f"{path}: {name} cannot be unpacked ({error}): unpack it by hand, or fetch it again"
        ) from error


def _parse(handle: IO[bytes], where: str) -> _Table:
    """Read the numbers and sort rows and columns into parts."""
    header = _header(handle, where)
    types = dict.fromkeys(header[1:], pa.float64())
    try:
        raw = arrow_csv.read_csv(
            handle,
            read_options=arrow_csv.ReadOptions(
                column_names=header, skip_rows=1, block_size=1 << 24
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={header[0]: pa.string(), **types}, strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        text = str(error).splitlines()[0]
        raise WorldError(f"{where}: not an ICIO table ({text}): use OECD's own csv") from error
    rows = [str(label).strip() for label in raw.column(0).to_pylist()]
    columns = header[1:]
    column_at = {label: position for position, label in enumerate(columns)}
    inside = [label for label in rows if label in column_at and label not in OUTPUT]
    users = [label for label in columns if label.partition("_")[2] in FINAL]
    total = next((label for label in OUTPUT if label in column_at), None)
    strange = [r for r in rows if r not in column_at and not FACTORS.fullmatch(r)]
    known = {*inside, *users, *OUTPUT, DISCREPANCY}
    strange += [c for c in columns if c not in known]
    if strange or not inside or not users or total is None or len(set(rows)) != len(rows):
        what = (
            f"label {strange[0]!r} is neither an industry nor a total"
            if strange
            else "industries, final demand (USA_HFCE ...) or the column OUT are missing or doubled"
        )
        raise WorldError(f"{where}: not an ICIO table: {what}; use OECD's own csv")
    at = {label: position for position, label in enumerate(rows)}
    picked = np.array([at[label] for label in inside])

    def block(labels: Sequence[str]) -> Array:
        parts = [np.asarray(raw.column(column_at[label] + 1))[picked] for label in labels]
        return np.column_stack(parts).astype(np.float64)

    left_over = [DISCREPANCY] if DISCREPANCY in column_at else []
    return _Table(
        industries=[_industry(label) for label in inside],
        users=[_region(label.partition("_")[0]) for label in users],
        flows=block(inside),
        final=block(users),
        output=block([total])[:, 0],
        left_over=block(left_over)[:, 0] if left_over else np.zeros(len(inside)),
    )


def _header(handle: IO[bytes], where: str) -> list[str]:
    """Column labels; leaves the handle at the start."""
    try:
        line = handle.readline(1 << 20).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorldError(f"{where}: not a text file: use OECD's own csv or zip") from error
    handle.seek(0)
    try:
        header = [label.strip() for label in next(csv.reader([line]), [])]
    except csv.Error as error:
        raise WorldError(
            f"{where}: the first line is no row ({error}): use OECD's own csv"
        ) from error
    if len(header) < 2 or len(set(header)) != len(header):
        raise WorldError(f"{where}: the first line is not a row of labels: use OECD's own csv")
    return header


def _region(code: str) -> str:
    """Country of a code; the parts of a split country become the country."""
    if re.fullmatch(r"(?:CHN|MEX)\.\w{3}", code):  # CHN.PRO, MEX.GMF in the edition of 2015
        return code[:3]
    return SPLIT.get(code[:2], code) if re.fullmatch(r"(?:CN|MX)\d", code) else code


def _industry(label: str) -> tuple[str, str]:
    """Region and sector of a label such as ``USA_C29``."""
    region, _, sector = label.partition("_")
    return _region(region), sector


def _world(
    table: _Table, *, year: int, residual: str | None, manifest: dict[str, object], where: str
) -> World:
    """Join split countries, take the residual region out, and balance."""
    regions = list(dict.fromkeys(region for region, _ in table.industries))
    sectors = list(dict.fromkeys(sector for _, sector in table.industries))
    nodes = {node: at for at, node in enumerate((r, s) for r in regions for s in sectors)}
    group = np.array([nodes[node] for node in table.industries], dtype=np.intp)
    missing = set(nodes.values()) - set(group.tolist())
    if missing or not set(table.users) <= set(regions):
        raise WorldError(f"{where}: not every region has every sector: use OECD's own csv")
    flows = sum_by_group(
        sum_by_group(table.flows, group, len(nodes), axis=0), group, len(nodes), axis=1
    )
    user_group = np.array([regions.index(user) for user in table.users], dtype=np.intp)
    final = np.zeros((len(nodes), len(regions)))
    by_node = sum_by_group(table.final, group, len(nodes), axis=0)
    for column, user in enumerate(user_group):
        final[:, user] += by_node[:, column]
    at_home = np.arange(len(nodes)) // len(sectors)
    final[np.arange(len(nodes)), at_home] += sum_by_group(
        table.left_over, group, len(nodes), axis=0
    )
    manifest |= (
        {"discrepancy_usd_mn": float(table.left_over.sum())} if table.left_over.any() else {}
    )
    output = sum_by_group(table.output, group, len(nodes), axis=0)
    if residual is None or residual not in regions:
        return from_arrays(
            regions,
            sectors,
            flows,
            final,
            output=output,
            year=year,
            residual="RES" if "ROW" in regions else "ROW",
            manifest=manifest,
            where=where,
        )
    out = regions.index(residual)
    outside = np.arange(len(nodes)) // len(sectors) == out
    kept = ~outside
    inside = [region for region in regions if region != residual]
    delivered = flows[kept][:, outside].sum(axis=1) + final[kept, out]
    return from_arrays(
        inside,
        sectors,
        flows[np.ix_(kept, kept)],
        np.column_stack([np.delete(final[kept], out, axis=1), delivered]),
        output=output[kept],
        imports_residual=flows[outside][:, kept].sum(axis=0),
        year=year,
        residual=residual,
        manifest=manifest,
        where=where,
    )
