"""The brief as PDF, printed by a Chromium found on this machine."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from detente._errors import DetenteError

__all__ = ["find_chromium", "html_to_pdf", "run_chromium"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    *("--headless", "--disable-gpu", "--no-sandbox", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
)
PATIENCE = 120.0
"""Longest wait for the browser [s]."""


def find_chromium() -> str:
    """Find the browser that prints.

    Raises
    ------
    DetenteError
        If none is on the search path.
    """
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise DetenteError(
        "cannot write a PDF: no Chromium or Chrome was found on the search path; install one, "
        "or write .html and print it from any browser"
    )


def html_to_pdf(html: str, target: Path) -> None:
    """Print a self-contained document to a file, as its print style sheet says."""
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder) / "brief.html", Path(folder) / "brief.pdf"
        page.write_text(html, encoding="utf-8")
        last = run_chromium(folder, f"--print-to-pdf={made}", page.as_uri())
        if not made.is_file():
            raise DetenteError(f"cannot write {target}: the browser did not print: {last}")
        shutil.copyfile(made, target)


def run_chromium(folder: str, *words: str) -> str:
    """Run the browser once, without a window and with a profile that is thrown away."""
    browser = find_chromium()
    try:
        done = subprocess.run(  # noqa: S603 - a browser found on the path, our own file
            [browser, *FLAGS, f"--user-data-dir={folder}/profile", *words],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, "HOME": folder},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DetenteError(f"{browser} did not print: {error}") from None
    return (done.stderr.strip().splitlines() or ["no message"])[-1]
