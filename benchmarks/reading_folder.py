"""Read a folder of articles made on the spot: articles and words per second, memory over time.

usage: python benchmarks/reading_folder.py [--count N] [--sentences S] [--workers W] [--json]

The articles are put together from a few sentences of our own with random names, goods and numbers,
so no two are the same. Memory is that of the command and all its processes (resident set, Linux
only), sampled while it runs and shown at each tenth of the work.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOODS = ("gallium", "germanium", "rare earths", "graphite", "antimony", "AI chips", "jet engines")
SIDES = (("China", "Beijing"), ("The United States", "Washington"), ("Japan", "Tokyo"))
WHO = ("a trade official", "Commerce Secretary Howard Lutnick", "Wang Wentao", "the ministry")
SENTENCES = (
    "{side} may ease its curbs on {good} exports, {who} said on Monday.",
    "“We will look at each request, all {number} of them,” {who} told reporters in {place}.",
    "{side} will not lift the ban on {good}, {who} said in a statement.",
    "If {side} drops its limits on {good}, shipments will resume within {few} weeks, {who} said.",
    "The talks will resume on June {day} in {place}, according to {number} pages of notes.",
    "Plants in {word}ville use about {number} tonnes of {good} a year.",
    "The {word} group, which makes parts for cars, has stocks for {few} weeks.",
)
PLACES = ("Geneva", "London", "Madrid", "Stockholm", "Busan")


def article(rng: random.Random, sentences: int) -> str:
    """Put one article together.

    Parameters
    ----------
    rng
        Where the choices come from.
    sentences
        Its length [count].
    """
    side, capital = rng.choice(SIDES)
    parts = [
        rng.choice(SENTENCES).format(
            side=side,
            good=rng.choice(GOODS),
            who=rng.choice(WHO),
            number=rng.randint(2, 9000),
            few=rng.randint(2, 30),
            day=rng.randint(10, 30),
            place=rng.choice(PLACES),
            word="".join(rng.choice("abdeiklmnorstuv") for _ in range(6)).title(),
        )
        for _ in range(sentences)
    ]
    body = "\n\n".join(" ".join(parts[at : at + 3]) for at in range(0, len(parts), 3))
    return (
        f"{capital} weighs curbs\n\nJune {rng.randint(1, 9)}, 2025\n\n{capital.upper()} -- {body}\n"
    )


def resident(pid: int) -> float:
    """Memory of a process and those below it [MB]."""
    total, waiting = 0.0, [pid]
    while waiting:
        here = Path("/proc") / str(waiting.pop())
        try:
            total += int((here / "statm").read_text().split()[1]) * 4096 / 1e6
            waiting += map(int, (here / "task" / here.name / "children").read_text().split())
        except OSError:
            continue
    return total


def main() -> None:
    """Make the folder, read it in a process of its own, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--sentences", type=int, default=9)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rng = random.Random(5)
    with tempfile.TemporaryDirectory() as base:
        folder, out = Path(base) / "in", Path(base) / "out"
        folder.mkdir()
        words = 0
        for at in range(given.count):
            text = article(rng, given.sentences)
            words += len(text.split())
            (folder / f"{at:06}.txt").write_text(text, encoding="utf-8")
        start = time.perf_counter()
        command = [sys.executable, "-m", "detente", "read", str(folder), "--out", str(out)]
        process = subprocess.Popen(
            [*command, "--quiet", "--json", "--workers", str(given.workers)], stdout=subprocess.PIPE
        )
        steps: list[tuple[int, float]] = []
        peak = first = 0.0
        while process.poll() is None:
            time.sleep(0.5)
            done = sum(1 for _ in out.glob("*.txt.json")) if out.is_dir() else 0
            memory = resident(process.pid)
            peak = max(peak, memory)
            first = first or (time.perf_counter() - start if done else 0.0)
            if done * 10 // given.count > len(steps):
                steps.append((done, round(memory)))
        seconds = time.perf_counter() - start
        report = json.loads(process.communicate()[0])
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = used.ru_utime + used.ru_stime
    result = {
        "articles": given.count,
        "words": words,
        "seconds": round(seconds, 1),
        "seconds_to_first": round(first, 1),
        "articles_per_second": round(given.count / seconds, 1),
        "words_per_second": round(words / seconds),
        "processor_seconds": round(processor, 1),
        "words_per_processor_second": round(words / processor),
        "peak_MB": round(peak),
        "MB_at_each_tenth": steps,
        "unread": len(report["unread"]),
    }
    if given.json:
        print(json.dumps(result, indent=1))
        return
    for name, value in result.items():
        print(f"{name:22} {value}")


if __name__ == "__main__":
    main()
