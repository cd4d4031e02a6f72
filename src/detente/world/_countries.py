"""The table of all countries, packed small, and its merging to the regions that are needed."""

import functools
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from detente._errors import UnknownCodeError, WorldError
from detente.world._assemble import fill_rows, from_arrays
from detente.world._store import number_columns, read_world
from detente.world._world import Array, World

__all__ = ["MANIFEST", "TABLE", "listed_countries", "pack", "world_apart", "write_countries"]

TABLE = "countries.parquet"
MANIFEST = "countries.json"
SCHEMA = "detente.countries/1"

STEPS = 2047
"""Steps of a packed share between 0 and 1: 11 bits."""

DATA = Path(__file__).parent / "data"


def pack(values: Array, whole: Array) -> npt.NDArray[np.uint16]:
    """Pack parts of a whole into whole numbers, evenly in their square roots.

    Parameters
    ----------
    values
        Parts, not negative, shape (rows, columns) [USD mn per year].
    whole
        What each column (or, as a column vector, each row) is a part of [USD mn per year].

    Returns
    -------
    ndarray
        ``round(STEPS * sqrt(value / whole))`` [1].

    Notes
    -----
    The error of a share ``a`` is at most ``sqrt(a) / STEPS``, so that large flows are kept well and
    flows below ``whole / (4 * STEPS**2)`` become zero; where errors add up they cancel.

    Examples
    --------
    >>> pack(np.array([[1.0, 0.25]]), np.array([1.0, 1.0])).tolist()
    [[2047, 1024]]
    """
    share = np.divide(values, whole, out=np.zeros_like(values), where=np.asarray(whole) > 0)
    return np.round(STEPS * np.sqrt(np.minimum(share, 1.0))).astype(np.uint16)


def write_countries(world: World, folder: str | Path) -> None:
    """Write a full table packed: flows as parts of the buyer's output, deliveries of the seller's.

    Parameters
    ----------
    world
        A table of single countries.
    folder
        Where to write; made if absent.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    flows = pack(world.flows, world.output)
    sold = (flows.astype(float) ** 2 @ world.output) / STEPS**2
    over = sold > world.output  # rounding must not sell more than there is
    shrink = np.sqrt(np.divide(world.output, sold, out=np.ones(world.n), where=over))[:, None]
    flows = np.where(over[:, None], np.floor(flows * shrink), flows).astype(np.uint16)
    final = pack(world.final_demand, world.output[:, None])
    table = pa.table(
        {
            "output": world.output,
            "imports_residual": world.imports_residual,
            "flows": pa.FixedSizeListArray.from_arrays(pa.array(flows.ravel()), world.n),
            "final_demand": pa.FixedSizeListArray.from_arrays(
                pa.array(final.ravel()), len(world.destinations)
            ),
        }
    )
    pq.write_table(
        table,
        folder / TABLE,
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
        column_encoding=dict.fromkeys(
            ("output", "imports_residual", "flows.list.element", "final_demand.list.element"),
            "BYTE_STREAM_SPLIT",
        ),
        write_statistics=False,
    )
    kept = (flows.astype(float) ** 2 @ world.output) / STEPS**2
    manifest = {
        **{name: value for name, value in world.manifest.items() if name != "sha256"},
        "schema": SCHEMA,
        "year": world.year,
        "unit": "(part of 2047) squared: of the buyer's output, for deliveries the seller's",
        "residual": world.residual,
        "countries": list(world.regions),
        "sectors": list(world.sectors),
        "packing": {
            "steps": STEPS,
            "intermediate_sales_usd_bn": round(float(world.flows.sum()) / 1e3, 3),
            "intermediate_sales_kept_usd_bn": round(float(kept.sum()) / 1e3, 3),
            "rows_shrunk": int(over.sum()),
        },
        "balance": {
            check.name: {"value": check.value, "limit": check.limit, "passed": check.passed}
            for check in world.check()
        },
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


@functools.cache
def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WorldError(f"{folder / MANIFEST}: {error}: run tools/build_world.py") from error
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        raise WorldError(f"{folder / MANIFEST}: schema is not {SCHEMA!r}: write it again")
    return manifest


def listed_countries() -> frozenset[str]:
    """Codes of the countries that the packaged table has a row and a column for."""
    return frozenset(_manifest(DATA)["countries"])


def world_apart(apart: Sequence[str], outside: Sequence[str] = ()) -> World:
    """Merge the packaged table of all countries to the usual regions, some countries apart."""
    return _merged(tuple(sorted(set(apart))), tuple(sorted(set(outside))))


@functools.lru_cache(maxsize=8)
def _merged(apart: tuple[str, ...], outside: tuple[str, ...]) -> World:
    usual = read_world()
    apart = tuple(code for code in apart if not usual.has_region(code))
    listed = listed_countries() if apart or outside else frozenset()
    for code in apart:
        if code not in listed:
            raise UnknownCodeError("country of the world table", code, sorted(listed))
    for code in outside:
        if code in listed or usual.has_region(code):
            raise WorldError(f"{code} is in the world table: set it apart instead")
    if not apart and not outside:
        return usual
    world = _split(usual, apart) if apart else usual
    return with_outside(world, outside) if outside else world


def _split(usual: World, apart: tuple[str, ...]) -> World:
    """Merge the full table anew, with the countries apart behind the usual regions."""
    manifest = _manifest(DATA)
    countries, sectors = manifest["countries"], tuple(manifest["sectors"])
    home = {member: code for code, inside in usual.members.items() for member in inside}
    group_of = {code: code if code in apart else home[code] for code in countries}
    regions = tuple(code for code in (*usual.regions, *apart) if code in set(group_of.values()))
    at = np.array([regions.index(group_of[code]) for code in countries])
    path = DATA / TABLE
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowInvalid) as error:
        raise WorldError(f"{path}: {error}: run tools/build_world.py") from error
    output, residual = (number_columns(table, name) for name in ("output", "imports_residual"))
    k, count = len(sectors), len(countries)
    rows = np.zeros((len(regions), k, count * k), dtype=np.float32)
    deliveries = np.zeros((len(regions), k, count + 1))
    packed = number_columns(table, "flows", keep=True).reshape(count, k, count * k)
    final = number_columns(table, "final_demand").reshape(count, k, count + 1) ** 2
    final *= output.reshape(count, k, 1) / STEPS**2
    for country, region in enumerate(at):
        part = packed[country].astype(np.float32)
        part *= part
        rows[region] += part
        deliveries[region] += final[country]
    rows *= (output / STEPS**2).astype(np.float32)
    member = np.zeros((count, len(regions)), dtype=np.float32)
    member[np.arange(count), at] = 1.0
    n = len(regions) * k
    flows = np.einsum("acj,cr->arj", rows.reshape(n, count, k), member, optimize=True)
    wide = np.zeros((count + 1, len(regions) + 1))
    wide[:-1, :-1], wide[-1, -1] = member, 1.0

    def merged(values: Array) -> Array:
        return np.asarray(member.T.astype(float) @ values.reshape(count, k)).ravel()

    Z, x = flows.reshape(n, n).astype(float), merged(output)
    Z *= np.minimum(1.0, x / np.maximum(Z.sum(axis=1), 1e-300))[:, None]
    return from_arrays(
        regions,
        sectors,
        Z,
        fill_rows(Z, deliveries.reshape(n, count + 1) @ wide, x),
        output=x,
        imports_residual=merged(residual),
        year=manifest["year"],
        residual=usual.residual,
        region_names={**usual.region_names, **_names(apart)},
        sector_names=usual.sector_names,
        members={
            code: tuple(one for one in countries if group_of[one] == code) for code in regions
        },
        manifest={
            **{key: manifest[key] for key in manifest if key not in ("countries", "sectors")},
            "sha256": _digest(path),
            "apart": list(apart),
        },
        where=str(path),
    )


@functools.cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _names(codes: Sequence[str]) -> dict[str, str]:
    """Names of countries, as the packaged mapping of countries to regions has them."""
    import csv  # noqa: PLC0415 - only where a country stands apart

    with (DATA / "regions.csv").open(newline="", encoding="utf-8") as handle:
        known = {row["country"]: row["country_name"] for row in csv.DictReader(handle)}
    return {code: known[code] for code in codes if code in known}


def with_outside(world: World, codes: Sequence[str]) -> World:
    """Add countries that the table does not have, as regions without an economy."""
    n, more, k = world.n, len(codes), len(world.sectors)
    size = n + more * k
    flows = np.zeros((size, size))
    flows[:n, :n] = world.flows
    final = np.zeros((size, len(world.regions) + more + 1))
    final[:n, : len(world.regions)] = world.final_demand[:, :-1]
    final[:n, -1] = world.final_demand[:, -1]
    rest = np.zeros(more * k)
    return World(
        regions=(*world.regions, *codes),
        sectors=world.sectors,
        flows=flows,
        output=np.concatenate([world.output, rest]),
        final_demand=final,
        imports_residual=np.concatenate([world.imports_residual, rest]),
        value_added=np.concatenate([world.value_added, rest]),
        year=world.year,
        residual=world.residual,
        region_names=world.region_names,
        sector_names=world.sector_names,
        members={**world.members, **{code: (code,) for code in codes}},
        outside=(*world.outside, *codes),
        manifest=world.manifest,
    )
