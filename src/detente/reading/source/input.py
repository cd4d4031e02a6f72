"""From a path, an address, ``-``, bytes or a string to the text that is read."""

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detente._errors import ReadingError
from detente.reading._mended import Mended
from detente.reading.source.decode import decode, mend
from detente.reading.source.fetch import fetch, is_url
from detente.reading.source.html import declared_encoding, html_to_text, is_html
from detente.reading.source.pdf import pdf_to_text
from detente.reading.source.unwrap import unwrap

__all__ = ["Source", "load_source", "name_of", "source_of_bytes", "source_of_text"]

LARGEST_TEXT = 2_000_000
"""Most text of one article [characters]."""
LARGEST_FILE = 20_000_000
"""Most of a page or a PDF that is opened [byte]."""

Media = Literal["text", "html", "pdf"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is read, and where it came from."""

    text: str
    """The text that offsets refer to."""
    mended: Mended
    """The same without what a wrong decoding left in it, paragraphs on one line each; this is what
    the rules see."""
    sha256: str
    """Hash of the bytes that it came from."""
    name: str
    """File name, address, or a word for it."""
    media: Media = "text"
    """What the bytes were."""


def source_of_text(text: str, name: str = "the text") -> Source:
    """Take a string."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _source(text, digest, name, "text")


def source_of_bytes(
    data: bytes, name: str, *, charset: str | None = None, url: str | None = None
) -> Source:
    """Take the bytes of a text, a page or a PDF."""
    digest = hashlib.sha256(data).hexdigest()
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _source(pdf_to_text(data, name, largest=LARGEST_TEXT), digest, name, "pdf")
    text = decode(data, name, declared=charset or declared_encoding(data))
    if is_html(text):
        return _source(html_to_text(text, name, url=url), digest, name, "html")
    if len(data) > 2 * LARGEST_TEXT:
        raise ReadingError(_too_long(name, len(data)))
    return _source(text, digest, name, "text")


def _source(text: str, digest: str, name: str, media: Media) -> Source:
    if not text.strip():
        raise ReadingError(f"{name}: there is no text in it; give an article as text or HTML")
    if len(text) > LARGEST_TEXT:
        raise ReadingError(_too_long(name, len(text)))
    mended = mend(text)
    whole = unwrap(mended.text)
    mended = Mended(whole.text, whole.changes, None if mended.same else mended)
    if media != "text":  # the extracted text is ours to mend; a file's own offsets stay
        text, mended = mended.text, Mended(mended.text)
    return Source(text=text, mended=mended, sha256=digest, name=name, media=media)


def _too_long(name: str, size: int) -> str:
    return f"{name}: {size / 1e6:.1f} MB is too long for one article; the limit is 2 MB"


def name_of(source: str | os.PathLike[str]) -> str:
    """What an article is called in messages and tables."""
    if str(source) == "-":
        return "standard input"
    return str(source) if is_url(str(source)) else Path(source).name


def load_source(source: str | os.PathLike[str], *, allow_private: bool = False) -> Source:
    """Read an article from a file, the web or standard input."""
    name = name_of(source)
    if str(source) == "-":
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    elif is_url(str(source)):
        found = fetch(str(source), largest=LARGEST_FILE, allow_private=allow_private)
        return source_of_bytes(found.data, name, charset=found.charset, url=found.url)
    elif str(source).endswith(".toml"):
        raise ReadingError(
            f"{name}: a standoff and no article; give it to brief, simulate, deal or standoff"
        )
    else:
        data = _file(Path(source), str(source), name)
    if len(data) > LARGEST_FILE:
        raise ReadingError(f"{name}: too long for one article; the limit is 2 MB of text")
    return source_of_bytes(data, name)


def _file(path: Path, given: str, name: str) -> bytes:
    try:
        with path.open("rb") as handle:
            size = os.fstat(handle.fileno()).st_size
            head = handle.read(4096)
            marked = b"%PDF-" in head[:1024] or is_html(head.decode("latin-1"))
            if size > (LARGEST_FILE if marked else 2 * LARGEST_TEXT):
                raise ReadingError(_too_long(name, size))
            return head + handle.read(LARGEST_FILE + 1 - len(head))
    except OSError as error:
        raise ReadingError(
            f"{given}: cannot be read ({error.strerror}); give the path of a text, HTML or PDF file"
        ) from None
    except ValueError:
        raise ReadingError(f"{given!r}: not a path of a file") from None
