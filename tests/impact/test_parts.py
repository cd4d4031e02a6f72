"""Parts of the goods layer: every state is stepped, once, and a packed run is the run itself."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.impact._batch import Scenario, Study
from detente.impact.goods.day import Plan
from detente.impact.goods.parts import Part, packed, parts_of

NONE = np.array([], dtype=np.intp)


def _part(controls, like):
    return Part(
        goods=NONE,
        pairs=NONE,
        users=NONE,
        controls=np.array(controls),
        like=np.array(like),
        drawn=(np.arange(float(len(like)))[np.array(like)],),
        content=(),
    )


@settings(max_examples=50)
@given(st.data())
def test_every_part_finds_what_it_does_in_each_column(data):
    controls, columns, draws = 4, data.draw(st.integers(1, 12)), 3
    owner = [data.draw(st.integers(0, 2)) for _ in range(controls)]
    level = st.sampled_from([0.0, 0.5, 1.0])
    existed, easing = (
        np.array([[data.draw(one) for _ in range(columns)] for _ in range(controls)])
        for one in (st.sampled_from([0.0, 1.0]), level)
    )
    plan = Plan(
        existed=existed,
        easing=easing,
        draw=np.array([data.draw(st.integers(0, draws - 1)) for _ in range(columns)]),
    )
    parts = [
        _part([one == p for one in owner], [0, data.draw(st.sampled_from([0, 1])), 2])
        for p in range(3)
    ]
    own, at = packed(parts, plan)
    assert len(own.draw) <= columns
    for part, where in zip(parts, at, strict=True):
        mine = part.controls[:, None]
        asked = plan.existed * mine
        np.testing.assert_array_equal((own.existed * mine)[:, where], asked)
        np.testing.assert_array_equal((own.easing * mine)[:, where] * asked, plan.easing * asked)
        calm = ~asked.any(axis=0)
        assert (calm | (part.like[own.draw[where]] == part.like[plan.draw])).all()


@pytest.fixture(scope="module")
def study(london_module):
    return Study(london_module, days=40, draws=3)


def test_a_packed_run_is_the_run_of_each_column(study):
    assert len(study.parts) > 1
    count = len(study.levers)
    ways = [
        ([k == 0 for k in range(count)], [0.5] * count),
        ([True] * count, [0.5 * (k % 3) for k in range(count)]),
        ([k > 0 for k in range(count)], [0.25] * count),
    ]
    columns = [
        (Scenario(name=str(n), existed=tuple(existed), easing=tuple(easing)), draw)
        for n, (existed, easing) in enumerate(ways)
        for draw in (0, 2)
    ]
    many = study.run(columns, keep_paths=range(len(columns)))
    whole = dataclasses.replace(study.model, part=np.zeros_like(study.model.part))
    study.model, study.parts = whole, parts_of(whole, study.levers)  # nothing is shared any more
    same = study.run(columns, keep_paths=range(len(columns)))
    for name in ("loss", "first_shortage", "shipments", "need_met", "price", "shipments_daily"):
        np.testing.assert_allclose(getattr(many, name), getattr(same, name), rtol=1e-6, atol=1e-9)
