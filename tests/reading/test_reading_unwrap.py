"""Lines that a width has cut are joined; paragraphs without a blank line between stay apart."""

import textwrap

import pytest

from detente.reading.source.unwrap import unwrap

LONG = (
    "China's commerce ministry said that it would go on to review every application for a licence "
    "to ship rare earths, and that it had told buyers in Europe and Japan so in the last weeks."
)


def cut(paragraphs: list[str], width: int) -> str:
    """Wrap paragraphs as an editor does, without a blank line between them."""
    return "\n".join(textwrap.fill(one, width, break_on_hyphens=False) for one in paragraphs)


@pytest.mark.parametrize("width", [60, 66, 72])
@pytest.mark.parametrize(
    "following",
    [
        (
            "The curbs on gallium, announced in July with those on germanium, took effect on "
            "Aug. 1. Exports of the two metals fell to zero in that month, and rose after."
        ),
        (
            "From 7 September exporters of certain deep ultraviolet systems, namely the TWINSCAN "
            "NXT:1970i and 1980i, must apply to the government in The Hague for a licence."
        ),
        (
            "Edited by Ada Brink and Lotte Baumgartner, last updated on 22 October 2025 at "
            "17:05 CEST for readers of the paper edition, who may find some of it gone."
        ),
    ],
)
def test_a_line_that_ends_inside_a_phrase_goes_on(width, following):
    """After *Aug.*, *at* or a comma nothing new begins, whatever the next line opens with."""
    paragraphs = [LONG, following, LONG]
    assert unwrap(cut(paragraphs, width)).text.split("\n") == paragraphs


@pytest.mark.parametrize(
    "paragraphs",
    [
        [LONG, "(a) lift its limits on exports of gallium; and", "(b) issue licences.", LONG],
        [LONG, "The following is announced:", "Article 1. Exports of gallium are free.", LONG],
        ["Ten weeks of waiting", "By Marcus Oyelaran | Pacific Trade Review | July 11, 2019", LONG],
    ],
)
def test_items_articles_and_bylines_stay_apart(paragraphs):
    """A full line is no reason to join what opens anew."""
    for width in (58, 60, 72):
        assert unwrap(cut(paragraphs, width)).text.split("\n") == paragraphs
