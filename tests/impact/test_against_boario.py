"""ARIO against BoARIO 0.7.2, and both against the published equations.

Three programs meet: BoARIO, run as a package; the equations of its documentation, written plainly
in `oracle_ario`; and the engine. Where BoARIO departs from its documentation, the departure has a
name, is shown to matter, and is reproduced by the engine only on request.
"""

import numpy as np
import oracle_ario as oracle
import pytest

from detente.impact import Ario, CapacityCut, Inputs, disrupt, hold

boario = pytest.importorskip("oracle_boario", reason="BoARIO is not installed")

DAYS, DURATION = 240, 60
TABLES = ("test table", "random 1", "random 2")
NODE = 5
CUTS = (0.05, 0.30)
PARAMETERS = {
    "psi": 0.8,
    "restock_days": 60.0,
    "overproduction_max": 1.25,
    "overproduction_days": 365.0,
}
STOCK_DAYS = 90.0
WINDOW = oracle.event_days(boario.OCCURRENCE, DURATION)


@pytest.fixture(scope="module")
def tables():
    made = (boario.test_table(), boario.random_table(1), boario.random_table(2))
    return dict(zip(TABLES, made, strict=True))


@pytest.fixture(scope="module")
def peer(tables):
    """BoARIO's paths, each run once."""
    done = {}

    def path(name, orders, cut):
        key = (name, orders, cut)
        if key not in done:
            done[key] = boario.simulate(
                tables[name], NODE, cut, orders=orders, days=DAYS, duration=DURATION
            )
        return done[key]

    return path


def equations(table, orders, cut, departures=oracle.DEPARTURES):
    flows, final, _, sectors = boario.plain(table)

    def lost(day):
        return np.where(np.arange(len(final)) == NODE, cut if day in WINDOW else 0.0, 0.0)

    return oracle.simulate(
        flows, final, len(sectors), lost, days=DAYS, orders=orders, departures=departures
    )


def engine(table, orders, cut, *, as_boario, dtype="float64"):
    """Output by day and node [share of base]."""
    world = boario.world_of(table)
    shock = CapacityCut(at=world.labels[NODE], share=hold(cut, start=WINDOW.start, end=WINDOW.stop))
    run = disrupt(
        world,
        [[shock]],
        days=DAYS,
        model=Ario(orders=orders, as_boario=as_boario, **PARAMETERS),
        inputs=Inputs.from_arrays(world, stock_days=STOCK_DAYS),
        dtype=dtype,
        keep="*",
    )
    return run.output[:, :, 0].T


def furthest(path, other):
    """Largest relative difference of two paths of output."""
    return float((np.abs(path - other) / np.maximum(np.abs(other), 1e-9)).max())


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("orders", ["alt", "noalt"])
@pytest.mark.parametrize("name", TABLES)
def test_the_engine_is_boario(tables, peer, name, orders, cut):
    theirs = peer(name, orders, cut)
    base = theirs[0]
    ours = engine(tables[name], orders, cut, as_boario=True)
    assert theirs[WINDOW.start : WINDOW.stop, NODE].max() < base[NODE] * (1 - cut * 0.9)
    assert furthest(ours * base, theirs) <= 1e-6


@pytest.mark.parametrize("orders", ["alt", "noalt"])
def test_the_engine_is_boario_where_stocks_run_short(tables, peer, orders):
    theirs = peer("test table", orders, 0.95)
    others = np.delete(theirs / theirs[0], NODE, axis=1)
    assert others[WINDOW.start : WINDOW.stop].min() < 0.9
    ours = engine(tables["test table"], orders, 0.95, as_boario=True)
    assert furthest(ours * theirs[0], theirs) <= 1e-6


@pytest.mark.parametrize("orders", ["alt", "noalt"])
@pytest.mark.parametrize("name", TABLES)
def test_the_equations_with_named_departures_are_boario(tables, peer, name, orders):
    assert furthest(equations(tables[name], orders, 0.30), peer(name, orders, 0.30)) <= 1e-10


@pytest.mark.parametrize("departure", sorted(oracle.DEPARTURES))
def test_every_departure_is_needed(tables, peer, departure):
    without = equations(tables["test table"], "alt", 0.30, oracle.DEPARTURES - {departure})
    assert furthest(without, peer("test table", "alt", 0.30)) > 1e-6


@pytest.mark.parametrize("orders", ["alt", "noalt"])
@pytest.mark.parametrize("name", TABLES)
def test_without_departures_the_engine_is_the_published_equations(tables, name, orders):
    theirs = equations(tables[name], orders, 0.30, frozenset())
    ours = engine(tables[name], orders, 0.30, as_boario=False)
    assert furthest(ours * theirs[0], theirs) <= 1e-6
