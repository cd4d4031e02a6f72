"""Frames of clauses: which deeds are offers, demands or red lines, and which only sound like it."""

import pytest

from detente.reading import read_text

ON = "2025-11-12"
HEAD = "Export trade news of the day\n\n"


def _read(text):
    return read_text(HEAD + text, on=ON)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("India agreed to refrain from banning rice exports to Nepal, a minister said.", "refrain"),
        ("The bureau has issued a rule which will suspend its curbs on chip tools.", "suspend"),
        ("Japan has partially removed its export curbs on photoresist to South Korea.", "removed"),
        ("Kinshasa will let miners sell cobalt again from October, the regulator said.", "let"),
        ("The ban on nickel ore will not extend to Japan, Jakarta said.", "not extend"),
        ("Beijing may be open to loosening its curbs on gallium, an aide said.", "loosening"),
        ("China did not agree to lift its antimony ban, but said that it might speed up "  # noqa: ISC004
         "approvals of gallium exports.", "speed up"),
        ("The regulator said Tanzania was lifting its ban on maize exports at once.", "lifting"),
        ("Makers in Europe could benefit from faster approvals of rare earth exports, China's "  # noqa: ISC004
         "commerce ministry said.", "faster approvals"),
        ("Civilian users of gallium will not be affected, China's commerce ministry said.",
         "Civilian users"),
        ("Guinea will cut its export tax on bauxite, the mines ministry said.", "export tax"),
        ("Refiners are now permitted to ship diesel to Nepal, New Delhi said.", "to ship diesel"),
        ("Licences for cobalt remain valid until 30 June, the regulator in Kinshasa said.",
         "remain valid"),
        ("Delhi agreed to send 15,000 tonnes of wheat to Bhutan.", "15,000 tonnes"),
        ("No licence is needed for wheat flour shipped to Nepal, India's directorate said.",
         "No licence"),
        ("London is returning to individual assessment of arms licences for Israel.", "returning"),
    ],
)  # fmt: skip
def test_one_deed_of_one_side_is_an_offer(text, gives):
    (offer,) = _read(text).offers
    assert gives in offer.gives[0].span.text
    assert not offer.gets


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("China urged the Dutch government to avoid abusing its export curbs on chip tools.",
         "the Dutch government"),
        ("Berlin requested licences for magnets from Beijing.", "licences for magnets"),
        ("Carmakers lobbied Beijing to relax its curbs on rare earth magnets.", "Beijing"),
        ("Seoul called on Tokyo to withdraw it, saying that the curbs on photoresist hurt.",
         "Tokyo"),
    ],
)  # fmt: skip
def test_a_deed_asked_of_another_is_a_demand_and_no_offer(text, asked):
    (offer,) = _read(text).offers
    assert offer.kind == "demand"
    assert not offer.gives
    assert offer.gets[0].span.text.startswith(asked)


@pytest.mark.parametrize(
    "text",
    [
        "The minister dismissed allegations that Malaysia will allow exports of rare earths.",
        "The decision to lift the ban on gallium is seen as a relief for buyers in Japan.",
        "Analysts doubt that China will ease its curbs on magnets.",
        "Nobody in Beijing offered to ease its curbs on rare earths, an adviser said.",
        "The suspension of the curbs on chip tools will end in November, Washington said.",
        "Exporters must apply for licences to ship holmium, China's commerce ministry said.",
        "Buyers still do not know what they may ship to Huawei.",
        "Steelmakers called for a ban on scrap exports.",
        "The mill said it would supply its customers from stocks in spite of the sugar ban.",
        "Export of sugar is allowed only with a permit, the directorate in Delhi said.",
        "Zimbabwe has been pressing miners to process more of the lithium ore at home.",
        "Everyone expects Beijing to lift its ban on antimony exports, a trader said.",
        "This does not mean that Seoul will withdraw its curbs on memory chips, an aide said.",
        "China had set up channels of communication on export controls for gallium, Seoul said.",
    ],
)
def test_what_is_presupposed_denied_or_bound_is_no_offer(text):
    assert _read(text).offers == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('"We\'re not talking about the Blackwell," the president told reporters.', "Blackwell"),
        ("Malaysia will maintain its ban on the export of raw rare earths, a minister said.",
         "maintain"),
        ("China did not agree to lift its ban on antimony exports.", "antimony"),
        ("India is not considering any proposal to lift its ban on wheat exports, a minister said.",
         "wheat"),
        ("We won't touch titanium while the other side is short of it, Moscow said.", "titanium"),
        ("Paragraph 1 of the notice on gallium remains in force, China's ministry said.",
         "Paragraph 1"),
    ],
)  # fmt: skip
def test_what_is_kept_or_not_spoken_of_is_a_red_line(text, kept):
    (exclusion,) = _read(text).exclusions
    assert kept in exclusion.span.text


def test_what_is_given_for_something_else_is_no_red_line():
    reading = _read(
        "Russia is prepared to keep supplying enriched uranium to Europe if the European Union "
        "eases its ban on aircraft parts, a minister said."
    )
    assert reading.exclusions == ()
    (offer,) = reading.offers
    assert (offer.gives[0].actor, offer.gets[0].actor) == ("RUS", "EU")


@pytest.mark.parametrize(
    ("text", "gives", "gets"),
    [
        ("China would release magnets, and the American side would withdraw its 50 percent rule, "  # noqa: ISC004
         "the ministry said.", "China would release", "the American side would withdraw"),
        ("Turkey said its curbs on steel exports to Israel would remain in effect until Israel "  # noqa: ISC004
         "declares a ceasefire.", "would remain in effect", "Israel declares a ceasefire"),
        ("Gazprom will send no gas to Bulgaria until Sofia pays in rubles, the firm said.",
         "will send no gas", "Sofia pays in rubles"),
        ("Jakarta will not lift its ban on nickel ore but could lower royalties on it, the "  # noqa: ISC004
         "minister said, if the European Union withdraws its duties on steel.",
         "could lower royalties", "withdraws its duties"),
    ],
)  # fmt: skip
def test_what_two_sides_would_do_is_one_trade(text, gives, gets):
    (offer,) = _read(text).offers
    assert gives in offer.gives[0].span.text
    assert gets in offer.gets[0].span.text


@pytest.mark.parametrize(
    "text",
    [
        "China's exports of holmium will not be permitted without a licence from the ministry.",
        "Poland said its ban on grain exports will remain in force until 30 June.",
        "Crude piped to Ceyhan is not covered by the ban on exports of steel to Israel.",
        "A total ban on graphite exports is off the table, China's commerce ministry said.",
    ],
)
def test_a_rule_as_it_is_written_or_spared_is_no_red_line(text):
    assert _read(text).exclusions == ()


@pytest.mark.parametrize("who", ["Everyone", "Anyone", "Nobody", "No one"])
def test_nobody_in_particular_is_no_speaker(who):
    reading = _read(f"{who} says that Beijing will lift its export ban on gallium in the autumn.")
    assert all(said.speaker is None for said in reading.statements)
