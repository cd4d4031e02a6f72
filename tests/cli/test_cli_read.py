"""``detente read``: tables, pages, several articles, folders, comparison, a model."""

import json
import re

import pytest

from detente.cli import main

ONE = """Beijing weighs its curbs on gallium

June 9, 2025

BEIJING -- China may ease its export curbs on gallium, Commerce Minister Wang Wentao said on \
Monday. The talks will resume on June 20 in Geneva.

“We will look at [bold]each[/bold] request,” he told reporters.
"""
TWO = ONE.replace("may ease", "will ease").replace("June 9", "June 12").replace("June 20", "July 3")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TWO, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"")
    return tmp_path


def run(*words, code=(0, None)):
    with pytest.raises(SystemExit) as caught:
        main(["read", *words])
    assert caught.value.code in (code if isinstance(code, tuple) else (code,))


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_tables_say_everything_and_obey_no_markup(here, capsys):
    run("one.txt")
    said = capsys.readouterr().out
    for words in ("Statements (", "Wang Wentao", "Controls (1)", "gallium", "Offers (1)",
                  "Excluded: none found", "2025-06-20", "[bold]each[/bold]"):  # fmt: skip
        assert words in said, words


def test_json_of_one_and_of_several(here, capsys):
    run("one.txt", "--json")
    assert json.loads(capsys.readouterr().out)["metadata"]["published"]["iso"] == "2025-06-09"
    run("one.txt", "two.txt", "--json")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["document"]["name"] for row in rows] == ["one.txt", "two.txt"]


def test_one_bad_article_among_several_is_told_and_the_rest_is_read(here, capsys):
    run("one.txt", "bad.txt", "two.txt", "--json", code=1)
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert "bad.txt: there is no text" in said.err
    assert "1 of 3 articles could not be read" in said.err


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["one.txt", "--html"], "one.reading.html"),
        (["one.txt", "--html", "page.html"], "page.html"),
        (["one.txt", "--html", "--out", "page.html"], "page.html"),
    ],
)
def test_page(here, capsys, words, name):
    run(*words)
    assert f"Written: {name}" in capsys.readouterr().out
    html = (here / name).read_text(encoding="utf-8")
    assert not re.search(r"""<script|(?:src|srcset)\s*=|url\(\s*["']?(?!#|data:)|<link""", html)
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert links <= set(re.findall(r'\bid="([^"]+)"', html))
    assert sum(link.startswith("at-") for link in links) >= 8


def test_several_into_a_folder(here, capsys):
    run("one.txt", "two.txt", "--html", "--out", "pages")
    assert files(here / "pages") == [
        "one.txt.html", "one.txt.json", "two.txt.html", "two.txt.json",
    ]  # fmt: skip
    run("one.txt", "two.txt", "--html", code=1)
    assert "--out FOLDER" in capsys.readouterr().err


def test_compare(here, capsys):
    run("--compare", "one.txt", "two.txt")
    said = capsys.readouterr().out
    assert "one.txt (2025-06-09) to two.txt (2025-06-12)" in " ".join(said.split())
    assert "slipped" in said
    assert "firmer" in said
    run("one.txt", "two.txt", "--compare", "--json")
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert {"offer", "date"} <= {row["about"] for row in changes}
    run("one.txt", "--json", "--out", "old.json")
    capsys.readouterr()
    run("--compare", "old.json", "two.txt", "--json")
    assert json.loads(capsys.readouterr().out)["changes"] == changes
    run("--compare", "one.txt", "two.txt", "--html")
    assert "slipped" in (here / "changes.html").read_text(encoding="utf-8")
    capsys.readouterr()
    run("--compare", "one.txt", "one.txt")
    assert "Nothing that the reader knows." in capsys.readouterr().out


def test_folder(here, capsys):
    run(".", "--out", "out", "--workers", "1", "--quiet")
    said = capsys.readouterr().out
    assert "2 articles read, 0 were there already, 1 could not be read." in said
    assert "bad.txt: there is no text" in said
    run(".", "--out", "out", "--workers", "1", "--quiet", "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["read"], report["kept"], len(report["unread"])) == (0, 2, 1)
    assert files(here / "out") == [
        "one.txt.json", "readings.json", "two.txt.json", "unread.jsonl",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["."], "is a folder"),
        ([".", "one.txt", "--out", "o"], "is a folder"),
        ([".", "--out", "o", "--workers", "0"], "--workers 0"),
        (["--compare", "one.txt"], "two articles"),
        (["one.txt", "--reader", "http://localhost:1/v1"], "--model goes with"),
        (["one.txt", "--model", "m"], "--model goes with"),
        (["one.txt", "--reader", "nowhere", "--model", "m"], "http or https"),
        (["http://127.0.0.1:9/x"], "--allow-private"),
        (["ftp://example.org/x"], "only http and https"),
        (["--compare", "one.json", "two.txt"], "one.json: cannot be read"),
        (["one.txt", "--on", "June"], "not a date"),
        (["one.txt", "--html", "--out", "page.pdf"], "write .html"),
    ],
)
def test_wrong_use_is_told_in_one_line_and_writes_nothing(here, capsys, words, says):
    before = files(here)
    run(*words, code=1)
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert files(here) == before


def test_a_saved_file_that_is_no_reading(here, capsys):
    (here / "x.json").write_text("{}")
    run("--compare", "x.json", "two.txt", code=1)
    assert "x.json: this is not a detente.reading/1 document" in capsys.readouterr().err
