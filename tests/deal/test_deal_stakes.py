"""Mandates, stepwise licences, months, and properties of the whole bargain."""

import dataclasses

import numpy as np
import pytest
from deal_games import Losses, brute_utility, losses, random_game, toy
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import DealError, DetenteError
from detente.deal import (
    Game,
    LossSurface,
    Range,
    Rules,
    Stake,
    Stakes,
    bargain,
    grid,
)
from detente.deal.game.acceptance import drawn_acceptance
from detente.deal.game.levels import named_levels
from detente.deal.game.stakes import SideIssue
from detente.deal.solutions.kalai_smorodinsky import kalai_smorodinsky_ranking
from detente.deal.solutions.nash import nash_ranking

RULES = ("nash", "kalai_smorodinsky", "equal_gains")
COARSE = Rules(refine=False)


def build(runs, stakes, **options):
    surface = LossSurface.fit(runs)
    return Game.build(runs, surface, stakes, rng=np.random.default_rng(0), **options)


def test_a_mandate_binds_every_named_package():
    runs, stakes = toy()
    asked = dataclasses.replace(stakes, mandates={"USA": {"heavy": 0.9}, "CHN": {"eda": 0.3}})
    free, bound = bargain(runs, stakes), bargain(runs, asked)
    assert bound.levels["heavy"] == (0.9, 1.0)
    assert bound.accepted < free.accepted
    assert free.kalai_smorodinsky.easings["heavy"] < 0.9
    for package in (*bound.frontier, *(getattr(bound, rule) for rule in RULES)):
        assert package.easings["heavy"] >= 0.9 - 1e-9
        assert package.easings["eda"] >= 0.3 - 1e-9


def test_a_mandate_against_a_red_line_is_no_deal_and_says_why():
    runs, stakes = toy()
    stuck = dataclasses.replace(stakes, bounds={"eda": 0.2}, mandates={"CHN": {"eda": 0.5}})
    deals = bargain(runs, stuck)
    assert not deals.exists
    assert deals.nash is None
    assert deals.notes[0] == (
        "No deal can suit all: CHN signs nothing unless eda is eased by 50%, and no more than 20% "
        "is for sale."
    )
    assert deals.exists_if == ()


def test_named_levels_are_easings_of_what_is_blocked_today():
    levels = named_levels(0.9)
    assert list(levels) == ["as today", "case-by-case", "general licence", "lifted"]
    assert list(named_levels(1.0))[1] == "denial"
    assert list(levels.values()) == sorted(levels.values())
    assert levels["lifted"] == 1.0
    with pytest.raises(DealError, match="intensity is 0"):
        named_levels(0)


def test_a_control_with_steps_stays_on_them():
    runs, stakes = toy()
    steps = tuple(named_levels(0.9).values())
    deals = bargain(runs, dataclasses.replace(stakes, levels={"heavy": steps}))
    assert deals.levels["heavy"] == pytest.approx(steps)
    for package in (*deals.frontier, *(getattr(deals, rule) for rule in RULES)):
        assert min(abs(package.easings["heavy"] - step) for step in steps) < 1e-9
    # Continuous, this is 0.8394; on the steps the general licence is next to it.
    assert round(deals.kalai_smorodinsky.easings["heavy"], 6) in {round(s, 6) for s in steps[1:3]}


def test_a_red_line_between_steps_keeps_the_step_below():
    runs, stakes = toy()
    deals = bargain(
        runs, dataclasses.replace(stakes, bounds={"heavy": 0.7}, levels={"heavy": (0, 0.5, 1)})
    )
    assert deals.levels["heavy"] == (0.0, 0.5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mandates": {"USA": {"heavy": 1.4}}}, "mandate of USA on heavy is 1.4"),
        ({"mandates": {"USA": {"hevy": 0.4}}}, "unknown control or side issue 'hevy'"),
        ({"mandates": {"FRA": {"heavy": 0.4}}}, "unknown party 'FRA'"),
        ({"levels": {"heavy": (0, 2)}}, "level of heavy is 2"),
        ({"room": {"heavy": float("inf")}}, "room to tighten heavy is inf"),
        ({"room": {"soy": 0.2}}, "unknown control 'soy'"),
    ],
)
def test_wrong_mandates_levels_and_room_are_named(change, message):
    runs, stakes = toy()
    with pytest.raises(DetenteError, match=message):
        bargain(runs, dataclasses.replace(stakes, **change))


def test_stakes_without_bound_are_refused_with_one_line():
    with pytest.raises(DetenteError, match="not a finite number"):
        Stake(
            party="CHN",
            control="heavy",
            security=Range(low=1.0, central=2.0, high=float("inf")),
        )


def test_a_third_party_with_a_control_of_its_own_changes_the_deal():
    """The Netherlands owns what China wants most; it joins and is paid in side purchases."""
    runs = losses(
        [[0.1, 1.0, 0.0], [2.0, 0.2, 0.3], [0.0, 3.0, 0.5]],
        owners=["USA", "CHN", "NLD"],
        parties=("USA", "CHN", "NLD"),
    )
    values = {"C0": ("USA", 0.8), "C1": ("CHN", 1.6), "C2": ("NLD", 0.9)}
    stakes = Stakes(
        stakes=tuple(
            Stake(party=p, control=c, security=Range.exactly(v)) for c, (p, v) in values.items()
        ),
    )
    alone = dataclasses.replace(stakes, bounds={"C2": 0.0})
    two, three = bargain(runs, alone), bargain(runs, stakes)
    assert set(three.nash.gains) == {"USA", "CHN", "NLD"}
    assert two.nash is None or two.nash.gains["CHN"].central < three.nash.gains["CHN"].central
    bought = SideIssue(
        name="orders",
        worth={"CHN": Range.exactly(-1.0), "NLD": Range.exactly(1.0)},
        most=0.5,
    )
    paid = bargain(runs, dataclasses.replace(stakes, side=(bought,)))
    assert paid.equal_gains.gains["NLD"].central > three.equal_gains.gains["NLD"].central
    assert paid.equal_gains.easings["orders"] <= 0.5
    assert {one.party for one in three.exists_if} == {"USA", "CHN", "NLD"}


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 3))
@settings(max_examples=15, deadline=None)
def test_adding_a_control_never_shrinks_what_can_be_had(seed, parties):
    """Linkage: every acceptable package stays one when another control joins, kept as it is."""
    runs, stakes = random_game(seed, parties=parties, controls=4)
    fewer = dataclasses.replace(stakes, bounds={"C3": 0.0})
    small, large = (bargain(runs, one, levels=(0, 0.5, 1), rules=COARSE) for one in (fewer, stakes))
    assert large.accepted >= small.accepted
    assert large.share_of_draws >= small.share_of_draws
    if small.exists:
        most = [max(p.gains[party].central for p in small.frontier) for party in runs.parties]
        now = [max(p.gains[party].central for p in large.frontier) for party in runs.parties]
        assert (np.array(now) >= np.array(most) - 1e-9).all()


@given(st.integers(0, 100_000))
@settings(max_examples=60, deadline=None)
def test_kalai_smorodinsky_is_monotone(seed):
    """More to share, same best cases: on a frontier without gaps nobody gets less.

    Packages are points below a curve from (1, 0) to (0, 1); pushing the curve outwards leaves the
    best cases as they are.
    """
    rng = np.random.default_rng(seed)
    bend = np.sort(rng.uniform(0.3, 4.0, size=2))[::-1]
    share = np.linspace(0, 1, 2001)
    points = [
        np.stack([share, (1 - share**power) ** (1 / power)], axis=1) for power in 1 / bend * 2
    ]
    every = np.ones(len(share), dtype=bool)
    low, high = (one[kalai_smorodinsky_ranking(one, every)[0]] for one in points)
    assert (high >= low - 2e-3).all()


@given(seed=st.integers(0, 100_000), shift=st.floats(-5, 5), factor=st.floats(0.05, 20))
@settings(max_examples=40, deadline=None)
def test_nash_ignores_affine_rescaling(seed, shift, factor):
    rng = np.random.default_rng(seed)
    utility, point = rng.normal(size=(60, 3)), rng.normal(size=3) - 1
    scale, move = np.array([factor, 1.0, 1.0]), np.array([shift, 0.0, 0.0])
    gains = utility - point
    again = (utility * scale + move) - (point * scale + move)
    accepted = (gains >= 0).all(axis=1)
    if accepted.any():
        one, two = nash_ranking(gains, accepted)[0], nash_ranking(again, accepted)[0]
        assert np.prod(gains[two]) == pytest.approx(np.prod(gains[one]), rel=1e-6)


@given(seed=st.integers(0, 100_000))
@settings(max_examples=10, deadline=None)
def test_every_draw_gets_its_own_nash_package(seed):
    runs, stakes = random_game(seed, parties=2 + seed % 2)
    game = build(runs, stakes, draws=12)
    packages = grid(((0.0, 0.5, 1.0),) * 3)
    found = drawn_acceptance(game, packages)
    utility = game.draw_utility(packages)
    for draw in range(12):
        gains = utility[:, :, draw].T - game.disagreement
        accepted = (gains >= -game.tolerance).all(axis=1) & (packages > 0).any(axis=1)
        accepted &= (gains > game.tolerance).any(axis=1)
        assert found.exists[draw] == accepted.any() == (found.nash[draw] >= 0)
        if (gains[accepted] > 1e-6).all(axis=1).any():
            best = np.prod(gains[nash_ranking(gains, accepted)[0]])
            assert np.prod(gains[found.nash[draw]]) == pytest.approx(best, rel=1e-9)
            assert found.gains[draw] == pytest.approx(gains[found.nash[draw]])


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Monthly(Losses):
    loss_by_month: np.ndarray
    held_out_by_month: np.ndarray


def monthly(noise=0.0):
    """Losses that grow from nothing as stocks run down: month m bears a share 2 m / 12."""
    runs, stakes = random_game(7)
    growth = np.arange(1, 6) / 3
    rng = np.random.default_rng(0)
    wobble = noise * rng.uniform(-1, 1, (len(runs.held_out), 5, 2))
    fields = {field.name: getattr(runs, field.name) for field in dataclasses.fields(runs)}
    return Monthly(
        **fields,
        loss_by_month=runs.loss[:, None] * growth[:, None],
        held_out_by_month=runs.held_out_loss[:, None] * growth[:, None] + wobble,
    ), stakes


def test_each_month_has_its_surface_and_its_error():
    runs, stakes = monthly()
    game = build(runs, stakes)
    packages = np.random.default_rng(1).random((20, 3))
    by_month = game.loss_by_month(packages)
    assert by_month.shape == (5, 20, 2)
    assert by_month[0] == pytest.approx(game.surface.loss(packages) / 3)
    assert by_month.mean(axis=0) == pytest.approx(game.surface.loss(packages))
    assert game.surface.error.by_month.shape == (5, 2)
    assert game.surface.error.relative_by_month == pytest.approx(np.zeros(5), abs=1e-9)


def test_a_month_that_is_missed_is_refused_by_name():
    runs, _ = monthly()
    away = runs.held_out_by_month.copy()
    away[:, 3] += 5.0
    with pytest.raises(DealError, match=r"of the loss in month 4 \(10 packages; bound 15%\)"):
        bargain(dataclasses.replace(runs, held_out_by_month=away), Stakes())


def test_runs_without_months_have_one():
    runs, stakes = random_game(7)
    game = build(runs, stakes)
    packages = grid(((0.0, 1.0),) * 3)
    assert game.loss_by_month(packages).shape == (1, 8, 2)
    assert game.loss_by_month(packages)[0] == pytest.approx(game.surface.loss(packages))


def test_months_of_the_wrong_shape_are_named():
    runs, _ = monthly()
    with pytest.raises(DealError, match="held_out_by_month has shape"):
        LossSurface.fit(dataclasses.replace(runs, held_out_by_month=np.zeros((10, 4, 2))))


@given(seed=st.integers(0, 100_000), parties=st.integers(2, 4))
@settings(max_examples=20, deadline=None)
def test_whole_grids_have_the_utilities_of_their_packages(seed, parties):
    runs, stakes = random_game(seed, parties=parties, controls=1 + seed % 4)
    game = build(runs, stakes)
    levels = tuple((0.0, 0.3, 1.0)[: 2 + k % 2] for k in range(len(runs.controls)))
    assert game.grid_utility(levels) == pytest.approx(
        brute_utility(runs, stakes, grid(levels)), abs=1e-8
    )
