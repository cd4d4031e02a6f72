"""The packed table of all countries, and countries apart from their regions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import UnknownCodeError, WorldError
from detente.world import World, listed_countries
from detente.world._countries import STEPS, _split, pack


@pytest.fixture(scope="module")
def apart():
    return World.load(apart=["POL", "LTU"], outside=["QAT"])


@given(st.floats(0, 1), st.floats(1e-3, 1e9))
def test_packing_errs_by_no_more_than_it_says(share, whole):
    packed = pack(np.array([[share * whole]]), np.array([whole]))
    back = (int(packed[0, 0]) / STEPS) ** 2
    assert abs(back - share) <= np.sqrt(share) / STEPS + 1 / (4 * STEPS**2) + 1e-12


def test_nothing_apart_is_the_usual_table(embedded):
    world = World.load(apart=["DEU"])
    assert world.regions == embedded.regions
    assert (world.flows == embedded.flows).all()


def test_the_packed_table_merges_to_the_usual_one(embedded):
    merged = _split(embedded, ())
    assert merged.regions == embedded.regions
    np.testing.assert_allclose(merged.output, embedded.output, rtol=1e-9)
    off = np.abs(merged.flows - embedded.flows).sum() / embedded.flows.sum()
    assert off < 0.004
    for region in embedded.regions:
        assert merged.gdp(region) == pytest.approx(embedded.gdp(region), rel=5e-4)


def test_countries_stand_apart_and_their_region_keeps_the_rest(embedded, apart):
    assert apart.regions == (*embedded.regions, "LTU", "POL", "QAT")
    assert not {"POL", "LTU"} & set(apart.members["XEU"])
    assert set(apart.members["XEU"]) | {"POL", "LTU"} == set(embedded.members["XEU"])
    assert apart.region_names["POL"] == "Poland"
    assert all(check.passed for check in apart.check())
    parts = sum(apart.output[apart.region_slice(code)] for code in ("XEU", "POL", "LTU"))
    np.testing.assert_allclose(parts, embedded.output[embedded.region_slice("XEU")], rtol=1e-9)
    assert apart.gdp("POL") > 8 * apart.gdp("LTU") > 0
    assert apart.manifest["apart"] == ["LTU", "POL"]


def test_a_country_outside_has_no_economy_and_says_so(apart, tmp_path):
    assert apart.outside == ("QAT",)
    assert apart.output[apart.region_slice("QAT")].sum() == 0
    with pytest.raises(WorldError, match="economy of QAT is not in the table"):
        apart.gdp("QAT")
    apart.save(tmp_path)
    assert World.load(tmp_path).outside == ("QAT",)
    assert apart.aggregate({"QAT": "XME"}).outside == ()


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        ({"apart": ["QAT"]}, UnknownCodeError, "QAT"),
        ({"outside": ["POL"]}, WorldError, "set it apart instead"),
        ({"apart": ["POL"], "folder": "somewhere"}, WorldError, "packaged table"),
    ],
)
def test_what_cannot_be_is_refused(asked, error, words):
    with pytest.raises(error, match=words):
        World.load(**asked)


def test_every_country_of_the_usual_regions_is_listed(embedded):
    inside = {country for members in embedded.members.values() for country in members}
    assert inside == listed_countries()
    assert len(inside) == 80
