"""A refusal binds rows of who refuses, holds only as far as it says, and over rows bind nothing."""

import pytest

from detente.reading import read_text, standoff

TRADE = (
    "China requires licences for exports of rare earth magnets to the United States, which bars "
    "sales of advanced AI chips to China. The two sides met in London on Monday. "
)


@pytest.mark.parametrize(
    ("refusal", "held"),
    [
        ("Malaysia bans exports of raw rare earths and will not reverse that, its minister said.",
         set()),
        ("India said it would not lift its own ban on exports of rare earth magnets.", set()),
        ("The U.S. Treasury secretary said Washington would not trade Blackwell for rare earths.",
         {"US-2022-1007"}),
        ("China's commerce ministry said Beijing would not lift its licences for rare earths.",
         {"CN-2025-18"}),
        ("Beijing will not lift its licences for rare earth magnets.", {"CN-2025-18"}),
    ],
)  # fmt: skip
def test_a_refusal_binds_rows_of_who_refuses(refusal, held):
    case = standoff(read_text(TRADE + refusal, on="2025-06-12"))
    assert {
        name for line in case.red_lines for name in case.control(line.control).register_ids
    } == held


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("it would not resume flows through Nord Stream 1 until Germany returned a turbine",
         set()),
        ("it would not resume flows through Nord Stream 1", {"RU-2022-NordStream"}),
    ],
)  # fmt: skip
def test_a_refusal_binds_the_row_that_it_names_unless_it_has_a_term(said, held):
    text = (
        "Russia has cut flows of gas by pipeline to Germany and keeps a quota on exports of "
        f"steel scrap to Germany. Gazprom said {said}. Germany asked Russia for more gas."
    )
    case = standoff(read_text(text, on="2022-09-03"))
    assert {line.control for line in case.red_lines} == held
    assert {"RU-2022-NordStream", "RU-2022-scrap"} <= {entry.control for entry in case.controls}
    told = [entry for entry in case.ledger if entry.kind == "exclusion"]
    assert [entry.outcome for entry in told] == ["used" if held else "not costed"]


def test_what_only_the_register_has_lifted_is_not_said_to_be_by_the_article():
    text = (
        "China requires licences for exports of rare earth magnets to the United States. China's "
        "trade minister asked the United States on Tuesday to end the AI diffusion rule."
    )
    reading = read_text(text, on="2025-06-12")
    over = {c.id for c in reading.controls if c.status == "lifted" and c.from_register}
    assert over
    case = standoff(reading)
    assert not [entry for entry in case.ledger if "the article has it" in entry.why]
    told = {entry.id: entry.outcome for entry in case.ledger if entry.kind == "control"}
    assert {told[name] for name in over} == {"not matched"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("An envoy said it would be wrong to insist that Seoul drop the curbs.", "in force"),
        ("Tokyo demanded that Seoul lift the curbs.", "in force"),
        ("Seoul lifted the curbs.", "lifted"),
        ("Seoul said that it had lifted the curbs.", "lifted"),
    ],
)
def test_an_end_that_is_asked_for_has_not_come(told, status):
    text = f"South Korea has put curbs on exports of gallium to Japan. {told}"
    (control,) = read_text(text, on="2025-06-12").controls
    assert control.status == status


def test_a_bloc_is_no_private_body():
    text = (
        "The EU has a ban on exports of gallium to China. The European Union said the ban stays, "
        "and its curbs on chips are not negotiable."
    )
    assert read_text(text, on="2025-06-12").exclusions
    assert read_text(
        "Russia asked for its bank to be let back into the network. The European Union said it "
        "would not reconnect the bank.", on="2023-07-17",
    ).exclusions  # fmt: skip
