"""Hindcast cases: the packaged ones are sound, and a wrong one is refused in one line."""

import shutil
from pathlib import Path

import pytest

from detente._errors import FactsError, UnknownCodeError
from detente.facts import HINDCASTS_FOLDER, QUANTITIES, hindcast_names, load_facts, load_hindcast

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", hindcast_names())
def test_packaged_case_is_sound(name):
    case = load_hindcast(name)
    assert case.name == name
    assert len(case.sha256) == 64
    assert {row.source for row in case.happened} <= {source.id for source in case.sources}
    assert all(source.url for source in case.sources if source.evidence != "judgement")
    assert any(not path.known for path in case.case.paths)
    if any(control.get("register_ids") for control in case.case.standoff["controls"]):
        assert any(path.known for path in case.case.paths)


def test_the_cases_of_the_record():
    assert set(hindcast_names()) >= {"rare-earths-2025", "gallium-germanium-2023"}


def test_observations_are_referred_to_and_not_repeated():
    rows = [row for row in load_hindcast("rare-earths-2025").happened if row.quantity == "exports"]
    total = {row.when.month: row.value for row in rows if row.region == "*"}
    index = [0.54, 0.26, 0.66, 1.15, 1.27, 1.19, 1.13, 1.27, 1.23]
    assert [total[month] for month in range(4, 13)] == pytest.approx(index, abs=0.006)
    assert {row.file for row in rows} == {"observations.csv"}
    assert not (HINDCASTS_FOLDER / "rare-earths-2025" / "happened.csv").exists()


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_quantity_is_documented(quantity):
    page = (DOCS / "methods" / "backtest.md").read_text(encoding="utf-8")
    assert f"`{quantity}`" in page


@pytest.fixture
def folder(tmp_path):
    """A copy of a packaged case in which a test may plant faults."""
    copy = tmp_path / "mine"
    shutil.copytree(HINDCASTS_FOLDER / "gallium-germanium-2023", copy)
    return copy


def plant(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_of_ones_own_reads_like_a_packaged_case(folder):
    mine, packaged = load_hindcast(folder), load_hindcast("gallium-germanium-2023")
    assert mine.happened == packaged.happened
    assert mine.sha256 == packaged.sha256
    plant(folder / "happened.csv", "250 kg", "a quarter of a tonne")
    assert load_hindcast(str(folder)).sha256 != packaged.sha256


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "happened.csv",
            ",gage-oct,,250 kg",
            ",gage-okt,,250 kg",
            "happened.csv row 4, field source",
        ),
        (
            "happened.csv",
            "exports,gallium,*,2023-09",
            "exports,galium,*,2023-09",
            "did you mean one of gall",
        ),
        (
            "happened.csv",
            "gallium,USA,2023-12-15",
            "gallium,UAS,2023-12-15",
            "field region: unknown region",
        ),
        (
            "happened.csv",
            "0.036,0.031,0.049,1,",
            "0.036,0.031,0.049,day,",
            "exports has unit '1', not 'day'",
        ),
        ("happened.csv", "0.036,0.031", "0.036,0.041", "order low <= value <= high"),
        ("happened.csv", "at least", "not before", "write one of: equal, at least or at most"),
        ("happened.csv", ",ge-jul,yes,", ",ge-jul,maybe,", "write yes or leave it empty"),
        ("happened.csv", "gallium,*,2023-09-01", "gallium,*,2023-08-01", "stands already in row 2"),
        ("happened.csv", "*,2024-07-01,equal", "*,2024-09-01,equal", "lies outside 365 days"),
        ("happened.csv", "weak,note", "weak,remark", "the column is missing"),
        (
            "path.csv",
            "permits,CN-2023-23,*,2023-08-01",
            "permit,CN-2023-23,*,2023-08-01",
            "no path of kind points",
        ),
        (
            "path.csv",
            "*,2023-10-31,blocked",
            "*,2023-10-31,approved",
            "blocked or approved, not both",
        ),
        ("path.csv", "0.85,0.6,0.97", "1.85,0.6,0.97", "outside 0 to 1"),
        ("path.csv", "0.85,0.6,0.97,share", "0.85,0.6,0.97,day", "blocked has unit 'share'"),
        ("case.toml", "spread = 0.45", "spread = 4.5", "field months.1.spread"),
        (
            "case.toml",
            "spread = 0.45",
            "growth = { low = 0.2, central = 0.1, high = 0.3 }\nspread = 0.45",
            "are not in order",
        ),
        ("case.toml", "known = false", "known = true", "add one with known = false"),
        ("case.toml", 'name = "permits"', 'name = "record"', "two paths have one name"),
        ("case.toml", 'kind = "points"', 'kind = "ponts"', "field paths.2.kind"),
        ("case.toml", "days = 365", "days = 5", "field days"),
        ("case.toml", "days = 365", "days 365", "not valid TOML"),
        ("case.toml", 'title = "', 'tilte = "', "field title"),
    ],
)
def test_faults_are_named(folder, file, old, new, says):
    plant(folder / file, old, new)
    with pytest.raises(FactsError) as caught:
        load_hindcast(folder)
    assert says in str(caught.value)
    assert str(caught.value).startswith("mine/")
    assert "\n" not in str(caught.value)


def test_months_name_a_source(folder):
    plant(folder / "case.toml", 'source = "gage-before"', 'source = "gage-befor"')
    with pytest.raises(UnknownCodeError, match="gage-before"):
        load_hindcast(folder)


def test_points_are_needed_where_a_path_has_them(folder):
    (folder / "path.csv").unlink()
    with pytest.raises(FactsError, match="path 'permits' has no points"):
        load_hindcast(folder)


def test_something_must_have_happened(folder):
    (folder / "happened.csv").unlink()
    with pytest.raises(FactsError, match="nothing happened"):
        load_hindcast(folder)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("first = 2025-04-01", "first = 2031-04-01", "no observation magnet_exports"),
        ("base = 2024-07-01", "base = 2024-08-01", "to serve as base"),
    ],
)
def test_observations_that_are_not_there(tmp_path, field, value, says):
    copy = tmp_path / "mine"
    shutil.copytree(HINDCASTS_FOLDER / "rare-earths-2025", copy)
    plant(copy / "case.toml", field, value)
    if "2031" in value:
        plant(copy / "case.toml", "last = 2025-12-01", "last = 2031-12-01")
    with pytest.raises(FactsError, match=says):
        load_hindcast(copy)


def test_where_there_is_no_case(tmp_path):
    with pytest.raises(UnknownCodeError, match="did you mean one of rare-earths-2025"):
        load_hindcast("rare-earth-2025")
    with pytest.raises(FactsError, match="no such folder"):
        load_hindcast(tmp_path / "nowhere")
    with pytest.raises(FactsError, match=r"case.toml: the file is missing"):
        load_hindcast(tmp_path, load_facts())
