"""Draw the pictures of the documentation anew: docs/brief*.png and docs/page*.png.

usage: python tools/screenshots.py [brief] [page]    (needs playwright and an installed chromium)
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).resolve().parents[1] / "docs"
COMMAND = [sys.executable, "-m", "detente"]
SECONDS = 300
BRIEF_FIGURES = {
    "cost": "fig-cost",
    "map": "fig-world",
    "chain": "fig-chain-1",
    "deals": "fig-frontier",
    "matters": "fig-drivers",
}
OPENED = "part => { part.open = true }"
"""The figures lie in the annex, which is shut at first."""
PACKAGE = "CN-2025-18=1,US-2025-EDA=1,US-2025-ethane=1,US-2025-engines=1"
BESIDE = "CN-2025-18=0.5,US-2025-EDA=1"


def main(words: list[str]) -> None:
    """Draw what is asked for, or everything."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("screenshots.py: chromium is not installed")
    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        if not words or "brief" in words:
            draw_brief(browser)
        if not words or "page" in words:
            draw_page(browser)
        browser.close()


def draw_brief(browser: Browser) -> None:
    """Make the brief; keep its first screen, some of its parts, and a phone's view in the dark."""
    with tempfile.TemporaryDirectory() as folder:
        brief = Path(folder) / "brief.html"
        subprocess.check_call([*COMMAND, "brief", "--out", str(brief)])
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(brief.as_uri())
        page.screenshot(path=str(DOCS / "brief.png"))
        page.locator("#annex").evaluate(OPENED)
        for name, figure in BRIEF_FIGURES.items():
            page.locator(f"#{figure}").screenshot(path=str(DOCS / f"brief-{name}.png"))
        phone = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
        phone.goto(brief.as_uri())
        phone.screenshot(path=str(DOCS / "brief-phone.png"))
        phone.locator("#annex").evaluate(OPENED)
        phone.locator("#fig-clock").evaluate("part => part.scrollIntoView({behavior: 'instant'})")
        phone.screenshot(path=str(DOCS / "brief-phone-clock.png"))


def draw_page(browser: Browser) -> None:
    """Work out the London talks; keep the workbench, a phone's view and the register."""
    with served() as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(SECONDS * 1000)  # the first page reads the article
        page.goto(urljoin(address, "/workbench?case=london"))
        page.locator("#pending button").click()
        page.locator("#answers").wait_for()
        state = urljoin(address, f"/workbench?case=london&a={PACKAGE}&b={BESIDE}")
        page.goto(state)
        page.locator("[data-draw=gains] svg").wait_for()
        page.screenshot(path=str(DOCS / "page.png"))
        page.goto(urljoin(address, "/controls?on=2025-06-10"))
        page.screenshot(path=str(DOCS / "page-register.png"))
        phone = browser.new_page(
            viewport={"width": 390, "height": 844}, color_scheme="dark", device_scale_factor=2
        )
        phone.goto(state)
        phone.locator("[data-draw=gains] svg").wait_for()
        phone.evaluate("document.querySelector('.levers').scrollIntoView({behavior: 'instant'})")
        phone.screenshot(path=str(DOCS / "page-phone.png"))


@contextmanager
def served() -> Iterator[str]:
    """Run the page on a free port; gives its address."""
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as made:
        try:
            assert made.stdout is not None
            yield made.stdout.readline().split()[4]
        finally:
            made.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])
