"""The brief in a real browser: offline, no overflow on a phone, whole without JavaScript."""

import shutil
from pathlib import Path

import pytest
from sample import payload

from detente.brief import Brief

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    Brief(payload=payload()).save(path)
    return path.as_uri()


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """The same with its annex open, as it is printed."""
    path = tmp_path_factory.mktemp("brief") / "opened.html"
    path.write_text(Brief(payload=payload()).html(annex="open"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opens_whole_and_alone(browser, opened, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(opened)
    assert asked == [opened]
    assert complaints == []
    assert page.locator("h1").count() == 1
    assert page.locator("svg").count() >= 5
    for figure in page.locator("figure").all():
        box = figure.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 1
    context.close()


def test_nothing_sticks_out_on_a_phone(browser, opened):
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(opened)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser, address, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = axe.Axe().run(page)
    told = [(v["id"], v["nodes"][0]["html"][:200]) for v in found.response["violations"]]
    assert told == []
    assert len(found.response["passes"]) > 20  # it did look
    context.close()


def test_axe_would_find_a_fault(browser, address):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelector('svg[role=img] title').remove()")
    found = axe.Axe().run(page)
    assert "svg-img-alt" in {v["id"] for v in found.response["violations"]}
    context.close()


def test_scripts_add_a_png_and_nothing_else(browser, opened):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(opened)
    assert page.locator("figure button").count() == page.locator("a.svg").count() > 10
    with page.expect_download() as caught:
        page.locator("#fig-cost button").click()
    saved = caught.value
    assert saved.suggested_filename == "fig-cost.png"
    assert Path(saved.path()).read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert complaints == []
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == [opened]
    context.close()


def test_text_is_large_enough_on_a_phone(browser, opened):
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(opened)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
            .filter(e => e.getClientRects().length && !e.closest('svg'))
            .filter(e => parseFloat(getComputedStyle(e).fontSize) < 14)
            .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []
    context.close()


PAPER = (680, 1001)
"""What A4 leaves inside the margins of the print style sheet, 180 mm by 265 mm [px]."""


def test_print_cuts_no_chart(browser, opened):
    context = browser.new_context(viewport={"width": PAPER[0], "height": PAPER[1]})
    page = context.new_page()
    page.goto(opened)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER[0]
    cut = page.evaluate(
        """([wide, high]) => [...document.querySelectorAll(
            "svg,.frame,.map-frame,.bar-row,.key-figures,tr,.chain-grid")]
            .filter(e => e.getClientRects().length)
            .filter(e => {
              const box = e.getBoundingClientRect()
              return box.left < -1 || box.right > wide + 1 || box.height > high
                || (e.tagName !== "svg" && getComputedStyle(e).breakInside !== "avoid")
            })
            .map(e => e.outerHTML.slice(0, 150))""",
        list(PAPER),
    )
    assert cut == []
    assert page.locator("svg:visible").count() > 20
    context.close()


def test_the_brief_proper_is_two_printed_pages(browser, address, opened):
    context = browser.new_context(viewport={"width": PAPER[0], "height": PAPER[1]})
    page = context.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    answer = page.locator("#answer").bounding_box()
    table = page.locator("#on-the-table").bounding_box()
    assert answer is not None
    assert table is not None
    assert table["y"] + table["height"] <= 2 * PAPER[1]
    assert page.locator("#annex").bounding_box() is None  # folded away: it is not printed
    page.goto(opened)
    assert page.locator(".divider").evaluate("e => getComputedStyle(e).breakBefore") == "page"
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_annex_is_folded_and_opens_for_a_link(browser, address, scripts):
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(address)
    assert not page.locator("#fig-cost").is_visible()
    page.locator("#answer a.how").first.click()
    page.wait_for_function("document.getElementById('annex').open")
    assert page.locator("#fig-cost").is_visible()
    context.close()


def test_without_its_annex_nothing_leads_nowhere(browser, tmp_path):
    path = Brief(payload=payload()).save(tmp_path / "short.html", annex=False)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    dead = page.evaluate(
        """() => [...document.querySelectorAll("a[href^='#']")]
            .filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1))))
            .map(a => a.outerHTML.slice(0, 120))"""
    )
    assert dead == []
    assert page.locator("figure").count() == 0
    context.close()


def test_every_number_leads_to_a_source_or_to_how_it_was_computed(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    bare = page.evaluate(
        r"""() => {
          const leads = "a[href^='#how-'], a[href^='#src-'], a[href^='#p-'], a[href^='http']"
          const passage = e => [...e.querySelectorAll("a[href^='#']")]
              .some(a => document.getElementById(a.getAttribute("href").slice(1))
                  ?.closest("section")?.id === "said")
          const led = e => e.matches(leads) || e.querySelector(leads) || passage(e)
          const told = []
          const skipped = ["methods", "limits", "manifest"]
          for (const section of document.querySelectorAll("main section")) {
            if (skipped.includes(section.id)) continue
            for (const block of section.children) {
              if (block.matches("h2,h3,.lede,.meta,.keys")) continue
              if (!/\d/.test(block.textContent)) continue
              let next = block, found = false
              while (next && !(next !== block && next.matches("h3"))) {
                if (led(next)) { found = true; break }
                next = next.nextElementSibling
              }
              if (!found) told.push(section.id + ": " + block.textContent.trim().slice(0, 120))
            }
          }
          return told
        }"""
    )
    assert bare == []
    context.close()
