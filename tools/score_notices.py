"""Score the importer of notices on labelled ones, and on the collections beside the checkout.

Labels were written from the texts themselves: ``tests/notices/mofcom_gold.csv`` (by record of the
collection; half A was read while building, half B after the first run) and
``tests/notices/federal_register_gold.csv``. Run: ``python tools/score_notices.py [SHARED]``.
"""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

from detente.notices import Act, Notice, read_notices
from detente.notices._merge import folded
from detente.notices._mofcom_json import read_collection

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "tests" / "notices"


def score_mofcom(folder: Path) -> dict[str, tuple[int, int]]:
    """Fields right and fields in all, over the texts of China's Ministry of Commerce."""
    data = json.loads((folder / "china-dual-use.json").read_text(encoding="utf-8"))
    labels = {row["record"]: row for row in _rows(LABELS / "mofcom_gold.csv")}
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for record in data["records"]:
        label = labels[record["recordId"].rsplit("-", 1)[1]]
        notice = _one(record)
        said = _said(notice)
        for field in ("number", "announced", "effective", "until", "references", "goods"):
            if field == "goods" and not label[field]:
                continue
            for name in (field, f"{field}, half {label['half']}"):
                count[name] += 1
                right[name] += said[field] == label[field]
            if said[field] != label[field]:
                print(f"{record['recordId']}: {field} {said[field]!r}, label {label[field]!r}")
        printed = {"codes": set(record["controlCodes"]), "customs codes": set(record["hsCodes"])}
        found = {"codes": notice.codes, "customs codes": notice.hs}
        for name, codes in printed.items():
            count[name] += len(codes)
            right[name] += len(codes & {code.value for code in found[name]})
    return {name: (right[name], total) for name, total in count.items()}


def score_entities(folder: Path) -> dict[str, tuple[int, int]]:
    """Notices of entities: number, days, and every entity under its name."""
    path = folder / "china-control-entities.json"
    records = json.loads(path.read_text(encoding="utf-8"))["records"]
    notices = {n.number.value: n for n in read_notices([path]).notices if n.number}
    heads = [record for record in records if "entityName" not in record]
    named = [record for record in records if "entityName" in record]
    dated = sum(n.announced is not None for n in notices.values())
    effective = sum(bool(n.phases) for n in notices.values())
    there = {folded(e.local_name or e.name) for n in notices.values() for e in n.entities}
    found = sum(folded(record["entityName"]) in there for record in named)
    return {
        "entity notices": (len(notices), len(heads)),
        "announced, entity notices": (dated, len(heads)),
        "effective, entity notices": (effective, len(heads)),
        "entities": (found, len(named)),
        "records of entities and notices": (found + len(notices), len(records)),
    }


def score_federal_register() -> dict[str, tuple[int, int]]:
    """Citation, day of publication, days of effect and sign of labelled documents."""
    samples = sorted((LABELS / "samples").glob("f*r-20*"))
    reading = read_notices([LABELS / "samples" / "federal-register.json", *samples])
    by_number = {notice.place: notice for notice in reading.notices}
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for label in _rows(LABELS / "federal_register_gold.csv"):
        notice = by_number[label["document"]]
        said = {
            "citation": notice.number.value if notice.number else "",
            "published": str(notice.announced.value) if notice.announced else "",
            "effective": ";".join(str(phase.date) for phase in notice.phases),
            "sign": str(notice.sign),
        }
        for field, value in said.items():
            if field != "sign" or label["sign"]:
                count[f"{field}, Federal Register"] += 1
                right[f"{field}, Federal Register"] += value == label[field]
                if value != label[field]:
                    print(f"{label['document']}: {field} {value!r}, label {label[field]!r}")
    return {name: (right[name], total) for name, total in count.items()}


def _one(record: dict[str, object]) -> Notice:
    """Read one record alone, so that reposts of the same number stay apart."""
    notice = next(read_collection({"records": [record]}, "china-dual-use.json"))
    if isinstance(notice, Exception):
        raise notice
    return notice


def _said(notice: Notice) -> dict[str, str]:
    coded = notice.act in {Act.IMPOSES, Act.LISTS, Act.ADJUSTS}
    return {
        "number": notice.number.value if notice.number else "",
        "announced": str(notice.announced.value) if notice.announced else "",
        "effective": ";".join(str(phase.date) for phase in notice.phases),
        "until": str(notice.until.value) if notice.until else "",
        "references": ";".join(ref.number for ref in notice.references if ref.number),
        "goods": ";".join(sorted(good.value for good in notice.goods)) if coded else "",
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main() -> None:
    """Print each field with what is right, of how many."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    folder = shared / "data" / "notices" / "mofcom"
    scores = score_federal_register()
    if folder.is_dir():
        scores = score_mofcom(folder) | score_entities(folder) | scores
    for name, (right, total) in scores.items():
        print(f"{name:42} {right:4} of {total:4}  {100 * right / max(total, 1):5.1f} %")


if __name__ == "__main__":
    main()
