"""A namesake of an official is somebody else: no party, no offer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.facts.reading_tables import load_people
from detente.reading import read_text
from detente.reading.english.text.gazetteer import EASTERN

WESTERN = ["Tiffany", "Rosalind", "Gareth", "Beatrice", "Desmond", "Priscilla", "Humphrey"]
CHINESE = ["Xiaohui", "Jianguo", "Yifan", "Meiling"]
WORK = ["a florist", "a baker", "a schoolteacher", "a taxi driver", "a retired nurse"]
TOLD = [
    '"The United States will lift the ban on chip software on Monday," {name}, {work}, told us.',
    "{name}, {work}, said China will suspend its controls on rare earths.",
    '"China will lift its ban on gallium exports," said {name}, {work}.',
    "According to {name}, {work}, China will lift its ban on gallium.",
]
FIRMS = ("Ford", "Suzuki")
"""Surnames that are firms of the tables too: the firm is read (a known gap, docs/faults.md)."""

OFFICIALS = sorted(
    {
        row.name
        for row in load_people()
        if row.party and len(row.name.split()) == 2 and not row.name.endswith(FIRMS)
    }
)
EAST = {row.name for row in load_people() if row.party in EASTERN}


def namesake(official, western, chinese):
    first, last = official.split()
    return f"{first} {chinese}" if official in EAST else f"{western} {last}"


@settings(max_examples=25)
@given(
    official=st.sampled_from(OFFICIALS),
    western=st.sampled_from(WESTERN),
    chinese=st.sampled_from(CHINESE),
    work=st.sampled_from(WORK),
    told=st.sampled_from(TOLD),
)
def test_another_given_name_is_another_person_who_offers_nothing(
    official, western, chinese, work, told
):
    name = namesake(official, western, chinese)
    reading = read_text(told.format(name=name, work=work), on="2025-06-10")
    named = {entity.name: entity for entity in reading.entities}
    assert official not in named
    assert named.get(name) is None or named[name].party is None
    if name in named and named[name].type == "person":
        assert reading.offers == ()
    else:  # a known gap (docs/faults.md): the model takes some names for a body, which may foretell
        assert {named_of(reading, offer.offeror).party for offer in reading.offers} <= {None}


def named_of(reading, key):
    return next(entity for entity in reading.entities if entity.id == key)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Commerce Secretary Bob Lutnick said the ban on chips would stay.", "Howard Lutnick"),
        ("Treasury Secretary Steve Mnuchin said the ban would stay.", "Steven Mnuchin"),
        ("On Monday Trump said the United States would keep its ban on chips.", "Donald Trump"),
        ("Republican President Trump said the ban on chips would be kept.", "Donald Trump"),
        ("Donald John Trump said the United States would keep its ban.", "Donald Trump"),
    ],
)
def test_titles_short_forms_and_days_before_a_surname_leave_it_the_officials(text, who):
    names = [entity.name for entity in read_text(text, on="2025-06-10").entities]
    assert who in names


def test_a_surname_alone_goes_to_whom_the_story_introduced():
    told = "said the ban on gallium would end."
    only = read_text(f"Tiffany Lutnick, a florist, {told} Lutnick {told}", on="2025-06-10")
    assert {entity.name for entity in only.entities if entity.type == "person"} == {
        "Tiffany Lutnick"
    }
    text = "Talks on gallium\n\n" + "\n\n".join(
        f"{who} {told}"
        for who in (
            "Howard Lutnick, who met the firms of the country,",
            "Tiffany Lutnick, his niece,",
            "Lutnick also",
        )
    )
    both = read_text(text, on="2025-06-10")
    spoken = {entity.id: entity.name for entity in both.entities}
    assert [spoken[s.speaker] for s in both.statements if s.speaker] == [
        "Howard Lutnick",
        "Tiffany Lutnick",
        "Howard Lutnick",
    ]
