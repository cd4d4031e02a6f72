"""A page made plain before its text is taken: note marks, struck-out text, lists and quotes."""

import re
from typing import Any

__all__ = ["mend_marks", "open_lists"]

_MARK = re.compile(r"\[?\(?(?:\d{1,3}|[ivx]{1,4}|[a-z]|[*†‡§¶]{1,3})\)?\]?(?:[, ]+\[?\d{1,3}\]?)*")
_EXPONENT = re.compile(r"(?:[×x*·] ?-?10|\b(?:k|c|m)?m|\b(?:in|ft|sq)|\b[A-Za-z]|\))$")
_STRUCK = frozenset({"del", "s", "strike"})
_ELSEWHERE = frozenset({"nav", "aside", "footer", "header", "menu", "form", "table"})
_LINKED = 0.6
"""Share of an item that is a link from which a list is a menu [share]."""
_SENTENCE = 5
"""Words from which an item of a list is part of the text."""


def mend_marks(tree: Any) -> None:  # noqa: ANN401 - lxml is untyped
    """Take note marks and struck-out text out of a page, in place."""
    for node in list(tree.iter(*_STRUCK)):
        _drop(node)
    for node in list(tree.iter("sup", "a")):
        if node.getparent() is not None and _is_mark(node):
            _drop(node)


def _is_mark(node: Any) -> bool:  # noqa: ANN401
    text = "".join(node.itertext()).strip()
    if not _MARK.fullmatch(text):
        return False
    links = [node, *node.iter("a")] if node.tag == "sup" else [node]
    linked = any(str(a.get("href") or "").startswith("#") for a in links if a.tag == "a")
    if linked:
        return True
    if node.tag == "a":
        return False
    before = _text_before(node)
    isotope = not before[-1:].isalnum() and (node.tail or "")[:1].isupper()
    return not isotope and not _EXPONENT.search(before[-12:])


def _text_before(node: Any) -> str:  # noqa: ANN401
    earlier = node.getprevious()
    if earlier is not None:
        return ("".join(earlier.itertext()) + (earlier.tail or ""))[-40:]
    parent = node.getparent()
    return str(parent.text or "")[-40:] if parent is not None else ""


def _drop(node: Any) -> None:  # noqa: ANN401
    """Remove a node and keep what follows it."""
    parent, earlier = node.getparent(), node.getprevious()
    if parent is None:
        return
    if node.tail:
        if earlier is not None:
            earlier.tail = (earlier.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def open_lists(tree: Any, body: str) -> bool:  # noqa: ANN401
    """Make paragraphs of the items and quotes that an extracted text has lost, in place."""
    held = " ".join(body.split())
    changed = False
    for node in list(tree.iter("ul", "ol", "dl")):
        items = [item for item in node if item.tag in {"li", "dd", "dt"}]
        lost = [item for item in items if item.tag != "dt" and _lost(item, held)]
        if lost and _beside_prose(node):
            signs = [_line(item) for item in items if item.tag != "dt"]
            _replace(node, [f"- {line}" for line in signs if line])
            changed = True
    for node in list(tree.iter("blockquote")):
        if _lost(node, held) and _beside_prose(node):
            outer = next((a for a in node.iterancestors("figure")), node)
            lines = [line for line in map(_line, node.iter("p")) if line] or [_line(node)]
            names = [_line(part) for part in outer.iter("figcaption", "cite")]
            signed = f" — {names[0]}" if names and names[0] not in lines[-1] else ""
            quoted = lines[0][:1] in "\"“'‘"
            first, last = ("", "") if quoted else ("“", "”")
            lines[0], lines[-1] = first + lines[0], lines[-1]
            lines[-1] += last + signed
            _replace(outer, lines)
            changed = True
    return changed


def _line(node: Any) -> str:  # noqa: ANN401
    return " ".join("".join(node.itertext()).split())


def _lost(item: Any, held: str) -> bool:  # noqa: ANN401
    line = _line(item)
    linked = sum(len(_line(a)) for a in item.iter("a"))
    nested = any(True for _ in item.iter("ul", "ol", "dl"))
    prose = len(line.split()) >= _SENTENCE and linked < _LINKED * len(line)
    return prose and not nested and line not in held


def _beside_prose(node: Any) -> bool:  # noqa: ANN401
    """Whether a node stands among paragraphs and not in a menu or a column beside the story."""
    if any(above.tag in _ELSEWHERE for above in node.iterancestors()):
        return False
    top = next((a for a in node.iterancestors("figure")), node)
    parent = top.getparent()
    while parent is not None and parent.tag == "div" and len(parent) == 1:
        parent = parent.getparent()
    return parent is not None and any(
        len(_line(child).split()) > _SENTENCE for child in parent if child.tag == "p"
    )


def _replace(node: Any, lines: list[str]) -> None:  # noqa: ANN401
    parent, tail = node.getparent(), node.tail
    at = parent.index(node)
    parent.remove(node)
    for number, line in enumerate(lines):
        part = parent.makeelement("p")
        part.text = line
        parent.insert(at + number, part)
        if number == len(lines) - 1:
            part.tail = tail
