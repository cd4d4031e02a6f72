"""How long the deal engine takes, and how far its answers can be from the best.

    python benchmarks/deal.py [--json] [--times N]

NegMAS is timed beside it where it is installed. Times are medians on this machine; the ratio to
NegMAS is from the same run.
"""

import argparse
import dataclasses
import json
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from detente.deal import (
    Game,
    Goal,
    LossSurface,
    Programme,
    Range,
    Stake,
    Stakes,
    SurfaceError,
    acceptable,
    candidates,
    grid,
)
from detente.deal.game.acceptance import drawn_acceptance
from detente.deal.game.grid import choose_levels
from detente.deal.solutions.frontier import pareto
from detente.deal.solutions.nash import nash_ranking

LIMITS = {"enumeration": 5.0, "programmes": 60.0, "outcomes": 1.0, "draws": 10.0}
"""Most seconds; for ``outcomes`` the largest ratio to NegMAS."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Names for a game that is made of coefficients rather than of runs."""

    controls: tuple[str, ...]
    owners: tuple[str, ...]
    parties: tuple[str, ...]
    easings: np.ndarray
    loss: np.ndarray
    held_out: np.ndarray
    held_out_loss: np.ndarray
    draw_alone: np.ndarray
    draw_together: np.ndarray


def make(controls: int, parties: int, *, share: float, draws: int = 1, seed: int = 0) -> Game:
    """A game in which some share of the pairs of controls interact, mostly sub-additively.

    Interactions get smaller with their number, so that a control's own loss outweighs them.
    """
    rng = np.random.default_rng(seed)
    sides = ("USA", "CHN", "NLD", "JPN")[:parties]
    owner = np.arange(controls) % parties
    alone = rng.uniform(0.05, 2.5, (controls, parties))
    alone[np.arange(controls), owner] *= 0.2
    first, second = np.triu_indices(controls, k=1)
    size = np.minimum(alone[first], alone[second])
    there = rng.random((len(first), 1)) < share
    pair = rng.uniform(-0.3, 0.1, size.shape) * size * there * min(1.0, 6 / (share * controls))
    scale = rng.uniform(0.6, 1.5, (min(draws, 500), controls, 1))
    known = np.zeros(parties)
    surface = LossSurface(
        knots=(np.ones(1),) * controls,
        climbs=tuple(row[None] for row in alone),
        pair=pair,
        draw_alone=alone * scale,
        draw_pair=np.repeat(pair[None], len(scale), axis=0),
        months=np.concatenate([alone, pair])[None],
        error=SurfaceError(
            mean_abs=known,
            max_abs=known,
            scale=known + 1,
            by_month=known[None],
            scale_by_month=known[None] + 1,
            held_out=1,
            trained=1,
        ),
    )
    names = tuple(f"C{k:03d}" for k in range(controls))
    values = rng.uniform(0.2, 2.2, controls)
    stakes = Stakes(
        stakes=tuple(
            Stake(party=sides[o], control=c, security=Range(low=v / 3, central=v, high=3 * v))
            for o, c, v in zip(owner, names, values.tolist(), strict=True)
        )
    )
    nothing = np.zeros((0, controls))
    runs = Runs(
        controls=names,
        owners=tuple(sides[o] for o in owner),
        parties=sides,
        easings=nothing,
        loss=np.zeros((0, parties)),
        held_out=nothing,
        held_out_loss=np.zeros((0, parties)),
        draw_alone=surface.draw_alone,
        draw_together=surface.draw_alone.sum(axis=1),
    )
    return Game.build(runs, surface, stakes, rng=rng, draws=draws)


def timed(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Median seconds, and the answer."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


def enumeration(times: int) -> dict[str, Any]:
    """All 2^20 packages of 20 controls for 3 parties: utilities, acceptance, the full frontier."""
    game = make(20, 3, share=1.0)
    levels = ((0.0, 1.0),) * 20

    def work() -> tuple[int, int]:
        utility = game.grid_utility(levels)
        accepted = utility[acceptable(utility, game.floor, tolerance=game.tolerance)]
        return len(accepted), len(pareto(accepted, tolerance=game.tolerance))

    seconds, (accepted, frontier) = timed(work, times)
    whole, _ = timed(lambda: candidates(game), 1)
    return {
        "packages": 2**20,
        "accepted": accepted,
        "frontier": frontier,
        "seconds": seconds,
        "with_all_rules_seconds": whole,
        "limit": LIMITS["enumeration"],
    }


def programmes(controls: int, share: float) -> dict[str, Any]:
    """Ideal points, Nash, Kalai-Smorodinsky and equal gains of many controls and 3 parties."""
    game = make(controls, 3, share=share)
    start = time.perf_counter()
    programme = Programme(game)
    every = np.ones(3, dtype=bool)
    ideal = [
        programme.best(Goal(kind="least", scale=np.ones(3), counted=np.arange(3) == party))
        for party in range(3)
    ]
    most = np.array([one.value if one else np.nan for one in ideal])
    rules = {
        "nash": Goal(kind="log", scale=np.full(3, 1 / 3), counted=every),
        "kalai-smorodinsky": Goal(kind="least", scale=most, counted=every),
        "equal-gains": Goal(kind="least", scale=np.ones(3), counted=every),
    }
    solved = {name: programme.best(goal) for name, goal in rules.items()}
    found = [*ideal, *solved.values()]
    return {
        "controls": controls,
        "pairs_that_interact": int((np.abs(game.surface.pair).max(axis=1) > 0).sum()),
        "seconds": time.perf_counter() - start,
        "gaps": {name: one.gap if one else None for name, one in solved.items()},
        "largest_gap": max(one.gap if one else np.inf for one in found),
        "limit": LIMITS["programmes"],
    }


def outcomes(times: int) -> dict[str, Any]:
    """Frontier and Nash point of 8,000 outcomes, beside NegMAS on the same numbers."""
    rng = np.random.default_rng(0)
    worth = [rng.random((3, 20)) for _ in range(2)]
    steps = np.stack(np.meshgrid(*[np.arange(20)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    utility = np.stack([sum(one[k, steps[:, k]] for k in range(3)) / 3 for one in worth], axis=1)
    floor = np.array([0.3, 0.3])

    def work() -> np.ndarray:
        accepted = acceptable(utility, floor)
        rational = utility[accepted]
        front = rational[pareto(rational)]
        every = np.ones(len(front), dtype=bool)
        return np.asarray(front[nash_ranking(front - floor, every)[0]])

    work()
    seconds, nash = timed(work, max(times, 15))
    result: dict[str, Any] = {"outcomes": len(utility), "seconds": seconds, "nash": nash.tolist()}
    try:
        theirs_seconds, theirs = _negmas(worth, floor, max(times, 7))
    except ImportError:
        return result | {"negmas_seconds": None, "ratio": None, "limit": LIMITS["outcomes"]}
    return result | {
        "negmas_seconds": theirs_seconds,
        "ratio": seconds / theirs_seconds,
        "same_nash_point": bool(np.allclose(nash, theirs)),
        "limit": LIMITS["outcomes"],
    }


def _negmas(
    worth: list[np.ndarray], floor: np.ndarray, times: int
) -> tuple[float, tuple[float, ...]]:
    """Time NegMAS with the utilities of its outcomes worked out beforehand, as ours are."""
    from negmas import make_issue, make_os  # noqa: PLC0415
    from negmas.preferences import LinearAdditiveUtilityFunction  # noqa: PLC0415
    from negmas.preferences.ops import nash_points, pareto_frontier_numpy  # noqa: PLC0415

    space = make_os([make_issue(20, name=f"issue {k}") for k in range(3)])
    parties = [
        LinearAdditiveUtilityFunction(
            values=[dict(enumerate(row.tolist())) for row in one],
            weights=[1 / 3] * 3,
            outcome_space=space,
            reserved_value=float(least),
        )
        for one, least in zip(worth, floor, strict=True)
    ]
    points = np.array([[party(outcome) for party in parties] for outcome in space.enumerate()])

    def work() -> tuple[float, ...]:
        rational = points[(points >= floor).all(axis=1)]
        front = rational[pareto_frontier_numpy(rational)]
        found = nash_points(parties, [tuple(row) for row in front.tolist()], outcome_space=space)
        return tuple(found[0][0])

    work()
    return timed(work, times)


def draws(times: int) -> dict[str, Any]:
    """The whole deal question in 10,000 draws: 7 controls, 2 of them red lines, in quarters."""
    game = make(7, 2, share=1.0, draws=10_000)
    bounds = np.where(np.arange(7) < 2, 0.0, 1.0)
    packages = grid(choose_levels(bounds, None, 250_000))
    seconds, found = timed(lambda: drawn_acceptance(game, packages), times)
    return {
        "draws": 10_000,
        "packages": len(packages),
        "seconds": seconds,
        "deal_in": float(found.exists.mean()),
        "limit": LIMITS["draws"],
    }


def main() -> None:
    """Run every part and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--times", type=int, default=3, help="repetitions of the quick parts")
    asked = parser.parse_args()
    report = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "enumeration": enumeration(asked.times),
        "programmes_60": programmes(60, 0.2),
        "programmes_60_every_pair": programmes(60, 1.0),
        "programmes_100": programmes(100, 0.1),
        "outcomes": outcomes(asked.times),
        "draws": draws(asked.times),
    }
    if asked.json:
        print(json.dumps(report, indent=2))
        return
    for name, part in report.items():
        if not isinstance(part, dict):
            continue
        reached = part["ratio"] if name == "outcomes" else part["seconds"]
        verdict = (
            "not compared" if reached is None else "ok" if reached <= part["limit"] else "MISSED"
        )
        print(f"{name}: {verdict} (limit {part['limit']:g})")
        for key, value in part.items():
            if key != "limit":
                shown = f"{value:.4g}" if isinstance(value, float) else value
                print(f"  {key}: {shown}")


if __name__ == "__main__":
    main()
