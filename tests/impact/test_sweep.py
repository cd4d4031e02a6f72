"""Sweeps: indices against closed forms, the same numbers wherever they run, and going on."""

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import ImpactError
from detente.controls import standoff_from_register
from detente.facts import load_facts
from detente.impact import Scenario, Study, two_piece
from detente.impact.sweep import Sobol, sweep

ETHANE = {
    "by": "input",
    "inputs": ("export_margin of ethane", "trade of ethane"),
    "samples": 32,
    "days": 31,
}


@pytest.fixture(scope="module")
def ethane():
    return standoff_from_register(["US-2025-ethane"], target="CHN")


@pytest.fixture(scope="module")
def swept(ethane):
    return sweep(ethane, **ETHANE)


def plan(names, **options):
    return Sobol(groups={name: name for name in names}, **({"seed": 0} | options))


def test_ishigami():
    """Ishigami and Homma (1990), a = 7, b = 0.1: variance 13.845, by hand from its integrals."""
    a, b = 7.0, 0.1
    whole = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    alone = (0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 0.0)
    joint = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    found = plan("xyz", samples=1024)
    x, y, z = (np.pi * (2 * found.quantiles[name] - 1) for name in "xyz")
    indices = found.indices(np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x))
    assert [one.name for one in indices] == ["x", "y", "z"]
    assert [one.first for one in indices] == pytest.approx([v / whole for v in alone], abs=0.03)
    total = [(alone[0] + joint) / whole, alone[1] / whole, joint / whole]
    assert [one.total for one in indices] == pytest.approx(total, abs=0.03)
    assert all(0 < one.total_error < 0.1 for one in indices)


def test_what_adds_up_has_no_interactions_and_groups_add_up():
    weights = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 0.0}
    groups = {"a": "ab", "b": "ab", "c": "c", "d": "d"}
    found = Sobol(groups=groups, samples=512, seed=3)
    assert found.runs == 512 * 5
    indices = found.indices(sum(w * found.quantiles[name] for name, w in weights.items()))
    shares = [5 / 14, 9 / 14, 0.0]
    assert [one.first for one in indices] == pytest.approx(shares, abs=0.03)
    assert [one.total for one in indices] == pytest.approx(shares, abs=0.03)


def test_what_does_not_vary_hangs_on_nothing():
    found = plan("ab", samples=8)
    assert [one.total for one in found.indices(np.full(found.runs, 3.0))] == [0.0, 0.0]


@settings(max_examples=15)
@given(st.data())
def test_a_failed_run_is_named_and_gives_no_index(data):
    found = plan("ab", samples=8)
    values = found.quantiles["a"] + found.quantiles["b"]
    failed = data.draw(st.sets(st.integers(0, found.runs - 1), min_size=1, max_size=5))
    values[list(failed)] = data.draw(st.sampled_from([np.nan, np.inf, -np.inf]))
    few = ", ".join(str(run + 1) for run in sorted(failed))
    with pytest.raises(ImpactError, match=f"run {few} of {found.runs} gave no finite number"):
        found.indices(values)


def test_the_same_seed_gives_the_same_indices():
    first, again = (plan("ab", samples=16, seed=s) for s in (0, 0))
    values = first.quantiles["a"] ** 2
    assert np.array_equal(first.quantiles["a"], again.quantiles["a"])
    assert first.indices(values) == again.indices(values)
    assert not np.array_equal(first.quantiles["a"], plan("ab", samples=16, seed=1).quantiles["a"])


@pytest.mark.parametrize(
    ("names", "samples", "words"),
    [("ab", 12, "power of 2"), ("ab", 4, "power of 2"), ("a", 8, "two")],
)
def test_plans_that_tell_nothing(names, samples, words):
    with pytest.raises(ImpactError, match=words):
        plan(names, samples=samples)


def test_values_must_be_those_of_the_plan():
    with pytest.raises(ImpactError, match="3 values for 32 runs"):
        plan("ab", samples=8).indices(np.zeros(3))


def test_a_product_of_two_inputs_on_the_real_engine(ethane):
    """The seller's loss is margin times trade, the buyer's hangs on trade alone."""
    found = sweep(ethane, **(ETHANE | {"samples": 128}))
    margin = load_facts().parameter("ethane", "export_margin")
    grid = (np.arange(20_000) + 0.5) / 20_000
    drawn = two_piece(grid, margin.low, margin.value, margin.high)
    buyers = found._base(found.losses[:, found.parties.index("CHN")])
    one, two = (float(np.var(v) / np.mean(v) ** 2) for v in (drawn, buyers))
    whole = one + two + one * two
    at = {index.name: index for index in found.indices("USA")}
    assert at["export_margin of ethane"].first == pytest.approx(one / whole, abs=0.06)
    assert at["trade of ethane"].first == pytest.approx(two / whole, abs=0.06)
    assert at["trade of ethane"].total == pytest.approx((two + one * two) / whole, abs=0.06)
    buyer = {index.name: index for index in found.indices("CHN")}
    assert buyer["export_margin of ethane"].total == 0.0
    assert buyer["trade of ethane"].total == pytest.approx(1.0, abs=0.06)


def test_a_run_is_the_study_at_its_quantiles(ethane, swept):
    row = 5
    quantiles = {name: values[row : row + 1] for name, values in swept.plan.quantiles.items()}
    study = Study(ethane, days=31, draws=1, quantiles=quantiles)
    alone = study.run([(Scenario(name="t", existed=(True,), easing=(0.0,)), 1)] * 2)
    usa = study.world.region_index("USA")
    assert swept.losses[row, swept.parties.index("USA")] == pytest.approx(
        alone.loss.mean(axis=1)[usa, 0], rel=1e-9
    )


def test_processes_give_the_same_digits(ethane):
    few = ETHANE | {"samples": 8}
    alone = sweep(ethane, **few)
    assert np.array_equal(sweep(ethane, **few, workers=1).losses, alone.losses)


def test_an_interrupted_sweep_goes_on(ethane, swept, tmp_path):
    place = tmp_path / "runs"
    seen = []

    def stop(done, total):
        seen.append((done, total))
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(ethane, **ETHANE, out=place, progress=stop)
    assert len(list(place.glob("part-*.parquet"))) == 1
    seen.clear()
    found = sweep(ethane, **ETHANE, out=place, progress=lambda *now: seen.append(now))
    assert seen == [(1, 2), (2, 2)]
    assert np.array_equal(found.losses, swept.losses)
    table = pq.read_table(place / "sweep.parquet")
    assert table.column_names == [*swept.plan.groups, *(f"loss {p}" for p in swept.parties)]
    assert table.num_rows == swept.plan.runs
    assert not list(place.glob("part-*"))
    with pytest.raises(ImpactError, match="something else"):
        sweep(ethane, **(ETHANE | {"seed": 1}), out=place)


def test_inputs_are_grouped_by_kind_and_by_good(ethane):
    options = {"samples": 8, "days": 31, "inputs": ("* of ethane", "intensity of *", "rebuild_*")}
    kinds = sweep(ethane, **options).plan.names
    goods = sweep(ethane, **options, by="good").plan.names
    assert {"stock_days", "trade", "intensity", "rebuild_days"} <= set(kinds)
    assert {"ethane", "US-2025-ethane", "rebuild_days"} <= set(goods)
    assert len(goods) < len(kinds)


def test_the_payload_is_the_result(swept):
    payload = swept.to_payload()
    assert payload["schema"] == "detente.sweep/1"
    assert payload["runs"] == 32 * 4
    usa = next(row for row in payload["parties"] if row["party"] == "USA")
    assert [one["name"] for one in usa["indices"]] == [i.name for i in swept.indices("USA")]
    assert usa["loss"]["low"] < usa["loss"]["median"] < usa["loss"]["high"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inputs": ("wishes of *",)}, "'wishes of"),
        ({"inputs": ("trade of ethane",)}, "at least two"),
        ({"workers": 0}, "workers is 0"),
        ({"samples": 10}, "power of 2"),
    ],
)
def test_what_cannot_be_swept(ethane, change, words):
    with pytest.raises(ImpactError, match=words):
        sweep(ethane, **(ETHANE | change))


def test_only_parties_have_indices(swept):
    with pytest.raises(ImpactError, match="'JPN' is no party"):
        swept.indices("JPN")
