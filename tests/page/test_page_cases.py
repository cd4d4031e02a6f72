"""Cases on the page: begun, fed, edited by two, briefed, found again after a restart."""

import shutil
import sys
import threading
from pathlib import Path

import pytest
from page_case import small_standoff, small_token
from page_client import SAME, Browser, until_finished, valid

sys.path.append(str(Path(__file__).resolve().parents[1] / "brief"))
from sample import payload as sample_payload

from detente.brief import Brief
from detente.casebook import Casebook
from detente.page import Settings, create_app, listen
from detente.page._desk import Pages

WEEKS = Path(__file__).resolve().parents[1] / "casebook" / "six_weeks"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def _text(pattern):
    (path,) = WEEKS.glob(pattern)
    return path.read_text(encoding="utf-8")


@pytest.fixture
def place(tmp_path):
    return str(tmp_path / "casebook.db")


def opened(place):
    return Browser(create_app(Settings(draws=2, days=61, casebook=place)))


def add(client, case, **fields):
    files = {"file": fields.pop("file")} if "file" in fields else {"file": ("", b"")}
    return client.post(f"/cases/{case}/articles", data=fields, files=files, headers=SAME)


def test_without_a_casebook_it_says_how_to_have_one():
    with Browser(create_app(Settings())) as client:
        page = client.get("/cases")
        assert page.status_code == 200
        assert "detente serve --casebook" in page.text
        assert client.get("/cases/vienna").status_code == 404
        assert client.get("/api/casebook").json()["error"]


def test_a_case_from_its_first_article_and_after_a_restart(place):
    with opened(place) as client:
        bad = client.post("/cases", data={"name": "Über"}, headers=SAME)
        assert bad.status_code == 400
        assert "is no name of a case" in bad.text
        made = client.post("/cases", data={"name": "vienna", "title": "Wien <b>"}, headers=SAME)
        assert made.headers["location"] == "/cases/vienna"
        added = add(client, "vienna", article=_text("2025-09-04*"))
        assert added.status_code == 303, added.text
        again = add(client, "vienna", file=("a.txt", _text("2025-09-04*").encode()))
        assert "was-there" in again.headers["location"]
        add(client, "vienna", article=_text("2025-09-26*"))
        key = client.post("/keep", data={"q": f"s={small_token()}&a=CN-2025-18=0.5"}, headers=SAME)
        assert key.status_code == 200, key.text
        short = key.text.partition("/k/")[2].split(":")[0]
    with opened(place) as client:  # another process, as far as the page knows
        page = client.get("/cases/vienna").text
        assert "Wien &lt;b&gt;" in page
        assert "China on easing rare earths" in page
        assert "withdrawn" in page
        valid(client.get("/api/casebook/vienna"), "/api/casebook/{case}")
        found = client.get("/api/casebook/vienna?about=offer").json()
        assert [event["kind"] for event in found["events"]] == ["appears", "withdrawn"]
        assert valid(client.get("/api/casebook"), "/api/casebook")["cases"][0]["articles"] == 2
        kept = client.get(f"/k/{short}")
        assert kept.headers["location"].endswith("a=CN-2025-18=0.5")
        assert client.get("/k/none").status_code == 404


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "there is no article"),
        ({"article": "a", "address": "http://x.example/"}, "give one of"),
        ({"address": "http://127.0.0.1:1/a"}, "private address"),
        ({"address": "ftp://x.example/"}, "only http and https"),
        ({"article": "The curbs on gallium were eased, China said."}, "fill in the field “Day”"),
        ({"article": "Hello.", "on": "2025-13-01"}, "date"),
    ],
)
def test_what_cannot_be_added_is_said_and_kept_in_the_form(place, fields, says):
    with opened(place) as client:
        client.post("/cases", data={"name": "x"}, headers=SAME)
        answer = add(client, "x", **fields)
    assert answer.status_code == 400
    assert says in answer.text.replace("&#34;", '"')
    if "article" in fields:
        assert fields["article"] in answer.text


def test_two_analysts_do_not_overwrite_each_other(place):
    with opened(place) as client, Casebook(place) as book:
        case = book.start("two")
        case.keep(small_standoff(), based_on=0, author="Ann")
        hers = small_standoff(name="Hers").to_toml()
        his = small_standoff(name="His").to_toml()
        form = {"toml": hers, "based_on": "1", "author": "Ann"}
        first = client.post("/cases/two/standoff", data=form, headers=SAME)
        assert first.status_code == 303, first.text
        late = client.post(
            "/cases/two/standoff", data=form | {"toml": his, "author": "Bob"}, headers=SAME
        )
        assert late.status_code == 409
        assert "nothing was overwritten" in late.text
        assert "version 2 by Ann" in late.text
        assert "His" in late.text  # his text is not lost
        assert "Hers" in late.text  # and he sees hers
        assert case.standoff()[1].name == "Hers"
        form = {"toml": his, "based_on": "2", "author": "Bob"}
        assert client.post("/cases/two/standoff", data=form, headers=SAME).status_code == 303
        broken = client.post("/cases/two/standoff", data={"toml": "x ="}, headers=SAME)
        assert broken.status_code == 400


def test_a_brief_of_a_case_stays(place, monkeypatch):
    def work(standoff, bench, *, onward):
        return lambda tell: Pages(html="x", json=Brief(payload=sample_payload()).to_json())

    monkeypatch.setattr("detente.page._cases.standoff_work", work)
    with opened(place) as client, Casebook(place) as book:
        book.start("kept").keep(small_standoff(), based_on=0)
        sent = client.post("/cases/kept/brief", headers=SAME)
        last, _ = until_finished(client, sent.headers["location"])
        address = last.headers["location"]
        assert address.startswith("/cases/kept/briefs/"), last.text
    with opened(place) as client:
        assert client.get(address).status_code == 200
        assert client.get(f"{address}.json").json()["schema"] == "detente.brief/1"
        assert client.get(f"{address}.exe").status_code == 404
        assert client.get(f"{address}x").status_code == 404
        assert address in client.get("/cases/kept").text
        word = client.get(f"{address}.docx")
        assert word.content[:2] == b"PK"
        assert word.headers["content-disposition"].endswith('.docx"')


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """Address of a server with a case of four articles."""
    uvicorn = pytest.importorskip("uvicorn")
    place = str(tmp_path_factory.mktemp("case") / "casebook.db")
    with Casebook(place) as book:
        from detente.casebook import prepare
        from detente.reading import read_text

        case = book.start("vienna", "Vienna")
        for path in sorted(WEEKS.glob("2025-09-[0-2][158]*.txt")):
            case.add(
                prepare(read_text(path.read_text(encoding="utf-8")), name=path.stem, source="")
            )
    bound = listen("127.0.0.1", 0)
    app = create_app(Settings(draws=2, days=61, casebook=place))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    bound.close()


def test_in_a_browser_by_keyboard_and_with_axe(here):
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    from axe_playwright_python.sync_playwright import Axe

    with sync_api.sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width, scheme in ((1280, "light"), (390, "dark")):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for address in ("/cases", "/cases/vienna", "/cases/vienna/standoff"):
                page.goto(here + address)
                assert Axe().run(page).response["violations"] == []
                assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()
        page = browser.new_page()
        page.goto(f"{here}/cases/vienna")
        page.locator("#about").focus()
        page.keyboard.press("ArrowDown")
        for _ in range(12):  # on through the dates to the button
            if page.evaluate("document.activeElement.type") == "submit":
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**about=offer**")
        marks = page.locator(".mark").all_inner_texts()
        assert marks
        assert set(marks) <= {"appears", "firmer", "refused", "softer", "withdrawn", "back"}
        browser.close()
