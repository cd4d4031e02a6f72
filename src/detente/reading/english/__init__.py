"""The rules that read English, in wings; each imports only from those before it."""

from detente.reading.english.grammar import bare_spacy  # noqa: F401 - before others import spaCy
