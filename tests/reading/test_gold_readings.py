"""The gold readings keep to the contract: exact spans, defined references, known labels."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from detente.reading import Reading

ARTICLES = Path(__file__).resolve().parents[1] / "articles"
GOLD = sorted(ARTICLES.glob("*/*.gold.json"))


@pytest.fixture(params=GOLD, ids=lambda p: p.name.removesuffix(".gold.json"))
def case(request):
    raw = request.param.with_name(request.param.name.replace(".gold.json", ".txt")).read_bytes()
    text = raw.decode("utf-8")
    return Reading.from_json(request.param.read_text(encoding="utf-8"), text=text), text, raw


def _spans(node):
    if isinstance(node, dict):
        if set(node) == {"start", "end", "text"}:
            yield node
        else:
            for value in node.values():
                yield from _spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from _spans(value)


def test_document_is_the_file(case):
    gold, text, raw = case
    assert gold.document.sha256 == hashlib.sha256(raw).hexdigest()
    assert gold.document.characters == len(text)


def test_spans_are_slices_of_the_text(case):
    gold, text, _ = case
    spans = list(_spans(gold.to_dict()))
    assert len(spans) > 20
    for span in spans:
        assert text[span["start"] : span["end"]] == span["text"] != ""


def test_references_are_defined(case):
    gold, _, _ = case
    parts = (gold.entities, gold.dates, gold.controls, gold.statements, gold.offers, gold.events)
    for records in parts:
        assert not [name for name, n in Counter(r.id for r in records).items() if n > 1]
    entities = {e.id for e in gold.entities} | {None}
    dates = {d.id for d in gold.dates} | {None}
    controls = {c.id for c in gold.controls} | {None}
    events = {e.id for e in gold.events}
    for said in gold.statements:
        assert {said.speaker, *said.attribution} <= entities
        assert said.date in dates
        assert set(said.controls) <= controls
    legs = [leg for offer in gold.offers for leg in (*offer.gives, *offer.gets)]
    assert {offer.offeror for offer in gold.offers} <= entities
    assert {x.control for x in (*legs, *gold.exclusions)} <= controls
    assert {event.date for event in gold.events} <= dates
    assert {end for order in gold.sequence for end in (order.first, order.second)} <= events
    assert {date.anchor for date in gold.dates} <= dates | events


def test_quotes_keep_their_marks(case):
    gold, _, _ = case
    for said in gold.statements:
        if said.kind == "direct" and said.speaker_span and said.cue_span:
            assert said.content[0].text[0] in '"“”'
            assert said.content[-1].text[-1] in '"“”'
        if said.kind == "mixed":
            assert any(mark in part.text for part in said.content for mark in '"“”')


def test_both_parts_hold_enough():
    split = Counter(path.parent.name for path in GOLD)
    assert split["dev"] >= 10
    assert split["test"] >= 4
