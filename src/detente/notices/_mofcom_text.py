"""A Chinese notice as text: as printed, made plain, and its title."""

from dataclasses import dataclass

__all__ = ["ChineseText", "line_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChineseText:
    """The text as printed, made plain, and its head: title and first lines."""

    printed: str
    flat: str
    title: str


def line_of(flat: str, place: int) -> tuple[int, int]:
    start = flat.rfind("\n", 0, place) + 1
    end = flat.find("\n", place)
    return start, end if end >= 0 else len(flat)
