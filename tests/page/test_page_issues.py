"""Side issues in the form of the workbench: from the tables, by hand, changed, taken off."""

import pytest
from page_case import small_standoff

from detente._errors import DetenteError
from detente.page._edit import edited
from detente.page._form import Field
from detente.page._issues import known_issues

BY_HAND = {
    "issue-name": "  chip  sales ",
    "issue-unit": "USD bn a year",
    "issue-giver": "USA",
    "issue-most": "4",
    "issue-worth-CHN-central": "0.02",
    "issue-worth-CHN-high": "0.05",
    "issue-worth-USA-low": "-0.03",
    "issue-worth-USA-central": "−0.01",
}


def form(fields):
    return {name: Field(data=value.encode()) for name, value in fields.items()}


def test_the_tables_offer_what_is_not_on_the_table_yet():
    standoff = small_standoff(side_issues=[])
    known = known_issues(standoff)
    assert {"soybean purchases", "fentanyl tariff on China"} <= known.keys()
    after = edited(standoff, form({"add-issue": "soybean purchases"}))
    assert [issue.name for issue in after.side_issues] == ["soybean purchases"]
    assert after.side_issues[0].giver == "CHN"
    assert after.side_issues[0].worth["USA"].low < after.side_issues[0].worth["USA"].high
    assert "soybean purchases" not in known_issues(after)
    apart = standoff.model_copy(update={"parties": standoff.parties[:1]})
    assert known_issues(apart) == {}


def test_one_made_by_hand_is_kept_as_it_was_given():
    after = edited(small_standoff(), form(BY_HAND))
    made = after.side_issues[-1]
    assert (made.name, made.unit, made.giver, made.most) == (
        "chip sales",
        "USD bn a year",
        "USA",
        4,
    )
    assert made.worth["CHN"].model_dump() == {"low": 0.02, "central": 0.02, "high": 0.05}
    assert made.worth["USA"].low == -0.03
    assert made.origin.words == "edited by hand"
    assert after.side_issues[:-1] == small_standoff().side_issues


def test_one_is_changed_and_taken_off():
    before = small_standoff()
    after = edited(before, form({"i0-most": "10", "i0-worth-USA-central": "0.015"}))
    assert after.side_issues[0].most == 10
    assert after.side_issues[0].worth["USA"].central == 0.015
    assert after.side_issues[0].worth["CHN"] == before.side_issues[0].worth["CHN"]
    assert edited(after, form({"i0-remove": "1"})).side_issues == []
    assert edited(before, form({"i0-most": "25"})) == before  # untouched


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"i0-most": "many"}, "soybeans, a year, most: 'many' is not a number"),
        ({"i0-most": "0"}, "most"),
        ({"i0-worth-CHN-low": "1"}, "worth to CHN: low 1 <= central"),
        ({"i0-worth-CHN-low": "0", "i0-worth-CHN-central": "0", "i0-worth-CHN-high": "0"}, "below"),
        ({"add-issue": "the moon"}, "no side issue of the tables"),
        ({**BY_HAND, "issue-name": "soybeans, a year"}, "on the table already"),
        ({**BY_HAND, "issue-giver": "FRA"}, "which party"),
        ({**BY_HAND, "issue-unit": " "}, "in what unit"),
        ({**BY_HAND, "issue-most": ""}, "chip sales, most"),
        ({**BY_HAND, "issue-worth-USA-central": "1", "issue-worth-USA-high": "2"}, "below zero"),
        ({"issue-name": "x", "issue-unit": "y", "issue-giver": "USA"}, "what a unit is worth"),
    ],
)
def test_a_wrong_field_says_what_to_do(fields, says):
    with pytest.raises(DetenteError, match=says) as found:
        edited(small_standoff(), form(fields))
    assert "\n" not in str(found.value)


def test_mandates_are_set_changed_and_dropped():
    before = small_standoff()
    after = edited(before, form({"c0-mandate-USA": "40", "i0-mandate-USA": "12.5"}))
    assert after.controls[0].mandates == {"USA": pytest.approx(0.4)}
    assert after.side_issues[0].mandates == {"USA": 12.5}
    assert edited(after, form({"c0-mandate-USA": "40", "i0-mandate-USA": "12.5"})) == after
    dropped = edited(after, form({"c0-mandate-USA": "", "i0-mandate-USA": " "}))
    assert dropped.controls[0].mandates == {}
    assert dropped.side_issues[0].mandates == {}
    with pytest.raises(DetenteError, match="CN-2025-18, mandate of USA: 'lots' is not a number"):
        edited(before, form({"c0-mandate-USA": "lots"}))
    with pytest.raises(DetenteError, match="mandate of USA"):
        edited(before, form({"c0-mandate-USA": "140"}))
