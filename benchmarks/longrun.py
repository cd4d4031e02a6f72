"""Time the trade model: one counterfactual, and a batch of 64 beside 64 single solves.

usage: python benchmarks/longrun.py [--quick]

Runs on the embedded world (51 sectors, 28 regions); medians over repeats, after a first run that
warms up. A single solve includes the slope of excess demand, which a batch needs once.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from detente.facts import load_facts
from detente.impact.longrun import Curb, TradeBase, Wedges, long_run, settle, solve
from detente.world import World

BATCH = 64


def main() -> None:
    """Print seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    repeats = 3 if parser.parse_args().quick else 9
    world = World.load()
    theta = long_run(load_facts(), world.sectors)[1]
    base = settle(TradeBase.from_world(world, theta))
    goods = [code for code in world.sectors if code[0] in "ABC"]
    pairs = [("CHN", "USA"), ("USA", "CHN"), ("CHN", "JPN"), ("CHN", "DEU")]
    cuts = [
        [Curb(sector=good, exporter=seller, importer=buyer, quota=0.25)]
        for seller, buyer in pairs
        for good in goods
    ][:BATCH]
    many = Wedges.of(base, cuts)
    batch = seconds(lambda: solve(base, many), repeats)
    single = seconds(lambda: solve(base, Wedges.of(base, cuts[:1])), repeats)
    print(f"one solve           {single:8.4f} s")
    print(f"batch of {many.count:<3d}        {batch:8.4f} s, {batch / many.count:.4f} s each")
    print(f"batch cheaper       {single * many.count / batch:8.1f} times")


def seconds(run: Callable[[], object], repeats: int) -> float:
    """Return the median time of a call [s]."""
    run()
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


if __name__ == "__main__":
    main()
