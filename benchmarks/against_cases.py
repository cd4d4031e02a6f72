"""One measurement of `against.py` that a command does not show, printed as a line of JSON.

Only what the public interface has had for long is used here, since old builds run it too.
"""

import json
import math
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

TARGETS = ("CHN", "DEU", "JPN", "IND", "KOR", "MEX", "GBR", "FRA")
"""Whom the USA embargoes, and is embargoed by."""

LEAKS = 0.10
"""Part of the trade that an embargo leaves, the peer's own central value [share]."""

EXPORTERS = ("CHN", "USA", "JPN", "TWN", "DEU", "KOR", "NLD", "IND")
"""Whose sectors the scan for the Dask workers cuts off."""


def spent(work: Callable[[], object]) -> float:
    """Processor time of one call [s]."""
    start = time.process_time()
    work()
    return time.process_time() - start


def cuts(world: Any, number: int) -> list[Any]:  # noqa: ANN401 - of the build that runs
    """Scenarios that each cut half of one node, evenly over those that produce."""
    from detente.impact import CapacityCut  # noqa: PLC0415

    makes = np.flatnonzero(world.output > 0)
    at = [int(makes[i]) for i in np.linspace(0, len(makes) - 1, number).astype(int)]
    return [[CapacityCut(at=world.labels[i], share=0.5)] for i in at]


def day(model: str, number: str) -> dict[str, Any]:
    """A day of a batch on the embedded world [ms]."""
    from detente.impact import disrupt  # noqa: PLC0415
    from detente.world import World  # noqa: PLC0415

    world, days = World.load(), 150
    scenarios = cuts(world, int(number))

    def horizon(length: int) -> float:
        return spent(lambda: disrupt(world, scenarios, days=length, model=model, workers=1))

    horizon(1)
    times = [(horizon(days + 1) - horizon(1)) / days for _ in range(2)]
    return {"ms": 1e3 * statistics.median(times)}


def words(article: str) -> dict[str, Any]:
    """Words that are read in a second, after the first article [words per s]."""
    import detente  # noqa: PLC0415

    text = Path(article).read_text(encoding="utf-8")
    detente.read(text)
    took = spent(lambda: [detente.read(text) for _ in range(5)])
    return {"words_per_s": 5 * len(text.split()) / took}


def opened(path: str) -> Any:  # noqa: ANN401
    """The full table."""
    from detente import world  # noqa: PLC0415

    return world.open_world(Path(path))


def open_table(path: str) -> dict[str, Any]:
    """Nothing but opening the table; the caller reads time and memory."""
    return {"nodes": opened(path).n}


def scenarios(path: str, number: str) -> dict[str, Any]:
    """A year of cuts on the full table, without opening it [s]."""
    from detente.impact import disrupt  # noqa: PLC0415

    world = opened(path)
    batch = cuts(world, int(number))
    disrupt(world, batch, days=1)
    return {"s": spent(lambda: disrupt(world, batch, days=365))}


def embargoes(path: str, number: str) -> dict[str, Any]:
    """All trade between the USA and others cut to a tenth, both ways: the new equilibrium [s].

    The table's own equilibrium and its slope are found before, as the peer's table is.
    """
    from detente.facts import load_facts  # noqa: PLC0415
    from detente.impact.longrun import (  # noqa: PLC0415
        Curb,
        TradeBase,
        Wedges,
        long_run,
        settle,
        slopes,
        solve,
    )

    world = opened(path)
    base = settle(TradeBase.from_world(world, long_run(load_facts(), world.sectors)[1]))
    slope = slopes(base)
    cuts = [
        [
            Curb(sector=sector, exporter=seller, importer=buyer, quota=LEAKS)
            for sector in world.sectors
            for seller, buyer in (("USA", code), (code, "USA"))
        ]
        for code in TARGETS[: int(number)]
    ]
    return {"s": spent(lambda: solve(base, Wedges.of(base, cuts), slope=slope))}


def workers() -> dict[str, Any]:
    """How many times as fast two Dask workers scan as one, on the clock [1]."""
    from detente.impact.scan import scan  # noqa: PLC0415
    from detente.world import World  # noqa: PLC0415

    world = World.load()
    took = []
    for number in (1, 2):
        start = time.perf_counter()
        scan(world, exporters=EXPORTERS, days=180, workers=number)
        took.append(time.perf_counter() - start)
    return {"times": took[0] / took[1]}


def nodes(path: str) -> dict[str, Any]:
    """Power of the nodes with which a day of a batch grows, embedded to full table [1]."""
    from detente.impact import disrupt  # noqa: PLC0415
    from detente.world import World  # noqa: PLC0415

    days = []
    for world in (World.load(), opened(path)):
        batch = cuts(world, 32)
        disrupt(world, batch, days=1)
        times = [spent(partial(disrupt, world, batch, days=n, workers=1)) for n in (60, 180)]
        days.append((world.n, (times[1] - times[0]) / 120))
    (small, short), (large, long) = days
    return {"power": math.log(long / short) / math.log(large / small)}


def draws(most: str) -> dict[str, Any]:
    """Power of the draws with which a simulation of a month grows, from ten draws on [1]."""
    import detente  # noqa: PLC0415

    article = Path(detente.__file__).parent / "examples" / "london-2025-06.txt"
    standoff = detente.standoff(detente.read(article), on="2025-06-10")
    few, many = 10, int(most)
    detente.simulate(standoff, days=31, draws=few, seed=1)
    took = [spent(partial(detente.simulate, standoff, days=31, draws=n)) for n in (few, many)]
    return {"power": math.log(took[1] / took[0]) / math.log(many / few), "s": took}


def boario() -> dict[str, Any]:
    """A day of BoARIO on the embedded world, times 64 [ms]."""
    from disruption_cases import boario as peer  # noqa: PLC0415

    with threadpool_limits(1):
        one = peer({"table": "embedded", "days": 8})["cpu_ms_per_scenario_day"]
    return {"ms": 64 * one, "name": "BoARIO, 64 days of one"}


def sanction(what: str) -> dict[str, Any]:
    """Sanction-simulator on its own copy of the table: opening it, or solving embargoes [s]."""
    import sanction_simulator as peer  # noqa: PLC0415

    sys.path.insert(0, peer._PKG_DIR)
    import power_trade_estimation as model  # noqa: PLC0415

    table = model.Benchmark(peer.data_dir(), cache=peer.bench_cache())
    name = "sanction-simulator"
    if what == "open":
        return {"name": name}
    legs = [
        model.bilateral_legs(table.cidx["USA"], table.cidx[code]) for code in TARGETS[: int(what)]
    ]

    def solve() -> None:
        batch = model.ScenarioBatch(table, legs, tau=0.30, delta=LEAKS)
        batch.balance()
        batch.solve(rho=-1.0)

    return {"name": name, "s": spent(solve)}


KINDS: dict[str, Callable[..., dict[str, Any]]] = {
    "day": day,
    "words": words,
    "open": open_table,
    "scenarios": scenarios,
    "embargoes": embargoes,
    "workers": workers,
    "nodes": nodes,
    "draws": draws,
    "boario": boario,
    "sanction": sanction,
}


def main() -> None:
    """Run the case that the first word names."""
    print(json.dumps(KINDS[sys.argv[1]](*sys.argv[2:])))


if __name__ == "__main__":
    main()
