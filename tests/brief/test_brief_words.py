"""The headline says what the payload holds."""

from typing import Any

import pytest
from sample import bare, payload, r

from detente.brief._bottom_line import past_ranges
from detente.brief._findings import findings_of
from detente.brief._key_figures import key_figures
from detente.brief._proper import brief_proper
from detente.brief._trade_words import moves_by_party
from detente.brief._words import headline_title
from detente.brief.view import View

TOPICS = [
    "What each side loses",
    "When stocks run out",
    "The trade",
    "What would change this",
    "Excluded",
]


def said(value: dict[str, Any]) -> dict[str, str]:
    proper = brief_proper(View(value))
    rows = (*proper.message, *proper.caveats, *proper.topics, *proper.annex)
    return {row.topic: row.text.replace("\u00a0", " ") for row in rows}


def message(value: dict[str, Any]) -> str:
    return " ".join(row.text for row in brief_proper(View(value)).message).replace("\u00a0", " ")


@pytest.mark.parametrize("make", [payload, bare])
def test_topics_each_whole(make: Any) -> None:
    proper = brief_proper(View(make()))
    topics = [row.topic for row in proper.topics if row.topic != "What was left out"]
    assert topics == TOPICS
    assert [row.topic for row in proper.annex] == ["What was said", "On the table"]
    for row in proper.sentences:
        assert row.text[0].isupper() or not row.text[0].isalpha()
        assert row.text.endswith(".")
        assert "  " not in row.text


def test_costs_are_those_of_the_totals() -> None:
    text = said(payload())["What each side loses"]
    assert "the United Arland $2.5 bn (1.2 to 4.5) a month, 0.33% (0.17 to 0.6) of its GDP" in text
    assert "Borland $1.9 bn (0.95 to 3.4) a month. Counted apart" in text  # its GDP is not known
    assert (
        "loses $2.4 bn (1.2 to 4.3) to the other’s controls and $100 m (50 to 180) to its" in text
    )


def test_who_loses_more_has_its_range_or_is_left_open() -> None:
    value = payload()
    assert "cost the United Arland 1.3 times (1.1 to 2.0) what they cost Borland." in message(value)
    value["findings"]["ratios"][0]["sure"] = False
    assert "the ranges do not say which side loses more" in message(value)
    value["findings"]["ratios"][0]["even"] = True
    assert "about the same" in message(value)
    del value["findings"]  # a brief of an older version
    assert "times" not in message(value)
    assert "leverage" not in message(value)
    assert "$2.5 bn (1.2 to 4.5)" in message(value)


def test_own_controls_are_told_where_who_loses_more_holds_the_leverage() -> None:
    value = payload()
    value["findings"]["holders"] = ["AAA"] * 6
    assert "The United Arland’s own controls cost it $100 m (50 to 180) a month." in message(value)


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
    assert "ethane" not in text


def test_nothing_stops() -> None:
    value = payload()
    for row in value["clock"]:
        row["days_to_first_stoppage"] = None
    assert "nobody runs short of a good within 365 days" in said(value)["When stocks run out"]


def test_trade_and_its_absence() -> None:
    text = said(payload())["The trade"]
    assert "140 of 1,000 packages suit all at central values" in text
    assert "The balanced trade (Nash): Borland lifts Borland’s magnet licences in full;" in text
    assert "and eases Arland’s ethane letters by 40%" in text
    assert "the United Arland +$1.5 bn (1.1 to 2.2)" in text
    assert said(bare())["The trade"].startswith("None of the 64 packages")


def test_what_one_side_gives_alone_is_no_trade() -> None:
    value = payload()
    value["deals"]["nash"]["easings"]["BB-2031-01"] = 0.0
    text = said(value)
    assert "The trade" not in text
    assert "The balanced package, a one-sided lift (Nash)" in text["The lift that suits all"]
    value["deals"]["nash"]["easings"]["soybean purchases"] = 1.0
    assert "The balanced trade (Nash)" in said(value)["The trade"]


def test_change_names_threshold_and_driver() -> None:
    value = payload()
    value["deals"]["exists_if"].pop()
    text = said(value)["What would change this"]
    assert "in full only while keeping it is worth at most $1.9 bn" in text
    assert "Borland’s cost hangs most on the days of NdFeB magnets <b> in stock: $500 m" in text


def test_a_limit_that_is_passed_says_what_is_eased_all_the_same() -> None:
    value = payload()
    value["deals"]["nash"]["easings"]["BB-2031-01"] = 0.5
    value["deals"]["exists_if"] = [
        {**value["deals"]["exists_if"][0], "threshold": r(0.48), "assumed": r(0.5), "holds": False}
    ]
    text = said(value)["What would change this"]
    assert "too much to lift it in full: a deal that does would need at most $480 m" in text
    assert "Easing by 50% suits all." in text


def test_the_message_weighs_the_sides_and_the_deal() -> None:
    text = message(payload())
    assert (
        "Leverage passes in month 4: the United Arland holds it in months 1 to 2, Borland" in text
    )
    assert "The chance of a deal is 80%; that one is struck and still stands after 12" in text
    assert "months, 53%." in text
    assert message(bare()) == "The chance of a deal is 0%."


def test_chances_of_the_first_page_are_of_the_same_draws() -> None:
    value = payload()
    chance = findings_of(View(value)).chance
    risk = value["deals"]["breakdown_risk"]
    assert chance.deal == pytest.approx(1 - risk["no_deal"])
    assert chance.draws == risk["draws"]
    assert chance.deal - risk["none_kept"] - risk["shock"] == pytest.approx(chance.stands)
    value["deals"]["breakdown_risk"] = None
    chance = findings_of(View(value)).chance
    assert (chance.deal, chance.draws) == (value["deals"]["accepted"]["share_of_draws"], None)


def test_no_chance_is_given_where_a_control_is_not_costed() -> None:
    value = payload()
    value["standoff"]["controls"][0]["not_costed"] = "no table knows ruthenium inks"
    text = message(value)
    assert "No chance of a deal is given: Borland’s magnet licences is on the table" in text
    assert "The chance of a deal" not in text
    assert "not costed: no table knows ruthenium inks." in said(value)["Not costed"]


def test_central_values_and_draws_that_differ_are_both_told() -> None:
    value = payload()
    value["deals"]["accepted"] = {"count": 24, "of": 24, "share_of_draws": 0.0}
    value["deals"]["breakdown_risk"] = None
    text = message(value)
    assert "The chance of a deal is 0%. At central values alone 24 of 24 packages suit all" in text


def test_a_reported_deal_is_told_and_held_against_the_values() -> None:
    text = message(payload())
    assert text.startswith("A deal is reported as agreed (“in principle”).")
    whole = payload()
    whole["agreement"]["words"] = "Arland will lift the licence rule."
    assert "words: “Arland will lift the licence rule”. At" in message(whole)
    assert "the United Arland does not accept what of it is on the table" in text
    value = payload()
    value["agreement"]["appraisal"].update(accepted=True, short={"AAA": 0.0, "BBB": 0.0})
    assert "all accept what of it is on the table" in message(value)
    value["agreement"]["appraisal"] = None
    assert "No part of it is on the table with figures" in message(value)


def test_how_long_a_reported_deal_stands_is_told_by_month_with_what_nothing_costs() -> None:
    text = message(payload())
    assert "are still in force after 3, 6 and 12 months in 94%, 88% and 75%" in text
    assert "no new like measure comes in 88%, 75% and 50%. Not costed: “" in text
    value = payload()
    value["agreement"]["standing"]["not_costed"] = []
    assert "Not costed" not in message(value)
    del value["agreement"]["standing"]  # as a brief of an earlier version
    assert "By the record of deals" not in message(value)


def test_what_was_read_and_not_used_is_told() -> None:
    text = said(payload())
    assert text["What was left out"] == (
        "Of three things read, one used, one not matched and one not costed."
    )
    assert "Offer “Borland releases magnets”" in text["Read and not used"]
    assert "it bounds no control on the table." in text["Excluded"]


def test_an_article_later_than_the_register_and_states_not_known_are_told() -> None:
    value = payload()
    value["register"] = {"reaches": "2031-05-01", "standoff_is_later": True, "sources": []}
    first = value["standoff"]["controls"][0]
    first.update(certain=False, state="suspended when last checked on 17 May 2031")
    text = said(value)
    assert text["Later than the register"].startswith(
        "For both sides the register of controls reaches to 1 May"
    )
    assert "(suspended when last checked on 17 May 2031; taken" in text["Not known for sure"]
    value["register"]["standoff_is_later"] = False
    assert "Later than the register" not in said(value)


def test_several_speakers_take_the_plural() -> None:
    value = payload()
    value["reading"]["entities"][1].update(type="group", name="three people")
    assert "three people, who say it is done" in said(value)["What was said"]


def test_the_first_page_says_how_past_ranges_held() -> None:
    value = payload()
    cases = value["record"]["cases"]
    inside, scored = (sum(case[name] for case in cases) for name in ("inside", "scored"))
    assert f"{inside} of {scored} outcomes" in past_ranges(View(value))
    assert past_ranges(View(value)).endswith("not 85%: read every range as too narrow.")
    for case in cases:
        case["inside"] = case["scored"]
    assert past_ranges(View(value)).endswith(
        f"{scored} of {scored} outcomes, values and bounds, fell inside ranges that the other "
        "cases had set."
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
    assert "with soybean purchases in full" in said(value)["The trade"]


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
    assert "no balanced one stands out" in said(value)["The trade"]


def test_red_lines_all_round_leave_nothing_to_trade() -> None:
    value = bare()
    value["deals"]["accepted"] = {"count": 0, "of": 0, "share_of_draws": 0.0}
    assert said(value)["The trade"].startswith("Nothing can be traded")


def test_two_ends_of_one_size_are_said_once() -> None:
    value = payload()
    for row in value["drivers"]:
        row.update(low=0.0002, high=0.0004)
    text = said(value)["What would change this"]
    assert "less than $1 m a month at either end" in text
    assert text.count("less than $1 m") == text.count("at either end")


def test_a_share_without_a_range_before_it_opens_without_a_mark() -> None:
    value = payload()
    for row in value["totals"]:
        row["together"] = r(0.0, 0.0002, 0.0004)
    view = View(value)
    spreads = [row.spread for row in key_figures(view, findings_of(view))]
    assert any("of GDP" in words for words in spreads)
    assert not any(words.startswith(";") for words in spreads)


def test_all_red_lines_leaves_room_for_what_has_no_figures() -> None:
    value = payload()
    value["deals"].update(nash=None)
    value["deals"]["accepted"].update(count=0, of=0)
    assert "every control that has figures is a red line" in said(value)["The trade"]
    for row in value["standoff"]["controls"]:
        row["easing_bound"] = 0.0
    assert "every control on the table is a red line" in said(value)["The trade"]


def test_the_card_and_the_sentence_name_one_good_of_one_day() -> None:
    value = payload()
    held, free = value["standoff"]["controls"][:2]
    held["easing_bound"], free["easing_bound"] = 0.0, 1.0
    first = value["clock"][0]
    first["days_to_first_stoppage"] = r(0.0, 0.0, 0.0)
    codes = sorted(row["good"] for row in value["goods"])[:2]
    value["clock"] = [
        {**first, "good": code, "good_name": code, "control": row["control"]}
        for code, row in zip(codes, (held, free), strict=True)
    ]
    view = View(value)
    card = next(row for row in key_figures(view, findings_of(view)) if "shortage" in row.label)
    assert card.spread.startswith(view.good(codes[1]))
    assert view.inline(view.good(codes[1])) in said(value)["When stocks run out"]
