"""A casebook in SQLite and PostgreSQL: articles, timeline, versions, forecasts."""

import datetime as dt
import random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from detente import DetenteError
from detente._errors import CasebookError, StaleVersionError, UnknownCodeError
from detente.brief import Brief
from detente.casebook import Casebook, Forecast, keep_link, load_link, scores_of, topics_of
from detente.casebook._briefs import forecasts_in
from detente.casebook._said import said_in
from detente.casebook.schema import metadata
from detente.reading import read_text

MISSED = {
    ("2025-10-02-hardens", "offer", "CHN", "rare-earths", "softer"),
}
"""What the reader does not see: that rules which 'remain in force' are no withdrawal."""


def told(timeline):
    return {(e.name, e.about, e.actor, e.topic, e.kind) for e in timeline.events}


def test_six_weeks_give_their_timeline_in_any_order(book, six_weeks, expected):
    case, other = book.start("forward", "Vienna"), book.start("shuffled")
    for article in six_weeks:
        case.add(article)
    for article in random.Random(3).sample(six_weeks, len(six_weeks)):
        other.add(article)
    found = told(case.timeline())
    assert set(expected) - found == MISSED
    assert told(other.timeline()) == found
    offers = {m.subject: m for m in case.timeline().matters if m.about == "offer"}
    software = offers["the United States on easing chip-design software"]
    assert (software.value, software.mentions, software.stands) == ("willing", 5, True)
    assert not offers["the United States on easing AI chips"].stands
    until = case.timeline(until=dt.date(2025, 9, 30), about="offer")
    assert until.events[-1].kind == "withdrawn"
    assert [m.value for m in until.matters if m.topic == "eda-software" and m.about == "offer"] == [
        "refused"
    ]
    assert {row["id"] for row in case.timeline().controls} >= {"CN-2025-18", "CN-2024-46"}
    (row, _) = book.cases()
    assert (row.articles, row.first, row.last) == (12, dt.date(2025, 9, 1), dt.date(2025, 10, 13))


def test_a_text_is_there_once_however_it_comes(book, six_weeks):
    case = book.start("once")
    first = case.add(six_weeks[0])
    again = case.add(six_weeks[0].reading, name="copy.txt", source="elsewhere")
    assert (first.new, again.new, again.article) == (True, False, first.article)
    assert case.add(six_weeks[0]).new is False
    (row,) = case.articles()
    assert len(row.sources) == 2
    reading, _ = case.reading(first.article)
    assert reading == six_weeks[0].reading
    before = case.timeline()
    assert {m.mentions for m in before.matters} == {1}


def test_an_article_goes_to_the_case_it_speaks_of(book, six_weeks):
    book.start("chips").add(six_weeks[3])
    book.start("earths").add(six_weeks[1])
    assert book.match(six_weeks[4]).name == "earths"
    with pytest.raises(CasebookError, match="speaks of no control"):
        book.match(six_weeks[10])  # gallium


def test_schema_is_that_of_the_migrations_and_opens_again(place):
    Casebook(place).close()
    with Casebook(place) as book, book.store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    with Casebook(place) as book, book.store.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(CasebookError, match="newer version"):
        Casebook(place)


def test_what_goes_wrong_in_a_transaction_leaves_nothing(book, six_weeks, monkeypatch):
    case = book.start("whole")
    monkeypatch.setattr("detente.casebook.articles.add_said", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        case.add(six_weeks[0])
    assert case.articles() == []
    assert case.timeline().articles == 0


def test_versions_are_not_overwritten(book, london):
    case = book.start("versions")
    assert case.keep(london, based_on=0, author="Ann") == 1
    assert case.keep(london, based_on=0) == 1  # nothing differs
    changed = london.model_copy(update={"name": "Ann's"})
    assert case.keep(changed, based_on=1, author="Ann") == 2
    with pytest.raises(StaleVersionError, match="version 2 by Ann"):
        case.keep(london.model_copy(update={"name": "Bob's"}), based_on=1, author="Bob")
    assert [row.version for row in case.versions()] == [2, 1]
    assert case.standoff()[1].name == "Ann's"
    assert case.standoff(1)[1] == london
    assert case.current()[0] == 2
    with pytest.raises(CasebookError, match="no version 7"):
        case.standoff(7)


def test_the_standoff_is_put_together_from_the_articles(book, six_weeks):
    case = book.start("together")
    for article in six_weeks:
        case.add(article)
    number, standoff = case.current()
    assert number == 1
    assert {entry.control for entry in standoff.controls} >= {"CN-2024-46", "CN-2025-18"}
    assert standoff.on == dt.date(2025, 10, 13)
    assert case.current()[0] == 1  # nothing new, no new version
    empty = book.start("empty")
    with pytest.raises(CasebookError, match="no article of the case makes a standoff"):
        empty.current()


def small_payload():
    return {
        "schema": "detente.brief/1",
        "manifest": {"on": "2025-06-10", "days": 120},
        "standoff": {"name": "x", "on": "2025-06-10", "parties": [{"name": "A"}, {"name": "B"}]},
        "deals": {
            "breakdown_risk": {
                "months": 12.0,
                "total": 0.6,
                "outlook": {"deal_within_six_months": {"share": 0.48}},
            }
        },
        "clock": [
            {
                "party": "USA",
                "good": "yttrium",
                "good_name": "Yttrium",
                "days_to_first_stoppage": {"low": 1.0, "central": 24.0, "high": 103.0},
            },
            {
                "party": "USA",
                "good": "helium",
                "good_name": "Helium",
                "days_to_first_stoppage": None,
            },
        ],
    }


def test_briefs_are_kept_and_their_forecasts_scored(book):
    case = book.start("scores")
    row = case.keep_brief(Brief(payload=small_payload()), standoff_version=1)
    assert case.brief()[1].payload == small_payload()
    assert case.brief(row.key)[0].manifest == small_payload()["manifest"]
    assert case.briefs() == [row]
    case.forecast(
        Forecast(
            subject="eased:CN-2024-46",
            kind="chance",
            words="",
            made=dt.date(2025, 6, 10),
            due=dt.date(2025, 12, 1),
            central=0.3,
        )
    )
    open_yet = case.score(dt.date(2025, 7, 1))
    assert {one.state for one in open_yet} == {"open"}
    case.observe("deal", dt.date(2025, 11, 1), 1, source="news")
    case.observe("stop:USA:yttrium", dt.date(2025, 7, 10), 1, source="news")
    done = {one.forecast.subject: one for one in case.score(dt.date(2026, 7, 1))}
    assert done["deal"].brier == pytest.approx(0.52**2)
    stop = done["stop:USA:yttrium"]
    assert (stop.seen, stop.inside, stop.interval) == (30.0, True, 102.0)
    assert stop.crps == pytest.approx(_integral(1.0, 24.0, 103.0, 30.0), rel=1e-3)
    assert done["eased:CN-2024-46"].seen == 1.0  # suspended in November 2025, by the register
    assert done["deal-stands-12m"].state == "unseen"
    means = scores_of(list(done.values()))
    assert (means["forecasts"], means["scored"], means["unseen"]) == (4, 3, 1)
    assert means["chances"]["brier"] == pytest.approx((0.52**2 + 0.7**2) / 2)
    with pytest.raises(CasebookError, match="no forecast of the case"):
        case.observe("peace", dt.date(2025, 11, 1), 1, source="news")
    with pytest.raises(CasebookError, match="give 1 on the day"):
        case.observe("deal", dt.date(2025, 11, 1), 0.4, source="news")


def _integral(low, central, high, seen):
    """The definition, by a sum."""
    import numpy as np

    tail = 1 / 9
    places = [low - (central - low) * tail, low, central, high, high + (high - central) * tail]
    x = np.linspace(places[0] - 50, places[-1] + 50, 400_001)
    below = np.interp(x, places, [0, 0.05, 0.5, 0.95, 1])
    return float(np.sum((below - (x >= seen)) ** 2) * (x[1] - x[0]))


def test_forecasts_of_a_brief_stay_in_their_range():
    payload = small_payload()
    payload["deals"]["breakdown_risk"]["total"] = 1.0 + 1e-15
    rows = {row.subject: row for row in forecasts_in(payload, "k")}
    assert rows["deal-stands-12m"].central == 0.0
    assert set(rows) == {"deal", "deal-stands-12m", "stop:USA:yttrium"}


def test_short_addresses_stay(place):
    with Casebook(place) as book:
        key = keep_link(book.store, "/workbench?case=london")
        assert keep_link(book.store, "/workbench?case=london") == key
    with Casebook(place) as book:
        assert load_link(book.store, key) == "/workbench?case=london"
        with pytest.raises(CasebookError):
            load_link(book.store, "none")


def test_names_and_places_that_cannot_be(tmp_path, book):
    with pytest.raises(CasebookError, match="no name of a case"):
        book.start("Über Uns")
    with pytest.raises(CasebookError, match="no case yet"):
        book.case("x")
    book.start("london")
    with pytest.raises(UnknownCodeError, match="london"):
        book.case("londn")
    other = tmp_path / "other.db"
    other.write_text("no database at all, but a text that is long enough to be looked at" * 20)
    for place, says in (
        (str(other), "no SQLite file"),
        (str(tmp_path), "is a folder"),
        (str(tmp_path / "none" / "a.db"), "there is no folder"),
        ("mysql://x/y", "an SQLite file or a PostgreSQL"),
        ("postgresql://nobody@127.0.0.1:1/none", "127.0.0.1"),
    ):
        with pytest.raises(DetenteError, match=says):
            Casebook(place)


def test_another_database_is_left_alone(tmp_path):
    import sqlite3

    place = tmp_path / "mine.db"
    with sqlite3.connect(place) as mine:
        mine.execute("create table recipes (name text)")
    mine.close()
    with pytest.raises(CasebookError, match="holds other tables"):
        Casebook(place)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "chance", "central": 1.2}, "from 0 to 1"),
        ({"kind": "amount", "central": 1.0}, "low and high"),
        ({"kind": "amount", "central": 1.0, "low": 2.0, "high": 3.0}, "not in order"),
        ({"kind": "chance", "central": 0.2, "due": dt.date(2025, 1, 1)}, "not after"),
    ],
)
def test_forecasts_that_cannot_be(fields, says):
    whole = {"subject": "s", "words": "", "made": dt.date(2025, 1, 1), "due": dt.date(2025, 2, 1)}
    with pytest.raises(CasebookError, match=says):
        Forecast(**(whole | fields))


def test_two_wordings_of_a_good_are_one_topic():
    assert topics_of(["dysprosium"]) == topics_of(["rare-earths"]) == topics_of(["ndfeb-magnet"])
    assert topics_of(["gallium"]) != topics_of(["graphite"])
    assert topics_of(["none-such"]) == ("none-such",)


def test_what_one_side_asks_of_another_is_no_easing_of_its_own():
    text = (
        "China's commerce ministry urged the United States to lift its export controls on "
        "chip-design software."
    )
    (asked,) = [
        one
        for one in said_in(read_text(text, on="2025-06-10"), dt.date(2025, 6, 10))
        if one.about == "position"
    ]
    assert (asked.actor, asked.value) == ("CHN", "asks to ease")
