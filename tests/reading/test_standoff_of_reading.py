"""From a reading and the register to a standoff: what comes from where."""

import datetime as dt
from importlib import resources
from pathlib import Path

import pytest

from detente._errors import NoStandoffError, StandoffError, UnknownCodeError
from detente.controls import Standoff
from detente.reading import read_text, standoff

ARTICLES = Path(__file__).resolve().parents[1] / "articles" / "dev"
LETTERS = {"US-2025-EDA", "US-2025-ethane", "US-2025-engines"}


@pytest.fixture(scope="module")
def london_case():
    text = (resources.files("detente") / "examples" / "london-2025-06.txt").read_text("utf-8")
    return standoff(read_text(text)), text


def test_the_london_table(london_case):
    case, _ = london_case
    assert case.on == dt.date(2025, 6, 10)
    assert [p.party for p in case.parties] == ["USA", "CHN"]
    free = {c.control for c in case.controls if c.bound == 1.0}
    red = {c.control for c in case.controls if c.bound == 0.0}
    assert free >= LETTERS | {"CN-2025-18"}
    assert red == {"US-2025-H20", "US-2022-1007"}
    assert {line.control for line in case.red_lines} == red
    magnets = case.control("CN-2025-18")
    assert {"dysprosium", "ndfeb-magnet", "smco-magnet"} <= set(magnets.goods)
    assert magnets.intensity.central > 0.7
    assert magnets.effective == dt.date(2025, 4, 4)


def test_every_field_says_where_it_came_from(london_case):
    case, text = london_case
    records = [*case.controls, *case.red_lines, *case.mandates, *case.sequence, *case.clock]
    for record in records:
        origin = record.origin
        assert origin.kind in ("article", "register", "default")
        if origin.kind == "article":
            assert text[origin.span.start : origin.span.end] == origin.span.text
    assert all(entry.origin.register_id for entry in case.controls)
    assert case.mandates[0].party == "USA"
    assert any(mark.date == dt.date(2025, 6, 10) for mark in case.clock)


def test_it_goes_through_toml(london_case):
    case, _ = london_case
    assert Standoff.from_toml_text(case.to_toml()) == case


def test_the_same_article_read_a_month_later(london_case):
    _, text = london_case
    later = standoff(read_text(text), on="2025-07-10")
    assert not LETTERS & {entry.control for entry in later.controls}
    assert "CN-2025-18" in {entry.control for entry in later.controls}


def test_other_standoffs(reading_of):
    korea = standoff(reading_of(ARTICLES / "japan-korea-2019.txt"))
    assert {p.party for p in korea.parties} == {"JPN", "KOR"}
    assert {"JP-2019-photoresist", "JP-2019-HF"} <= {c.control for c in korea.controls}
    gas = standoff(reading_of(ARTICLES / "russian-gas-2022.txt"))
    assert gas.controls[0].control == "RU-2022-NordStream"
    nexperia = standoff(reading_of(ARTICLES / "nexperia-2025.html"))
    assert {c.control for c in nexperia.controls} == {"CN-2025-Nexperia"}


def test_announced_controls_count_from_the_day_with_a_default(reading_of):
    case = standoff(reading_of(ARTICLES / "gallium-2023.txt"))
    entry = case.control("CN-2023-23")
    assert entry.status == "announced"
    assert entry.effective > case.on
    assert "default" in entry.origin.words
    assert entry.intensity.low < entry.intensity.central < entry.intensity.high


AUSTRALIA = (
    "Australia limits gallium exports to Japan\n\nMarch 3, 2020\n\nCANBERRA - Australia said "
    "on Tuesday it had imposed export controls on gallium shipped to Japan. Japan's trade "
    "ministry said it had asked for talks.\n"
)


def test_a_control_that_no_register_knows_is_a_proposal_without_numbers():
    case = standoff(read_text(AUSTRALIA))
    (entry,) = case.controls
    assert "accept proposal 1" in entry.not_costed
    with pytest.raises(StandoffError, match="accept proposal 1"):
        case.costed()
    (plan,) = case.proposals
    assert (plan.imposer, plan.target, plan.goods) == ("AUS", "JPN", ["gallium"])
    assert AUSTRALIA[plan.origin.span.start : plan.origin.span.end] == plan.origin.span.text


def test_an_accepted_proposal_has_figures_by_class_and_says_so():
    case = standoff(read_text(AUSTRALIA), accept=["1"])
    (entry,) = case.controls
    assert (entry.imposer, entry.target, entry.goods) == ("AUS", "JPN", ["gallium"])
    assert entry.register_ids == []
    assert entry.security.high > 0
    assert "default" in entry.origin.words
    assert case.proposals == []


def test_accepting_what_is_not_there():
    with pytest.raises(StandoffError, match="2 is no proposal of the article, which has 1"):
        standoff(read_text(AUSTRALIA), accept=["2"])
    with pytest.raises(UnknownCodeError):
        standoff(read_text(AUSTRALIA), accept=["CN-2025-180"])


def test_an_article_without_controls():
    text = (
        "Cup final ends in draw\n\nJune 10, 2025\n\nThe home side scored late on Tuesday and the "
        "match ended two all. The coach said he was happy with the result of the game.\n"
    )
    with pytest.raises(NoStandoffError, match="looked for export controls"):
        standoff(read_text(text))


def test_parts_of_one_control_are_told_apart_by_name():
    text = (
        "MOSCOW, September 25, 2023 — Russia banned exports of diesel and gasoline. It eased the "
        "ban on diesel exports on Monday. The ban on gasoline stays. Brazil asked for an exemption."
    )
    case = standoff(read_text(text))
    parts = [entry for entry in case.controls if entry.register_ids == ["RU-2023-fuel"]]
    assert {entry.control for entry in parts} == {"RU-2023-fuel:petrol", "RU-2023-fuel:diesel"}
    assert {entry.name.rpartition(" ")[2] for entry in parts} == {"(petrol)", "(diesel)"}
