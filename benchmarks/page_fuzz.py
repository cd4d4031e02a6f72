"""Ten thousand malformed and well-formed requests to the page's JSON: it must answer every one.

usage: python benchmarks/page_fuzz.py [--examples 600] [--seed 1]

Starts `detente serve` on loopback and lets schemathesis make requests from its OpenAPI document,
right and wrong ones, `--examples` for each operation in each phase. Fails if one was answered with
a fault of the server, or with a status, type or body that the document does not name, or if the
server does not answer as before at the end.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


def main() -> None:
    """Serve, ask, count."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--examples", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    words = ["serve", "--port", "0", "--draws", "1", "--days", "31"]
    with subprocess.Popen(
        [sys.executable, "-m", "detente", *words], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[4].rstrip("/")
            work_out(address)
            began = time.perf_counter()
            code, statuses = fuzz(address, examples=chosen.examples, seed=chosen.seed)
            took = time.perf_counter() - began
            alive = httpx.get(f"{address}/api/answer?case=london&a=CN-2025-18", timeout=30)
        finally:
            server.terminate()
    total = sum(statuses.values())
    print(f"{total} requests in {took:.0f} s, by status: {dict(sorted(statuses.items()))}")
    print(f"still answers: {alive.status_code}")
    if code or alive.status_code != httpx.codes.OK:
        sys.exit(code or 1)


def work_out(address: str) -> None:
    """Work the London talks out, so that answers have something to answer from."""
    started = httpx.post(
        f"{address}/api/jobs", json={"case": "london"}, headers={"Origin": address}, timeout=60
    )
    place = started.raise_for_status().headers["location"]
    while httpx.get(address + place).json()["state"] in {"waiting", "running"}:
        time.sleep(0.3)


def fuzz(address: str, *, examples: int, seed: int) -> tuple[int, Counter[int]]:
    """Run schemathesis; gives its exit code and how often each status was answered."""
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "events.ndjson"
        code = subprocess.call(
            [
                *(Path(sys.executable).with_name("schemathesis"), "run"),
                f"{address}/api/openapi.json",
                *("--checks", ",".join(CHECKS)),
                *("--max-examples", str(examples)),
                *("--seed", str(seed)),
                *("--header", f"Origin: {address}"),
                *("--workers", "2"),
                *("--suppress-health-check", "all"),
                *("--no-shrink", "--continue-on-failure", "--warnings", "off"),
                *("--report", "ndjson", "--report-ndjson-path", str(events)),
            ],
            cwd=folder,
        )
        statuses: Counter[int] = Counter()
        with events.open(encoding="utf-8") as lines:
            for line in lines:
                count(json.loads(line), statuses)
    return code, statuses


def count(event: Any, statuses: Counter[int]) -> None:  # noqa: ANN401 - any JSON value
    """Count every status code in an event."""
    if isinstance(event, dict):
        if isinstance(event.get("status_code"), int):
            statuses[event["status_code"]] += 1
        for value in event.values():
            count(value, statuses)
    elif isinstance(event, list):
        for value in event:
            count(value, statuses)


if __name__ == "__main__":
    main()
