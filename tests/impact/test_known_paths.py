"""The goods layer follows a tabled path day by day; hindcasts do not look ahead."""

import datetime as dt

import numpy as np
import pytest

from detente.controls import Figure, Register, standoff_from_register
from detente.facts import hindcast_names, load_facts, load_hindcast
from detente.impact._draws import Sampler
from detente.impact.backtest._case import case_standoff
from detente.impact.goods.levers import build_levers, lever_names
from detente.world import World

STAGED = ["US-2025-EDA", "US-2025-ethane", "RU-2022-NordStream", "RU-2024-uranium"]


def lever_of(standoff, *, days=200, paths=None):
    levers, history = build_levers(
        standoff,
        world=World.load(),
        facts=load_facts(),
        register=Register.load(),
        sampler=Sampler(lever_names(standoff, paths), draws=4, seed=0),
        days=days,
        paths=paths,
    )
    return levers[0], history


@pytest.mark.parametrize("control", STAGED)
def test_every_day_blocks_what_the_register_says_of_it(control):
    case = standoff_from_register([control])
    entry, known = case.controls[0], Register.load().get(control)
    lever, history = lever_of(case)
    end = entry.path[-1].date
    at = int(np.flatnonzero(lever.targets)[0])
    blocked = [lever.on(entry.goods[0], history + day)[at] for day in range(200)]
    for day in range(200):
        on = min(case.on + dt.timedelta(days=day), end)
        said = known.intensity(on, entry.target, known_on=end)
        assert blocked[day][0] == pytest.approx(said.central)
        assert np.all((said.low <= blocked[day]) & (blocked[day] <= said.high))
    assert np.ptp([row[0] for row in blocked]) > 0.1


def test_held_is_there_for_who_asks_and_for_who_edits():
    case = standoff_from_register(["US-2025-EDA"])
    entry = case.controls[0]
    held, history = lever_of(case, paths={entry.control: "held"})
    assert len(held.intensity[entry.goods[0]].paths) == history + 1
    figure = Figure(low=0.2, central=0.2, high=0.2)
    edited = case.model_copy(update={"controls": [entry.model_copy(update={"intensity": figure})]})
    lever, history = lever_of(edited)
    at = int(np.flatnonzero(lever.targets)[0])
    assert np.all(lever.on(entry.goods[0], history + 150)[at] == 0.2)


@pytest.mark.parametrize("name", hindcast_names())
def test_a_hindcast_does_not_look_ahead(name):
    """Its standoff carries no path of the register, which would know what came later."""
    case = load_hindcast(name)
    standoff = case_standoff(case, Register.load())
    assert all(entry.path == [] for entry in standoff.controls)


def test_a_rule_costed_with_others_blocks_its_own_goods_alone():
    """Licences for antimony hold back no gallium, whatever is costed together with them."""
    case = standoff_from_register(["CN-2024-46"], on=dt.date(2025, 6, 10))
    register, others = Register.load(), ["CN-2023-23", "CN-2024-33"]
    entry = case.controls[0].model_copy(update={"register_ids": ["CN-2024-46", *others]})
    lever, history = lever_of(case.model_copy(update={"controls": [entry]}))
    elsewhere = next(
        at for at, code in enumerate(World.load().regions) if code not in ("CHN", "USA")
    )
    for good in entry.goods:
        rules = [register.get(name) for name in others if good in register.get(name).goods]
        said = [
            rule.intensity(case.on, World.load().regions[elsewhere], known_on=case.on).central
            for rule in rules
        ]
        assert lever.on(good, history)[elsewhere][0] == pytest.approx(max(said, default=0.0))
    assert {good for rule in others for good in register.get(rule).goods} < {*entry.goods}
