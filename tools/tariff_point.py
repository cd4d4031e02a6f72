"""What ten points of tariff are worth to both sides, by the long-run trade model.

    python tools/tariff_point.py [--exporter CHN] [--importer USA] [--before 0.57] [--after 0.47]

Prints the change of real income of each, USD bn a month, with the elasticities of 1, 3 and 10
years. The facts table ``side_issues`` carries figures from it.
"""

import argparse

from detente.facts import load_facts
from detente.impact.longrun import (
    Curb,
    TradeBase,
    Wedges,
    at_horizon,
    long_run,
    settle,
    solve,
    welfare,
)
from detente.world import World

YEARS = (1, 3, 10)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--exporter", default="CHN")
    options.add_argument("--importer", default="USA")
    options.add_argument("--before", type=float, default=0.57, help="tariff before [1]")
    options.add_argument("--after", type=float, default=0.47, help="tariff after [1]")
    asked = options.parse_args()
    facts, world = load_facts(), World.load()
    short = facts.model_parameter("trade_elasticity_short").value
    pace = facts.model_parameter("elasticity_days").value
    goods = [sector for sector in world.sectors if sector[0] in "ABC"]
    pair = [
        [
            Curb(sector=sector, exporter=asked.exporter, importer=asked.importer, tariff=tariff)
            for sector in goods
        ]
        for tariff in (asked.before, asked.after)
    ]
    for years in YEARS:
        theta = at_horizon(long_run(facts, world.sectors)[1], 365.0 * years, short=short, pace=pace)
        base = settle(TradeBase.from_world(world, theta))
        loss = welfare(solve(base, Wedges.of(base, pair, ["before", "after"]))).loss
        for party in (asked.importer, asked.exporter):
            place = base.regions.index(party)
            gain = (loss[place, 0] - loss[place, 1]) / 12
            print(f"{years:2d} years  {party}  {gain:+.3f} USD bn a month")


if __name__ == "__main__":
    main()
