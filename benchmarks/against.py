"""Build against build: ours beside an older commit, pair by pair, and beside peers.

    python benchmarks/against.py OLD_COMMIT [--pairs 3] [--only WORD...] [--world FILE] [--json]

The older commit is unpacked into a temporary folder and runs with the same installation. Every
measurement is a process of its own; old and new take turns, so that both meet the same load, and
what is compared is processor time (of the process and its children) and peak memory.
"""

import argparse
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CASES = HERE / "against_cases.py"
WORLD = ROOT.parent / "shared" / "data" / "world" / "icio2022.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the table.

    Parameters
    ----------
    name
        What is measured.
    words
        What Python runs; ``{out}`` is a folder of the build's own.
    figure
        ``cpu`` [s] or ``peak`` [MB] of the process, or the name of a figure in the JSON that it
        prints.
    unit
        Of the figure.
    peer
        Peer's case of `against_cases.py`, and its figure, if there is one.
    keep
        Whether runs kept by the line before are found.
    """

    name: str
    words: tuple[str, ...]
    figure: str = "cpu"
    unit: str = "s"
    peer: tuple[str, str] | None = None
    keep: bool = False


def measures(world: Path | None) -> list[Measure]:
    """List what is measured, in order."""
    case = str(CASES)
    brief = ("-m", "detente", "brief", "--draws", "32", "--days", "180", "--out", "{out}/b.html")
    simulate = ("-m", "detente", "simulate", "--draws", "32", "--json")
    article = str(ROOT / "src" / "detente" / "examples" / "london-2025-06.txt")
    found = [
        Measure(name="first brief", words=brief),
        Measure(name="second brief", words=brief, keep=True),
        Measure(name="simulate, 32 draws", words=simulate),
        *(
            Measure(
                name=f"batch day, {model}, {columns}",
                words=(case, "day", model, columns),
                figure="ms",
                unit="ms",
                peer=("boario", "ms") if columns == "64" else None,
            )
            for model, columns in (("half", "64"), ("half", "256"), ("ario-alt", "64"))
        ),
        Measure(
            name="reader", words=(case, "words", article), figure="words_per_s", unit="words/s"
        ),
        Measure(name="detente read, one article", words=("-m", "detente", "read", article)),
        Measure(name="controls --json", words=("-m", "detente", "controls", "--json")),
    ]
    if world is not None:
        table = str(world)
        full = (*simulate, "--full-world", table)
        found += [
            Measure(name="simulate --full-world", words=full),
            Measure(name="the same, peak memory", words=full, figure="peak", unit="MB"),
            Measure(
                name="opening the full table, peak",
                words=(case, "open", table),
                figure="peak",
                unit="MB",
                peer=("sanction-open", "peak"),
            ),
            *(
                Measure(
                    name=f"{number} {name}, full table, {until}",
                    words=(case, what, table, str(number)),
                    figure="s",
                    peer=(f"sanction-{number}", "s"),
                )
                for what, until, names in (
                    ("embargoes", "equilibrium", ("embargo", "embargoes")),
                    ("scenarios", "365 days", ("scenario", "scenarios")),
                )
                for number, name in zip((1, 8), names, strict=True)
            ),
            power("growth, 1,350 to 4,000 nodes", (case, "nodes", table)),
        ]
    return [
        *found,
        power("growth, 10 to 1,000 draws", (case, "draws", "1000")),
        Measure(
            name="two Dask workers over one", words=(case, "workers"), figure="times", unit="times"
        ),
    ]


def power(name: str, words: tuple[str, ...]) -> Measure:
    """Measure the power with which time grows."""
    return Measure(name=name, words=words, figure="power", unit="power")


def run(words: tuple[str, ...], source: Path, out: Path) -> dict[str, Any]:
    """Run a process; its figures, those that it prints as JSON last among them."""
    environment = os.environ | {
        "PYTHONPATH": str(source),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(out / "bytecode"),  # as installed, whatever the shell says
        "DETENTE_STORE": str(out / "store"),
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1"),
    }
    command = [sys.executable, *(word.replace("{out}", str(out)) for word in words)]
    with (out / "said").open("w+b") as said, (out / "blamed").open("w+b") as blamed:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=blamed, cwd=out)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        blamed.seek(0)
        text, fault = said.read().decode(), blamed.read().decode().strip()
    if process.returncode:
        last = (fault.splitlines() or ["no message"])[-1]
        raise RuntimeError(f"{' '.join(words)} of {source}: {last}")
    figures: dict[str, Any] = {"cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}
    if words[0] == str(CASES):
        figures |= json.loads(text.splitlines()[-1])
    return figures


def forget(out: Path) -> None:
    """Empty the store of runs."""
    shutil.rmtree(out / "store", ignore_errors=True)


def checkout(commit: str, folder: Path) -> Path:
    """Unpack a commit; return where its packages lie."""
    packed = subprocess.run(
        ["git", "archive", commit, "src"], cwd=ROOT, capture_output=True, check=False
    )
    if packed.returncode:
        sys.exit(f"{commit}: {packed.stderr.decode().strip().splitlines()[-1]}; give a commit")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def _runs(
    measure: Measure, builds: dict[str, tuple[Path, Path]], pairs: int
) -> dict[str, list[dict[str, Any]]]:
    """Figures of both builds, run in turns."""
    for source, out in builds.values():  # compiles and caches; what is kept stays
        if not measure.keep:
            forget(out)
            run(measure.words, source, out)
    runs: dict[str, list[dict[str, Any]]] = {build: [] for build in builds}
    for _ in range(pairs):
        for build, (source, out) in builds.items():
            if not measure.keep:
                forget(out)
            runs[build].append(run(measure.words, source, out))
    return runs


def compare(
    measure: Measure, builds: dict[str, tuple[Path, Path]], pairs: int, known: dict[str, Any]
) -> dict[str, Any]:
    """Medians of both builds and their ratio; what two lines ask alike is run once."""
    row: dict[str, Any] = {"name": measure.name, "unit": measure.unit}
    asked = str((measure.words, measure.keep))
    if asked not in known:
        known[asked] = _runs(measure, builds, pairs)
    runs = {
        build: [float(figures[measure.figure]) for figures in found]
        for build, found in known[asked].items()
    }
    for build, values in runs.items():
        row[build] = statistics.median(values)
        row[f"{build} runs"] = values
    row["ratio"] = row["new"] / row["old"]
    if measure.peer is not None:
        case, figure = measure.peer
        source, out = builds["new"]
        words = (str(CASES), *case.split("-"))
        try:
            if case not in known:
                known[case] = run(words, source, out)
            row["peer"] = float(known[case][figure])
            row["peer name"] = known[case]["name"]
        except RuntimeError as error:
            row["peer fault"] = str(error)
    return row


def show(row: dict[str, Any]) -> str:
    """One line of the table."""
    if "fault" in row:
        return f"{row['name']:<36} {row['fault']}"
    line = f"{row['name']:<36} {row['old']:>10.3f} {row['new']:>10.3f} {row['unit']:<8}"
    line += f"{row['ratio']:>6.2f}"
    if "peer" in row:
        line += f" {row['peer']:>10.3f} {row['peer name']}"
    return line + (f"   {row['peer fault'].splitlines()[-1]}" if "peer fault" in row else "")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("commit", help="the older commit")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each build")
    parser.add_argument("--only", nargs="+", default=[], help="lines whose name holds a word")
    parser.add_argument("--world", type=Path, default=WORLD, help="full table, .npz or OECD's")
    parser.add_argument("--json", action="store_true", help="print JSON only")
    chosen = parser.parse_args()
    world = chosen.world.resolve() if chosen.world.is_file() else None
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        builds = {
            "old": (checkout(chosen.commit, folder / "old"), folder / "old"),
            "new": (ROOT / "src", folder / "new"),
        }
        (folder / "new").mkdir()
        if not chosen.json:
            print(f"{'':<36} {'old':>10} {'new':>10} {'':<8}{'ratio':>6} {'peer':>10}")
            if world is None:
                print(f"without the full table: {chosen.world} is not there (--world)")
        known: dict[str, Any] = {}
        for measure in measures(world):
            if chosen.only and not any(word in measure.name for word in chosen.only):
                continue
            try:
                rows.append(compare(measure, builds, chosen.pairs, known))
            except RuntimeError as error:
                rows.append({"name": measure.name, "fault": str(error)})
            if not chosen.json:
                print(show(rows[-1]), flush=True)
    if chosen.json:
        report = {"schema": "detente.against/1", "commit": chosen.commit, "pairs": chosen.pairs}
        print(json.dumps(report | {"rows": rows}))


if __name__ == "__main__":
    main()
