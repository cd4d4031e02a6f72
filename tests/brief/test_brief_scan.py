"""Scans drawn: what the pictures say, and that they stand alone."""

import re
from xml.etree import ElementTree as ET

import pytest

from detente.brief import render_scan, scan_picture


def row(exporter, product, target, hit, owner):
    return {
        "exporter": exporter,
        "product": product,
        "product_name": product.title(),
        "target": target,
        "target_loss": hit,
        "owner_loss": owner,
        "other_loss": 0.0,
        "ratio": hit / owner if owner else None,
    }


ROWS = [
    row("CHN", f"good {at:02d}", "USA", 10 / (at + 1) ** 2, 3 / (at + 1) ** 3) for at in range(30)
]
ROWS += [row("USA", "free <b>", "world", 0.01, 0.0), row("JPN", "own goal", "KOR", 0.02, 0.5)]


def payload(rows):
    plan = {"measure": "dynamic", "days": 180, "share": 1.0, "table": "abc", "version": "0.1"}
    return {
        "schema": "detente.scan/1",
        "manifest": plan,
        "unit": "USD bn per month",
        "kind": "good",
        "ranked_by": "target",
        "party": None,
        "cuts": 40,
        "rows": rows,
    }


def test_the_picture_has_a_mark_for_each_cut_and_names_the_first():
    picture = ET.fromstring(scan_picture(payload(ROWS)))
    space = "{http://www.w3.org/2000/svg}"
    dots = picture.findall(f"{space}circle")
    letters = "".join(
        text.text for text in picture.iter(f"{space}text") if "letter" in text.get("class", "")
    )
    assert len(dots) == len(ROWS) - 12
    assert sorted(letters) == sorted("ABCDEFGHIJKL" * 2)  # in the plot and in the list
    words = "".join(picture.itertext())
    assert "CHN → USA: Good 00" in words
    assert "1 of 32 cuts cost their owner as much" in words
    places = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in dots]
    assert all(84 <= x <= 600 and 96 <= y <= 486 for x, y in places)


def test_higher_loss_is_higher_and_further_right():
    picture = ET.fromstring(scan_picture(payload(ROWS)))
    dots = picture.findall("{http://www.w3.org/2000/svg}circle")[:10]
    ys = [float(dot.get("cy")) for dot in dots]
    xs = [float(dot.get("cx")) for dot in dots]
    assert ys == sorted(ys)
    assert xs == sorted(xs, reverse=True)


def test_the_page_escapes_and_needs_nothing_from_outside():
    page = render_scan(payload(ROWS))
    assert "Free &lt;B&gt;" in page
    assert "<b>" not in page
    assert not re.search(r"(src|href)=\"https?:", page)
    assert page.count('class="bar-row"') == 20
    assert "day by day, mean over 180 days" in page


@pytest.mark.parametrize("draw", [scan_picture, render_scan])
def test_nothing_found_is_said(draw):
    assert "No cut costs its target that much." in draw(payload([]))
