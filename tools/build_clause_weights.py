"""Learn the weights of the signs of clauses from labelled openings and write their table.

usage: python tools/build_clause_weights.py [--check] [--folds N]

Openings are ``tests/openings/openings.jsonl``, the passages of ``tests/reading`` and the articles
for development with their readings (``tests/articles/dev``). A clause is an example: given, asked
for, or neither, by the label whose words it is the head of; clauses inside a label that are not its
head are left out. Weights are those of a multinomial logistic regression with a ridge; rows whose
weights are small are dropped.

--check     write nothing; exit 1 where the table would change
--folds N   write nothing; print precision and recall of clauses by N-fold cross-validation
"""

import argparse
import csv
import datetime as dt
import hashlib
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from detente.reading._mended import Mended
from detente.reading.english.grammar.common import in_common_words
from detente.reading.english.grammar.nlp import Paragraph, passing
from detente.reading.english.offers._signs import clauses_of
from detente.reading.english.offers.likely import CONSTANT, LEAST, chances
from detente.reading.english.reader import grasp
from detente.reading.source.input import source_of_text

ROOT = Path(__file__).resolve().parents[1]
OPENINGS = ROOT / "tests/openings/openings.jsonl"
PASSAGES = [ROOT / f"tests/reading/{name}_passages.json" for name in ("terms", "trades", "weighed")]
HEAD, DAY = "Export trade news of the day\n\n", dt.date(2025, 11, 12)
"""What stands above a passage, and the day of those without one."""
ARTICLES = ROOT / "tests/articles/dev"
TABLE = ROOT / "src/detente/facts/tables/clause_weights.csv"
ROLES = ("gives", "gets")
RIDGE, OFTEN, SMALL = 5.0, 3, 0.04
"""Strength of the ridge; openings in which a sign must occur; weights below which it is dropped."""
AS_OF, SOURCE = "2026-12-01", "labelled-openings"

Floats = NDArray[np.float64]
Words = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Example:
    """A clause: its opening, its signs and what it is (0 neither, 1 given, 2 asked for)."""

    opening: int
    signs: tuple[str, ...]
    role: int


def openings() -> Iterator[tuple[str, dt.date, dict[str, Words]]]:
    """Yield the text of each opening, its day and where the words of its labels stand."""
    for line in OPENINGS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["text"], dt.date.fromisoformat(row["on"]), _labels(row["text"], row["offers"])
    for path in PASSAGES:
        for row in json.loads(path.read_text(encoding="utf-8")):
            if "offers" in row:
                text = HEAD + row["text"]
                day = dt.date.fromisoformat(row["on"]) if "on" in row else DAY
                yield text, day, _labels(text, row["offers"])
    for path in sorted(ARTICLES.glob("*.txt")):
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
        spans = {
            role: [
                (leg["span"]["start"], leg["span"]["end"])
                for offer in gold["offers"]
                for leg in offer[role]
                if leg["span"]
            ]
            for role in ROLES
        }
        day = dt.date.fromisoformat(gold["metadata"]["published"]["iso"][:10])
        yield path.read_text(encoding="utf-8"), day, spans


def _labels(text: str, offers: list[dict[str, list[str]]]) -> dict[str, Words]:
    """Where the words of the legs of offers stand."""
    found: dict[str, Words] = {role: [] for role in ROLES}
    for offer in offers:
        for role in ROLES:
            found[role] += [
                (text.index(words), text.index(words) + len(words)) for words in offer.get(role, [])
            ]
    return found


def forth(mended: Mended, at: int) -> int:
    """Where a place of the file's text lies in the text that is read."""
    return mended.forth(at if mended.before is None else forth(mended.before, at))


def examples() -> list[Example]:
    """All clauses of all openings."""
    found: list[Example] = []
    for number, (text, day, labels) in enumerate(openings()):
        with passing():
            source = source_of_text(text)
            source = replace(source, mended=in_common_words(source.mended))
            seen = grasp(source, day)
            moved = {
                role: [(forth(source.mended, a), forth(source.mended, b - 1) + 1) for a, b in spans]
                for role, spans in labels.items()
            }
            clauses = list(clauses_of(seen.work.paragraphs, seen.weighed, seen.frames))
            words = {(id(c.paragraph.doc), c.word.i) for c in clauses}
            roles, inside = _roles(seen.work.paragraphs, moved, words)
            for clause in clauses:
                place = id(clause.paragraph.doc), clause.word.i
                if place in roles or place not in inside:
                    found.append(Example(number, clause.signs, roles.get(place, 0)))
    return found


def _roles(
    paragraphs: list[Paragraph], labels: dict[str, Words], words: set[tuple[int, int]]
) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """What the heads of labels are, and every word inside a label."""
    roles: dict[tuple[int, int], int] = {}
    inside: set[tuple[int, int]] = set()
    for paragraph in paragraphs:
        doc = paragraph.doc
        for number, role in enumerate(ROLES, start=1):
            for start, end in labels[role]:
                if not paragraph.offset <= start < paragraph.end:
                    continue
                tokens = paragraph.tokens(start, end)
                inside |= {(id(doc), token.i) for token in tokens}
                heads = [t for t in tokens if (id(doc), t.i) in words]
                if heads:
                    head = min(heads, key=lambda t: (len(list(t.ancestors)), t.i))
                    roles.setdefault((id(doc), head.i), number)
    return roles, inside


def learn(found: list[Example]) -> dict[str, tuple[float, float]]:
    """Fit the weights, a constant among them."""
    often = Counter(sign for sign, _ in {(s, e.opening) for e in found for s in e.signs})
    names = sorted(sign for sign, count in often.items() if count >= OFTEN)
    at = {name: number for number, name in enumerate(names)}
    rows = [[at[sign] for sign in example.signs if sign in at] for example in found]
    matrix = csr_matrix(
        (
            np.ones(sum(map(len, rows))),
            np.concatenate([np.array(row, dtype=np.int64) for row in rows]),
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), len(names)),
    )
    roles = np.array([example.role for example in found])
    wanted = np.stack([roles == 1, roles == 2], axis=1).astype(float)

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(names) + 1, 2)
        scores = matrix @ weights[1:] + weights[0]
        top = np.maximum(scores.max(axis=1), 0.0)
        parts = np.exp(scores - top[:, None])
        whole = parts.sum(axis=1) + np.exp(-top)
        value = float(np.sum(np.log(whole) + top) - np.sum(scores * wanted))
        over = parts / whole[:, None] - wanted
        slope = np.vstack([over.sum(axis=0), matrix.T @ over + 2 * RIDGE * weights[1:]])
        return value + RIDGE * float(np.sum(weights[1:] ** 2)), slope.ravel()

    best = minimize(loss, np.zeros((len(names) + 1) * 2), jac=True, method="L-BFGS-B",
                    options={"maxiter": 500})  # fmt: skip
    weights = best.x.reshape(len(names) + 1, 2)
    kept = {CONSTANT: (float(weights[0, 0]), float(weights[0, 1]))}
    for name, (gives, gets) in zip(names, weights[1:], strict=True):
        if max(abs(gives), abs(gets)) >= SMALL:
            kept[name] = float(gives), float(gets)
    return kept


def table_of(weights: dict[str, tuple[float, float]]) -> str:
    """Write the weights as a table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["sign", "gives", "gets", "as_of", "source"])
    for sign, (gives, gets) in sorted(weights.items()):
        writer.writerow([sign, f"{gives:.3f}", f"{gets:.3f}", AS_OF, SOURCE])
    return out.getvalue()


def cross(found: list[Example], folds: int) -> str:
    """Precision and recall of clauses that are given or asked for, each opening left out once."""
    fold = {n: int(hashlib.sha256(str(n).encode()).hexdigest(), 16) % folds
            for n in {e.opening for e in found}}  # fmt: skip
    pairs = []
    for part in range(folds):
        weights = learn([e for e in found if fold[e.opening] != part])
        pairs += [
            (sum(chances(e.signs, weights)), e.role > 0) for e in found if fold[e.opening] == part
        ]
    lines = []
    for least in (0.3, LEAST, 0.6):
        hits = sum(role for value, role in pairs if value >= least)
        read, true = sum(value >= least for value, _ in pairs), sum(role for _, role in pairs)
        lines.append(
            f"from {least:.2f}: {hits} right of {read} read, {true} labelled "
            f"(precision {hits / max(read, 1):.2f}, recall {hits / true:.2f})"
        )
    return "\n".join(lines)


def main() -> int:
    """Learn, and do what the command line asks for."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--folds", type=int)
    wanted = parser.parse_args()
    found = examples()
    print(f"{len(found)} clauses, {Counter(e.role for e in found)}", file=sys.stderr)
    if wanted.folds:
        print(cross(found, wanted.folds))
        return 0
    table = table_of(learn(found))
    if wanted.check:
        same = TABLE.read_text(encoding="utf-8") == table
        print("the table is as it would be made" if same else "the table would change")
        return 0 if same else 1
    TABLE.write_text(table, encoding="utf-8")
    print(f"{len(table.splitlines()) - 1} rows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
