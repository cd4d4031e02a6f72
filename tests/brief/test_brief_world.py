"""The world map: every region has a shape, small states are seen, nothing crosses the map."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import bare, payload

from detente.brief.charts._world import (
    ALWAYS_SEEN,
    class_edges,
    country_costs,
    world_figure,
    world_shapes,
)
from detente.brief.view import View
from detente.facts import load_facts


def test_every_member_of_a_region_has_a_shape() -> None:
    shapes = world_shapes()["countries"]
    assert {m for row in load_facts().regions for m in row.members} <= set(shapes)
    assert all(shapes[code]["disc"] for code in (*ALWAYS_SEEN, "MLT"))
    assert len(shapes["AUS"]["d"]) > 500  # not replaced by the islands that share its number


def test_no_line_jumps_across_the_map() -> None:
    for code, shape in world_shapes()["countries"].items():
        for ring in shape["d"].strip("MZ").split("ZM"):
            xs = [float(pair.split()[0]) for pair in ring.split("L")]
            jumps = [abs(b - a) for a, b in itertools.pairwise(xs)]
            assert max(jumps) < 300, code


@given(st.floats(1e-4, 1e4))
def test_classes_rise_and_end_below_the_highest(highest: float) -> None:
    edges = class_edges(highest)
    assert edges == sorted(set(edges))
    assert len(edges) == 4
    assert edges[-1] <= highest < 2.6 * edges[-1]


def test_the_map_paints_what_the_table_says() -> None:
    view = View(payload())
    figure = world_figure(view)
    costs = country_costs(view)
    assert {code for code, _ in costs.values()} <= {row[0] for row in figure.table.rows}
    painted = len(re.findall(r'<path d="[^"]*" class="map-(?:\d|gain)"', str(figure.body)))
    assert painted == sum(code in world_shapes()["countries"] for code in costs)
    assert figure.says


def test_nothing_to_map_is_said() -> None:
    assert "nothing to map" in str(world_figure(View(bare())).body)


@pytest.mark.parametrize("value", [0.033, 6.6, 120.0])
def test_edges_are_round(value: float) -> None:
    assert all(f"{edge:.0e}"[0] in "125" for edge in class_edges(value))
