"""One package against the values: gains by hand, limits that are exactly the tipping points."""

import dataclasses

import numpy as np
import pytest
from deal_games import brute_utility, random_game, toy
from hypothesis import given
from hypothesis import strategies as st

from detente._errors import DealError, UnknownCodeError
from detente.deal import Range
from detente.deal.game.appraise import appraise

ALL = dict.fromkeys(("eda", "ethane", "engines", "magnets", "heavy"), 1.0)


def test_the_toy_with_everything_eased():
    found = appraise(*toy(), ALL)
    gains = found.package.gains
    assert (gains["USA"].central, gains["CHN"].central) == pytest.approx((4.4, 4.0))
    assert found.accepted
    assert found.short == {"USA": 0.0, "CHN": 0.0}
    most = {limit.control: limit.most.central for limit in found.limits}
    assert most == pytest.approx(
        {"eda": 5.4, "ethane": 4.4, "engines": 5.2, "magnets": 5.0, "heavy": 5.5}
    )


def test_a_side_that_only_gives_is_short_by_what_it_gives():
    found = appraise(*toy(), {"magnets": 1.0, "heavy": 0.5})
    assert not found.accepted
    assert found.short["CHN"] == pytest.approx(1.75)
    assert found.short["USA"] == 0.0
    assert all("does not accept" in limit.words for limit in found.limits)


@given(seed=st.integers(0, 50), share=st.floats(0.1, 1.0), at=st.integers(0, 2))
def test_a_limit_is_where_its_owner_tips(seed, share, at):
    runs, stakes = random_game(seed)
    easings = {name: share if k == at else 1.0 for k, name in enumerate(runs.controls)}
    found = appraise(runs, stakes, easings, draws=8)
    gains = brute_utility(runs, stakes, np.array([list(easings.values())]))[0]
    for party, gain in zip(runs.parties, gains, strict=True):
        assert found.package.gains[party].central == pytest.approx(gain, abs=1e-9)
    limit = next(one for one in found.limits if one.control == runs.controls[at])
    if limit.most.central == 0:
        return
    tipped = tuple(
        dataclasses.replace(one, security=Range.exactly(limit.most.central))
        if one.control == limit.control
        else one
        for one in stakes.stakes
    )
    again = appraise(runs, dataclasses.replace(stakes, stakes=tipped), easings, draws=8)
    assert again.package.gains[limit.party].central == pytest.approx(0.0, abs=1e-9)


def test_red_lines_are_named_and_refuse():
    runs, stakes = toy()
    found = appraise(runs, dataclasses.replace(stakes, bounds={"eda": 0.5}), ALL)
    assert found.crossed == ("eda",)
    assert not found.accepted
    assert found.package.accepted_share == 0.0
    assert found.as_dict()["crossed"] == ["eda"]


@pytest.mark.parametrize(
    ("easings", "error", "says"),
    [
        ({"ede": 1.0}, UnknownCodeError, "eda"),
        ({"eda": 1.5}, DealError, "from 0 to 1"),
        ({"eda": 0.0}, DealError, "eases nothing"),
    ],
)
def test_faults(easings, error, says):
    with pytest.raises(error, match=says):
        appraise(*toy(), easings)
