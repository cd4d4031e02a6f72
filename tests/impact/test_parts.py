"""Parts of the goods layer: every state is stepped, once, and a packed run is the run itself."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.impact._batch import Scenario
from detente.impact._study import Study
from detente.impact.goods.day import Plan
from detente.impact.goods.parts import Part, packed, parts_of, same_states, side_by_side

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


@settings(max_examples=50)
@given(st.data())
def test_fewer_draws_side_by_side_hold_what_each_part_does(data):
    draws, parts = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 4))
    moves = np.array([[data.draw(st.booleans()) for _ in range(draws)] for _ in range(parts)])
    values = np.where(moves, 1.0 + np.arange(draws), 0.0)
    alone = [_part([True], [0, *np.where(row, 1 + np.arange(draws), 0)]) for row in moves]
    own = side_by_side(alone)
    assert own.max() <= moves.any(axis=0).sum()
    assert (own[:, 1:] > 0).tolist() == moves.tolist()
    for part, row in enumerate(own[:, 1:]):  # a draw of the fewer is one state of a part
        taken = row[moves[part]]
        assert len(set(taken.tolist())) == len(taken)
    few = np.zeros((parts, own.max() + 1))
    np.put_along_axis(few, own[:, 1:], values, axis=1)
    few[:, 0] = 0.0
    one = [
        dataclasses.replace(part, drawn=(np.array([0.0, *row]),))
        for part, row in zip(alone, values, strict=True)
    ]
    other = [dataclasses.replace(part, drawn=(row,)) for part, row in zip(alone, few, strict=True)]
    assert same_states(one, other, own)
    if own.max():
        spoilt = dataclasses.replace(other[0], drawn=(few[0] + 1.0,))
        assert not same_states(one, [spoilt, *other[1:]], own)


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
