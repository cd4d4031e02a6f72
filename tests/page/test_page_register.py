"""The register on the page says what the command says."""

import json
import re

import pytest
from page_client import browser

from detente import Register
from detente.cli import main


@pytest.fixture(scope="module")
def client():
    with browser() as made:
        yield made


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"on": "2025-06-10"},
        {"on": "2025-07-10", "imposer": "USA"},
        {"target": "CHN"},
        {"good": "gallium", "imposer": "CHN", "target": "USA"},
    ],
)
def test_page_api_and_command_list_the_same(client, query, capsys):
    words = [word for name, value in query.items() for word in (f"--{name}", value)]
    with pytest.raises(SystemExit) as ended:
        main(["controls", "--json", *words])
    assert not ended.value.code
    printed = json.loads(capsys.readouterr().out)
    assert printed
    assert client.get("/api/controls", params=query).json() == printed
    page = client.get("/controls", params=query).text
    assert re.findall(r'<span class="id">(.*?)</span>', page) == [row["id"] for row in printed]
    assert f"{len(printed)} of {len(Register.load())} controls" in page


def test_the_letters_of_may_2025_are_there_in_june_and_gone_in_july(client):
    june = client.get("/controls?on=2025-06-10&imposer=USA").text
    july = client.get("/controls?on=2025-07-10&imposer=USA").text
    assert "US-2025-EDA" in june
    assert "US-2025-EDA" not in july
    assert "CN-2025-18" in client.get("/controls?on=2025-07-10&imposer=CHN").text


def test_the_form_keeps_what_was_asked(client):
    page = client.get("/controls?on=2025-06-10&imposer=CHN&target=USA&good=gallium").text
    assert 'name="on" type="date" value="2025-06-10"' in page
    for chosen in ("CHN", "USA", "gallium"):
        assert f'<option value="{chosen}" selected>' in page
    assert (
        'href="/api/controls?on=2025-06-10&amp;imposer=CHN&amp;target=USA&amp;good=gallium"' in page
    )


def test_every_choice_of_the_form_is_answered(client):
    page = client.get("/controls").text
    for name in ("imposer", "target", "good"):
        block = re.search(rf'<select id="{name}".*?</select>', page, re.DOTALL)[0]
        values = re.findall(r'<option value="([^"]+)"', block)
        assert values
        for value in values:
            assert client.get("/api/controls", params={name: value}).status_code == 200


def test_empty_fields_ask_for_nothing(client):
    every = client.get("/api/controls").json()
    assert client.get("/api/controls?on=&imposer=&target=+&good=").json() == every
    assert len(every) == len(Register.load())


def test_nothing_found_is_said(client):
    page = client.get("/controls?imposer=CHN&good=eda-software")
    assert page.status_code == 200
    assert "No control fits" in page.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("on=yesterday", "is not a date"),
        ("on=0001-01-01", "too far away"),
        ("imposer=USX", "USA"),
        ("good=galium", "gallium"),
        ("good=%3Cscript%3Ealert(1)%3C/script%3E", "unknown good"),
    ],
)
def test_wrong_queries_are_one_line_and_400(client, query, says):
    page, api = client.get(f"/controls?{query}"), client.get(f"/api/controls?{query}")
    assert page.status_code == api.status_code == 400
    assert says in api.json()["error"]
    assert says in page.text
    assert "<script" not in page.text


def test_links_lead_only_to_web_addresses(client):
    targets = re.findall(r'href="([^"]+)"', client.get("/controls").text)
    assert len(targets) > 20
    assert all(re.match(r"https://|/|#[\w-]+$", target) for target in targets)
