"""The five-control toy of the method's section 5, against its published numbers."""

import json

import numpy as np
import pytest
from deal_games import TOY_CN, TOY_US, brute_utility, corners, toy

from detente.deal import Rules, bargain, grid
from detente.deal.game.acceptance import acceptable
from detente.deal.solutions.frontier import pareto
from detente.deal.solutions.kalai_smorodinsky import ideal_gains


@pytest.fixture(scope="module")
def answer():
    runs, stakes = toy(spread=0.2)
    return bargain(runs, stakes)


@pytest.fixture(scope="module")
def corner_answer():
    runs, stakes = toy(spread=0.2)
    return bargain(runs, stakes, levels=(0, 1), rules=Rules(refine=False))


def test_21_of_32_packages_are_acceptable_the_status_quo_among_them(corner_answer):
    utility = corners(5) @ np.array([TOY_US, TOY_CN]).T
    assert acceptable(utility, np.zeros(2), tolerance=1e-9).sum() == 21
    assert (corner_answer.accepted, corner_answer.tried) == (20, 31)


def test_six_packages_are_pareto_and_four_of_them_acceptable(corner_answer):
    utility = corners(5) @ np.array([TOY_US, TOY_CN]).T
    assert len(pareto(utility, tolerance=1e-9)) == 6
    assert len(corner_answer.frontier) == 4


@pytest.mark.parametrize("rule", ["nash", "kalai_smorodinsky", "equal_gains"])
def test_on_the_corners_all_three_rules_ease_everything(corner_answer, rule):
    package = getattr(corner_answer, rule)
    assert set(package.easings.values()) == {1.0}
    assert package.gains["USA"].central == pytest.approx(4.4)
    assert package.gains["CHN"].central == pytest.approx(4.0)


def test_nash_product_is_17_6_and_refining_does_not_move_it(answer):
    gains = [gain.central for gain in answer.nash.gains.values()]
    assert np.prod(gains) == pytest.approx(17.6, abs=1e-6)
    assert set(answer.nash.easings.values()) == {1.0}


def test_continuous_kalai_smorodinsky_point(answer):
    package = answer.kalai_smorodinsky
    assert package.easings["heavy"] == pytest.approx(0.8394, abs=1e-4)
    assert [package.easings[c] for c in ("eda", "ethane", "engines", "magnets")] == [1, 1, 1, 1]
    assert package.gains["USA"].central == pytest.approx(4.0787, abs=1e-4)
    assert package.gains["CHN"].central == pytest.approx(4.2410, abs=1e-4)
    assert package.gains["USA"].central / (6.2 - 1 / 3) == pytest.approx(0.6952, abs=1e-4)
    assert package.gains["CHN"].central / 6.1 == pytest.approx(0.6952, abs=1e-4)


def test_equal_gains_are_equal(answer):
    usa, chn = answer.equal_gains.gains["USA"].central, answer.equal_gains.gains["CHN"].central
    assert usa == pytest.approx(chn, abs=1e-4)
    assert usa == pytest.approx(4.4 - 2 * 4 / 35, abs=1e-4)  # 4.4 - 2h = 4.0 + 1.5h


def test_utilities_are_those_of_the_definition():
    runs, stakes = toy()
    packages = grid(((0.0, 0.5, 1.0),) * 5)
    expected = packages @ np.array([TOY_US, TOY_CN]).T
    assert brute_utility(runs, stakes, packages) == pytest.approx(expected)
    assert ideal_gains(expected, (expected >= -1e-9).all(axis=1)) == pytest.approx([5.8, 6.0])


def test_payload_has_the_contract_keys_and_is_json(answer):
    payload = answer.to_payload()
    assert list(payload) == [
        "surface_error",
        "utilities",
        "accepted",
        "frontier",
        "nash",
        "kalai_smorodinsky",
        "equal_gains",
        "solutions",
        "compensation",
        "notes",
        "verdict",
        "conditional",
        "exists_if",
        "map",
    ]
    package_keys = {"name", "easings", "gains", "accepted_share", "words"}
    assert package_keys == set(payload["nash"]) == set(payload["frontier"][0])
    assert set(payload["map"]) == {"x", "y", "exists", "assumed", "words"}
    assert set(payload["exists_if"][0]) == {
        "party",
        "control",
        "threshold",
        "assumed",
        "holds",
        "words",
    }
    assert set(payload["surface_error"]) == {
        "mean_abs",
        "max_abs",
        "relative",
        "held_out",
        "trained",
        "bound",
        "unit",
    }
    again = json.loads(json.dumps(payload, allow_nan=False))
    assert again["nash"]["gains"]["USA"]["central"] == pytest.approx(4.4)
    assert len(again["map"]["exists"]) == len(again["map"]["y"]["values"])


def test_words_say_who_does_what():
    runs, stakes = toy()
    names = {"CHN": "China", "USA": "the United States", "eda": "chip-design software"}
    deals = bargain(runs, stakes, names=names)
    assert deals.nash.words.startswith(
        "The United States lifts chip-design software, ethane and engines; "
        "China lifts magnets and heavy. Gains a month against today: "
        "the United States +$4.4\xa0bn"
    )
    assert deals.kalai_smorodinsky.words.startswith("The United States")
    assert "China lifts magnets, eases heavy by 84%" in deals.kalai_smorodinsky.words


def test_same_seed_same_payload():
    runs, stakes = toy(spread=0.2)
    one, two = (bargain(runs, stakes, seed=5).to_payload() for _ in range(2))
    assert one == two
