"""Who wrote an article, who brings it out, when: heads of many houses, in our own words."""

import pytest

from detente.reading import read_text, standoff

BODY = (
    "\n\nBRUSSELS - The bloc will not lift its curbs on exports of chip-making equipment to China, "
    "a spokesman for the European Commission said, and it expects Beijing to return to the talks "
    "before the end of the year, when the present licences for graphite and gallium run out.\n\n"
    "The ministry in Beijing did not answer a request for comment on the matter, which both sides "
    "had called urgent when they met in Berlin.\n"
)


@pytest.mark.parametrize(
    ("head", "headline", "author", "outlet", "day"),
    [
        (
            "Talks on graphite stall\n\nBy Mara Quist and Jonas de Wit\n3 May 2024",
            "Talks on graphite stall",
            "Mara Quist and Jonas de Wit",
            None,
            "2024-05-03",
        ),
        (
            "Talks on graphite stall again\n\nBy Mara Quist | Harbour Ledger | May 3, 2024",
            "Talks on graphite stall again",
            "Mara Quist",
            "Harbour Ledger",
            "2024-05-03",
        ),
        (
            (
                "LIVE: chips, day four\n\nEdited by Ana Roth • Last updated 3 May 2024 at 09:10 • "
                "Polder Desk News"
            ),
            "LIVE: chips, day four",
            "Ana Roth",
            "Polder Desk News",
            "2024-05-03T09:10",
        ),
        (
            (
                "MINISTRY OF TRADE AND INDUSTRY\nPress Office\n\nFOR IMMEDIATE RELEASE\n"
                "3 May 2024\n\n"
                "Ministry Widens the List of Controlled Chip Tools"
            ),
            "Ministry Widens the List of Controlled Chip Tools",
            None,
            "MINISTRY OF TRADE AND INDUSTRY",
            "2024-05-03",
        ),
        (
            (
                "What the nickel ban teaches\n\nA policy brief from the Straits Institute for "
                "Trade\nBy Lim Wei Ling\n3 May 2024"
            ),
            "What the nickel ban teaches",
            "Lim Wei Ling",
            "Straits Institute for Trade",
            "2024-05-03",
        ),
        (
            "JOINT STATEMENT ON TRADE IN CHIPS\n\nThe Hague, Netherlands\nMay 3, 2024",
            "JOINT STATEMENT ON TRADE IN CHIPS",
            None,
            None,
            "2024-05-03",
        ),
        (
            "Chip curbs stay, says bloc\n\nBy Gulfwire staff\nMay 3, 2024",
            "Chip curbs stay, says bloc",
            None,
            None,
            "2024-05-03",
        ),
        (
            (
                "Chip curbs stay, says bloc\n\nFrom our Brussels correspondent Aurel Stan\n"
                "3 May 2024, 18:40"
            ),
            "Chip curbs stay, says bloc",
            "Aurel Stan",
            None,
            "2024-05-03T18:40",
        ),
    ],
)
def test_heads(head, headline, author, outlet, day):
    said = read_text(head + BODY).metadata
    words = [span and span.text for span in (said.headline, said.author, said.outlet)]
    assert words == [headline, author, outlet]
    assert said.published.iso.startswith(day)
    assert said.published.span is not None


def test_an_agency_in_brackets_stands_before_a_masthead():
    text = (
        "Chip curbs stay\n\nMay 3, 2024\n\nBERLIN (Northwire) - Germany will not lift its curbs on "
        "exports of chip-making equipment to China, its economy ministry said on Friday, two weeks "
        "after Beijing offered to issue licences for graphite, gallium and germanium in return.\n"
    )
    assert read_text(text).metadata.outlet.text == "Northwire"


@pytest.mark.parametrize(
    "opening",
    [
        "Rome, 3 May 2024. ",
        "New Delhi, Friday, May 3, 2024: ",
        "Rome. 3 May 2024. ",
        "3 May 2024. ",
    ],
)
@pytest.mark.parametrize("more", ["", BODY])
def test_a_place_and_day_that_open_the_story_are_when_and_where_it_was_filed(opening, more):
    said = "China bans exports of gallium to Japan, the ministry in Beijing said."
    reading = read_text(f"{opening}{said}{more}")
    assert reading.metadata.published.iso == "2024-05-03"
    assert [(c.imposer, c.target) for c in reading.controls][:1] == [("CHN", "JPN")]
    assert {side.party for side in standoff(reading).parties} == {"CHN", "JPN"}


def test_a_day_that_ends_a_sentence_is_no_day_of_filing():
    text = "Beijing said it bans exports of gallium to Japan from 3 May 2024. Tokyo said no. " * 2
    reading = read_text(text, on="2024-06-01")
    assert reading.metadata.published.iso == "2024-06-01"
