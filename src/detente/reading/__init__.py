"""From an article to what it says: ``read`` returns a :class:`Reading`."""

from detente.reading._compare import Change, Changes, compare
from detente.reading._contradictions import Contradiction, contradicted, contradictions
from detente.reading._folder import FolderReport, Unread, is_article, read_folder
from detente.reading._model_reader import ModelReader, Reader
from detente.reading._read import read, read_bytes, read_text, require_standoff
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
    "goods_of",
    "is_article",
    "ledger",
    "read",
    "read_bytes",
    "read_days",
    "read_folder",
    "read_text",
    "require_standoff",
    "review",
    "standoff",
]


def goods_of(reading: Reading, control: Control) -> tuple[str, ...]:
    """Return the goods, or groups of goods, that the words of a control name.

    Parameters
    ----------
    reading
        The reading that the control belongs to.
    control
        One of its controls.
    """
    return reading.goods.get(control.id, ())
