"""The same numbers everywhere: JSON, HTML, Markdown and terminal, walked one by one."""

import html
import io
import re
import shutil

import pytest
from rich.console import Console
from sample import payload

from detente._errors import DetenteError
from detente.brief import Brief
from detente.brief import _pdf as pdf
from detente.brief._format import money_range


def flat(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html.unescape(text)))


def said() -> dict[str, str]:
    made = Brief(payload=payload())
    out = io.StringIO()
    made.print(Console(file=out, width=200))
    return {"html": flat(made.html()), "terminal": flat(out.getvalue())}


def test_every_cost_is_the_same_in_html_and_terminal() -> None:
    texts, value = said(), Brief.from_json(Brief(payload=payload()).to_json()).payload
    parties = {row["party"] for row in value["standoff"]["parties"]}
    costs = [row["together"] for row in value["totals"]]
    costs += [row for row in value["losses"] if row["party"] in parties]
    assert len(costs) > 3
    for row in costs:
        words = flat(money_range(row))
        assert words in texts["html"], words
        assert words in texts["terminal"], words
    for row in value["third_countries"]:
        assert flat(money_range(row)) in texts["html"]


def test_markdown_holds_the_headline_and_the_tables(tmp_path) -> None:
    text = Brief(payload=payload()).save(tmp_path / "a.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "On the table: cost per month" in text
    for row in payload()["totals"]:
        assert flat(money_range(row["together"])) in flat(text)


def test_pdf_without_a_browser_is_one_clear_line(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    with pytest.raises(DetenteError, match="no Chromium or Chrome"):
        Brief(payload=payload()).save(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_pdf_is_a_pdf(tmp_path) -> None:
    if not any(map(shutil.which, pdf.BROWSERS)):
        pytest.skip("chromium is not installed")
    made = Brief(payload=payload()).save(tmp_path / "a.pdf").read_bytes()
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page") > 3
