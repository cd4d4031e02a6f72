"""BoARIO, run as a package for comparison, and tables to run it on.

BoARIO warns while it is imported and run (loggers, a ratio of capital it assumes); nothing of that
concerns the comparison, so its runs are silenced here and nowhere else.
"""

import contextlib
import logging
import warnings

import numpy as np
import pandas as pd
import pymrio

from detente.world import World


@contextlib.contextmanager
def quiet():
    """Neither warnings nor log lines of BoARIO."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("boario").setLevel(logging.CRITICAL)
        yield


with quiet():
    from boario.event import from_series
    from boario.extended_models import ARIOPsiModel
    from boario.simulation import Simulation

OCCURRENCE = 1


def test_table():
    """The small table that comes with pymrio: 6 regions by 8 sectors."""
    with quiet():
        return pymrio.load_test().calc_all()


test_table.__test__ = False


def random_table(seed, regions=4, sectors=5):
    """A balanced random table in which every fifth flow is missing."""
    generator = np.random.default_rng(seed)
    size = regions * sectors
    A = generator.gamma(0.4, 1.0, (size, size)) * (generator.random((size, size)) < 0.8)
    A *= 0.7 / A.sum(axis=0)
    final = generator.gamma(1.0, 100.0, size)
    output = np.linalg.solve(np.eye(size) - A, final)
    nodes = pd.MultiIndex.from_product(
        [[f"r{i}" for i in range(regions)], [f"s{i}" for i in range(sectors)]],
        names=["region", "sector"],
    )
    buyers = pd.MultiIndex.from_product(
        [[f"r{i}" for i in range(regions)], ["final demand"]], names=["region", "category"]
    )
    split = generator.dirichlet(np.ones(regions), size)
    return pymrio.IOSystem(
        Z=pd.DataFrame(A * output, index=nodes, columns=nodes),
        Y=pd.DataFrame(final[:, None] * split, index=nodes, columns=buyers),
    ).calc_all()


def plain(table):
    """Flows and final demand per day, sectors per region, in BoARIO's order of nodes."""
    Z = table.Z.sort_index().sort_index(axis=1)
    final = table.Y.sort_index().sum(axis=1)
    regions, sectors = (tuple(Z.index.unique(level)) for level in (0, 1))
    return Z.to_numpy() / 365, final.to_numpy() / 365, regions, sectors


def world_of(table):
    """The table as a world, in BoARIO's order of nodes."""
    flows, final, regions, sectors = plain(table)
    home = np.zeros((len(final), len(regions)))
    home[np.arange(len(final)), np.arange(len(final)) // len(sectors)] = final
    return World.from_arrays(
        regions, sectors, flows, home, output=flows.sum(axis=1) + final, year=2000
    )


def simulate(table, node, share, *, orders, days, duration):
    """Output by day and node after a cut of one node's capacity, shape (days, n)."""
    with quiet():
        model = ARIOPsiModel(table, order_type=orders)
        run = Simulation(model, n_temporal_units_to_sim=days)
        run.add_event(
            from_series(
                pd.Series(
                    [share],
                    index=pd.MultiIndex.from_tuples(
                        [model.industries[node]], names=["region", "sector"]
                    ),
                ),
                event_type="arbitrary",
                occurrence=OCCURRENCE,
                duration=duration,
                recovery_tau=1,
            )
        )
        run.loop()
        return np.array(run.production_realised)
