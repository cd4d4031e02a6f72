"""Time a scan: the formula at 1,350 and 4,000 nodes, the run by threads and by processes.

usage: python benchmarks/scan.py [--quick]

The table of 4,000 nodes is made up (80 regions of 50 sectors); the runs take the embedded world:
exports of sectors by threads, one process and two, then the goods towards each region.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from detente.impact.scan import scan
from detente.world import World
from disruption_cases import peak_mb, synthetic


def main() -> None:
    """Print seconds, cuts a second and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="eight exporters in the runs")
    quick = parser.parse_args().quick
    world = World.load()
    for name, table in (("embedded", world), ("80x50", synthetic(80, 50))):
        spent, cuts = timed(partial(count, table, measure="static"))
        print(f"formula   {name:9s} {table.n:5d} nodes {cuts:5d} cuts {spent:8.2f} s")
    exporters = ("CHN", "USA", "JPN", "TWN", "DEU", "KOR", "NLD", "IND") if quick else ()
    days = 180
    single = 0.0
    for name, workers in (("threads", None), ("1 process", 1), ("2 processes", 2)):
        spent, cuts = timed(partial(count, world, exporters=exporters, days=days, workers=workers))
        single = spent if workers == 1 else single
        times = f"{single / spent:5.2f} times one process" if workers == 2 else ""
        print(f"{days} days  {name:12s} {cuts:5d} cuts {spent:8.2f} s {times}")
    goods = ("gallium", "ndfeb-magnet") if quick else ()
    spent, cuts = timed(partial(count, world, goods=goods, targets=("each", "world")))
    print(f"{days} days  goods        {cuts:5d} cuts {spent:8.2f} s")
    print(f"peak of this process {peak_mb():.0f} MB")


def count(world: World, **asked: Any) -> int:  # noqa: ANN401 - as scan takes them
    """Return how many cuts a scan made."""
    return len(scan(world, **asked).cuts)


def timed(run: Callable[[], int]) -> tuple[float, int]:
    """Return the seconds of a call and what it returned."""
    start = time.perf_counter()
    found = run()
    return time.perf_counter() - start, found


if __name__ == "__main__":
    main()
