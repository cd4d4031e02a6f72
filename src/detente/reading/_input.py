"""From a path, ``-`` or a string to decoded text; what cannot be read is refused here."""

import hashlib
import os
import re
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from detente._errors import ReadingError
from detente.facts._reading_tables import load_lexicon

__all__ = ["Source", "check_text", "html_to_text", "load_source"]

LARGEST_BYTES = 2_000_000
FEWEST_WORDS = 8
_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "div",
        "section",
        "article",
        "header",
        "br",
        "tr",
        "time",
        "td",
        "figcaption",
        "dd",
        "dt",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "svg",
        "template",
        "iframe",
        "select",
    ]
)
_VOID = frozenset(["br", "hr", "img", "input", "meta", "link", "source", "wbr"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Decoded text and the hash of the bytes it came from."""

    text: str
    sha256: str
    name: str


class _Extractor(HTMLParser):
    """Collect paragraphs of an HTML page, those inside ``<article>`` or ``<main>`` apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.heading = ""
        self.published = ""
        self.author = ""
        self.everything: list[str] = []
        self.inside: list[str] = []
        self._skip: list[str] = []
        self._open: list[str] = []
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta":
            key = (values.get("property") or values.get("name") or "").lower()
            if key in {"article:published_time", "datepublished", "date", "pubdate", "dc.date"}:
                self.published = self.published or values.get("content", "")
            elif key in {"author", "article:author"} and "/" not in values.get("content", "/"):
                self.author = self.author or values["content"]
        if tag in _BLOCKS:
            self._flush()
        if tag in _VOID:
            return
        if tag in _SKIPPED:
            self._skip.append(tag)
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
        if tag in self._skip:
            while self._skip and self._skip.pop() != tag:
                pass
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and not self.title:
            self.title = data.strip()
        elif not self._skip:
            self._parts.append(data)

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        paragraph = re.sub(r"\s+", " ", "".join(self._parts)).strip()
        self._parts.clear()
        if not paragraph:
            return
        if "h1" in self._open and not self.heading:
            self.heading = paragraph
            return
        self.everything.append(paragraph)
        if "article" in self._open or "main" in self._open:
            self.inside.append(paragraph)


def html_to_text(html: str) -> str:
    r"""Extract an article's readable text from a page.

    The heading comes first, then the date that the page declares, then the paragraphs of
    ``<article>`` or ``<main>`` (of the whole page where there is neither), a blank line apart.

    Parameters
    ----------
    html
        The page.

    Examples
    --------
    >>> html_to_text("<title>T</title><h1>Head</h1><nav>menu</nav><p>One.</p>")
    'Head\n\nOne.\n'
    """
    extractor = _Extractor()
    extractor.feed(html)
    extractor.close()
    enough = sum(map(len, extractor.inside)) >= 0.3 * sum(map(len, extractor.everything))
    body = extractor.inside if extractor.inside and enough else extractor.everything
    heading = extractor.heading or re.split(r"\s+[|–—]\s+", extractor.title)[0]
    top = [heading] if heading and heading not in body[:1] else []
    if extractor.author:
        top.append(f"By {extractor.author}")
    if extractor.published:
        top.append(f"Published: {extractor.published}")
    return "\n\n".join([*top, *body]) + "\n"


def _decode(data: bytes, name: str) -> str:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReadingError(f"{name}: this is a binary file; give a text or HTML file")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    strange = sum(1 for char in text[:20000] if ord(char) < 32 and char not in "\n\r\t\f")
    if strange + text[:20000].count("\ufffd") > 0.02 * len(text[:20000]):
        raise ReadingError(f"{name}: this is a binary file; give a text or HTML file")
    return text


def check_text(text: str, name: str) -> None:
    """Refuse what is empty, too long, or not in English.

    Parameters
    ----------
    text
        Decoded text.
    name
        What to call it in the message.
    """
    if not text.strip():
        raise ReadingError(f"{name}: there is no text in it; give an article as text or HTML")
    if len(text) > LARGEST_BYTES:
        raise ReadingError(
            f"{name}: {len(text) / 1e6:.1f} MB is too long for one article; the limit is 2 MB"
        )
    sample = text[:60_000]
    letters = [char for char in sample if char.isalpha()]
    words = re.findall(r"[^\W\d_]+", sample.lower())
    latin = sum(1 for char in letters if ord(char) < 0x250)
    stop = load_lexicon()["stopword"]
    common = sum(1 for word in words if word in stop)
    if letters and latin < 0.7 * len(letters):
        english = False
    else:
        english = len(words) < FEWEST_WORDS or common >= 0.16 * len(words)
    if not english:
        raise ReadingError(
            f"{name}: this does not look like English; this version reads English only"
        )
    if len(words) < FEWEST_WORDS:
        raise ReadingError(
            f"{name}: {len(words)} words are not an article; give the article's text"
        )


def load_source(source: str | os.PathLike[str]) -> Source:
    """Read an article from a file or from standard input.

    Parameters
    ----------
    source
        Path of a text or HTML file, or ``-`` for standard input.

    Raises
    ------
    ReadingError
        If it is missing, empty, binary, too long or not in English.
    """
    if str(source) == "-":
        name, data = "standard input", sys.stdin.buffer.read(LARGEST_BYTES + 1)
    else:
        path = Path(source)
        name = path.name
        try:
            size = path.stat().st_size
            if size > LARGEST_BYTES:
                raise ReadingError(
                    f"{name}: {size / 1e6:.1f} MB is too long for one article; the limit is 2 MB"
                )
            data = path.read_bytes()
        except OSError as error:
            raise ReadingError(
                f"{source}: cannot be read ({error.strerror}); give the path of a text or HTML file"
            ) from None
    if len(data) > LARGEST_BYTES:
        raise ReadingError(f"{name}: too long for one article; the limit is 2 MB")
    text = _decode(data, name)
    if re.match(r"\s*(?:<!doctype html|<html|<\?xml|<head|<body|<article)", text, re.IGNORECASE):
        text = html_to_text(text)
    check_text(text, name)
    return Source(text=text, sha256=hashlib.sha256(data).hexdigest(), name=name)
