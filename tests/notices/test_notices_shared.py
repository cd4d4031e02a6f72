"""The collections beside the checkout, scored as labelled from their texts."""

import importlib.util
from pathlib import Path

import pytest

pytestmark = pytest.mark.shared
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT.parent / "shared" / "data" / "notices" / "mofcom"


@pytest.fixture(scope="module")
def scorer():
    if not FOLDER.is_dir():
        pytest.skip("shared/data/notices is not beside this checkout")
    path = ROOT / "tools" / "score_notices.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_of_the_collection_as_labelled(scorer):
    scores = scorer.score_mofcom(FOLDER)
    for field in ("number", "announced", "effective"):
        right, total = scores[field]
        assert right >= 0.98 * total
    for field in ("until", "references", "codes", "customs codes"):
        right, total = scores[field]
        assert right == total
    right, total = scores["goods"]
    assert right >= 0.9 * total


def test_every_entity_of_the_collection(scorer):
    scores = scorer.score_entities(FOLDER)
    assert scores["entities"] == (193, 193)
    assert scores["records of entities and notices"] == (206, 206)
    assert scores["announced, entity notices"] == (13, 13)
    assert scores["effective, entity notices"] == (12, 13)  # the file gives none for 22 of 2025
