"""One measurement of the disruption engine or of its peer, in a process of its own.

`disruption.py` starts this file once for every case, so that peak memory belongs to the case alone,
and reads one line of JSON from it.
"""

import contextlib
import io
import json
import logging
import resource
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from detente.impact import CapacityCut, disrupt, hold
from detente.impact.disruption.disrupt import _block_width
from detente.impact.disruption.models import prepare
from detente.impact.disruption.network import Network
from detente.world import World

Array = npt.NDArray[np.floating]

SEED = 20250610
BOUGHT = 0.55
"""Intermediate purchases per output on the synthetic tables."""


def synthetic(regions: int, sectors: int) -> World:
    """A balanced table: lognormal sizes, home bias, half of the foreign flows missing."""
    generator = np.random.default_rng(SEED)
    n = regions * sectors
    home = np.kron(np.eye(regions), np.ones((sectors, sectors)))
    A = generator.gamma(0.3, 1.0, (n, n)) * (home * regions + (generator.random((n, n)) < 0.5))
    A *= BOUGHT / A.sum(axis=0)
    final = generator.lognormal(0.0, 1.5, n) * 1e4
    output = np.linalg.solve(np.eye(n) - A, final)
    destinations = np.zeros((n, regions))
    destinations[np.arange(n), np.arange(n) // sectors] = final
    return World.from_arrays(
        tuple(f"R{i:02d}" for i in range(regions)),
        World.load().sectors[:sectors],
        A * output,
        destinations,
        output=output,
        year=2000,
    )


def table(name: str) -> World:
    """A table by its name: ``embedded`` or REGIONSxSECTORS."""
    if name == "embedded":
        return World.load()
    regions, sectors = (int(part) for part in name.split("x"))
    return synthetic(regions, sectors)


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of one call [s]."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and processor time of one call, the latter of all threads together [s]."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def median(work: Callable[[], object], repetitions: int) -> float:
    """Median time over repetitions after one that does not count [s]."""
    work()
    return statistics.median(seconds(work) for _ in range(repetitions))


def forget_peak() -> None:
    """Start counting anew, so that making a table does not count; where the system can (Linux)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mb() -> float:
    """Most memory this process has held since it was told to forget [MB]."""
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def nodes_to_cut(world: World, number: int) -> list[int]:
    """Producing nodes of the table, evenly over it."""
    makes = np.flatnonzero(world.output > 0)
    return [int(makes[i]) for i in np.linspace(0, len(makes) - 1, number).astype(int)]


# --- our engine ----------------------------------------------------------------------------


def ours(case: dict[str, Any]) -> dict[str, Any]:
    """Time per scenario-day, and the machine's ceilings for it."""
    world = table(case["table"])
    model: str = case["model"]
    columns, threads = case["scenarios"], case["threads"]
    at = nodes_to_cut(world, columns)
    scenarios = [[CapacityCut(at=world.labels[i], share=0.5)] for i in at]
    forget_peak()
    before = peak_mb()

    def run(horizon: int) -> Callable[[], object]:
        return lambda: disrupt(world, scenarios, days=horizon, model=model, workers=threads)

    seconds(run(1))  # loads what is loaded once
    probe = max(seconds(run(4)) - seconds(run(1)), 1e-4) / 3
    days = int(np.clip(case["budget_s"] / probe, 3, 365))
    held = peak_mb()
    network = prepare(world, model)
    read = sum(group.weights.nbytes + group.sales.nbytes for group in network.groups)
    read += sum(loose.sales.nbytes for loose in network.as_used)
    blocks = -(-columns // _block_width(columns, network.world.n))
    set_ups, day_times, cpu_times, product_times, product_cpu_times = [], [], [], [], []
    number = min(days, 30)
    with products(network, columns, threads) as multiply:
        seconds(multiply)
        for _ in range(case["repetitions"]):  # side by side, so that all meet the same load
            (first, first_cpu), (wall, cpu) = spent(run(1)), spent(run(days + 1))
            set_ups.append(first)
            day_times.append(max(wall - first, 1e-9) / days)
            cpu_times.append(max(cpu - first_cpu, 1e-9) / days)
            wall, cpu = spent(lambda: [multiply() for _ in range(number)])
            product_times.append(wall / number)
            product_cpu_times.append(cpu / number)
    set_up, day, cpu, product, product_cpu = (
        statistics.median(t)
        for t in (set_ups, day_times, cpu_times, product_times, product_cpu_times)
    )
    copied = copy_bytes_per_second(min(threads, blocks))
    result = {
        "nodes": world.n,
        "days": days,
        "ms_per_day": 1e3 * day,
        "ms_per_scenario_day": 1e3 * day / columns,
        "cpu_ms_per_scenario_day": 1e3 * cpu / columns,
        "set_up_s": set_up,
        "peak_mb": held,
        "before_mb": before,
        "products_ms_per_day": 1e3 * product,
        "product_share": product / day,
        "cpu_product_share": product_cpu / cpu,
        "gflops": flops(network, columns) / day / 1e9,
        "copy_gb_per_s": copied / 1e9,
        "stream_share": blocks * read / day / copied,
    }
    if case.get("year"):
        result["year_s"] = seconds(run(365))
    return result


def flops(network: Network, columns: int) -> float:
    """Multiplications and additions of the day's products."""
    each = sum(4.0 * group.weights.size for group in network.groups)
    each += sum(2.0 * loose.sales.size for loose in network.as_used)
    return each * columns


@contextlib.contextmanager
def products(network: Network, columns: int, threads: int) -> Iterator[Callable[[], None]]:
    """Nothing but a day's matrix products, in the same shapes, blocks and threads."""
    width = _block_width(columns, network.world.n)
    generator = np.random.default_rng(SEED)

    def block() -> Callable[[], None]:
        pairs = []
        for group in network.groups:
            uses, suppliers = group.weights.shape
            makers = generator.random((suppliers, width), dtype=np.float32)
            users = generator.random((uses, width), dtype=np.float32)
            pairs.append((group, makers, users, users.copy(), makers.copy()))
        every = generator.random((network.world.n, width), dtype=np.float32)
        out = np.empty_like(every)

        def multiply() -> None:
            for loose in network.as_used:
                np.matmul(loose.sales, every[: len(loose.users)], out=out[: len(loose.suppliers)])
            for group, makers, users, to_users, to_makers in pairs:
                np.matmul(group.weights, makers, out=to_users)
                np.matmul(group.sales, users, out=to_makers)

        return multiply

    work = [block() for _ in range(-(-columns // width))]
    with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        yield lambda: list(pool.map(lambda one: one(), work)).clear()


def copy_bytes_per_second(threads: int, size: int = 1 << 26) -> float:
    """Bytes read per second while large arrays are copied."""
    sources = [np.ones(size // 4, dtype=np.float32) for _ in range(threads)]
    targets = [np.empty_like(source) for source in sources]
    with ThreadPoolExecutor(threads) as pool:

        def copy() -> None:
            list(pool.map(np.copyto, targets, sources))

        return float(threads * size / median(copy, 5))


# --- the peer --------------------------------------------------------------------------------


def quiet_boario() -> None:
    """Silence a peer that logs and warns on every run."""
    warnings.simplefilter("ignore")
    logging.getLogger("boario").setLevel(logging.CRITICAL)


def boario_model(world: World, orders: str) -> Any:  # noqa: ANN401 - the peer has no types
    """BoARIO's model on one of our tables, parameters at their defaults.

    BoARIO cannot have nodes that make nothing, so these are given a very small final demand.
    """
    import pandas as pd  # noqa: PLC0415
    import pymrio  # noqa: PLC0415
    from boario.extended_models import ARIOPsiModel  # noqa: PLC0415

    nodes = pd.MultiIndex.from_product([world.regions, world.sectors], names=["region", "sector"])
    final = np.maximum(world.output - world.flows.sum(axis=1), 0.0) + 1e-6
    buyers = pd.MultiIndex.from_product(
        [world.regions, ["final demand"]], names=["region", "category"]
    )
    home = np.zeros((world.n, len(world.regions)))
    home[np.arange(world.n), np.arange(world.n) // len(world.sectors)] = final
    system = pymrio.IOSystem(
        Z=pd.DataFrame(world.flows, index=nodes, columns=nodes),
        Y=pd.DataFrame(home, index=nodes, columns=buyers),
    )
    system.calc_system()
    return ARIOPsiModel(system, order_type=orders)


def boario_run(
    model: Any,  # noqa: ANN401
    node: tuple[str, str],
    cut: float,
    days: int,
    duration: int,
) -> Any:  # noqa: ANN401
    """A simulation with one cut, ready to loop."""
    import pandas as pd  # noqa: PLC0415
    from boario.event import from_series  # noqa: PLC0415
    from boario.simulation import Simulation  # noqa: PLC0415

    run = Simulation(model, n_temporal_units_to_sim=days)
    at = pd.MultiIndex.from_tuples([node], names=["region", "sector"])
    run.add_event(
        from_series(
            pd.Series([cut], index=at),
            event_type="arbitrary",
            occurrence=1,
            duration=duration,
            recovery_tau=1,
        )
    )
    return run


def boario(case: dict[str, Any]) -> dict[str, Any]:
    """Time per day of BoARIO's own loop: one scenario, its set-up apart."""
    quiet_boario()
    world = table(case["table"])
    forget_peak()
    before, days = peak_mb(), case["days"]
    start = time.perf_counter()
    model = boario_model(world, "alt")
    set_up = time.perf_counter() - start
    region, sector = world.labels[nodes_to_cut(world, 1)[0]].split()
    run = boario_run(model, (region, sector), 0.5, days + 4, days)
    run.next_step()
    run.next_step()
    steps, cpu = zip(*(spent(run.next_step) for _ in range(days)), strict=True)
    return {
        "nodes": world.n,
        "ms_per_day": 1e3 * statistics.median(steps),
        "ms_per_scenario_day": 1e3 * statistics.median(steps),
        "cpu_ms_per_scenario_day": 1e3 * statistics.median(cpu),
        "set_up_s": set_up,
        "peak_mb": peak_mb(),
        "before_mb": before,
    }


# --- behaviour -------------------------------------------------------------------------------


BACK = 1e-3
"""Output is back when it stays this near its base [share]."""


def behaviour(case: dict[str, Any]) -> dict[str, Any]:
    """Loss by size of the cut and output after the shock, for the peer and for our models.

    Every tenth or so node of a small table is cut alone, by each size in turn, for a while.
    """
    quiet_boario()
    world = table(case["table"])
    cuts, days, duration = case["cuts"], case["days"], case["duration"]
    nodes = nodes_to_cut(world, case["nodes"])
    start, end = 2, duration + 4  # the days on which BoARIO's event cuts capacity
    share = world.output / world.output.sum()
    shape = (len(nodes), len(cuts), days)
    models: dict[str, dict[str, Any]] = {}
    for orders in ("alt", "noalt"):
        paths = np.empty(shape)
        for i, node in enumerate(nodes):
            region, sector = world.labels[node].split()
            for j, cut in enumerate(cuts):
                model = boario_model(world, orders)
                run = boario_run(model, (region, sector), cut, days, duration)
                run.loop()
                made = np.array(run.production_realised).sum(axis=1)
                paths[i, j] = made / made[0]
        models[f"BoARIO {orders}"] = traits(paths, end)
    shocks = [
        [CapacityCut(at=world.labels[node], share=hold(cut, start=start, end=end))]
        for node in nodes
        for cut in cuts
    ]
    names: tuple[str, ...] = ("half", "leontief", "ario-noalt", "ario-alt")
    for name in names:
        result = disrupt(world, shocks, days=days, model=name, keep="*", dtype="float64")
        total = np.tensordot(share, result.output, axes=1).T
        models[f"ours {name}"] = traits(total.reshape(shape), end)
    return {"nodes": [world.labels[node] for node in nodes], "models": models}


def traits(paths: Array, end: int) -> dict[str, Any]:
    """What the sweep shows of one model; `paths` has shape (nodes, cuts, days) [share of base]."""
    lost = (1 - paths).sum(axis=2)
    falls = np.maximum(-np.diff(lost, axis=1), 0.0)
    falls[falls < 1e-6 * np.abs(lost).max()] = 0.0
    worst = int(falls.max(axis=1).argmax())
    off = np.abs(1 - paths[:, :, end:]) > BACK
    until = np.where(off.any(axis=2), off.shape[2] - off[:, :, ::-1].argmax(axis=2), 0)
    return {
        "loss_of_worst_node_world_days": lost[worst].tolist(),
        "nodes_where_loss_falls": int((falls.max(axis=1) > 0).sum()),
        "days_until_back": int(until.max()),
        "never_back": int((until == off.shape[2]).sum()),
        "runs": int(until.size),
    }


KINDS = {"ours": ours, "boario": boario, "behaviour": behaviour}


def main() -> None:
    """Run the case given as JSON and print its result as JSON."""
    case = json.loads(sys.argv[1])
    with contextlib.redirect_stdout(io.StringIO()):
        result = KINDS[case["kind"]](case)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
