"""Make the embedded world: OECD's table of 80 countries, packed, and merged to 27 regions.

Two kinds of input are understood:

* ``icio2022.npz`` (flows, output, final demand of all destinations together) beside
  ``ICIO2022_bilateral.npz`` (deliveries by origin, destination and product): final demand by
  destination and purchases from the residual region are estimated, see ``docs/methods/world.md``;
* OECD's own ICIO table, csv or zip (``--icio 2022_SML.csv``): nothing is estimated.

Run from the project's folder::

    python tools/build_world.py --icio icio2022.npz --bilateral ICIO2022_bilateral.npz
"""

import argparse
import csv
import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from detente._errors import DetenteError, WorldError
from detente.world import World, write_countries
from world_estimate import (
    BilateralTable,
    estimate_final_demand,
    estimate_imports_residual,
    limit_to_margin,
)

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "detente" / "world" / "data"
SHARED = ROOT.parent / "shared" / "data" / "world"
BITS = 11
EDITION = "2025"
YEAR = 2022
RESIDUAL = "ROW"


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a small CSV file."""
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def from_estimates(icio: Path, bilateral: Path, manifest: dict[str, Any]) -> World:
    """Full-size world from the two npz tables; final demand by destination is estimated."""
    table, trade = np.load(icio), np.load(bilateral)
    countries = tuple(map(str, table["countries"]))
    sectors = tuple(map(str, table["sectors"]))
    goods = tuple(map(str, trade["sectors"]))[:-1]
    if tuple(map(str, trade["countries"])) != (*countries, RESIDUAL) or sectors[: len(goods)] != (
        goods
    ):
        raise WorldError(f"{bilateral}: countries or goods differ from those of {icio}")
    shape = (len(countries), len(sectors))
    parts = BilateralTable(
        flows=table["Z"].astype(np.float64).reshape(*shape, *shape),
        output=table["x"].reshape(shape),
        final_total=table["f"].reshape(shape),
        deliveries=trade["X"],
    )
    flows = parts.flows.reshape(parts.output.size, -1)
    final = estimate_final_demand(parts)
    found = estimate_imports_residual(parts)
    imports = limit_to_margin(found, parts.output.ravel() - flows.sum(axis=0))
    return World.from_arrays(
        countries,
        sectors,
        flows,
        final,
        output=flows.sum(axis=1) + table["f"],
        imports_residual=imports,
        year=YEAR,
        residual=RESIDUAL,
        where=str(icio),
        manifest={
            **manifest,
            "estimated": {
                "final_demand": "by destination, from deliveries by origin, destination, product",
                "imports_residual": "intermediate share and use pattern of other foreign suppliers",
                "imports_residual_found_usd_mn": round(float(found.sum()), 3),
                "imports_residual_left_out_usd_mn": round(float((found - imports).sum()), 3),
                "nodes_where_left_out": int((found > imports).sum()),
            },
        },
    )


def build(icio: Path, bilateral: Path, mapping: Path, out: Path, *, year: int) -> World:
    """Read, merge and write the world; return it as it loads."""
    rows = read_rows(mapping)
    estimated = icio.suffix == ".npz"
    inputs = [icio, bilateral, mapping] if estimated else [icio, mapping]
    manifest: dict[str, Any] = {
        "source": "OECD Inter-Country Input-Output tables (ICIO)",
        "edition": EDITION if estimated else "as in the file",
        "url": "https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html",
        "inputs": [{"file": path.name, "sha256": sha256(path)} for path in inputs],
    }
    full = (
        from_estimates(icio, bilateral, manifest)
        if estimated
        else World.from_icio(icio, year=year, residual=RESIDUAL)
    )
    merged = full.aggregate({row["country"]: row["region"] for row in rows})
    write_countries(replace(full, manifest={**full.manifest, **manifest}), out)
    names = {row["sector"]: row["name"] for row in read_rows(DATA / "sectors.csv")}
    named = replace(
        merged,
        region_names={row["region"]: row["region_name"] for row in rows},
        sector_names=names,
        manifest={**merged.manifest, **manifest},
    )
    named.save(out, mantissa_bits=BITS)
    return World.load(out)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--icio", type=Path, default=SHARED / "icio2022.npz")
    parser.add_argument("--bilateral", type=Path, default=SHARED / "ICIO2022_bilateral.npz")
    parser.add_argument("--regions", type=Path, default=DATA / "regions.csv")
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--year", type=int, default=YEAR, help="year of an official csv or zip")
    options = parser.parse_args()
    try:
        world = build(
            options.icio, options.bilateral, options.regions, options.out, year=options.year
        )
    except (DetenteError, OSError) as error:
        print(f"build_world: {error}", file=sys.stderr)
        return 1
    for check in world.check():
        print(f"{check.name}: {check.value:.3g} {check.unit} at {check.worst}")
    for name in ("world.parquet", "countries.parquet"):
        size = (options.out / name).stat().st_size
        print(f"{name}: {size / 1e6:.2f} MB in {options.out}")
    print(world)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
