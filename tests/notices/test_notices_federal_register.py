"""Federal Register documents: citation, days of effect, whether they ease, entities."""

import csv
import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from detente.notices import Act, Sign, propose, read_notices
from detente.notices._fr_dates import effective_phases, roles

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"
with (HERE / "federal_register_gold.csv").open(encoding="utf-8", newline="") as stream:
    LABELS = list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def notices():
    names = ("federal-register.json", "fr-2022-07937.txt", "fr-2025-16735.htm", "fr-2019-25189.txt")
    return {n.place: n for n in read_notices([SAMPLES / name for name in names]).notices}


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label["document"])
def test_real_documents_as_labelled(label, notices):
    notice = notices[label["document"]]
    assert notice.number.value == label["citation"]
    assert str(notice.announced.value) == label["published"]
    assert ";".join(str(phase.date) for phase in notice.phases) == label["effective"]
    if label["sign"]:
        assert str(notice.sign) == label["sign"]


def test_what_reads_like_a_restriction_and_eases(notices):
    notice = notices["2026-00789"]
    assert (notice.act, notice.sign) == (Act.EASES, Sign.EASING)
    assert "case-by-case" in notice.sign_passage.text
    (known,) = propose([notice])[0]
    assert (known.row, known.kind) == ("US-2026-H200", "change")
    elsewhere = dataclasses.replace(notice.number, value="99 FR 1")
    (row,) = propose([dataclasses.replace(notice, number=elsewhere)])[0]
    assert row.kind == "easing"
    assert row.needs[0].startswith("row:")


def test_without_words_for_it_the_sign_is_left_to_a_person(tmp_path):
    document = {
        "document_number": "2026-1",
        "title": "Revisions to License Review",
        "abstract": "BIS revises its policy of review under the Export Administration Regulations.",
        "publication_date": "2026-01-15",
        "effective_on": "2026-01-15",
        "citation": "91 FR 1",
        "type": "Rule",
        "agency_names": ["Industry and Security Bureau"],
    }
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({"results": [document]}))
    (notice,) = read_notices([path]).notices
    assert notice.sign is Sign.UNCLEAR
    assert any(need.startswith("sign") for need in propose([notice])[0][0].needs)


def test_daily_xml_with_its_entities_and_pages():
    reading = read_notices([SAMPLES / "fr-2024-07-03.xml"])
    first, second = sorted(reading.notices, key=lambda notice: notice.place)
    assert first.number.value == "89 FR 55033"
    assert str(first.effective.date) == "2024-07-03"
    assert second.number.value == "89 FR 55040"
    assert [(e.name, e.country) for e in second.entities] == [
        ("Example Optics Co., Ltd.", "CHN"),
        ("Example Trading", "TUR"),
    ]
    assert reading.passed_over == {"fr-2024-07-03.xml": 1}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("This rule is effective on the date of publication.", ["2025-05-01"]),
        ("Effective: December 5, 2018. Comments are due March 1, 2019.", ["2018-12-05"]),
        ("This rule is effective May 1 , 2025, through June 1, 2025.", ["2025-05-01"]),
        (
            "Instruction 1 is effective May 1, 2025; instruction 3 takes effect July 1, 2025.",
            ["2025-05-01", "2025-07-01"],
        ),
        ("On October 21, 2022, instruction 3 becomes effective.", ["2022-10-21"]),
        ("Comments must be received by May 1, 2025.", []),
        (
            "Compliance is delayed until May 15, 2025. The rule is effective January 13, 2025.",
            ["2025-01-13"],
        ),
    ],
)
def test_days_of_effect_in_dates(words, expected):
    phases = effective_phases(words, dt.date(2025, 5, 1))
    assert [str(phase.date) for phase in phases] == expected


def test_a_suspension_ends_on_its_last_day():
    found = {
        str(day.date): day.role
        for day in roles("The suspension is effective November 10, 2025, through November 9, 2026.")
    }
    assert found == {"2025-11-10": "effective", "2026-11-09": "end"}
