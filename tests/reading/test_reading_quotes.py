"""How far a statement runs around its quote, and what makes a quote a statement."""

import pytest

from detente.reading import read_text
from detente.reading.english.grammar.nlp import parse
from detente.reading.english.text.segments import Segment

ON = "2025-06-10"
OPENING = "The port was quiet on the second day of the strike.\n\n"


def said(text):
    reading = read_text(OPENING + text, on=ON)
    return [
        (
            s.kind,
            s.speaker_span.text if s.speaker_span else None,
            " | ".join(c.text for c in s.content),
        )
        for s in reading.statements
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (  # a name runs to the end of its clause
            'Mr. Vos called Mr. Lund\'s plan on Friday "a gift" to the smugglers of the north.',
            "Mr. Vos",
            'Mr. Lund\'s plan on Friday "a gift" to the smugglers of the north',
        ),
        (
            'The envoy branded the harbour authority "a toll gate with flags".',
            "The envoy",
            'the harbour authority "a toll gate with flags"',
        ),
        (
            'The union likened the levy to "a lock on the door".',
            "The union",
            'the levy to "a lock on the door"',
        ),
        (  # any verb with an object and "as" before a quote gives a name
            'Senator Ortiz has pounded the pact as a "paper umbrella".',
            "Senator Ortiz",
            'the pact as a "paper umbrella"',
        ),
        (  # its circumstances stay out
            'Senator Ortiz criticized the pact as a "paper umbrella" during a visit to Lima.',
            "Senator Ortiz",
            'the pact as a "paper umbrella"',
        ),
        (
            'The minister condemned the raid as "reckless" and a "serious threat" to trade.',
            "The minister",
            'the raid as "reckless" and a "serious threat" to trade',
        ),
    ],
)
def test_a_name_that_is_given(text, speaker, content):
    assert said(text) == [("mixed", speaker, content)]


@pytest.mark.parametrize(
    "text",
    [
        'The mill used the river as a "highway" for logs.',
        'The town is known as the "pearl" of the coast.',
    ],
)
def test_a_name_that_nobody_gives(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            'The agency reported "forty incidents" in the strait between May and July.',
            '"forty incidents" in the strait between May and July',
        ),
        (
            'The treasurer said "new fees" and the sale of the docks would cover the cost.',
            '"new fees" and the sale of the docks would cover the cost',
        ),
        (
            'The lawyer said in a letter that the poster "plainly" suggests the city took a side.',
            'the poster "plainly" suggests the city took a side',
        ),
        (
            'The captain told one of his old friends that "patience is a cargo too."',
            '"patience is a cargo too."',
        ),
    ],
)
def test_quoted_words_inside_a_clause(text, content):
    (only,) = said(text)
    assert only[2] == content


def test_what_is_told_beside_a_quote_stays_out():
    (only,) = said('The captain said "we wait" when he was asked about the pilots.')
    assert only == ("direct", "The captain", '"we wait"')


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The pilots, the captain said on Monday, have not been paid since March.",
            "The pilots | have not been paid since March",
        ),
        (
            'The pilots, Ruiz explained earlier in the hearing, were "well rested" on the day.',
            'The pilots | were "well rested" on the day',
        ),
    ],
)
def test_an_aside_stands_inside_what_it_reports(text, content):
    (only,) = said(text)
    assert only[2] == content


def test_a_whole_clause_before_its_speaker_is_no_aside():
    (only,) = said(
        "The pilots will be paid, the captain said on Monday, hours before the tide turned."
    )
    assert only[2] == "The pilots will be paid"


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Traders dismissed Ruiz's claim that the strait was never closed.",
            "Ruiz's",
            "the strait was never closed",
        ),
        (
            "The harbour office issued a warning that the locks were full of ice.",
            "The harbour office",
            "the locks were full of ice",
        ),
        (
            "The captain repeated a promise that every crew would be paid.",
            "The captain",
            "every crew would be paid",
        ),
    ],
)
def test_the_claim_of_somebody(text, speaker, content):
    found = said(text)
    assert [(who.removesuffix("'s"), what) for _, who, what in found] == [
        (speaker.removesuffix("'s"), content)
    ]


def test_the_claim_of_nobody():
    assert said("Rumours and the fear that ice was near kept the ferries in.") == []


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Crews may rest for ten hours, per the harbour's rules.",
            "the harbour's rules",
            "Crews may rest for ten hours",
        ),
        (
            'The fee is a "charge on courage," as a shipowner put it.',
            "a shipowner",
            'The fee is a "charge on courage,"',
        ),
        (
            'According to the radio host Rita Moss, the deal smells of "fear" and haste.',
            "the radio host Rita Moss",
            'the deal smells of "fear" and haste',
        ),
    ],
)
def test_sources_beside_the_sentence(text, speaker, content):
    assert [(who, what) for _, who, what in said(text)] == [(speaker, content)]


def test_a_rate_is_no_source():
    assert said("Freight rose to ninety dollars, per tonne of ore.") == []


def test_the_name_of_a_programme_is_no_quote():
    (only,) = said('Ruiz told Radio Sur\'s "Morning Watch" on Friday that the pilots were tired.')
    assert only == ("indirect", "Ruiz", "the pilots were tired")


def test_nested_marks_at_the_end_of_a_quote():
    text = '"It was dark," said Ruiz. "They kept calling, \'Turn the ship around.\'"'
    (only,) = said(text)
    assert only[2] == '"It was dark," | "They kept calling, \'Turn the ship around.\'"'


def test_two_quotes_with_a_deed_between_them_are_two_statements():
    text = (
        'Ruiz said, "I saw no light." The pilot grew angry and began to shout, so that he had '
        'to change his answer: "I saw one light."'
    )
    assert [content for *_, content in said(text)] == ['"I saw no light."', '"I saw one light."']


def test_an_abbreviated_title_ends_no_sentence():
    (only,) = said('The union praised Mr. Lund and Dr. Weiss as "honest brokers".')
    assert only[2] == 'Mr. Lund and Dr. Weiss as "honest brokers"'


def test_a_report_that_names_an_advertisement_is_read():
    (only,) = said("The mayor said on Tuesday that the advertisement would be taken down.")
    assert only[2] == "the advertisement would be taken down"


@pytest.mark.parametrize(
    "piece", ['he said, "no," ', 'called it as "x" ', "the man, he said, ", "and then ", '" ']
)
def test_no_sentence_is_so_long_that_walking_through_it_takes_for_ever(piece):
    text = piece * (6000 // len(piece))
    (paragraph,) = parse(text, [Segment(kind="paragraph", start=0, end=len(text))])
    assert max(len(sentence) for sentence in paragraph.sentences()) <= 330


def test_a_long_sentence_of_prose_is_left_whole():
    text = "The list names " + ", ".join(f"firm number {n} of the port" for n in range(20)) + "."
    (paragraph,) = parse(text, [Segment(kind="paragraph", start=0, end=len(text))])
    assert len(list(paragraph.sentences())) == 1


def test_an_office_says_what_it_says():
    found = said("The port office sent a letter on Thursday. It said the berths would stay shut.")
    assert found == [("indirect", "It", "the berths would stay shut")]


def test_that_may_point_at_a_claim():
    (only,) = said("Ruiz said that claim was a riddle to every crew.")
    assert only[2] == "that claim was a riddle to every crew"
