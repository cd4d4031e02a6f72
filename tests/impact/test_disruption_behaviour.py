"""How the default mode answers to longer and deeper cuts of the embedded world."""

import numpy as np
import pytest

from detente.impact import CapacityCut, disrupt, hold
from detente.world import World

NODES = (
    "USA C29",
    "CHN C26",
    "DEU C28",
    "JPN C20",
    "KOR C26",
    "CHN B07",
    "USA K",
    "IND C13T15",
    "CHN D",
    "USA H49",
)
CUTS = (0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
START, END, DAYS = 5, 65, 150


@pytest.fixture(scope="module")
def sweep():
    world = World.load()
    scenarios = {
        f"{node} {cut}": [CapacityCut(at=node, share=hold(cut, start=START, end=END))]
        for node in NODES
        for cut in CUTS
    }
    return disrupt(world, scenarios, days=DAYS)


def test_the_loss_never_falls_when_a_cut_grows(sweep):
    total = sweep.total().reshape(len(NODES), len(CUTS))
    assert (np.diff(total, axis=1) > 0).all()


def test_output_is_back_when_stocks_can_be_rebuilt(sweep):
    """Within 0.1 % of base, the world's and every region's, when the emptiest stock can be full."""
    regions = sweep.world.value_added.reshape(len(sweep.world.regions), -1).sum(axis=1) / 12e3
    rebuild = 30
    lost = sweep.daily_loss.sum(axis=0) / regions.sum()
    assert lost[END - 1].max() > 0.03
    assert np.abs(lost[END + rebuild :]).max() < 1e-3
    local = sweep.daily_loss / regions[:, None, None]
    assert local[:, END - 1].max() > 0.2
    assert np.abs(local[:, END + rebuild :]).max() < 1e-3


def test_a_cut_costs_at_least_what_it_stops(sweep):
    world = sweep.world
    direct = np.array(
        [cut * world.value_added[world.index(*node.split())] for node in NODES for cut in CUTS]
    )
    assert (sweep.total() >= direct / 365e3 * (END - START) * (1 - 1e-5)).all()
