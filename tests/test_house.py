"""The house: no import reaches into another package's private room, and its picture is of today."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
sys.path.insert(0, str(ROOT / "tools"))
import draw_house  # noqa: E402
import less  # noqa: E402


def imported(nodes, package):
    """Every name that a module of a package imports, relative ones in full."""
    own = package.split(".")
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            start = own[: len(own) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def reach(name, package):
    """The private room that an import from a package reaches into; None where it may."""
    parts = name.split(".")
    for at, part in enumerate(parts):
        owner = ".".join(parts[:at])
        if at and part.startswith("_") and not part.startswith("__"):
            inside = package == owner or package.startswith(f"{owner}.")
            return None if inside else ".".join(parts[: at + 1])
    return None


def test_what_a_reach_is():
    assert reach("detente.a._b.c", "detente.x") == "detente.a._b"
    assert reach("detente.a.b._c", "detente.a.b.d") is None
    assert reach("detente._errors.DetenteError", "detente.a") is None
    assert reach("detente.a.b._name", "detente.a") == "detente.a.b._name"
    assert reach("detente.a.__init__", "detente.x") is None


def test_relative_imports_are_told_in_full():
    tree = ast.parse("from ._b import c\nfrom ..x import _d\nfrom . import e\nimport f")
    found = ["detente.a._b.c", "detente.x._d", "detente.a.e", "f"]
    assert list(imported(ast.walk(tree), "detente.a")) == found


def test_no_import_reaches_into_another_packages_private_room():
    found = set()
    for module, (file, _) in less.modules().items():
        package = ".".join(file.relative_to(SOURCE).parent.parts)
        for name in imported(less.nodes(module), package):
            room = reach(name, package) if name.startswith("detente.") else None
            if room is not None:
                found.add(f"{file.relative_to(SOURCE)}: {room}")
    assert not found


def test_the_picture_is_of_today():
    drawn = (ROOT / "docs" / "house.svg").read_text(encoding="utf-8")
    now, then = map(draw_house.floors_of, (draw_house.picture(), drawn))
    assert now == then, "python tools/draw_house.py draws it anew"


@pytest.mark.parametrize("search", less.SEARCHES)
def test_nothing_is_there_that_the_house_could_do_without(search):
    assert search() == []


def test_links_between_pages_lead_to_pages():
    """What `python3 run.py docs` would stop at: a page that is not there, or lies outside."""
    docs = ROOT / "docs"
    for page in docs.rglob("*.md"):
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            place = (page.parent / link).resolve()
            assert place.is_relative_to(docs), (page.name, link)
            assert place.is_file(), (page.name, link)
