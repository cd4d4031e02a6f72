"""Whole articles on six standoffs: officials, dates, controls, refusals and offers."""

import time
from importlib import resources

import pytest
from reading_cases import Case, cases

from detente.reading import Reading, read


@pytest.fixture(scope="module", params=cases(), ids=lambda case: case.path.stem)
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture(scope="module")
def reading(case: Case, reading_of) -> Reading:
    return reading_of(case.path)


def test_published(case, reading):
    assert reading.metadata.published.iso == case.expected["published"]


def test_controls_name_their_imposer_and_goods(case, reading):
    found = {(good, c.imposer) for c in reading.controls for good in reading.goods.get(c.id, ())}
    assert set(case.expected["imposers"].items()) <= found


def test_speakers(case, reading):
    names = {entity.id: entity.name for entity in reading.entities}
    assert set(case.expected["speakers"]) <= {names.get(s.speaker) for s in reading.statements}


def test_dates(case, reading):
    found = [(date.span.text, date.value) for date in reading.dates]
    for words, value in case.expected["dates"].items():
        assert any(words in text and value == got for text, got in found), (words, found)


def test_commitments(case, reading):
    for words, level in case.expected["commitments"].items():
        said = [s for s in reading.statements if any(words in c.text for c in s.content)]
        assert [s.commitment for s in said] == [level], words


def test_offers_and_exclusions(case, reading):
    assert len(reading.offers) >= case.expected["offers"]
    assert len(reading.exclusions) >= case.expected["exclusions"]
    if not case.expected["exclusions"]:
        assert not reading.exclusions


def test_every_span_is_a_slice_of_the_text(reading):
    def walk(node):
        if isinstance(node, dict):
            if set(node) == {"start", "end", "text"}:
                assert reading.text[node["start"] : node["end"]] == node["text"]
                assert node["text"]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(reading.to_dict())


def test_every_reference_is_defined(reading):
    entities = {e.id for e in reading.entities} | {None}
    dates = {d.id for d in reading.dates} | {None}
    controls = {c.id for c in reading.controls} | {None}
    events = {e.id for e in reading.events}
    for s in reading.statements:
        assert {s.speaker, *s.attribution} <= entities
        assert s.date in dates
        assert set(s.controls) <= controls
    for offer in reading.offers:
        assert offer.offeror in entities
        assert {leg.control for leg in (*offer.gives, *offer.gets)} <= controls
    assert {x.control for x in reading.exclusions} <= controls
    assert {e.date for e in reading.events} <= dates
    assert {o for q in reading.sequence for o in (q.first, q.second)} <= events
    assert {d.anchor for d in reading.dates} <= dates


def test_json_round_trip(reading):
    again = Reading.from_json(reading.to_json(), text=reading.text)
    assert again.to_dict() == reading.to_dict()
    assert again.text == reading.text


def test_packaged_example_has_what_the_brief_needs():
    path = resources.files("detente") / "examples" / "london-2025-06.txt"
    start = time.perf_counter()
    reading = read(str(path))
    assert time.perf_counter() - start < 15
    goods = {g for c in reading.controls for g in reading.goods.get(c.id, ())}
    assert {"rare-earths", "eda-software", "jet-engine", "ethane"} <= goods
    assert "ai-accelerator-frontier" in goods
    kinds = {offer.kind for offer in reading.offers}
    assert {"exchange", "mandate", "noncommittal_answer"} <= kinds
    frontier = next(
        c.id for c in reading.controls if "ai-accelerator-frontier" in reading.goods.get(c.id, ())
    )
    assert {x.control for x in reading.exclusions} == {frontier}
    assert "2025-06-10T10:00:00+01:00" in {d.value for d in reading.dates}
    assert all(x.commitment == "refused" for x in reading.statements if x.polarity == "maintain")
