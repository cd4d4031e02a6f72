"""From an article to what it says: ``read`` returns a :class:`Reading`."""

from detente.reading._compare import Change, Changes, compare
from detente.reading._contradictions import Contradiction, contradicted, contradictions
from detente.reading._folder import FolderReport, Unread, is_article, read_folder
from detente.reading._model_reader import ModelReader, Reader
from detente.reading._read import read, read_bytes, read_text
from detente.reading._records import (
    UNDATED,
    Control,
    Date,
    Document,
    Entity,
    Event,
    Exclusion,
    Leg,
    Metadata,
    Offer,
    Order,
    Published,
    Reading,
    Span,
    Statement,
)
from detente.reading.english.reader import EnglishReader
from detente.reading.source.file_days import read_days
from detente.reading.standoff import Candidate, ledger, review, standoff

__all__ = [
    "UNDATED",
    "Candidate",
    "Change",
    "Changes",
    "Contradiction",
    "Control",
    "Date",
    "Document",
    "EnglishReader",
    "Entity",
    "Event",
    "Exclusion",
    "FolderReport",
    "Leg",
    "Metadata",
    "ModelReader",
    "Offer",
    "Order",
    "Published",
    "Reader",
    "Reading",
    "Span",
    "Statement",
    "Unread",
    "compare",
    "contradicted",
    "contradictions",
    "is_article",
    "ledger",
    "read",
    "read_bytes",
    "read_days",
    "read_folder",
    "read_text",
    "review",
    "standoff",
]
