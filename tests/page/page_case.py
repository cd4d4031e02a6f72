"""A small case whose costs are made up, so that no test of the page has to wait for an engine."""

import datetime as dt
import itertools
from functools import cache

import numpy as np

from detente.controls import Figure, Party, Register, Standoff, TabledControl, TabledIssue
from detente.deal import LossSurface
from detente.impact import LossRuns
from detente.page import Bench, Run, Settings
from detente.page._bench import key_of
from detente.page._state import pack

ON = dt.date(2025, 6, 10)
SMALL = Settings(draws=16, days=92)
# cost with one control alone: to the United States, to China [USD bn per month]
ALONE = {
    "CN-2025-18": (4.0, 0.3),
    "US-2025-EDA": (0.1, 1.2),
    "US-2025-ethane": (0.2, 0.6),
    "US-2025-H20": (0.9, 0.8),
}
MONTHS = np.array([[0.4, 1.4], [1.1, 1.0], [1.5, 0.6]])  # a month's cost over the mean, per party


def _tabled(name, **changes):
    control = Register.load().get(name)
    figures = {"low": 0.5, "central": 0.9, "high": 0.95}
    fields = {
        "control": name,
        "register_ids": [name],
        "name": control.name,
        "imposer": control.imposer,
        "target": "USA" if control.imposer == "CHN" else "CHN",
        "goods": list(control.goods),
        "effective": control.effective,
        "intensity": Figure(**figures),
    }
    return TabledControl(**(fields | changes))


def small_standoff(**changes):
    worth = Figure(low=0.05, central=0.2, high=0.6)
    fields = {
        "name": "Talks in London",
        "on": ON,
        "parties": [Party(party="USA", name="United States"), Party(party="CHN", name="China")],
        "controls": [
            _tabled("CN-2025-18", security=worth),
            _tabled("US-2025-EDA", security=worth),
            _tabled("US-2025-ethane", levels=[0.5, 1.0]),
            _tabled("US-2025-H20", bound=0.0, security=worth),
        ],
        "side_issues": [
            TabledIssue(
                name="soybeans, a year",
                unit="million tonnes",
                giver="CHN",
                most=25.0,
                worth={
                    "USA": Figure(low=0.005, central=0.01, high=0.02),
                    "CHN": Figure(low=-0.008, central=-0.004, high=-0.001),
                },
            )
        ],
    }
    return Standoff(**(fields | changes))


def small_runs(seed=0, draws=16):
    """Loss runs with a bend in every control's shape, an interaction, and costs by month."""
    rng = np.random.default_rng(seed)
    alone = np.array(list(ALONE.values()))
    count = len(alone)
    pairs = np.triu_indices(count, k=1)
    pair = -0.04 * rng.random((len(pairs[0]), 2))

    def loss(easings):
        z = 1 - easings
        bent = np.where(z < 0.5, 0.6 * z, 0.3 + 1.4 * (z - 0.5))
        return bent @ alone + (z[:, pairs[0]] * z[:, pairs[1]]) @ pair

    corners = np.array(list(itertools.product((0.0, 1.0), repeat=count)))
    halves = [
        np.where(np.arange(count) == k, share, base)
        for k in range(count)
        for share in (0.25, 0.5, 0.75)
        for base in (0.0, 1.0)
    ]
    easings = np.vstack([corners, *halves])
    held = rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], size=(12, count))
    factor = 1 + 0.4 * rng.uniform(-1, 1, (draws, count, 1))
    drawn = alone * factor
    losses = loss(easings)
    return LossRuns(
        controls=tuple(ALONE),
        owners=("CHN", "USA", "USA", "USA"),
        parties=("USA", "CHN"),
        easings=easings,
        loss=losses,
        loss_by_month=losses[:, None, :] * MONTHS,
        held_out=held,
        held_out_loss=loss(held),
        held_out_by_month=loss(held)[:, None, :] * MONTHS,
        draw_alone=drawn,
        draw_together=drawn.sum(axis=1) + pair.sum(axis=0),
        unavoidable=np.array([0.1, 0.05]),
    )


@cache
def small_run():
    runs = small_runs()
    return Run(
        key=key_of(small_standoff(), SMALL),
        runs=runs,
        surface=LossSurface.fit(runs),
        clock=(
            {
                "party": "USA",
                "good": "ndfeb-magnet",
                "control": "CN-2025-18",
                "days_to_first_stoppage": {"low": 3.0, "central": 12.0, "high": None},
                "share_of_draws": 0.9,
            },
        ),
        unavoidable={"USA": 0.1, "CHN": 0.05},
        manifest={"draws": 16, "days": 92},
    )


def small_bench():
    bench = Bench(SMALL)
    bench.keep(small_run())
    return bench


def small_token():
    return pack(small_standoff())
