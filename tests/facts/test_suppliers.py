"""Which supplier shares count: one question, asked alike everywhere."""

import pytest

from detente._errors import UnknownCodeError
from detente.facts import held_share, load_facts, sells

FACTS = load_facts()
HELD = sorted({(row.good, row.country) for row in FACTS.supply_shares if row.value > 0})


@pytest.mark.parametrize(("good", "country"), HELD)
def test_who_stands_at_a_stage_holds_it_and_sells(good, country):
    held = held_share(FACTS, good, country)
    rows = [r for r in FACTS.supply_shares if (r.good, r.country) == (good, country)]
    assert held in rows
    own = next((r for r in rows if r.stage == FACTS.good(good).stage and r.value > 0), None)
    best = max(row.value for row in rows)
    if own is not None and best <= own.high:
        assert held is own
    else:
        assert held.value == best
    if country in {row.iso3 for row in FACTS.parties}:
        assert sells(FACTS, good, country)


def test_who_stands_at_no_stage_sells_nothing():
    assert held_share(FACTS, "cobalt", "LTU") is None
    assert not sells(FACTS, "cobalt", "LTU")


def test_a_country_does_not_sell_what_others_of_its_region_make():
    assert sells(FACTS, "cobalt", "COD")
    assert not sells(FACTS, "cobalt", "NGA")  # both lie in Sub-Saharan Africa


def test_a_bloc_sells_what_its_members_make():
    assert sells(FACTS, "germanium", "EU")  # Belgium refines it


def test_unknown_codes_are_refused():
    with pytest.raises(UnknownCodeError):
        held_share(FACTS, "unobtainium", "CHN")
    with pytest.raises(UnknownCodeError):
        sells(FACTS, "cobalt", "XXX")
