"""A statement while it is read: before its firmness, direction and controls are known."""

from dataclasses import dataclass, field

from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Draft
from detente.reading.english.said._cue import Cue

__all__ = ["Said"]


@dataclass(slots=True, kw_only=True, eq=False)
class Said:
    """A statement before its firmness, direction and controls are read."""

    kind: str
    content: list[tuple[int, int]]
    paragraph: Paragraph
    speaker: Draft | None = None
    speaker_span: tuple[int, int] | None = None
    cue: Cue | None = None
    cue_span: tuple[int, int] | None = None
    cue_kind: str = "assert"
    outer: list[Draft] = field(default_factory=list)
    follows: "Said | None" = None
    """The statement whose speaker goes on speaking here."""
    turn: bool = False
    """Whether it is a paragraph of a transcript."""

    @property
    def start(self) -> int:
        """Where the content starts [code points]."""
        return min(a for a, _ in self.content)

    @property
    def end(self) -> int:
        """Where the content ends [code points]."""
        return max(b for _, b in self.content)

    def touches(self, paragraph: Paragraph, low: int, high: int) -> bool:
        """Whether the statement overlaps a stretch of a paragraph, such as a sentence."""
        return self.paragraph is paragraph and self.start < high and low < self.end

    def holds(self, position: int) -> bool:
        """Whether a position lies in the content."""
        return any(a <= position < b for a, b in self.content)

    def like(self, other: "Said") -> None:
        """Take speaker and reporting word over from another statement."""
        self.speaker, self.speaker_span = other.speaker, other.speaker_span
        self.cue, self.cue_span, self.cue_kind = other.cue, other.cue_span, other.cue_kind
