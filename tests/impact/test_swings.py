"""One input at a time: what a tornado shows."""

import pytest

from detente._errors import ImpactError
from detente.impact import MECHANISMS, Scenario, Study, simulate
from detente.impact._swings import ENDS
from detente.impact.goods.switches import switched_off


@pytest.fixture(scope="module")
def impact(london_module):
    return simulate(london_module, days=62, draws=6)


def test_widest_first_and_on_the_side_that_a_reader_expects(impact):
    rows = impact.swings()["USA"]
    assert [row.width for row in rows] == sorted((row.width for row in rows), reverse=True)
    central = impact.loss("USA").total.central
    by_name = {row.name: row for row in rows}
    coverage = by_name["coverage of ndfeb-magnet"]
    assert coverage.low < central < coverage.high  # more output needs magnets, more is lost


def test_each_is_the_run_with_that_input_alone_moved(impact):
    row = impact.swings()["USA"][0]
    study = impact.study
    alone = Study(
        study.standoff,
        days=study.days,
        draws=1,
        world=study.world,
        facts=study.facts,
        quantiles={row.name: [1.0 - ENDS]},
    )
    count = len(study.standoff.controls)
    both = Scenario(name="together", existed=(True,) * count, easing=(0.0,) * count)
    batch = alone.run([(both, 0), (both, 1)])
    loss = batch.loss[impact.rows("USA")].sum(axis=0).mean(axis=0)
    assert float(loss[1]) == pytest.approx(row.high, rel=5e-3)  # quick ones, see quick.md
    assert float(loss[0]) == pytest.approx(impact.loss("USA").total.central, rel=1e-4)


def test_the_second_call_runs_nothing(impact):
    first = impact.swings()
    assert impact.swings(progress=lambda done, total: pytest.fail(f"{done} of {total}")) is first


def test_mechanisms_switched_off_one_at_a_time(impact):
    found = impact.mechanisms()
    assert set(found) == set(impact.parties)
    by_name = {row.name: row for row in found["USA"]}
    assert set(by_name) == set(MECHANISMS)
    for row in by_name.values():
        assert row.loss == pytest.approx(impact.loss("USA").total.central, rel=1e-4)
    for spares in ("users' stocks", "third countries", "redesign", "spare capacity"):
        assert by_name[spares].carries <= 1e-9
    assert by_name["users' stocks"].without > 1.2 * by_name["users' stocks"].loss


def test_a_mechanism_that_is_none_is_refused(impact):
    with pytest.raises(ImpactError, match="no mechanism 'magic'; switch off one of"):
        switched_off(impact.study.model, [("magic",)])
