"""The page of a reading in a real browser: alone, on a phone, without JavaScript, accessible."""

import re
import shutil
from importlib import resources

import pytest

from detente.brief import render_changes, render_reading
from detente.reading import compare, read_text

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
HOSTILE = (
    "<script>alert(1)</script> & curbs\n\nJune 10, 2025\n\nBEIJING -- China will lift its curbs on "
    'gallium exports, the minister said. "<img src=x onerror=alert(2)>&amp; no," he said.\n'
)


@pytest.fixture(scope="module")
def reading():
    text = (resources.files("detente") / "examples" / "london-2025-06.txt").read_text("utf-8")
    return read_text(text)


@pytest.fixture(scope="module")
def html(reading):
    return render_reading(reading, "london.txt")


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
def address(tmp_path_factory, html):
    path = tmp_path_factory.mktemp("reading") / "reading.html"
    path.write_text(html, encoding="utf-8")
    return path.as_uri()


def test_what_the_article_keeps_and_eases_at_once_is_told(html):
    assert ">Contradictions<" in html
    assert "said by different speakers" in html
    plain = "Curbs\n\nJune 10, 2025\n\nChina will lift its curbs on gallium exports, it said.\n"
    assert "Contradictions" not in render_reading(read_text(plain))


def test_every_item_leads_to_a_passage_that_is_there(html, reading):
    anchors = set(re.findall(r'id="(at-\d+-\d+)"', html))
    links = re.findall(r'<a href="#(at-\d+-\d+)"', html)
    assert set(links) <= anchors
    wanted = [span for row in reading.statements for span in row.content]
    wanted += [span for row in reading.controls for span in row.mentions]
    wanted += [row.span for row in (*reading.exclusions, *reading.dates, *reading.events)]
    wanted += [leg.span for row in reading.offers for leg in (*row.gives, *row.gets)]
    assert {f"at-{span.start}-{span.end}" for span in wanted} <= set(links)


def test_the_text_of_the_article_is_unchanged(browser, address, reading):
    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(address)
    shown = page.evaluate(
        "() => { const a = document.querySelector('.article').cloneNode(true);"
        "a.querySelectorAll('.back').forEach(e => e.remove()); return a.textContent; }"
    )
    assert shown == reading.text
    context.close()


def test_nothing_of_the_article_is_obeyed(browser, tmp_path):
    path = tmp_path / "hostile.html"
    path.write_text(render_reading(read_text(HOSTILE), "<b>x</b>"), encoding="utf-8")
    page = browser.new_page()
    raised = []
    page.on("dialog", lambda dialog: (raised.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    assert raised == []
    assert page.locator("script, img").count() == 0
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opens_alone_and_fits(browser, address, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator(".items a").nth(12).click()
    assert re.search(r"#at-\d+-\d+$", page.url)
    assert len({url.split("#")[0] for url in asked}) == 1
    for part in page.locator("main, aside, nav").all():
        box = part.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["reading", "changes"])
def test_accessible(browser, address, reading, tmp_path, scheme, kind):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    if kind == "changes":
        later = read_text(reading.text.replace("could be eased", "will be eased"))
        path = tmp_path / "changes.html"
        path.write_text(render_changes(compare(reading, later), ("a", "b")), encoding="utf-8")
        address = path.as_uri()
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    context.close()


def test_a_reading_of_nothing_still_makes_a_page():
    empty = read_text("Nothing at all was settled here and nobody spoke of it.", on="2025-06-10")
    html = render_reading(empty)
    assert "given, not in the article" in html
