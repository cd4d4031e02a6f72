"""``detente exposure``: chain, ranking, sector, files and faults."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from detente.cli._app import main


def run(capsys, *words):
    with pytest.raises(SystemExit) as end:
        main(["exposure", *map(str, words)])
    out, err = capsys.readouterr()
    return end.value.code or 0, out, err


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "110")


def test_prints_chain_chokepoint_and_sectors(capsys):
    code, out, err = run(capsys, "--party", "USA", "--good", "ndfeb-magnet", "--draws", 8)
    assert (code, err) == (0, "")
    assert re.search(r"^> magnet +█{20,}", out, re.MULTILINE)
    assert "China at the stage magnet, 93% of world supply" in out
    for words in (
        "HS 2022 850511",
        "Motor vehicles",
        "(bottleneck)",
        "(aggregate)",
        "CDI 1",
        "over months",
    ):
        assert words in out
    assert max(map(len, out.splitlines())) <= 110


def test_minerals_print_the_equilibrium(capsys):
    code, out, _ = run(capsys, "--good", "gallium", "--draws", 8)
    assert code == 0
    assert "Year without both" in out
    assert "334413" in out


def test_json_is_the_schema_alone(capsys):
    code, out, err = run(capsys, "--party", "KOR", "--good", "photoresist", "--json", "--draws", 4)
    payload = json.loads(out)
    assert (code, err) == (0, "")
    assert payload["schema"] == "detente.exposure/1"
    assert payload["chokepoint"]["country"] == "JPN"
    assert payload["manifest"]["draws"] == 4
    assert payload["mineral"] is None


def test_ranking_and_sector(capsys):
    code, out, _ = run(capsys, "--party", "EU", "--draws", 1)
    assert code == 0
    assert out.index("ndfeb-magnet") < out.index("germanium")
    _, out, _ = run(capsys, "--party", "EU", "--good", "germanium", "--draws", 4, "--json")
    payload = json.loads(out)
    assert (payload["schema"], payload["party"]) == ("detente.exposure/1", "EU")
    code, out, _ = run(capsys, "--sector", "C29")
    assert code == 0
    assert out.index("CHN China") < out.index("MEX Mexico")


def test_writes_picture_and_page(capsys, tmp_path):
    svg, html = tmp_path / "chain.svg", tmp_path / "exposure.html"
    code, _, _ = run(
        capsys, "--good", "ndfeb-magnet", "--draws", 4, "--svg", svg, "--html", html, "--json"
    )
    assert code == 0
    root = ET.fromstring(svg.read_text(encoding="utf-8"))
    words = " ".join(node.text or "" for node in root.iter())
    assert "magnet" in words
    assert "Chokepoint: China at the stage magnet" in words
    assert root.attrib["role"] == "img"
    page = html.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "fig-chain" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="https?:', page)
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--good", "ndfeb-magnt"], "did you mean one of ndfeb-magnet"),
        (["--party", "USB"], "did you mean one of USA"),
        (["--party", "IRN"], "residual"),
        (["--sector", "C2"], "sector"),
        (["--good", "gallium", "--sector", "C29"], "not both"),
        (["--svg", "a.svg"], "add --good"),
        (["--good", "gallium", "--svg", "a.png"], "write .svg"),
        (["--good", "gallium", "--html", "/nowhere/a.html"], "no folder"),
    ],
)
def test_faults_are_one_line(capsys, words, said):
    code, out, err = run(capsys, *words)
    assert (code, out) == (1, "")
    assert said in err
    assert len(err.splitlines()) == 1
