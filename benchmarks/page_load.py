"""Fifty people on the page at once, on loopback: how long a slider's answer takes, none lost.

usage: python benchmarks/page_load.py [--users 50] [--seconds 20] [--json]

Starts `detente serve`, works out the London talks once (few draws), then lets each user load the
workbench and move sliders, one answer asked for every half a second (a hand does not go faster), by
`/api/answer`. In the browser itself nothing is asked: there the answer is worked out on the spot.
"""

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

CASE = "london"
PAUSE = 0.5
"""Between two answers that one user asks for [s]."""
ARRIVE = 5.0
"""Within which the users come [s]."""


@dataclass
class Told:
    """What the users saw."""

    answers: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    busy: float = 0.0
    """Processor time of the server while the users were there [s]."""


def main() -> None:
    """Serve, load, report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if not (1 <= chosen.users <= 200 and 1 <= chosen.seconds <= 120):
        parser.error("give 1 to 200 users and 1 to 120 seconds")
    words = ["serve", "--port", "0", "--draws", "32", "--days", "92"]
    with subprocess.Popen(
        [sys.executable, "-m", "detente", *words], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[4].rstrip("/")
            told = asyncio.run(
                load(address, users=chosen.users, seconds=chosen.seconds, server=server.pid)
            )
            told.busy += processor_time(server.pid)
        finally:
            server.terminate()
    report(told, users=chosen.users, as_json=chosen.json)
    if told.lost:
        sys.exit(1)


def processor_time(process: int) -> float:
    """Processor time of a process so far [s]; Linux tells it."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def load(address: str, *, users: int, seconds: float, server: int) -> Told:
    """Work the case out, then let the users in."""
    assert urlsplit(address).hostname == "127.0.0.1", "this benchmark stays on loopback"
    limits = httpx.Limits(max_connections=users, max_keepalive_connections=users)
    async with httpx.AsyncClient(base_url=address, timeout=30, limits=limits) as client:
        await work_out(client, address)
        columns = (await client.get("/api/table", params={"case": CASE})).json()["columns"]
        told = Told(busy=-processor_time(server))
        names = [one["name"] for one in columns]
        end = time.perf_counter() + seconds
        await asyncio.gather(*(user(n, client, names, end, told) for n in range(users)))
    return told


async def work_out(client: httpx.AsyncClient, address: str) -> None:
    """Start the job and wait for it."""
    started = await client.post("/api/jobs", json={"case": CASE}, headers={"Origin": address})
    started.raise_for_status()
    place = started.headers["location"]
    while (told := (await client.get(place)).json())["state"] in {"waiting", "running"}:
        await asyncio.sleep(0.3)
    if told["state"] != "done":
        sys.exit(f"page_load.py: {told['error']}")


async def user(
    number: int, client: httpx.AsyncClient, names: list[str], end: float, told: Told
) -> None:
    """Load the page, then move one slider after another."""
    pick = random.Random(number)
    package: dict[str, float] = {}
    await asyncio.sleep(pick.random() * ARRIVE)
    await ask(client, "/workbench", {"case": CASE}, told, told.pages)
    while time.perf_counter() < end:
        package[pick.choice(names)] = round(pick.random(), 2)
        written = ",".join(f"{name}={share}" for name, share in package.items())
        took = await ask(client, "/api/answer", {"case": CASE, "a": written}, told, told.answers)
        await asyncio.sleep(max(0.0, PAUSE * (0.5 + pick.random()) - took))


async def ask(
    client: httpx.AsyncClient, path: str, query: dict[str, str], told: Told, kept: list[float]
) -> float:
    """Ask once; what is no 200 is lost."""
    began = time.perf_counter()
    try:
        answer = await client.get(path, params=query)
        if answer.status_code != httpx.codes.OK:
            told.lost.append(f"{path}: {answer.status_code}")
    except httpx.HTTPError as error:
        told.lost.append(f"{path}: {type(error).__name__}")
    took = time.perf_counter() - began
    kept.append(took)
    return took


def percentile(values: list[float], share: float) -> float:
    """A percentile in milliseconds."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def report(told: Told, *, users: int, as_json: bool) -> None:
    """Print what was measured."""
    found: dict[str, Any] = {
        "users": users,
        "answers": len(told.answers),
        "lost": len(told.lost),
        "answer_ms": {f"p{p}": round(percentile(told.answers, p / 100), 1) for p in (50, 95, 99)},
        "server_ms_per_request": round(
            1000 * told.busy / max(len(told.answers) + len(told.pages), 1), 1
        ),
        "load_average": round(os.getloadavg()[0], 1),
        "page_ms": {f"p{p}": round(percentile(told.pages, p / 100), 1) for p in (50, 95)},
    }
    if as_json:
        print(json.dumps(found, indent=2))
        return
    print(f"{users} users, {found['answers']} slider answers, {found['lost']} lost")
    print("slider answers [ms]:", found["answer_ms"])
    print("first page [ms]:    ", found["page_ms"])
    print("server, processor time per request [ms]:", found["server_ms_per_request"])
    print("load average of the machine:", found["load_average"])
    for what in sorted(set(told.lost)):
        print("lost:", what, told.lost.count(what))


if __name__ == "__main__":
    main()
