"""Files of trade statistics as offices hand them out, and the rows that come of them."""

import csv
import datetime as dt
import io
import json

import pytest

from detente._errors import TradeError
from detente.cli import main
from detente.facts import load_facts
from detente.trade import open_trade, propose_trade, read_concordance
from detente.workspace import active, create

DAY = dt.date(2026, 11, 30)


@pytest.fixture(scope="module")
def own_code():
    """A good with one customs code that no other has, made by China and not by Germany."""
    facts = load_facts()
    names = facts.good_names()
    for good in facts.goods:
        makers = {row.country for row in facts.supply_of(good.good)}
        if len(good.hs6) == 1 and not names.sharing(good.good) and not makers & {"DEU", "AUT"}:
            return good.good, good.hs6[0]
    raise LookupError


def put(tmp_path, name, rows, *, comma=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n", delimiter=comma)
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / name).write_text(text.getvalue(), encoding="utf-8")
    return tmp_path / name


def comtrade(code, partner, usd, **changes):
    return {
        "typeCode": "C", "freqCode": "A", "period": "2023", "reporterCode": 276, "flowCode": "M",
        "partnerCode": partner, "partner2Code": 0, "classificationCode": "H6", "cmdCode": code,
        "customsCode": "C00", "motCode": 0, "primaryValue": usd,
    } | changes  # fmt: skip


def proposed(*paths, said=None, **options):
    files = [open_trade(path, **(said or {})) for path in paths]
    return propose_trade(files, load_facts(), DAY, **options)


def shares(found):
    return {row["exporter"]: float(row["value"]) for row in found.rows.get("dependence", ())}


def test_comtrade_as_json_and_as_csv_are_one(tmp_path, own_code):
    good, code = own_code
    rows = [
        comtrade(code, 0, 100e6),
        comtrade(code, 156, 60e6),
        comtrade(code, 842, 30e6),
        comtrade(code, 156, 50e6, motCode=2100),  # a part of the first by sea
        comtrade(code, 156, 1e6, flowCode="RM"),
        comtrade(code[:4], 156, 9e9),
        comtrade(code, 838, 5e6),  # free zones are no country
    ]
    (tmp_path / "a.json").write_text(json.dumps({"count": 7, "data": rows, "error": ""}))
    found = proposed(put(tmp_path, "a.csv", rows))
    again = proposed(tmp_path / "a.json")
    assert found.rows["trade"][0] | {"source": ""} == again.rows["trade"][0] | {"source": ""}
    by = {row["exporter"]: row for row in found.rows["trade"]}
    assert set(by) == {"CHN", "USA"}
    assert float(by["CHN"]["value"]) == pytest.approx(0.06)
    assert by["CHN"]["as_of"] == "2023-12-31"
    assert by["CHN"]["unit"] == "USD bn per year"
    assert shares(found) == pytest.approx({"CHN": 0.6, "USA": 0.3})
    (source,) = found.rows["sources"]
    assert source["evidence"] == "published"
    assert open_trade(tmp_path / "a.csv").sha256[:12] in source["title"]
    assert found.goods == (good,)


def test_the_range_holds_the_years_before_and_the_exporters_word(tmp_path, own_code):
    _, code = own_code
    rows = [
        comtrade(code, 156, 60e6),
        comtrade(code, 156, 20e6, period="2022"),
        comtrade(code, 156, 500e6, period="2019"),
        comtrade(code, 276, 80e6, reporterCode=156, flowCode="X"),
    ]
    (row,) = proposed(put(tmp_path, "a.csv", rows)).rows["trade"]
    assert float(row["value"]) == pytest.approx(0.06)
    assert float(row["low"]) == pytest.approx(0.02 * 0.9)
    assert float(row["high"]) == pytest.approx(0.08 * 1.1)
    found = proposed(tmp_path / "a.csv", year=2022)
    assert float(found.rows["trade"][0]["value"]) == pytest.approx(0.02)


def test_another_edition_needs_a_concordance(tmp_path, own_code):
    _, code = own_code
    old = "999901"
    path = put(tmp_path, "a.csv", [comtrade(old, 156, 60e6, classificationCode="H5")])
    with pytest.raises(TradeError, match="no value of a good"):
        proposed(path)
    table = put(
        tmp_path,
        "c.csv",
        [
            {"edition": 2017, "from": old, "to": code},
            {"edition": 2017, "from": "999902", "to": "999903"},
            {"edition": 2017, "from": "999902", "to": "999904"},
        ],
    )
    known = read_concordance(table)
    assert known[2017, "999902"] is None
    (row,) = proposed(path, concordance=known).rows["trade"]
    assert float(row["value"]) == pytest.approx(0.06)
    same = put(tmp_path, "b.csv", [comtrade(code, 156, 60e6, classificationCode="H5")])
    with pytest.raises(TradeError, match="HS 2017, which no concordance leads to HS 2022"):
        proposed(same)


def test_baci_counts_in_thousands_and_says_its_edition_by_name(tmp_path, own_code):
    _, code = own_code
    rows = [
        {"t": 2023, "i": 156, "j": 276, "k": code, "v": 60000, "q": 1},
        {"t": 2023, "i": 251, "j": 276, "k": code, "v": 20000, "q": 1},
    ]
    found = proposed(put(tmp_path, "BACI_HS22_Y2023_V202501.csv", rows))
    by = {row["exporter"]: float(row["value"]) for row in found.rows["trade"]}
    assert by == pytest.approx({"CHN": 0.06, "FRA": 0.02})
    path = put(tmp_path, "mine.csv", rows)
    with pytest.raises(TradeError, match="or say --hs 2022"):
        open_trade(path)
    assert open_trade(path, revision=2022).flows[0].revision == 2022


def test_comext_counts_in_euros_and_by_eight_digits(tmp_path, own_code):
    _, code = own_code
    bulk = [
        {"REPORTER": "DE", "PARTNER": place, "PRODUCT_NC": code + end, "FLOW": "1",
         "PERIOD": "202352", "VALUE_EUR": eur, "QUANTITY_KG": 1}
        for place, end, eur in (("CN", "10", 30e6), ("CN", "90", 20e6), ("XS", "10", 5e6))
    ]  # fmt: skip
    path = put(tmp_path, "full.dat", bulk)
    with pytest.raises(TradeError, match="--usd-per-eur"):
        open_trade(path)
    found = proposed(path, said={"usd_per_eur": 1.1})
    by = {row["exporter"]: float(row["value"]) for row in found.rows["trade"]}
    assert by == pytest.approx({"CHN": 0.055, "SRB": 0.0055})
    api = [
        {"freq": "A", "reporter": "DE", "partner": "CN", "product": code, "flow": "1",
         "indicators": kind, "TIME_PERIOD": "2023", "OBS_VALUE": value}
        for kind, value in (("VALUE_IN_EUROS", 50e6), ("QUANTITY_IN_100KG", 7))
    ]  # fmt: skip
    file = open_trade(put(tmp_path, "api.csv", api, comma=";"), usd_per_eur=1.1)
    assert [flow.usd for flow in file.flows] == pytest.approx([55e6])
    assert file.left_out == {"amounts, which are no values": 1}


def test_census_and_dataweb_say_what_the_united_states_import(tmp_path, own_code):
    _, code = own_code
    head = ["I_COMMODITY", "CTY_CODE", "CTY_NAME", "GEN_VAL_MO", "YEAR", "MONTH"]
    whole = ("-", "TOTAL FOR ALL COUNTRIES", 4e6)
    places = (("5700", "CHINA", 1e6), ("5800", "KOREA, SOUTH", 2e6), whole)
    rows = [
        [code + "0000", number, name, str(usd), "2024", f"{month:02d}"]
        for number, name, usd in places
        for month in range(1, 13)
    ]
    (tmp_path / "c.json").write_text(json.dumps([head, *rows]))
    found = proposed(tmp_path / "c.json")
    by = {row["exporter"]: float(row["value"]) for row in found.rows["trade"]}
    assert by == pytest.approx({"CHN": 0.012, "KOR": 0.024})
    (tmp_path / "c.json").write_text(json.dumps([head, *rows[:5]]))
    with pytest.raises(TradeError, match="months are missing: USA 2024"):
        proposed(tmp_path / "c.json")
    wide = [
        {"Data Type": "General Customs Value", "HTS Number": code + "0000", "Country": "China",
         "2023": "1,000,000", "2024": "12,000,000"}
    ]  # fmt: skip
    (row,) = proposed(put(tmp_path, "d.csv", wide)).rows["trade"]
    assert (row["importer"], float(row["value"])) == ("USA", pytest.approx(0.012))


def test_a_maker_and_a_shared_code_give_no_dependence(tmp_path):
    facts = load_facts()
    rows = [comtrade("280429", 156, 60e6), comtrade("280429", 842, 60e6)]
    with pytest.raises(TradeError, match="stand for several goods: 280429"):
        proposed(put(tmp_path, "a.csv", rows))
    names = facts.good_names()
    good, code = next(
        (g.good, g.hs6[0])
        for g in facts.goods
        if len(g.hs6) == 1
        and not names.sharing(g.good)
        and any(r.country == "DEU" and r.value > 0.02 for r in facts.supply_of(g.good))
    )
    rows = [comtrade(code, 156, 60e6), comtrade(code, 842, 60e6)]
    found = proposed(put(tmp_path, "b.csv", rows))
    assert "dependence" not in found.rows
    assert any(f"DEU {good}" in what for what in found.without.values())


def test_two_files_may_not_contradict_each_other(tmp_path, own_code):
    _, code = own_code
    one = put(tmp_path, "a.csv", [comtrade(code, 156, 60e6)])
    same = put(tmp_path, "b.csv", [comtrade(code, 156, 60e6)])
    other = put(tmp_path, "c.csv", [comtrade(code, 156, 61e6)])
    assert float(proposed(one, same).rows["trade"][0]["value"]) == pytest.approx(0.06)
    with pytest.raises(TradeError, match=r"c\.csv: row 1: .* keep one of them"):
        proposed(one, other)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no rows"),
        ("a,b\n1,2\n", "is of no form that is known"),
        ('{"data": "none"}', "no rows under 'data'"),
        ('{"data": [', "cannot be read as JSON"),
        ("t,i,j,k,v\n2023,156,276,810600,lots\n", "row 1: v is 'lots'"),
        ("t,i,j,k,v\n2023,156,276,810600,-3\n", "row 1: v is '-3'"),
    ],
)
def test_a_wrong_file_is_one_line(tmp_path, text, says):
    path = tmp_path / "BACI_HS22.csv"
    path.write_text(text)
    with pytest.raises(TradeError) as error:
        open_trade(path)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_accepted_rows_go_into_the_workspace(tmp_path, capsys, own_code):
    good, code = own_code
    rows = [comtrade(code, 0, 1e8), comtrade(code, 156, 5e7), comtrade(code, 842, 3e7)]
    path = put(tmp_path, "a.csv", rows)
    home = create(tmp_path / "firm")
    for words in ([], ["--accept"]):
        with pytest.raises(SystemExit) as exit_:
            main(["data", "trade", str(path), *words, "--json", "--workspace", str(home.root)])
        assert not exit_.value.code
        assert json.loads(capsys.readouterr().out)["year"] == 2023
        assert bool(list(home.facts.glob("*.csv"))) == bool(words)
    with active(home):
        row = load_facts().dependence_row(good, "DEU", "CHN")
        assert (row.value, row.own) == (0.5, True)
