"""Score readings against gold readings: the articles of tests/articles, or any pairs of files.

usage: python tools/score_reading.py [--each] [--json] [--first|--later] [dev|test|both]
       python tools/score_reading.py [--each] [--json] ARTICLE GOLD [ARTICLE GOLD ...]

An ARTICLE that ends with .json is a reading made before; any other is read now. --first takes only
articles of the first round, --later only those that tests/articles/later.txt names. The measures:

statements      F1; two match if the characters of their contents overlap by half or more
quoted          share of the direct and mixed statements of the gold that are matched
speaker         share of the matched statements whose speaker is the same by its words
commitment, polarity    share of the matched statements with the same label
dates           F1 of time expressions that overlap; date values: and have the same value
controls        F1; same imposer, and a tenth of the gold's words of it found
offers          F1; overlap of what is given and what is got, 0.3 or more on average
exclusions      F1; overlap of 0.3 or more
sequence        F1; both events overlap with those of the gold
metadata        share of headline, author, outlet and publication date that are exactly right

An article that the reader refuses counts as read with nothing found; it is named on stderr.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).resolve().parents[1] / "tests" / "articles"
METADATA = ("headline", "author", "outlet", "published")
PARTS = (
    "entities", "dates", "controls", "statements", "offers", "exclusions", "events", "sequence",
)  # fmt: skip
Record = dict[str, Any]


@dataclass(frozen=True)
class Tally:
    """Hits out of so many in the gold and, for lists that we make, so many of ours."""

    hits: int = 0
    gold: int = 0
    ours: int | None = None

    def __add__(self, other: "Tally") -> "Tally":
        ours = None if self.ours is None or other.ours is None else self.ours + other.ours
        return Tally(self.hits + other.hits, self.gold + other.gold, ours)

    @property
    def recall(self) -> float:
        """Hits per item of the gold; 1 if the gold has none."""
        return self.hits / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        """Hits per item of ours; 1 if we have none."""
        return self.hits / self.ours if self.ours else 1.0

    @property
    def score(self) -> float:
        """F1 where we make a list, else the share of hits."""
        if self.ours is None:
            return self.recall
        return 2 * self.hits / (self.ours + self.gold) if self.ours + self.gold else 1.0


def characters(spans: Iterable[Record | None]) -> set[int]:
    """The positions that spans cover together."""
    return {at for span in spans if span for at in range(span["start"], span["end"])}


def overlap(a: set[int], b: set[int]) -> float:
    """Share of the positions of either that are in both."""
    return len(a & b) / len(a | b) if a | b else 0.0


def match(
    ours: Sequence[Record],
    gold: Sequence[Record],
    likeness: Callable[[Record, Record], float],
    least: float,
) -> list[tuple[Record, Record]]:
    """One-to-one pairs of records, the most alike first, none less alike than ``least``."""
    ranked = sorted(
        ((likeness(o, g), i, j) for i, o in enumerate(ours) for j, g in enumerate(gold)),
        reverse=True,
    )
    free_ours, free_gold, pairs = set(range(len(ours))), set(range(len(gold))), []
    for value, i, j in ranked:
        if value >= least and i in free_ours and j in free_gold:
            free_ours.remove(i)
            free_gold.remove(j)
            pairs.append((ours[i], gold[j]))
    return pairs


def compare(ours: Record, gold: Record) -> dict[str, Tally]:
    """Every measure of one article."""
    return {
        **_statements(ours, gold),
        **_dates(ours, gold),
        "controls": _listed(ours, gold, "controls", _control_likeness, 0.1),
        "offers": _listed(ours, gold, "offers", _offer_likeness, 0.3),
        "exclusions": _listed(ours, gold, "exclusions", _span_likeness, 0.3),
        "sequence": _sequence(ours, gold),
        "metadata": _metadata(ours, gold),
    }


def total(results: Iterable[dict[str, Tally]]) -> dict[str, Tally]:
    """All articles as if they were one."""
    summed: dict[str, Tally] = {}
    for result in results:
        for name, tally in result.items():
            summed[name] = summed[name] + tally if name in summed else tally
    return summed


def _statements(ours: Record, gold: Record) -> dict[str, Tally]:
    mine, theirs = ours["statements"], gold["statements"]
    pairs = match(
        mine,
        theirs,
        lambda o, g: overlap(characters(o["content"]), characters(g["content"])),
        0.5,
    )
    quoted = [g for g in theirs if g["kind"] in ("direct", "mixed")]
    found = [g for _, g in pairs if g["kind"] in ("direct", "mixed")]
    spoken = [(o, g) for o, g in pairs if g["speaker"]]
    named = {e["id"]: characters(e["mentions"]) for e in gold["entities"]}
    ours_named = {e["id"]: characters(e["mentions"]) for e in ours["entities"]}

    def same_speaker(o: Record, g: Record) -> bool:
        words = characters([o["speaker_span"]]) or ours_named.get(o["speaker"], set())
        return bool(words & (named.get(g["speaker"], set()) | characters([g["speaker_span"]])))

    def agree(field: str) -> Tally:
        return Tally(sum(o[field] == g[field] for o, g in pairs), len(pairs))

    return {
        "statements": Tally(len(pairs), len(theirs), len(mine)),
        "quoted": Tally(len(found), len(quoted)),
        "speaker": Tally(sum(same_speaker(o, g) for o, g in spoken), len(spoken)),
        "commitment": agree("commitment"),
        "polarity": agree("polarity"),
    }


def _dates(ours: Record, gold: Record) -> dict[str, Tally]:
    mine = [d for d in ours["dates"] if d["span"]]
    theirs = [d for d in gold["dates"] if d["span"]]
    pairs = match(mine, theirs, _span_likeness, 0.2)
    right = sum(plain_value(o["value"]) == plain_value(g["value"]) for o, g in pairs)
    return {
        "dates": Tally(len(pairs), len(theirs), len(mine)),
        "date values": Tally(right, len(theirs), len(mine)),
    }


def plain_value(value: str | None) -> str:
    """A value with one way to write the zone of Greenwich."""
    return (value or "").replace("Z", "+00:00")


def _span_likeness(o: Record, g: Record) -> float:
    return overlap(characters([o["span"]]), characters([g["span"]]))


def _control_likeness(o: Record, g: Record) -> float:
    words = characters(g["mentions"])
    if o["imposer"] != g["imposer"] or not words:
        return 0.0
    return len(characters(o["mentions"]) & words) / len(words)


def _offer_likeness(o: Record, g: Record) -> float:
    gives, gets = (
        [characters(leg["span"] for leg in offer[side]) for offer in (o, g)]
        for side in ("gives", "gets")
    )
    return (overlap(*gives) + (overlap(*gets) if gets[1] else float(not gets[0]))) / 2


def _listed(
    ours: Record,
    gold: Record,
    part: str,
    likeness: Callable[[Record, Record], float],
    least: float,
) -> Tally:
    pairs = match(ours[part], gold[part], likeness, least)
    return Tally(len(pairs), len(gold[part]), len(ours[part]))


def _sequence(ours: Record, gold: Record) -> Tally:
    mine, theirs = ({e["id"]: characters([e["span"]]) for e in d["events"]} for d in (ours, gold))

    def same_ends(o: Record, g: Record) -> float:
        return float(all(mine[o[end]] & theirs[g[end]] for end in ("first", "second")))

    return _listed(ours, gold, "sequence", same_ends, 0.5)


def _metadata(ours: Record, gold: Record) -> Tally:
    right = sum(ours["metadata"][part] == gold["metadata"][part] for part in METADATA)
    return Tally(right, len(METADATA))


def gold_pairs(part: str, *, later: bool | None = None) -> list[tuple[Path, Path]]:
    """Articles of a part (dev, test), of both rounds or of one, with their gold readings."""
    second = set((ARTICLES / "later.txt").read_text(encoding="utf-8").split())
    names = [path.name.removesuffix(".gold.json") for path in (ARTICLES / part).glob("*.gold.json")]
    kept = sorted(name for name in names if later is None or (name in second) == later)
    return [(ARTICLES / part / f"{n}.txt", ARTICLES / part / f"{n}.gold.json") for n in kept]


def reading_of(article: Path) -> Record:
    """The reading of a file, or the reading that it is."""
    if article.suffix == ".json":
        loaded: Record = json.loads(article.read_text(encoding="utf-8"))
        return loaded
    from detente._errors import ReadingError  # noqa: PLC0415 - slow to load, and not always needed
    from detente.reading import read  # noqa: PLC0415

    try:
        return read(article).to_dict()
    except ReadingError as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return {"metadata": dict.fromkeys(METADATA)} | {part: [] for part in PARTS}


def score_pair(article: Path, gold: Path) -> dict[str, Tally]:
    """Every measure of a file against its gold reading."""
    return compare(reading_of(article), json.loads(gold.read_text(encoding="utf-8")))


def table(columns: dict[str, dict[str, Tally]]) -> str:
    """The measures as rows, articles or parts as columns."""
    names = list(next(iter(columns.values())))
    width = max(16, *(len(name) + 2 for name in columns))
    lines = [" " * 13 + "".join(f"{name:>{width}}" for name in columns)]
    for name in names:
        cells = [columns[column][name] for column in columns]
        shown = (f"{t.score:.3f} ({t.hits}/{t.gold})" for t in cells)
        lines.append(f"{name:13s}" + "".join(f"{cell:>{width}}" for cell in shown))
    return "\n".join(lines)


def plain(scores: dict[str, Tally]) -> dict[str, Record]:
    """Measures as JSON takes them."""
    return {name: vars(tally) | {"score": tally.score} for name, tally in scores.items()}


def main(arguments: list[str]) -> None:
    """Read, score and print."""
    flags = {a for a in arguments if a.startswith("--")}
    files = [a for a in arguments if not a.startswith("--")] or ["both"]
    if flags - {"--each", "--json", "--first", "--later"} or (
        len(files) % 2 and files[0] not in ("dev", "test", "both")
    ):
        sys.exit(__doc__)
    later = True if "--later" in flags else False if "--first" in flags else None
    if files[0] in ("dev", "test", "both"):
        parts = ["dev", "test"] if files[0] == "both" else [files[0]]
        groups = {part: gold_pairs(part, later=later) for part in parts}
    else:
        paths = [Path(name) for name in files]
        groups = {"all": list(zip(paths[::2], paths[1::2], strict=True))}
    columns: dict[str, dict[str, Tally]] = {}
    for part, pairs in groups.items():
        scored = {gold.name.removesuffix(".gold.json"): score_pair(a, gold) for a, gold in pairs}
        if "--each" in flags:
            columns |= scored
        columns[part] = total(scored.values())
    if "--json" in flags:
        rows = {
            c: {n: vars(t) | {"score": t.score} for n, t in v.items()} for c, v in columns.items()
        }
        print(json.dumps(rows, indent=1))
    else:
        print(table(columns))


if __name__ == "__main__":
    main(sys.argv[1:])
