"""Tables that the tests of the world share."""

import sys
from pathlib import Path

import numpy as np
import pytest

from detente.world import World

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "world"


@pytest.fixture(scope="session")
def embedded():
    return World.load()


@pytest.fixture(scope="session")
def shared_table():
    """Path of a table beside the checkout; skips by name where it is absent."""

    def find(name):
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"shared/data/world/{name} is absent")
        return path

    return find


@pytest.fixture(scope="session")
def make_world():
    """A balanced random table with a residual region."""

    def make(seed=0, regions=("AAA", "BBB", "CCC"), sectors=("A01", "C26", "G")):
        rng = np.random.default_rng(seed)
        n = len(regions) * len(sectors)
        flows = rng.gamma(0.5, 10.0, (n, n)) * (rng.random((n, n)) < 0.8)
        final = rng.gamma(0.7, 40.0, (n, len(regions) + 1))
        # enough final demand that no node buys for more than its output
        final[:, 0] += np.maximum(1.1 * flows.sum(axis=0) - flows.sum(axis=1), 0.0) + 5.0
        return World.from_arrays(
            regions,
            sectors,
            flows,
            final,
            imports_residual=rng.random(n),
            year=2000,
            region_names={code: f"Land {code}" for code in regions},
        )

    return make
