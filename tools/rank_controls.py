"""Rank every control of the register by what it costs each party: to read, and to laugh or not.

usage: python tools/rank_controls.py OUT.csv [ID ...] [--days 365]    (some 10 seconds a control)

Each control is run alone at central values from the day it took effect, along its known path,
against the target that it names; of those aimed at several, the party that buys most of its goods
from the imposer.
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

from detente import DetenteError
from detente.controls import Control, Register, Standoff, standoff_from_register
from detente.facts import load_facts
from detente.impact import Study
from detente.impact._batch import Scenario
from detente.impact.goods.needs import Needs
from detente.world import World

HEAD = (
    *("control", "name", "imposer", "target", "goods", "intensity", "target_loss"),
    *("stopped_lines", "price_paid", "owner_loss", "target_share_of_gdp"),
    *("first_shortage_day", "problem"),
)
YEARS = 12.0
MANY = 2


def buyers(control: Control, needs: Needs) -> dict[str, float]:
    """What each party buys of a control's goods from its imposer, most first [USD bn per year]."""
    facts = needs.facts
    sellers = {*facts.regions_of(control.imposer), control.imposer}
    by_region: dict[str, float] = {}
    for good in control.goods:
        for flow in needs.rows(good):
            if sellers & {flow.exporter, *facts.regions_of(flow.exporter)}:
                for code, part in needs.parts(flow).items():
                    by_region[code] = by_region.get(code, 0.0) + part * flow.value
    if not by_region:
        for good in control.goods:
            price, _ = needs.worth(good)
            for code in needs.world.regions:
                need = sum(needs.need(good, one, code) for one in sellers if one != code)
                by_region[code] = by_region.get(code, 0.0) + price * need
    found = {
        party.iso3: sum(
            part_of(party.iso3, code, needs) * by_region.get(code, 0.0)
            for code in facts.regions_of(party.iso3)
        )
        for party in facts.parties
        if party.iso3 not in sellers and control.aims_at(party.iso3)
    }
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def part_of(party: str, region: str, needs: Needs) -> float:
    """Part of a region that a party is: all, or by gross domestic product [share]."""
    members = needs.world.members.get(region, ())
    if party not in members or len(members) < MANY:
        return 1.0
    try:
        return min(1.0, needs.facts.gdp_of(party).value * 1e3 / needs.world.gdp(region))
    except DetenteError:
        return 1.0 / len(members)


def table(name: str, register: Register, needs: Needs) -> Standoff:
    """Put a control on the table against whom it hits."""
    facts = needs.facts
    try:
        return standoff_from_register([name], register=register, facts=facts)
    except DetenteError:
        for target in buyers(register.get(name), needs):
            return standoff_from_register([name], target=target, register=register, facts=facts)
        raise


def row(name: str, register: Register, needs: Needs, days: int) -> dict[str, object]:
    """Cost of one control [USD bn per month]."""
    standoff = table(name, register, needs)
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
    needs = Needs(facts, World.load())
    rows: list[dict[str, object]] = []
    for control in facts.controls:
        if told.ids and control.id not in told.ids:
            continue
        try:
            rows.append(row(control.id, register, needs, told.days))
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
