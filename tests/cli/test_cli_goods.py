"""``detente goods`` and ``detente data check --evidence``."""

import json

import pytest

from detente.cli import main
from detente.facts import load_facts

FACTS = load_facts()


def run(capsys, *words):
    try:
        main(list(words))
        code = 0
    except SystemExit as left:
        code = left.code or 0
    out, err = capsys.readouterr()
    return code, out, err


def test_all_goods_are_listed(capsys):
    code, out, _ = run(capsys, "goods", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["schema"] == "detente.goods/1"
    assert [one["good"] for one in found["goods"]] == [row.good for row in FACTS.goods]
    assert found["card"] is None


@pytest.mark.parametrize(
    ("word", "good"),
    [("8104.11", "magnesium"), ("3B001", "chip-making-equipment"), ("1C903", "gadolinium"),
     ("wolfram", "tungsten"), ("neon", "neon"), ("Lithium Hydroxide", "lithium")],
)  # fmt: skip
def test_one_good_is_shown_with_how_well_it_is_known(capsys, word, good):
    code, out, _ = run(capsys, "goods", word)
    assert code == 0
    assert out.startswith(f"{good}: ")
    assert "how well this is known" in out


def test_several_goods_of_a_code_are_listed_with_a_mark(capsys):
    _, out, _ = run(capsys, "goods", "280429")
    assert "280429*" in out
    assert "4 goods." in out


def test_a_code_that_stands_for_several_says_so_on_the_card(capsys):
    _, out, _ = run(capsys, "goods", "helium")
    assert "280429 (cannot be told from neon, krypton, xenon)" in " ".join(out.split())


@pytest.mark.parametrize("command", [["goods"], ["exposure", "--good"], ["controls", "--good"]])
def test_an_unknown_word_is_one_line_with_near_names(capsys, command):
    code, out, err = run(capsys, *command, "molibdenum")
    assert code == 1
    assert out == ""
    assert err.count("\n") == 1
    assert "did you mean one of molybdenum" in err


def test_a_good_of_several_commands_may_be_a_code(capsys):
    by_code = run(capsys, "controls", "--good", "3C001", "--json")
    by_name = run(capsys, "controls", "--good", "gallium", "--json")
    assert by_code == by_name
    assert json.loads(by_code[1])


def test_the_evidence_of_the_tables_is_printed(capsys):
    code, out, _ = run(capsys, "data", "check", "--evidence", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["schema"] == "detente.evidence/1"
    rows = {row["table"]: row for row in found["tables"]}
    assert rows["input_stocks"]["published"] == rows["input_stocks"]["figures"] == 50
    both = found["totals"][-1]
    assert both["figures"] == sum(row["figures"] for row in found["tables"])
    _, out, _ = run(capsys, "data", "check", "--evidence")
    assert "On what the figures rest" in out
    assert f"{both['judgement_or_memory']:.1%}" in out
