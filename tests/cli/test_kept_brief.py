"""A brief is found again if and only if nothing that it depends on changed."""

import datetime as dt

import pytest

from detente import _digest, _doors
from detente.brief.brief import SCHEMA, Brief
from detente.cli import _brief, main
from detente.cli._kept_brief import KeptBrief

OPTIONS = (None, None, None, None, 8, 62, 0, False)
"""As of `detente brief`: day, target, ticks, draws, days, seed, exact."""

PAYLOAD = {"schema": SCHEMA, "losses": [{"central": 1 / 3, "words": "−0.33 bn"}]}


@pytest.fixture
def article(tmp_path, monkeypatch):
    """An article, and an empty store of this test's own."""
    monkeypatch.setenv("DETENTE_STORE", str(tmp_path / "runs"))
    place = tmp_path / "article.txt"
    place.write_text("China will lift its curbs.", encoding="utf-8")
    return place


def test_the_command_takes_what_was_kept(article, capsys, monkeypatch):
    made = Brief(payload=PAYLOAD)
    KeptBrief((str(article),), *OPTIONS).keep(made)
    monkeypatch.setattr(_brief, "bargained", lambda *_, **__: pytest.fail("worked out again"))
    with pytest.raises(SystemExit) as done:
        main(["brief", str(article), "--draws", "8", "--days", "62", "--json"])
    assert not done.value.code
    assert capsys.readouterr().out == made.to_json() + "\n"


def _other_text(article, _monkeypatch):
    article.write_text("China will keep its curbs.", encoding="utf-8")


def _other_code(_article, monkeypatch):
    monkeypatch.setattr(_digest, "code_digest", lambda *_, **__: "another build")


def _other_day(_article, monkeypatch):
    monkeypatch.setattr("detente.controls.today", lambda: dt.date(2031, 1, 1))


def _other_rows(article, monkeypatch):
    rows = article.with_name("home")
    (rows / "facts").mkdir(parents=True)
    (rows / "detente.toml").write_text('format = "detente.workspace/1"\n', encoding="utf-8")
    monkeypatch.setattr("detente.workspace.current", lambda: rows)
    monkeypatch.setattr("detente.facts.load_facts", lambda: type("Own", (), {"sha256": "own"}))


def _other_solution(_article, monkeypatch):
    monkeypatch.setattr(_doors, "plugs", lambda _group: {"utilitarian": object()})


def _switched_off(_article, monkeypatch):
    monkeypatch.setenv("DETENTE_STORE", "off")


@pytest.mark.parametrize(
    "change",
    [_other_text, _other_code, _other_day, _other_rows, _other_solution, _switched_off],
)
def test_any_change_misses(article, monkeypatch, change):
    made, asked = Brief(payload=PAYLOAD), ((str(article),), *OPTIONS)
    KeptBrief(*asked).keep(made)
    assert KeptBrief(*asked).find() == Brief.from_json(made.to_json())
    change(article, monkeypatch)
    assert KeptBrief(*asked).find() is None


@pytest.mark.parametrize("at", range(len(OPTIONS)))
def test_any_other_option_misses(article, at):
    other = [*OPTIONS]
    other[at] = "2025-06-10"
    KeptBrief((str(article),), *OPTIONS).keep(Brief(payload=PAYLOAD))
    assert KeptBrief((str(article),), *other).find() is None


@pytest.mark.parametrize(
    "source", ["https://example.org/a.html", "<standard input>", "no/such.txt"]
)
def test_what_is_fetched_or_piped_has_no_place(article, source):
    made = KeptBrief((source,), *OPTIONS)
    made.keep(Brief(payload=PAYLOAD))
    assert made.find() is None
    assert not article.with_name("runs").exists()


def test_every_file_of_a_package_counts_if_asked(tmp_path, monkeypatch):
    package = tmp_path / "some_package"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    table = package / "table.csv"
    monkeypatch.syspath_prepend(str(tmp_path))
    names = []
    for cells in ("a", "b"):
        table.write_text(cells, encoding="utf-8")
        _digest.code_digest.cache_clear()
        names.append([_digest.code_digest("some_package", files=one) for one in ("*", "*.py")])
    _digest.code_digest.cache_clear()
    assert names[0][0] != names[1][0]
    assert names[0][1] == names[1][1]
