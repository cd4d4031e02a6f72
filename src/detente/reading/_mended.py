"""A text put in order, and the way back to the text as it was."""

from dataclasses import dataclass

__all__ = ["Mended"]


@dataclass(frozen=True, slots=True)
class Mended:
    """Mended text and the way back to the text as it was."""

    text: str
    """The mended text."""
    changes: tuple[tuple[int, int, int, int], ...] = ()
    """Stretches that differ: start and end in the mended text, start and end in the other."""
    before: "Mended | None" = None
    """How the other text had been mended before, or ``None``."""

    @property
    def same(self) -> bool:
        """Whether nothing differs from the text as it was."""
        return not self.changes and (self.before is None or self.before.same)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the mended text lies in the text as it was [code points]."""
        place = self._back(start, at_end=False), self._back(end, at_end=True)
        return place if self.before is None else self.before.back(*place)

    def forth(self, at: int) -> int:
        """Where a place of the text just before lies in the mended text [code point]."""
        shift = 0
        for start, end, old_start, old_end in self.changes:
            if at < old_start:
                break
            if at < old_end:
                return start
            shift = end - old_end
        return at + shift

    def _back(self, at: int, *, at_end: bool) -> int:
        shift = 0
        for start, end, old_start, old_end in self.changes:
            if at < start or (at == start and at_end):
                break
            if at < end or (at == end and at_end):
                return old_end if at_end else old_start
            shift = old_end - end
        return at + shift
