"""Linking by kinds of text: truces, denials, coalitions, lists of notices, red lines by a word."""

import csv
import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from detente.controls import Register
from detente.facts import load_facts
from detente.reading import read_text, standoff
from detente.reading.standoff.linking import link
from detente.reading.standoff.linking._sides import sides_of

ARTICLES = Path(__file__).resolve().parents[1] / "articles" / "short"


def roles(text, on):
    reading = read_text(text, on=on)
    found = link(reading, dt.date.fromisoformat(on), facts=load_facts(), register=Register.load())
    return {x.control.id: x.role for x in found.links}


def test_each_notice_of_a_list_is_meant_by_its_number():
    found = roles(
        "China will not apply Announcements No. 56, 61 and 62 to American buyers, its commerce "
        "ministry said.",
        "2025-10-20",
    )
    assert {"CN-2025-56", "CN-2025-61", "CN-2025-62"} <= set(found)


def test_a_truce_is_about_what_it_suspends():
    text = (
        "Washington and Beijing prolonged their truce. China's ban on antimony for American buyers "
        "stays suspended until 27 November, and the American rule on subsidiaries of listed firms "
        "is on hold."
    )
    found = roles(text, "2026-08-01")
    assert found == {"CN-2024-46": "over", "US-2025-affiliates": "over"}
    case = standoff(read_text(text, on="2026-08-01"))
    assert {entry.control for entry in case.controls} == set(found)
    assert all("blocks nothing today" in entry.not_costed for entry in case.controls)
    assert all(entry.intensity.high == 0.0 for entry in case.controls)


def test_who_only_gets_goods_imposes_nothing():
    text = "Australia has no plans to limit exports of {} to China, its resources minister said."
    assert roles(text.format("rare earths"), "2026-02-10") == {}
    assert roles(text.format("graphite"), "2026-02-10") == {}


def test_a_plan_does_not_speak_of_an_old_rule():
    plan = (
        "The United States is considering a plan to restrict exports of jet engines to China, "
        "officials in Washington said."
    )
    assert "US-2020-MEU" not in roles(plan, "2025-10-22")


def test_each_member_of_a_coalition_is_linked_by_its_own_sentence():
    text = (
        "Allies have cut Russia off from chips. The United States restricts sales of chips to "
        "Russia. Britain bans exports of chips and jet engines to Russia. Taiwan limits shipments "
        "of chips to Russia."
    )
    found = roles(text, "2022-03-05")
    assert {"US-2022-Russia", "GB-2022-Russia", "TW-2022-Russia"} <= set(found)


def test_a_rule_on_all_goods_needs_their_word():
    text = "China's licences of December 2024 on antimony bind exporters to the United States."
    assert "CN-2024-51" not in roles(text, "2025-02-04")


def test_one_of_a_pair_of_lists_is_meant_by_whose_it_is():
    text = "Seoul asked to return to Japan's list of trusted partners, the trade ministry said."
    found = roles(text, "2022-03-16")
    assert "JP-2019-whitelist" in found
    assert "KR-2019-whitelist" not in found


def test_rules_on_single_goods_are_not_hidden_by_one_on_all_of_them():
    text = (
        "Japan said it would lift its curbs on hydrogen fluoride, photoresists and fluorinated "
        "polyimide for South Korea. Whether Korea returns to Japan's list of trusted partners is "
        "open."
    )
    found = roles(text, "2023-03-16")
    assert {"JP-2019-HF", "JP-2019-photoresist", "JP-2019-polyimide"} <= set(found)


def test_what_is_told_once_and_is_not_the_news_is_background():
    text = (
        "China put tungsten and bismuth under export licences on Tuesday, the commerce ministry "
        "said.\n\nBuyers in the United States expect queues.\n\nThe step follows China's ban of "
        "December on gallium for American buyers."
    )
    found = roles(text, "2025-02-04")
    assert found["CN-2025-10"] == "at issue"
    assert found["CN-2024-46"] == "background"


def test_a_bloc_that_answers_stands_for_its_members():
    text = (
        "Russia cut off gas deliveries to Poland and Bulgaria on Wednesday. The European Union's "
        "ban on exports of jet engines and chips to Russia would stay in place, Brussels said."
    )
    case = standoff(read_text(text, on="2022-04-28"))
    assert {party.party for party in case.parties} == {"RUS", "EU"}
    gas = next(entry for entry in case.controls if entry.imposer == "RUS")
    assert gas.register_ids == ["RU-2022-PLBG"]
    assert "members of the bloc" in gas.not_costed


@pytest.mark.parametrize(
    "refusal",
    [
        "The ore ban is not up for negotiation, a deputy minister said.",
        '"The export ban stays in place," the Indonesian government said.',
        "Indonesia's mines minister said the ban was not negotiable.",
    ],
)
def test_a_red_line_needs_no_good_of_its_own(refusal):
    text = (
        "The European Union complained of Indonesia's ban on exports of nickel ore, which feeds "
        f"steel mills.\n\n{refusal}"
    )
    case = standoff(read_text(text, on="2024-09-11"))
    assert [line.control for line in case.red_lines] == ["ID-2020-nickel"]
    told = next(entry for entry in case.ledger if entry.kind == "exclusion")
    assert told.outcome == "used"


def test_a_refusal_of_something_else_binds_no_control():
    text = (
        "The European Union complained of Indonesia's ban on exports of nickel ore.\n\n"
        "Indonesia's government said its tariffs on steel were not up for negotiation."
    )
    assert standoff(read_text(text, on="2024-09-11")).red_lines == []


@pytest.mark.parametrize(
    "text",
    [
        "A Japanese spokesman declined to say whether Japan would limit photoresist exports.",
        "China's commerce ministry said that normal trade in antimony was not affected.",
        "Beijing would take resolute steps to defend its rights if Washington curbed chip exports.",
        "Traders said Beijing had offered nothing in return for cobalt from Congo.",
        "Chinese exporters may no longer ship antimony to American firms, the ministry said.",
    ],
)
def test_what_only_sounds_like_a_bargain(text):
    reading = read_text(text, on="2026-07-01")
    assert reading.offers == ()
    assert [x.span.text for x in reading.exclusions if "no longer" not in x.span.text] == []


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Zimbabwe's mines minister said lithium cargoes could leave until Friday.", "ZWE"),
        ("China is to issue general licences for rare earths, the White House said.", "CHN"),
        ("India's onion consignments already loaded shall be allowed, New Delhi said.", "IND"),
        ("The ban on rice shall not apply to Bhutan, India's trade directorate said.", "IND"),
        ("The United States will exempt memory chips from its controls on China.", "USA"),
    ],
)
def test_leave_to_send_is_an_easing(text, party):
    offers = read_text(text, on="2026-07-01").offers
    assert [leg.actor for offer in offers for leg in offer.gives] == [party]


def test_who_asks_for_one_thing_and_offers_another_gives_the_other():
    text = (
        "South Korea asked Moscow to grant permits for helium faster and offered medical "
        "equipment in exchange."
    )
    (offer,) = read_text(text, on="2026-07-01").offers
    assert "medical" in offer.gives[0].span.text
    assert "permits" in offer.gets[0].span.text


def test_an_answer_in_return_makes_one_trade_of_two_sentences():
    text = (
        "Tokyo said it would lift its curbs on photoresist for South Korea. Seoul will in return "
        "withdraw its complaint at the World Trade Organization."
    )
    (offer,) = read_text(text, on="2023-03-16").offers
    assert (offer.gives[0].actor, offer.gets[0].actor) == ("JPN", "KOR")


def test_linking_of_short_articles_keeps_its_level():
    with (ARTICLES / "linking.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["set"] == "dev"]
    hits = false = missed = 0
    for row in rows[::2]:
        core, over, also = (set(row[name].split(";")) - {""} for name in ("core", "over", "also"))
        found = roles((ARTICLES / f"{row['article']}.txt").read_text("utf-8"), row["on"])
        got = {name for name, role in found.items() if role == "at issue"} - over - also
        hits, false, missed = (
            hits + len(got & core), false + len(got - core), missed + len(core - got)
        )  # fmt: skip
    assert 2 * hits / (2 * hits + false + missed) >= 0.85


@pytest.mark.parametrize(
    ("offer", "held"),
    [
        ("was ready to ease its licences for older chip-making equipment", []),
        ("said nothing about chip-making equipment", ["JP-2023-23items"]),
    ],
)
def test_a_part_kept_out_of_an_offer_of_the_same_good_is_a_limit_and_no_red_line(offer, held):
    text = (
        "Japan asked China on Tuesday to lift its licences for exports of gallium to Japan. Japan "
        "keeps licences for 23 kinds of chip-making equipment sold to China.\n\n"
        f"Japan {offer} if China lets gallium through. Its officials ruled out any change on "
        "the newest lithography machines."
    )
    case = standoff(read_text(text, on="2026-02-03"))
    assert [line.control for line in case.red_lines] == held
    tools = next(entry for entry in case.controls if entry.control == "JP-2023-23items")
    assert tools.bound == (0.0 if held else 1.0)


def test_two_that_stand_alike_to_a_third_are_told_apart_the_same_way_every_time():
    text = (
        "Iran has closed the Strait of Hormuz to tankers carrying liquefied natural gas to Japan "
        "and South Korea, the navy said. Both had frozen its money."
    )
    day = dt.date(2026, 3, 9)
    facts = load_facts()
    linking = link(read_text(text, on=day), day, facts=facts, register=Register.load())
    pairs = {
        sides_of(
            dataclasses.replace(
                linking,
                passages=[
                    dataclasses.replace(p, parties=sorted(p.parties, reverse=turned))
                    for p in linking.passages
                ],
            ),
            (),
            facts,
        )
        for turned in (False, True)
    }
    assert len(pairs) == 1
    assert "IRN" in pairs.pop()
