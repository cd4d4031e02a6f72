"""The chain chart: bars for a page, a picture that stands alone."""

import copy
from xml.etree import ElementTree as ET

import pytest

from detente.brief import render_exposure
from detente.brief.charts import chain_figure, chain_picture, chokepoint_words
from detente.impact.exposure import exposure


@pytest.fixture(scope="module")
def payload():
    return exposure(party="USA", good="ndfeb-magnet", draws=4).as_dict()


def test_one_bar_a_known_stage_and_the_chokepoint_marked(payload):
    figure = str(chain_figure(payload))
    known = [stage for stage in payload["chain"] if stage["suppliers"]]
    assert figure.count('class="bar-row"') == len(known)
    assert figure.count(" chokepoint") >= 1
    assert figure.count("fill p1") >= 1
    assert "The numbers as a table" in figure


def test_sentence_names_country_share_and_need(payload):
    assert "China at the stage magnet, 93% of world supply" in chokepoint_words(payload)
    part = copy.deepcopy(payload)
    part["chokepoint"] |= {"need": 0.4, "others": []}
    assert "40% of the good needs that stage" in chokepoint_words(part)
    assert "No other supplier" in chokepoint_words(part)


def test_nothing_known_is_said(payload):
    bare = copy.deepcopy(payload)
    bare["chokepoint"] = None
    for stage in bare["chain"]:
        stage["suppliers"] = []
    assert "No foreign supplier" in chokepoint_words(bare)
    assert "No table knows" in str(chain_figure(bare))
    assert "No supplier of this chain" in chain_picture(bare)


def test_names_cannot_break_out(payload):
    evil = copy.deepcopy(payload)
    evil["good_name"] = "<script>alert(1)</script>"
    evil["chain"][0]["suppliers"][0]["name"] = '"><b>'
    for text in (chain_picture(evil), render_exposure(evil)):
        assert "<script>alert" not in text
        assert '"><b>' not in text
    ET.fromstring(chain_picture(evil))


def test_text_of_the_picture_stays_inside(payload):
    root = ET.fromstring(chain_picture(payload))
    wide, high = (float(root.attrib[name]) for name in ("width", "height"))
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 <= float(node.attrib["x"]) <= wide
        assert 0 <= float(node.attrib["y"]) <= high
        assert int(node.attrib["font-size"]) >= 14
