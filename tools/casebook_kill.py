"""Kill writers of a casebook at any moment and look for what was lost or doubled.

usage: python tools/casebook_kill.py PLACE [--kills N] [--writers N]

PLACE is an SQLite file or a PostgreSQL address. Some processes add articles, each to its own log
once the casebook has said that it is kept; one after another is ended with kill -9 and another
takes its place. At the end every article that a log names has to be in the casebook once, with all
that it says, and every thread has to be as if the articles had come one after the other.
"""

import argparse
import datetime as dt
import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from detente.casebook import Casebook, Prepared
from detente.casebook._said import said_in
from detente.casebook._threads import kind_of
from detente.casebook.schema import article_sources, articles, linked, said, threads
from detente.reading import Reading

FIRST = dt.date(2025, 1, 1)
STRENGTHS = ("possible", "conditional", "willing", "expected", "pledged")


def article(number: int) -> Prepared:
    """Make an article, already read: an offer, a refusal or a state of a control.

    Parameters
    ----------
    number
        Which; the same number gives the same article.
    """
    draw = random.Random(number)
    day = FIRST + dt.timedelta(days=draw.randrange(365))
    good = draw.choice(["gallium", "ndfeb-magnet", "graphite", "eda-software", "ethane"])
    text = f"Article {number}. China may ease its curbs on {good}."
    span = {"start": 0, "end": len(text), "text": text}
    fields: dict[str, object] = {
        "document": {"sha256": f"{number:064x}", "characters": len(text), "name": f"{number}.txt"},
        "metadata": {"published": {"span": None, "iso": day.isoformat()}},
        "controls": [
            {
                "id": "c_1",
                "imposer": "CHN",
                "target": None,
                "product": good,
                "status": draw.choice(["in force", "suspended", "lifted"]),
                "mentions": [span],
            }
        ],
    }
    if draw.random() < 0.7:
        leg = {"actor": "CHN", "action": "ease", "control": "c_1", "span": span}
        fields["offers"] = [
            {
                "id": "o_1",
                "offeror": None,
                "kind": "unilateral",
                "gives": [leg],
                "strength": draw.choice(STRENGTHS),
            }
        ]
    else:
        fields["exclusions"] = [{"id": "x_1", "control": "c_1", "span": span}]
    reading = Reading.model_validate(fields)
    reading = reading.model_copy(update={"text": text, "goods": {"c_1": (good,)}})
    return Prepared(
        reading=reading,
        name=f"{number}.txt",
        source=f"/articles/{number}.txt",
        published=day,
        standoff=None,
        controls={"CN-2025-18": ("at issue", True)},
    )


def write(place: str, log: str, start: int, step: int) -> None:
    """Add articles without end, every second one twice; log each once it is kept."""
    book = Casebook(place)
    case = book.start("kill")
    with Path(log).open("a", encoding="utf-8", buffering=1) as kept:
        number = start
        while True:
            made = article(number)
            added = case.add(made)
            if number % 2:
                case.add(made)
            kept.write(json.dumps([number, added.article]) + "\n")
            number += step


def check(place: str, logs: list[Path]) -> dict[str, int]:
    """Hold the casebook against the logs.

    Parameters
    ----------
    place
        The casebook.
    logs
        What the writers were told is kept.

    Returns
    -------
    dict
        Counts: articles, logged, lost, doubled, halves, wrong_kinds.
    """
    logged: dict[int, int] = {}
    for log in logs:
        for line in log.read_text(encoding="utf-8").splitlines():
            number, kept = json.loads(line)
            logged[number] = kept
    with Casebook(place) as book, book.store.read() as connection:
        rows = connection.execute(select(articles.c.id, articles.c.name)).all()
        names = [row.name for row in rows]
        there = {int(name.removesuffix(".txt")) for name in names}
        halves = 0
        for table in (article_sources, linked):
            whole = select(func.count(table.c.article_id.distinct()))
            halves += len(rows) - connection.execute(whole).scalar_one()
        pieces = connection.execute(
            select(said.c.article_id, func.count()).group_by(said.c.article_id)
        ).all()
        halves += len(rows) - len(pieces) + sum(count != 2 for _, count in pieces)
        wrong = 0
        query = (
            select(threads.c.about, said.c.thread_id, said.c.value, said.c.rank, said.c.day)
            .add_columns(said.c.kind)
            .join_from(said, threads, said.c.thread_id == threads.c.id)
            .order_by(said.c.thread_id, said.c.day, said.c.article_id)
        )
        last: tuple[int, tuple[str, float, dt.date]] | None = None
        for row in connection.execute(query):
            now = (row.value, row.rank, row.day)
            before = last[1] if last is not None and last[0] == row.thread_id else None
            wrong += kind_of(row.about, before, now) != row.kind
            last = (row.thread_id, now)
    return {
        "articles": len(rows),
        "logged": len(logged),
        "lost": len(logged.keys() - there),
        "doubled": len(names) - len(set(names)),
        "halves": halves,
        "wrong_kinds": wrong,
    }


def run(
    place: str, kills: int, writers: int, folder: Path, *, most_wait: float = 0.4
) -> list[Path]:
    """Let writers write and kill one after another.

    Parameters
    ----------
    place
        The casebook.
    kills
        How many to end [count].
    writers
        How many at once [count].
    folder
        Where the logs go.
    most_wait
        Longest time between two kills [s].
    """
    draw = random.Random(17)
    context = multiprocessing.get_context("fork")
    logs: list[Path] = []
    living: list[multiprocessing.process.BaseProcess] = []
    step = kills + writers + 1

    def begin() -> None:
        log = folder / f"{len(logs)}.log"
        one = context.Process(target=write, args=(place, str(log), len(logs), step), daemon=True)
        one.start()
        log.touch()
        logs.append(log)
        living.append(one)

    Casebook(place).close()
    said_in(article(0).reading, FIRST)  # tables are read once, before the writers part
    for _ in range(writers):
        begin()
    for _ in range(kills):
        time.sleep(draw.uniform(0.02, most_wait))
        victim = living.pop(draw.randrange(len(living)))
        assert victim.pid is not None
        os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        begin()
    for one in living:
        one.kill()
        one.join()
    return logs


def main() -> int:
    """Run as the usage says; 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writers", type=int, default=8)
    asked = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        logs = run(asked.place, asked.kills, asked.writers, Path(folder))
        found = check(asked.place, logs)
    print(json.dumps({**found, "kills": asked.kills, "seconds": round(time.monotonic() - started)}))
    return int(any(found[name] for name in ("lost", "doubled", "halves", "wrong_kinds")))


if __name__ == "__main__":
    sys.exit(main())
