"""Controls, offers, exclusions and their order, sentence by sentence."""

import pytest

from detente.reading import read_text

ON = "2025-06-10"


def controls(text):
    reading = read_text(text, on=ON)
    return [(c.imposer, c.target, reading.goods.get(c.id, ())) for c in reading.controls]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China's curbs on exports of graphite to India hurt makers of batteries in the country.",
         [("CHN", "IND", ("graphite",))]),
        ("Washington banned exports of chip-design software to China in a letter to three firms.",
         [("USA", "CHN", ("eda-software",))]),
        ("The Netherlands will expand its export controls on lithography machines this autumn.",
         [("NLD", None, ("chip-making-equipment",))]),
        ("Russia has halted gas deliveries to Poland after a dispute over payment in roubles.",
         [("RUS", "POL", ("pipeline-gas",))]),
        ("Tokyo's restrictions on photoresist and hydrogen fluoride are a worry for Samsung today.",
         [("JPN", None, ("photoresist", "hydrogen-fluoride"))]),
        ("Exports of antimony to the United States no longer need a licence, Beijing said today.",
         [("CHN", None, ("antimony",))]),
        ("The restrictions on H20 chips imposed by the United States cost the company a fortune.",
         [("USA", None, ("ai-accelerator-export-grade",))]),
    ],
)  # fmt: skip
def test_imposer_target_and_goods(text, expected):
    assert controls(text) == expected


def test_two_sides_of_one_article_stay_apart():
    found = controls(
        "Beijing's controls on gallium are an answer to Washington's curbs on chip equipment, "
        "analysts said on Monday."
    )
    assert {(i, g) for i, _, g in found} == {
        ("CHN", ("gallium",)), ("USA", ("chip-making-equipment",)),
    }  # fmt: skip


def test_other_measures_are_no_export_controls():
    assert (
        controls("The tariffs on steel and the travel ban stay, the minister said on Monday.") == []
    )


def test_exchange_has_two_legs_and_a_trigger():
    reading = read_text(
        "The minister said Tokyo was willing to lift its curbs on exports of photoresist "
        "in exchange "
        "for Seoul's withdrawal of its export controls on steel chips.",
        on=ON,
    )
    offer = reading.offers[0]
    assert offer.kind == "exchange"
    assert offer.gives[0].actor == "JPN"
    assert offer.gets[0].actor == "KOR"
    assert offer.trigger.text == "in exchange for"
    assert offer.strength == "willing"


def test_condition_that_comes_first_is_what_is_got():
    reading = read_text(
        "If Washington lifts its curbs on chip-design software, China will ease its "
        "curbs on exports "
        "of rare earths, commerce minister Wang Wentao said on Monday.",
        on=ON,
    )
    offer = reading.offers[0]
    assert offer.kind == "conditional_exchange"
    assert [leg.actor for leg in offer.gives] == ["CHN"]
    assert [leg.actor for leg in offer.gets] == ["USA"]
    relation = reading.sequence[0]
    spans = {e.id: e.span.text for e in reading.events}
    assert relation.relation == "before"
    assert "Washington" in spans[relation.first]


def test_mandate():
    reading = read_text(
        "President Donald Trump authorized Bessent to negotiate away the curbs on the sale of "
        "ethane to China.",
        on=ON,
    )
    names = {e.id: e.name for e in reading.entities}
    assert [(o.kind, names[o.offeror]) for o in reading.offers] == [("mandate", "Donald Trump")]


def test_demand_is_not_an_offer_of_the_speaker():
    reading = read_text(
        "South Korean President Lee Jae-myung urged Tokyo to lift its curbs on "
        "exports of photoresist.",
        on=ON,
    )
    (offer,) = reading.offers
    assert (offer.kind, offer.gives) == ("demand", ())
    assert offer.gets[0].actor == "JPN"


def test_exclusion_beside_an_offer():
    reading = read_text(
        "Bessent said the United States could ease its curbs on sales of ethane to "
        "China, but the ban "
        "on exports of the most advanced AI chips would not be lifted.",
        on=ON,
    )
    assert [x.strength for x in reading.exclusions] == ["refused"]
    assert "ai-accelerator-frontier" in reading.goods[reading.exclusions[0].control]


def test_curbs_that_others_suffer_are_not_theirs():
    reading = read_text(
        "China imposed export restrictions on gallium in July. Volkswagen warned of "
        "stoppages because "
        "of the curbs, and Seoul expressed deep regret over the export restrictions on Monday.",
        on=ON,
    )
    assert [c.imposer for c in reading.controls] == ["CHN"]


def test_what_is_hoped_of_the_other_side_is_a_demand():
    reading = read_text(
        "Chinese Commerce Minister Wang Wentao hoped that Washington would lift its "
        "curbs on exports "
        "of advanced chips to China.",
        on=ON,
    )
    assert [(o.kind, o.gets[0].actor) for o in reading.offers] == [("demand", "USA")]


def test_order_that_is_no_export_control_can_still_be_traded():
    reading = read_text(
        "The Dutch government is ready to shelve its order on Nexperia if China resumes "
        "exports of its "
        "chips, people familiar with the matter said. China banned exports of Nexperia "
        "chips in October.",
        on=ON,
    )
    offer = reading.offers[0]
    assert offer.kind == "conditional_exchange"
    assert (offer.gives[0].actor, offer.gives[0].control) == ("NLD", None)
    assert offer.gets[0].actor == "CHN"
