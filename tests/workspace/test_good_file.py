"""A good in one file: what it says, what its class says, and what is refused."""

import datetime as dt
import json
from pathlib import Path

import pytest

from detente._errors import DetenteError, FactsError
from detente.cli import main
from detente.facts import load_facts, read_good, write_own
from detente.facts._class_defaults import class_defaults
from detente.reading.english.text.goods import find_goods
from detente.workspace import active

DAY = dt.date(2026, 11, 30)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "goods"
WHOLE = """
good = "sapphire-wafer"
class = "chip"
[stages.wafer]
PRC = 0.5
"South Korea" = [0.1, 0.2, 0.3]
"""


def added(home, text):
    file = home.root / "good.toml"
    file.write_text(text, encoding="utf-8")
    with active(home.workspace):
        good = read_good(file, load_facts(), DAY)
        write_own(home.facts, good.rows(), drop=good.written_before)
    return good


def test_what_is_left_out_comes_from_the_class_and_is_said(home):
    good = added(home, WHOLE)
    default = class_defaults("chip", load_facts())
    assert f"users {', '.join(default.users)}" in good.assumed
    assert f"made by sector {default.host_sector}" in good.assumed
    with active(home.workspace):
        facts = load_facts()
        china, korea = facts.supply_of("sapphire-wafer")
        assert (china.country, china.value) == ("CHN", 0.5)
        assert china.low == pytest.approx(0.5 * default.spread[0])
        assert china.high == min(1, 0.5 * default.spread[1])
        assert (korea.country, korea.range) == ("KOR", (0.1, 0.2, 0.3))
        assert {row.sector for row in facts.users_of("sapphire-wafer")} == set(default.users)
        kind = next(
            r for r in facts.kind_parameters if (r.kind, r.parameter) == ("chip", "stock_days")
        )
        assert facts.parameter("sapphire-wafer", "stock_days").range == kind.range
        assert facts.good_names().one("Sapphire wafers").good == "sapphire-wafer"
        found = find_goods("Beijing halted sapphire-wafer exports.")
        assert [m.row.goods for m in found] == [("sapphire-wafer",)]
        assert all(row.own for row in facts.supply_of("sapphire-wafer"))


def test_written_again_is_replaced_whole(home):
    added(home, WHOLE + "[stock]\ndays = [1, 2, 3]\n[users]\nC29 = 0.1\n")
    added(home, WHOLE.replace('"South Korea" = [0.1, 0.2, 0.3]', ""))
    with active(home.workspace):
        facts = load_facts()
        assert [row.country for row in facts.supply_of("sapphire-wafer")] == ["CHN"]
        assert "C29" not in {r.sector for r in facts.users_of("sapphire-wafer") if r.value == 0.1}
        assert facts.parameter("sapphire-wafer", "stock_days").value != 2


def test_a_packaged_good_keeps_what_is_not_said(home):
    before = load_facts()
    added(home, 'good = "xenon"\nwords = ["ion-drive gas"]\n[stock]\ndays = [10, 20, 40]\n')
    with active(home.workspace):
        facts = load_facts()
        assert facts.parameter("xenon", "stock_days").range == (10, 20, 40)
        assert [r.value for r in facts.supply_of("xenon")] == [
            r.value for r in before.supply_of("xenon")
        ]
        assert facts.good("xenon").hs6 == before.good("xenon").hs6
        assert set(before.good("xenon").aliases) < set(facts.good("xenon").aliases)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (WHOLE.replace("chip", "glass"), "field class: 'glass' is no class of goods; write one of"),
        (WHOLE.replace("PRC", "Atlantis"), "field stages.wafer: unknown party 'Atlantis'"),
        (WHOLE.replace("0.5", "1.5"), "a share is at most 1"),
        (WHOLE.replace("0.5", "0.9") + "USA = 0.4", "shares of sapphire-wafer at wafer sum to"),
        (WHOLE.replace("[0.1, 0.2, 0.3]", "[0.3, 0.2, 0.1]"), "three numbers in order"),
        (WHOLE.replace("[0.1, 0.2, 0.3]", '"a lot"'), "is no number"),
        (WHOLE.replace("[0.1, 0.2, 0.3]", "true"), "is no number"),
        (WHOLE.replace("sapphire-wafer", "Sapphire Wafer"), "write small letters"),
        (WHOLE + "CHN = 0.1", "CHN stands twice"),
        ("hs = 8505\n" + WHOLE, "field hs: '8505' is no customs code"),
        ("colour = 1\n" + WHOLE, "field colour: is not known"),
        (WHOLE + "[users]\nC99 = 0.1", "'C99' is not a known sector"),
        (WHOLE + "[parameters]\nprice = 3", "field parameters.price: is not known"),
        ('good = "a"\nclass = "chip"', "field stages: is missing"),
        ('good = "a"\nclass = "machine"\n[stages.made]\nUSA = 0.5', "field users: is missing"),
        ('good = "neon"\n[stages.purified]\nISL = 0.9', "name these countries too"),
        ('good = "neon"\n[stages.cleaned]\nUKR = 0.1', "has stages air-separation > purified"),
        (WHOLE + "[source]\ndate = 2999-01-01", "field source.date: 2999-01-01 is after"),
        ("good = ", "cannot be read as TOML"),
    ],
)
def test_what_cannot_be_is_one_line_and_writes_nothing(home, text, says):
    with pytest.raises(FactsError) as error:
        added(home, text)
    assert says in str(error.value)
    assert not list(home.facts.glob("*.csv"))


def test_the_examples_of_the_docs_go_in(home, capsys):
    files = sorted(str(path) for path in DOCS.glob("*.toml"))
    assert len(files) == 3
    with pytest.raises(SystemExit) as exit_:
        main(["goods", "add", *files, "--json", "--workspace", str(home.root)])
    assert not exit_.value.code
    told = json.loads(capsys.readouterr().out)
    assert [one["good"] for one in told["goods"]] == [
        "neon",
        "polysilicon",
        "tungsten-hexafluoride",
    ]


def test_without_a_workspace_it_says_how_to_make_one(home, capsys, tmp_path):
    file = tmp_path / "a.toml"
    file.write_text(WHOLE)
    with pytest.raises(SystemExit) as exit_:
        main(["goods", "add", str(file), "--workspace", "none"])
    assert exit_.value.code == 1
    assert "detente init FOLDER" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("PRC", "CHN"),
        ("South Korea", "KOR"),
        ("the EU", "EU"),
        ("U.S.", "USA"),
        ("Dutch", "NLD"),
        ("gbr", "GBR"),
        ("DRC", "COD"),
        ("Viet Nam", "VNM"),
        ("中国", "CHN"),
    ],
)
def test_parties_by_any_name(word, code):
    assert load_facts().party_code(word) == code


def test_an_unknown_party_is_answered_with_names_that_mean_something():
    with pytest.raises(DetenteError, match="did you mean one of DEU"):
        load_facts().party_code("Germny")
    with pytest.raises(DetenteError, match="CHN, EU, JPN, KOR, USA"):
        load_facts().party_code("Atlantis")
