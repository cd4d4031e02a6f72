"""The standoff as a file: lossless, and clear about what is wrong."""

import datetime as dt

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
    control=TEXT,
    register_ids=st.lists(TEXT, max_size=2),
    name=TEXT,
    imposer=st.just("CHN"),
    target=st.just("USA"),
    goods=st.lists(TEXT, min_size=1, max_size=3),
    effective=st.dates(dt.date(2018, 1, 1), dt.date(2026, 1, 1)),
    intensity=FIGURE,
    bound=SHARE,
    security=FIGURE,
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
    with pytest.raises(StandoffError, match="cannot be read"):
        Standoff.from_toml(tmp_path / "none.toml")


def test_control_by_name(london):
    assert london.control("CN-2025-18").imposer == "CHN"
    with pytest.raises(UnknownCodeError, match="CN-2025-18"):
        london.control("CN-2025-81")
