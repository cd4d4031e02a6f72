"""Write the input-criticality and input-stock tables from the ratings of Pichler et al. (2022).

usage: python tools/build_ratings.py RATINGS_CSV STOCKS_CSV

RATINGS_CSV is the matrix of IHS Markit analysts' ratings (row = input, column = user; 1 critical,
0.5 important, 0 neither) and STOCKS_CSV the desired input stocks in days, both in 64 NACE groups as
published with the paper's Belgian application. They are averaged to the 50 ICIO sectors.
"""

import csv
import sys
from pathlib import Path

TABLES = Path(__file__).resolve().parents[1] / "src" / "detente" / "facts" / "tables"
FIGURE = ["value", "low", "high", "unit", "as_of", "source"]
AS_OF, SOURCE = "2020-06-30", "pichler-2022"

MERGED = {
    "B05": ["B05-09"], "B06": ["B05-09"], "B07": ["B05-09"], "B08": ["B05-09"], "B09": ["B05-09"],
    "C10T12": ["C10-12"], "C13T15": ["C13-15"], "C17_18": ["C17", "C18"], "C24A": ["C24"],
    "C24B": ["C24"], "C301": ["C30"], "C302T309": ["C30"], "C31T33": ["C31-32", "C33"],
    "D": ["D35"], "E": ["E36", "E37-39"], "F": ["F41-43"], "G": ["G45", "G46", "G47"],
    "I": ["I55-56"], "J58T60": ["J58", "J59-60"], "J62_63": ["J62-63"],
    "K": ["K64", "K65", "K66"], "L": ["L68"], "M": ["M69-70", "M71", "M72", "M73", "M74-75"],
    "N": ["N77", "N78", "N79", "N80-82"], "O": ["O84"], "P": ["P85"], "Q": ["Q86", "Q87-88"],
    "R": ["R90-92", "R93"], "S": ["S94", "S95", "S96"], "T": ["T97-98"],
}  # fmt: skip
SAME = [
    "A01", "A02", "A03", "C16", "C19", "C20", "C21", "C22", "C23", "C25", "C26", "C27", "C28",
    "C29", "H49", "H50", "H51", "H52", "H53", "J61",
]  # fmt: skip
SECTORS = sorted([*MERGED, *SAME])


def parts(sector: str) -> list[str]:
    """Return the NACE groups of an ICIO sector."""
    return MERGED.get(sector, [sector])


def main(ratings_path: str, stocks_path: str) -> None:
    """Read both files and write both tables."""
    with Path(ratings_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    users = rows[0][1:]
    rating = {
        (row[0], user): float(v) for row in rows[1:] for user, v in zip(users, row[1:], strict=True)
    }
    with Path(stocks_path).open(encoding="utf-8", newline="") as file:
        stock = {row[0]: float(row[1]) for row in list(csv.reader(file))[1:]}
    with (TABLES / "input_criticality.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            ["input", "user", "criticality", "value", "low", "high", "unit", "as_of", "source"]
        )
        for given in SECTORS:
            for user in SECTORS:
                cells = [rating[a, b] for a in parts(given) for b in parts(user)]
                mean = sum(cells) / len(cells)
                if mean >= 0.25:
                    word = "critical" if mean >= 0.75 else "important"
                    figures = [f"{mean:.3g}", f"{min(cells):g}", f"{max(cells):g}"]
                    out.writerow([given, user, word, *figures, "share", AS_OF, SOURCE])
    with (TABLES / "input_stocks.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["sector", *FIGURE])
        for sector in SECTORS:
            days = [max(2.0, stock[name]) for name in parts(sector)]
            mean = sum(days) / len(days)
            out.writerow(
                [
                    sector,
                    f"{mean:.1f}",
                    f"{max(2.0, 0.6 * min(days)):.1f}",
                    f"{1.5 * max(days):.1f}",
                    "day",
                    AS_OF,
                    SOURCE,
                ]
            )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
