"""Small tables for the tests of the disruption engine."""

import numpy as np

from detente.world import World


def chain(user_share=100.0):
    """One supplier (C27) that sells to one user (C29), which sells to final demand."""
    return World.from_arrays(
        ("AAA",),
        ("C27", "C29"),
        np.array([[0.0, user_share], [0.0, 0.0]]),
        np.array([[100.0 - user_share, 0.0], [400.0, 0.0]]),
        year=2000,
    )


def random_world(seed, regions=2, sectors=3, zeros=0.2):
    """A balanced table in which some flows are zero."""
    generator = np.random.default_rng(seed)
    n = regions * sectors
    flows = generator.random((n, n)) * (generator.random((n, n)) > zeros)
    output = np.maximum(flows.sum(axis=1), flows.sum(axis=0) / 0.6) + generator.random(n) + 0.1
    final = generator.random((n, regions)) + 0.1
    final *= ((output - flows.sum(axis=1)) / final.sum(axis=1))[:, None]
    return World.from_arrays(
        tuple(f"R{r:02d}" for r in range(regions)),
        tuple(f"S{s:02d}" for s in range(sectors)),
        flows,
        np.c_[final, np.zeros(n)],
        year=2000,
    )
