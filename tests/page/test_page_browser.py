"""The workbench in a real browser: every slider and form by keyboard alone, offline, accessible."""

import json
import re
import shutil
import threading
import time
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from page_case import SMALL, small_bench, small_standoff, small_token

from detente.deal import Explorer, stakes_of
from detente.page import Desk, create_app, listen
from detente.page._desk import Pages
from detente.page._settings import Settings
from detente.say import money_range, utility

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
TOKEN = small_token()


class Counting(Desk):
    """Counts slowly, then answers, or is cancelled."""

    pause = 0.02

    def submit(self, name, work, *, same="", stages=(), **_kept):
        def count(tell):
            for day in range(60):
                tell(0, day, 60)
                time.sleep(self.pause)
            exact = {
                "schema": "detente.exact/1",
                "package": {"CN-2025-18": 0.5},
                "parties": [
                    {
                        "party": party,
                        "exact": {"low": 1.0, "central": 2.0, "high": 3.0},
                        "surface": {"low": 1.0, "central": 2.1, "high": 3.0},
                        "miss": 0.1,
                    }
                    for party in ("USA", "CHN")
                ],
                "clock": [],
            }
            return Pages(json=json.dumps(exact), onward=f"/workbench?s={TOKEN}")

        return super().submit(name, count, same=same, stages=("Counting",))


@pytest.fixture(scope="module")
def here():
    """Address of a server in a thread of its own."""
    uvicorn = pytest.importorskip("uvicorn")
    bound = listen("127.0.0.1", 0)
    port = bound.getsockname()[1]
    settings = Settings(draws=SMALL.draws, days=SMALL.days)
    app = create_app(settings, bench=small_bench(), desk=Counting())
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
    bound.close()


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, here):
    """Opens a page; at the end no fault was said and nothing left this machine."""
    asked, complaints, contexts = [], [], []

    def opened(address, *, ready=True, width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(here + address)
        if ready:
            page.wait_for_selector("body[data-ready]")
        return page

    yield opened
    for context in contexts:
        context.close()
    expected = "Failed to load resource: the server responded with a status of 400"
    assert [one for one in complaints if expected not in one] == []
    assert asked
    assert [url for url in asked if not url.startswith((here, "data:"))] == []


def explorer():
    return Explorer.build(small_bench().run(small_standoff()).runs, stakes_of(small_standoff()))


def shown(page, party):
    """What a side's card says, as one line each."""
    card = page.locator(f".side[data-party={party}]")
    return {
        name: card.locator(f"[data-out={name}]").inner_text().replace("\n", " ")
        for name in ("cost", "today", "gain", "accepts")
    }


def agrees(page, easings):
    for one in explorer().answer(easings).as_dict()["parties"]:
        said = shown(page, one["party"])
        assert said["cost"] == money_range(one["cost"])
        assert said["today"] == money_range(one["today"])
        assert said["gain"] == utility(one["gain"])


def said(page, place, words):
    """Wait until it is said there; the page's policy forbids conditions given as text."""
    page.locator(place).filter(has_text=words).wait_for(timeout=30_000)


def settle(page):
    page.wait_for_timeout(550)


def test_every_slider_by_keyboard(visit):
    page = visit(f"/workbench?s={TOKEN}")
    agrees(page, {})
    easings = {}
    levers = page.locator("#levers [name^='e:']")
    assert levers.count() == 5
    for at in range(levers.count()):
        lever = levers.nth(at)
        name = lever.get_attribute("name")[2:]
        if lever.is_disabled():  # a red line that leaves nothing to ease
            assert name == "US-2025-H20"
            continue
        lever.focus()
        if lever.get_attribute("type") == "range":
            page.keyboard.press("End")
            page.keyboard.press("ArrowLeft")
            easings[name] = 0.99
            assert lever.get_attribute("aria-valuetext") == "99%"
        else:
            page.keyboard.press("ArrowDown")
            easings[name] = 0.5
        page.wait_for_timeout(60)
        agrees(page, easings)
    assert len(easings) == 4
    page = visit(f"/workbench?s={TOKEN}&a=US-2025-H20=0.5")  # an address still says it
    assert "red line" in page.locator("#verdict").inner_text()
    assert not page.locator("[name='e:US-2025-H20']").is_disabled()  # and it can be taken back


def test_tab_reaches_everything_in_order(visit):
    page = visit(f"/workbench?s={TOKEN}&b=CN-2025-18=1")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select,'
        + 'summary, [tabindex="0"]')].filter((one) => one.type !== 'hidden' && one.checkVisibility()
        && !one.disabled && one.tabIndex >= 0).length"""
    )
    seen = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(reachable + 5):
        page.keyboard.press("Tab")
        mark = page.evaluate(
            "() => { const one = document.activeElement; one.dataset.seen ??= Math.random();"
            " return one === document.body ? null : one.dataset.seen }"
        )
        seen.add(mark)
    assert len(seen - {None}) >= reachable


def test_the_scripts_answer_is_pythons_here_too(visit):
    page = visit(f"/workbench?s={TOKEN}")
    rng = np.random.default_rng(7)
    names = explorer().game.names
    for _ in range(12):
        package = dict(zip(names, rng.random(len(names)).round(3).tolist(), strict=True))
        found = page.evaluate(
            """async ([query, package]) => {
              const { answer } = await import("/static/surface.js");
              const table = await (await fetch(`/api/table?${query}`)).json();
              return answer(table, package);
            }""",
            [f"s={TOKEN}", package],
        )
        wanted = explorer().answer(package).as_dict()
        for one, two in zip(wanted["parties"], found["parties"], strict=True):
            for part in ("cost", "today", "gain"):
                assert two[part] == pytest.approx(one[part], rel=1e-9, abs=1e-11)
            assert two["by_month"] == pytest.approx(one["by_month"], rel=1e-9)


def test_a_slider_answers_within_a_tenth_of_a_second(visit):
    page = visit(f"/workbench?s={TOKEN}")
    lever = page.locator("#levers input[type=range]").first
    lever.focus()
    took = []
    for _ in range(15):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(40)
        took.append(float(page.locator("#answers").get_attribute("data-took")))
    assert np.median(took) <= 100, took


def test_undo_and_redo_by_button_and_keys(visit):
    page = visit(f"/workbench?s={TOKEN}")
    first = page.locator("#levers input[type=range]").first
    assert page.locator("#undo").is_disabled()
    for key in ("End", "Home", "ArrowRight"):
        first.focus()
        page.keyboard.press(key)
        settle(page)
    assert first.input_value() == "0.01"
    page.locator("#undo").press("Enter")
    page.wait_for_timeout(150)
    assert first.input_value() == "0"
    first.focus()
    page.keyboard.press("Control+z")
    page.wait_for_timeout(150)
    assert first.input_value() == "1"
    agrees(page, {"US-2025-EDA": 1.0})
    page.keyboard.press("Control+y")
    page.wait_for_timeout(150)
    assert first.input_value() == "0"
    assert not page.locator("#redo").is_disabled()


def test_the_address_is_the_state(visit):
    page = visit(f"/workbench?s={TOKEN}")
    page.locator("#levers input[type=range]").first.focus()
    page.keyboard.press("End")
    settle(page)
    page.locator("#keep").press("Enter")
    settle(page)
    address = page.url.split("/workbench", 1)[1]
    again = visit(f"/workbench{address}")
    agrees(again, {"US-2025-EDA": 1.0})
    assert again.locator("#beside").is_visible()
    page.locator("#copy").press("Enter")
    page.wait_for_timeout(150)
    assert page.locator("#said").inner_text() != ""


def test_two_packages_side_by_side(visit):
    page = visit(f"/workbench?s={TOKEN}&a=CN-2025-18=1")
    assert not page.locator("#beside").is_visible()
    page.locator("#keep").press("Enter")
    page.locator("#levers input[type=range]").first.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(100)
    one, two = (
        explorer().answer(package).as_dict()
        for package in ({"CN-2025-18": 1.0, "US-2025-EDA": 1.0}, {"CN-2025-18": 1.0})
    )
    row = page.locator("[data-cost=USA]")
    assert row.locator("[data-cell=a]").inner_text() == money_range(one["parties"][0]["cost"])
    assert row.locator("[data-cell=b]").inner_text() == money_range(two["parties"][0]["cost"])
    page.locator("#swap").press("Enter")
    page.wait_for_timeout(100)
    assert row.locator("[data-cell=a]").inner_text() == money_range(two["parties"][0]["cost"])
    page.locator("#drop").press("Enter")
    page.wait_for_timeout(100)
    assert not page.locator("#beside").is_visible()


def test_named_packages_set_the_sliders(visit):
    page = visit(f"/workbench?s={TOKEN}")
    page.locator("#named a", has_text="Nash").press("Enter")
    page.wait_for_timeout(150)
    assert page.locator("#verdict").inner_text().startswith("Both accept")
    page.locator("#named a", has_text="As today").press("Enter")
    page.wait_for_timeout(150)
    agrees(page, {})


def test_the_form_is_answered_at_once_and_faults_are_said(visit):
    page = visit(f"/workbench?s={TOKEN}&a=CN-2025-18=1,US-2025-EDA=1")
    page.locator("#edit summary").first.press("Enter")
    field = page.locator("[name=c0-bound]")
    field.fill("40")
    field.press("Tab")
    said(page, "#said", "Answered anew")
    assert "red line" in page.locator("#verdict").inner_text()
    field.fill("a lot")
    field.press("Tab")
    page.wait_for_selector("#fault:not([hidden])")
    assert "not a number" in page.locator("#fault").inner_text()


def test_values_red_lines_and_mandates_by_keyboard_alone(visit):
    page = visit(f"/workbench?s={TOKEN}&a=CN-2025-18=0.3,US-2025-EDA=1")
    page.locator("#edit summary").first.focus()
    page.keyboard.press("Enter")
    verdicts = []
    for name, text in (
        ("c0-mandate-USA", "50"),
        ("c0-mandate-USA", ""),
        ("c0-bound", "20"),
        ("c0-bound", "100"),
        ("c0-security-high", "60"),
        ("c0-security-central", "50"),
    ):
        for _ in range(60):
            if page.evaluate("document.activeElement.name") == name:
                break
            behind = page.evaluate(
                "(name) => document.activeElement.compareDocumentPosition("
                "document.getElementsByName(name)[0]) & Node.DOCUMENT_POSITION_PRECEDING",
                name,
            )
            page.keyboard.press("Shift+Tab" if behind else "Tab")
        assert page.evaluate("document.activeElement.name") == name
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type(text)
        with page.expect_response("**/api/table?**"):
            page.keyboard.press("Tab")
        page.wait_for_timeout(80)
        verdicts.append(page.locator("#verdict").inner_text())
    assert "mandate asks for more" in verdicts[0]
    assert "mandate" not in verdicts[1]
    assert "red line" in verdicts[2]
    assert "red line" not in verdicts[3]
    assert verdicts[5] == "No deal: China does not accept."


def test_a_change_of_costs_asks_to_be_worked_out_and_can_be_undone(visit, here):
    page = visit(f"/workbench?s={TOKEN}")
    page.locator("#edit summary").first.press("Enter")
    field = page.locator("[name=c0-intensity-central]")
    field.fill("80")
    field.press("Tab")
    page.wait_for_selector("#pending:not([hidden])")
    assert page.locator("#pending button").is_visible()
    page.wait_for_selector("#undo:not([disabled])")
    page.locator("#undo").press("Enter")
    page.wait_for_selector("#answers:not([hidden])")
    page.wait_for_selector("body[data-ready]")
    agrees(page, {})


def test_side_issues_come_change_and_go_by_keyboard_with_undo(visit):
    page = visit(f"/workbench?s={TOKEN}")
    adding = page.locator("summary", has_text="Put something else")
    adding.press("Enter")
    for name, text in {
        "issue-name": "chip sales",
        "issue-most": "4",
        "issue-unit": "USD bn a year",
        "issue-worth-USA-central": "-0.01",
    }.items():
        page.locator(f"[name={name}]").fill(text)
    assert page.locator("#fault").is_hidden()  # nothing is sent while it is being written
    page.locator("[name=issue-worth-CHN-central]").fill("0.02")
    page.get_by_role("button", name="Put it on the table").press("Enter")
    lever = page.locator(".lever", has_text="chip sales").locator("input")
    lever.wait_for()
    page.wait_for_selector("body[data-ready]")
    lever.press("End")
    settle(page)
    assert shown(page, "CHN")["gain"].startswith("+$80")  # four units at 0.02
    page.locator("#edit summary", has_text="Chip sales").press("Enter")
    page.locator("[name=i1-worth-CHN-central]").fill("0.03")
    page.locator("[name=i1-worth-CHN-high]").fill("0.03")
    page.locator("[name=i1-worth-CHN-high]").press("Tab")
    said(page, "#said", "Answered anew")
    assert shown(page, "CHN")["gain"].startswith("+$120")
    page.locator("#undo").press("Enter")
    said(page, ".side[data-party=CHN] [data-out=gain]", "+$80")
    page.wait_for_selector("body[data-ready]")
    settle(page)  # the form is drawn anew after an undo
    page.locator("#edit summary", has_text="Chip sales").press("Enter")
    page.locator("[name=i1-remove]").press("Space")
    page.locator(".lever", has_text="chip sales").wait_for(state="detached")
    page.wait_for_selector("body[data-ready]")
    page.locator("#undo").press("Enter")
    page.locator(".lever", has_text="chip sales").wait_for()


def test_drawings_can_be_kept(visit, tmp_path):
    page = visit(f"/workbench?s={TOKEN}&a=CN-2025-18=1&b=US-2025-EDA=1")
    for figure in ("fig-months", "fig-gains", "fig-map"):
        kept = {}
        for kind in ("CSV", "SVG", "PNG"):
            with page.expect_download() as got:
                page.locator(f"#{figure} .tools button", has_text=kind).press("Enter")
            kept[kind] = tmp_path / got.value.suggested_filename
            got.value.save_as(kept[kind])
        assert kept["PNG"].name == f"{figure}.png"
        assert kept["PNG"].read_bytes().startswith(b"\x89PNG")
        assert kept["PNG"].stat().st_size > 4000
        drawn = ET.parse(kept["SVG"]).getroot()
        words = " ".join("".join(drawn.itertext()).split())
        assert page.locator(f"#{figure} h3").inner_text() in words
        assert "var(" not in kept["SVG"].read_text(encoding="utf-8")
        lines = kept["CSV"].read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) > 2
        assert len({line.count(",") for line in lines[1:]}) == 1
    months = explorer().answer({"CN-2025-18": 1.0}).as_dict()["parties"]
    table = (tmp_path / "fig-months.csv").read_text(encoding="utf-8-sig").splitlines()
    assert float(table[1].split(",")[1]) == pytest.approx(months[0]["by_month"][0], rel=1e-5)


def test_recompute_exactly_with_progress_and_cancel(visit):
    page = visit(f"/workbench?s={TOKEN}&a=CN-2025-18=0.5")
    page.locator(".exact button").press("Enter")
    page.wait_for_selector("#progress:not([hidden])")
    said(page, "#progress-count", re.compile(r"\d+ of 60"))
    page.locator("#stop").press("Enter")
    said(page, "#said", "Cancelled")
    page.locator(".exact button").press("Enter")
    page.wait_for_selector("#exact", timeout=20_000)
    assert "$2.0 bn (1.0 to 3.0)" in page.locator("#exact").inner_text().replace("\u00a0", " ")
    assert violations(page) == []
    assert page.locator("#exact-moved").is_hidden()
    assert "Package recomputed" in page.locator("#stocks-head ~ .scroll").inner_text()
    page.locator("#levers input[type=range]").first.press("End")
    said(page, "#exact-moved", "another package")


def test_a_quick_cost_becomes_exact_when_the_sliders_rest(visit):
    page = visit(f"/workbench?s={TOKEN}")
    mark, cost = (page.locator(f".side [data-out='{name}']").first for name in ("mark", "cost"))
    assert mark.is_hidden()  # as today is as simulated
    page.locator("#levers input[type=range]").first.press("End")
    said(page, ".side [data-out='mark'] >> nth=0", "quick")
    quick = cost.inner_text()
    said(page, ".side [data-out='mark'] >> nth=0", "exact")
    exact = cost.inner_text().replace("\u00a0", " ")
    assert exact.startswith("$2.0 bn")
    assert exact != quick
    assert violations(page) == []
    page.locator("#levers input[type=range]").first.press("ArrowLeft")
    said(page, ".side [data-out='mark'] >> nth=0", "quick")


def test_axe_finds_nothing_on_the_page_of_a_job(visit, monkeypatch):
    width = 390
    monkeypatch.setattr(Counting, "pause", 0.5)
    page = visit("/", ready=False, width=width, scheme="dark")
    page.locator("button", has_text="Use the example").press("Enter")
    said(page, "h1", "Making the brief")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("button", has_text="Cancel").press("Enter")
    said(page, "h1", re.compile("Stopping|Cancelled"))
    said(page, "h1", "Cancelled")
    assert violations(page) == []


def test_the_map_follows_its_axes(visit):
    page = visit(f"/workbench?s={TOKEN}&a=CN-2025-18=1,US-2025-EDA=1")
    before = page.locator("#map-words").inner_text()
    assert re.search(r"this package is one in \d+%", before)
    page.locator("#map-x").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(100)
    assert page.locator("[data-draw=map] svg").count() == 1


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]


BENCH = f"/workbench?s={TOKEN}&a=CN-2025-18=1,US-2025-EDA=1&b=CN-2025-18=0.5"


@pytest.mark.parametrize(
    ("address", "width", "scheme"),
    [
        ("/", 1280, "light"),
        (BENCH, 390, "dark"),
        (BENCH, 1280, "light"),
        ("/workbench?case=busan", 1280, "dark"),
        ("/controls?on=2025-06-10&imposer=CHN", 390, "dark"),
        ("/api", 390, "light"),
    ],
    ids=["home", "bench, phone", "bench", "pending", "register", "api"],
)
def test_axe_finds_nothing_and_it_fits(visit, address, width, scheme):
    page = visit(address, ready="workbench" in address, width=width, scheme=scheme)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert violations(page) == []
    for wide in (1280, 390):
        page.set_viewport_size({"width": wide, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= wide


def test_without_scripts_the_form_does_it(visit):
    page = visit(f"/workbench?s={TOKEN}&a=CN-2025-18=1", ready=False, java_script_enabled=False)
    agrees(page, {"CN-2025-18": 1.0})
    page.locator("#levers input[type=range]").first.focus()
    page.keyboard.press("End")
    page.locator("#levers .nojs button").first.press("Enter")
    page.wait_for_load_state()
    agrees(page, {"CN-2025-18": 1.0, "US-2025-EDA": 1.0})
    page.locator("#edit summary").first.press("Enter")
    page.locator("[name=c0-bound]").fill("40")
    page.get_by_role("button", name="Apply").press("Enter")
    page.wait_for_load_state()
    assert "red line" in page.locator("#verdict").inner_text()


def test_a_hostile_standoff_runs_nothing(visit):
    from detente.page._state import pack

    evil = "<img src=//evil.example/x onerror=alert(1)></script><svg onload=alert(2)>"
    standoff = small_standoff(name=evil)
    for entry in standoff.controls:
        entry.name = evil
    page = visit(f"/workbench?s={pack(standoff)}&a=CN-2025-18=1&b=CN-2025-18=1")
    assert page.locator("h1").inner_text() == evil
    assert page.locator("main img, main svg[onload]").count() == 0


def test_a_file_can_be_dropped(visit):
    page = visit("/", ready=False)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["news"], "news.txt", { type: "text/plain" }));
          document.getElementById("article").dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    assert page.evaluate("document.getElementById('file').files[0].name") == "news.txt"
