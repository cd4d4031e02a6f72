"""The whole bargain: properties, many parties, red lines, no deal, size."""

import dataclasses
import datetime as dt
import time
import tracemalloc

import numpy as np
import pytest
from deal_games import Losses, brute_utility, losses, quadratic, random_game, toy
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DetenteError
from detente.controls import Figure, Party, Standoff, TabledControl
from detente.deal import Range, Rules, Stake, Stakes, bargain, grid, stakes_of
from detente.deal.game.stakes import SideIssue

RULES = ("nash", "kalai_smorodinsky", "equal_gains")


def central(package):
    return np.array([gain.central for gain in package.gains.values()])


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 3))
@settings(max_examples=8, deadline=None)
def test_no_named_package_leaves_anybody_worse_off(seed, parties):
    runs, stakes = random_game(seed, parties=parties)
    deals = bargain(runs, stakes)
    named = [getattr(deals, rule) for rule in RULES if deals.exists]
    for package in (*deals.frontier, *named):
        easings = np.array([list(package.easings.values())])
        assert central(package) == pytest.approx(brute_utility(runs, stakes, easings)[0], abs=1e-7)
        assert (central(package) >= -1e-8).all()
        assert central(package).max() > 0
        for gain in package.gains.values():
            assert gain.low <= gain.central <= gain.high
    assert (deals.nash is None) == (not deals.exists)


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 3))
@settings(max_examples=6, deadline=None)
def test_refining_is_never_worse_than_the_grid(seed, parties):
    runs, stakes = random_game(seed, parties=parties)
    refined, coarse = bargain(runs, stakes), bargain(runs, stakes, rules=Rules(refine=False))
    assert refined.exists == coarse.exists
    if not refined.exists:
        return
    assert np.prod(central(refined.nash)) >= np.prod(central(coarse.nash)) * (1 - 1e-9)
    least, grid_least = (central(deals.equal_gains).min() for deals in (refined, coarse))
    assert least >= grid_least * (1 - 1e-9)


@pytest.mark.parametrize("seed", [*range(6), 156, 5026])
def test_refined_solutions_are_at_least_as_good_as_a_fine_brute_force(seed):
    """The search is local, so the games are fixed; two once caught it in a poorer optimum."""
    runs, stakes = random_game(seed, parties=2 + seed % 2)
    deals = bargain(runs, stakes)
    fine = grid((tuple(np.linspace(0, 1, 21)),) * 3)
    utility = brute_utility(runs, stakes, fine)
    gains = utility[(utility >= -1e-9).all(axis=1)]
    top = gains.max(axis=0)
    if not deals.exists or not (gains > 1e-6).all(axis=1).any():
        pytest.skip("no deal in this game")
    product = np.prod(np.maximum(gains, 0), axis=1).max()
    # The ideal point of Kalai-Smorodinsky is refined too, so its shares get some room.
    assert np.prod(central(deals.nash)) >= product * 0.999
    assert (central(deals.kalai_smorodinsky) / top).min() >= (gains / top).min(axis=1).max() - 0.03
    assert central(deals.equal_gains).min() >= gains.min(axis=1).max() * 0.999


@given(seed=st.integers(0, 100_000))
@settings(max_examples=8, deadline=None)
def test_frontier_is_the_brute_force_frontier(seed):
    runs, stakes = random_game(seed)
    deals = bargain(runs, stakes, levels=(0, 0.5, 1))
    packages = grid(((0.0, 0.5, 1.0),) * 3)
    utility = brute_utility(runs, stakes, packages)
    good = utility[(utility >= -1e-9).all(axis=1) & (packages > 0).any(axis=1)]
    best = [a for a in good if not any((b >= a).all() and (b > a + 1e-9).any() for b in good)]
    best = [a for a in best if a.max() > 1e-9]
    assert len(deals.frontier) == len(best)
    found = sorted(central(package).round(6).tolist() for package in deals.frontier)
    assert np.array(found).reshape(-1, 2) == pytest.approx(
        np.array(sorted(a.round(6).tolist() for a in best)).reshape(-1, 2), abs=2e-6
    )


@given(
    seed=st.integers(0, 100_000), order=st.permutations(range(3)), turn=st.permutations(range(3))
)
@settings(max_examples=8, deadline=None)
def test_relabelling_parties_and_controls_permutes_the_answer(seed, order, turn):
    runs, stakes = random_game(seed, parties=3)
    order, turn = list(order), list(turn)
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
    one = bargain(runs, stakes, rules=Rules(refine=False))
    two = bargain(moved, stakes, rules=Rules(refine=False))
    assert (one.accepted, one.share_of_draws) == (two.accepted, two.share_of_draws)
    assert len(one.frontier) == len(two.frontier)
    for rule in RULES if one.exists else ():
        left, right = getattr(one, rule), getattr(two, rule)
        assert dict(left.easings) == dict(right.easings)
        for party in runs.parties:
            for end in ("low", "central", "high"):
                assert getattr(left.gains[party], end) == pytest.approx(
                    getattr(right.gains[party], end), abs=1e-9
                )


@given(seed=st.integers(0, 100_000), factor=st.sampled_from([0.05, 7.0]))
@settings(max_examples=6, deadline=None)
def test_scaling_one_partys_money_moves_neither_nash_nor_kalai_smorodinsky(seed, factor):
    runs, stakes = random_game(seed)
    scale = np.array([factor, 1.0])
    scaled = dataclasses.replace(
        runs,
        loss=runs.loss * scale,
        held_out_loss=runs.held_out_loss * scale,
        draw_alone=runs.draw_alone * scale,
        draw_together=runs.draw_together * scale,
    )

    def times(one):
        size = factor if one.party == runs.parties[0] else 1.0
        parts = {
            name: Range(**{k: size * v for k, v in getattr(one, name).as_dict().items()})
            for name in ("security", "political")
        }
        return dataclasses.replace(one, **parts)

    one = bargain(runs, stakes, rules=Rules(refine=False))
    two = bargain(
        scaled,
        dataclasses.replace(stakes, stakes=tuple(map(times, stakes.stakes))),
        rules=Rules(refine=False),
    )
    assert one.exists == two.exists
    for rule in ("nash", "kalai_smorodinsky") if one.exists else ():
        before, after = central(getattr(one, rule)), central(getattr(two, rule))
        assert after == pytest.approx(before * scale, rel=1e-6, abs=1e-7)


def test_acceptance_share_counts_the_draws():
    """One control, one draw of losses: accepted while the security value is below the loss."""
    runs = losses([[1.0, 1.0]], owners=["A"], parties=("A", "B"), draws=1)
    stakes = Stakes(
        stakes=(Stake(party="A", control="C0", security=Range(low=0.0, central=0.5, high=2.0)),)
    )
    deals = bargain(runs, stakes, levels=(0, 1), rules=Rules(draws=4000))
    # two-piece triangular (0, .5, 2): P(X > 1) = ((2 - 1) / 1.5)^2 / 2 = 2/9
    assert deals.share_of_draws == pytest.approx(7 / 9, abs=1e-3)
    assert deals.nash.accepted_share == pytest.approx(7 / 9, abs=1e-3)
    gain = deals.nash.gains["A"]
    assert gain.low == pytest.approx(1 - (2 - 1.5 * 0.1**0.5), abs=5e-3)
    assert gain.high == pytest.approx(1 - 0.5 * 0.1**0.5, abs=5e-3)
    assert list(deals.nash.gains["B"].as_dict().values()) == pytest.approx([1.0] * 3)


def test_no_deal_is_an_answer():
    runs = losses([[0.1, 1.0], [1.0, 0.1]], owners=["A", "B"], parties=("A", "B"))
    stakes = Stakes(
        stakes=tuple(
            Stake(party=party, control=control, security=Range(low=5, central=6, high=9))
            for party, control in (("A", "C0"), ("B", "C1"))
        )
    )
    deals = bargain(runs, stakes)
    assert (deals.exists, deals.accepted, deals.share_of_draws) == (False, 0, 0.0)
    assert deals.likeliest is None
    assert deals.nash is deals.kalai_smorodinsky is deals.equal_gains is None
    assert deals.frontier == ()
    assert deals.notes[0].startswith("No deal")
    payload = deals.to_payload()
    assert payload["nash"] is None
    assert payload["frontier"] == []
    assert not any(row["holds"] for row in payload["exists_if"])


def test_no_deal_at_central_values_names_the_package_most_draws_accept():
    runs = losses([[0.0, 1.0], [1.0, 0.0]], owners=["A", "B"], parties=("A", "B"))
    stakes = Stakes(
        stakes=tuple(
            Stake(party=party, control=control, security=Range(low=0.2, central=1.2, high=3))
            for party, control in (("A", "C0"), ("B", "C1"))
        )
    )
    deals = bargain(runs, stakes, levels=(0, 1), rules=Rules(draws=500))
    assert not deals.exists
    assert deals.likeliest.easings == {"C0": 1.0, "C1": 1.0}
    # Each accepts with P(X < 1) = ((1 - .2) / (1.2 - .2)) ** 2 / 2; they are drawn apart.
    assert deals.share_of_draws == pytest.approx(0.32**2, abs=0.03)
    assert deals.likeliest.accepted_share == deals.share_of_draws
    assert deals.notes[1].startswith(
        "The package that is a deal in the most draws: A lifts C0; B lifts C1. Gains"
    )


def test_everything_a_red_line_is_said():
    runs, stakes = toy()
    deals = bargain(runs, dataclasses.replace(stakes, bounds=dict.fromkeys(runs.controls, 0.0)))
    assert deals.tried == 0
    assert deals.exists_if == ()
    assert "Nothing to trade: every control on the table is a red line." in deals.notes


def test_red_lines_bind_every_named_package():
    runs, stakes = toy()
    deals = bargain(runs, dataclasses.replace(stakes, bounds={"eda": 0.0, "magnets": 0.6}))
    for package in (*deals.frontier, *(getattr(deals, rule) for rule in RULES)):
        assert package.easings["eda"] == 0
        assert package.easings["magnets"] <= 0.6
    assert deals.levels["magnets"] == (0.0, 0.25, 0.5, 0.6)
    assert "keeps eda (red line)" in deals.nash.words
    assert "eases magnets by 60% (red line)" in deals.nash.words


def test_three_parties_and_one_without_a_control():
    runs = losses(
        [[0.0, 2.0, 0.5], [3.0, 0.0, 0.4]], owners=["A", "B"], parties=("A", "B", "C"), spread=0.1
    )
    stakes = Stakes(
        stakes=(
            Stake(party="A", control="C0", security=Range.exactly(1.0)),
            Stake(party="B", control="C1", security=Range.exactly(0.5)),
        )
    )
    deals = bargain(runs, stakes)
    assert set(deals.nash.easings.values()) == {1.0}
    assert central(deals.nash) == pytest.approx([2.0, 1.5, 0.9])
    assert {one.party for one in deals.exists_if} == {"A", "B"}


def test_an_owner_that_is_not_at_the_table_keeps_its_control():
    runs = losses([[0.0, 2.0], [3.0, 0.0]], owners=["A", "X"], parties=("A", "B"))
    deals = bargain(runs, Stakes())
    assert deals.nash.easings == {"C0": 1.0, "C1": 0.0}
    assert any(note.startswith("Controls of X stay as they are") for note in deals.notes)


def test_a_control_that_harms_its_owner_and_its_target_is_lifted():
    runs = losses([[1.0, 2.0], [2.0, 1.0]], owners=["A", "B"], parties=("A", "B"))
    assert set(bargain(runs, Stakes()).nash.easings.values()) == {1.0}


def test_a_control_whose_end_harms_both_is_kept():
    runs = losses([[-1.0, -2.0], [2.0, 1.0]], owners=["A", "B"], parties=("A", "B"))
    deals = bargain(runs, Stakes())
    assert deals.nash.easings == {"C0": 0.0, "C1": 1.0}
    assert len(deals.frontier) == 1


def test_reservation_shrinks_and_disagreement_shifts_the_set():
    runs, stakes = toy()
    free = bargain(runs, stakes)
    hard = bargain(runs, dataclasses.replace(stakes, reservation={"CHN": 5.0}))
    assert hard.accepted < free.accepted
    assert all(package.gains["CHN"].central >= 5.0 - 1e-6 for package in hard.frontier)
    assert hard.nash.gains["CHN"].central >= 5.0 - 1e-6
    war = bargain(runs, dataclasses.replace(stakes, disagreement={"USA": -3.0}))
    assert war.accepted > free.accepted
    assert war.nash.gains["USA"].central == pytest.approx(
        3.0 + brute_utility(runs, stakes, np.array([list(war.nash.easings.values())]))[0, 0]
    )


def test_a_side_issue_can_make_the_deal():
    """A eases for nothing in return, unless B buys."""
    runs = losses([[0.0, 3.0]], owners=["A"], parties=("A", "B"))
    stake = Stake(party="A", control="C0", security=Range.exactly(1.0))
    assert not bargain(runs, Stakes(stakes=(stake,))).exists
    purchases = SideIssue(
        name="purchases", worth={"A": Range.exactly(2.0), "B": Range.exactly(-2.0)}
    )
    deals = bargain(runs, Stakes(stakes=(stake,), side=(purchases,)))
    assert deals.equal_gains.easings["purchases"] == pytest.approx(1.0)
    assert central(deals.equal_gains) == pytest.approx([1.0, 1.0])
    assert "purchases: 100% granted" in deals.equal_gains.words


def test_patience_moves_the_nash_package():
    runs, stakes = toy()
    patient = bargain(runs, stakes, rules=Rules(discounts={"USA": 0.8, "CHN": 0.99}))
    hasty = bargain(runs, stakes, rules=Rules(discounts={"USA": 0.99, "CHN": 0.8}))
    assert patient.nash.gains["CHN"].central > hasty.nash.gains["CHN"].central


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rules": Rules(discounts={"USA": 0.9})}, "discounts lack CHN"),
        ({"rules": Rules(discounts={"FRA": 0.9})}, "unknown party 'FRA'"),
        ({"rules": Rules(draws=0)}, "draws is 0"),
        ({"levels": (0, 2)}, "level 2 is not a share"),
        ({"levels": (0, 0.5, 1), "rules": Rules(most_packages=100)}, "243 packages"),
    ],
)
def test_wrong_questions_get_one_clear_line(options, message):
    runs, stakes = toy()
    with pytest.raises(DetenteError, match=message) as caught:
        bargain(runs, stakes, **options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bounds": {"edda": 0.0}}, "unknown control 'edda': did you mean one of eda"),
        ({"reservation": {"US": 1.0}}, "unknown party 'US': did you mean one of USA"),
        (
            {"stakes": (Stake(party="CHN", control="eda", security=Range.exactly(1.0)),)},
            "stake of CHN in eda: the control is USA's",
        ),
        ({"side": (SideIssue(name="eda", worth={}),)}, "has the name of a control"),
    ],
)
def test_wrong_names_are_named(change, message):
    runs, stakes = toy()
    with pytest.raises(DetenteError, match=message):
        bargain(runs, dataclasses.replace(stakes, **change))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Stakes(bounds={"a": 1.5}), "bound of a is 1.5"),
        (lambda: Stakes(reservation={"A": float("nan")}), "reservation of A is nan"),
        (lambda: Stakes(disagreement={"A": float("inf")}), "disagreement of A is inf"),
        (lambda: Range(low=1, central=0, high=2), "not in order"),
        (lambda: Range(low=0, central=1, high=float("inf")), "not a finite number"),
        (
            lambda: Stake(party="A", control="C", security=Range(low=-1, central=0, high=1)),
            "zero or more",
        ),
        (
            lambda: Stakes(
                stakes=(Stake(party="A", control="C", security=Range.exactly(1.0)),) * 2
            ),
            "control C twice",
        ),
    ],
)
def test_wrong_stakes_are_refused_when_made(make, message):
    with pytest.raises(DetenteError, match=message):
        make()


def big(controls):
    rng = np.random.default_rng(1)
    alone = rng.uniform(0.2, 3, (controls, 2))
    pair = rng.uniform(-0.3, 0.1, (controls * (controls - 1) // 2, 2))
    first, second = np.triu_indices(controls, k=1)
    one = np.eye(controls)
    easings = 1 - np.vstack([one, one[first] + one[second], np.ones((1, controls))])
    held = rng.random((10, controls))
    draws = alone * rng.uniform(0.7, 1.3, (64, controls, 1))
    return Losses(
        controls=tuple(f"C{k}" for k in range(controls)),
        owners=tuple("AB"[k % 2] for k in range(controls)),
        parties=("A", "B"),
        easings=easings,
        loss=quadratic(alone, pair, 1 - easings),
        held_out=held,
        held_out_loss=quadratic(alone, pair, 1 - held),
        draw_alone=draws,
        draw_together=draws.sum(axis=1) + pair.sum(axis=0),
    )


def test_80_thousand_packages_and_64_draws_are_quick_and_small():
    runs = big(7)
    stakes = Stakes(
        stakes=tuple(
            Stake(party=o, control=c, security=Range(low=0.1, central=0.5, high=1.5))
            for o, c in zip(runs.owners, runs.controls, strict=True)
        )
    )
    start = time.process_time()
    deals = bargain(runs, stakes)
    assert time.process_time() - start < 20
    assert deals.tried == 5**7 - 1
    tracemalloc.start()
    bargain(runs, stakes, rules=Rules(refine=False))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 500e6


def test_a_long_frontier_is_thinned_in_the_payload_only():
    runs = losses([[0.0, 3.0], [0.0, 2.0], [2.5, 0.0]], owners=["A", "A", "B"], parties=("A", "B"))
    stakes = Stakes(
        stakes=tuple(
            Stake(party=p, control=c, security=Range.exactly(v))
            for p, c, v in (("A", "C0", 1.0), ("A", "C1", 0.9), ("B", "C2", 0.4))
        )
    )
    deals = bargain(runs, stakes, levels=tuple(np.linspace(0, 1, 41)), rules=Rules(refine=False))
    shown = deals.to_payload()["frontier"]
    assert len(deals.frontier) > 60 == len(shown)
    assert shown[0]["name"] == deals.frontier[0].name
    assert shown[-1]["name"] == deals.frontier[-1].name


def test_stakes_of_a_standoff_carry_values_politics_and_red_lines():
    standoff = Standoff(
        name="two",
        on=dt.date(2025, 6, 10),
        parties=[Party(party="USA", name="the United States"), Party(party="CHN", name="China")],
        controls=[
            TabledControl(
                control="C1",
                name="magnets",
                imposer="CHN",
                target="USA",
                goods=["ndfeb-magnet"],
                effective=dt.date(2025, 4, 4),
                intensity=Figure(low=0.5, central=0.6, high=0.8),
                bound=0.5,
                security=Figure(low=0.1, central=0.2, high=0.4),
                political=Figure(low=0.0, central=0.01, high=0.02),
            )
        ],
    )
    stakes = stakes_of(standoff)
    assert stakes.bounds == {"C1": 0.5}
    (stake,) = stakes.stakes
    assert (stake.party, stake.control, stake.origin) == ("CHN", "C1", "analyst")
    assert stake.security == Range(low=0.1, central=0.2, high=0.4)
    assert stake.political == Range(low=0.0, central=0.01, high=0.02)


def test_many_controls_get_a_coarser_ladder():
    assert bargain(big(8), Stakes(), rules=Rules(refine=False)).levels["C0"] == (0.0, 0.5, 1.0)
    deals = bargain(big(12), Stakes(), rules=Rules(refine=False))
    assert deals.levels["C0"] == (0.0, 1.0)
    assert deals.tried == 2**12 - 1
