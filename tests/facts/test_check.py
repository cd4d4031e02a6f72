"""Every fault is found, once, with file, row, field, what is wrong and what to do."""

import pytest

from detente._errors import FactsError
from detente.facts import TABLES, UNITS, check_facts, load_facts

MAGNET = "ndfeb-magnet"


def test_the_shipped_tables_have_no_fault():
    assert check_facts() == []


def test_ten_planted_faults_give_ten_messages(tables):
    control = tables.plant("controls", {"id": "CN-2025-18"}, effective="2025-13-01")
    user = tables.plant("users", {"good": MAGNET, "region": "USA"}, high="0.1")
    stock = tables.plant(
        "good_parameters", {"good": MAGNET, "parameter": "stock_days"}, unit="days"
    )
    supply = tables.plant(
        "supply_shares",
        {"good": "light-rare-earths", "stage": "separated-oxide", "country": "MYS"},
        value="0.5",
        high="0.6",
    )
    trade = tables.plant("trade", {"good": MAGNET, "importer": "USA"}, good="ndfeb-magnets")
    share = tables.plant("dependence", {"good": MAGNET, "importer": "USA"}, source="xyzzy")
    good = tables.plant("goods", {"good": MAGNET}, hs6="8505.11")
    event = tables.plant("events", {"id": "busan-summit"}, kind="summits")
    double = tables.add("political_costs", {"control": "CN-2025-18"})
    first = tables.line("political_costs", control="CN-2025-18")
    point = tables.plant("control_intensity", {"control": "US-2025-engines"}, value="1.3")
    user_value = tables.read("users")[user - 2]["value"]

    assert [str(fault) for fault in check_facts(tables.folder)] == [
        (
            f"control_intensity.csv row {point}, field value: 1.3 is outside 0 to 1; "
            "a share is a part of a whole"
        ),
        (
            f"controls.csv row {control}, field effective: '2025-13-01' is not a date; "
            "write YYYY-MM-DD"
        ),
        (
            f"dependence.csv row {share}, field source: 'xyzzy' is not a known source; "
            "add it to sources.csv"
        ),
        (
            f"events.csv row {event}, field kind: 'summits' is not allowed here; write one of: "
            "talks, call, agreement, summit, announcement or statement"
        ),
        (
            f"good_parameters.csv row {stock}, field unit: 'days' is not a unit of this table; "
            f"write one of: {', '.join(sorted(UNITS))}"
        ),
        (
            f"goods.csv row {good}, field hs6: '8505.11' is not an HS6 code; "
            "write six digits without a dot"
        ),
        (
            f"political_costs.csv row {double}, field party: CN-2025-18, CHN stands already in row "
            f"{first}; keep one of them"
        ),
        (
            f"supply_shares.csv row {supply}, field value: shares of light-rare-earths at "
            "separated-oxide sum to 1.410 here; keep them below 1"
        ),
        (
            f"trade.csv row {trade}, field good: 'ndfeb-magnets' is not a known good; "
            "did you mean 'ndfeb-magnet'? Else add it to goods.csv"
        ),
        (
            f"users.csv row {user}, field high: 0.1 is below value {user_value}; "
            "order low <= value <= high"
        ),
    ]


ONE_FAULT = {
    "share is a number": (
        ("users", {"good": MAGNET, "region": "USA"}, {"value": "a quarter"}),
        "field value: 'a quarter' is not a number",
    ),
    "low above value": (
        ("users", {"good": MAGNET, "region": "USA"}, {"low": "0.4"}),
        "field low: 0.4 is above value",
    ),
    "empty cell": (("sources", {"id": "osenc-ann18"}, {"title": ""}), "field title: is empty"),
    "unknown parameter": (
        ("good_parameters", {"good": "gallium", "region": "*"}, {"parameter": "stockdays"}),
        "field parameter: 'stockdays' is not a parameter of a good",
    ),
    "unit of the parameter": (
        ("good_parameters", {"good": "gallium", "parameter": "stock_days"}, {"unit": "1"}),
        "field parameter: stock_days has unit 'day', not '1'",
    ),
    "unknown country": (
        ("supply_shares", {"good": MAGNET, "stage": "magnet", "country": "JPN"}, {"country": "JP"}),
        "field country: 'JP' is not a known country; did you mean 'JPN'?",
    ),
    "unknown sector": (
        ("users", {"good": MAGNET, "region": "USA"}, {"sector": "C99"}),
        "field sector: 'C99' is not a known sector",
    ),
    "unknown control": (
        ("security_values", {"control": "CN-2025-18"}, {"control": "CN-2025-81"}),
        "field control: 'CN-2025-81' is not a known control; did you mean",
    ),
    "unknown target": (
        ("controls", {"id": "US-2025-EDA"}, {"targets": "CHN;XXX"}),
        "field targets: 'XXX' is not a known target",
    ),
    "unknown region": (
        ("parties", {"iso3": "POL"}, {"region": "EEU"}),
        "field region: 'EEU' is not a known region; did you mean 'XEU'?",
    ),
    "no ISO3 code": (
        ("regions", {"code": "XAF"}, {"members": "AGO;CIV;CMR;COD;NGA;SEN;ST;ZAF"}),
        "field members: 'ST' is not an ISO3 code",
    ),
    "country in two regions": (
        ("regions", {"code": "XAF"}, {"members": "AGO;CIV;CMR;COD;NGA;SEN;STP;ZAF;EGY"}),
        "EGY is a member of XME already",
    ),
    "stage outside the chain": (
        ("goods", {"good": MAGNET}, {"stage": "motor"}),
        "field stage: 'motor' is not in the chain",
    ),
    "supply at no stage": (
        ("supply_shares", {"good": MAGNET, "country": "JPN"}, {"stage": "motor"}),
        "field stage: 'motor' is no stage of ndfeb-magnet",
    ),
    "lifted before effect": (
        ("controls", {"id": "US-2025-EDA"}, {"lifted": "2025-05-22"}),
        "field lifted: 2025-05-22 is before effective 2025-05-23",
    ),
    "effect before announcement": (
        ("controls", {"id": "CN-2025-18"}, {"effective": "2025-02-27"}),
        "field effective: 2025-02-27 is 36 days before announced 2025-04-04, and an act reaches",
    ),
    "no date of effect": (
        ("controls", {"id": "CN-2025-18"}, {"effective": ""}),
        "field effective: is empty; only a threat",
    ),
    "resumed without suspension": (
        ("controls", {"id": "CN-2025-18"}, {"resumed": "2025-10-01"}),
        "field resumed: is given without a date in 'suspended'",
    ),
    "point before the control": (
        ("control_intensity", {"control": "US-2025-EDA"}, {"date": "2025-01-01"}),
        "field date: 2025-01-01 is before the control was announced",
    ),
    "event ends before it starts": (
        ("events", {"id": "london-talks"}, {"end": "2025-06-08"}),
        "field end: 2025-06-08 is before date 2025-06-09",
    ),
    "published without address": (
        ("sources", {"id": "usgs-ofr-2024-1057"}, {"url": ""}),
        "field url: evidence 'published' needs an address",
    ),
    "more than all of the use": (
        ("dependence", {"good": "ethane"}, {"good": MAGNET, "importer": "USA"}),
        "sum to",
    ),
}


def apart(faults):
    """Deal faults into rounds, so that no round spoils a row twice."""
    rounds = []
    for name, ((table, match, cells), message) in faults.items():
        row = (table, next(iter(match.values())))
        free = next((one for one in rounds if row not in one), None)
        if free is None:
            rounds.append(free := {})
        free[row] = (name, table, match, cells, message)
    return [list(one.values()) for one in rounds]


@pytest.mark.parametrize("planted", apart(ONE_FAULT), ids=lambda planted: f"{len(planted)} faults")
def test_one_fault_gives_one_message(tables, planted):
    lines = {}
    for name, table, match, cells, message in planted:
        if message == "sum to":
            tables.add(table, match, **cells, exporter="MYS")
            lines[name] = len(tables.read(table)) + 1
        else:
            lines[name] = tables.plant(table, match, **cells)
    missing = "gallium has no stock_days"  # follows from a misspelt parameter, and is said too
    found = [f for f in check_facts(tables.folder) if missing not in f.problem]
    assert all("; " in fault.problem for fault in found)
    said = [str(fault) for fault in found]
    for name, table, _match, _cells, message in planted:
        (own,) = [line for line in said if message in line]
        assert own.startswith(f"{table}.csv row {lines[name]}, field "), name
        said.remove(own)
    assert said == []


def test_a_good_has_a_parameter_itself_or_from_its_kind(tables):
    parameter = "stock_days"
    tables.drop("good_parameters", good="gallium", parameter=parameter)
    assert check_facts(tables.folder) == []
    facts = load_facts(tables.folder)
    mine, of_kind = (
        facts.parameter("gallium", parameter),
        next(r for r in facts.kind_parameters if (r.kind, r.parameter) == ("metal", parameter)),
    )
    assert (mine.range, mine.unit, mine.where) == (of_kind.range, of_kind.unit, of_kind.where)
    tables.drop("kind_parameters", kind="metal", parameter=parameter)
    faults = [str(fault) for fault in check_facts(tables.folder)]
    named = [fault for fault in faults if "gallium has no" in fault]
    says = (
        f"goods.csv row {tables.line('goods', good='gallium')}, field good: gallium has no "
        f"{parameter} for region '*', nor has its kind 'metal'; add it to good_parameters.csv or "
        "kind_parameters.csv"
    )
    assert named == [says]


def test_a_good_without_supplier_user_or_a_control_without_intensity_is_named(tables):
    tables.drop("supply_shares", good="gallium")
    tables.drop("users", good="gallium")
    tables.drop("control_intensity", control="US-2025-EDA")
    assert [fault.problem for fault in check_facts(tables.folder)] == [
        (
            "US-2025-EDA has no intensity; add a row to control_intensity.csv, "
            "or a 'breadth' that intensity_classes.csv has for its instrument"
        ),
        "gallium has no supplier; add its shares to supply_shares.csv",
        "gallium has no user; add one to users.csv or good_inputs.csv",
    ]


def test_a_wrong_header_is_reported_and_the_rows_are_left_alone(tables):
    rows = tables.read("political_costs")
    renamed = [{("worth" if k == "value" else k): v for k, v in row.items()} for row in rows]
    tables.write("political_costs", renamed)
    assert [str(fault) for fault in check_facts(tables.folder)] == [
        "political_costs.csv row 1, field value: the column is missing; add it to the header",
        (
            "political_costs.csv row 1, field worth: the column is not known; "
            "remove it or mend its name"
        ),
    ]


def test_a_comma_without_quotes_is_reported(tables):
    file = tables.folder / "sectors.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"Food, beverages and tobacco"', "Food, beverages and tobacco"))
    (fault,) = check_facts(tables.folder)
    assert "the row has 3 cells and the header 2; quote a cell" in str(fault)


def test_a_missing_file_and_bytes_that_are_not_text_are_reported(tables):
    (tables.folder / "events.csv").unlink()
    file = tables.folder / "political_costs.csv"
    file.write_bytes(file.read_bytes() + b"\xff\xfe\n")
    rows = file.read_bytes().count(b"\n")
    assert [str(fault) for fault in check_facts(tables.folder)] == [
        "events.csv row 0, field -: the file is missing; add it, a header row alone will do",
        f"political_costs.csv row {rows}, field -: the text is not UTF-8; save the file as UTF-8",
    ]


def test_loading_refuses_wrong_tables_in_one_line(tables):
    tables.plant("controls", {"id": "CN-2025-18"}, effective="2025-13-01")
    with pytest.raises(FactsError, match=r"^controls.csv row \d+, field effective: .*DD$"):
        load_facts(tables.folder)
    tables.plant("events", {"id": "london-talks"}, kind="talk")
    with pytest.raises(FactsError, match=r"\(and 1 more; `detente data check` lists all\)$"):
        load_facts(tables.folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FactsError, match="no folder of facts tables at"):
        check_facts(tmp_path / "nowhere")


def test_every_table_has_a_file(tables):
    assert {file.stem for file in tables.folder.glob("*.csv")} >= set(TABLES)
