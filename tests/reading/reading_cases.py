"""Articles of our own on six standoffs, with what a careful reader finds in each."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
ARTICLES = HERE.parents[1] / "articles" / "dev"
SHARED = HERE.parents[2].parent / "shared" / "reading"


@dataclass(frozen=True)
class Case:
    """An article and what is expected of its reading."""

    path: Path
    expected: dict[str, Any]


def cases() -> list[Case]:
    """All articles, in the order of their names."""
    found = []
    for file in sorted(ARTICLES.glob("*.expected.json")):
        name = file.name.removesuffix(".expected.json")
        page = ARTICLES / f"{name}.html"
        article = page if page.exists() else ARTICLES / f"{name}.txt"
        found.append(Case(path=article, expected=json.loads(file.read_text(encoding="utf-8"))))
    return found
