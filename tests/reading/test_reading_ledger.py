"""Nothing that was read is lost: each thing ends as used, not matched or not costed, and why."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from detente._errors import NoStandoffError
from detente.brief._ledger_rows import exclusion_rows, ledger_rows
from detente.brief.payload import standoff_payload  # noqa: F401 - the payload loads
from detente.facts import load_facts
from detente.reading import ledger, read_text, standoff

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = sorted(
    [*(ROOT / "articles" / "dev").glob("*.txt"), *(ROOT / "articles" / "test").glob("*.txt")]
)
CASES = sorted((ROOT.parents[1] / "shared" / "cases" / "articles").glob("*.txt"))

TAIL = (
    " Japan said it would ease its licences for chip-making equipment if Beijing did. Talks "
    "will go on for weeks, officials of both sides said."
)


def held(reading):
    """Ids of everything that has to be in the ledger."""
    parts = (reading.controls, reading.offers, reading.exclusions, reading.dates)
    return Counter(one.id for part in parts for one in part)


def require_whole(reading):
    entries = ledger(reading)
    assert Counter(one.id for one in entries) == held(reading)
    assert all(one.why and "\n" not in one.why for one in entries)
    for one in entries:
        span = one.origin.span
        assert span is None or reading.text[span.start : span.end] == span.text
    try:
        case = standoff(reading)
    except NoStandoffError as error:
        why = str(error)
    else:
        why = ""
    if why:
        assert {(one.outcome, one.why) for one in entries} <= {("not matched", why)}
        return
    assert case.ledger == entries
    tabled = {entry.control: entry for entry in case.controls}
    for one in entries:
        assert one.ref is None or one.ref in tabled
        if one.outcome == "used" and one.kind == "control":
            assert not tabled[one.ref].not_costed
        if one.outcome == "not costed" and one.kind == "control":
            assert tabled[one.ref].not_costed
            assert one.headline
    assert [row["id"] for row in ledger_rows(case, lambda origin: {})] == [e.id for e in entries]
    said = {row["id"] for row in exclusion_rows(case, lambda origin: {})}
    assert {one.id for one in reading.exclusions} <= said


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_thing_read_is_accounted_for(path, reading_of):
    require_whole(reading_of(path))


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason="shared/cases is not beside the checkout")
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_thing_read_is_accounted_for_in_the_cases(path, reading_of):
    require_whole(reading_of(path))


UNKNOWN = ["argon gas", "tear gas", "magnet wire", "chip bags", "ferrite magnets", "potato chips",
           "rice cookers", "nickel wire", "osmium inks"]  # fmt: skip
KNOWN = [
    ("gallium", "gallium"),
    ("rare earth magnets", "ndfeb-magnet"),
    ("magnets", "ndfeb-magnet"),
    ("graphite", "graphite"),
]


def withheld(good, text="Beijing has banned exports of {good} to Japan since last week."):
    reading = read_text(text.format(good=good) + TAIL, on="2026-06-12")
    return standoff(reading), reading


@pytest.mark.parametrize("good", UNKNOWN)
def test_a_good_of_no_table_stays_on_the_table_without_figures(good):
    case, _ = withheld(good)
    (entry,) = [one for one in case.controls if one.imposer == "CHN"]
    assert entry.goods == []
    assert good in entry.not_costed
    assert next(one.outcome for one in case.ledger if one.ref == entry.control) == "not costed"
    assert entry.control not in {one.control for one in case.costed().controls}


@pytest.mark.parametrize(("words", "good"), KNOWN)
def test_a_good_of_the_tables_is_that_good(words, good):
    case, _ = withheld(words)
    own = [one for one in case.controls if one.imposer == "CHN"]
    assert any(good in one.goods for one in own)
    assert not any(one.not_costed for one in own)


@pytest.mark.parametrize(
    "text",
    ["China restricts {good} exports to Japan from Monday.", "China imposed licences for {good}."],
)
@pytest.mark.parametrize("good", ["tear gas", "magnet wire"])
def test_the_longer_name_is_the_good_in_other_phrases_too(text, good):
    case, _ = withheld(good, text)
    assert [one.goods for one in case.controls if one.imposer == "CHN"] == [[]]


def test_a_control_of_a_party_that_is_not_at_the_table_is_a_headline():
    case, reading = withheld(
        "gallium",
        "Beijing has banned exports of {good} to Japan since last week. India banned exports of "
        "wheat in May.",
    )
    wheat = next(one for one in reading.controls if one.imposer == "IND")
    entry = next(one for one in case.ledger if one.id == wheat.id)
    assert (entry.outcome, entry.headline) == ("not matched", True)
    assert "India is not at this table" in entry.why


def test_what_is_said_to_be_off_the_table_never_vanishes():
    case, reading = withheld(
        "gallium",
        "Beijing has banned exports of {good} to Japan since last week. Japan's trade minister "
        "said controls on advanced lithography machines were not on the table.",
    )
    rows = exclusion_rows(case, lambda origin: {})
    assert reading.exclusions
    assert [row["id"] for row in rows] == [one.id for one in reading.exclusions]
    assert all(row["outcome"] in {"used", "not matched", "not costed"} for row in rows)


def test_a_day_to_come_is_on_the_clock():
    case, reading = withheld(
        "gallium",
        "Beijing has banned exports of {good} to Japan since last week. Officials of both sides "
        "are to meet in Seoul on 20 June.",
    )
    assert dt.date(2026, 6, 20) in {mark.date for mark in case.clock}
    day = next(one for one in reading.dates if one.value == "2026-06-20")
    assert next(one for one in case.ledger if one.id == day.id).outcome == "used"


def test_what_is_only_in_the_article_is_worth_something_with_a_wide_range():
    case, _ = withheld("gallium")
    for entry in case.controls:
        assert 0 < entry.security.low < entry.security.central < entry.security.high
        assert entry.political.central > 0
    known = {row.control for row in load_facts().security_values}
    for entry in case.controls:
        if not known & set(entry.register_ids):
            assert entry.valued.startswith("judgement by class")


SPEAKERS = [
    (
        (
            "Japanese minister Minoru Kihara told reporters that Tokyo would trade "
            "nothing away. China's commerce ministry said the ban on gallium exports "
            "would stay. Civilian uses would be reviewed, a spokesman said. He called on "
            "Japan to drop its curbs on chip equipment."
        ),
        "CHN",
    ),
    (
        (
            "U.S. Commerce Secretary Howard Lutnick said on Monday that chip controls "
            "would stay. A Chinese foreign ministry official said the licences for "
            "gallium were lawful. He urged Washington to lift its curbs on chip-making "
            "equipment."
        ),
        "CHN",
    ),
    (
        (
            "Dutch trade minister Reinette Klever said licences for lithography machines "
            "were a national matter. Beijing's commerce ministry rejected the rules. A "
            "spokeswoman said China would answer. She called on the Netherlands to lift "
            "the ban on lithography machines."
        ),
        "CHN",
    ),
    (
        (
            "South Korean industry minister Kim Jung-kwan told parliament that Seoul "
            "wanted Tokyo to lift its curbs on photoresists. A Japanese trade ministry "
            'official defended the rules. "We see no reason to change them," he said.'
        ),
        "JPN",
    ),
    (
        (
            "Kevin Hassett said on Monday that the curbs on H20 chips would stay. He said "
            "other controls on semiconductors could be eased."
        ),
        "USA",
    ),
    (
        (
            "U.S. Commerce Secretary Howard Lutnick said on Monday that chip controls "
            "would stay. China's commerce ministry said it would keep its licences for "
            "gallium exports. He added that American buyers had stocks for months."
        ),
        "CHN",
    ),
]


@pytest.mark.parametrize(("text", "party"), SPEAKERS)
def test_he_and_she_are_who_spoke_last_and_fits(text, party):
    reading = read_text(text, on="2026-02-03")
    assert reading.entity(reading.statements[-1].speaker).party == party


AGREED = [
    (
        (
            "China has agreed in principle to grant general licences for gallium to "
            "American carmakers, in return for faster American licences for chip-making "
            "equipment, two people said on Friday."
        ),
        "in principle",
    ),
    (
        (
            "Washington agreed to the easing of its export controls on chip-making "
            "equipment in exchange for China's lifting of its licences for gallium."
        ),
        "",
    ),
]
NOT_AGREED = [
    (
        "China has not agreed to grant general licences for gallium to American carmakers "
        "in return for faster American licences for chip-making equipment, two officials "
        "said on Friday."
    ),
    (
        "China could lift its licences for gallium if the United States eased its export "
        "controls on chip-making equipment, two officials said on Friday."
    ),
    (
        "The United States said it was willing to ease its export controls on chip-making "
        "equipment in exchange for China's lifting of its licences for gallium."
    ),
]
SCENE = (
    " China requires export licences for gallium. The United States restricts exports of "
    "chip-making equipment to China."
)


@pytest.mark.parametrize(("text", "firmness"), AGREED)
def test_a_deal_that_is_told_as_agreed_is_kept_with_what_each_gives(text, firmness):
    case = standoff(read_text(text + SCENE, on="2025-02-20"))
    assert case.agreement is not None
    assert case.agreement.firmness == firmness
    by = {part.party: part for part in case.agreement.gives}
    assert set(by) == {"CHN", "USA"}
    for part in by.values():
        assert part.controls
        assert 0 < part.easing.low <= part.easing.central <= part.easing.high <= 1
    assert set(case.agreement.easings()) == {c for part in by.values() for c in part.controls}


@pytest.mark.parametrize("text", NOT_AGREED)
def test_an_offer_a_hope_and_a_refusal_are_no_agreement(text):
    assert standoff(read_text(text + SCENE, on="2025-02-20")).agreement is None
