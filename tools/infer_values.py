"""Infer values of controls from the record of deals: src/detente/facts/tables/value_shifts.csv.

usage: python tools/infer_values.py    (some seconds; run it after tools/build_deal_runs.py)
"""

import csv
import datetime as dt

from detente.deal import acceptance_of_record, value_shifts
from detente.facts import TABLES_FOLDER

OUT = TABLES_FOLDER / "value_shifts.csv"
HEADER = ("factor", "value", "low", "high", "unit", "as_of", "source", "cases")


def main() -> None:
    """Write a row for each factor of the values of controls."""
    found = acceptance_of_record()
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    with OUT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEADER)
        for one in value_shifts(found.revealed):
            times = (f"{x:.2g}" for x in (one.times.central, one.times.low, one.times.high))
            cases = ";".join(one.cases)
            rows.writerow([one.name, *times, "1", today, "revealed-record", cases])
    print(found.words)


if __name__ == "__main__":
    main()
