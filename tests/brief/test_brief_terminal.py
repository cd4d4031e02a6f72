"""The terminal: right when piped, right in colour, whatever the width and the strings."""

import io

import pytest
from rich.console import Console
from sample import bare, payload

from detente.brief import Brief


def printed(value: dict[str, object], width: int = 100, *, terminal: bool = False) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else "auto",
    )
    Brief(payload=value).print(console, saved="out folder/brief [1].html")
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_piped_text_is_plain_and_fits(width: int) -> None:
    text = printed(payload(), width)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\x00" not in text
    assert max(map(len, text.splitlines())) <= min(width, 120)


def test_article_cannot_send_codes_to_the_terminal() -> None:
    text = printed(payload(), terminal=True)
    assert "\x1b[1m" in text  # our own bold
    assert "\x1b[31mnull" not in text
    assert "[bold red]markup[/]" in text  # shown, not obeyed


def test_every_part_is_there() -> None:
    text = printed(payload(), 120)
    for words in (
        "What was said",
        "What each side",
        "All together",
        "BB-2031-01",
        "excluded",
        "44\u00a0days (31 to 66)",
        "Kalai–Smorodinsky",
        "Sense check fails",
        "$1.1\u00a0bn (0.55 to 2.0)",
    ):
        assert words in text
    assert text.rstrip().endswith("Brief saved: out folder/brief [1].html")


def test_a_bare_brief_prints_the_headline_only() -> None:
    text = printed(bare(), 80)
    assert "Nothing is on the table" in text
    assert "All together" not in text


def test_solutions_of_other_packages_are_told_whole_on_a_narrow_terminal() -> None:
    value = payload()
    package = value["deals"]["nash"]
    rows = [
        {"key": name, "title": f"{name} rule", "letter": name[0], "means": "x", "package": package}
        for name in ("first", "second", "third", "utilitarian", "proportional")
    ]
    value["deals"]["solutions"] = rows
    text = printed(value, 80)
    assert "Further trades both would accept" in text
    for row in rows:
        assert all(word in text for word in row["title"].split())
    share = f"{round(100 * package['accepted_share'])}%"
    assert text.count(f"{share} of") == len(rows)


def test_long_articles_show_the_firmest_statements() -> None:
    value = payload()
    value["reading"]["statements"] *= 5
    text = printed(value)
    assert "the 8 firmest of 15" in text
    assert text.count("on a condition") == 3  # five firmer ones come before
