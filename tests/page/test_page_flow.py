"""From an article to its brief, through the page."""

import re
import time

import jsonschema
import pytest
from page_client import ARTICLE, SAME, SMALL, Browser, browser, until_finished

import detente as dt
from detente.brief import Brief
from detente.brief.charts import figure
from detente.brief.schema import brief_schema
from detente.brief.script import SCRIPT
from detente.deal.record.outlook import outlook
from detente.impact import Impact
from detente.page import Bench, Desk, Run, Settings, create_app
from detente.page._desk import Pages

HOSTILE = (
    "</textarea></mark><script>alert(1)</script><img src=x onerror=alert(2)>"
    '"\'><svg onload=alert(3)> {{ 7*7 }} <meta http-equiv="refresh" content="0; url=//evil">'
)


OURS = f"<script>{SCRIPT}</script>"
SCRIPTS = re.compile(r'<script type="module" src="/static/([a-z]+\.js)"></script>')


def schema():
    return brief_schema()


def article_post(client, **fields):
    files = {"file": fields.pop("file")} if "file" in fields else {"file": ("", b"")}
    return client.post("/brief", data=fields, files=files, headers=SAME)


BENCH = Bench(SMALL)


@pytest.fixture(scope="module")
def made():
    """The example made through the page, and the pages seen on the way; no run is at hand."""
    app = create_app(SMALL, bench=BENCH)
    with pytest.MonkeyPatch.context() as patch, Browser(app) as client:
        patch.setenv("DETENTE_STORE", "off")
        sent = client.post("/brief", data={"use": "example"}, headers=SAME)
        assert sent.status_code == 303
        assert re.fullmatch(r"/jobs/[\w-]{22,}", sent.headers["location"])
        last, seen = until_finished(client, sent.headers["location"])
        assert last.status_code == 303, last.text
        yield client, last.headers["location"], seen


def test_the_start_page_works_without_scripts():
    with browser() as client:
        page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert SCRIPTS.findall(page.text) == ["home.js"]
    assert page.text.count("<script") == 1
    for part in (
        "<textarea",
        'type="file"',
        'type="date"',
        'value="example"',
        "multipart/form-data",
    ):
        assert part in page.text


def test_the_example_becomes_a_brief(made):
    client, address, _ = made
    page = client.get(address)
    assert page.status_code == 200
    assert "<h1>United States and China</h1>" in page.text
    job = address.rsplit("/", 1)[1]
    assert f'href="/briefs/{job}.json"' in page.text


def test_progress_is_shown_in_days_of_all(made):
    _, _, seen = made
    told = [found for text in seen for found in re.findall(r"([\d,]+) of ([\d,]+) days", text)]
    assert told
    numbers = [[int(word.replace(",", "")) for word in pair] for pair in told]
    assert all(0 < done <= total for done, total in numbers)
    assert all('content="1"' in text for text in seen)
    assert all('action="/jobs/' in text for text in seen)


def test_the_json_is_a_brief_by_its_schema(made):
    client, address, _ = made
    answer = client.get(address + ".json")
    assert answer.headers["content-type"] == "application/json"
    payload = answer.json()
    jsonschema.validate(payload, schema())
    assert payload["manifest"]["draws"] == SMALL.draws
    assert payload["manifest"]["days"] == SMALL.days


def test_the_saved_file_is_the_brief_without_the_page(made):
    client, address, _ = made
    answer = client.get(address + ".html")
    assert (
        answer.headers["content-disposition"] == 'attachment; filename="brief-london-2025-06.html"'
    )
    assert 'href="/briefs/' not in answer.text
    shown = client.get(address).text
    start = shown.index('<nav class="how"')
    assert answer.text == shown[:start] + shown[shown.index("</nav>", start) + 6 :]
    assert Brief(payload=client.get(address + ".json").json()).html() == answer.text


def changed(client, low):
    """The workbench and the brief after a security value was changed."""
    ends = {"low": low, "central": 2 * low, "high": 5 * low}
    fields = {f"c0-security-{end}": f"{value:g}" for end, value in ends.items()}
    sent = client.post("/workbench/edit", data={"q": "case=london"} | fields, headers=SAME)
    bench = client.get(sent.headers["location"])
    query = sent.headers["location"].partition("?")[2]
    asked = client.post("/workbench/compute", data={"q": query, "brief": "1"}, headers=SAME)
    last, _ = until_finished(client, asked.headers["location"])
    return bench.text, client.get(last.headers["location"] + ".html").text


def test_what_is_kept_of_a_page_never_shows_another_value(made):
    """After a change the page is, to the byte, the one that is made whole."""
    client, address, _ = made
    before = client.get(address + ".html").text
    quick = changed(client, 0.4)
    known = next(iter(BENCH._impacts.values()))
    impact = Impact(known.study, known.batch, known.scenarios, packages=known.packages)
    impact._swings = known._swings  # they are run, not drawn
    fresh = Bench(SMALL)
    fresh.keep(Run.of(impact, BENCH.run(known.standoff).runs, SMALL), impact)
    figure._rendered.cache_clear()
    outlook.cache_clear()
    with Browser(create_app(SMALL, bench=fresh)) as other:
        whole = changed(other, 0.4)
    assert quick == whole
    assert len({before, quick[1]}) == 2


def test_page_and_python_give_the_same_brief(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    reading = dt.read(file)
    standoff = dt.standoff(reading)
    impact = dt.simulate(standoff, days=SMALL.days, draws=SMALL.draws, packages=True)
    deals = dt.bargain(standoff, impact=impact)
    direct = dt.brief(reading, standoff, impact, deals, article="news.txt")
    with browser() as client:
        sent = article_post(client, file=("C:\\desk\\news.txt", ARTICLE.encode(), "text/plain"))
        last, _ = until_finished(client, sent.headers["location"])
        through = client.get(last.headers["location"] + ".json")
    assert through.text == direct.to_json() + "\n"


def test_a_hostile_article_becomes_text():
    with browser() as client:
        sent = article_post(client, article=f"{ARTICLE}\n{HOSTILE}\n", on="2025-06-10")
        last, seen = until_finished(client, sent.headers["location"])
        assert last.status_code == 303, last.text
        page = client.get(last.headers["location"])
    assert page.text.count(OURS) == 1
    jobs = (
        text.replace('<script type="module" src="/static/job.js"></script>', "") for text in seen
    )
    for text in (page.text.replace(OURS, ""), *jobs):
        assert "<script" not in text
        assert "onerror=alert(2)>" not in text
        assert "<svg onload" not in text
        assert '//evil">' not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "{{ 7*7 }}" in page.text


@pytest.mark.parametrize("filename", [HOSTILE, "../../etc/passwd", "", "\x00\x1b[31m", "x" * 500])
def test_a_hostile_file_name_is_only_a_name(filename):
    with browser(desk=Desk()) as client:
        sent = article_post(client, file=(filename or "f", b"not an article", "text/plain"))
        assert sent.status_code == 303
        last, _ = until_finished(client, sent.headers["location"])
    assert "No brief was made" in last.text
    assert "<script" not in last.text
    assert "etc/" not in last.text
    assert "\x1b" not in last.text
    assert "x" * 81 not in last.text


@pytest.mark.parametrize(
    ("article", "says"),
    [
        (
            "Pancakes\n\nJune 10, 2025\n\n"
            + "Flour, eggs and milk: whisk for two minutes, rest the batter, and fry for six. " * 3,
            "no standoff found",
        ),
        ("one two three", "article"),
        ("<script>alert(1)</script> " * 20, "article"),
        (ARTICLE.replace("June 10, 2025", ""), "fill in the field “As of”"),
        (
            "Это статья о переговорах в Лондоне, где стороны обсуждали экспортный контроль.",
            "English",
        ),
    ],
)
def test_an_article_that_gives_no_brief_says_why_in_one_line(article, says):
    with browser() as client:
        sent = article_post(client, article=article)
        last, _ = until_finished(client, sent.headers["location"])
        job = sent.headers["location"].rsplit("/", 1)[1]
        assert client.get(f"/briefs/{job}").status_code == 404
    fault = re.search(r'<p class="fault" role="alert">(.*?)</p>', last.text, re.DOTALL)[1]
    assert says in fault
    assert "\n" not in fault.strip()
    assert "<script" not in last.text


def test_an_error_of_the_engines_is_shown():
    with browser(Settings(draws=2, days=5)) as client:
        sent = article_post(client, article=ARTICLE)
        last, _ = until_finished(client, sent.headers["location"])
    assert "give a number from 31" in last.text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "there is no article"),
        ({"article": " \r\n\t "}, "there is no article"),
        ({"article": "text", "file": ("a.txt", b"more", "text/plain")}, "give one of them"),
        ({"article": "text", "on": "10/06/2025"}, "is not a date; write YYYY-MM-DD"),
        ({"article": "text", "on": "2025-02-30"}, "is not a date; write YYYY-MM-DD"),
        ({"article": "text", "on": "0001-01-01"}, "too far away"),
    ],
)
def test_a_form_that_lacks_something_comes_back_filled_in(fields, says):
    with browser() as client:
        answer = article_post(client, **fields)
    assert answer.status_code == 400
    assert says in answer.text
    if fields.get("article", "").strip():
        assert ">\ntext</textarea>" in answer.text


def test_what_comes_back_in_the_form_is_escaped():
    with browser() as client:
        answer = article_post(client, article=HOSTILE, on=HOSTILE)
    assert answer.status_code == 400
    assert answer.text.count("</textarea>") == 1
    assert SCRIPTS.findall(answer.text) == ["home.js"]
    assert "alert(1)</script" not in answer.text
    assert "<svg" not in answer.text


def test_too_long_an_article_is_refused():
    with browser() as client:
        answer = article_post(client, article="x" * 2_000_001)
        chunked = client.post(
            "/brief",
            content=(b"article=" + b"x" * 100_000 for _ in range(30)),
            headers={**SAME, "Content-Type": "application/x-www-form-urlencoded"},
        )
    assert answer.status_code == chunked.status_code == 413
    assert "the limit is 2 MB" in answer.text


def test_what_is_not_there_is_404():
    with browser() as client:
        for address in (
            "/jobs/none",
            "/briefs/none",
            "/briefs/none.json",
            "/briefs/none.html",
            "/x",
        ):
            assert client.get(address).status_code == 404
        assert client.post("/jobs/none/cancel", headers=SAME).status_code == 404
        assert "error" in client.get("/briefs/none.json").json()
        assert client.get("/brief").status_code == 405
        assert client.get("/favicon.ico").status_code == 204


class Slow(Desk):
    """A desk on which every work runs until it is stopped."""

    def submit(self, name, work, *, same="", stages=(), **_kept):
        def slowly(tell):
            for day in range(6000):
                tell(1, day, 6000)
                time.sleep(0.005)
            return Pages(html="", json="")

        return super().submit(name, slowly, same=same, stages=stages)


def test_a_full_queue_is_503_and_cancel_makes_room():
    with browser(desk=Slow()) as client:
        texts = [f"{ARTICLE}\nThe talks go on, said {at + 2} officials.\n" for at in range(6)]
        jobs = [article_post(client, article=text).headers["location"] for text in texts[:4]]
        refused = article_post(client, article=texts[4])
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "60"
        assert "go back and send it again" in refused.text
        assert "3 jobs are done before this one" in client.get(jobs[3]).text
        cancelled = client.post(f"{jobs[1]}/cancel", headers=SAME)
        assert cancelled.status_code == 303
        assert cancelled.headers["location"] == jobs[1]
        assert "<h1>Cancelled</h1>" in client.get(jobs[1]).text
        assert article_post(client, article=texts[5]).status_code == 303


def test_cancel_stops_a_real_run_soon():
    with browser(Settings(draws=32, days=365)) as client:
        sent = client.post("/brief", data={"use": "example"}, headers=SAME)
        address = sent.headers["location"]
        end = time.monotonic() + 60
        while " days" not in client.get(address).text and time.monotonic() < end:
            time.sleep(0.05)
        client.post(f"{address}/cancel", headers=SAME)
        began = time.monotonic()
        last, _ = until_finished(client, address, seconds=20)
    assert "<h1>Cancelled</h1>" in last.text
    assert time.monotonic() - began < 20


class Broken(Desk):
    def get(self, job):
        raise ZeroDivisionError("secret detail")


def test_a_fault_is_a_plain_page_that_tells_no_secret():
    app = create_app(SMALL, desk=Broken())
    raised = []

    async def as_a_server_would(scope, receive, send):
        try:
            await app(scope, receive, send)
        except ZeroDivisionError as error:
            raised.append(error)

    client = Browser(as_a_server_would)
    page, data = client.get("/jobs/x"), client.get("/briefs/x.json")
    assert page.status_code == data.status_code == 500
    assert "fault in détente itself" in page.text
    assert "secret" not in page.text + data.text
    assert len(raised) == 2
    assert page.headers["x-content-type-options"] == "nosniff"
