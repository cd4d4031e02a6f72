"""Figures that stand for another place or sector than their own: a mark ends their source's id."""

from collections.abc import Iterable, Mapping
from typing import Any

from detente.facts import Facts, FigureRow, SourceRow

__all__ = ["marked", "marked_sources"]


def marked(source: str, mark: str) -> str:
    """Return the id of a source with its mark, once."""
    return source if source.endswith(mark) else source + mark


def marked_sources(
    facts: Facts, tables: Mapping[str, Any], mark: str, says: str
) -> Iterable[SourceRow]:
    """Sources of the figures that carry a mark, each once."""
    used = dict.fromkeys(
        row.source
        for rows in tables.values()
        for row in rows
        if isinstance(row, FigureRow) and row.source.endswith(mark)
    )
    for name in used:
        source = facts.source(name.removesuffix(mark))
        title = f"{source.title}. {says}"
        yield source.model_copy(update={"id": name, "title": title, "evidence": "computed"})
