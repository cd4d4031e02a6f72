"""The coupled engine on the London standoff: ranges, sense, and nothing out of nothing."""

import numpy as np
import pytest

from detente._errors import ImpactError, UnknownCodeError
from detente.controls import Figure, Standoff
from detente.impact import Scenario, Study, loss_runs, simulate

DAYS, DRAWS = 150, 4


@pytest.fixture(scope="module")
def impact(london_module):
    return simulate(london_module, days=DAYS, draws=DRAWS, seed=3)


def one(study, *, existed, easing):
    count = len(study.standoff.controls)
    scenario = Scenario(name="x", existed=(existed,) * count, easing=easing)
    return study.run([(scenario, 0)])


def test_no_controls_no_loss(london):
    study = Study(london, days=60, draws=1)
    batch = one(study, existed=False, easing=(0.0,) * 4)
    assert (batch.loss == 0).all()
    assert np.isnan(batch.first_shortage).all()


def test_more_easing_never_costs_the_target_more(london):
    study = Study(london, days=120, draws=1)
    usa = study.world.regions.index("USA")
    columns = [
        (Scenario(name=str(e), existed=(True,) * 4, easing=(e, 0.0, 0.0, 0.0)), 0)
        for e in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    loss = study.run(columns).loss[usa].mean(axis=0)
    assert (np.diff(loss) <= 1e-9).all()
    assert loss[0] > 2 * loss[-1]


def test_workers_and_company_do_not_change_a_column(london):
    study = Study(london, days=40, draws=2)
    scenario = Scenario(name="all", existed=(True,) * 4, easing=(0.0,) * 4)
    many = study.run([(scenario, d % 3) for d in range(130)], workers=2)
    few = study.run([(scenario, d) for d in range(3)], workers=1)
    again = study.run([(scenario, d % 3) for d in range(130)], workers=1)
    assert (again.loss == many.loss).all()
    assert many.loss[..., :3] == pytest.approx(few.loss, rel=1e-4, abs=1e-7)
    assert many.loss[..., 127:130] == pytest.approx(few.loss[..., [1, 2, 0]], rel=1e-4, abs=1e-7)


def test_every_control_costs_its_target_and_its_owner(impact):
    for loss in impact.losses():
        assert loss.role in ("owner", "target")
        assert 0 < loss.total.low <= loss.total.central <= loss.total.high
        parts = sum(part.central for part in loss.parts.values())
        assert parts == pytest.approx(loss.total.central, rel=1e-9)
        months = [month.central for month in loss.by_month]
        assert np.mean(months) == pytest.approx(loss.total.central, rel=1e-9)
        own = loss.parts["own_exports_lost"].central
        assert (own > 0) == (loss.role == "owner")


def test_the_us_loss_from_magnets_rises_as_stocks_run_out(impact):
    months = [month.central for month in impact.loss("USA", "CN-2025-18").by_month]
    assert months[-1] > 1.3 * months[0]
    clock = next(c for c in impact.clocks() if (c.party, c.good) == ("USA", "ndfeb-magnet"))
    assert "C29" in clock.sectors
    assert clock.stock[-1, 0] < 0.5 * clock.stock[0, 0]
    assert clock.need_met[-1, 0] < clock.need_met[0, 0]
    assert clock.first_shortage[0] < DAYS


def test_together_is_reported_beside_the_sum(impact):
    for party in impact.parties:
        together = impact.loss(party).total.central
        singles = sum(
            impact.loss(party, entry.control).total.central for entry in impact.standoff.controls
        )
        assert together == pytest.approx(singles, rel=0.25)


def test_third_countries_lose_too(impact):
    third = dict(impact.third_countries())
    assert not {"USA", "CHN"} & set(third)
    assert third["DEU"].central > 0


def test_drivers_are_inputs_that_reach_the_party(impact):
    for driver in impact.drivers("USA"):
        assert -1 <= driver.rank_correlation <= 1
        assert "ethane" not in driver.name or driver.name.startswith(
            ("trade", "export_margin", "resale_share")
        )


def test_leverage_is_said_in_words(impact):
    month, words = impact.leverage_passes("USA")
    assert month is None or 1 <= month <= impact.study.months
    assert "leverage" in words


def test_same_seed_same_numbers(london):
    one_run, again = (simulate(london, days=40, draws=2, seed=5) for _ in range(2))
    assert (one_run.batch.loss == again.batch.loss).all()


def test_runs_for_the_surface(impact):
    runs = loss_runs(impact)
    assert runs.owners == ("CHN", "USA", "USA", "USA")
    lifted = (runs.easings == 1).all(axis=1)
    assert runs.loss[lifted] == pytest.approx(np.zeros((1, 2)), abs=1e-12)
    status_quo = runs.loss[(runs.easings == 0).all(axis=1)][0]
    assert (status_quo > 0).all()
    assert (status_quo < [impact.loss(p).total.central for p in impact.parties]).all()
    assert runs.draw_alone.shape == (DRAWS, 4, 2)
    assert runs.held_out_loss.shape == (len(runs.held_out), 2)
    assert (runs.unavoidable >= 0).all()


def test_what_cannot_be_simulated_is_said(london):
    with pytest.raises(ImpactError, match="no control is on the table"):
        Study(Standoff(name="x", on=london.on))
    with pytest.raises(ImpactError, match="at least 31"):
        Study(london, days=10)
    london.controls[0].goods = ["ndfeb-magent"]
    with pytest.raises(UnknownCodeError, match="ndfeb-magnet"):
        Study(london, days=60)


def test_a_control_without_register_entry_runs_on_what_it_states(london):
    entry = london.controls[0].model_copy(
        update={
            "control": "own",
            "register_ids": [],
            "intensity": Figure(low=0.1, central=0.5, high=0.9),
        }
    )
    alone = london.model_copy(update={"controls": [entry]})
    impact = simulate(alone, days=90, draws=2)
    assert impact.loss("USA", "own").total.central > 0
    assert dict(impact.third_countries())["DEU"].central < impact.loss("USA").total.central
