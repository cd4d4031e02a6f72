"""A copy of the shipped tables in which a test may plant faults."""

import csv
import shutil
from pathlib import Path

import pytest

from detente.facts import TABLES_FOLDER


class Tables:
    """A folder of tables whose cells can be overwritten by name."""

    def __init__(self, folder):
        self.folder = folder

    def read(self, table):
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, table, rows, columns=None):
        columns = columns or list(rows[0])
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def line(self, table, **match):
        """Line number, as an editor counts, of the first row with these cells."""
        for number, row in enumerate(self.read(table), start=2):
            if all(row[name] == cell for name, cell in match.items()):
                return number
        raise LookupError(f"{table} has no row with {match}")

    def plant(self, table, match, **cells):
        """Overwrite cells of the first row that matches; return its line number."""
        line = self.line(table, **match)
        rows = self.read(table)
        rows[line - 2].update(cells)
        self.write(table, rows)
        return line

    def add(self, table, match, **cells):
        """Append a copy of the first row that matches, with some cells changed."""
        rows = self.read(table)
        rows.append(rows[self.line(table, **match) - 2] | cells)
        self.write(table, rows)
        return len(rows) + 1

    def drop(self, table, **match):
        """Remove every row with these cells."""
        rows = self.read(table)
        kept = [r for r in rows if not all(r[name] == cell for name, cell in match.items())]
        assert len(kept) < len(rows)
        self.write(table, kept, list(rows[0]))


@pytest.fixture
def tables(tmp_path):
    folder = tmp_path / "tables"
    shutil.copytree(TABLES_FOLDER, folder)
    return Tables(folder)


SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture
def shared_minerals():
    """Read Chinese and world mine output of 2023 from the published USGS tables [t]."""
    folder = SHARED / "minerals" / "usgs_mcs2024" / "world"
    if not folder.is_dir():
        pytest.skip("the published USGS tables are not beside the checkout")

    def read(name):
        with (folder / f"mcs2024-{name}_world.csv").open(encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file) if row["Country"]]
        number = {r["Country"]: r["Prod_t_est_2023"].replace(",", "") for r in rows}
        (total,) = [cell for country, cell in number.items() if country.startswith("World")]
        return float(number["China"]), float(total)

    return read


@pytest.fixture
def shared_imports():
    """Read US imports of 2024 from China and from all partners by the start of the code [USD]."""
    file = SHARED / "trade" / "us_imports_hs10_2024.parquet"
    if not file.is_file():
        pytest.skip("the published US import table is not beside the checkout")

    def read(code):
        parquet = pytest.importorskip("pyarrow.parquet")
        rows = parquet.read_table(file).to_pylist()
        of_good = [r for r in rows if r["HS10"].startswith(code) and r["CTY_CODE"] >= "1000"]
        total = sum(r["imports"] for r in of_good if "TOTAL" not in r["CTY_NAME"])
        return sum(r["imports"] for r in of_good if r["CTY_NAME"] == "CHINA"), total

    return read
