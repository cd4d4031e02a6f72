"""Articles of our own on six standoffs, with what a careful reader finds in each."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
ARTICLES = HERE.parent / "articles"
SHARED = HERE.parents[2].parent / "shared" / "reading"


@dataclass(frozen=True)
class Case:
    """An article and what is expected of its reading."""

    path: Path
    expected: dict[str, Any]


def cases() -> list[Case]:
    """All articles, in the order of their names."""
    found = []
    for file in sorted(ARTICLES.glob("*.json")):
        article = next(p for p in sorted(ARTICLES.glob(f"{file.stem}.*")) if p.suffix != ".json")
        found.append(Case(path=article, expected=json.loads(file.read_text(encoding="utf-8"))))
    return found
