"""What the standoff file says reaches the bargain: side issues, levels, mandates, red lines."""

import datetime as dt

import pytest
from deal_games import losses
from keeping_games import build

import detente
from detente._errors import DealError
from detente.controls import Figure, Party, Standoff, TabledControl, TabledIssue
from detente.deal import Rules, bargain, stakes_of
from detente.deal._from_standoff import _names
from detente.deal.game.appraise import appraise
from detente.deal.keeping.breakdown import _levels

ON = dt.date(2025, 6, 10)
RULES = ("nash", "kalai_smorodinsky", "equal_gains")


def exactly(value):
    return Figure(low=value, central=value, high=value)


def around(value):
    low, high = sorted((0.8 * value, 1.2 * value))
    return Figure(low=low, central=value, high=high)


def control(name, imposer, target, *, good="gallium", **changes):
    fields = {
        "control": name,
        "name": f"Control of {name}",
        "imposer": imposer,
        "target": target,
        "goods": [good],
        "effective": dt.date(2025, 4, 4),
        "intensity": exactly(0.9),
    }
    return TabledControl(**(fields | changes))


def purchases(**changes):
    fields = {
        "name": "soybean purchases",
        "unit": "million tonnes",
        "giver": "CHN",
        "most": 20.0,
        "worth": {"USA": around(0.1), "CHN": around(-0.04)},
    }
    return TabledIssue(**(fields | changes))


def standoff(*controls, **changes):
    sides = [Party(party="USA", name="United States"), Party(party="CHN", name="China")]
    return Standoff(name="two", on=ON, parties=sides, controls=list(controls), **changes)


def one_sided(**changes):
    """Only the United States has a control, and would miss it."""
    case = standoff(control("chips", "USA", "CHN", security=exactly(1.0)), **changes)
    return losses([[0.2, 3.0]], owners=["USA"], parties=("USA", "CHN"), controls=["chips"]), case


def swap(**changes):
    """One control each; both gain by lifting both."""
    case = standoff(
        control("chips", "USA", "CHN", security=exactly(0.5), **changes.pop("chips", {})),
        control("magnets", "CHN", "USA", security=exactly(0.8), **changes.pop("magnets", {})),
        **changes,
    )
    runs = losses(
        [[0.1, 2.0], [3.0, 0.2]],
        owners=["USA", "CHN"],
        parties=("USA", "CHN"),
        controls=["chips", "magnets"],
    )
    return runs, case


def through_a_file(case):
    return Standoff.from_toml_text(case.to_toml())


def test_a_side_issue_makes_a_deal_where_none_was():
    runs, alone = one_sided()
    assert not bargain(runs, stakes_of(alone)).exists
    runs, paid = one_sided(side_issues=[purchases()])
    deals = bargain(runs, stakes_of(through_a_file(paid)))
    assert deals.exists
    share = deals.equal_gains.easings["soybean purchases"]
    # Twenty units are worth 2.0 to one and cost the other 0.8; lifting costs 0.8 and brings 3.0.
    gains = deals.equal_gains.gains
    eased = deals.equal_gains.easings["chips"]
    assert gains["USA"].central == pytest.approx(2.0 * share - 0.8 * eased, abs=1e-6)
    assert gains["CHN"].central == pytest.approx(3.0 * eased - 0.8 * share, abs=1e-6)


def test_the_sentence_says_how_much_of_a_side_issue_there_is():
    runs, case = one_sided(side_issues=[purchases()])
    deals = bargain(runs, stakes_of(case), names=_names(case))
    assert "soybean purchases (20 million tonnes): " in deals.nash.words


def test_a_mandate_in_units_binds_every_package():
    runs, case = one_sided(side_issues=[purchases(mandates={"USA": 15.0})])
    deals = bargain(runs, stakes_of(through_a_file(case)))
    assert deals.levels["soybean purchases"][0] == pytest.approx(0.75)
    for package in (*deals.frontier, *(getattr(deals, rule) for rule in RULES)):
        assert package.easings["soybean purchases"] >= 0.75 - 1e-9


def test_levels_restrict_packages_to_their_steps():
    runs, free = swap()
    assert bargain(runs, stakes_of(free)).levels["chips"] == (0.0, 0.25, 0.5, 0.75, 1.0)
    named = {"chips": {"levels": ["lifted", "case-by-case"]}, "magnets": {"levels": [0.5]}}
    runs, case = swap(**named)
    deals = bargain(runs, stakes_of(through_a_file(case)))
    assert deals.levels["chips"] == pytest.approx((0.0, 1 - 0.45 / 0.9, 1.0))
    assert deals.levels["magnets"] == (0.0, 0.5)
    for package in (*deals.frontier, *(getattr(deals, rule) for rule in RULES)):
        assert package.easings["magnets"] == 0.5
        assert min(abs(package.easings["chips"] - step) for step in (0.5, 1.0)) < 1e-9


def test_a_level_that_blocks_what_is_blocked_today_is_as_today():
    _, case = swap(chips={"levels": ["ban", "lifted"], "intensity": exactly(1.0)})
    assert stakes_of(case).levels["chips"] == (0.0, 1.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"magnets": {"bound": 0.25, "mandates": {"USA": 0.5}}},
        {"magnets": {"levels": [0.25], "mandates": {"USA": 0.5}}},
    ],
    ids=["red line", "levels"],
)
def test_what_one_asks_and_the_other_rules_out_is_no_deal_and_says_why(changes):
    runs, case = swap(**changes)
    deals = bargain(runs, stakes_of(through_a_file(case)))
    assert not deals.exists
    assert deals.notes[0] == (
        "No deal can suit all: USA signs nothing unless magnets is eased by 50%, and no more than "
        "25% is for sale."
    )


def test_a_mandate_holds_in_the_risk_while_breaches_go_back_to_nothing():
    runs, case = swap(magnets={"mandates": {"USA": 0.6}}, chips={"levels": [0.5, 1.0]})
    chips, magnets = _levels(build(runs, stakes_of(case), draws=8))
    assert chips == (0.0, 0.5, 1.0)
    assert magnets == (0.0, 0.6, 0.75, 1.0)


def test_a_given_package_is_held_against_mandates_and_levels():
    runs, case = swap(magnets={"mandates": {"USA": 0.6}}, chips={"levels": [0.5, 1.0]})
    stakes = stakes_of(case)
    short = appraise(runs, stakes, {"chips": 0.5, "magnets": 0.5})
    assert short.missed == ("magnets",)
    assert not short.accepted
    assert short.package.accepted_share == 0.0
    fine = appraise(runs, stakes, {"chips": 0.5, "magnets": 0.6})
    assert fine.missed == ()
    assert fine.accepted
    with pytest.raises(DealError, match="chips is eased by 70%, and its levels are 0%, 50%, 100%"):
        appraise(runs, stakes, {"chips": 0.7, "magnets": 0.6})


def test_from_the_file_to_the_deal(tmp_path, london):
    """The whole way on the engine: China's controls are red lines, so only purchases can pay."""
    for entry in london.controls:
        entry.bound = 1.0 if entry.control == "US-2025-EDA" else 0.0
    eda = london.control("US-2025-EDA")
    eda.security, eda.levels = exactly(5.0), ["case-by-case", "lifted"]
    impact = detente.simulate(london, days=31, draws=2)
    coarse = Rules(refine=False, keeping_draws=50)
    london.save_toml(tmp_path / "alone.toml")
    alone = detente.bargain(
        Standoff.from_toml(tmp_path / "alone.toml"), impact=impact, rules=coarse
    )
    worth = {"USA": exactly(100.0), "CHN": exactly(-1e-6)}
    london.side_issues = [purchases(worth=worth, most=1.0, mandates={"USA": 0.5})]
    london.save_toml(tmp_path / "paid.toml")
    paid = detente.bargain(Standoff.from_toml(tmp_path / "paid.toml"), impact=impact, rules=coarse)
    assert not alone.exists
    assert paid.exists
    assert set(paid.levels["US-2025-EDA"]) == set(stakes_of(london).levels["US-2025-EDA"]) | {0.0}
    for package in paid.frontier:
        assert package.easings["US-2025-EDA"] in paid.levels["US-2025-EDA"]
        assert package.easings["soybean purchases"] >= 0.5
