"""Kinds of short texts that were read wrongly, each drawn ten times: other sides, goods, days."""

import random

import pytest
from reading_cases import by_words

from detente.reading import read_text

DAY = "2025-11-05"
SIDES = {
    "CHN": "China", "USA": "The United States", "JPN": "Japan", "IND": "India", "IDN": "Indonesia",
    "RUS": "Russia", "TUR": "Turkey", "KOR": "South Korea", "VNM": "Vietnam", "AUS": "Australia",
}  # fmt: skip
GOODS = (
    "gallium",
    "germanium",
    "antimony",
    "graphite",
    "tungsten",
    "titanium",
    "palladium",
    "cobalt",
)
SMALL = {
    "MLI": "Mali", "NER": "Niger", "TZA": "Tanzania", "MWI": "Malawi", "KGZ": "Kyrgyzstan",
    "LBY": "Libya", "TUN": "Tunisia", "BEN": "Benin", "BDI": "Burundi", "JOR": "Jordan",
}  # fmt: skip


def drawn(kind):
    """Ten draws of a kind, the same each time: code and name of two sides, and two goods."""
    rng = random.Random(kind)
    for _ in range(10):
        (code, name), (other, whom) = rng.sample(sorted(SIDES.items()), 2)
        yield code, name, other, whom.replace("The ", "the "), *rng.sample(GOODS, 2)


def all_right(kind, text, right):
    """Draw a kind and name those that are read wrongly."""
    wrong = []
    for code, name, other, whom, good, second in drawn(kind):
        words = text.format(name=name, whom=whom, good=good, second=second)
        reading = by_words(words, on=DAY)
        if not right(reading, code, other):
            wrong.append((words, reading.controls, reading.offers))
    assert not wrong


def test_what_begins_on_a_day_to_come_is_planned():
    def right(reading, code, _):
        (control,) = reading.controls
        dates = {date.value for date in reading.dates}
        return control.imposer == code and control.status == "proposed" and "2025-12-01" in dates

    all_right("begins", "{name} banned exports of {good} to {whom}, effective Dec. 1.", right)


def test_what_took_effect_stands():
    def right(reading, code, _):
        (control,) = reading.controls
        return control.imposer == code and control.status == "in force"

    text = "{name} banned exports of {good} to {whom}. The ban, which took effect on Nov. 1, holds."
    all_right("took", text, right)


def test_what_goes_on_stands():
    text = "{name} will continue to prohibit exports of {good} to {whom}, its trade ministry said."
    all_right("goes on", text, lambda r, *_: [c.status for c in r.controls] == ["in force"])


def test_an_end_in_part_leaves_the_rest_standing():
    text = (
        "{name} has partially lifted its export restrictions on {good} to {whom}, officials said."
    )
    all_right("part", text, lambda r, *_: [c.status for c in r.controls] == ["in force"])


def test_a_list_before_a_control_is_all_of_it():
    def right(reading, code, _):
        (control,) = reading.controls
        goods = set(reading.goods[control.id])
        return control.imposer == code and len(goods) == 2 and control.status == "suspended"

    all_right("list", "{name} has suspended its {good}, {second} export ban until May 2026.", right)


def test_a_cut_waits_for_what_the_other_side_does():
    def right(reading, code, _):
        (offer,) = reading.offers
        return offer.kind == "conditional_exchange" and [leg.actor for leg in offer.gives] == [code]

    text = "{name} told buyers in {whom} about the suspension of {good} exports until they pay."
    all_right("until", text, right)


def test_the_company_that_wrote_is_who_said():
    def right(reading, *_):
        names = {row.id: row.name for row in reading.entities}
        return [names[said.speaker] for said in reading.statements if said.speaker] == ["Gazprom"]

    text = (
        "Gazprom told PGNiG about the suspension of gas supplies to {whom}. "
        "The company said the payment for {good} had not arrived."
    )
    all_right("company", text, right)


def test_who_only_moves_to_restrict_imposes():
    def right(reading, code, other):
        return {control.imposer for control in reading.controls} == {code, other}

    text = (
        "{name} plans to restrict exports of {good}, its government said, in answer to moves of "
        "others. The ministry recalled {whom}'s moves last year to restrict exports of {second}."
    )
    all_right("moves", text, right)


def test_two_that_agree_trade_what_each_has():
    def right(reading, code, other):
        (offer,) = reading.offers
        legs = ([leg.actor for leg in offer.gives], [leg.actor for leg in offer.gets])
        return offer.kind == "exchange" and legs == ([other], [code])

    text = (
        "{name} and {whom} agreed in June on the easing of {whom}'s export controls on {good} in "
        "exchange for access to {name}'s {second}."
    )
    all_right("agree", text, right)


@pytest.mark.parametrize("code", sorted(SMALL))
def test_every_side_of_the_register_is_known_by_name(code):
    reading = read_text(
        f"{SMALL[code]} has banned exports of {GOODS[len(code)]} ore, its mines ministry said.",
        on=DAY,
    )
    assert [control.imposer for control in reading.controls] == [code]
