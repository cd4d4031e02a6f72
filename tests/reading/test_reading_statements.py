"""Statements: kinds, speakers, firmness, direction."""

import pytest

from detente.reading import read_text
from detente.reading.english.weight.commitment import commitment

ON = "2025-06-10"


def said(text):
    reading = read_text(text, on=ON)
    names = {e.id: e.name for e in reading.entities}
    return [
        (
            s.kind,
            names.get(s.speaker),
            " | ".join(c.text for c in s.content),
            s.commitment,
            s.polarity,
        )
        for s in reading.statements
    ]


def only(text):
    found = said(text)
    assert len(found) == 1, found
    return found[0]


def test_direct_quote_after_its_speaker():
    found = only(
        'The magnets matter to everyone here. "We will see," Howard Lutnick told reporters.'
    )
    assert found[:3] == ("direct", "Howard Lutnick", '"We will see,"')
    assert found[3] == "noncommittal"


def test_interrupted_quote_is_one_statement():
    text = '"We need magnets," Lutnick said in Washington on Monday, "and we need them soon."'
    assert only(text)[:3] == (
        "direct",
        "Howard Lutnick",
        '"We need magnets," | "and we need them soon."',
    )


def test_floating_quote_keeps_the_speaker():
    text = 'Wang Wentao said the curbs on gallium were legal. "We will keep our promises to users."'
    assert [s[1] for s in said(text)] == ["Wang Wentao", "Wang Wentao"]


def test_mixed_quote():
    kind, who, content, *_ = only(
        'Putin said the flows of gas would stop "in the near future" without a deal.'
    )
    assert (kind, who) == ("mixed", "Vladimir Putin")
    assert content.startswith("the flows of gas")
    assert content.endswith("without a deal")


def test_according_to():
    kind, who, content, *_ = only(
        "According to the European Commission, the supply of chips could stop within a week."
    )
    assert (kind, who) == ("indirect", "European Commission")
    assert content == "the supply of chips could stop within a week"


def test_chain_of_attribution():
    reading = read_text(
        "The Financial Times reported that Peskov said gas would flow again on Friday.", on=ON
    )
    names = {e.id: e.name for e in reading.entities}
    chain = [names[i] for i in reading.statements[0].attribution]
    assert chain == ["Financial Times", "Dmitry Peskov"]


def test_pronoun_is_the_last_speaker():
    text = (
        "Robert Habeck said stores of gas were full. Scholz, who met Macron, said prices "
        "would fall. "
        "He added that the curbs would not last."
    )
    assert [s[1] for s in said(text)] == ["Robert Habeck", "Olaf Scholz", "Olaf Scholz"]


def test_he_the_surname_is_no_pronoun():
    reading = read_text(
        "Vice Premier He Lifeng said China would ease its curbs on magnets soon.", on=ON
    )
    names = {e.id: e.name for e in reading.entities}
    assert names[reading.statements[0].speaker] == "He Lifeng"


def test_unknown_official_is_found_by_name_and_then_by_surname():
    text = (
        "Commerce official Alice Turner said the ban on sales of ethane to China was under review. "
        "Turner said that a decision would come in a week."
    )
    assert [s[1] for s in said(text)] == ["Alice Turner", "Alice Turner"]


def test_offices_follow_the_day_of_publication():
    text = "President Trump said the United States would keep the curbs on chips for China."
    roles = {
        year: read_text(text, on=f"{year}-05-01").entities[0].role for year in (2019, 2023, 2025)
    }
    assert roles[2019] == roles[2025] == "President of the United States"
    assert roles[2023] == "former President of the United States" or roles[2023].startswith(
        "President"
    )


CLAIMS = [
    ("China had already lifted its curbs on exports of gallium", "done", "ease"),
    ("China will never lift its curbs on exports of gallium", "refused", "maintain"),
    ("the curbs on exports of gallium would remain in place", "refused", "maintain"),
    ("China could ease its curbs on exports of gallium", "possible", "ease"),
    ("China was ready to ease its curbs on exports of gallium", "willing", "ease"),
    (
        "China would lift its curbs on exports of gallium if sales of chips resumed",
        "conditional",
        "ease",
    ),
    ("China was expected to tighten its curbs on exports of gallium", "expected", "tighten"),
    (
        "it was too early to say whether curbs on exports of gallium would end",
        "noncommittal",
        "neutral",
    ),
    ("the curbs on exports of gallium hurt everyone", "asserted", "neutral"),
    ("China would no longer require licences for exports of gallium", "pledged", "ease"),
    ("China no longer restricted exports of gallium", "asserted", "ease"),
]


@pytest.mark.parametrize(("claim", "level", "points"), CLAIMS)
def test_firmness_and_direction(claim, level, points):
    *_, commitment, polarity = only(
        f"Chinese Commerce Minister Wang Wentao said on Monday that {claim}."
    )
    assert (commitment, polarity) == (level, points)


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("China Says Curbs on Gallium Exports Will Stay", "China (PRC government)"),
        ("Curbs on gallium exports will stay, says China", "China (PRC government)"),
        ("Dutch Restrict Exports of Chip-Making Tools to China", None),
        ("Japan restricts exports of chip materials to South Korea", "Japan"),
    ],
)
def test_headlines(headline, speaker):
    reading = read_text(
        f"{headline}\n\nJune 10, 2025\n\nThe curbs on exports were the subject of a long meeting "
        "in the capital on Monday, and nobody knew what was to come of it for the users.",
    )
    names = {e.id: e.name for e in reading.entities}
    first = [names.get(s.speaker) for s in reading.statements if s.kind == "headline"]
    assert first == ([speaker] if speaker else first)


def test_reporting_clause_that_trails_its_content():
    _, who, content, level, points = only(
        "Moscow may cut its exports of gas, Deputy Prime Minister Alexander Novak warned in March."
    )
    assert (who, level, points) == ("Alexander Novak", "possible", "tighten")
    assert content == "Moscow may cut its exports of gas"


def test_suspended_supplies_are_no_easing():
    *_, level, points = only(
        "Gazprom said on Wednesday that it had completely suspended gas supplies to Bulgaria."
    )
    assert (level, points) == ("done", "tighten")


def test_joint_statement_speaks_for_its_parties():
    reading = read_text(
        "Joint Statement of the Two Sides\n\nMay 12, 2025\n\nChina will suspend its "
        "export controls "
        "on rare earths for one year and will inform its customs offices of the change "
        "without delay.\n\n"
        "In return, the United States will lift its export controls on ethane for the same period."
    )
    names = {e.id: e.name for e in reading.entities}
    spoken = [(names[s.speaker], s.commitment, s.polarity) for s in reading.statements]
    assert spoken == [
        ("China (PRC government)", "pledged", "ease"),
        ("United States", "pledged", "ease"),
    ]
    (offer,) = reading.offers
    assert (offer.kind, offer.gives[0].actor, offer.gets[0].actor) == ("exchange", "CHN", "USA")


@pytest.mark.parametrize(
    ("content", "firm"),
    [
        ("it was willing to ease curbs in exchange for Delhi's lifting of its ban", "willing"),
        ("it could ease the curbs after the European Union's suspending of its list", "possible"),
        ("Delhi's lifting the ban this week", "done"),
        ("it was content and Delhi's easing the curbs", "done"),
    ],
)
def test_somebodys_lifting_is_not_a_lifting_that_is_under_way(content, firm):
    assert commitment(content, "assert", about_control=True) == firm
