"""The economy of the United States in 402 industries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detente._errors import WorldError
from detente.world._balance import Check
from detente.world._lookup import position
from detente.world._world import Array

__all__ = ["UsTable"]

TABLE, MANIFEST = "us.parquet", "us.json"
SCHEMA = "detente.us-table/1"
IDENTITY_TOLERANCE = 1e-6
"""Largest gap in a row or column identity, as a share of the industry's output [1]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class UsTable:
    """Industry-by-industry table of one country and year; imported inputs stand apart.

    Notes
    -----
    Columns: ``output = flows summed over rows + imports + other_purchases + value_added``; what
    has no maker in the table (used goods, scrap from abroad, statistical items) is in
    ``other_purchases``. Rows: final deliveries take up what industries do not buy.
    """

    industries: tuple[str, ...]
    """Codes of the Bureau of Economic Analysis, six characters."""
    names: Mapping[str, str]
    """Code to name."""
    flows: Array
    """Domestic intermediate sales, row industry to column industry, shape (n, n)
    [USD mn per year]."""
    imports: Array
    """Imported intermediate purchases, shape (n,) [USD mn per year]."""
    output: Array
    """Gross output, shape (n,) [USD mn per year]."""
    value_added: Array
    """Pay, taxes less subsidies and operating surplus, shape (n,) [USD mn per year]."""
    year: int
    """Year of the table."""
    manifest: Mapping[str, Any] = field(default_factory=dict)
    """Where the table comes from and how it was made."""
    _at: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.industries)
        if n == 0 or len(set(self.industries)) != n:
            raise WorldError("the industry codes of a table must be unique and at least one")
        shapes = {"flows": (n, n), "imports": (n,), "output": (n,), "value_added": (n,)}
        for name, shape in shapes.items():
            array: Array = np.ascontiguousarray(getattr(self, name), dtype=np.float64).view()
            if array.shape != shape:
                raise WorldError(f"{name} has shape {array.shape}, and {shape} is needed")
            if not np.isfinite(array).all():
                raise WorldError(f"{name} holds an entry that is not a finite number: mend it")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        for name in ("names", "manifest"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        object.__setattr__(self, "_at", {code: at for at, code in enumerate(self.industries)})
        failed = [check for check in self.check() if not check.passed]
        if failed:
            raise WorldError(
                f"{failed[0].name} fails: {failed[0].value:.3g} {failed[0].unit} "
                f"at {failed[0].worst} (limit {failed[0].limit:g}); mend the table"
            )

    def __repr__(self) -> str:
        return f"UsTable(year={self.year}, industries={len(self.industries)})"

    def index(self, industry: str) -> int:
        """Position of an industry; unknown codes raise, naming the nearest."""
        return position(industry, self._at, "industry")

    def name(self, industry: str) -> str:
        """Name of an industry."""
        self.index(industry)
        return self.names.get(industry, industry)

    @property
    def gdp(self) -> float:
        """Sum of value added [USD mn per year]."""
        return float(self.value_added.sum())

    @property
    def final_deliveries(self) -> Array:
        """Deliveries to households, government, investment and abroad, shape (n,) [USD mn]."""
        return np.asarray(self.output - self.flows.sum(axis=1))

    @property
    def other_purchases(self) -> Array:
        """Purchases that have no maker in the table, shape (n,) [USD mn per year]."""
        made = self.flows.sum(axis=0) + self.imports + self.value_added
        return np.asarray(self.output - made)

    def domestic_coefficients(self) -> Array:
        """Domestic purchases per unit of output, shape (n, n) [1]; zero columns where no output."""
        per_unit = np.divide(
            1.0, self.output, out=np.zeros(len(self.output)), where=self.output > 0
        )
        return np.asarray(self.flows * per_unit)

    def domestic_share(self) -> Array:
        """Part of each industry's intermediate purchases that is made at home, shape (n,) [share].

        Purchases without a maker are left out; an industry that buys nothing gets 1.
        """
        home = self.flows.sum(axis=0)
        bought = home + self.imports
        share: Array = np.divide(home, bought, out=np.ones_like(home), where=bought > 0)
        return share

    def check(self) -> tuple[Check, ...]:
        """Named checks: signs, and how much of the columns has no maker."""
        rows = [
            ("flows are not negative", -self.flows.min(axis=1), 0.0, "USD mn"),
            ("imports are not negative", -self.imports, 0.0, "USD mn"),
            ("output is not negative", -self.output, 0.0, "USD mn"),
            (
                "sales to industries stay below output",
                _relative(-self.final_deliveries, self.output),
                IDENTITY_TOLERANCE,
                "of output",
            ),
            (
                "purchases without a maker are a small part of output",
                np.array([np.abs(self.other_purchases).sum() / self.output.sum()]),
                0.02,
                "of all output",
            ),
        ]
        return tuple(
            Check(
                name=name,
                value=float(np.max(values)),
                limit=limit,
                unit=unit,
                passed=bool(np.max(values) <= limit),
                worst=self.industries[int(np.argmax(values))] if len(values) > 1 else "all",
            )
            for name, values, limit, unit in rows
        )

    @classmethod
    def load(cls, folder: str | Path | None = None) -> "UsTable":
        """Load the embedded table, or one that :meth:`save` wrote.

        Parameters
        ----------
        folder
            Folder with ``us.parquet`` and ``us.json``; by default the packaged one.

        Returns
        -------
        UsTable
            The table, its signs and balance checked.

        Raises
        ------
        WorldError
            If a file is missing, is not such a table, or does not balance.

        Examples
        --------
        >>> table = UsTable.load()
        >>> table, table.name("334413")
        (UsTable(year=2017, industries=402), 'Semiconductor and related device manufacturing')
        """
        folder = Path(__file__).parent / "data" if folder is None else Path(folder)
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            parquet = pq.ParquetFile(folder / TABLE).read()  # read_table would import pandas
        except FileNotFoundError as error:
            raise WorldError(
                f"{folder}: {Path(str(error.filename or TABLE)).name} is missing: "
                "write a table there first (UsTable.save)"
            ) from error
        except (pa.ArrowInvalid, ValueError) as error:
            raise WorldError(f"{folder}: not such a table ({error}): write it again") from error
        if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
            raise WorldError(f"{folder / MANIFEST}: schema is not {SCHEMA!r}: write it again")

        def numbers(column: str) -> Array:
            parts = [
                np.from_dlpack(getattr(part, "values", part)) for part in parquet[column].chunks
            ]
            return np.concatenate(parts).astype(np.float64).reshape(parquet.num_rows, -1).squeeze()

        try:
            return cls(
                industries=tuple(entry["code"] for entry in manifest["industries"]),
                names={entry["code"]: entry["name"] for entry in manifest["industries"]},
                flows=numbers("flows"),
                imports=numbers("imports"),
                output=numbers("output"),
                value_added=numbers("value_added"),
                year=manifest["year"],
                manifest=manifest,
            )
        except (KeyError, TypeError, ValueError, pa.ArrowInvalid) as error:
            raise WorldError(f"{folder}: {error} is missing or wrong: write it again") from error

    def save(self, folder: str | Path) -> None:
        """Write ``us.parquet`` and ``us.json``; flows in single precision."""
        n = len(self.industries)
        manifest = {
            **self.manifest,
            "schema": SCHEMA,
            "year": self.year,
            "unit": "USD mn per year, current prices",
            "totals": {
                "output_usd_bn": round(float(self.output.sum()) / 1e3, 3),
                "value_added_usd_bn": round(self.gdp / 1e3, 3),
                "imported_inputs_usd_bn": round(float(self.imports.sum()) / 1e3, 3),
                "other_purchases_usd_bn": round(float(self.other_purchases.sum()) / 1e3, 3),
            },
            "checks": {
                check.name: {"value": check.value, "limit": check.limit, "unit": check.unit}
                for check in self.check()
            },
            "industries": [
                {"code": code, "name": self.names.get(code, code)} for code in self.industries
            ],
        }
        flows = pa.array(self.flows.ravel(), type=pa.float64()).cast(pa.float32(), safe=False)
        table = pa.table(
            {
                "industry": list(self.industries),
                "imports": self.imports,
                "output": self.output,
                "value_added": self.value_added,
                "flows": pa.FixedSizeListArray.from_arrays(flows, n),
            }
        )
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(
            table,
            folder / TABLE,
            compression="zstd",
            compression_level=19,
            use_dictionary=["industry"],
            column_encoding={
                "flows.list.element": "BYTE_STREAM_SPLIT",
                **dict.fromkeys(("imports", "output", "value_added"), "BYTE_STREAM_SPLIT"),
            },
            write_statistics=False,
        )
        text = json.dumps(manifest, indent=2, ensure_ascii=False)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _relative(values: Array, whole: Array) -> Array:
    relative: Array = np.divide(values, whole, out=np.zeros_like(values), where=whole > 0)
    return relative
