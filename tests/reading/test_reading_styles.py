"""Styles of text: transcripts, labels, signed quotes, what is withheld, wrapped lines, garbage."""

import time

import pytest

from detente.reading import Reading, contradictions, read_text
from detente.reading.english.said._transcript import turn_starts
from detente.reading.english.text.quotes import find_quotes

ON = "2025-06-10"
LEAD = "The curbs on exports of gallium were the subject of talks in the capital on Monday.\n\n"


def said(text):
    reading = read_text(text, on=ON)
    names = {e.id: e.name for e in reading.entities}
    return [
        (names.get(s.speaker), " | ".join(c.text for c in s.content), s.commitment, s.polarity)
        for s in reading.statements
    ]


TRANSCRIPT = """Regular Press Conference of the Ministry of Commerce

October 20, 2023

Reuters: China today announced licences for exports of graphite. Is this retaliation?

Shu Jueting: We will handle all applications for exports of graphite within 45 days.

Yonhap: Will the licences for graphite come soon?

Shu Jueting: I have no comment on that.
"""


def test_turns_of_a_transcript_are_direct_statements_of_their_label():
    assert [(who, level) for who, _, level, _ in said(TRANSCRIPT)] == [
        ("Reuters", "question"),
        ("Shu Jueting", "pledged"),
        ("Yonhap", "question"),
        ("Shu Jueting", "noncommittal"),
    ]


def test_answers_go_to_the_spokesperson_named_before():
    text = (
        "Foreign Ministry Spokesperson Mao Ning's Regular Press Conference\n\nJune 10, 2025\n\n"
        "Q: Will China lift its controls on exports of gallium?\n\n"
        "A: China will not lift its controls on exports of gallium.\n\n"
        "Q: Not even this year?\n\nA: I have answered your question."
    )
    answers = [s for s in said(text) if s[0] == "Mao Ning"]
    assert len(answers) == 2
    assert answers[0][2:] == ("refused", "maintain")


def test_prose_with_colons_is_no_transcript():
    assert turn_starts("One: two.\nThree four five: six.", []) == {}


def test_signed_quote():
    text = (
        LEAD + '"We cannot build a single motor without these magnets now." - Jane Miller, engineer'
    )
    assert said(text)[-1][0] == "Jane Miller"


def test_speaker_announced_in_the_paragraph_before():
    text = LEAD + 'Wang Wentao added:\n\n"The gallium will flow when the chips flow again."'
    assert said(text)[-1][0] == "Wang Wentao"


def test_a_label_takes_in_what_it_names():
    *_, (who, content, level, _) = said(
        LEAD + 'Robert Habeck called the curbs on gas "an attempt to unsettle" and left.'
    )
    assert who == "Robert Habeck"
    assert content.startswith("the curbs")
    assert level == "evaluation"


def test_what_is_withheld_is_noncommittal():
    found = said(LEAD + "Wang Wentao would not say when the curbs on gallium might end.")
    assert found[-1][2] == "noncommittal"


def test_own_side_binds_itself_and_others_are_expected():
    found = {
        content: level
        for _, content, level, _ in said(
            LEAD + "Wang Wentao said China would lift its curbs on gallium. "
            "He said the United States would lift its curbs on chips."
        )
    }
    levels = list(found.values())
    assert levels[-2:] == ["pledged", "expected"]


def test_two_clauses_held_differently_are_two_statements():
    found = said(
        LEAD + "Wang Wentao said that China would lift its curbs on gallium and that the curbs on "
        "exports of graphite would remain in place."
    )
    assert [s[2] for s in found[-2:]] == ["pledged", "refused"]


def test_utterance_is_joined_where_nothing_is_bargained():
    plain = 'The vote was long. "It was a hard day," Jane Miller said. "We are all very tired now."'
    joined = read_text(plain, on=ON).statements
    assert [len(s.content) for s in joined] == [2]
    about = LEAD + '"It was a hard day," Jane Miller said. "We are all very tired now."'
    assert [len(s.content) for s in read_text(about, on=ON).statements] == [1, 1]


def test_relayed_speech_has_a_chain_and_a_thought_stays_with_its_teller():
    reading = read_text(
        LEAD + "Robert Habeck said the union expected the curbs on gas to end.", on=ON
    )
    names = {e.id: e.name for e in reading.entities}
    assert names[reading.statements[-1].speaker] == "Robert Habeck"


def test_hard_wrapped_names_and_goods_are_found():
    text = (
        "BEIJING, June 10 - China will tighten controls on exports of rare\n"
        "earths and of gallium, and sales of both metals to the United\n"
        "States will need a licence from the ministry for each shipment\n"
        "that leaves a port of China after the first day of next month."
    )
    goods = {c.product for c in read_text(text, on=ON).controls}
    assert any("rare earths" in g for g in goods)


@pytest.mark.parametrize(
    ("text", "imposer", "words"),
    [
        ("The Commerce Department placed nine firms on the Entity List.", "USA", "Entity List"),
        ("The controls on rare earths that China introduced in April hurt.", "CHN", "controls"),
        ("Indonesia will not revoke its ban on exports of nickel ore.", "IDN", "ban"),
        ("Tokyo removed South Korea from its list of trusted buyers.", "JPN", "list"),
        ("The Dutch government revoked a licence for shipments of lithography machines to China.",
         "NLD", "licence"),
    ],
)  # fmt: skip
def test_controls_of_other_standoffs(text, imposer, words):
    controls = read_text(text + " Nobody knew what would come of it for users.", on=ON).controls
    assert any(c.imposer == imposer and words in c.mentions[0].text for c in controls), controls


def test_contradictions_are_set_side_by_side():
    text = (
        "Kevin Hassett said that any export controls of the United States would be eased soon. "
        "Hassett said the curbs on the most advanced AI chips would remain in place."
    )
    found = contradictions(read_text(text, on=ON))
    assert len(found) == 1
    assert found[0].same_speaker
    assert contradictions(read_text(LEAD, on=ON)) == ()


def test_a_demand_of_the_other_side_contradicts_nothing():
    text = (
        "Moon Jae-in called on Japan to lift its curbs on exports of photoresist. "
        "Hiroshige Seko said that Japan would not lift the curbs on photoresist."
    )
    reading = read_text(text, on=ON)
    assert reading.exclusions
    assert contradictions(reading) == ()


def test_a_saved_reading_contradicts_itself_as_a_fresh_one():
    text = (
        "Kevin Hassett said that any export controls of the United States would be eased soon. "
        "Hassett said the curbs on the most advanced AI chips would remain in place. "
        "He said the United States would also lift its curbs on ethane."
    )
    reading = read_text(text, on=ON)
    again = Reading.from_json(reading.to_json())
    assert len(contradictions(again)) == len(contradictions(reading)) == 1


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("China will lift its curbs on gallium once the United States eases its curbs on chips.",
         "United States eases", "China will lift"),
        ("Russia will not resume deliveries of gas until Germany lifts its sanctions.",
         "Germany lifts", "Russia will not resume"),
        ("Before Japan lifts its curbs on photoresist, South Korea must drop its complaint.",
         "South Korea must drop", "Japan lifts"),
    ],
)  # fmt: skip
def test_clauses_say_who_moves_first(text, first, second):
    reading = read_text(text + " Nobody knew what would come of it for the users.", on=ON)
    spans = {e.id: e.span.text for e in reading.events}
    assert any(first in spans[o.first] and second in spans[o.second] for o in reading.sequence), [
        (spans[o.first], spans[o.second]) for o in reading.sequence
    ]


def test_nested_curly_marks_are_one_quote():
    text = "\u201cHe called it \u201cwar\u201d and left,\u201d she said."
    plain = text.replace("\u201c", '"').replace("\u201d", '"')
    (quote,) = find_quotes(plain, text, 0, len(text))
    assert quote.end == text.index(" she")


@pytest.mark.parametrize(
    "unit", ['"', "he said ", "if it would ", "'a ", "from July 1 to ", "a, b, "]
)
def test_garbage_takes_no_more_than_linear_time(unit):
    read_text(LEAD, on=ON)
    half, whole = LEAD + unit * (2000 // len(unit)), LEAD + unit * (4000 // len(unit))
    start = time.process_time()
    read_text(half, on=ON)
    middle = time.process_time()
    read_text(whole, on=ON)
    assert time.process_time() - middle < 3.2 * (middle - start) + 0.3
