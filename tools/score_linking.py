"""Score the linking of articles to register rows against labels.

usage: python tools/score_linking.py LABELS FOLDER [--set NAME] [--each] [--json]

LABELS is a CSV file with the columns article, set, on, core, over, also; FOLDER, and the folders
in it, hold the texts, each named for its article. What ``detente standoff --review --labels``
writes is such a file. An article without a text here is named on stderr and left out, and so is one
whose text is not the one that was labelled, where the labels have its hash (sha256).

lenient     precision, recall and F1 over rows at issue; rows that are over or background in the
            labels neither help nor harm
strict      the same, but a row that the labels call background counts as false
exact       articles whose set of rows at issue is right (lenient)
over        share of the rows at issue, red lines or over in the labels that are linked at all
ticks       articles that a reviewer would set right with at most two ticks
"""

import argparse
import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from detente._errors import DetenteError
from detente.reading import Reading, read, review

SHOWN = frozenset({"at issue", "red line"})
TICKS = 2


@dataclass
class Tally:
    """Hits, false ones and misses of one way of counting."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    exact: int = 0

    def add(self, got: set[str], wanted: set[str]) -> None:
        """Count one article."""
        self.hits += len(got & wanted)
        self.false += len(got - wanted)
        self.missed += len(wanted - got)
        self.exact += got == wanted

    def measures(self) -> dict[str, float]:
        """Precision, recall and their harmonic mean."""
        precision = self.hits / max(self.hits + self.false, 1)
        recall = self.hits / max(self.hits + self.missed, 1)
        both = precision + recall
        return {
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / both, 3) if both else 0.0,
        }


@dataclass
class Score:
    """All measures over a set of articles."""

    lenient: Tally = field(default_factory=Tally)
    strict: Tally = field(default_factory=Tally)
    articles: int = 0
    two_ticks: int = 0
    linked: int = 0
    sought: int = 0

    def record(self) -> dict[str, object]:
        """All measures by name."""
        return {
            "articles": self.articles,
            "lenient": self.lenient.measures(),
            "strict": self.strict.measures(),
            "exact": self.lenient.exact,
            "two_ticks": self.two_ticks,
            "over": round(self.linked / max(self.sought, 1), 3),
        }


def ids(cell: str) -> set[str]:
    """Ids of a cell."""
    return {part.strip() for part in cell.split(";") if part.strip()}


def linked(reading: Reading, on: str) -> dict[str, str]:
    """Rows that are linked, and their roles."""
    lines, _ = review(reading, on)
    return {line.id: line.role for line in lines if line.role not in ("not linked", "proposal")}


def text_of(row: dict[str, str], folder: Path) -> Path | None:
    """The file of an article, where it is the one that was labelled."""
    stem = Path(row["article"]).stem
    found = sorted(folder.rglob(f"{stem}.html")) + sorted(folder.rglob(f"{stem}.txt"))
    if not found:
        print(f"{row['article']}: no text in {folder}", file=sys.stderr)
        return None
    wanted = row.get("sha256")
    if wanted and hashlib.sha256(found[0].read_bytes()).hexdigest() != wanted:
        print(f"{row['article']}: not the text that was labelled", file=sys.stderr)
        return None
    return found[0]


def count(score: Score, row: dict[str, str], got: dict[str, str]) -> tuple[set[str], set[str]]:
    """Add one article; return what was missed and what is false."""
    core, over, also = (ids(row.get(name, "")) for name in ("core", "over", "also"))
    shown = {name for name, role in got.items() if role in SHOWN}
    score.articles += 1
    score.lenient.add(shown - over - also, core)
    score.strict.add(shown - over, core)
    score.sought += len(core | over)
    score.linked += len((core | over) & set(got))
    missed, false = core - shown, shown - core - over - also
    score.two_ticks += len(missed) + len(false) <= TICKS
    return missed, false


def command_line(words: str) -> argparse.Namespace:
    """What is asked for: labels, folder, set, each article or the sums, words or JSON."""
    parser = argparse.ArgumentParser(description=words.splitlines()[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", dest="part", default="")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def labelled(wanted: argparse.Namespace) -> Iterator[tuple[Path, list[dict[str, str]]]]:
    """Text and rows of each article of the set."""
    articles: dict[str, list[dict[str, str]]] = {}
    with wanted.labels.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if wanted.part in ("", row["set"]):
                articles.setdefault(row["article"], []).append(row)
    for rows in articles.values():
        path = text_of(rows[0], wanted.folder)
        if path is not None:
            yield path, rows


def main() -> int:
    """Score what the command line asks for."""
    wanted, score = command_line(str(__doc__)), Score()
    for path, (row, *_) in labelled(wanted):
        try:
            got = linked(read(path, on=row["on"]), row["on"])
        except DetenteError as error:
            print(f"{row['article']}: {error}", file=sys.stderr)
            got = {}
        missed, false = count(score, row, got)
        if wanted.each and (missed or false):
            print(f"{row['article']}: missed {sorted(missed)}, false {sorted(false)}")
    if wanted.json:
        print(json.dumps(score.record()))
    else:
        for name, value in score.record().items():
            print(f"{name:10} {value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
