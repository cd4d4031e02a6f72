"""Time the queries of a casebook with many articles, and its memory.

usage: python tools/casebook_size.py PLACE [--articles N] [--times N]

PLACE is an SQLite file or a PostgreSQL address; articles are made as by casebook_kill.py.
"""

import argparse
import datetime as dt
import json
import resource
import time
from collections.abc import Callable

import numpy as np

from casebook_kill import article
from detente.casebook import Casebook


def main() -> None:
    """Run as the usage says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=20)
    asked = parser.parse_args()
    with Casebook(asked.place) as book:
        case = book.start("size")
        started = time.monotonic()
        memory = []
        for number in range(asked.articles):
            case.add(article(number))
            if number % max(1, asked.articles // 10) == 0:
                memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        print(json.dumps({"added_s": round(time.monotonic() - started), "memory_mb": memory}))
        day = dt.date(2025, 6, 1)
        queries: dict[str, Callable[[], object]] = {
            "show": case.timeline,
            "show --about offer": lambda: case.timeline(about="offer"),
            "show --since --until": lambda: case.timeline(since=day, until=dt.date(2025, 7, 1)),
            "articles": case.articles,
            "list": book.cases,
            "match": lambda: book.matches(article(3)),
            "score": lambda: case.score(day),
        }
        for name, query in queries.items():
            seconds = []
            for _ in range(asked.times):
                begun = time.perf_counter()
                query()
                seconds.append(time.perf_counter() - begun)
            p95 = float(np.quantile(seconds, 0.95))
            print(
                json.dumps({"query": name, "p95_s": round(p95, 4), "max_s": round(max(seconds), 4)})
            )
        print(json.dumps({"memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


if __name__ == "__main__":
    main()
