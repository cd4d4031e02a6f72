"""Two simulations side by side."""

import io

import jsonschema
import numpy as np
import pytest
from rich.console import Console

from detente._errors import UnknownCodeError
from detente.controls import Figure
from detente.impact import comparison_schema, simulate

DAYS, DRAWS = 62, 6


def eased(standoff, share):
    first = standoff.controls[0]
    milder = first.intensity.model_dump()
    entry = first.model_copy(
        update={"intensity": Figure(**{k: share * v for k, v in milder.items()})}
    )
    return standoff.model_copy(update={"controls": [entry, *standoff.controls[1:]]})


@pytest.fixture(scope="module")
def before(london_module):
    return simulate(london_module, days=DAYS, draws=DRAWS, seed=1)


@pytest.fixture(scope="module")
def after(london_module):
    return simulate(eased(london_module, 0.5), days=DAYS, draws=DRAWS, seed=1)


def test_with_itself_there_is_no_difference(before):
    same = before.compare(before)
    assert same.paired
    for row in same.changes:
        assert row.difference.as_dict() == {"low": 0.0, "central": 0.0, "high": 0.0}
        assert row.before == row.after


def test_easing_helps_the_target_in_every_draw(before, after):
    change = before.compare(after).change("USA", "CN-2025-18")
    assert change.difference.low <= change.difference.central < 0
    assert change.difference.high < 0
    assert change.before == before.loss("USA", "CN-2025-18").total
    assert change.after == after.loss("USA", "CN-2025-18").total
    untouched = before.compare(after).change("CHN", "US-2025-EDA")
    assert untouched.difference.central == 0.0


def test_parts_and_months_add_up(before, after):
    found = before.compare(after)
    parts = [
        found.change("USA", part=part).difference.central
        for part in ("stopped_lines", "price_paid", "own_exports_lost")
    ]
    whole = found.change("USA").difference.central
    assert sum(parts) == pytest.approx(whole)
    months = [found.change("USA", month=m).difference.central for m in (1, 2)]
    assert np.mean(months) == pytest.approx(whole)


def test_backwards_is_the_negative(before, after):
    there, back = before.compare(after), after.compare(before)
    for one, two in zip(there.changes, back.changes, strict=True):
        assert one.difference.central == pytest.approx(-two.difference.central)
        assert one.difference.low == pytest.approx(-two.difference.high)


def test_pairs_are_narrower_than_strangers(before, after, london_module):
    stranger = simulate(eased(london_module, 0.5), days=DAYS, draws=DRAWS, seed=2)
    paired, loose = before.compare(after), before.compare(stranger)
    assert paired.paired
    assert not loose.paired
    widths = [
        found.change("USA").difference.high - found.change("USA").difference.low
        for found in (paired, loose)
    ]
    assert widths[0] < widths[1]


def test_another_standoff_pairs_on_what_both_draw(before, london_module):
    fewer = london_module.model_copy(update={"controls": london_module.controls[:2]})
    found = before.compare(simulate(fewer, days=DAYS, draws=DRAWS, seed=1))
    assert found.paired
    gone = found.change("CHN", "US-2025-ethane")
    assert gone.after.as_dict() == {"low": 0.0, "central": 0.0, "high": 0.0}
    assert gone.difference.central == pytest.approx(-gone.before.central)
    kept = found.change("USA", "CN-2025-18").difference
    # other controls change nothing of what one costs alone, draw by draw
    assert max(abs(kept.low), abs(kept.high)) < 1e-4


def test_another_horizon_is_compared_on_the_months_of_both(before, london_module):
    longer = simulate(london_module, days=92, draws=DRAWS, seed=1)
    found = before.compare(longer)
    assert found.months == 2
    assert found.change("USA", month=1).difference.central == pytest.approx(0.0, abs=1e-6)


def test_it_can_be_printed_and_carried(before, after):
    found = before.compare(after)
    payload = found.to_payload()
    jsonschema.validate(payload, comparison_schema())
    assert len(payload["changes"]) == len(found.changes) == found.table().num_rows
    console = Console(file=io.StringIO(), width=80)
    console.print(found)
    said = console.file.getvalue()
    assert "CN-2025-18" in said
    assert "draws paired" in said
    assert max(len(line) for line in said.splitlines()) <= 80
    assert "together" in str(found)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"party": "UAS"}, "USA"),
        ({"party": "USA", "control": "CN-2025-81"}, "CN-2025-18"),
        ({"party": "USA", "part": "price"}, "price_paid"),
        ({"party": "USA", "month": 13}, "unknown month"),
    ],
)
def test_what_is_not_there_names_the_nearest(before, words, says):
    with pytest.raises(UnknownCodeError, match=says):
        before.compare(before).change(**words)
