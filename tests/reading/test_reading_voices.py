"""Who said it, and where sentences end: texts drawn from parts, each with one speaker."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import ReadingError
from detente.reading import read_text
from detente.reading.english.text.language import require_english

PEOPLE = {
    "Howard Lutnick": "Commerce Secretary Howard Lutnick",
    "Wang Wentao": "China's commerce minister, Wang Wentao",
    "He Yongqian": "Commerce ministry spokesperson He Yongqian",
}
WORDS = [
    "We will lift the ban on gallium exports in July. The talks go on.",
    "The controls on rare earths will stay. We have no plan to ease them.",
    "Exports of magnets to Europe may resume soon, if licences are granted.",
]
HEAD = (
    "Talks on controls go on in Geneva\n\nBoth sides met on Monday in Geneva for talks about "
    "export controls, officials of both sides said there.\n\n"
)
METALS = [
    "samarium",
    "gadolinium",
    "terbium",
    "dysprosium",
    "lutetium",
    "scandium",
    "yttrium",
    "holmium",
    "erbium",
    "thulium",
    "gallium",
    "germanium",
    "antimony",
    "tungsten",
    "tellurium",
    "bismuth",
    "molybdenum",
    "indium",
]
few = settings(max_examples=12)


def spoken(text, on="2025-06-10"):
    reading = read_text(text, on=on)
    names = {entity.id: entity.name for entity in reading.entities}
    return [
        (names.get(said.speaker), " ".join(part.text for part in said.content))
        for said in reading.statements
    ]


@few
@given(
    who=st.sampled_from(sorted(PEOPLE)),
    words=st.sampled_from(WORDS),
    form=st.sampled_from(
        [
            "{who} wrote in a letter to firms:\n\n{words}",
            "{who} said in a statement:\n\n{words}",
            "{who} told reporters:\n\n> {words}",
            'And from {who}:\n\n"{words}"',
            "And from {who}:\n\n{words}",
        ]
    ),
)
def test_a_block_quote_is_whose_it_was_announced_to_be(who, words, form):
    told = spoken(HEAD + form.format(who=PEOPLE[who], words=words) + "\n\nThe firms had asked.")
    assert any(name == who and words[:-1] in said for name, said in told)


@few
@given(
    who=st.sampled_from(["Howard Lutnick", "He Yongqian"]),
    form=st.sampled_from(
        [
            "{who} said on Monday that China would lift its ban on gallium exports.",
            "{who} told reporters that the controls on rare earths would stay this year.",
            '"We will lift the ban on gallium exports," {who} said on Monday.',
        ]
    ),
)
def test_the_first_sentence_of_a_text_without_a_headline_is_read(who, form):
    rest = "Importers in Germany and Japan have stocks until the end of July, and no more."
    assert who in [name for name, _ in spoken(f"{form.format(who=PEOPLE[who])}\n\n{rest}\n")]


@few
@given(
    before=st.sampled_from(
        ["Rare earth exports will resume to the U.S.", "Chips will be sold again to the U.K.",
         "The tools were made by ASML Inc.", "The last ship left the port at 5 p.m."]
    ),
    who=st.sampled_from(["Beijing", "China", "Tokyo", "Washington", "The Hague"]),
    said=st.sampled_from(["said it would suspend its licensing rules for gallium.",
                          "vowed to keep its export controls on gallium in force."]),
)  # fmt: skip
def test_a_sentence_may_end_with_an_abbreviation(before, who, said):
    reading = read_text(f"{before} {who} {said}", on="2025-11-08")
    party = {"Beijing": "CHN", "China": "CHN", "Tokyo": "JPN", "Washington": "USA"}.get(who, "NLD")
    speakers = {entity.id: entity.party for entity in reading.entities}
    assert [speakers.get(one.speaker) for one in reading.statements] == [party]


@pytest.mark.parametrize("word", ["He", "She", "They"])
def test_a_pronoun_that_stands_for_nobody_is_no_speaker(word):
    told = spoken(f"{word} said the ban on gallium exports would be lifted in July.")
    assert [name for name, _ in told] == [None] * len(told)


@few
@given(metals=st.permutations(METALS), count=st.integers(5, 12))
def test_notices_full_of_metals_are_english_and_latin_is_not(metals, count):
    listed, more = ", ".join(metals[:count]), ", ".join(metals[count : count + 3])
    require_english(
        f"MOFCOM: export controls on {listed} suspended until Nov. 10, 2026. China also suspends "
        f"{more} export ban.",
        "a notice",
    )
    with pytest.raises(ReadingError, match="English"):
        require_english(
            f"Imperator mercatoribus vetuit ne {listed} trans mare veherent, et omnes naves in "
            "portu manere iussit donec legati de pace inter se convenissent.",
            "a notice",
        )
