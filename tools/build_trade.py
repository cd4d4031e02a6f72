"""Write published values of trade, shares of exports, and on whom importers depend.

Reads what is given of four publications (none is part of the project):

* imports of the United States by ten-digit code and partner (US Census Bureau), as Parquet;
* BACI of the CEPII, trade by six-digit code of 1992, exporter, importer and year, as SQLite;
* the USGS Mineral Commodity Summaries 2026: net import reliance and import sources;
* World Mining Data of the Austrian ministry of finance, as SQLite: output by country.

``trade_codes.csv`` says which codes and chapters tell of a good and of nothing else. A row of the
tables that is judgement gives way to a published one; any other row stays.

A value of trade is that of the row's own year, or of the newest; its range holds the two years
before, since a control may have cut those after, and a margin. What the United States import is
from their own customs. What a country depends on another for is, for the United States, net import
reliance times
that country's part of imports. For others it is amounts imported over output plus imports less
exports, where output is known in tons (column ``wmd``, with its content as traded).
"""

import argparse
import csv
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
TABLES = HERE.parent / "src" / "detente" / "facts" / "tables"
NEWEST = 2024
YEARS = (2022, 2023, 2024)
PARTNERS, EXPORTERS, IMPORTERS = 5, 5, 5
"""Suppliers of the United States, exporters of a good and their buyers that get rows."""
LEAST, LEAST_ORIGIN, LEAST_EXPORTS = 0.03, 0.08, 0.01
"""Parts of all under which a flow, an origin and an exporter get no row."""
ORIGINS = 4
NET_EXPORTER = 0.1
"""Most that a net exporter is taken to get from abroad [share of use]."""
US_MARGIN, MARGIN = 0.25, 0.1
"""Part by which ranges go beyond what was published: other years, and errors of customs."""
BILLION, THOUSAND = 1e9, 1e3
JUDGED, OURS = "judgement", ("census-2024", "baci-2024", "usgs-reliance-2026", "baci-wmd-2024")
Rows = list[dict[str, str]]


def read(name: str) -> Rows:
    """Rows of one of the tables."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: Rows) -> None:
    """Write a table."""
    with (TABLES / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def us_imports(file: Path, codes: dict[str, list[str]]) -> dict[str, dict[str, float]]:
    """Imports of the United States of 2024 by good and country [USD]."""
    import pyarrow.parquet  # noqa: PLC0415 - the tables of the project need no Parquet

    with (HERE / "country_names.csv").open(encoding="utf-8") as text:
        iso = {row["name"].casefold(): row["iso3"] for row in csv.DictReader(text)}
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    by_start = [(start, good) for good, starts in codes.items() for start in starts]
    for row in pyarrow.parquet.read_table(file).to_pylist():
        country = iso.get(row["CTY_NAME"].casefold())
        if row["CTY_CODE"].isdigit() and row["CTY_CODE"] >= "1000":
            for start, good in by_start:
                if row["HS10"].startswith(start):
                    found[good][country or "other"] += row["imports"]
    return found


def baci(
    file: Path, codes: dict[str, list[str]]
) -> dict[tuple[str, int], dict[tuple[str, str], float]]:
    """World trade by good and year: exporter and importer to value [USD]."""
    base = sqlite3.connect(file)
    iso = dict(base.execute('select country_code, country_iso3 from "country_codes_V202401b"'))
    iso = {code: {"S19": "TWN"}.get(name, name) for code, name in iso.items()}
    by_code = {int(code): good for good, several in codes.items() for code in several}
    found: dict[tuple[str, int], dict[tuple[str, str], float]] = defaultdict(
        lambda: defaultdict(float)
    )
    query = "select t, i, j, k, v from baci_trade where k in ({})".format(
        ",".join(map(str, by_code))
    )
    for year, seller, buyer, code, value in base.execute(query):
        one, other = iso.get(seller), iso.get(buyer)
        if one and other and value not in {None, ""}:
            found[by_code[code], int(year)][one, other] += float(value) * THOUSAND
    return found


def amounts(file: Path, codes: list[str]) -> dict[int, dict[tuple[str, str], float]]:
    """World trade of some codes of the three newest years by its ends [t]."""
    base = sqlite3.connect(file)
    iso = dict(base.execute('select country_code, country_iso3 from "country_codes_V202401b"'))
    iso = {code: {"S19": "TWN"}.get(name, name) for code, name in iso.items()}
    found: dict[int, dict[tuple[str, str], float]] = {y: defaultdict(float) for y in YEARS}
    query = "select t, i, j, q from baci_trade where k in ({}) and t in ('{}')".format(
        ",".join(str(int(code)) for code in codes), "','".join(map(str, YEARS))
    )
    for year, seller, buyer, tons in base.execute(query):
        one, other = iso.get(seller), iso.get(buyer)
        if one and other and re.fullmatch(r"[\d.e+-]+", str(tons).strip()):
            found[int(year)][one, other] += float(tons)
    return found


def output(file: Path, mineral: str) -> dict[int, dict[str, float]]:
    """Output of a mineral by country of the three newest years [t]."""
    base = sqlite3.connect(file)
    cursor = base.execute(f'select * from "{mineral}"')
    names = [column[0] for column in cursor.description]
    found: dict[int, dict[str, float]] = {y: {} for y in YEARS}
    for record in cursor:
        row = dict(zip(names, record, strict=True))
        code = {"S19": "TWN"}.get(row["Country_ISO"], row["Country_ISO"])
        for year in YEARS:
            if row[str(year)] is not None and code and code != "DELETE":
                found[year][code] = float(row[str(year)])
    return found


def dependence_rows(
    good: str,
    made: dict[int, dict[str, float]],
    traded: dict[int, dict[tuple[str, str], float]],
    regions: list[str],
) -> Rows:
    """Parts of the use of countries that stand alone as regions, by origin."""
    rows = []
    for buyer in regions:
        parts = {year: _parts(buyer, made[year], traded[year]) for year in YEARS}
        newest = parts[NEWEST]
        main = sorted((s for s in newest if s != buyer), key=lambda s: -newest[s])[:ORIGINS]
        for seller in [*([buyer] if newest.get(buyer, 0.0) >= LEAST else []), *main]:
            values = [parts[year].get(seller, 0.0) for year in YEARS]
            if seller == buyer or newest[seller] >= LEAST_ORIGIN:
                rows.append(
                    {
                        "good": good,
                        "importer": buyer,
                        "exporter": seller,
                        "value": f"{newest[seller]:.3g}",
                        "low": f"{min(values) * (1 - MARGIN):.3g}",
                        "high": f"{min(1.0, max(values) * (1 + MARGIN)):.3g}",
                        "unit": "share",
                        "as_of": f"{NEWEST}-12-31",
                        "source": "baci-wmd-2024",
                    }
                )
    return rows


def _parts(
    buyer: str, made: dict[str, float], traded: dict[tuple[str, str], float]
) -> dict[str, float]:
    bought = {s: tons for (s, b), tons in traded.items() if b == buyer}
    sold = sum(tons for (s, _), tons in traded.items() if s == buyer)
    home = max(0.0, made.get(buyer, 0.0) - sold)
    whole = home + sum(bought.values())
    return {s: tons / whole for s, tons in {buyer: home, **bought}.items()} if whole > 0 else {}


def export_shares(
    good: str, found: dict[tuple[str, int], dict[tuple[str, str], float]], known: set[str]
) -> Rows:
    """Rows of supply_shares: parts of world exports at the stage ``export``."""
    parts: dict[int, dict[str, float]] = {}
    for year in YEARS:
        sold: dict[str, float] = defaultdict(float)
        for (seller, _), value in found[good, year].items():
            sold[seller] += value
        parts[year] = {s: value / sum(sold.values()) for s, value in sold.items()}
    rows = []
    for seller, part in sorted(parts[NEWEST].items(), key=lambda pair: -pair[1]):
        if part >= LEAST_EXPORTS and seller in known:
            values = [parts[year].get(seller, 0.0) for year in YEARS]
            rows.append(
                {
                    "good": good,
                    "stage": "export",
                    "country": seller,
                    "value": f"{part:.3g}",
                    "low": f"{min(values) * (1 - MARGIN):.3g}",
                    "high": f"{min(1.0, max(values) * (1 + MARGIN)):.3g}",
                    "unit": "share",
                    "as_of": f"{NEWEST}-12-31",
                    "source": "baci-2024",
                }
            )
    return rows


def homes() -> dict[str, str]:
    """Region of the embedded world in which each country lies."""
    return {m: row["code"] for row in read("regions") for m in row["members"].split(";")}


def us_trade(found: dict[str, dict[str, float]], known: set[str]) -> Rows:
    """Rows of trade from the main partners of the United States."""
    rows = []
    for good, by_country in found.items():
        whole = sum(by_country.values())
        ranked = sorted(by_country.items(), key=lambda pair: -pair[1])
        for country, value in [p for p in ranked if p[0] in known][:PARTNERS]:
            if value >= LEAST * whole:
                span = value * (1 - US_MARGIN), value * (1 + US_MARGIN)
                rows.append(_trade(good, country, "USA", value, span, NEWEST, "census-2024"))
    return rows


def world_trade(
    found: dict[tuple[str, int], dict[tuple[str, str], float]],
    years: dict[tuple[str, str, str], int],
    known: set[str],
) -> Rows:
    """Rows of trade of the main exporters of each good with their main buyers."""
    home, rows = homes(), []
    for good in {good for good, _ in found}:
        flows = {year: _by_region(found.get((good, year), {}), home) for year in range(2015, 2025)}
        sold: dict[str, float] = defaultdict(float)
        for (seller, _), value in flows[NEWEST].items():
            sold[seller] += value
        whole = sum(sold.values())
        main = [s for s in sorted(sold, key=lambda one: -sold[one]) if s in known][:EXPORTERS]
        main = [seller for seller in main if sold[seller] >= LEAST * whole]
        asked = {(g, s) for g, s, _ in years if g == good}
        for seller in [*main, *(s for _, s in asked if s not in main)]:
            rows += _of_seller(good, seller, flows, years)
    return rows


def _by_region(
    flows: dict[tuple[str, str], float], home: dict[str, str]
) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = defaultdict(float)
    for (seller, buyer), value in flows.items():
        if home.get(buyer, "ROW") != home.get(seller, seller):
            found[seller, home.get(buyer, "ROW")] += value
    return found


def _of_seller(
    good: str,
    seller: str,
    flows: dict[int, dict[tuple[str, str], float]],
    years: dict[tuple[str, str, str], int],
) -> Rows:
    year = next((y for (g, s, _), y in years.items() if (g, s) == (good, seller)), NEWEST)
    near = [y for y in range(year - 2, year + 1) if flows.get(y)]
    buyers = {b: v for (s, b), v in flows[year].items() if s == seller and b != "USA"}
    whole = sum(buyers.values())
    asked = [b for g, s, b in years if (g, s) == (good, seller) and b not in {"*", "USA"}]
    main = [b for b in sorted(buyers, key=lambda one: -buyers[one]) if buyers[b] >= LEAST * whole]
    named = list(dict.fromkeys([*asked, *main[:IMPORTERS]]))
    rows = []
    for buyer in named:
        values = [flows[y].get((seller, buyer), 0.0) for y in near]
        value = flows[year].get((seller, buyer), 0.0)
        if max(values) > 0:
            span = min(values) * (1 - MARGIN), max(values) * (1 + MARGIN)
            rows.append(_trade(good, seller, buyer, value, span, year, "baci-2024"))
    left = [
        sum(v for (s, b), v in flows[y].items() if s == seller and b not in {*named, "USA"})
        for y in near
    ]
    value = left[near.index(year)]
    if value > 0:
        span = min(left) * (1 - MARGIN), max(left) * (1 + MARGIN)
        rows.append(_trade(good, seller, "*", value, span, year, "baci-2024"))
    return rows


def _trade(
    good: str,
    seller: str,
    buyer: str,
    value: float,
    span: tuple[float, float],
    year: int,
    source: str,
) -> dict[str, str]:
    return {
        "good": good,
        "exporter": seller,
        "importer": buyer,
        "value": f"{value / BILLION:.3g}",
        "low": f"{min(span[0], value) / BILLION:.3g}",
        "high": f"{max(span[1], value) / BILLION:.3g}",
        "unit": "USD bn per year",
        "as_of": f"{year}-12-31",
        "source": source,
    }


def us_dependence(file: Path, wanted: Rows, known: set[str]) -> Rows:
    """Part of the use of the United States by country, from the summaries of the USGS."""
    with (HERE / "country_names.csv").open(encoding="utf-8") as text:
        iso = {row["name"]: row["iso3"] for row in csv.DictReader(text)}
    with file.open(encoding="cp1252") as text:
        everything = list(csv.DictReader(text))
    rows = []
    for want in wanted:
        good = want["good"]
        of_good = [r for r in everything if r["Commodity"] == want["usgs"]]
        reliance = _reliance(of_good, want["reliance"])
        if reliance is None:
            continue
        low, central, high = reliance
        if central < 1:
            rows.append(_of_use(good, "USA", 1 - central, 1 - high, 1 - low))
        for country, part in _sources(of_good, want["line"]).items():
            code = iso.get(country)
            if code in known and part >= LEAST:
                ends = part * low * (1 - US_MARGIN), part * high * (1 + US_MARGIN)
                rows.append(_of_use(good, str(code), part * central, *ends))
    return rows


def _of_use(good: str, country: str, value: float, low: float, high: float) -> dict[str, str]:
    return {
        "good": good,
        "importer": "USA",
        "exporter": country,
        "value": f"{value:.3g}",
        "low": f"{low:.3g}",
        "high": f"{min(1.0, high):.3g}",
        "unit": "share",
        "as_of": f"{NEWEST}-12-31",
        "source": "usgs-reliance-2026",
    }


def _reliance(rows: Rows, of: str) -> tuple[float, float, float] | None:
    """Least, latest and most net import reliance of the years printed [share], if known."""
    spans: dict[str, tuple[float, float]] = {}
    for row in rows:
        if (
            row["Statistics"] == "Net import reliance"
            and row["Unit"] == "percent"
            and of in row["Statistics_detail"]
        ):
            if row["Value"].strip() == "E":  # a net exporter imports little and makes the rest
                spans.setdefault(row["Year"], (0.0, NET_EXPORTER))
            number = re.fullmatch(r"([<>]?)\s*(\d+)", row["Value"].strip())
            if number:
                part = int(number[2]) / 100
                ends = {"": (part, part), ">": (part, 1.0), "<": (0.0, part)}[number[1]]
                spans.setdefault(row["Year"], ends)
    if not spans or max(spans[max(spans)]) == 0:
        return None
    latest = spans[max(spans)]
    return (
        min(low for low, _ in spans.values()),
        sum(latest) / 2,
        max(high for _, high in spans.values()),
    )


def _sources(rows: Rows, line: str) -> dict[str, float]:
    """Country to its part of imports [share], of the line named or else that of the total."""
    by_line: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row["Section"] == "Import Sources" and row["Value"].strip().isdigit():
            by_line[row["Statistics_detail"]][row["Country"]] = int(row["Value"]) / 100
    if line:
        return by_line[line]
    whole = [d for d in by_line if d.lower().startswith(("total", "all", "combined"))]
    if len(whole) != 1 and len(by_line) > 1:
        raise SystemExit(f"{rows[0]['Commodity']} has {sorted(by_line)}; name one in 'line'")
    return by_line[whole[0]] if whole else next(iter(by_line.values()), {})


def merged(old: Rows, new: Rows, key: tuple[str, ...]) -> Rows:
    """New rows in place of judged ones; the first of several for the same flow counts."""
    by_key: dict[tuple[str, ...], dict[str, str]] = {}
    for row in new:
        by_key.setdefault(tuple(row[name] for name in key), row)
    out = []
    for row in old:
        other = by_key.pop(tuple(row[name] for name in key), None)
        if other is not None and row["source"] in {JUDGED, *OURS}:
            out.append(other)
        elif row["source"] not in OURS:
            out.append(row)
    return out + sorted(by_key.values(), key=lambda row: (row["good"], row[key[1]]))


def within_one(rows: Rows) -> Rows:
    """Leave out published parts that with the others would make more than the whole."""
    total: dict[tuple[str, str], float] = defaultdict(float)
    kept = []
    for row in sorted(rows, key=lambda r: r["source"] in OURS):
        whole = row["good"], row["importer"]
        if total[whole] + float(row["value"]) <= 1.01 or row["source"] not in OURS:
            total[whole] += float(row["value"])
            kept.append(row)
    return [row for row in rows if row in kept]


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _known(tables: Iterable[Rows]) -> set[str]:
    codes = {m for row in read("regions") for m in row["members"].split(";")}
    return codes | {row["iso3"] for rows in tables for row in rows}


def main() -> None:
    """Read, merge, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--us", type=Path, required=True)
    parser.add_argument("--usgs", type=Path, required=True)
    parser.add_argument("--baci", type=Path, required=True)
    parser.add_argument("--wmd", type=Path, required=True)
    places = parser.parse_args()
    with (HERE / "trade_codes.csv").open(encoding="utf-8") as text:
        wanted = list(csv.DictReader(text))
    known = _known([read("parties")])
    trade, dependence = read("trade"), read("dependence")
    new = us_trade(us_imports(places.us, {r["good"]: _split(r["us"]) for r in wanted}), known)
    codes = {row["good"]: _split(row["baci"]) for row in wanted if row["baci"]}
    years = {
        (r["good"], r["exporter"], r["importer"]): int(r["as_of"][:4])
        for r in trade
        if r["good"] in codes and r["source"] in {JUDGED, "baci-2024"} and r["importer"] != "USA"
    }
    found = baci(places.baci, codes)
    new += world_trade(found, years, known)
    (usgs,) = places.usgs.glob("*.csv")
    needs = us_dependence(usgs, [row for row in wanted if row["usgs"]], known)
    covered = {row["good"] for row in needs}
    alone = [row["code"] for row in read("regions") if row["members"] == row["code"]]
    for row in wanted:
        if row["wmd"]:
            made = {
                year: {c: tons / float(row["content"]) for c, tons in by_country.items()}
                for year, by_country in output(places.wmd, row["wmd"]).items()
            }
            traded = amounts(places.baci, _split(row["amounts"] or row["baci"]))
            buyers = [code for code in alone if code != "USA" or row["good"] not in covered]
            rows = dependence_rows(row["good"], made, traded, buyers)
            needs += [one for one in rows if one["exporter"] in known]
    shares = [
        row
        for want in wanted
        if want["export"]
        for row in export_shares(want["good"], found, known)
    ]
    write("supply_shares", merged(read("supply_shares"), shares, ("good", "stage", "country")))
    write("trade", merged(trade, new, ("good", "exporter", "importer")))
    write(
        "dependence",
        within_one(merged(dependence, needs, ("good", "importer", "exporter"))),
    )
    sys.stdout.write(f"{len(new)} flows, {len(needs)} parts of use\n")


if __name__ == "__main__":
    main()
