"""The founding article and general news, scored by the scorers that lie beside the checkout."""

import importlib.util
import json
from types import ModuleType

import pytest
from reading_cases import SHARED

from detente.reading import read

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def shared_reading():
    if not SHARED.is_dir():
        pytest.skip("shared/reading is not beside this checkout")
    return SHARED


def _load(path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scores(shared_reading):
    gold = json.loads((shared_reading / "london-2025-06-10.gold.json").read_text(encoding="utf-8"))
    ours = read(shared_reading / "london-2025-06-10.txt").to_dict()
    return _load(shared_reading / "score.py").score(ours, gold), ours, gold


def _share(row):
    return row["hits"] / row["of"]


def test_founding_article_reaches_the_targets(scores):
    score = scores[0]
    assert score["statements"]["f1"] >= 0.90
    assert _share(score["quoted_recall"]) == 1.0
    assert _share(score["speaker"]) >= 0.95
    assert _share(score["commitment"]) >= 0.75
    assert _share(score["polarity"]) >= 0.85
    assert score["dates"]["f1"] >= 0.90
    assert score["date_values"]["f1"] >= 0.90
    assert score["offers"]["f1"] >= 0.75
    assert score["sequence"]["f1"] >= 0.5


def test_founding_article_controls_and_exclusions_are_complete(scores):
    score = scores[0]
    assert score["controls"]["f1"] == 1.0
    assert score["exclusions"]["f1"] == 1.0


def test_founding_article_metadata(scores):
    _, ours, gold = scores
    assert ours["metadata"] == gold["metadata"]
    assert ours["document"] == gold["document"]


def test_general_news_beats_the_rules_of_public_tools(shared_reading, tmp_path):
    polnear = _load(shared_reading / "polnear.py")
    folder = shared_reading / "polnear-dev"
    hits = golds = ours = 0
    for name, items in list(polnear.gold(str(folder)))[::6]:
        reading = read(folder / "text" / f"{name}.txt", on="2016-10-01")
        file = tmp_path / f"{name}.json"
        file.write_text(reading.to_json(), encoding="utf-8")
        said = [span for span, _ in polnear.statements(str(file))]
        golds, ours = golds + len(items), ours + len(said)
        for span, _, _ in items:
            best = max(said, key=lambda s: polnear.iou(span, s), default=None)
            if best is not None and polnear.iou(span, best) >= 0.5:
                said.remove(best)
                hits += 1
    f1 = 2 * hits / (ours + golds)
    assert f1 > 0.57, f1
