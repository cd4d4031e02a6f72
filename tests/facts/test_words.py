"""The vocabulary: every row is used by the reader, and its example shows what it does."""

import re
from pathlib import Path

import pytest

import detente
from detente._errors import FactsError
from detente.facts.reading_tables import load_lexicon, load_patterns, load_word_classes
from detente.facts.words import classmates, compiled, either, fragment, word_class
from detente.reading import read_text
from detente.reading._mended import Mended
from detente.reading.english.grammar.common import in_common_words

CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted((Path(detente.__file__).parent).rglob("*.py"))
)
NAMED = re.compile(r"\{([a-z][a-z_.]*)\}")


def test_every_pattern_is_found_in_its_example() -> None:
    for name, row in load_patterns().items():
        example = row.example
        if example.startswith("<") and example.endswith(">"):
            example = example[1:-1]
        try:
            found = compiled(name).search(example)
        except re.error as error:
            pytest.fail(f"{row.file} row {row.line}: the pattern does not compile ({error})")
        assert found, f"{name}: not in {example!r}"


def test_every_pattern_is_asked_for_by_the_reader_or_by_another() -> None:
    inside = {name for row in load_patterns().values() for name in NAMED.findall(row.pattern)}
    inside |= {f"time.{kind}" for kind in load_lexicon()["time_expression"]}
    inside |= {row.beside for row in load_word_classes()}
    unused = [name for name in load_patterns() if f'"{name}"' not in CODE and name not in inside]
    assert not unused


def test_every_class_is_asked_for() -> None:
    inside = {name for row in load_patterns().values() for name in NAMED.findall(row.pattern)}
    unused = [name for name in load_lexicon() if f'"{name}"' not in CODE and name not in inside]
    assert not unused


@pytest.mark.parametrize(
    "row",
    load_word_classes(),
    ids=lambda row: "-".join(filter(None, (row.word, row.part, row.beside))),
)
def test_a_classmate_reads_as_the_word_that_its_class_is_known_by(row) -> None:
    forms = dict(zip(row.forms, row.like_forms, strict=True))
    either_form = re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)
    other = either_form.sub(lambda word: forms[word[0].lower()], row.example)
    assert other != row.example
    assert in_common_words(Mended(row.example)).text == in_common_words(Mended(other)).text
    reading = read_text(row.example, on="2025-06-10")
    assert reading.controls or reading.statements or reading.offers, "the example shows nothing"


def test_a_word_is_read_as_another_only_where_its_place_allows() -> None:
    for text in (
        "Tokyo may remove South Korea from its list of trusted buyers.",
        "The president authorised his team to negotiate.",
        "China revoked the licences of two firms.",
        "Reporters asked about plans to lift it.",
    ):
        assert in_common_words(Mended(text)).same, text


def test_spans_are_those_of_the_text() -> None:
    text = (
        "China PROHIBITED exports of gallium to the United States on Monday. "
        "The ministry stated that it would maintain the prohibition until negotiations resume. "
        "A person close to the negotiations stated that Beijing consented to lift it."
    )
    reading = read_text(text, on="2025-06-10")
    spans = [span for control in reading.controls for span in control.mentions]
    spans += [span for said in reading.statements for span in said.content]
    spans += [said.cue_span for said in reading.statements if said.cue_span]
    assert {span.text for span in spans} >= {"stated"}
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert "person close to the negotiations" in {row.name for row in reading.entities}


def test_a_name_keeps_its_words() -> None:
    text = "Officials of the Prohibition Bureau said China lifted its ban on gallium exports."
    reading = read_text(text, on="2025-06-10")
    assert not [row.name for row in reading.entities if "Ban Bureau" in row.name]


def test_a_class_or_pattern_that_is_no_row_is_told() -> None:
    with pytest.raises(FactsError, match=r"lexicon\.csv has no list 'no such'"):
        word_class("no such")
    with pytest.raises(FactsError, match=r"patterns\.csv has no pattern 'no such'"):
        compiled("no such")


def test_a_pattern_puts_in_what_it_names() -> None:
    assert "{" not in NAMED.sub("", fragment("status.before_gone")).replace("{0,6}", "")
    assert re.fullmatch(either("selling"), "ship")
    assert classmates()["unveiled"] == "announced"
