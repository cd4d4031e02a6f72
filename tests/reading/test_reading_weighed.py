"""Firmness, direction and controls in passages on forty standoffs, in our own words.

Half of them were used for the rules from the start, half only measured until the end; the file
holds what is read right now.
"""

import json
from functools import cache
from pathlib import Path

import pytest
from reading_cases import by_words

from detente.facts.reading_tables import load_lexicon
from detente.reading import Reading, read_text
from detente.reading.english.grammar.nlp import _model
from detente.reading.english.weight.effects import deed_of

PASSAGES = json.loads((Path(__file__).parent / "weighed_passages.json").read_text(encoding="utf-8"))


@cache
def _read(number: int) -> Reading:
    return by_words(PASSAGES[number]["text"], on=PASSAGES[number]["on"])


def _share(text: str, content: str, spans: tuple) -> float:
    start = text.find(content)
    want = set(range(start, start + len(content)))
    got = {at for span in spans for at in range(span.start, span.end)}
    return len(want & got) / len(want | got)


@pytest.mark.parametrize("number", range(len(PASSAGES)), ids=lambda n: PASSAGES[n]["name"])
def test_statements_are_weighed(number):
    reading, text = _read(number), PASSAGES[number]["text"]
    for content, commitment, polarity in PASSAGES[number]["statements"]:
        said = max(reading.statements, key=lambda s: _share(text, content, s.content))
        assert _share(text, content, said.content) >= 0.5, content
        assert (said.commitment, said.polarity) == (commitment, polarity), content


@pytest.mark.parametrize("number", range(len(PASSAGES)), ids=lambda n: PASSAGES[n]["name"])
def test_controls_have_their_imposer(number):
    found = _read(number).controls
    for imposer, words in PASSAGES[number]["controls"]:
        assert any(
            control.imposer == imposer
            and any(m.text in words or words in m.text for m in control.mentions)
            for control in found
        ), (imposer, words)
    if PASSAGES[number]["only"]:
        assert len(found) == len(PASSAGES[number]["controls"])


@pytest.mark.parametrize(
    ("sentence", "deeds"),
    [
        ("They extended the ban.", ["tighten"]),
        ("They extended the waiver.", ["ease"]),
        ("The licences will lapse in May.", ["tighten"]),
        ("The ban will lapse in May.", ["ease"]),
        ("They raised the export quota.", ["ease"]),
        ("They cut the export quota.", ["tighten"]),
        ("They will speed up approvals.", ["ease"]),
        ("They delayed the export curbs.", ["ease"]),
        ("They put the limits on hold.", ["ease"]),
        ("They delayed the shipments.", ["tighten"]),
        ("They kept the curbs in place.", ["maintain"]),
        ("They cut tariffs.", []),
    ],
)
def test_what_a_verb_does_depends_on_what_it_is_done_to(sentence, deeds):
    assert [deed for token in _model()(sentence) if (deed := deed_of(token))] == deeds


def test_an_article_without_its_suspension_of_supplies_has_a_relief():
    verb = _model()("They will extend the suspension.")[2]
    assert (deed_of(verb), deed_of(verb, halted=True)) == ("ease", "tighten")


def test_words_for_deeds_and_things_have_known_values():
    lexicon = load_lexicon()
    assert set(lexicon["thing"].values()) == {
        "act", "bar", "cap", "flow", "relief", "pause", "part",
    }  # fmt: skip
    assert set(lexicon["course"].values()) == {"rise", "fall", "stay"}
    assert set(lexicon["deed"].values()) == {
        "lift", "bar", "undo", "impose", "step", "allow", "grow", "raise", "lower", "keep",
    }  # fmt: skip


def test_a_good_in_no_table_goes_by_its_own_name():
    reading = read_text(
        "China has put export controls on dysprosine, makers complained. The controls on "
        "dysprosine hit Germany, a dealer in Hamburg said.",
        on="2025-05-01",
    )
    (control,) = reading.controls
    assert (control.imposer, control.product) == ("CHN", "dysprosine")


def test_two_sides_asked_at_once_are_two_imposers():
    reading = read_text(
        "Washington has pressed Japan and the Netherlands to tighten their curbs on chip tools.",
        on="2024-07-18",
    )
    assert {c.imposer for c in reading.controls} == {"JPN", "NLD"}


@pytest.mark.parametrize(
    "text",
    [
        "Western sanctions have starved Moscow's factories of parts, a U.S. official said.",
        "Allied export curbs hurt the factories of Moscow, Peskov told reporters.",
        "The G7 wants to align its export controls, a Canadian official said.",
    ],
)
def test_coalitions_are_no_single_party(text):
    assert {c.imposer for c in read_text(text, on="2023-02-24").controls} <= {None}


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("China suspended Announcement No. 46 banning gallium exports.", ["ease"]),
        ("China will lift Notice No. 46 on gallium exports.", ["ease"]),
        ("China suspended the announcement banning gallium exports.", ["ease"]),
        ("China issued Announcement No. 18 on rare earths.", ["tighten"]),
        ("China received a notice on gallium exports.", []),
        ("Washington put off its affiliates rule for a year.", ["ease"]),
    ],
)
def test_an_act_called_by_its_number_is_what_it_does(text, ways):
    """*No.* before a number is no refusal, and the number is not what is suspended."""
    doc = _model()(text)
    verb = next(token for token in doc if token.dep_ == "ROOT" or token.pos_ == "VERB")
    assert [deed for deed in [deed_of(verb)] if deed] == ways
