"""The same numbers everywhere: JSON, HTML, Markdown and terminal, walked one by one."""

import base64
import csv
import functools
import html
import io
import re
import shutil
import unicodedata
from collections.abc import Iterator

import pypdf
import pytest
from rich.console import Console
from sample import payload

from detente._errors import DetenteError
from detente.brief import Brief, pdf
from detente.brief.brief import rounded
from detente.brief.charts import first_stoppage
from detente.brief.view import Payload
from detente.say import (
    days_range,
    money,
    money_range,
    per_cent,
    ratio_range,
    small_share_range,
    utility,
)

MAY_BREAK = {"fig-clock", "fig-drivers", "fig-gives"}
"""Charts of many parts, longer than a page may have left; each of their parts stays whole."""


def flat(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html.unescape(text)))


def said(value: Payload) -> dict[str, str]:
    made = Brief(payload=value)
    out = io.StringIO()
    made.print(Console(file=out, width=200))
    return {"html": flat(made.html()), "terminal": flat(_unframed(out.getvalue()))}


def _unframed(text: str) -> str:
    """Without the frame of the first screen and its column of topics: lines join again."""
    return re.sub(r"^│ .{17} |\s*│$", "", text, flags=re.MULTILINE)


def figures(value: Payload) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Walk the JSON: what each number is, how it is said, and where it must stand."""
    both, page = ("html", "terminal"), ("html",)
    parties = [row["party"] for row in value["standoff"]["parties"]]
    for row in value["totals"]:
        yield f"total {row['party']}", money_range(row["together"]), both
        yield f"singles {row['party']}", money_range(row["sum_of_singles"]), page
        yield f"interaction {row['party']}", money_range(row["interaction"]), page
    for row in value["losses"]:
        name = f"{row['control']} {row['party']}"
        yield name, money_range(row), both if row["party"] in parties else page
        for part, spread in row["parts"].items():
            yield f"{name} {part}", money_range(spread), page
        for sector in row["top_sectors"][:3]:
            yield f"{name} {sector['sector']}", money(sector["central"]), page
    for row in value["third_countries"]:
        yield row["region"], money_range(row), page
    for row in value["clock"]:
        yield f"{row['party']} {row['good']}", days_range(first_stoppage(row)), both
        yield f"{row['party']} {row['good']} share", per_cent(row["share_of_draws"]), both
    for row in value["drivers"]:
        for end in ("low", "high"):
            yield f"{row['party']} {row['input']} {end}", money(row[end]), both
    for case in value["record"]["cases"]:
        yield case["name"], f"{case['inside']} of {case['scored']}", page
    yield from of_findings(value["findings"])
    yield from of_deals(value["deals"])


def of_findings(findings: Payload) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Walk what the message rests on."""
    both, page = ("html", "terminal"), ("html",)
    for row in findings["sides"]:
        for name in ("by_others", "by_own"):
            yield f"{row['party']} {name}", money_range(row[name]), both
        if row["share_of_gdp"]:
            yield f"{row['party']} of GDP", small_share_range(row["share_of_gdp"]), both
            yield f"{row['party']} GDP", money(row["gdp"]), page
    for row in findings["ratios"]:
        yield f"ratio {row['of']}", ratio_range(row), page


def of_deals(deals: Payload) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Walk the bargain."""
    both, page = ("html", "terminal"), ("html",)
    yield "accepted", f"{deals['accepted']['count']:,} of {deals['accepted']['of']:,}", both
    yield "exists", per_cent(deals["accepted"]["share_of_draws"]), page
    for key in ("nash", "kalai_smorodinsky", "equal_gains"):
        for party, gain in deals[key]["gains"].items():
            yield f"{key} {party}", utility(gain), both
        yield f"{key} accepted", f"{per_cent(deals[key]['accepted_share'])} of draws", both
    for row in deals["utilities"]:
        yield f"security {row['control']}", money_range(row["security"]), page
        yield f"politics {row['control']}", money_range(row["political"]), page
    risk = deals["breakdown_risk"]
    yield "risk", per_cent(risk["total"]), both
    yield "chance of a deal", f"The chance of a deal is {per_cent(1 - risk['no_deal'])}", both
    stands = min(1 - risk["total"], 1 - risk["no_deal"])  # what stands was struck
    yield "chance that it stands", per_cent(stands), both
    for part in ("no_deal", "none_kept", "shock"):
        yield f"risk {part}", per_cent(risk[part]), page


def absent(value: Payload, texts: dict[str, str]) -> list[str]:
    """Say which numbers of the JSON are not where they must be."""
    return [
        f"{name}: {words} is not in the {place}"
        for name, words, places in figures(value)
        for place in places
        if flat(words) not in texts[place]
    ]


@functools.cache
def as_it_was() -> dict[str, str]:
    """The texts of the sample before anything is changed."""
    return said(payload())


def test_every_number_of_the_json_is_in_html_and_terminal() -> None:
    value = rounded(payload())
    assert len(list(figures(value))) > 60
    assert absent(value, as_it_was()) == []


def _swap(value: Payload, path: tuple[str | int, ...]) -> None:
    """Change one number: to something that nothing else in the sample is."""
    *way, last = path
    for step in way:
        value = value[step]  # type: ignore[index]
    value[last] = 0.7777  # type: ignore[index]


@pytest.mark.parametrize(
    "path",
    [
        ("totals", 0, "together", "central"),
        ("totals", 1, "interaction", "low"),
        ("losses", 0, "high"),
        ("losses", 0, "parts", "price_paid", "central"),
        ("third_countries", 0, "central"),
        ("clock", 1, "share_of_draws"),
        ("deals", "nash", "gains", "AAA", "low"),
        ("deals", "breakdown_risk", "no_deal"),
        ("deals", "breakdown_risk", "none_kept"),
        ("drivers", 0, "high"),
        ("findings", "sides", 0, "by_others", "central"),
        ("findings", "ratios", 0, "high"),
    ],
)
def test_one_changed_number_is_found(path: tuple[str | int, ...]) -> None:
    value = rounded(payload())
    _swap(value, path)
    assert absent(value, as_it_was()) != []  # the old texts do not hold it
    assert absent(value, said(value)) == []  # the new ones do


def test_downloads_hold_the_numbers_of_the_json() -> None:
    value = Brief.from_json(Brief(payload=payload()).to_json()).payload
    page = Brief(payload=payload()).html()
    coded = re.search(r'base64,([^"]*)" download="fig-cost.csv"', page)
    assert coded is not None
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(coded[1]).decode("utf-8-sig"))))
    ends = {tuple(float(row[end]) for end in ("Low", "Central", "High")) for row in rows}
    assert len(rows) >= len(value["losses"])
    for row in value["losses"]:
        assert tuple(row[end] for end in ("low", "central", "high")) in ends


def test_markdown_holds_the_headline_and_the_tables(tmp_path) -> None:
    text = Brief(payload=payload()).save(tmp_path / "a.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "On the table: cost per month" in text
    for row in payload()["totals"]:
        assert flat(money_range(row["together"])) in flat(text)
    blocks = [block.splitlines() for block in text.split("\n\n") if block.startswith("|")]
    assert len(blocks) >= 4
    for block in blocks:
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in block}
        assert len(columns) == 1
        assert re.fullmatch(r"(?:\| ---:? )+\|", block[1])
    assert "    |" not in text


def test_pdf_without_a_browser_is_one_clear_line(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    with pytest.raises(DetenteError, match="no Chromium or Chrome"):
        Brief(payload=payload()).save(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def printed(text: str) -> str:
    """Text as a page's extract and the markup agree on it: no spaces, no ligatures."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def test_pages_of_the_pdf_keep_charts_whole(tmp_path) -> None:
    if not any(map(shutil.which, pdf.BROWSERS)):
        pytest.skip("chromium is not installed")
    brief = Brief(payload=payload())
    made = brief.save(tmp_path / "a.pdf")
    assert made.read_bytes().startswith(b"%PDF-")
    pages = [printed(page.extract_text()) for page in pypdf.PdfReader(made).pages]
    assert len(pages) > 3
    figures = re.findall(r'<figure id="([^"]+)".*?<h3[^>]*>(.*?)</h3>(.*?)</figure>', brief.html())
    whole = 0
    for name, title, body in figures:
        says = re.search(r'<p class="says">(.*?)</p>', body)
        named = printed(html.unescape(title))
        at = [number for number, text in enumerate(pages) if named in text]
        assert at, title  # no title is torn in two
        if says and name not in MAY_BREAK:
            assert any(printed(html.unescape(says[1])) in pages[number] for number in at), title
            whole += 1
    assert whole > 5
    assert (
        "Eachfigureisacentralvalue" in pages[0]
    )  # the summary is the first page, to its last line
    assert "Whatthesamecontrolcosts" not in pages[0]
    assert all(f"{number}/{len(pages)}" in text for number, text in enumerate(pages, start=1))
