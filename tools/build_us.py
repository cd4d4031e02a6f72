"""Make the embedded table of the United States: 402 industries in one Parquet file.

Input are the detail Make, Use and Import tables of 2017, before redefinitions, as the Bureau of
Economic Analysis published them (public domain) and the EPA's useeior package stores them
(``.rda``). Imports are taken out of the Use table, and the domestic rest is turned from
commodities into the industries that make them.

Run from the project's folder::

    python tools/build_us.py --folder ../shared/data/us

Notes
-----
``flows = (V q^-1) (U - M)`` with make table V (industry by commodity), commodity output q, use U
and import use M (commodity by industry): fixed product sales structure, Miller and Blair (2009),
*Input-Output Analysis*, 2nd ed., section 5.5, model D. It needs no negative entries.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyreadr

from detente._errors import DetenteError, WorldError
from detente.world import UsTable
from detente.world._store import round_flows

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "src" / "detente" / "world" / "data"
SHARED = ROOT.parent / "shared" / "data" / "us"
YEAR = 2017
BITS = 11
VALUE_ADDED = ("V00100", "V00200", "V00300")
FILES = {
    "use": "Detail_Use_2017_PRO_BeforeRedef_17sch",
    "make": "Detail_Make_2017_BeforeRedef_17sch",
    "import": "Detail_Import_2017_BeforeRedef_17sch",
    "commodities": "Detail_CommodityCodeName_2017",
    "industries": "Detail_IndustryCodeName_2017",
}

Array = npt.NDArray[np.float64]


def build(folder: Path, out: Path) -> UsTable:
    """Read, convert and write the table; return it as it loads.

    Parameters
    ----------
    folder
        Where the ``.rda`` files are.
    out
        Where to write.

    Raises
    ------
    WorldError
        If the tables do not balance among themselves.
    """
    paths = {key: folder / f"{name}.rda" for key, name in FILES.items()}
    frames = {key: next(iter(pyreadr.read_r(str(path)).values())) for key, path in paths.items()}
    commodities = [str(code) for code in frames["commodities"].iloc[:, 0]]
    industries = [str(code) for code in frames["industries"].iloc[:, 0]]
    names = [str(name).strip() for name in frames["industries"].iloc[:, 1]]

    def cells(key: str, rows: list[str], columns: list[str]) -> Array:
        return np.asarray(frames[key].loc[rows, columns].to_numpy(dtype=np.float64))

    use = cells("use", commodities, industries)
    make = cells("make", industries, commodities)
    imported = cells("import", commodities, industries)
    added = cells("use", list(VALUE_ADDED), industries).sum(axis=0)
    output, made = make.sum(axis=1), make.sum(axis=0)
    gap = np.abs(use.sum(axis=0) + added - output).max()
    if gap > 50.0:  # the published cells are rounded to USD mn
        raise WorldError(f"{folder}: use and make differ by USD {gap:.0f} mn in one industry")
    negative, beyond = use < 0, imported > np.maximum(use, 0.0)
    wanted = np.maximum(use, 0.0)
    foreign = np.minimum(imported, wanted)
    nobody = made <= 0  # imports that no industry at home makes, and statistical items
    foreign[nobody] = np.where((imported.sum(axis=1) > 0)[nobody, None], wanted[nobody], 0.0)
    share = np.divide(make, made, out=np.zeros_like(make), where=made > 0)
    flows = round_flows(share @ (wanted - foreign), BITS)
    over = flows.sum(axis=1) > output
    flows[over] *= (output[over] / flows[over].sum(axis=1))[:, None] * (1 - 1e-6)
    table = UsTable(
        industries=tuple(industries),
        names=dict(zip(industries, names, strict=True)),
        flows=flows.astype(np.float32).astype(np.float64),
        imports=foreign.sum(axis=0),
        output=output,
        value_added=added,
        year=YEAR,
        manifest={
            "source": "Bureau of Economic Analysis, Input-Output Accounts: Make, Use and Import "
            "tables, detail, before redefinitions, producers' prices",
            "edition": "2017 benchmark, as released in September 2023 (17-industry schema)",
            "licence": "public domain (work of the United States government)",
            "url": "https://www.bea.gov/industry/input-output-accounts-data",
            "inputs": [
                {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
                for path in paths.values()
            ],
            "mantissa_bits": BITS,
            "mended": {
                "largest_gap_of_use_and_make_usd_mn": float(gap),
                "negative_uses_set_to_zero": int(negative.sum()),
                "imports_above_use_cut": int(beyond.sum()),
                "industries_whose_sales_were_cut_to_output": int(over.sum()),
            },
        },
    )
    table.save(out)
    return UsTable.load(out)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=SHARED)
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    try:
        table = build(options.folder, options.out)
    except (DetenteError, OSError) as error:
        print(f"build_us: {error}", file=sys.stderr)
        return 1
    for check in table.check():
        print(f"{check.name}: {check.value:.3g} {check.unit} at {check.worst}")
    size = (options.out / "us.parquet").stat().st_size
    print(f"{table}: {size / 1e6:.2f} MB in {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
