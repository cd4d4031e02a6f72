"""The downloads: each drawing stands alone, and says what the page says."""

import html
import re
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from sample import HOSTILE, payload

from detente.brief import Brief
from detente.brief.charts._palette import PALETTE
from detente.brief.charts._style import colour_of, declared

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page() -> str:
    return Brief(payload=payload()).html()


@pytest.fixture(scope="module")
def drawings(page: str) -> dict[str, ET.Element]:
    found = re.findall(r'href="data:image/svg\+xml,([^"]*)" download="([\w-]+)\.svg"', page)
    return {name: ET.fromstring(unquote(html.unescape(text))) for text, name in found}


def words(node: ET.Element) -> str:
    return re.sub(r"\s+", "", "".join("".join(text.itertext()) for text in node.iter(f"{SVG}text")))


def test_every_chart_has_one(page: str, drawings: dict[str, ET.Element]) -> None:
    figures = re.findall(r'<figure id="([\w-]+)"', page)
    assert sorted(drawings) == sorted(figures)
    assert len(figures) == 14


def test_each_needs_nothing_else(drawings: dict[str, ET.Element]) -> None:
    for name, root in drawings.items():
        text = ET.tostring(root, encoding="unicode")
        assert "var(" not in text, name
        assert "color-mix" not in text, name
        assert "class=" not in text, name
        assert "foreignObject" not in text, name
        assert not re.search(r"(?:href|src|url)\s*=", text), name
        assert not re.search(r"nan|inf", " ".join(re.findall(r'(?:d|x|y)="([^"]*)"', text))), name
        assert root.find(f"{SVG}title") is not None, name
        assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
            *("svg", "title", "desc", "rect", "path", "circle", "text", "g", "defs", "pattern"),
        }


def test_each_fits_its_sheet(drawings: dict[str, ET.Element]) -> None:
    for name, root in drawings.items():
        wide, high = float(root.get("width", 0)), float(root.get("height", 0))
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.get("x", -1)) <= wide, name
            assert 0 < float(text.get("y", -1)) < high, name


def test_figures_are_those_of_the_page(page: str, drawings: dict[str, ET.Element]) -> None:
    told = 0
    for name, root in drawings.items():
        figure = re.search(rf'<figure id="{name}".*?</figure>', page, re.DOTALL)
        assert figure is not None
        if "chain" in name:  # its grid is a table on the page
            continue
        flat = words(root)
        for row in re.findall(r'<span class="num">(.*?)</span>', figure[0]):
            value = re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", row)))
            assert value in flat, (name, value)
            told += 1
    assert told > 30


def test_hostile_names_stay_text(page: str, drawings: dict[str, ET.Element]) -> None:
    assert any("NdFeBmagnets<b>" in words(root) for root in drawings.values())
    assert HOSTILE[0] not in page


def test_colours_are_those_of_the_style_sheet() -> None:
    assert colour_of(frozenset({"key", "fill", "p1"})) == PALETTE["party-1"][0]
    assert colour_of(frozenset({"map-4"})) not in {None, PALETTE["party-3"][0]}
    inside = (frozenset({"plot"}), frozenset({"frame"}))
    assert declared("path", frozenset({"curve", "p1"}), inside)["stroke"] == PALETTE["party-1"][0]
    assert "stroke-dasharray" in declared("path", frozenset({"curve", "p1"}), inside)
    assert "stroke-dasharray" not in declared("path", frozenset({"curve", "p0"}), inside)
    assert declared("path", frozenset({"map-none"}), (frozenset({"map"}),)).get("fill") is None
