"""Results of two installations are held against each other within a stated tolerance."""

import json
import math
from importlib import util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]


def load():
    spec = util.spec_from_file_location("same_results", ROOT / "tools/same_results.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SAME = load()
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.text(max_size=5),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("abcd"), inner, max_size=4)
    ),
    max_leaves=12,
)


def scaled(value, factor):
    if isinstance(value, dict):
        return {name: scaled(inner, factor) for name, inner in value.items()}
    if isinstance(value, list):
        return [scaled(inner, factor) for inner in value]
    return value * factor if isinstance(value, float) else value


@given(TREES, st.floats(1e-12, 9e-5))
def test_rounding_is_no_difference(tree, size):
    found = list(SAME.differences(tree, scaled(tree, 1 + size)))
    assert all(away <= SAME.RELATIVE for _, away in found)
    assert list(SAME.differences(tree, json.loads(json.dumps(tree)))) == []


@given(st.floats(0.1, 1e6), st.floats(2e-4, 0.5), st.lists(st.sampled_from("abc"), max_size=4))
def test_more_than_rounding_is_named_by_its_place(value, size, path):
    one, other = value, value * (1 + size)
    for name in path:
        one, other = {name: [one]}, {name: [other]}
    ((place, away),) = SAME.differences(one, other)
    assert away > SAME.RELATIVE
    assert place == "".join(f".{name}[0]" for name in reversed(path))


@given(st.text(max_size=4), st.text(max_size=4))
def test_words_are_the_same_or_not(one, other):
    found = [away for _, away in SAME.differences({"a": one}, {"a": other})]
    assert found == ([] if one == other else [math.inf])


@given(st.sampled_from(SAME.NAMES_IT), TREES, TREES)
def test_what_names_the_installation_is_left_out(name, one, other):
    assert list(SAME.differences({name: one}, {name: other})) == []


@pytest.mark.parametrize(("away", "code"), [(1e-5, 0), (1e-3, 1)])
def test_the_tool_says_by_its_exit_code(tmp_path, capsys, away, code):
    for name, value in (("a", 1.0), ("b", 1.0 + away)):
        (tmp_path / name).write_text(json.dumps({"versions": {"numpy": name}, "loss": value}))
    assert SAME.main([str(tmp_path / "a"), str(tmp_path / "b")]) == code
    assert "1 fields differ" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("codes", "ends", "warns"),
    [([0, 0, 0, 0], 0, False), ([0, 0, 1], 1, True), ([0, 0, 0, 1], 1, True), (["slow"], 1, True)],
)
def test_the_lane_without_constraints_warns_and_ends(monkeypatch, capsys, codes, ends, warns):
    import subprocess

    spec = util.spec_from_file_location("run", ROOT / "run.py")
    run = util.module_from_spec(spec)
    spec.loader.exec_module(run)
    left, steps = list(codes), []

    def call(step, timeout):
        steps.append([str(word) for word in step])
        code = left.pop(0)
        if code == "slow":
            raise subprocess.TimeoutExpired(step, timeout)
        return code

    monkeypatch.setattr(run.subprocess, "call", call)
    monkeypatch.setattr(run, "set_up", lambda kind: None)
    monkeypatch.setattr(run.venv, "create", lambda place, with_pip: None)
    assert run.main(["newest"]) == ends
    assert ("warning: newest versions" in capsys.readouterr().err) is warns
    assert not any("constraints" in word for step in steps for word in step)
