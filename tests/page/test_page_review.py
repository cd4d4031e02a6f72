"""The review on the page: candidates, ticks, the brief of what is ticked, and the labels."""

import base64
import csv
import io
import re

import pytest
from page_client import ARTICLE, SAME, SMALL, Browser

from detente.page import create_app


@pytest.fixture(scope="module")
def browser():
    with Browser(create_app(SMALL)) as one:
        yield one


def fields(page):
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    boxes = re.findall(r'name="(tick:[^"]+)" value="1"( checked)?', page)
    return dict(hidden), {name: bool(checked) for name, checked in boxes}


def test_a_review_lists_rows_with_their_evidence_and_ticks_what_is_at_issue(browser):
    answer = browser.post("/review", data={"article": ARTICLE}, headers=SAME)
    assert answer.status_code == 200
    hidden, boxes = fields(answer.text)
    assert boxes["tick:US-2025-EDA"]
    assert boxes["tick:CN-2025-18"]
    assert not all(boxes.values())
    assert base64.b64decode(hidden["data"]).decode().startswith("Washington weighs")
    assert "made known 2025-05-23" in answer.text
    assert "points" in answer.text


def test_the_labels_are_those_of_the_ticks(browser):
    hidden, boxes = fields(browser.post("/review", data={"article": ARTICLE}, headers=SAME).text)
    extra = next(name for name, ticked in boxes.items() if not ticked and name[5:6].isalpha())
    sent = {**hidden, "tick:CN-2025-18": "1", extra: "1"}
    answer = browser.post("/review/labels.csv", data=sent, headers=SAME)
    (row,) = csv.DictReader(io.StringIO(answer.text))
    core = set(row["core"].split(";"))
    assert {"CN-2025-18", extra.removeprefix("tick:")} <= core
    assert "US-2025-EDA" not in core
    assert row["on"] == "2025-06-10"
    assert len(row["sha256"]) == 64


def test_the_brief_is_made_of_what_is_ticked(browser):
    hidden, _ = fields(browser.post("/review", data={"article": ARTICLE}, headers=SAME).text)
    answer = browser.post("/review/brief", data={**hidden, "tick:CN-2025-18": "1"}, headers=SAME)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/jobs/")


def test_what_cannot_be_reviewed_is_said_on_the_first_page(browser):
    answer = browser.post("/review", data={"article": "China bans tin."}, headers=SAME)
    assert answer.status_code == 400
    assert "No brief was made" in answer.text
    assert browser.post("/review/brief", data={"data": "%"}, headers=SAME).status_code == 400
