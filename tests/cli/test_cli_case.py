"""``detente case``: from an article to a scored forecast, and what is refused."""

import json
from pathlib import Path

import pytest

from detente.cli import main

WEEKS = Path(__file__).resolve().parents[1] / "casebook" / "six_weeks"


@pytest.fixture
def say(tmp_path, monkeypatch, capsys):
    """Runs a command in an empty folder with a casebook; gives its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_CASEBOOK", str(tmp_path / "casebook.db"))

    def run(*words):
        with pytest.raises(SystemExit) as ended:
            main(["case", *words])
        told = capsys.readouterr()
        return ended.value.code or 0, told.out, told.err

    return run


def test_from_an_article_to_a_scored_forecast(say, tmp_path):
    (article,) = WEEKS.glob("2025-10-08*")
    code, out, _ = say("add", str(article), "--case", "gallium", "--title", "Gallium", "--json")
    assert code == 0
    assert json.loads(out)["added"][0]["new"] is True
    _, out, _ = say("add", str(article))  # finds its case
    assert "was there already, case gallium" in out
    _, out, _ = say("show", "gallium", "--about", "offer", "--json")
    found = json.loads(out)
    assert found["schema"] == "detente.case/1"
    assert [event["kind"] for event in found["events"]] == ["appears"]
    _, out, _ = say("show", "gallium")
    assert "China on easing gallium" in " ".join(out.split())
    _, out, _ = say("list", "--json")
    assert json.loads(out)["cases"][0]["title"] == "Gallium"
    asked = ("gallium", "eased:CN-2024-46", "--by", "2025-12-01", "--chance", "0.7")
    code, _, _ = say("forecast", *asked, "--made", "2025-10-13")
    assert code == 0
    code, _, _ = say(
        *("forecast", "gallium", "price", "--by", "2025-12-01", "--low", "1", "--central", "2"),
        *("--high", "3", "--unit", "USD/kg", "--made", "2025-10-13"),
    )
    assert code == 0
    assert say("observe", "gallium", "price", "2.5", "--on", "2025-12-01", "--source", "x")[0] == 0
    _, out, _ = say("score", "gallium", "--on", "2026-01-01", "--json")
    scores = json.loads(out)
    assert scores["means"]["chances"] == {"count": 1, "brier": pytest.approx(0.09)}
    assert scores["means"]["ranges"][0]["unit"] == "USD/kg"
    assert "Brier score of 1 chances 0.090" in " ".join(
        say("score", "gallium", "--on", "2026-01-01")[1].split()
    )
    _, out, _ = say("standoff", "gallium", "--out", "a.toml")
    assert "--based-on 1" in out
    text = Path("a.toml").read_text().replace('name = "', 'name = "Ours: ', 1)
    Path("a.toml").write_text(text)
    save = ("standoff", "gallium", "--save", "a.toml")
    assert say(*save, "--based-on", "1", "--author", "Ann")[0] == 0
    code, _, err = say("standoff", "gallium", "--save", "a.toml")
    assert (code, "--based-on" in err) == (1, True)
    Path("a.toml").write_text(text.replace("Ours", "His"))
    code, _, err = say(*save, "--based-on", "1")
    assert code == 1
    assert "version 2 by Ann was kept after version 1" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "none"), "no case yet"),
        (("add",), "give one or more articles"),
        (("add", "none.txt", "--case", "x"), "none.txt: cannot be read"),
        (("add", "a", "--title", "x"), "--title goes with --case"),
        (("show", "x", "--about", "price"), "--about price"),
        (("show", "x", "--since", "May"), "--since"),
        (("forecast", "x", "s", "--by", "2030-01-01"), "give --chance"),
        (("forecast", "x", "s", "--by", "2030-01-01", "--low", "1"), "a range needs"),
    ],
)
def test_what_is_refused(say, words, says):
    code, _, err = say(*words)
    assert code == 1
    assert says in err


def test_without_a_casebook_it_says_how_to_name_one(say, monkeypatch):
    monkeypatch.delenv("DETENTE_CASEBOOK")
    monkeypatch.setenv("DETENTE_WORKSPACE", "none")
    code, _, err = say("list")
    assert code == 1
    assert "pass --casebook FILE" in err
