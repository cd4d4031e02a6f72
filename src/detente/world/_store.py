"""The Parquet file and manifest of a world."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detente._errors import WorldError
from detente.world._assemble import fill_rows, from_arrays
from detente.world._balance import balance_checks, require_balance
from detente.world._world import Array, World

__all__ = ["MANIFEST", "TABLE", "number_columns", "read_world", "round_flows", "write_world"]

TABLE = "world.parquet"
MANIFEST = "manifest.json"
SCHEMA = "detente.world/1"


def round_flows(flows: Array, bits: int) -> Array:
    """Keep so many bits of each flow's mantissa.

    Examples
    --------
    >>> round_flows(np.array([1.0, 1.1, 100.0]), 3)
    array([ 1.   ,  1.125, 96.   ])
    """
    if not 1 <= bits <= 23:
        raise WorldError(f"a single-precision number has 1 to 23 bits of mantissa, not {bits}")
    fraction, exponent = np.frexp(flows.astype(float))
    steps = 2.0 ** (bits + 1)
    rounded: Array = np.ldexp(np.round(fraction * steps) / steps, exponent)
    return rounded


def _rounded(world: World, bits: int) -> World:
    """Replace flows by rounded ones and restore both identities."""
    flows = round_flows(world.flows, bits)
    over = flows.sum(axis=1) > world.output
    flows[over] *= (world.output[over] / flows[over].sum(axis=1))[:, None] * (1 - 1e-7)
    flows = flows.astype(np.float32).astype(np.float64)
    rounded = from_arrays(
        world.regions,
        world.sectors,
        flows,
        fill_rows(flows, world.final_demand, world.output),
        output=world.output,
        imports_residual=world.imports_residual,
        year=world.year,
        residual=world.residual,
        region_names=world.region_names,
        sector_names=world.sector_names,
        members=world.members,
    )
    return replace(rounded, manifest=world.manifest)


def number_columns(table: pa.Table, column: str, *, keep: bool = False) -> Array:
    """Take the numbers of a column, of a list column one after the other."""
    # to_numpy would import pandas (0.2 s); DLPack also refuses empty cells
    parts = [np.from_dlpack(getattr(chunk, "values", chunk)) for chunk in table[column].chunks]
    whole: Any = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return np.asarray(whole if keep else whole.astype(np.float64))


def write_world(world: World, folder: str | Path, *, mantissa_bits: int | None = None) -> None:
    """Write a world as one Parquet file and one JSON manifest.

    Notes
    -----
    One row per selling node. Flows and final demand are lists, in node and destination order;
    the manifest inside the Parquet file's own metadata is the same as the one beside it.
    """
    if mantissa_bits is not None:
        world = _rounded(world, mantissa_bits)
    manifest = _describe(world, mantissa_bits)
    count = len(world.sectors)
    flow_type = pa.float64() if mantissa_bits is None else pa.float32()
    flows = pa.array(world.flows.ravel()).cast(flow_type, safe=False)
    final = pa.array(world.final_demand.ravel(), type=pa.float64())
    table = pa.table(
        {
            "region": np.repeat(np.array(world.regions, dtype=object), count),
            "sector": np.tile(np.array(world.sectors, dtype=object), len(world.regions)),
            "output": world.output,
            "imports_residual": world.imports_residual,
            "value_added": world.value_added,
            "flows": pa.FixedSizeListArray.from_arrays(flows, world.n),
            "final_demand": pa.FixedSizeListArray.from_arrays(final, len(world.destinations)),
        }
    )
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    numbers = ("output", "imports_residual", "value_added")
    pq.write_table(
        table.replace_schema_metadata({"detente.world": text}),
        folder / TABLE,
        compression="zstd",
        compression_level=19,
        use_dictionary=["region", "sector"],
        column_encoding={
            "flows.list.element": "BYTE_STREAM_SPLIT",
            "final_demand.list.element": "BYTE_STREAM_SPLIT",
            **dict.fromkeys(numbers, "BYTE_STREAM_SPLIT"),
        },
        write_statistics=False,
    )
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _describe(world: World, mantissa_bits: int | None) -> dict[str, Any]:
    """Say what the manifest says: codes, names, provenance and the results of the checks."""
    inherited = {name: value for name, value in world.manifest.items() if name != "sha256"}
    return {
        **inherited,
        "schema": SCHEMA,
        "year": world.year,
        "unit": "USD mn per year, current prices",
        "residual": world.residual,
        **({"outside": list(world.outside)} if world.outside else {}),
        "mantissa_bits": mantissa_bits,
        "totals": {
            "output_usd_bn": round(float(world.output.sum()) / 1e3, 3),
            "value_added_usd_bn": round(float(world.value_added.sum()) / 1e3, 3),
            "purchases_from_residual_usd_bn": round(float(world.imports_residual.sum()) / 1e3, 3),
            "deliveries_to_residual_usd_bn": round(float(world.final_demand[:, -1].sum()) / 1e3, 3),
        },
        "checks": {
            check.name: {
                "value": check.value,
                "limit": check.limit,
                "unit": check.unit,
                "passed": check.passed,
            }
            for check in balance_checks(world)
        },
        "regions": [
            {
                "code": code,
                "name": world.region_names.get(code, code),
                "members": list(world.members.get(code, (code,))),
            }
            for code in world.regions
        ],
        "sectors": [
            {"code": code, "name": world.sector_names.get(code, code)} for code in world.sectors
        ],
    }


def read_world(folder: str | Path | None = None) -> World:
    """Read what :func:`write_world` wrote."""
    folder = Path(__file__).parent / "data" if folder is None else Path(folder)
    path = folder / TABLE
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        table = pq.ParquetFile(path).read()  # read_table would import pandas: 0.2 s
    except FileNotFoundError as error:
        raise WorldError(
            f"{folder}: {Path(str(error.filename or path)).name} is missing: "
            "write a world there first (World.save)"
        ) from error
    except (pa.ArrowInvalid, ValueError) as error:
        raise WorldError(f"{folder}: not a world's files ({error}): write them again") from error
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        raise WorldError(f"{folder / MANIFEST}: schema is not {SCHEMA!r}: write the world again")

    def numbers(column: str) -> Array:
        return number_columns(table, column).reshape(table.num_rows, -1).squeeze()

    regions, sectors = manifest["regions"], manifest["sectors"]
    try:
        world = World(
            regions=tuple(entry["code"] for entry in regions),
            sectors=tuple(entry["code"] for entry in sectors),
            flows=numbers("flows"),
            output=numbers("output"),
            final_demand=numbers("final_demand"),
            imports_residual=numbers("imports_residual"),
            value_added=numbers("value_added"),
            year=manifest["year"],
            residual=manifest["residual"],
            region_names={entry["code"]: entry["name"] for entry in regions},
            sector_names={entry["code"]: entry["name"] for entry in sectors},
            members={entry["code"]: tuple(entry["members"]) for entry in regions},
            outside=tuple(manifest.get("outside", ())),
            manifest={**manifest, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        )
    except (KeyError, TypeError, ValueError, pa.ArrowInvalid) as error:
        raise WorldError(f"{folder}: {error} is missing or wrong: write the world again") from error
    require_balance(world, str(path))
    return world
