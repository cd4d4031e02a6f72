"""The record of deals and signed deals at the command line."""

import json

import pytest

from detente.cli import main

DEAL = """
name = "Tin for tea"
signed = 2025-06-10
parties = ["USA", "CHN"]
form = "truce"
"""


def run(capsys, *words):
    with pytest.raises(SystemExit) as caught:
        main(list(words))
    done = capsys.readouterr()
    return caught.value.code, done.out, done.err


def test_a_word_finds_bargains_and_talks_and_draws_them(capsys, tmp_path):
    picture, page = tmp_path / "a.svg", tmp_path / "a.html"
    code, out, _ = run(
        capsys, "deals-record", "gas", "--svg", str(picture), "--html", str(page), "--json"
    )
    assert code == 0
    found = json.loads(out)
    assert {row["id"] for row in found["bargains"]} >= {"RUUA-gas-2009", "MDRU-gas-2021"}
    assert all(row["terms"] and row["sources"] for row in found["bargains"])
    assert {(s["outcome"], s["months"]) for s in found["scores"]} >= {("core", 12.0)}
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.count('<text x="4"') == len(found["bargains"])
    text = page.read_text(encoding="utf-8")
    assert drawn in text
    assert "Forecasts and what happened" in text  # the calibration picture
    assert text.count("London-2025") == 1  # in the table of acceptance, whatever word is asked for
    assert found["acceptance"]["words"] in text
    assert {s["outcome"] for s in found["scores"]} == {"core", "strict", "soon"}


def test_costed_deals_are_held_against_the_acceptance_set(capsys):
    code, out, _ = run(capsys, "deals-record", "Geneva", "--acceptance")
    said = " ".join(out.split())
    assert code == 0
    assert "at values inferred from the other cases alone" in said
    code, out, _ = run(capsys, "deals-record", "Geneva", "--acceptance", "--json")
    found = json.loads(out)["acceptance"]
    assert len(found["cases"]) == len(found["left_out"]) >= 10
    for one in found["cases"]:
        assert one["accepted_share"] <= min(one["accepts"].values()) + 1e-9
        assert one["weakest"] in {"", *one["accepts"]}
    assert set(found["times"]["control"]["cases"]) == {one["id"] for one in found["cases"]}


def test_nothing_found_is_one_line(capsys):
    code, _, err = run(capsys, "deals-record", "no such thing")
    assert code == 1
    assert "nothing in the record for no such thing" in err
    assert err.count("\n") == 1


def test_a_signed_deal_is_told_with_its_base_rate(capsys, tmp_path):
    path = tmp_path / "deal.toml"
    path.write_text(DEAL)
    code, out, _ = run(capsys, "deal", "--signed", str(path), "--on", "2025-08-10")
    said = " ".join(out.split())
    assert code == 0
    assert "In 12 months: easings in force" in said
    assert said.count("in the record it was so in") == 2
    code, out, _ = run(capsys, "deal", "--signed", str(path), "--on", "2025-08-10", "--json")
    assert json.loads(out)["outlook"]["since_months"] == pytest.approx(2.0, abs=0.05)
    code, _, err = run(capsys, "deal", "--signed", str(path), "--case", "london")
    assert code == 1
    assert "--signed asks about a deal alone" in err
