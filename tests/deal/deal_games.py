"""Small games with known answers, as loss runs."""

import itertools
from dataclasses import dataclass

import numpy as np

from detente.deal import Range, Stake, Stakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    controls: tuple[str, ...]
    owners: tuple[str, ...]
    parties: tuple[str, ...]
    easings: np.ndarray
    loss: np.ndarray
    held_out: np.ndarray
    held_out_loss: np.ndarray
    draw_alone: np.ndarray
    draw_together: np.ndarray


def quadratic(alone, pair, z):
    """Loss of sum a z + sum b z z; alone (K, P), pair (pairs, P), z (N, K)."""
    first, second = np.triu_indices(z.shape[1], k=1)
    return z @ alone + (z[:, first] * z[:, second]) @ pair


def corners(controls):
    return np.array(list(itertools.product((0.0, 1.0), repeat=controls)))


def losses(alone, *, pair=None, owners, parties, controls=None, draws=8, spread=0.0, seed=0):
    """Loss runs of a quadratic game; draws scale each control's losses around the centre."""
    rng = np.random.default_rng(seed)
    alone = np.asarray(alone, dtype=float)
    count, sides = alone.shape
    if pair is None:
        pair = np.zeros((count * (count - 1) // 2, sides))
    halves = [
        np.where(np.arange(count) == k, 0.5, base) for k in range(count) for base in (0.0, 1.0)
    ]
    easings = np.vstack([corners(count), *halves])
    held = rng.random((10, count))
    factor = 1 + spread * rng.uniform(-1, 1, (draws, count, 1))
    draw_alone = alone * factor
    return Losses(
        controls=tuple(controls or (f"C{k}" for k in range(count))),
        owners=tuple(owners),
        parties=tuple(parties),
        easings=easings,
        loss=quadratic(alone, pair, 1 - easings),
        held_out=held,
        held_out_loss=quadratic(alone, pair, 1 - held),
        draw_alone=draw_alone,
        draw_together=draw_alone.sum(axis=1) + pair.sum(axis=0),
    )


TOY_US = (-1.0, 0.2, -0.8, 4.0, 2.0)
TOY_CN = (3.0, 1.5, 2.0, -1.0, -1.5)


def toy(**options):
    """The five-control toy of the method's section 5: benefits of easing, net of security."""
    benefit = np.array([TOY_US, TOY_CN]).T
    owner = (0, 0, 0, 1, 1)
    security = np.array([max(-benefit[k, owner[k]], 0.0) for k in range(5)])
    alone = benefit.copy()
    for k in range(5):
        alone[k, owner[k]] += security[k]
    controls = ("eda", "ethane", "engines", "magnets", "heavy")
    runs = losses(
        alone,
        owners=[("USA", "CHN")[o] for o in owner],
        parties=("USA", "CHN"),
        controls=controls,
        **options,
    )
    stakes = Stakes(
        stakes=tuple(
            Stake(
                party=("USA", "CHN")[owner[k]],
                control=controls[k],
                security=Range(low=0.5 * security[k], central=security[k], high=2 * security[k]),
            )
            for k in range(5)
        )
    )
    return runs, stakes


def random_game(seed, *, parties=2, controls=3, interact=True):
    """A game with random losses, interactions, security values and politics."""
    rng = np.random.default_rng(seed)
    sides = ("USA", "CHN", "NLD", "JPN")[:parties]
    owner = [k % parties for k in range(controls)]
    alone = rng.uniform(-0.5, 3.0, (controls, parties))
    pair = rng.uniform(-0.4, 0.4, (controls * (controls - 1) // 2, parties)) * interact
    names = [f"C{k}" for k in range(controls)]
    runs = losses(
        alone, pair=pair, owners=[sides[o] for o in owner], parties=sides, spread=0.3, seed=seed
    )
    stakes = Stakes(
        stakes=tuple(
            Stake(
                party=sides[owner[k]],
                control=names[k],
                security=Range(low=0.5 * value, central=value, high=2 * value),
                political=Range.exactly(0.1 * value),
            )
            for k, value in enumerate(rng.uniform(0.0, 2.0, controls))
        )
    )
    return runs, stakes


def brute_utility(runs, stakes, easings):
    """Utilities package by package from the definition, without the library."""
    alone = np.array(
        [
            runs.loss[(runs.easings == 1 - np.eye(len(runs.controls))[k]).all(1)][0]
            for k in range(len(runs.controls))
        ]
    )
    first, second = np.triu_indices(len(runs.controls), k=1)
    pair = np.zeros((len(first), len(runs.parties)))
    for j, (k, m) in enumerate(zip(first, second, strict=True)):
        both = np.ones(len(runs.controls))
        both[[k, m]] = 0
        together = runs.loss[(runs.easings == both).all(1)][0]
        pair[j] = together - alone[k] - alone[m]
    out = []
    for e in easings:
        z = 1 - e
        start, left = alone.sum(0) + pair.sum(0), z @ alone
        for j, (k, m) in enumerate(zip(first, second, strict=True)):
            left = left + pair[j] * z[k] * z[m]
        row = start - left
        for one in stakes.stakes:
            k, i = runs.controls.index(one.control), runs.parties.index(one.party)
            row[i] -= one.security.central * e[k] + one.political.central * (e[k] > 0)
        out.append(row)
    return np.array(out)
