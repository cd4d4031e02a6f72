"""Whether a control is there: denied, imagined, of imports, ended, brought back; whose it is."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from detente.controls import Register
from detente.facts import load_facts
from detente.reading import Reading, read_text, standoff
from detente.reading.standoff.linking import link

with Path(__file__).with_name("standing.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
TABLED = [row for row in ROWS if row["kind"] != "status"]
STATUS = [row for row in ROWS if row["kind"] == "status"]


def linked(text, on):
    """Rows that are at issue, without building a standoff."""
    reading = read_text(text, on=on)
    day = dt.date.fromisoformat(on)
    found = link(reading, day, facts=load_facts(), register=Register.load())
    return reading, {row.control.id for row in found.links if row.role != "background"}


@pytest.mark.parametrize("row", TABLED, ids=lambda row: f"{row['kind']}-{row['text'][:30]}")
def test_a_row_is_meant_only_where_a_control_is_told(row):
    reading, found = linked(row["text"], row["on"])
    assert (row["expected"] in found) if row["expected"] else not found
    if row["kind"] in {"hypothetical", "denied"}:
        assert all(not control.told or control.status == "proposed" for control in reading.controls)


@pytest.mark.parametrize("row", STATUS, ids=lambda row: row["text"][:40])
def test_what_is_done_to_a_control_decides_its_status(row):
    (control,) = read_text(row["text"], on=row["on"]).controls
    assert control.status == row["expected"]


def test_what_is_denied_is_told_with_its_passage():
    text = (
        "China restricts exports of gallium to South Korea, Seoul said. Beijing denied that it had "
        "curbed graphite exports to South Korea."
    )
    reading = read_text(text, on="2026-02-10")
    (denied,) = [control for control in reading.controls if control.denied]
    assert denied.denied[0].text in text
    assert Reading.from_json(reading.to_json()).control(denied.id) == denied
    entry = next(one for one in standoff(reading).ledger if one.id == denied.id)
    assert entry.why == "the article denies it"


@pytest.mark.parametrize(
    ("text", "sides", "other"),
    [
        (
            (
                "India's rice ban hits the Philippines\n\nIndia banned exports of white rice in "
                "July, and the Philippines asks New Delhi for an exemption.\n\nElsewhere, China's "
                "licences on gallium bind American buyers. The United States bars sales of AI "
                "chips to China. China and the United States will talk about gallium and chips."
            ),
            {"IND", "PHL"},
            "CN-2023-23",
        ),
        (
            (
                "China keeps its licences on gallium for the United States, the ministry in "
                "Beijing said.\n\nSeparately, India's ban on rice exports stays, and Indonesia and "
                "India will talk about rice. Indonesia wants India to lift its ban on rice."
            ),
            {"CHN", "USA"},
            "IN-2023-rice",
        ),
    ],
)
def test_the_lead_decides_whose_standoff_it_is(text, sides, other):
    case = standoff(read_text(text, on="2023-09-10"))
    assert {party.party for party in case.parties} == sides
    assert next(row.role for row in case.links if row.control == other) == "background"
    assert any("as another standoff" in entry.why for entry in case.ledger)


def test_what_comes_back_is_no_end():
    text = (
        "China will reinstate its ban on gallium exports to the United States, the ministry said."
    )
    (entry,) = standoff(read_text(text, on="2026-02-02")).controls
    assert entry.control == "CN-2024-46"
    assert "the article says that it comes back" in entry.not_costed


@pytest.mark.parametrize(
    ("text", "on", "row"),
    [
        (
            "Malaysia partially lifts its ban on exports of chicken.",
            "2022-06-15",
            "MY-2022-chicken",
        ),
        ("Nigeria bans exports of raw shea nuts to Ghana.", "2025-09-01", "NG-2025-shea"),
    ],
)
def test_a_row_without_goods_is_known_by_what_its_name_is_on(text, on, row):
    assert row in linked(f"{text} Traders in Singapore complained.", on)[1]


def test_a_notice_of_another_year_is_another_notice():
    text = "China suspended Announcements No. 56 and 57 of {}, its commerce ministry said."
    assert "CN-2025-57" in linked(text.format(2025), "2025-11-10")[1]
    assert "CN-2025-57" not in linked(text.format(2023), "2025-11-10")[1]


def test_a_ministry_is_not_that_of_a_party_that_is_not_named():
    text = "The Commerce Ministry said Türkiye would stop exports of cement to Israel."
    assert {row.party for row in read_text(text, on="2024-04-09").entities} & {"CHN"} == set()
