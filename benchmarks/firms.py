"""Firm networks: one cascade and the index of many firms, from 10,000 firms to a million.

    python benchmarks/firms.py [--quick] [--json]

Networks are drawn: ten links a firm, sizes with a heavy tail, 600 sectors, one pair of
sectors in ten essential. Every size runs in a process of its own, on one
core (Linux); cascades are timed by what they take of it, so that other work counts for less.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detente.impact.firms import read_network, systemic_risk

LINKS_EACH = 10
SECTORS = 600
PUBLISHED_MS = 67.0
"""A scenario at 5,000 firms with the authors' R and C++ program, one core [ms]."""

SIZES = (5_000, 10_000, 31_623, 100_000, 316_228, 1_000_000)
QUICK = (5_000, 10_000, 31_623)
Case = dict[str, Any]


def draw(folder: Path, firms: int, seed: int = 0) -> tuple[Path, Path, Path]:
    """Draw a network and write it: links, firms, kinds of inputs."""
    random = np.random.default_rng(seed)
    size = random.pareto(1.1, firms) + 1
    sector = random.integers(0, SECTORS, firms)
    links = firms * LINKS_EACH
    heavy = np.cumsum(size**0.7)
    supplier = np.searchsorted(heavy, random.random(links) * heavy[-1])
    buyer = random.permutation(np.repeat(np.arange(firms), LINKS_EACH))
    value = np.sqrt(size[supplier] * size[buyer]) * random.lognormal(0, 1, links)
    sold = np.bincount(supplier, weights=value, minlength=firms)
    final = np.maximum(size, sold * random.uniform(0.2, 1.0, firms))
    edges, people, kinds = (folder / name for name in ("edges.parquet", "firms.parquet", "k.csv"))
    pq.write_table(pa.table({"supplier": supplier, "buyer": buyer, "value": value}), edges)
    table = {"firm": np.arange(firms), "sector": sector, "output": sold + final}
    pq.write_table(pa.table(table), people)
    pairs = np.argwhere(random.random((SECTORS, SECTORS)) < 0.1)
    rows = "\n".join(f"{i},{j},essential" for i, j in pairs)
    kinds.write_text(f"supplier_sector,buyer_sector,kind\n{rows}\n", encoding="utf-8")
    return edges, people, kinds


def measure(firms: int, scenarios: int) -> Case:
    """Read one network and run cascades over it, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        edges, people, kinds = draw(Path(folder), firms)
        began = time.perf_counter()
        network = read_network(edges, people, inputs=kinds)
        read_s = time.perf_counter() - began
    os.sched_setaffinity(0, {0})  # one core, as the published figure
    order = np.argsort(-network.output)
    systemic_risk(network, [(int(order[-1]),)])  # compiles, or reads what is compiled
    timed: Case = {}
    for name, tolerance, many_of in (
        ("published rule", 1e-2, scenarios),
        ("to 1e-6", 1e-6, max(scenarios // 20, 5)),
    ):
        began = time.process_time()
        one = systemic_risk(network, [(int(order[0]),)], tolerance=tolerance)
        largest_s = time.process_time() - began
        random = np.random.default_rng(1).choice(firms, many_of, replace=False)
        began = time.process_time()
        many = systemic_risk(network, [(int(i),) for i in random], tolerance=tolerance)
        timed[name] = {
            "largest_s": largest_s,
            "largest_index": float(one.index[0]),
            "largest_steps": int(one.steps[0]),
            "mean_ms": (time.process_time() - began) / many_of * 1e3,
            "scenarios": many_of,
            "mean_steps": float(many.steps.mean()),
        }
    whole = list(range(0, firms, 10))
    began = time.process_time()
    tenth = systemic_risk(network, [whole], tolerance=1e-6)
    return {
        "firms": firms,
        "links": network.links,
        "read_s": read_s,
        "timed": timed,
        "tenth_s": time.process_time() - began,
        "tenth_index": float(tenth.index[0]),
        "tenth_steps": int(tenth.steps[0]),
        "memory_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def main() -> None:
    """Run every size in a process of its own and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(*asked.one)))
        return
    rows: list[Case] = []
    for firms in QUICK if asked.quick else SIZES:
        scenarios = 2_000 if firms <= 10_000 else 200
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(firms), str(scenarios)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{firms:,} firms failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        rows.append(json.loads(done.stdout))
        if not asked.json:
            _say(rows[-1])
    ratio = PUBLISHED_MS / rows[0]["timed"]["published rule"]["mean_ms"]
    if asked.json:
        found = {"machine": f"{platform.machine()}, {os.cpu_count()} cores", "ratio": ratio}
        print(json.dumps(found | {"sizes": rows}, indent=2))
        return
    large = [row for row in rows if row["firms"] >= 10_000]
    links = np.log([row["links"] for row in large])
    spent = np.array([row["tenth_s"] for row in large])
    steps = np.array([row["tenth_steps"] for row in large])
    whole, each = (np.polyfit(links, np.log(times), 1)[0] for times in (spent, spent / steps))
    print(
        f"\nfrom 10,000 firms, time of one large cascade grows with links to the power "
        f"{whole:.2f}, of one step of it {each:.2f}"
    )
    print(f"{rows[0]['firms']:,} firms: {ratio:,.0f} times the published {PUBLISHED_MS:g} ms")


def _say(row: Case) -> None:
    rule, close = row["timed"]["published rule"], row["timed"]["to 1e-6"]
    print(
        f"{row['firms']:>9,} firms {row['links']:>10,} links: read {row['read_s']:.1f} s, "
        f"{row['memory_gb']:.2f} GB\n"
        f"    a firm, mean of {rule['scenarios']:,}: {rule['mean_ms']:.3f} ms by the published "
        f"rule; of {close['scenarios']:,}: {close['mean_ms']:.3f} ms to 1e-6\n"
        f"    the largest firm, to 1e-6: {close['largest_s']:.2f} s, {close['largest_steps']} "
        f"steps, index {close['largest_index']:.3f}\n"
        f"    every tenth firm at once, to 1e-6: {row['tenth_s']:.2f} s, {row['tenth_steps']} "
        f"steps of {row['tenth_s'] / row['tenth_steps'] / row['links'] * 1e9:.1f} ns a link, "
        f"index {row['tenth_index']:.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
