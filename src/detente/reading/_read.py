"""Read an article: from text to the records of ``detente.reading/1``."""

import os
from datetime import date

from detente._days import day_of
from detente.reading._going import Told, telling
from detente.reading._ground import ground
from detente.reading._model_reader import Reader
from detente.reading._readers import reader_named
from detente.reading._records import Reading
from detente.reading.english.reader import EnglishReader
from detente.reading.source.input import Source, load_source, source_of_bytes, source_of_text
from detente.reading.standoff import joined

__all__ = ["given_day", "read", "read_bytes", "read_text"]

_ENGLISH = EnglishReader()
_WHOLE_DAY = 10
"""Characters of a day in ISO 8601 [characters]."""


def read(
    source: str | os.PathLike[str],
    *,
    on: str | date | None = None,
    allow_private: bool = False,
    reader: Reader | str | None = None,
) -> Reading:
    """Read an article from a file or the web.

    Parameters
    ----------
    source
        Path of a text, HTML or PDF file; an http or https address; or ``-`` for standard input.
    on
        Day of publication, used where the article does not give its own [YYYY-MM-DD].
    allow_private
        Also fetch from private, loopback and link-local addresses.
    reader
        Reads in place of the rules: a :class:`ModelReader`, or the name of a reader that another
        package adds, such as one of another language. Its passages are held to the text.

    Returns
    -------
    Reading
        Statements, speakers, dates, controls, offers, exclusions and their order.

    Raises
    ------
    ReadingError
        If the source cannot be read, is not in English (where no other reader is asked), or has
        no date of publication.
    """
    return _read(load_source(source, allow_private=allow_private), on, reader)


def read_bytes(
    data: bytes,
    *,
    name: str = "the text",
    on: str | date | None = None,
    progress: Told | None = None,
) -> Reading:
    """Read an article from the bytes of a text, a page or a PDF.

    Parameters
    ----------
    data
        The bytes.
    name
        What to call it in messages.
    on
        Day of publication, used where the article does not give its own [YYYY-MM-DD].
    progress
        Called now and then with paragraphs done and in all; what it raises stops the reading.

    Raises
    ------
    ReadingError
        As :func:`read`.
    """
    with telling(progress):
        return _read(source_of_bytes(data, name), on)


def read_text(
    text: str, *, on: str | date | None = None, reader: Reader | str | None = None
) -> Reading:
    """Read an article from a string.

    Parameters
    ----------
    text
        The article.
    on
        Day of publication, used where the article does not give its own [YYYY-MM-DD].
    reader
        Reads in place of the rules; see :func:`read`.

    Examples
    --------
    >>> reading = read_text(
    ...     "China will lift its curbs on gallium exports, the minister told reporters on Monday.",
    ...     on="2025-06-10",
    ... )
    >>> reading.statements[0].polarity, reading.dates[0].value
    ('ease', '2025-06-09')
    """
    return _read(source_of_text(text), on, reader)


def given_day(on: str | date | None) -> date | None:
    """Turn a day that the caller gave into a date."""
    return day_of(on, "--on ") if isinstance(on, str) else on


def _read(source: Source, on: str | date | None, reader: Reader | str | None = None) -> Reading:
    day = given_day(on)
    if reader is not None:
        other = reader_named(reader) if isinstance(reader, str) else reader
        reading = ground(other(source.text, on=day), source, reader=other.name, on=day)
    else:
        reading = _ENGLISH.read(source, day)
    published = reading.metadata.published
    if published is None or len(published.iso) < _WHOLE_DAY:
        return reading
    return joined(reading, date.fromisoformat(published.iso[:_WHOLE_DAY]))
