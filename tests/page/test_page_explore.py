"""Answers from the surface: what they must agree with, and the script's against Python's."""

import dataclasses
import itertools
import json
import shutil
import subprocess
from importlib import resources

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from page_case import small_run, small_runs, small_standoff

from detente import DetenteError
from detente import say as python_words
from detente.deal import Explorer, Game, bargain, stakes_of
from detente.deal.game.appraise import appraise
from detente.page._sentences import accept_words, balance_words, verdict_words
from detente.say import passes_in

RUNS, STAKES = small_runs(), stakes_of(small_standoff())
EXPLORER = Explorer.build(RUNS, STAKES)
NAMES = EXPLORER.game.names
shares = st.one_of(st.sampled_from([0.0, 0.25, 0.5, 1.0]), st.floats(0, 1))
packages = st.fixed_dictionaries(dict.fromkeys(NAMES, shares))
NODE = shutil.which("node")
STATIC = resources.files("detente.page") / "static"


@given(packages)
@example(dict.fromkeys(NAMES, 5e-324))
def test_costs_are_those_of_the_surface(package):
    row = np.array([[package[name] for name in EXPLORER.game.controls]])
    loss = small_run().surface.loss(row)[0]
    said = EXPLORER.answer(package)
    for one, expected in zip(said.parties, loss, strict=True):
        assert one.cost.central == pytest.approx(expected, rel=1e-7, abs=1e-7)
        assert one.cost.low <= one.cost.central <= one.cost.high
        assert np.mean(one.by_month) == pytest.approx(expected, rel=1e-6, abs=1e-7)


def test_it_says_what_an_appraisal_says():
    package = {"CN-2025-18": 1.0, "US-2025-EDA": 0.5, "US-2025-ethane": 1.0}
    said = EXPLORER.answer(package)
    held = appraise(RUNS, STAKES, package)
    assert said.accepted == held.accepted
    assert [one.gain.central for one in said.parties] == pytest.approx(
        [gain.central for gain in held.package.gains.values()]
    )
    assert {one.party: one.short for one in said.parties} == pytest.approx(dict(held.short))
    assert [one.most.central for one in said.limits] == pytest.approx(
        [one.most.central for one in held.limits]
    )


def test_a_red_line_and_a_level():
    assert EXPLORER.answer({"US-2025-H20": 0.5}).crossed == ("US-2025-H20",)
    assert not EXPLORER.answer({"US-2025-H20": 0.5}).accepted
    assert EXPLORER.game.steps[2] == (0.0, 0.5, 1.0)


def test_nothing_eased_changes_nothing():
    said = EXPLORER.answer({})
    for one in said.parties:
        assert one.cost.as_dict() == pytest.approx(one.today.as_dict(), rel=1e-12)
        assert one.gain.central == 0
    assert said.accepted


def test_leverage_passes_where_the_pressure_crosses():
    said = EXPLORER.answer({"CN-2025-18": 0.9})
    pressure = np.array([one.pressure for one in said.parties])
    least = [("USA", "CHN")[k] for k in pressure.argmin(axis=0)]
    assert all(one in {None, two} for one, two in zip(said.holders, least, strict=True))
    assert said.passes == passes_in(said.holders)


def test_leverage_is_held_only_where_the_ranges_part():
    """With the draws of the costs drawn together to the central one, the smaller pressure holds."""
    drawn = EXPLORER.game.drawn
    central = np.repeat(EXPLORER.game.central[:, :, None], drawn.shape[2], axis=2)
    sharp = dataclasses.replace(EXPLORER, game=dataclasses.replace(EXPLORER.game, drawn=central))
    package = {"CN-2025-18": 0.3}
    said, open_ = sharp.answer(package), EXPLORER.answer(package)
    pressure = np.array([one.pressure for one in said.parties])
    assert list(said.holders) == [("USA", "CHN")[k] for k in pressure.argmin(axis=0)]
    assert sum(one is None for one in open_.holders) >= sum(one is None for one in said.holders)


def test_the_map_is_that_of_the_bargain():
    deals = bargain(RUNS, STAKES)
    found = EXPLORER.map(deals.map.x_control, deals.map.y_control, {})
    assert found["exists"] == deals.map.exists.astype(int).tolist()
    assert found["x"]["values"] == deals.map.x_values.tolist()


def test_named_packages_bring_what_the_brief_says():
    deals = bargain(RUNS, STAKES)
    for package in (deals.nash, deals.kalai_smorodinsky, deals.equal_gains, deals.likeliest):
        said = EXPLORER.answer(package.easings)
        assert said.share == package.accepted_share
        for one in said.parties:
            wanted = package.gains[one.party]
            assert one.gain.as_dict() == pytest.approx(wanted.as_dict(), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("package", [{"nothing": 1.0}, {"US-2025-EDA": 1.5}])
def test_what_is_no_package_is_refused(package):
    with pytest.raises(DetenteError):
        EXPLORER.answer(package)


def test_a_map_of_what_may_not_be_eased_is_refused():
    with pytest.raises(DetenteError, match="may be eased"):
        EXPLORER.map("US-2025-H20", "CN-2025-18", {})


def in_node(script, given_):
    if NODE is None:
        pytest.skip("node is not installed; the browser tests hold the same")
    text = f"import * as all from '{(STATIC / 'surface.js')}';"
    text += f"import * as words from '{(STATIC / 'words.js')}';"
    text += f"import * as format from '{(STATIC / 'format.js')}';"
    text += "import fs from 'fs'; const given = JSON.parse(fs.readFileSync(0));"
    text += f"console.log(JSON.stringify({script}));"
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", text],
        input=json.dumps(given_),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def same(mine, other, where=""):
    """Equal in structure and words, and to 1e-9 in numbers."""
    if isinstance(mine, dict):
        assert mine.keys() == other.keys(), where
        for key in mine:
            same(mine[key], other[key], f"{where}.{key}")
    elif isinstance(mine, list):
        assert len(mine) == len(other), where
        for at, (one, two) in enumerate(zip(mine, other, strict=True)):
            same(one, two, f"{where}[{at}]")
    elif isinstance(mine, float | int) and not isinstance(mine, bool):
        assert other == pytest.approx(mine, rel=1e-9, abs=1e-11), where
    else:
        assert mine == other, where


def some_packages(count=60):
    rng = np.random.default_rng(5)
    drawn = np.where(
        rng.random((count, len(NAMES))) < 0.5,
        rng.choice([0.0, 0.5, 1.0], size=(count, len(NAMES))),
        rng.random((count, len(NAMES))),
    )
    return [{}, *(dict(zip(NAMES, row.tolist(), strict=True)) for row in drawn)]


def test_the_script_gives_pythons_answers():
    wanted = some_packages()
    axes = [EXPLORER.game.controls[one.control] for one in EXPLORER.thresholds]
    found = in_node(
        "given.packages.map((one) => [all.answer(given.table, one),"
        " all.dealMap(given.table, given.x, given.y, one)])",
        {"table": EXPLORER.payload(), "packages": wanted, "x": axes[0], "y": axes[1]},
    )
    for package, (answer, map_) in zip(wanted, found, strict=True):
        same(EXPLORER.answer(package).as_dict(), answer, "answer")
        same(EXPLORER.map(axes[0], axes[1], package), map_, "map")


def test_a_table_of_more_parties_and_other_floors():
    runs = small_runs(seed=3)
    stakes = stakes_of(small_standoff())
    object.__setattr__(stakes, "reservation", {"CHN": 0.2})
    explorer = Explorer.build(runs, stakes)
    assert isinstance(explorer.game, Game)
    wanted = some_packages(20)
    found = in_node(
        "given.packages.map((one) => all.answer(given.table, one))",
        {"table": explorer.payload(), "packages": wanted},
    )
    for package, answer in zip(wanted, found, strict=True):
        same(explorer.answer(package).as_dict(), answer)


def test_the_script_writes_numbers_as_python_does():
    rng = np.random.default_rng(2)
    sizes = 10.0 ** rng.uniform(-5, 4, 400)
    values = [0.0, 0.125, 1.25, 0.0005, 0.001, 999.6, -0.4, *(sizes * rng.choice([-1, 1], 400))]
    spread = [{"low": v - abs(v) * 0.6, "central": v, "high": v + abs(v) * 2} for v in values]
    parts = [0.0, 0.004, 0.125, 0.375, 0.62, 0.997, 1.0, *rng.random(100).tolist()]
    found = in_node(
        "{money: given.values.map(format.money), range: given.spread.map(format.moneyRange),"
        " gain: given.spread.map(format.gain), share: given.parts.map(format.perCent)}",
        {"values": values, "spread": spread, "parts": parts},
    )
    assert found["money"] == [python_words.money(v) for v in values]
    assert found["range"] == [python_words.money_range(v) for v in spread]
    assert found["gain"] == [python_words.utility(v) for v in spread]
    assert found["share"] == [python_words.per_cent(v) for v in parts]


def test_the_script_says_what_python_says():
    names = {"USA": "the United States", "CHN": "China"}
    labels = {name: f"control {name}" for name in NAMES}
    answers = [EXPLORER.answer(one).as_dict() for one in some_packages(80)]
    some = next(one for one in answers if any(one["package"].values()))
    answers += [
        {**some, "holders": list(one)} for one in itertools.product(["USA", "CHN", None], repeat=4)
    ]
    today = ["CHN", None, "USA"]
    answers.append(EXPLORER.answer({}).as_dict())
    found = in_node(
        "given.answers.map((one) => [words.verdictWords(one, given.names, given.labels),"
        " words.leverageWords(one, given.names, given.today), one.parties.map(words.acceptWords)])",
        {"answers": answers, "names": names, "labels": labels, "today": today},
    )
    for answer, said in zip(answers, found, strict=True):
        assert said == [
            verdict_words(answer, names, labels),
            balance_words(answer, names, today),
            [accept_words(one) for one in answer["parties"]],
        ]
