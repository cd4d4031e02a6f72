"""The disruption engine beside BoARIO: speed, memory, and what the machine could do at most.

    python benchmarks/disruption.py [--quick] [--json]

Every case runs in a process of its own (`disruption_cases.py`), one after the other.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

CASES = Path(__file__).with_name("disruption_cases.py")
BATCHES = (1, 16, 64, 256)
CUTS = (0.5, 0.7, 0.9, 0.99, 1.0)
Case = dict[str, Any]


def plan(*, quick: bool, threads: int) -> list[Case]:
    """The cases, in the order in which they run."""
    repetitions = 2 if quick else 5
    cases: list[Case] = []
    tables = {"20x45": 20, "embedded": 10} | ({} if quick else {"77x45": 4})
    for table, peer_days in tables.items():
        cases.append({"kind": "boario", "table": table, "days": peer_days * (1 if quick else 2)})
        cases += [
            {
                "kind": "ours",
                "table": table,
                "model": model,
                "scenarios": scenarios,
                "budget_s": 0.5 if quick else 2.0,
                "threads": threads,
                "repetitions": repetitions,
                "year": table == "embedded" and scenarios == BATCHES[-1] and not quick,
            }
            for model in ("half", "ario-alt")
            for scenarios in BATCHES
        ]
    if not quick:
        large = {"kind": "ours", "table": "80x50", "model": "half", "scenarios": 64}
        cases.append(large | {"threads": threads, "repetitions": 1, "budget_s": 2.0, "year": True})
    cases.append(
        {
            "kind": "behaviour",
            "table": "6x12",
            "nodes": 5 if quick else 10,
            "cuts": CUTS,
            "days": 250 if quick else 425,
            "duration": 60,
        }
    )
    return cases


def measure(case: Case) -> Case:
    """Run one case in a fresh process."""
    threads = str(case.get("threads", os.cpu_count() or 1))
    limits = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), threads)
    done = subprocess.run(
        [sys.executable, str(CASES), json.dumps(case)],
        capture_output=True,
        text=True,
        env=os.environ | limits,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        sys.exit(f"the case {json.dumps(case)} failed: {last}")
    result: Case = json.loads(done.stdout)
    return case | result


def machine() -> Case:
    """What the figures were measured on."""
    packages = ("numpy", "scipy", "numba", "pandas", "pymrio", "boario")
    versions = {}
    for name in packages:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = "absent"
    return {
        "cores": os.cpu_count(),
        "processor": processor(),
        "python": platform.python_version(),
        "versions": versions,
    }


def processor() -> str:
    """Name of the processor, where the system tells."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def with_ratios(rows: list[Case]) -> list[Case]:
    """Add how many times faster a scenario-day is than the peer's day on the same table."""
    peers = {row["table"]: row for row in rows if row["kind"] == "boario"}
    return [
        row
        | {
            ratio: peers[row["table"]][unit] / row[unit]
            for ratio, unit in (
                ("ratio", "ms_per_scenario_day"),
                ("cpu_ratio", "cpu_ms_per_scenario_day"),
            )
        }
        if row["kind"] == "ours" and row["table"] in peers
        else row
        for row in rows
    ]


def show(row: Case) -> str:
    """One line of the table."""
    name = "BoARIO alt" if row["kind"] == "boario" else f"ours {row['model']}"
    line = (
        f"{row['table']:>9} {row['nodes']:>6} {name:<16} {row.get('scenarios', 1):>5} "
        f"{row['days']:>5} {row['ms_per_scenario_day']:>11.4f} "
    )
    for ratio in ("ratio", "cpu_ratio"):
        line += f"{row[ratio]:>9.0f}x" if ratio in row else f"{'':>10}"
    line += f" {row['peak_mb']:>8.0f} {row['set_up_s']:>8.2f}"
    if "product_share" in row:
        line += f" {row['product_share']:>8.0%} {row['cpu_product_share']:>8.0%}"
        line += f" {row['gflops']:>7.1f} {row['stream_share']:>8.0%}"
    if "year_s" in row:
        line += f"   365 days: {row['year_s']:.1f} s"
    return line


HEAD = (
    f"{'table':>9} {'nodes':>6} {'engine':<16} {'batch':>5} {'days':>5} {'ms/scen-day':>11} "
    f"{'ratio':>10}{'cpu ratio':>10} {'peak MB':>8} {'set-up s':>8} "
    f"{'products':>8} {'cpu prod':>8} {'Gflop/s':>7} {'stream':>8}"
)


def show_behaviour(row: Case) -> str:
    """The two behaviours, model by model."""
    cuts = ", ".join(f"{cut:.0%}" for cut in row["cuts"])
    lines = [
        "",
        f"One of {len(row['nodes'])} nodes of {row['table']} cut for {row['duration']} days.",
        f"Loss in world-days of output at cuts of {cuts}: the node where it falls most;",
        "days after the shock until world output stays within 0.1 % of base: the slowest run.",
        f"{'model':<16} {'loss falls at':>13}  {'loss by cut':<42} {'back after':>10} {'never':>7}",
    ]
    for name, trait in row["models"].items():
        loss = "  ".join(f"{value:6.2f}" for value in trait["loss_of_worst_node_world_days"])
        falls = f"{trait['nodes_where_loss_falls']} of {len(row['nodes'])}"
        never = f"{trait['never_back']}/{trait['runs']}"
        back = "-" if trait["never_back"] else f"{trait['days_until_back']} d"
        lines.append(f"{name:<16} {falls:>13}  {loss:<42} {back:>10} {never:>7}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="without 77x45, at most 3 minutes")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="of our engine")
    chosen = parser.parse_args()
    start = time.perf_counter()
    about = machine()
    rows: list[Case] = []
    if not chosen.json:
        print(f"{about['processor']}, {about['cores']} cores; threads: ours {chosen.threads}, ")
        print(f"BoARIO all that its BLAS takes; {about['versions']}\n{HEAD}")
    for case in plan(quick=chosen.quick, threads=chosen.threads):
        rows = with_ratios([*rows, measure(case)])
        if not chosen.json:
            text = show_behaviour if case["kind"] == "behaviour" else show
            print(text(rows[-1]), flush=True)
    took = time.perf_counter() - start
    if chosen.json:
        report = {"schema": "detente.benchmark/1", "quick": chosen.quick, "took_s": took}
        print(json.dumps(report | {"machine": about, "threads": chosen.threads, "rows": rows}))
    else:
        print(f"\n{took:.0f} s in all")


if __name__ == "__main__":
    main()
