"""What the page's style sheet says of a shape, as attributes: for drawings that stand alone.

A downloaded SVG has no style sheet, and many programs read neither variables nor mixed colours. So
each shape takes its colours and widths from the rules of ``brief.css``, in the light palette.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from detente.brief.charts._palette import PALETTE

__all__ = ["colour_of", "declared"]

RULE = re.compile(r"(?P<selectors>[^@{}]*)\{(?P<body>[^{}]*)\}")
VARIABLE = re.compile(r"var\(--([\w-]+)\)")
MIX = re.compile(r"color-mix\(in srgb,(#\w{6}) (\d+)%,(#\w{6})\)")
COMPOUND = re.compile(r"^(\w*)((?:\.[\w-]+)*)((?:\[class\])?)((?::not\(\.[\w-]+\))?)$")


@dataclass(frozen=True, slots=True)
class _Part:
    """One compound selector: element, classes it must have, class it must not have."""

    tag: str
    classes: frozenset[str]
    any_class: bool
    without: str

    def fits(self, tag: str, classes: frozenset[str]) -> bool:
        return (
            (not self.tag or self.tag == tag)
            and self.classes <= classes
            and not (self.any_class and not classes)
            and not (self.without and self.without in classes)
        )


def _part(text: str) -> _Part | None:
    found = COMPOUND.match(text)
    if found is None:
        return None
    tag, classes, any_class, without = found.groups()
    return _Part(
        tag, frozenset(classes.split(".")[1:]), bool(any_class), without[6:-1] if without else ""
    )


@functools.cache
def _rules() -> tuple[tuple[tuple[_Part, ...], Mapping[str, str]], ...]:
    """Rules for what lies inside a drawing, in order; wider than the screen's only."""
    text = files("detente.brief").joinpath("templates/brief.css").read_text(encoding="utf-8")
    text = text.split("@media screen and (max-width")[0]
    found = []
    for rule in RULE.finditer(text):
        body = dict(pair.split(":", 1) for pair in rule["body"].strip().split(";") if ":" in pair)
        for selector in rule["selectors"].split(","):
            parts = [_part(word) for word in selector.split()]
            if parts and all(parts):
                found.append((tuple(part for part in parts if part), body))
    return tuple(found)


def _light(value: str, own: str | None) -> str:
    """Put colours in place of variables, and mix what is mixed."""

    def named(match: re.Match[str]) -> str:
        name = match[1]
        if name == "c":
            return own or PALETTE["quiet"][0]
        return PALETTE[name][0] if name in PALETTE else PALETTE["quiet"][0]

    def mixed(match: re.Match[str]) -> str:
        share = int(match[2]) / 100
        ends = [[int(hexa[at : at + 2], 16) for at in (1, 3, 5)] for hexa in (match[1], match[3])]
        return "#" + "".join(
            f"{round(share * one + (1 - share) * two):02x}" for one, two in zip(*ends, strict=True)
        )

    return MIX.sub(mixed, VARIABLE.sub(named, value))


@functools.cache
def colour_of(classes: frozenset[str]) -> str | None:
    """Find the colour that the classes of an element stand for."""
    found = None
    for parts, body in _rules():
        if len(parts) == 1 and parts[0].classes and parts[0].fits("", classes) and "--c" in body:
            found = _light(body["--c"], None)
    return found


@functools.cache
def declared(
    tag: str, classes: frozenset[str], inside: tuple[frozenset[str], ...]
) -> Mapping[str, str]:
    """Look up what the style sheet says of an element."""
    own, found = colour_of(classes), {}
    for parts, body in _rules():
        *around, last = parts
        if last.fits(tag, classes) and _around(around, inside):
            found.update({name: _light(value, own) for name, value in body.items()})
    return found


def _around(parts: Iterable[_Part], inside: tuple[frozenset[str], ...]) -> bool:
    """Whether each outer selector fits some element around, the drawing being an ``svg``."""
    return all(
        any(part.fits("svg" if at == 0 else "g", kinds) for at, kinds in enumerate(inside))
        for part in parts
    )
