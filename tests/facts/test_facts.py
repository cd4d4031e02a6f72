"""Loading, look-ups, and the errors of look-ups."""

import datetime as dt
import subprocess
import sys

import pytest

from detente._errors import UnknownCodeError
from detente.facts import TABLES, TABLES_FOLDER, FigureRow, load_facts

FACTS = load_facts()
MAGNET = "ndfeb-magnet"


def test_the_shipped_tables_are_read_once():
    assert load_facts() is FACTS
    assert FACTS.folder == TABLES_FOLDER


def test_another_folder_gives_the_same_facts(tables):
    other = load_facts(tables.folder)
    assert other is not FACTS
    assert other.sha256 == load_facts(TABLES_FOLDER).sha256
    assert other.goods == FACTS.goods


def test_the_hash_changes_with_one_cell(tables):
    tables.plant("political_costs", {"control": "CN-2025-18"}, high="2")
    assert load_facts(tables.folder).sha256 != FACTS.sha256


def test_every_row_knows_its_file_and_line(tables):
    row = FACTS.control("CN-2025-18")
    line = tables.line("controls", id="CN-2025-18")
    assert (row.file, row.line) == ("controls.csv", line)
    assert row.where == f"controls.csv row {line}"


def test_lookups_by_code():
    assert FACTS.good(MAGNET).stages == ("mine", "separated-oxide", "metal", "magnet")
    assert FACTS.source("judgement").evidence == "judgement"
    assert FACTS.party("EU").region == ("DEU", "FRA", "ITA", "NLD", "XEU")
    assert FACTS.sector("C29").name == "Motor vehicles"
    assert "POL" in FACTS.region("XEU").members
    assert FACTS.event("london-talks").date == dt.date(2025, 6, 9)
    assert FACTS.control("US-2025-EDA").lifted == dt.date(2025, 7, 2)


@pytest.mark.parametrize(
    ("lookup", "code", "near"),
    [
        ("good", "ndfeb-magnets", MAGNET),
        ("control", "CN-2025-19", "CN-2025-18"),
        ("source", "usgs-mcs-2023", "usgs-mcs-2024"),
        ("party", "CNH", "CHN"),
        ("sector", "C302T3", "C302T309"),
        ("region", "DUE", "DEU"),
        ("event", "london-talk", "london-talks"),
    ],
)
def test_an_unknown_code_names_the_nearest(lookup, code, near):
    with pytest.raises(UnknownCodeError) as error:
        getattr(FACTS, lookup)(code)
    assert near in error.value.near


@pytest.mark.parametrize(
    ("code", "regions"),
    [("USA", ("USA",)), ("POL", ("XEU",)), ("XEU", ("XEU",)), ("MMR", ("XAS",)), ("TJK", ("ROW",))],
)
def test_countries_lie_in_regions(code, regions):
    assert FACTS.regions_of(code) == regions


def test_a_bloc_lies_in_several_regions_and_an_unknown_country_in_none():
    assert set(FACTS.regions_of("EU")) == {"DEU", "FRA", "ITA", "NLD", "XEU"}
    with pytest.raises(UnknownCodeError):
        FACTS.regions_of("ATL")


def test_a_parameter_falls_back_to_all_regions():
    assert FACTS.parameter(MAGNET, "transit_days", "JPN").region == "JPN"
    assert FACTS.parameter(MAGNET, "transit_days", "DEU") is FACTS.parameter(MAGNET, "transit_days")


def test_an_unknown_parameter_or_good_is_refused():
    with pytest.raises(UnknownCodeError, match="stock_days"):
        FACTS.parameter(MAGNET, "stock_day")
    with pytest.raises(UnknownCodeError, match=MAGNET):
        FACTS.parameter("ndfeb", "stock_days")


def test_own_user_rows_stand_before_those_for_all_regions():
    own = {row.sector: row.region for row in FACTS.users_of(MAGNET, "USA")}
    rest = {row.sector: row.region for row in FACTS.users_of(MAGNET, "AUS")}
    assert own["C29"] == "USA"
    assert own["C27"] == "*"
    assert set(rest.values()) == {"*"}
    assert len(FACTS.users_of(MAGNET)) > len(own)


def test_suppliers_at_the_good_s_own_stage_and_another():
    assert {row.stage for row in FACTS.supply_of(MAGNET)} == {"magnet"}
    assert {row.stage for row in FACTS.supply_of(MAGNET, "separated-oxide")} == {"separated-oxide"}
    with pytest.raises(UnknownCodeError):
        FACTS.supply_of("ndfeb")


def test_dependence_falls_back_to_the_share_of_world_supply():
    assert FACTS.dependence_of(MAGNET, "USA", "CHN").file == "dependence.csv"
    assert FACTS.dependence_of(MAGNET, "AUS", "CHN").file == "supply_shares.csv"
    assert FACTS.dependence_of(MAGNET, "AUS", "AUS") is None
    assert FACTS.dependence_of(MAGNET, "AUS", "BRA") is None


def test_inputs_trade_and_stakes():
    assert {row.input for row in FACTS.inputs_of(MAGNET)} >= {"dysprosium", "light-rare-earths"}
    assert FACTS.inputs_of("ethane") == ()
    assert FACTS.trade_of("ethane", "USA", "CHN").unit == "USD bn per year"
    assert FACTS.trade_of("ethane", "USA", "DEU") is None
    assert FACTS.security_value("CN-2025-18", "CHN").high > 0
    assert FACTS.security_value("CN-2025-18", "USA") is None
    assert FACTS.political_cost("CN-2025-18", "CHN").low >= 0


def test_observations_of_a_series():
    months = FACTS.observations_of("magnet_exports", MAGNET, "USA")
    assert [row.date for row in months] == sorted(row.date for row in months)
    assert len(FACTS.observations_of("magnet_exports", MAGNET)) > len(months)
    assert FACTS.observations_of("magnet_exports", "ethane") == ()


def test_every_figure_and_statement_has_a_known_source():
    cited = {
        row.source for name in TABLES for row in getattr(FACTS, name) if hasattr(row, "source")
    }
    assert cited <= {row.id for row in FACTS.sources}


def test_every_figure_has_a_range():
    for name in TABLES:
        for row in getattr(FACTS, name):
            if isinstance(row, FigureRow):
                assert row.low <= row.value <= row.high, row.where


def test_facts_bring_no_heavy_package_in():
    code = (
        "import sys, detente.facts as f; f.load_facts();"
        "print([m for m in ('pandas', 'numpy', 'scipy', 'spacy', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_values_by_class_are_wide_and_hold_what_the_register_says_of_the_class():
    facts = load_facts()
    groups = {row.good: row.group for row in facts.goods}
    for row in facts.default_values:
        assert 0 < row.low <= row.value / 5
        assert row.high >= 5 * row.value
    for table, measure in (("security_values", "security"), ("political_costs", "political")):
        for value in getattr(facts, table):
            control = facts.control(value.control)
            classes = {groups[good] for good in control.goods if good in groups}
            for name in classes:
                row = facts.default_value(measure, "*", name)
                assert row.low <= value.value <= row.high, (value.control, name)


def test_a_value_by_class_is_found_from_the_nearest_row():
    facts = load_facts()
    assert facts.default_value("security", "ban", "chips").instrument == "ban"
    assert facts.default_value("security", "licence", "food").good_class == "food"
    assert facts.default_value("security", "ban", "no such class").instrument == "ban"
    assert facts.default_value("security", "no such", "no such").good_class == "*"
