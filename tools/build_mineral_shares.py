"""Write the published shares of mineral supply into supply_shares.csv, or hold the table to them.

Reads what is given of four publications (none is part of the project):

* Mineral Commodity Summaries of the USGS, editions 2024 and 2026 (folder ``--usgs``) and 2025;
* World Mining Data of the Austrian ministry of finance, as SQLite, one table a mineral;
* the Critical Minerals Data Explorer of the IEA, as JSON.

``mineral_series.csv`` says which series of each is about which good and stage. The value of a row
is that of the newest edition of the USGS that has it; its range holds every year of every
publication. A share is a country's output over the world total, or over the sum of the countries
where that is greater. What is withheld is unknown and gets no row.

    python tools/build_mineral_shares.py --usgs ../shared/data/minerals            # what is outside
    python tools/build_mineral_shares.py --usgs ... --wmd FILE --iea FILE --write  # new rows
"""

import argparse
import csv
import json
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Amounts = Callable[[str], dict[int, dict[str, float | None]]]
"""Amounts of a series by year and country."""

HERE = Path(__file__).parent
TABLE = HERE.parent / "src" / "detente" / "facts" / "tables" / "supply_shares.csv"
COLUMNS = ("good", "stage", "country", "value", "low", "high", "unit", "as_of", "source")
LEAST = 0.01
"""Share under which a country gets no row of its own, unless it has one."""
MARGIN = 0.05
"""Part by which a range goes beyond the published values: these are rounded and revised."""
RANK = ("usgs-mcs-2026", "usgs-mcs-2025", "usgs-mcs-2024", "wmd-2026", "iea-minerals-2024")
"""Sources, the one to take the value from first."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Published:
    """One published share: of a good at a stage, of a country, in a year."""

    good: str
    stage: str
    country: str
    source: str
    year: int
    share: float


def country_codes() -> dict[str, str]:
    """ISO3 codes by the names that the publications use."""
    with (HERE / "country_names.csv").open(encoding="utf-8") as file:
        return {row["name"]: row["iso3"] for row in csv.DictReader(file)}


def published(places: argparse.Namespace) -> list[Published]:
    """Every share of every publication that was given, in the order of `mineral_series.csv`."""
    codes = country_codes()
    names = frozenset(codes)
    readers = [
        ("usgs_2026", "usgs-mcs-2026", _usgs_2026(places.usgs / "usgs_mcs2026", names)),
        ("usgs_2024", "usgs-mcs-2024", _usgs_2024(places.usgs / "usgs_mcs2024" / "world", names)),
    ]
    if places.usgs2025:
        readers.append(("usgs_2025", "usgs-mcs-2025", _usgs_2025(places.usgs2025, names)))
    if places.wmd:
        readers.append(("wmd", "wmd-2026", _wmd(places.wmd, names)))
    if places.iea:
        readers.append(("iea", "iea-minerals-2024", _iea(places.iea)))
    with (HERE / "mineral_series.csv").open(encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    return [
        Published(
            good=row["good"],
            stage=row["stage"],
            country=codes[country],
            source=source,
            year=year,
            share=share,
        )
        for row in wanted
        for column, source, amounts in readers
        if row[column]
        for country, year, share in _shares(amounts(row[column]))
    ]


def _shares(
    amounts: dict[int, dict[str, float | None]],
) -> Iterator[tuple[str, int, float]]:
    for year, by_country in amounts.items():
        known = {name: amount for name, amount in by_country.items() if amount is not None}
        total = known.pop("World total", 0.0)
        whole = max(total, sum(known.values()))
        for country, amount in known.items():
            if whole > 0 and country != "Other countries":
                yield country, year, amount / whole


def number(cell: str) -> float | None:
    """An amount as these publications print it; None where it is withheld or not known."""
    text = cell.replace(",", "").strip().strip("e").lstrip(">").strip()
    if text in {"—", "–", "-", "--", "---"}:
        return 0.0
    try:
        return float(text)
    except ValueError:
        return None


def _name(cell: str, codes: frozenset[str]) -> str:
    """A country without footnotes ("Chinae", "New Caledonia9") and remarks ("(crude)")."""
    name = " ".join(cell.replace("’", "'").split())
    if name.lower().startswith(("world total", "other")) or name == "Total":
        return "Other countries" if name.lower().startswith("other") else "World total"
    if name in codes:
        return name
    name = re.sub(r"\s*\([^)]*\)|, [a-z ]+$|\d+", "", name).strip()
    return name if name in codes else name.removesuffix("e")


def _add(found: dict[str, float | None], name: str, amount: float | None) -> None:
    """Some countries stand in two lines, such as helium of the United States."""
    before = found.get(name)
    found[name] = amount if before is None else before + (amount or 0.0)


def _usgs_2026(folder: Path, codes: frozenset[str]) -> Amounts:
    (file,) = folder.glob("*.csv")
    with file.open(encoding="cp1252") as text:
        rows = [r for r in csv.DictReader(text) if r["Section"].startswith("World")]

    def amounts(series: str) -> dict[int, dict[str, float | None]]:
        commodity, detail = series.split("|")
        found: dict[int, dict[str, float | None]] = defaultdict(dict)
        for row in rows:
            parts = row["Statistics_detail"].removesuffix(", rounded").removesuffix(": rounded")
            if row["Commodity"] == commodity and parts == detail:
                found[int(row["Year"])][_name(row["Country"], codes)] = number(row["Value"])
        if not found:
            raise SystemExit(f"{file.name} has no series {series!r}; mend mineral_series.csv")
        return found

    return amounts


def _usgs_2025(file: Path, codes: frozenset[str]) -> Amounts:
    with file.open(encoding="utf-8-sig") as text:
        rows = list(csv.DictReader(text))

    def amounts(series: str) -> dict[int, dict[str, float | None]]:
        commodity, kind = series.split("|")
        found: dict[int, dict[str, float | None]] = defaultdict(dict)
        for row in rows:
            if (row["COMMODITY"].strip(), row["TYPE"].strip()) == (commodity, kind.strip()):
                for year, column in ((2023, "PROD_2023"), (2024, "PROD_EST_ 2024")):
                    _add(found[year], _name(row["COUNTRY"], codes), number(row[column]))
        if not found:
            raise SystemExit(f"{file.name} has no series {series!r}; mend mineral_series.csv")
        return found

    return amounts


def _usgs_2024(folder: Path, codes: frozenset[str]) -> Amounts:
    def amounts(series: str) -> dict[int, dict[str, float | None]]:
        short, kind = series.split("|")
        (file,) = [f for f in folder.glob("*.csv") if f.name.lower().startswith(f"mcs2024-{short}")]
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            text = file.read_text(encoding="cp1252")
        found: dict[int, dict[str, float | None]] = defaultdict(dict)
        for row in csv.DictReader(text.splitlines()):
            of_kind = (row.get("Type") or "").lower()
            if row["Country"] and kind.lower() in of_kind:
                for column, cell in row.items():
                    if column and column.lower().startswith("prod_") and column[-4:].isdigit():
                        year, name = int(column[-4:]), _name(row["Country"], codes)
                        _add(found[year], name, number(cell or ""))
        return found

    return amounts


def _wmd(file: Path, codes: frozenset[str]) -> Amounts:
    base = sqlite3.connect(file)

    def amounts(series: str) -> dict[int, dict[str, float | None]]:
        cursor = base.execute(f'select * from "{series}"')
        names = [column[0] for column in cursor.description]
        found: dict[int, dict[str, float | None]] = defaultdict(dict)
        for record in cursor:
            row = dict(zip(names, record, strict=True))
            for year in (2022, 2023, 2024):
                cell, name = row.get(str(year)), _name(row["Country"], codes)
                found[year][name] = None if cell is None else float(cell)
        return found

    return amounts


def _iea(file: Path) -> Amounts:
    supply = json.loads(file.read_text(encoding="utf-8"))["supply"]

    def amounts(series: str) -> dict[int, dict[str, float | None]]:
        mineral, stage = series.split("|")
        block = supply[mineral][stage]
        found = {
            name: years["2024"]
            for name, years in block["countries"].items()
            if years.get("2024") is not None and name != "Rest of world"
        }
        return {2024: {**found, "World total": block["total"]["2024"]}}

    return amounts


def rows_of(found: list[Published], kept: list[dict[str, str]]) -> list[dict[str, str]]:
    """The table's rows with those of the published series put in place of what stood there."""
    by_thing: dict[tuple[str, str], list[Published]] = defaultdict(list)
    for one in found:
        by_thing[one.good, one.stage].append(one)
    had = {(r["good"], r["stage"], r["country"]) for r in kept}
    new: dict[tuple[str, str], list[dict[str, str]]] = {}
    for thing, shares in by_thing.items():
        rows = [
            row
            for country in {one.country for one in shares}
            if (row := _row(thing, country, [s for s in shares if s.country == country], had))
        ]
        new[thing] = sorted(
            _within_one(rows), key=lambda row: (-float(row["value"]), row["country"])
        )
    out: list[dict[str, str]] = []
    for row in kept:
        thing = row["good"], row["stage"]
        if thing not in by_thing:
            out.append(row)
        elif thing in new:
            out.extend(new.pop(thing))
    return out + [row for rows in new.values() for row in rows]


def _row(
    thing: tuple[str, str], country: str, shares: list[Published], had: set[tuple[str, str, str]]
) -> dict[str, str] | None:
    source = next(source for source in RANK if any(s.source == source for s in shares))
    newest = max((s for s in shares if s.source == source), key=lambda s: s.year)
    least, most = min(s.share for s in shares), max(s.share for s in shares)
    if newest.share < LEAST and most < 2 * LEAST and (*thing, country) not in had:
        return None
    if most <= 0:
        return None
    return {
        "good": thing[0],
        "stage": thing[1],
        "country": country,
        "value": f"{newest.share:.3g}",
        "low": f"{least * (1 - MARGIN):.3g}",
        "high": f"{min(1.0, most * (1 + MARGIN)):.3g}",
        "unit": "share",
        "as_of": f"{newest.year}-12-31",
        "source": source,
    }


def _within_one(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Values from editions that differ may sum to more than 1: then all are scaled."""
    total = sum(float(row["value"]) for row in rows)
    if total <= 1:
        return rows
    return [
        row
        | {
            "value": f"{(value := float(row['value']) / total):.3g}",
            "low": f"{min(float(row['low']), value):.3g}",
        }
        for row in rows
    ]


def outside(found: list[Published], rows: list[dict[str, str]]) -> list[tuple[Published, str]]:
    """Published shares that the range of their row does not hold, or that have no row."""
    by_key = {(r["good"], r["stage"], r["country"]): r for r in rows}
    wrong = []
    for one in found:
        row = by_key.get((one.good, one.stage, one.country))
        if row is None and one.share >= 2 * LEAST:
            wrong.append((one, "no row"))
        elif row is not None and not float(row["low"]) <= one.share <= float(row["high"]):
            wrong.append((one, f"{row['low']} to {row['high']}"))
    return wrong


def main() -> None:
    """Compare, or write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--usgs", type=Path, required=True)
    parser.add_argument("--usgs2025", type=Path)
    parser.add_argument("--wmd", type=Path)
    parser.add_argument("--iea", type=Path)
    parser.add_argument("--write", action="store_true")
    places = parser.parse_args()
    found = published(places)
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if places.write:
        rows = rows_of(found, rows)
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    wrong = outside(found, rows)
    for one, where in wrong:
        sys.stdout.write(
            f"{one.good} {one.stage} {one.country}: {one.share:.3f} in {one.year} "
            f"({one.source}), table {where}\n"
        )
    sys.stdout.write(f"{len(found)} published shares, {len(wrong)} outside\n")


if __name__ == "__main__":
    main()
