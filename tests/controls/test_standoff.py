"""The standoff as a file: lossless, and clear about what is wrong."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import StandoffError, UnknownCodeError
from detente.controls import (
    ClockMark,
    Figure,
    Mandate,
    Origin,
    Party,
    RedLine,
    Span,
    Standoff,
    Step,
    TabledControl,
    TabledIssue,
)

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30
)
SHARE = st.floats(0, 1)
FIGURE = st.tuples(SHARE, SHARE, SHARE).map(
    lambda v: Figure(low=min(v), central=sorted(v)[1], high=max(v))
)
ORIGIN = st.one_of(
    st.just(Origin()),
    st.builds(
        Origin,
        kind=st.just("article"),
        span=st.builds(Span, start=st.just(3), end=st.just(9), text=TEXT),
        register_id=st.none() | TEXT,
        words=TEXT,
    ),
)
CONTROL = st.builds(
    TabledControl,
    control=TEXT.filter(lambda name: name.strip()),
    register_ids=st.lists(TEXT, max_size=2),
    name=TEXT,
    imposer=st.just("CHN"),
    target=st.just("USA"),
    goods=st.lists(TEXT, min_size=1, max_size=3),
    effective=st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1)),
    intensity=FIGURE.filter(lambda figure: figure.central > 0),
    bound=SHARE,
    security=FIGURE,
    levels=st.lists(SHARE | st.sampled_from(["lifted"]), max_size=3),
    mandates=st.dictionaries(st.sampled_from(["USA"]), SHARE),
    origin=ORIGIN,
)
ISSUE = st.builds(
    TabledIssue,
    name=TEXT.map(lambda name: f"side issue {name}"),
    unit=TEXT,
    giver=st.just("CHN"),
    most=st.floats(1.0, 1e9),
    worth=st.builds(
        lambda gain, pain: {"USA": gain, "CHN": pain},
        FIGURE,
        FIGURE.map(lambda f: Figure(low=-f.high - 2, central=-f.central - 1, high=-f.low)),
    ),
    mandates=st.dictionaries(st.sampled_from(["USA", "CHN"]), SHARE),
    origin=ORIGIN,
)


@st.composite
def standoffs(draw):
    controls = draw(st.lists(CONTROL, max_size=3, unique_by=lambda c: c.control))
    red = [RedLine(control=c.control, goods=c.goods, origin=draw(ORIGIN)) for c in controls[:1]]
    return Standoff(
        name=draw(TEXT),
        on=draw(st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1))),
        parties=[Party(party="CHN", name="China"), Party(party="USA", name="United States")],
        controls=controls,
        side_issues=draw(st.lists(ISSUE, max_size=2, unique_by=lambda issue: issue.name)),
        red_lines=red,
        mandates=[Mandate(party="USA", words=draw(TEXT))],
        sequence=[Step(first="a", relation="before", second="b")],
        clock=[ClockMark(name="talks", date=draw(st.none() | st.dates()))],
    )


@given(standoffs())
def test_toml_loses_nothing(standoff):
    assert Standoff.from_toml_text(standoff.to_toml()) == standoff


def test_file_round_trip(tmp_path, london):
    path = tmp_path / "case.toml"
    london.save_toml(path)
    assert Standoff.from_toml(path) == london
    assert [p.name for p in tmp_path.iterdir()] == ["case.toml"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("bound = 1.0", "bound = 1.5"), "field controls.1.bound"),
        (("imposer", "imposr"), "field controls.1.imposr: no such field"),
        (("format = ", "formal = "), "field formal: no such field"),
        (("on = 2025", 'on = "x" #'), "field on"),
        (('name = "London"', "name = "), "not valid TOML"),
        (("low = 0.5", "low = 0.95"), "low 0.95 <= central 0.9"),
        (("low = 0.5", "low = -0.5"), "goes from -0.5 to 0.95: give the blocked share"),
        (("low = 0.5", "low = nan"), "low nan <= central 0.9"),
    ],
)
def test_a_wrong_field_is_named(london, change, words):
    text = london.to_toml()
    assert change[0] in text
    with pytest.raises(StandoffError, match=words.replace("(", r"\(")) as caught:
        Standoff.from_toml_text(text.replace(*change, 1))
    assert "\n" not in str(caught.value)


def test_inconsistent_standoffs_are_refused(london):
    with pytest.raises(ValueError, match="on the table twice"):
        Standoff(name="x", on=london.on, controls=[london.controls[0]] * 2)
    with pytest.raises(ValueError, match="not a party"):
        Standoff(
            name="x",
            on=london.on,
            parties=[Party(party="JPN", name="Japan")],
            controls=london.controls[:1],
        )
    with pytest.raises(ValueError, match="not on the table"):
        Standoff(name="x", on=london.on, red_lines=[RedLine(control="X", goods=["gallium"])])


def test_missing_file(tmp_path):
    with pytest.raises(StandoffError, match="there is no such file"):
        Standoff.from_toml(tmp_path / "none.toml")


def test_control_by_name(london):
    assert london.control("CN-2025-18").imposer == "CHN"
    with pytest.raises(UnknownCodeError, match="CN-2025-18"):
        london.control("CN-2025-81")


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "standoff.md"


def documented():
    """Every TOML block of the page, one after the other: one whole file."""
    page = DOCUMENT.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^```toml\n(.*?)^```", page, flags=re.DOTALL | re.MULTILINE))


def test_the_documented_file_is_one_and_shows_what_binds():
    case = Standoff.from_toml_text(documented())
    magnets, bought = case.controls[0], case.side_issues[0]
    assert magnets.levels == ["case-by-case", "general licence", "lifted"]
    assert magnets.mandates == {"USA": 0.5}
    assert (bought.giver, bought.unit, bought.most) == ("CHN", "million tonnes a year", 25.0)
    assert bought.worth["CHN"].central < 0 < bought.worth["USA"].central
    assert Standoff.from_toml_text(case.to_toml()) == case


def test_every_field_is_documented():
    page = DOCUMENT.read_text(encoding="utf-8")
    for record in (Standoff, TabledControl, TabledIssue):
        for field in record.model_fields:
            assert re.search(rf"\b{field}\b", page), f"{record.__name__}.{field}"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"case-by-case"', '"case by case"', "unknown licence level 'case by case'"),
        ('"case-by-case"', '"ban"', "level 'ban' blocks 100%, and CN-2025-18 blocks 90% today"),
        ('"case-by-case"', "1.2", "level 1.2 of CN-2025-18 is not a share"),
        ("mandates = { USA = 0.5 }", "mandates = { FRA = 0.5 }", "names FRA, which is not a party"),
        ("mandates = { USA = 0.5 }", "mandates = { USA = 5 }", "mandate of USA on CN-2025-18 is 5"),
        (
            "bound = 1.0",
            "bound = 0.2\nmandates = { CHN = 0.5 } #",
            "CHN contradicts itself on CN-2025-18: it asks for an easing of 50% and draws its",
        ),
        ("USA = 10.0", "USA = 30.0", "is 30 million tonnes a year: give 0 to 25"),
        ("USA = 10.0", "USA = -1.0", "is -1 million tonnes a year: give 0 to 25"),
        ("most = 25.0", "most = 0.0", "field side_issues.1.most"),
        ("most = 25.0", "most = inf", "field side_issues.1.most"),
        ('giver = "CHN"', 'giver = "USA"', "its worth to USA has to be below zero"),
        ('giver = "CHN"', 'giver = "NLD"', "its worth to NLD has to be below zero"),
        ("high = -0.001", "high = -0.005", "<= central -0.004 <= high -0.005 fails"),
        ("[side_issues.worth] ", "[side_issues.worht] ", "worht: no such field"),
        ("\nUSA = { low", "\nFRA = { low", "names FRA, which is not a party"),
        ('"soybean purchases"', '"CN-2025-18"', "'CN-2025-18' is on the table twice"),
    ],
)
def test_a_wrong_side_issue_level_or_mandate_is_one_clear_line(old, new, words):
    text = documented()
    assert old in text
    if "contradicts" in words:
        text = text.replace("mandates = { USA = 0.5 }", "#", 1)
    with pytest.raises(StandoffError, match=re.escape(words)) as caught:
        Standoff.from_toml_text(text.replace(old, new, 1))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_bare_number_is_no_day():
    text = Standoff(name="empty", on=dt.date(2025, 6, 10)).to_toml()
    text = re.sub(r"^on = .*$", "on = 5", text, count=1, flags=re.MULTILINE)
    with pytest.raises(StandoffError, match="field on: 5 is not a day; write YYYY-MM-DD"):
        Standoff.from_toml_text(text)
