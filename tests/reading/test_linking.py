"""Linking: which rows of the register an article speaks of, and what they are to it."""

import csv
import datetime as dt
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import DetenteError
from detente.controls import Register
from detente.facts import load_facts
from detente.reading import read, read_text, review, standoff
from detente.reading.source.unwrap import unwrap
from detente.reading.standoff.linking import link

ARTICLES = Path(__file__).resolve().parents[1] / "articles"
LABELS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "linking.csv"
SHOWN = {"at issue", "red line"}


def links_of(text, on):
    return {link.control: link.role for link in standoff(read_text(text, on=on), on=on).links}


def linked(text, on):
    reading = read_text(text, on=on)
    found = link(reading, dt.date.fromisoformat(on), facts=load_facts(), register=Register.load())
    return {x.control.id: x.role for x in found.links}


def test_a_rule_is_known_by_its_number_and_by_its_name():
    text = (
        "China suspended Announcement No. 46, the commerce ministry said. The United States had "
        "asked for it. Washington may drop the affiliates rule in return."
    )
    assert linked(text, "2025-10-01") == {
        "CN-2024-46": "at issue",
        "US-2025-affiliates": "at issue",
    }


def test_the_day_decides_which_rows_can_be_meant():
    text = (
        "China restricts exports of gallium to the United States, which depends on it, and the "
        "commerce ministry said that the curbs on gallium would stay."
    )
    assert linked(text, "2022-03-01") == {}
    assert set(linked(text, "2023-09-01")) == {"CN-2023-23"}


def test_a_lifted_row_explains_its_own_mention():
    text = (
        "The United States lifted its curbs on chip-design software for China, Synopsys and "
        "Cadence said on Thursday."
    )
    assert linked(text, "2025-07-03")["US-2025-EDA"] == "over"
    assert not SHOWN & set(linked(text, "2025-07-03").values())


def test_a_row_on_firms_needs_a_firm_or_a_list():
    chips = "The United States limits sales of chips to China. {}"
    assert "US-2019-Huawei" not in linked(chips.format("Firms complained."), "2019-07-11")
    named = chips.format("Huawei was put on the Entity List in May, with 68 affiliates.")
    assert "US-2019-Huawei" in linked(named, "2019-07-11")


def test_recent_curbs_mean_what_is_new():
    text = (
        "The agreement will lift some recently imposed US export restrictions, and resolve China's "
        "limits on rare earth exports, Lutnick said."
    )
    found = linked(text, "2025-06-11")
    assert {"US-2025-EDA", "US-2025-ethane", "US-2025-engines", "CN-2025-18"} <= set(found)


@pytest.mark.parametrize(
    "text",
    [
        (
            "China and the US agreed on the easing of some US export controls in exchange for "
            "access to Chinese rare earth minerals."
        ),
        "India has no plans to restrict exports of rice to Indonesia, the food ministry said.",
        "Japan will bar imports of Russian palladium, the trade ministry in Tokyo said.",
        "Japan denied it had limited exports of photoresist to South Korea.",
    ],
)
def test_what_is_no_control_is_never_proposed(text):
    reading = read_text(text, on="2026-07-01")
    try:
        proposed = standoff(reading, on="2026-07-01").proposals
    except DetenteError:
        proposed = []
    goods = {good for plan in proposed for good in plan.goods}
    assert not goods & {"rice", "palladium", "photoresist", "dysprosium", "ndfeb-magnet"}


def test_rows_without_goods_are_listed_and_not_costed():
    text = (
        "NEW YORK, July 18 - The United States put Intellexa and Cytrox, makers of spyware, on its "
        "Entity List on Tuesday. Greece and Hungary said that they would study the listing."
    )
    case = standoff(read_text(text, on="2023-07-19"), on="2023-07-19")
    bare = [entry for entry in case.controls if not entry.goods]
    assert ["US-2023-Intellexa"] in [entry.register_ids for entry in bare]
    assert all(entry.not_costed for entry in bare)


def test_links_say_how_sure_they_are_and_by_which_passages(reading_of):
    path = ARTICLES / "dev" / "antimony-2024.txt"
    text = path.read_text(encoding="utf-8")
    case = standoff(reading_of(path))
    assert {x.control for x in case.links if x.role in SHOWN} >= {"CN-2024-46", "US-2024-1202"}
    for found in case.links:
        assert found.band in ("high", "middle", "low")
        for span in found.passages:
            assert text[span.start : span.end] == span.text


def test_ticks_change_the_table_and_make_an_example(reading_of):
    reading = reading_of(ARTICLES / "dev" / "antimony-2024.txt")
    case = standoff(reading, accept=["CN-2023-39"], reject=["US-2024-1202"])
    ids = {name for entry in case.controls for name in entry.register_ids}
    assert "US-2024-1202" not in ids
    lines, row = review(reading, accept=["CN-2023-39"], reject=["US-2024-1202"], name="antimony")
    assert next(line for line in lines if line.id == "CN-2023-39").ticked
    assert "CN-2023-39" in row["core"].split(";")
    assert row["sha256"] == reading.document.sha256


@pytest.mark.shared
def test_linking_of_the_labelled_articles_keeps_its_level():
    if not LABELS.is_file():
        pytest.skip("shared/cases/linking.csv is not beside the checkout")
    hits = false = missed = 0
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == "dev"][:8]
    for row in rows:
        core, rest = (
            set(row["core"].split(";")) - {""},
            set(f"{row['over']};{row['also']}".split(";")),
        )
        path = ARTICLES / row["set"] / f"{row['article']}.txt"
        found = link(
            read(path, on=row["on"]),
            dt.date.fromisoformat(row["on"]),
            facts=load_facts(),
            register=Register.load(),
        )
        got = {x.control.id for x in found.links if x.role in SHOWN} - rest
        hits, false, missed = (
            hits + len(got & core), false + len(got - core), missed + len(core - got)
        )  # fmt: skip
    assert 2 * hits / (2 * hits + false + missed) >= 0.85


def flat(value):
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            return " ".join(value["text"].split()).replace("- ", "-")
        return {key: flat(item) for key, item in value.items() if key != "document"}
    return [flat(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    ("width", "between"), [(60, "\n\n"), (72, "\n\n"), (80, "\n\n"), (60, "\n"), (72, "\n")]
)
def test_wrapped_text_reads_as_unwrapped(width, between):
    text = unwrap((ARTICLES / "dev" / "gallium-2023.txt").read_text(encoding="utf-8")).text
    paragraphs = [line for line in text.split("\n") if line.strip()]
    plain = read_text("\n\n".join(paragraphs))
    wrapped = between.join("\n".join(textwrap.wrap(part, width)) for part in paragraphs)
    reading = read_text(wrapped)
    assert flat(reading.to_dict()) == flat(plain.to_dict())
    for date in reading.dates:
        assert wrapped[date.span.start : date.span.end] == date.span.text


@given(st.text(alphabet="ab- .\n,A", max_size=400))
def test_unwrapping_loses_nothing_and_finds_its_way_back(text):
    whole = unwrap(text)
    assert "".join(whole.text.split()) == "".join(text.split())
    for at in range(0, len(whole.text), 7):
        start, end = whole.back(at, at + 1)
        assert 0 <= start <= end <= len(text)
        if not whole.text[at].isspace():
            assert whole.text[at] in text[start:end]
