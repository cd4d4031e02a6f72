"""All that is said in an article: turns of a transcript, quotes, reported speech, headline."""

from detente.facts.reading_tables import load_lexicon
from detente.reading.english.grammar.nlp import Paragraph
from detente.reading.english.names.entities import Cast
from detente.reading.english.said._headline import find_headline
from detente.reading.english.said._transcript import find_turns
from detente.reading.english.said.communique import find_bullets, find_declarations, is_communique
from detente.reading.english.said.said import Said
from detente.reading.english.said.statements import find_statements

__all__ = ["gather"]


def _speech(said: Said) -> bool:
    """Whether the reporting word of a statement tells of speech, not of a finding or a show."""
    assert said.cue is not None  # noqa: S101 - callers check
    return said.cue.token.lemma_.lower() not in load_lexicon()["cue_evidence"]


def gather(norm: str, raw: str, paragraphs: list[Paragraph], cast: Cast) -> list[Said]:
    """Find the statements of an article in the order of its text, the headline first."""
    turns = find_turns(norm, paragraphs, cast)
    said = find_statements(norm, raw, paragraphs, cast)
    if turns:
        said = [s for s in said if s.speaker_span and s.cue is not None and s.cue.finite]
        said = sorted([*turns, *said], key=lambda s: (s.start, -s.end))
    elif is_communique(norm):
        said = [s for s in said if s.cue is None or s.cue.kind != "assert" or _speech(s)]
        said.extend(find_bullets(norm, paragraphs, cast, said))
        said.extend(find_declarations(norm, paragraphs, cast, said))
        said.sort(key=lambda s: s.start)
    else:
        said.extend(find_bullets(norm, paragraphs, cast, said))
        said.sort(key=lambda s: s.start)
    headline = next((p for p in paragraphs if p.segment.kind == "headline"), None)
    if headline is not None and not turns:
        statement = find_headline(norm, headline, cast)
        said = [*([statement] if statement else []), *said]
    return said
