"""The page's JSON, and the workbench without scripts."""

import json
import re
from urllib.parse import quote

import pytest
from page_case import SMALL, small_bench, small_standoff, small_token
from page_client import SAME, Browser, valid

from detente.deal import Explorer, stakes_of
from detente.page import Desk, create_app
from detente.page._desk import Pages
from detente.page._openapi import openapi

TOKEN = small_token()
HOSTILE = "</script><script>alert(1)</script><svg onload=alert(3)>\"'"


class Idle(Desk):
    """Does nothing, at once."""

    def submit(self, name, work, *, same="", stages=(), **_kept):
        return super().submit(name, lambda _tell: Pages(json='{"schema": "detente.exact/1"}'))


@pytest.fixture(scope="module")
def client():
    with Browser(create_app(SMALL, bench=small_bench(), desk=Idle())) as made:
        yield made


def test_an_answer_is_pythons(client):
    said = valid(client.get(f"/api/answer?s={TOKEN}&a=CN-2025-18=0.5,US-2025-EDA"), "/api/answer")
    explorer = Explorer.build(small_bench().run(small_standoff()).runs, stakes_of(small_standoff()))
    wanted = explorer.answer({"CN-2025-18": 0.5, "US-2025-EDA": 1.0}).as_dict()
    assert said == json.loads(json.dumps(wanted))


def test_table_map_deals_and_state_fit_the_document(client):
    valid(client.get(f"/api/table?s={TOKEN}"), "/api/table")
    valid(client.get(f"/api/map?s={TOKEN}&a=CN-2025-18"), "/api/map")
    deals = valid(client.get(f"/api/deals?s={TOKEN}"), "/api/deals")
    assert deals["nash"]
    assert deals["schema"] == "detente.deals/1"
    state = valid(client.get(f"/api/standoff?s={TOKEN}&b="), "/api/standoff")
    assert state["s"] == TOKEN
    valid(client.get("/api/cases"), "/api/cases")
    valid(client.get("/api/controls?on=2025-06-10&imposer=CHN"), "/api/controls")
    valid(client.get("/api/controls/CN-2025-18"), "/api/controls/{control}")
    valid(client.get("/api/controls/none"), "/api/controls/{control}")
    valid(client.get("/api/jobs/none"), "/api/jobs/{job}")


def test_what_is_not_worked_out_is_409(client):
    for path in ("answer", "table", "map", "deals"):
        valid(client.get(f"/api/{path}?case=busan"), f"/api/{path}")
        assert client.get(f"/api/{path}?case=busan").status_code == 409


@pytest.mark.parametrize(
    "query", ["", "case=nowhere", "s=broken", f"s={TOKEN}&a=X=1", f"s={TOKEN}&a=CN-2025-18=9"]
)
def test_a_wrong_question_is_400(client, query):
    answer = client.get(f"/api/answer?{query}")
    assert answer.status_code == 400
    assert valid(answer, "/api/answer")["error"]


def test_a_standoff_file_becomes_a_state(client):
    for content in (small_standoff().to_toml(), small_standoff().model_dump_json()):
        answer = client.post("/api/standoff", content=[content.encode()], headers=SAME)
        assert valid(answer, "/api/standoff", "post")["s"] == TOKEN
    refused = client.post("/api/standoff", content=[b"\xff{}"], headers=SAME)
    assert refused.status_code == 400


def job(client, wanted, **headers):
    sent = {"Content-Type": "application/json", **SAME, **headers}
    text = wanted if isinstance(wanted, bytes) else json.dumps(wanted).encode()
    return client.post("/api/jobs", content=[text], headers=sent)


def test_a_job_is_started_told_and_cancelled(client):
    started = job(client, {"s": TOKEN, "package": "CN-2025-18=0.5"})
    assert started.status_code == 202
    address = started.headers["location"]
    told = valid(client.get(address), "/api/jobs/{job}")
    assert told["state"] in {"waiting", "running", "done"}
    cancelled = client._send("DELETE", address, SAME, [b""])
    valid(cancelled, "/api/jobs/{job}", "delete")


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        [],
        b"{",
        b"[" * 100_000,
        {"case": "nowhere"},
        {"case": "london", "s": TOKEN},
        {"case": 3},
        {"case": "london", "evil": "x"},
        {"article": "x", "package": "A"},
        {"standoff": {"a": 1}},
        {"standoff": "not toml"},
        {"s": TOKEN, "on": "2025-06-10"},
        {"s": TOKEN, "package": "NOBODY"},
        {"article": "x", "on": "soon"},
    ],
)
def test_a_wrong_job_is_refused(client, wanted):
    assert job(client, wanted).status_code == 400


def test_a_job_of_another_type_or_site_is_refused(client):
    assert job(client, {"case": "london"}, **{"Content-Type": "text/plain"}).status_code == 415
    assert job(client, {"case": "london"}, Origin="https://evil.example").status_code == 403
    mute = client._send("DELETE", "/api/jobs/x", {}, [b""])
    assert mute.status_code == 403
    assert "Origin: http" in mute.json()["error"]


def test_a_package_needs_costs_first(client):
    assert job(client, {"case": "busan", "package": "CN-2025-18"}).status_code == 409


def test_the_workbench_answers_without_scripts(client):
    page = client.get(f"/workbench?s={TOKEN}&a=CN-2025-18=1,US-2025-EDA=1&b=CN-2025-18=0.5").text
    said = client.get(f"/api/answer?s={TOKEN}&a=CN-2025-18=1,US-2025-EDA=1").json()
    from detente.say import money_range, utility

    for one in said["parties"]:
        assert money_range(one["cost"]) in page
        assert utility(one["gain"]) in page
    assert page.count('type="range"') == 4
    assert "Both accept this package" in page
    assert 'id="beside"' in page


def test_sliders_sent_without_scripts_lead_to_an_address(client):
    answer = client.get(f"/workbench?s={TOKEN}&e:CN-2025-18=0.5&e:US-2025-EDA=0&keep=1")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("&a=CN-2025-18=0.5&b=CN-2025-18=0.5")
    assert client.get(f"/workbench?s={TOKEN}&e:CN-2025-18=5").status_code == 400


def test_a_state_is_a_file_in_toml_and_json(client):
    toml = client.get(f"/standoff.toml?s={TOKEN}")
    assert toml.text == small_standoff().to_toml()
    assert "standoff-talks-in-london.toml" in toml.headers["content-disposition"]
    assert client.get(f"/standoff.json?s={TOKEN}").json() == small_standoff().model_dump(
        mode="json"
    )


def test_an_edit_leads_to_a_new_address_and_is_answered_at_once(client):
    fields = {"q": f"s={TOKEN}&a=CN-2025-18=0.5", "c0-bound": "40"}
    moved = client.post("/workbench/edit", data=fields, headers=SAME)
    assert moved.status_code == 303
    page = client.get(moved.headers["location"]).text
    assert "it crosses the red line" in page
    told = client.post(
        "/workbench/edit", data=fields, headers={**SAME, "Accept": "application/json"}
    ).json()
    assert told["worked_out"] is True
    other = {"q": f"s={TOKEN}", "c0-intensity-central": "80"}
    told = client.post(
        "/workbench/edit", data=other, headers={**SAME, "Accept": "application/json"}
    ).json()
    assert told["worked_out"] is False
    page = client.get(f"/workbench?{told['query']}").text
    assert "Not worked out yet" in page


def test_a_wrong_edit_is_said_and_changes_nothing(client):
    fields = {"q": f"s={TOKEN}", "c0-bound": HOSTILE}
    page = client.post("/workbench/edit", data=fields, headers=SAME)
    assert page.status_code == 400
    assert "is not a number" in page.text
    assert "<svg onload" not in page.text


def test_a_hostile_standoff_is_only_text(client):
    standoff = small_standoff(name=HOSTILE)
    standoff.controls[0].name = HOSTILE
    sent = client.post("/api/standoff", content=[standoff.to_toml().encode()], headers=SAME)
    page = client.get(f"/workbench?s={sent.json()['s']}&a=CN-2025-18").text
    assert "<script>alert" not in page
    assert "<svg onload" not in page
    kept = re.search(r'<script type="application/json" id="state">(.*?)</script>', page, re.DOTALL)
    assert json.loads(kept[1])["labels"]["CN-2025-18"] == HOSTILE
    form = client.post("/brief", data={"article": standoff.to_toml()}, headers=SAME)
    assert form.headers["location"].startswith("/workbench?s=")


def test_unknown_scripts_are_not_there(client):
    assert client.get("/static/surface.js").headers["content-type"].startswith("text/javascript")
    for name in ("..%2F_app.py", "nothing.js", quote("../templates/page.css", safe="")):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_api_page_names_every_address(client):
    page = client.get("/api").text
    for path in openapi()["paths"]:
        assert path in page
