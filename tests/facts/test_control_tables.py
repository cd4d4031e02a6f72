"""Codes, classes and names of controls: what the register says beside its dates."""

import pytest

from detente.controls import Register
from detente.facts import check_facts, load_facts

FACTS = load_facts()


def test_all_dual_use_is_what_the_imposer_s_own_list_names_towards_all():
    goods = set(FACTS.goods_under(FACTS.control("CN-2025-01")))
    assert goods >= {"gallium", "dysprosium", "graphite", "tungsten", "indium", "ndfeb-magnet"}
    assert not goods & {"steel", "urea", "wheat", "all-dual-use"}
    assert Register.load().get("CN-2025-01").goods == FACTS.goods_under(FACTS.control("CN-2025-01"))
    named = FACTS.control("CN-2023-23")
    assert FACTS.goods_under(named) == named.goods


def test_a_control_that_nobody_measured_blocks_what_its_kind_does():
    measured = {point.control for point in FACTS.control_intensity}
    kinds = {(row.instrument, row.breadth): row for row in FACTS.intensity_classes}
    register = Register.load()
    judged = [row for row in FACTS.controls if row.id not in measured]
    assert judged
    for row in judged:
        (point,) = register.get(row.id).path
        kind = kinds[row.instrument, row.breadth]
        assert (point.value.low, point.value.central, point.value.high) == (
            kind.low,
            kind.value,
            kind.high,
        )
        assert point.date == (row.effective or row.announced)


def test_firms_of_a_control_are_named_in_both_scripts():
    firms = {firm.name: firm for firm in FACTS.entities_of("CN-2026-23")}
    assert len(firms) == 10
    assert {"MP Materials Corp.", "USA Rare Earth, Inc."} <= set(firms)
    assert all(firm.local_name and firm.country == "USA" for firm in firms.values())
    assert all(firm.delisted for firm in FACTS.entities_of("CN-2025-22"))


@pytest.mark.parametrize(
    ("table", "row", "change", "says"),
    [
        ("controls", {"id": "CN-2023-23"}, {"codes": "3C001"}, "is not a system and a code"),
        ("controls", {"id": "CN-2023-23"}, {"breadth": "wide"}, "write one of"),
        ("controls", {"id": "CN-2023-23"}, {"goods": "all-dual"}, "not a known controlled good"),
        (
            "control_entities",
            {"control": "CN-2025-22"},
            {"delisted": "2024-01-01"},
            "is before listed",
        ),
        ("control_entities", {"control": "CN-2025-22"}, {"country": "Japan"}, "not an ISO3 code"),
    ],
)
def test_what_is_wrong_is_named(tables, table, row, change, says):
    line = tables.plant(table, row, **change)
    (fault,) = [fault for fault in check_facts(tables.folder) if fault.row == line]
    assert says in str(fault)


def test_what_is_only_threatened_is_costed_as_the_rule_it_would_be():
    kinds = {(row.instrument, row.breadth): row for row in FACTS.intensity_classes}
    register = Register.load()
    for row in FACTS.threats:
        assert register.get(row.control).effective is None
        assert FACTS.if_carried_out(row.control) is kinds[row.instrument, row.breadth]


def test_a_draft_with_words_of_its_own_needs_no_row_and_one_without_is_unknown():
    kinds = {(row.instrument, row.breadth): row for row in FACTS.intensity_classes}
    told = {row.control for row in FACTS.threats}
    drafts = [row for row in FACTS.controls if row.effective is None and row.id not in told]
    for row in drafts:
        found = FACTS.if_carried_out(row.id)
        known = kinds.get((row.instrument, row.breadth)) if row.instrument != "threat" else None
        assert found == (known or FACTS.model_parameter("unknown_intensity"))
    assert FACTS.if_carried_out("of-my-own") == FACTS.model_parameter("unknown_intensity")
