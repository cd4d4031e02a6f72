"""Rank every control of the register by what it costs each party: to read, and to laugh or not.

usage: python tools/rank_controls.py OUT.csv [ID ...] [--days 365]    (some 10 seconds a control)

Each control is run alone at central values from the day it took effect, held as it stood then,
against the target that it names (of those aimed at all: the party that needs its goods most).
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

from detente import DetenteError
from detente.controls import Register, Standoff, standoff_from_register
from detente.facts import Facts, load_facts
from detente.impact import Study
from detente.impact._batch import Scenario

HEAD = (
    *("control", "name", "imposer", "target", "goods", "intensity", "target_loss"),
    *("stopped_lines", "price_paid", "owner_loss", "target_share_of_gdp"),
    *("first_shortage_day", "problem"),
)
PARTIES = ("USA", "CHN", "EU", "JPN", "KOR", "IND")
YEARS = 12.0


def table(name: str, register: Register, facts: Facts) -> Standoff:
    """Put a control on the table against whom it hits."""
    try:
        return standoff_from_register([name], register=register, facts=facts)
    except DetenteError:
        control = register.get(name)
        for target in (*(code for code in control.targets if code != "ALL"), *PARTIES):
            if target != control.imposer and control.aims_at(target):
                return standoff_from_register([name], target=target, register=register, facts=facts)
        raise


def row(name: str, register: Register, facts: Facts, days: int) -> dict[str, object]:
    """Cost of one control [USD bn per month]."""
    standoff = table(name, register, facts)
    study = Study(standoff, days=days, draws=1, register=register)
    batch = study.run(
        [(Scenario(name=name, existed=(True,), easing=(0.0,)), 0)], keep_paths=(), workers=1
    )
    entry, regions = standoff.controls[0], study.world.regions
    sides = [
        [regions.index(code) for code in study.facts.regions_of(party) if code in regions]
        for party in (entry.target, entry.imposer)
    ]
    parts = [
        [float(part[rows].sum(axis=0).mean()) for rows in sides]
        for part in (batch.stopped_lines, batch.price_paid, batch.own_exports_lost)
    ]
    gdp = sum(study.world.gdp(regions[at]) for at in sides[0]) / 1e3
    first = batch.first_shortage[:, sides[0], 0]
    there = first[~np.isnan(first)]
    return {
        "control": name,
        "name": entry.name,
        "imposer": entry.imposer,
        "target": entry.target,
        "goods": " ".join(entry.goods),
        "intensity": round(entry.intensity.central, 4),
        "target_loss": round(sum(part[0] for part in parts), 5),
        "stopped_lines": round(parts[0][0], 5),
        "price_paid": round(parts[1][0], 5),
        "owner_loss": round(sum(part[1] for part in parts), 5),
        "target_share_of_gdp": round(YEARS * sum(part[0] for part in parts) / gdp, 7) if gdp else 0,
        "first_shortage_day": int(there.min()) if there.size else "",
        "problem": "",
    }


def main() -> None:
    """Write the table, dearest for the target first."""
    ask = argparse.ArgumentParser()
    ask.add_argument("out", type=Path)
    ask.add_argument("ids", nargs="*")
    ask.add_argument("--days", type=int, default=365)
    told = ask.parse_args()
    facts, register = load_facts(), Register.load()
    rows: list[dict[str, object]] = []
    for control in facts.controls:
        if told.ids and control.id not in told.ids:
            continue
        try:
            rows.append(row(control.id, register, facts, told.days))
        except DetenteError as error:
            refused: dict[str, object] = {"control": control.id, "name": control.name}
            rows.append(refused | {"problem": str(error).splitlines()[0]})
        print(f"{control.id} {rows[-1].get('target_loss', 'none')}", file=sys.stderr, flush=True)
    rows.sort(key=lambda one: -float(str(one.get("target_loss", -1.0))))
    with told.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD)
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
