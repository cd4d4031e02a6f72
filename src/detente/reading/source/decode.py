"""From bytes to text: byte order marks, UTF-8 with stray bytes, and text decoded wrongly before."""

import codecs
import difflib
import re

from detente._errors import ReadingError
from detente.reading._mended import Mended

__all__ = ["decode", "mend"]

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LOOKED_AT = 20_000
_LOST_QUOTE = re.compile(r"(?<=[\w.,!?;:])\ufffd(?=[\s.,;:]|$)")
"""A closing quote mark whose last byte has no sign in Windows-1252."""
_LONGEST_PIECE = 1_000


def _one_byte(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows-1252, one at a time."""
    if not isinstance(error, UnicodeDecodeError):  # pragma: no cover (only decoding asks)
        raise error
    data = error.object[error.start : error.end]
    return data.decode("cp1252", errors="replace"), error.end


codecs.register_error("detente-cp1252", _one_byte)


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    r"""Decode an article.

    Examples
    --------
    >>> decode("naïve ".encode() + b"caf\xe9", "x")
    'naïve café'
    """
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    if encoding is None and b"\x00" in data[:4096]:
        raise ReadingError(f"{name}: this is a binary file; give a text, HTML or PDF file")
    text = _try(data, encoding or "utf-8")
    if text is None and declared:
        text = _try(data, declared)
    if text is None:
        text = data.decode(encoding or "utf-8", errors="replace" if encoding else "detente-cp1252")
    head = text[:_LOOKED_AT]
    strange = sum(1 for char in head if ord(char) < 32 and char not in "\n\r\t\f")
    if strange + head.count("\ufffd") > 0.02 * len(head):
        raise ReadingError(f"{name}: this is a binary file; give a text, HTML or PDF file")
    return text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _differences(fixed: str, piece: str) -> list[tuple[int, int, int, int]]:
    """Stretches in which two strings differ, none of them empty in the first."""
    found: list[tuple[int, int, int, int]] = []
    matcher = difflib.SequenceMatcher(a=fixed, b=piece, autojunk=False)
    for tag, *place in matcher.get_opcodes():
        if tag == "equal":
            continue
        a, b, c, d = place
        if a == b and a:
            a, c = a - 1, c - 1
        elif a == b:
            b, d = b + 1, d + 1
        if found and found[-1][1] >= a:
            a, c = found[-1][0], found[-1][2]
            found.pop()
        found.append((a, b, c, d))
    return found


def _close_quotes(text: str) -> str:
    """Close quotes that are open; a lost sign elsewhere stays lost."""
    for match in _LOST_QUOTE.finditer(text):
        before = text[: match.start()]
        if before.count("“") > before.count("”"):
            text = f"{before}”{text[match.end() :]}"
    return text


def mend(text: str) -> Mended:
    r"""Undo a wrong decoding of the past (``â€œ`` for a quote mark), piece by piece.

    Examples
    --------
    >>> mended = mend("He said â€œnoâ€\x9d to it.")
    >>> mended.text
    'He said “no” to it.'
    >>> mended.back(8, 12)
    (8, 16)
    """
    if text.isascii():
        return Mended(text)
    import ftfy  # noqa: PLC0415 - only text beyond ASCII needs it

    parts: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    old = new = 0
    most = rf"[^\n]{{1,{_LONGEST_PIECE}}}"  # a longer word is cut, which nobody wrote
    for match in re.finditer(rf"{most}(?:\n|(?<=\s)|$)|\n|{most}", text):
        piece = match[0]
        fixed = piece if piece.isascii() else ftfy.fix_encoding(piece)
        if fixed != piece:
            fixed = _close_quotes(fixed)
            for a, b, c, d in _differences(fixed, piece):
                changes.append((new + a, new + b, old + c, old + d))
        parts.append(fixed)
        old += len(piece)
        new += len(fixed)
    return Mended("".join(parts), tuple(changes)) if changes else Mended(text)
