"""Keeping it: closed forms, incentives, tranches, and the whole answer."""

import dataclasses
import datetime as dt
import itertools
import json
import math
import re
from pathlib import Path

import numpy as np
import pytest
from deal_games import losses, random_game, toy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from keeping_games import build, keeping, some_game, toy_game, wide

from detente._errors import DealError
from detente.cli._common import standoff_of
from detente.deal import Range, Rules, Stake, Stakes, abreu_gul, bargain, tranche_schedule
from detente.deal.game.stakes import SideIssue
from detente.deal.keeping.assumed import keeping_of
from detente.deal.keeping.breakdown import best_breach, outcomes
from detente.deal.keeping.incentives import breaches, largest_lag, promises, slack
from detente.deal.keeping.keep import Question, keep
from detente.deal.keeping.ladder import contributions
from detente.deal.keeping.trust import Trust, movable, run_down
from detente.deal.solutions.rubinstein import nash_weights

COSTS, GAINS, DELTA = (1.0, 1.5), (3.0, 4.0), 0.98
size = st.floats(0.05, 5.0)


def test_nash_weights_fall_with_the_hazard_of_a_stoppage():
    plain, hurried = nash_weights([0.95, 0.95]), nash_weights([0.95, 0.95], hazards=[0.2, 0.0])
    assert plain.tolist() == [0.5, 0.5]
    rate = -math.log(0.95)
    assert hurried[0] == pytest.approx(rate / (rate + rate + 0.2))
    with pytest.raises(DealError, match="zero or more"):
        nash_weights([0.9, 0.9], hazards=[-1.0, 0.0])


def test_tranches_with_small_hostages_shrink_by_the_published_ratio():
    """Lockwood and Thomas (2002): without hostages by the largest cost over discounted gain."""
    found = tranche_schedule(COSTS, GAINS, [1e-6] * 2, DELTA)
    middle = found[2:-2]
    assert middle[1:] / middle[:-1] == pytest.approx(0.38265, abs=5e-4)


@pytest.mark.parametrize(("hostage", "steps"), [(0.05, 5), (0.2, 3), (0.5, 2), (1.5, 1)])
def test_tranches_with_hostages_are_as_few_as_published(hostage, steps):
    found = tranche_schedule(COSTS, GAINS, [hostage] * 2, DELTA)
    assert len(found) == steps
    assert found.sum() == pytest.approx(1)
    if hostage == 0.05:
        assert found == pytest.approx([0.0469, 0.6019, 0.2301, 0.0878, 0.0333], abs=5e-5)


@given(
    costs=st.lists(size, min_size=2, max_size=3),
    margin=st.floats(1.05, 4.0),
    hostage=st.floats(0.02, 2.0),
    discount=st.floats(0.7, 1.0),
)
@settings(max_examples=60, deadline=None)
def test_no_tranche_tempts_anybody_and_one_fewer_would(costs, margin, hostage, discount):
    gains = [margin * cost / discount for cost in costs]
    found = tranche_schedule(costs, gains, [hostage] * len(costs), discount)
    assume(0 < len(found) < 40)
    for cost, gain in zip(costs, gains, strict=True):
        for n in range(len(found)):
            ahead = sum(discount ** (m - n) * found[m] for m in range(n + 1, len(found)))
            assert cost * found[n] <= hostage + (gain - cost) * ahead + 1e-9
    more = tranche_schedule(costs, gains, [2 * hostage] * len(costs), discount)
    assert len(more) <= len(found)
    turned = tranche_schedule(costs[::-1], gains[::-1], [hostage] * len(costs), discount)
    assert turned == pytest.approx(found)


def test_tranches_answer_hard_cases():
    assert len(tranche_schedule(COSTS, GAINS, [0.0, 1.0], DELTA)) == 0
    assert tranche_schedule(COSTS, GAINS, [math.inf] * 2, DELTA).tolist() == [1.0]
    assert tranche_schedule([0.0, 1.0], [1.0, 2.0], [0.0, 1.0], DELTA).tolist() == [1.0]
    for wrong in ([-1.0, 1.0], [math.nan, 1.0], [1.0]):
        with pytest.raises(DealError):
            tranche_schedule(wrong, GAINS, [1.0, 1.0], DELTA)
        with pytest.raises(DealError):
            tranche_schedule(COSTS, GAINS, wrong, DELTA)
    with pytest.raises(DealError, match="discount"):
        tranche_schedule(COSTS, GAINS, [1.0, 1.0], 0.0)


def test_the_war_of_attrition_is_the_published_one():
    talks = abreu_gul((0.7, 0.7), (0.1, 0.1), (0.1, 0.05))
    assert talks.hazards == pytest.approx((0.075, 0.075))
    assert talks.latest == pytest.approx(30.70, abs=5e-3)
    assert (talks.weaker, talks.at_once) == (1, pytest.approx(0.5))
    assert talks.never == pytest.approx(0.005)
    other = abreu_gul((0.7, 0.7), (0.1, 0.1), (0.05, 0.1))
    assert other.weaker == 0
    assert other.expected_delay == pytest.approx(talks.expected_delay)
    assert abreu_gul((0.7, 0.7), (0.1, 0.1), (0.1, 0.1)).weaker is None


def test_the_mean_delay_is_that_of_simulated_talks():
    demands, rates, stubborn = (0.8, 0.6), (0.2, 0.1), (0.1, 0.15)
    talks = abreu_gul(demands, rates, stubborn)
    rng = np.random.default_rng(1)
    times = []
    for side, hazard in enumerate(talks.hazards):
        wait = rng.exponential(1 / hazard, 400_000)
        if side == talks.weaker:
            wait[rng.random(len(wait)) < talks.at_once] = 0.0
        wait[wait > talks.latest] = np.inf  # stubborn
        times.append(wait)
    first = np.minimum(*times)
    assert np.isinf(first).mean() == pytest.approx(talks.never, abs=2e-3)
    assert first[np.isfinite(first)].mean() == pytest.approx(talks.expected_delay, rel=0.02)


@pytest.mark.parametrize(
    "wrong",
    [
        ((0.4, 0.5), (0.1, 0.1), (0.1, 0.1)),
        ((1.0, 0.5), (0.1, 0.1), (0.1, 0.1)),
        ((0.7, 0.7), (0.0, 0.1), (0.1, 0.1)),
        ((0.7, 0.7), (0.1, 0.1), (0.1, 1.0)),
    ],
)
def test_the_war_of_attrition_refuses_what_it_cannot_be(wrong):
    with pytest.raises(DealError, match="give"):
        abreu_gul(*wrong)


@given(
    kept=st.floats(-2, 5),
    extra=st.floats(0.01, 5),
    loss=st.floats(0.01, 8),
    rate=st.floats(0.01, 1.0),
    lag=st.floats(0.0, 24.0),
)
@settings(max_examples=150, deadline=None)
def test_the_slack_is_the_published_incentive_constraint(kept, extra, loss, rate, lag):
    broken, punished = kept + extra, kept - loss
    margin = float(slack(kept, broken, punished, rate=rate, lag=lag))
    ratio = (broken - kept) / (broken - punished)
    discount = math.exp(-rate)
    assert (margin >= 0) == (discount**lag >= ratio) or abs(discount**lag - ratio) < 1e-12
    longest = float(largest_lag(kept, broken, punished, rate=rate))
    assert slack(kept, broken, punished, rate=rate, lag=longest) == pytest.approx(0, abs=1e-7)


def test_a_lag_is_unbounded_without_temptation_and_nought_without_punishment():
    assert largest_lag(1.0, 0.5, 0.0, rate=0.1) == math.inf
    assert largest_lag(1.0, 2.0, 1.5, rate=0.1) == 0.0
    assert largest_lag(1.0, 1.2, 0.0, rate=0.1, stake=100.0) == math.inf
    assert largest_lag(1.0, 1.2, 0.0, rate=0.1, refill=100.0) == 0.0
    assert largest_lag(1.0, -9.0, 0.0, rate=0.1) == math.inf


def test_the_most_fragile_promise_of_the_toy():
    game = toy_game()
    trust = Trust.reading(keeping(game.parties), game)
    package = np.ones(5)
    found = promises(game, package, trust)
    by_party = {one.party: one for one in found}
    # u = (4.4, 4.0); the US saves by re-imposing EDA and engines, China magnets and heavy.
    assert by_party["USA"].controls == ("eda", "engines")
    assert by_party["USA"].temptation == pytest.approx(1.8)
    assert by_party["CHN"].controls == ("magnets", "heavy")
    assert by_party["CHN"].temptation == pytest.approx(2.5)
    assert by_party["CHN"].harm == pytest.approx(6.0)
    assert by_party["CHN"].against == "USA"
    assert found[0].party == "CHN"
    for one in found:
        i = game.parties.index(one.party)
        utility = game.utility(package[None])[0, i]
        terms = {"stake": trust.stake[i], "refill": one.refill}

        def at(rate, lag, utility=utility, one=one, terms=terms):
            off = utility * math.exp(-rate * float(trust.pause))
            off = utility * math.exp(-trust.rate[0] * float(trust.pause))
            return slack(utility, utility + one.temptation, off, rate=rate, lag=lag, **terms)

        months = 12 / 365
        assert one.slack == pytest.approx(float(at(one.rate, one.lag * months)))
        assert at(one.rate, one.survives_lag * months) == pytest.approx(0, abs=1e-6)
        assert at(one.survives_rate, one.lag * months) == pytest.approx(0, abs=1e-6)
        assert one.discount_needed == pytest.approx(math.exp(-one.survives_rate))
        assert one.kept


def test_milder_punishment_makes_promises_weaker():
    game = toy_game()
    trust = Trust.reading(keeping(game.parties), game)
    package = np.ones(5)
    severe = {one.party: one.slack for one in promises(game, package, trust)}
    mild = promises(game, package, trust, punishment="equivalent")
    assert all(one.slack <= severe[one.party] + 1e-9 for one in mild)
    zero = promises(game, package, trust, punishment="control-game", control_game=np.zeros(2))
    assert {one.party: one.slack for one in zero} == severe
    with pytest.raises(DealError, match="solve it first"):
        promises(game, package, trust, punishment="control-game")
    with pytest.raises(DealError, match="write one of"):
        promises(game, package, trust, punishment="sanctions")


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_no_own_reimposition_beats_the_one_that_is_named(seed):
    game = some_game(seed, parties=3, controls=4, draws=8)
    trust = Trust.reading(keeping(game.parties), game)
    package = np.random.default_rng(seed).uniform(0.1, 1, 4)
    for one in promises(game, package, trust):
        i = game.parties.index(one.party)
        gains = game.utility(breaches(game, package, i))[:, i] - game.utility(package[None])[0, i]
        assert one.temptation == pytest.approx(gains.max())


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_the_best_breach_on_a_grid_is_the_best_of_all_below(seed):
    rng = np.random.default_rng(seed)
    sizes, own = (2, 3, 2), np.array([0, 1])
    utility = rng.normal(size=(12, 3))
    found = best_breach(utility, sizes, own)
    places = list(itertools.product(*map(range, sizes)))
    for row, place in enumerate(places):
        below = [
            other
            for other, there in enumerate(places)
            if there[2] == place[2] and there[0] <= place[0] and there[1] <= place[1]
        ]
        assert found[row] == pytest.approx(utility[below].max(axis=0))


def test_outcomes_are_those_of_asking_draw_by_draw():
    game = some_game(3, controls=3, draws=6)
    assumed = keeping(game.parties, stock_days={"C0": wide(60.0)}, growth={("CHN", "C0"): 1.5})
    trust = Trust.drawn(assumed, game, rng=np.random.default_rng(0))
    late = run_down(game, assumed)
    found = outcomes(game, late, trust)
    packages = found.packages
    now, then = game.draw_utility(packages), late.draw_utility(packages)
    for draw in range(6):
        for row, package in enumerate(packages):
            good = package.any() and (now[:, row, draw] >= -1e-9).all()
            good = good and (now[:, row, draw] > 1e-9).any()
            for i in range(2):
                own = movable(game)[i]
                if not (package[own] > 0).any():
                    continue
                same = (packages[:, ~own] == package[~own]).all(axis=1)
                below = same & (packages[:, own] <= package[own]).all(axis=1)
                one = dataclasses.replace(
                    trust,
                    **{
                        f.name: getattr(trust, f.name)[..., draw]
                        for f in dataclasses.fields(trust)
                        if f.name != "worth"
                    },
                )
                margin = slack(
                    then[i, row, draw],
                    then[i, below, draw].max(),
                    one.punished(then[i, row, draw], 0.0, i),
                    rate=one.rate[i],
                    lag=one.lag[i],
                    stake=one.stake[i],
                    refill=one.refill(package)[i],
                )
                good = good and margin >= -1e-9
            assert found.good[row, draw] == good
    assert found.kept.tolist() == found.good.any(axis=0).tolist()
    assert (found.exists | ~found.kept).all()


@pytest.mark.parametrize("controls", [4, 12])
def test_contributions_add_up_to_the_utility(controls):
    game = some_game(5, parties=2, controls=controls, draws=2) if controls == 4 else _many(controls)
    package = np.random.default_rng(2).uniform(0.2, 1, controls)
    found = contributions(game, package)
    assert found.sum(axis=1) == pytest.approx(game.utility(package[None])[0])
    assert contributions(game, np.zeros(controls)).tolist() == np.zeros((2, controls)).tolist()


def _many(controls):
    rng = np.random.default_rng(0)
    owners = [("USA", "CHN")[k % 2] for k in range(controls)]
    pair = rng.uniform(-0.1, 0.1, (controls * (controls - 1) // 2, 2))
    runs = losses(
        rng.uniform(0, 2, (controls, 2)), pair=pair, owners=owners, parties=("USA", "CHN")
    )
    return build(runs, Stakes(), draws=2)


def question(game, package):
    gains = game.utility(package[None])
    return Question(name="nash", package=package, frontier=gains, thresholds={})


def ask(game, assumed, package):
    return keep(game, assumed, question(game, package), rng=np.random.default_rng(0), names={})


def test_the_whole_answer_of_the_toy():
    game = toy_game(draws=400)
    kept = ask(game, keeping(game.parties), np.ones(5))
    risk = kept.breakdown_risk
    assert risk.total == pytest.approx(risk.no_deal + risk.none_kept + risk.shock)
    assert 0 <= risk.total <= 1
    assert kept.schedule.credible
    assert kept.schedule.rungs[0].date == dt.date(2025, 6, 10)
    ends = {rung.control: rung.to_easing for rung in kept.schedule.rungs}
    assert ends == pytest.approx(dict.fromkeys(game.controls, 1.0))
    assert kept.breaks_first.first.party == "CHN"
    text = json.dumps(kept.as_dict(), allow_nan=False)
    assert set(json.loads(text)) == {
        "schedule",
        "breaks_first",
        "breakdown_risk",
        "value_of_information",
    }


def test_shocks_alone_end_a_deal_that_all_keep():
    """One control each, known values: a deal exists and is kept in every draw."""
    runs = losses([[0.0, 5.0], [5.0, 0.0]], owners=["A", "B"], parties=("A", "B"), draws=2)
    game = build(runs, Stakes(), draws=50)
    assumed = keeping(game.parties, hazard=Range.exactly(0.1))
    risk = ask(game, assumed, np.ones(2)).breakdown_risk
    assert (risk.no_deal, risk.none_kept) == (0, 0)
    assert risk.shock == pytest.approx(1 - math.exp(-1.2))


def test_relabelling_parties_and_controls_changes_nothing():
    runs, stakes = random_game(11, parties=2, controls=3)
    order, turn = [2, 0, 1], [1, 0]
    moved = dataclasses.replace(
        runs,
        controls=tuple(runs.controls[k] for k in order),
        owners=tuple(runs.owners[k] for k in order),
        parties=tuple(runs.parties[i] for i in turn),
        easings=runs.easings[:, order],
        loss=runs.loss[:, turn],
        held_out=runs.held_out[:, order],
        held_out_loss=runs.held_out_loss[:, turn],
        draw_alone=runs.draw_alone[:, order][:, :, turn],
        draw_together=runs.draw_together[:, turn],
    )
    one, two = build(runs, stakes), build(moved, stakes)
    assumed = keeping(one.parties, stock_days={"C0": wide(40.0)})
    package = np.array([1.0, 0.5, 1.0])
    left, right = ask(one, assumed, package), ask(two, assumed, package[order])
    assert left.schedule.steps == right.schedule.steps
    assert left.schedule.least_slack == pytest.approx(right.schedule.least_slack)
    assert left.schedule.validity.keys() == right.schedule.validity.keys()
    for a, b in zip(left.breaks_first.promises, right.breaks_first.promises, strict=True):
        one_way, other_way = a.as_dict(""), b.as_dict("")
        one_way.pop("controls"), other_way.pop("controls")
        assert one_way == pytest.approx(other_way)
        assert set(a.controls) == set(b.controls)
    for part in ("no_deal", "none_kept", "shock"):
        assert getattr(left.breakdown_risk, part) == pytest.approx(
            getattr(right.breakdown_risk, part)
        )


def test_a_party_without_a_control_has_no_promise_to_break():
    runs = losses([[0.0, 5.0, 1.0], [5.0, 0.0, 1.0]], owners=["A", "B"], parties=("A", "B", "C"))
    game = build(runs, Stakes(), draws=20)
    kept = ask(game, keeping(game.parties), np.ones(2))
    idle = next(one for one in kept.breaks_first.promises if one.party == "C")
    assert (idle.controls, idle.kept, idle.slack) == ((), True, math.inf)
    assert kept.notes == ("C has no control of its own, so it has no promise to break.",)
    assert kept.breakdown_risk.delay is None
    json.dumps(kept.as_dict(), allow_nan=False)


def test_who_faces_nobody_that_can_answer_breaks_its_word():
    runs = losses([[0.0, 5.0]], owners=["A"], parties=("A", "B"))
    stakes = Stakes(
        stakes=(Stake(party="A", control="C0", security=Range.exactly(1.0)),),
        side=(SideIssue(name="gift", worth={"A": Range.exactly(2.0)}),),
    )
    game = build(runs, stakes, draws=20)
    first = promises(game, np.ones(2), Trust.reading(keeping(game.parties), game))[0]
    assert (first.party, first.kept, first.lag) == ("A", False, math.inf)
    paid = dataclasses.replace(
        stakes,
        side=(SideIssue(name="gift", worth={"A": Range.exactly(2), "B": Range.exactly(-1)}),),
    )
    game = build(runs, paid, draws=20)
    found = {
        one.party: one
        for one in promises(game, np.ones(2), Trust.reading(keeping(game.parties), game))
    }
    assert found["A"].kept
    assert found["B"].controls == ("gift",)


def test_stakes_without_bound_need_no_schedule():
    game = toy_game(draws=20)
    assumed = keeping(game.parties, stake=dict.fromkeys(game.parties, Range.exactly(1e9)))
    kept = ask(game, assumed, np.ones(5))
    assert (kept.schedule.steps, kept.schedule.caution) == (1, 1.0)
    assert all(one.kept for one in kept.breaks_first.promises)
    assert kept.breakdown_risk.none_kept == 0


def test_no_deal_has_no_schedule():
    runs = losses([[0.1, 1.0], [1.0, 0.1]], owners=["A", "B"], parties=("A", "B"))
    stakes = Stakes(
        stakes=tuple(
            Stake(party=party, control=control, security=Range(low=5, central=6, high=9))
            for party, control in (("A", "C0"), ("B", "C1"))
        )
    )
    deals = bargain(runs, stakes, keeping=keeping(("A", "B")), rules=Rules(keeping_draws=50))
    assert deals.schedule is deals.breaks_first is None
    assert deals.breakdown_risk.no_deal == 1
    assert "No deal at central values, so there is no schedule to keep." in deals.notes
    assert bargain(runs, stakes).breakdown_risk is None
    assert bargain(runs, stakes).value_of_information == ()


def test_more_than_twelve_controls_are_said_to_be_too_many():
    game = _many(13)
    kept = ask(game, keeping(game.parties), np.ones(13))
    assert kept.breakdown_risk is None
    assert kept.notes[-1].startswith("More than 12 controls")
    assert kept.schedule is not None


def test_what_is_missing_is_named():
    game = toy_game(draws=5)
    with pytest.raises(DealError, match="detection lacks USA"):
        Trust.reading(keeping(game.parties, detection={"CHN": wide(5.0)}), game)
    nothing = Range.exactly(0.0)
    calm = keeping(game.parties, hazard=nothing, discount=dict.fromkeys(game.parties, nothing))
    with pytest.raises(DealError, match="above 0"):
        Trust.reading(calm, game)
    with pytest.raises(DealError, match="caution"):
        Trust.reading(keeping(game.parties), game, caution=2.0)


def test_caution_makes_every_promise_harder_to_keep():
    game = toy_game(draws=5)
    assumed = keeping(game.parties, stock_days={"magnets": wide(45.0)})
    slacks = [
        [one.slack for one in sorted(found, key=lambda one: one.party)]
        for caution in (-1, -0.5, 0, 0.5, 1)
        for found in [promises(game, np.ones(5), Trust.reading(assumed, game, caution=caution))]
    ]
    assert (np.diff(slacks, axis=0) < 0).all()


def test_stocks_that_fill_undo_a_promise_in_time():
    runs, stakes = toy()
    game = build(runs, stakes, draws=20)
    days = {"magnets": Range.exactly(300.0), "heavy": Range.exactly(300.0)}
    none = keeping(game.parties, punishment=None, rebuild=Range.exactly(1.5))
    stocked = dataclasses.replace(none, stock_days=days)
    before = {o.party: o for o in promises(game, np.ones(5), Trust.reading(none, game))}
    after = {o.party: o for o in promises(game, np.ones(5), Trust.reading(stocked, game))}
    assert before["USA"].kept
    assert not after["USA"].kept
    assert after["CHN"].slack == before["CHN"].slack
    # Half a month of use a month is worth (4 + 2) USD bn each; the slack is used up when that
    # worth, discounted over the lag, reaches it.
    usa = after["USA"]
    months = usa.holds * 12 / 365
    left = math.exp(-usa.rate * usa.lag * 12 / 365)
    assert 0.5 * months * 6 * left == pytest.approx(before["USA"].slack, rel=0.05)


def test_the_founding_case_says_who_said_what():
    standoff = standoff_of(None, None)
    found = keeping_of(standoff)
    assert {(one.control, one.commitment) for one in found.said} == {
        ("US-2022-1007", "refused"),
        ("US-2025-H20", "refused"),
        ("US-2025-EDA", "willing"),
        ("US-2025-ethane", "willing"),
        ("US-2025-engines", "willing"),
    }
    assert found.stock_days["CN-2025-18"].central == 45
    assert found.detection["CHN"].central > found.detection["USA"].central
    assert found.on == standoff.on


def test_the_code_of_the_page_runs(capsys):
    page = Path(__file__).resolve().parents[2] / "docs" / "methods" / "keeping.md"
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "keeping.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert printed == ["[0.0469, 0.6019, 0.2301, 0.0878, 0.0333]", "30.7", "0.5"]


def test_plain_words_say_each_case():
    game = toy_game(draws=60)
    names = {"USA": "the United States", "CHN": "China"}
    package = np.ones(5)

    def words(**changes):
        assumed = keeping(game.parties, **changes)
        kept = keep(
            game, assumed, question(game, package), rng=np.random.default_rng(0), names=names
        )
        said = [one.words for one in kept.value_of_information]
        return kept.schedule.words, " ".join(kept.breaks_first.words), said

    schedule, promise, learnt = words()
    assert schedule.startswith(
        "One swap at the same time is enough, with all figures on trust 100%"
    )
    assert "China would save $2.5 bn a month by re-imposing magnets and heavy" in promise.replace(
        "\xa0", " "
    )
    assert "it would break it if the answer took over" in promise
    assert all(text.startswith(("Knowing what", "Knowing how")) for text in learnt)
    calm = dict.fromkeys(game.parties, Range.exactly(1e9))
    schedule, promise, _ = words(stake=calm)
    assert "Nothing calls for a limit in time on licences of China" in schedule
    assert "whatever the lag" in promise
    slow = dict.fromkeys(game.parties, Range.exactly(900.0))
    nothing = dict.fromkeys(game.parties, Range.exactly(0.0))
    schedule, promise, _ = words(detection=slow, stake=nothing)
    assert schedule == (
        "No schedule makes this package credible: even at the most trusting ends of the ranges "
        "some party gains by breaking it."
    )
    assert "it is not credible as it is" in promise
    days = {"magnets": Range.exactly(400.0), "heavy": Range.exactly(400.0)}
    _, promise, _ = words(stock_days=days, rebuild=Range.exactly(1.5), punishment=None)
    assert "The United States would save" in promise
    assert "by then its stocks have grown so far that breaking it is worth more" in promise
