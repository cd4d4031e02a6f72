"""Articles of our own on six standoffs, with what a careful reader finds in each."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.reading import Reading
from detente.reading.english.reader import EnglishReader
from detente.reading.source.input import source_of_text

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


def by_words(text: str, *, on: str) -> Reading:
    """What the words say; the register, which knows the days of real rows, is not asked."""
    return EnglishReader().read(source_of_text(text), date.fromisoformat(on))
