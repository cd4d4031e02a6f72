"""The headline says what the payload holds."""

from typing import Any

import pytest
from sample import bare, payload, r

from detente.brief._bottom_line import bottom_line, past_ranges
from detente.brief._trade_words import chance_of_deal, moves_by_party
from detente.brief._view import View
from detente.brief._words import headline, headline_title

TOPICS = [
    "Cost now",
    "When stocks run out",
    "A trade both accept",
    "What would change this",
    "What was said",
    "On the table",
    "Excluded",
]


def said(value: dict[str, Any]) -> dict[str, str]:
    return {row.topic: row.text.replace("\u00a0", " ") for row in headline(View(value))}


@pytest.mark.parametrize("make", [payload, bare])
def test_seven_sentences_each_whole(make: Any) -> None:
    rows = headline(View(make()))
    assert [row.topic for row in rows] == TOPICS
    for row in rows:
        assert row.text[0].isupper() or not row.text[0].isalpha()
        assert row.text.endswith(".")
        assert "  " not in row.text


def test_costs_are_those_of_the_totals() -> None:
    text = said(payload())["Cost now"]
    assert "the United Arland $2.5 bn (1.2 to 4.5)" in text
    assert "Borland $1.9 bn (0.95 to 3.4)" in text
    assert "27 times what it costs Borland" in text  # 2.4 / 0.09


def test_no_ratio_where_one_side_loses_nothing() -> None:
    value = payload()
    for row in value["losses"]:
        if row["party"] == "BBB":
            row.update(r(0.0))
    assert "times" not in said(value)["Cost now"]


def test_firmest_statement_on_easing_is_quoted() -> None:
    text = said(payload())["What was said"]
    assert "Three statements by two speakers; two speak of easing and one speaks of keeping" in text
    assert "Borland’s ministry, which says it is done: “it had approved some licences”" in text


def test_table_and_red_lines() -> None:
    words = said(payload())
    assert words["On the table"].startswith("Three controls may be eased, by Borland:")
    assert "frontier chip ban" not in words["On the table"]
    assert words["Excluded"].startswith("Red lines: Arland’s frontier chip ban.")
    assert "“The very high-end chips are not on the table”" in words["Excluded"]


def test_clock_names_the_first_stoppage_of_a_party() -> None:
    text = said(payload())["When stocks run out"]
    assert "The United Arland runs short of NdFeB magnets <b> in 44 days (31 to 66)." in text
    assert "From month 3 waiting costs Arland more." in text
    assert "ethane" not in text


def test_nothing_stops() -> None:
    value = payload()
    for row in value["clock"]:
        row["days_to_first_stoppage"] = None
    assert "nobody runs short of a good within 365 days" in said(value)["When stocks run out"]


def test_trade_and_its_absence() -> None:
    text = said(payload())["A trade both accept"]
    assert "140 of 1,000 packages" in text
    assert "(Nash): Borland lifts Borland’s magnet licences in full; the United Arland" in text
    assert "and eases Arland’s ethane letters by 40%" in text
    assert "the United Arland +$1.5 bn (1.1 to 2.2)" in text
    assert said(bare())["A trade both accept"].startswith("None of the 64 packages")


def test_change_names_threshold_and_driver() -> None:
    value = payload()
    value["deals"]["exists_if"].pop()
    text = said(value)["What would change this"]
    assert "exists only while keeping it is worth at most $1.9 bn" in text
    assert "Borland’s cost hangs most on the days of NdFeB magnets <b> in stock: $500 m" in text


def test_bottom_line_weighs_the_sides_and_the_deal() -> None:
    text = bottom_line(View(payload())).replace("\u00a0", " ")
    assert "cost the United Arland 1.3 times what they cost Borland." in text  # 2.5 / 1.9
    assert "In month 3 the greater pressure moves: leverage passes to Borland." in text
    assert "The chance that some trade suits both is 80%;" in text
    assert "still stands after 12 months, 53%." in text
    assert bottom_line(View(bare())) == "The chance that some trade suits both is 0%."


def test_chances_of_the_first_page_are_of_the_same_draws() -> None:
    value = payload()
    share, draws = chance_of_deal(View(value))
    risk = value["deals"]["breakdown_risk"]
    assert share == pytest.approx(1 - risk["no_deal"])
    assert draws == f"{risk['draws']:,} draws"
    assert share - risk["none_kept"] - risk["shock"] == pytest.approx(1 - risk["total"])
    assert f"some deal exists in {share:.0%} of {draws}" in said(value)["A trade both accept"]
    value["deals"]["breakdown_risk"] = None
    assert chance_of_deal(View(value)) == (value["deals"]["accepted"]["share_of_draws"], "draws")


def test_the_first_page_says_how_past_ranges_held() -> None:
    value = payload()
    cases = value["record"]["cases"]
    inside, scored = (sum(case[name] for case in cases) for name in ("inside", "scored"))
    assert f"{inside} of {scored} outcomes" in past_ranges(View(value))
    assert past_ranges(View(value)).endswith("not 90%: read every range as too narrow.")
    for case in cases:
        case["inside"] = case["scored"]
    assert past_ranges(View(value)).endswith(
        f"{scored} of {scored} outcomes fell inside the range forecast."
    )
    assert past_ranges(View({**value, "record": None})) == ""


def test_moves_stand_under_their_side_fullest_first() -> None:
    value = payload()
    moves = moves_by_party(View(value), value["deals"]["nash"])
    assert list(moves) == [p for p in View(value).parties if p in moves]
    for code, easing in value["deals"]["nash"]["easings"].items():
        shown = [
            row for rows in moves.values() for row in rows if row[0] == View(value).control(code)
        ]
        assert bool(shown) == (abs(easing) > 0.005)


def test_side_issues_of_the_trade_are_told() -> None:
    value = payload()
    value["deals"]["nash"]["easings"]["soybean purchases"] = 1.0
    view = View(value)
    assert moves_by_party(view, value["deals"]["nash"])[""] == [("soybean purchases", "in full")]
    assert "with soybean purchases in full" in said(value)["A trade both accept"]


def test_title_has_the_date() -> None:
    assert headline_title(View(payload())).endswith("10\u00a0June\u00a02031")


def test_already_short_is_said() -> None:
    value = payload()
    value["clock"][1]["days_to_first_stoppage"] = {"low": 0, "central": 0.2, "high": 16}
    text = said(value)["When stocks run out"]
    assert "The United Arland is already short of NdFeB magnets <b> (0 to 16 days)." in text


def test_a_good_behind_a_red_line_is_not_named_first() -> None:
    value = payload()
    first = value["clock"][1]
    shut = {
        **first,
        "good": "ai-accelerator",
        "good_name": "AI chips",
        "control": "AA-2029-01",
        "days_to_first_stoppage": {"low": 1, "central": 2, "high": 3},
    }
    value["clock"].append(shut)
    assert "AI chips" not in said(value)["When stocks run out"]
    value["clock"].remove(first)
    assert (
        "The United Arland runs short of AI chips in 2 days" in said(value)["When stocks run out"]
    )


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Licence letters for ethane", "licence letters for ethane"),
        ("High-bandwidth memory", "high-bandwidth memory"),
        ("Nvidia licence rule", "Nvidia licence rule"),
        ("EDA letters", "EDA letters"),
        ("", ""),
    ],
)
def test_control_names_inside_a_sentence(name: str, inside: str) -> None:
    assert View(payload()).inline(name) == inside


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Ethane", "ethane"),
        ("AI accelerators", "AI accelerators"),
        ("NdFeB magnets", "NdFeB magnets"),
        ("Neodymium-iron-boron magnets", "neodymium-iron-boron magnets"),
    ],
)
def test_good_names_inside_a_sentence(name: str, inside: str) -> None:
    value = payload()
    value["clock"][0]["good_name"] = name
    assert View(value).inline(name) == inside


def test_names_that_hold_a_comma_are_set_in_quote_marks() -> None:
    value = payload()
    value["standoff"]["controls"][1]["name"] = "Licence letters for tools, chips and software"
    text = said(value)["On the table"]
    assert "“Licence letters for tools, chips and software” and “Arland’s ethane letters”" in text


def test_an_article_without_a_statement_says_so() -> None:
    value = payload()
    value["reading"]["statements"] = []
    assert "no statement in it could be attributed" in said(value)["What was said"]


def test_acceptable_packages_without_a_balanced_one() -> None:
    value = payload()
    value["deals"]["nash"] = None
    assert "no balanced one stands out" in said(value)["A trade both accept"]


def test_red_lines_all_round_leave_nothing_to_trade() -> None:
    value = bare()
    value["deals"]["accepted"] = {"count": 0, "of": 0, "share_of_draws": 0.0}
    assert said(value)["A trade both accept"].startswith("Nothing can be traded")
