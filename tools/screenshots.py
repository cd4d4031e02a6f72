"""Draw the pictures of the documentation anew: docs/brief*.png, from the packaged example.

usage: python tools/screenshots.py    (needs playwright and an installed chromium)
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    """Make the brief, open it and keep three of its screens."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("screenshots.py: chromium is not installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as tool:
        brief = Path(folder) / "brief.html"
        subprocess.check_call([sys.executable, "-m", "detente", "brief", "--out", str(brief)])
        browser = tool.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1120, "height": 1000})
        for name, place in (("brief", "answer"), ("brief-cost", "cost"), ("brief-deals", "deals")):
            page.goto(brief.as_uri())
            page.locator(f"#{place}").evaluate("part => part.scrollIntoView({behavior: 'instant'})")
            page.screenshot(path=str(DOCS / f"{name}.png"))
        browser.close()


if __name__ == "__main__":
    main()
