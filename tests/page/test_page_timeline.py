import datetime as dt

import pytest
from page_case import SMALL
from page_client import Browser

from detente.controls import Register, Status
from detente.page import create_app
from detente.page._timeline import register_timeline, stretches

END = dt.date(2026, 7, 1)


@pytest.mark.parametrize("control", Register.load().controls, ids=lambda one: one.id)
def test_a_strip_says_what_the_register_says(control):
    found = stretches(control, END)
    for first, after, status in found:
        assert first < after
        day = first
        while day < after:
            assert control.status(day) is status
            day += dt.timedelta(days=17)
    shown = sum((after - first).days for first, after, _ in found)
    start = control.announced or control.effective
    assert start is None or 0 <= shown <= max((END - start).days, 0)


def test_a_suspension_shows():
    control = Register.load().get("CN-2024-46")
    assert Status.SUSPENDED in [status for _, _, status in stretches(control, END)]


def test_nothing_to_draw_is_no_picture():
    assert register_timeline([], None, {}) is None


@pytest.fixture(scope="module")
def client():
    with Browser(create_app(SMALL)) as made:
        yield made


def rows(text):
    return text.count('<tr id="')


def test_the_register_is_searched_and_filtered(client):
    everything = rows(client.get("/controls").text)
    magnets = client.get("/controls?q=MAGNETS+licences").text
    assert 0 < rows(magnets) < everything
    assert "CN-2025-18" in magnets
    bans = client.get("/controls?instrument=ban").text
    assert 0 < rows(bans) < everything
    held = client.get("/controls?on=2026-01-15&status=suspended").text
    assert 0 < rows(held) < everything
    assert rows(client.get("/controls?q=no+such+words").text) == 0
    assert client.get("/controls?status=suspended").status_code == 400


def test_the_csv_has_the_rows_of_the_json(client):
    import csv
    import io

    query = "?q=rare+earth&on=2025-06-10"
    table = list(csv.DictReader(io.StringIO(client.get("/controls.csv" + query).text)))
    plain = client.get("/api/controls" + query).json()
    assert [row["id"] for row in table] == [row["id"] for row in plain]
    assert [row["goods"] for row in table] == ["; ".join(row["goods"]) for row in plain]
    assert client.get("/controls.csv?q=nothing+at+all").text == "id\n"
