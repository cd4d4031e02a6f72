"""The disruption engine against published paths of a dynamic production network.

Belgium, 63 sectors, after Pichler et al. (2022), *Journal of Economic Dynamics and Control*
144:104527. The published paths settle the oracle; the oracle then also judges what was not
published, on small random tables.
"""

import numpy as np
import oracle_pichler as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.impact import CapacityCut, DemandCut, Inputs, Labour, Leontief, disrupt, hold
from detente.world import World

START, END = oracle.SHOCK_DAYS.start, oracle.SHOCK_DAYS.stop
CUT = 0.8
LEAST = {"leontief": 0.384, "strong": 0.419, "half": 0.488, "weak": 0.522}
FILES = {
    "leontief": "C20_80pct_leontief",
    "strong": "C20_80pct_strongly_critical",
    "half": "C20_80pct_half_critical",
    "weak": "C20_80pct_weakly_critical",
}
BROAD_LABOUR, BROAD_HOUSEHOLDS = (slice(3, 25), 0.3), (slice(0, 10), 0.1)
LABOUR = Labour(hire=1 / oracle.HIRE_AND_FIRE_DAYS, fire=1 / oracle.HIRE_AND_FIRE_DAYS)


def world_of(economy):
    """The economy as a world of one region: households at home, all other uses in the rest."""
    return World.from_arrays(
        ("BEL",),
        economy.sectors,
        economy.flows,
        np.column_stack([economy.households, economy.other_uses]),
        output=economy.output,
        year=2019,
    )


def engine(economy, variant, shocks, *, days, dtype="float64", labour=LABOUR):
    """Output by day and sector [share of base], after a first row of ones."""
    world = world_of(economy)
    run = disrupt(
        world,
        [shocks],
        days=days,
        model=Leontief(variant=variant, order_days=oracle.ORDER_DAYS, stocks="all", labour=labour),
        inputs=Inputs.from_arrays(world, rating=economy.rating, stock_days=economy.stock_days),
        dtype=dtype,
        keep="*",
    )
    return np.vstack([np.ones(world.n), run.output[:, :, 0].T])


def chemicals():
    return [CapacityCut(at="BEL C20", share=hold(CUT, start=START, end=END))]


def broad(economy):
    labour, households = (
        tuple(f"BEL {code}" for code in economy.sectors[where])
        for where, _ in (BROAD_LABOUR, BROAD_HOUSEHOLDS)
    )
    return [
        CapacityCut(at=labour, share=hold(BROAD_LABOUR[1], start=START, end=END)),
        DemandCut(
            at=households,
            share=hold(BROAD_HOUSEHOLDS[1], start=START, end=END),
            buyers="BEL",
            saved=oracle.SAVED,
        ),
    ]


def share_of(economy, where, cut):
    shares = np.zeros(len(economy.sectors))
    shares[where] = cut
    return shares


@pytest.fixture
def folder(shared):
    path = shared / "data" / "checks" / "pichler_2022"
    if not path.is_dir():
        pytest.skip("shared/data/checks/pichler_2022 is not beside this checkout")
    return path


@pytest.fixture
def belgium(folder):
    return oracle.belgium(folder)


@pytest.mark.shared
@pytest.mark.parametrize("variant", FILES)
def test_oracle_is_the_published_model(folder, belgium, variant):
    published = oracle.golden(folder, FILES[variant])
    cut = share_of(belgium, belgium.sectors.index("C20"), CUT)
    path = oracle.simulate(belgium, variant, days=len(published) - 1, labour_cut=cut)
    assert path / published[0] == pytest.approx(published / published[0], abs=1e-12)


@pytest.mark.shared
def test_oracle_is_the_published_model_under_a_broad_shock(folder, belgium):
    published = oracle.golden(folder, "broad_half_critical")
    path = oracle.simulate(
        belgium,
        "half",
        days=len(published) - 1,
        labour_cut=share_of(belgium, *BROAD_LABOUR),
        household_cut=share_of(belgium, *BROAD_HOUSEHOLDS),
    )
    assert path / published[0] == pytest.approx(published / published[0], abs=1e-12)


@pytest.mark.shared
@pytest.mark.parametrize(("dtype", "within"), [("float64", 1e-9), ("float32", 1e-3)])
@pytest.mark.parametrize("variant", FILES)
def test_engine_follows_the_published_paths(folder, belgium, variant, dtype, within):
    published = oracle.golden(folder, FILES[variant])
    path = engine(belgium, variant, chemicals(), days=len(published) - 1, dtype=dtype)
    assert path == pytest.approx(published / published[0], abs=within)
    least = (path @ (published[0] / published[0].sum())).min()
    assert least == pytest.approx(LEAST[variant], abs=5e-4)


@pytest.mark.shared
@pytest.mark.parametrize(("dtype", "within"), [("float64", 1e-9), ("float32", 1e-3)])
def test_engine_follows_the_published_path_of_a_broad_shock(folder, belgium, dtype, within):
    published = oracle.golden(folder, "broad_half_critical")
    path = engine(belgium, "half", broad(belgium), days=len(published) - 1, dtype=dtype)
    assert path == pytest.approx(published / published[0], abs=within)


@st.composite
def economies(draw):
    """Balanced tables of 2 to 6 sectors, some pairs empty, with ratings and stocks."""
    size = draw(st.integers(2, 6))
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    A = generator.gamma(0.5, 1.0, (size, size)) * (generator.random((size, size)) < 0.8)
    A *= draw(st.floats(0.1, 0.9)) / max(A.sum(axis=0).max(), 1e-9)
    households, other_uses = generator.uniform(0.1, 2.0, (2, size))
    output = np.linalg.solve(np.eye(size) - A, households + other_uses)
    return oracle.Economy(
        sectors=tuple(f"S{i}" for i in range(size)),
        flows=A * output,
        households=households,
        other_uses=other_uses,
        rating=generator.choice([0.0, 0.5, 1.0], (size, size)),
        stock_days=generator.uniform(1.0, 20.0, size),
    )


@settings(max_examples=12)
@given(
    economies(),
    st.sampled_from(oracle.VARIANTS),
    st.floats(0.05, 1.0),
    st.booleans(),
)
def test_engine_is_the_plain_equations_on_any_table(economy, variant, cut, hires):
    size = len(economy.sectors)
    plain = oracle.simulate(
        economy,
        variant,
        days=90,
        labour_cut=share_of(economy, 0, cut),
        shock_days=range(3, 50),
        adjust_days=oracle.HIRE_AND_FIRE_DAYS if hires else None,
    )
    path = engine(
        economy,
        variant,
        [CapacityCut(at="BEL S0", share=hold(cut, start=3, end=50))],
        days=90,
        labour=LABOUR if hires else None,
    )
    assert path.shape == (91, size)
    assert path == pytest.approx(plain / economy.output, abs=1e-8)


@pytest.mark.parametrize("variant", oracle.VARIANTS)
def test_who_buys_nothing_hires_up_to_demand(variant):
    flows = np.array([[0.0, 0.2, 0.3], [0.0, 0.5, 0.1], [0.0, 0.2, 0.1]])
    economy = oracle.Economy(
        sectors=("S0", "S1", "S2"),
        flows=flows,
        households=np.array([0.5, 0.4, 0.7]),
        other_uses=np.array([0.3, 0.2, 0.1]),
        rating=np.ones((3, 3)),
        stock_days=np.array([16.0, 5.0, 8.0]),
    )
    plain = oracle.simulate(
        economy,
        variant,
        days=90,
        labour_cut=share_of(economy, 0, 1.0),
        shock_days=range(3, 50),
        adjust_days=oracle.HIRE_AND_FIRE_DAYS,
    )
    cut = [CapacityCut(at="BEL S0", share=hold(1.0, start=3, end=50))]
    path = engine(economy, variant, cut, days=90, labour=LABOUR)
    assert path == pytest.approx(plain / economy.output, abs=1e-8)
