"""Passages held against what was annotated of them, by the measures of the scorer."""

LEAST = 0.3
"""Share of common characters from which two spans are one, as in the scorer."""


def places(words, text):
    return {at for word in words for at in range(text.index(word), text.index(word) + len(word))}


def covered(spans):
    return {at for span in spans for at in range(span.start, span.end)}


def alike(a, b):
    return len(a & b) / len(a | b) if a | b else 1.0


def offers_agree(reading, passage, text):
    assert len(reading.offers) == len(passage["offers"]), reading.offers
    for gold in passage["offers"]:
        gives, gets = places(gold["gives"], text), places(gold["gets"], text)
        scores = [
            alike(covered(leg.span for leg in offer.gives), gives)
            + alike(covered(leg.span for leg in offer.gets), gets)
            for offer in reading.offers
        ]
        assert max(scores) / 2 >= LEAST, reading.offers


def exclusions_agree(reading, passage, text):
    assert len(reading.exclusions) == len(passage["exclusions"]), reading.exclusions
    for gold in passage["exclusions"]:
        place = places([gold], text)
        assert max(alike(covered([x.span]), place) for x in reading.exclusions) >= LEAST
