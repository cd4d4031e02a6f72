"""What changed between two articles: offers, red lines, controls, positions, dates."""

import pytest

from detente.reading import Reading, compare, read_text

OLD = """Talks on chips to resume

June 9, 2025

WASHINGTON - The United States may ease its ban on jet engines, Commerce Secretary Howard Lutnick \
said on Monday. The talks will resume on June 20 in Geneva. The restrictions on the most advanced \
AI chips will remain, he said.

China will keep its curbs on rare earths, the Ministry of Commerce said.
"""
NEW = """Talks on chips put off

June 12, 2025

WASHINGTON - The United States will ease its ban on jet engines, Commerce Secretary Howard Lutnick \
said on Thursday. The talks will resume on July 3 in Geneva.

China will lift its curbs on rare earths, the Ministry of Commerce said. It also imposed a ban on \
gallium exports to the United States.
"""


@pytest.fixture(scope="module")
def pair():
    return read_text(OLD), read_text(NEW)


def kinds(changes):
    return {(row.about, row.kind, row.subject) for row in changes.changes}


def test_each_kind_of_change_is_found(pair):
    found = kinds(compare(*pair))
    assert ("offer", "firmer", "USA: ease USA jet engines") in found
    assert ("offer", "new", "CHN: lift CHN rare earths") in found
    assert any(row[:2] == ("exclusion", "gone") for row in found)
    assert ("control", "new", "CHN gallium") in found
    assert ("date", "later", "talks: resume") in found
    assert any(row[:2] == ("position", "firmer") and "Lutnick" in row[2] for row in found)


def test_the_other_way_round_is_the_mirror(pair):
    mirror = {"new": "gone", "gone": "new", "firmer": "softer", "softer": "firmer"}
    mirror |= {"later": "earlier", "earlier": "later", "turned": "turned", "changed": "changed"}
    there, back = compare(*pair), compare(*reversed(pair))
    assert {(a, mirror[k], s) for a, k, s in kinds(there)} == kinds(back)
    slip = next(row for row in there.changes if row.about == "date")
    assert (slip.before, slip.after) == ("2025-06-20", "2025-07-03")


def test_passages_come_from_their_own_article(pair):
    old, new = pair
    for row in compare(old, new).changes:
        assert row.before_span or row.after_span
        for reading, span in ((old, row.before_span), (new, row.after_span)):
            if span is not None:
                assert reading.text[span.start : span.end] == span.text


def test_an_article_beside_itself_shows_nothing(pair):
    for reading in pair:
        assert compare(reading, reading).changes == ()


def test_saved_readings_compare_like_fresh_ones_where_the_words_agree(pair):
    saved = [Reading.from_json(reading.to_json()) for reading in pair]
    assert kinds(compare(*saved)) == kinds(compare(pair[0], saved[1]))
    assert ("date", "later", "talks: resume") in kinds(compare(*saved))


def test_json(pair):
    record = compare(*pair).to_dict()
    assert record["schema"] == "detente.reading-changes/1"
    assert record["old"]["published"] == "2025-06-09"
    new = next(row for row in record["changes"] if row["kind"] == "new")
    assert new["before"] is None
    assert set(new["after"]["span"]) == {"start", "end", "text"}
