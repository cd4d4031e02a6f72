"""Work of the page outlasts a restart, is not done twice, and stops where it is told to."""

import base64
import dataclasses
import json
import os
import stat
import threading

import page_client
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_case import SMALL, small_bench, small_standoff
from test_page_desk import DONE, Held, quick, wait

from detente import DetenteError
from detente.page import Desk, Shelf, own_folder
from detente.page._bench import key_of
from detente.page._desk import MOST_TRIES, Pages, State, StoppedError
from detente.page._jobs import Jobs
from detente.page._work import Article, _made
from detente.reading import read_bytes


def stopped(desk):
    """End a desk as a stop of the server does."""
    desk.close(seconds=10)
    desk.shelf.close()


def killed(desk):
    """End a desk as a kill does: nothing is written any more."""
    desk.shelf.put = lambda *_: None
    stopped(desk)


@pytest.mark.parametrize("end", [stopped, killed])
def test_what_was_made_runs_and_waits_is_there_after_a_restart(tmp_path, end):
    pages = dataclasses.replace(DONE, onward="/x", standoff=small_standoff())
    desk, held = Desk(shelf=Shelf(tmp_path)), Held()
    made = desk.submit("made", lambda tell: pages, stages=("one",))
    bad = desk.submit("bad", lambda tell: (_ for _ in ()).throw(DetenteError("no date")))
    wait(desk, bad, State.FAILED)
    running = desk.submit("running", held, again={"kind": "a"})
    assert held.started.wait(10)
    waiting = desk.submit("waiting", quick, again={"kind": "b"})
    dropped = desk.submit("dropped", quick, again={"kind": "c"})
    desk.cancel(dropped)
    end(desk)

    again, asked = Desk(shelf=Shelf(tmp_path)), []

    def work_of(told):
        asked.append(told["kind"])
        return quick

    again.restore(work_of)
    assert wait(again, waiting, State.DONE).pages == DONE
    assert asked == ["a", "b"]
    assert again.get(running).state is State.DONE
    assert again.get(made).pages == pages
    assert again.get(made).stages == ("one",)
    assert (again.get(bad).state, again.get(bad).error) == (State.FAILED, "no date")
    assert again.get(dropped).state is State.CANCELLED
    stopped(again)


def test_a_job_that_each_time_takes_the_server_with_it_is_given_up(tmp_path):
    job = None
    for _ in range(MOST_TRIES):
        desk, held = Desk(shelf=Shelf(tmp_path)), Held()
        desk.restore(lambda told, held=held: held)
        job = job or desk.submit("fatal", held, again={"kind": "a"})
        assert held.started.wait(10)
        killed(desk)
    desk = Desk(shelf=Shelf(tmp_path))
    desk.restore(lambda told: quick)
    assert desk.get(job).state is State.FAILED
    assert "stopped 3 times while it ran; send it again" in desk.get(job).error
    stopped(desk)


@pytest.mark.parametrize("again", [None, {"kind": "of another version"}])
def test_what_cannot_be_taken_up_again_is_said_to_be_lost(tmp_path, again):
    desk, held = Desk(shelf=Shelf(tmp_path)), Held()
    job = desk.submit("odd", held, again=again)
    assert held.started.wait(10)
    killed(desk)
    desk = Desk(shelf=Shelf(tmp_path))
    desk.restore(Jobs(desk, small_bench()).work)
    assert desk.get(job).state is State.FAILED
    assert desk.get(job).error.endswith("send it again")
    stopped(desk)


@given(st.binary(max_size=400))
@settings(max_examples=30)
def test_broken_files_on_the_shelf_are_left_alone(tmp_path_factory, junk):
    folder = tmp_path_factory.mktemp("shelf")
    shelf = Shelf(folder)
    shelf.put("good", {"order": 1, "state": "failed", "name": "a", "error": "e"})
    (folder / "bad.json").write_bytes(junk)
    desk = Desk(shelf=shelf)
    desk.restore(lambda told: quick)
    assert desk.get("good").error == "e"
    assert desk.get("bad") is None
    assert (folder / "bad.json").read_bytes() == junk
    stopped(desk)


ODD = st.one_of(
    st.none(), st.integers(-2, 2), st.text(max_size=4), st.lists(st.integers(), max_size=2)
)


@given(st.dictionaries(st.sampled_from(["state", "pages", "stages", "again", "tries"]), ODD))
@settings(max_examples=30)
def test_records_of_another_version_are_left_alone_or_said_to_be_lost(tmp_path_factory, odd):
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    shelf.put("odd", {"order": 1, "state": "running", "name": "a", "tries": 0, "again": {}} | odd)
    desk = Desk(shelf=shelf)
    desk.restore(Jobs(desk, small_bench()).work)
    found = desk.get("odd")
    assert found is None or found.state in {State.FAILED, State.DONE, State.CANCELLED}
    stopped(desk)


def test_only_as_many_files_as_jobs_are_kept_and_only_their_owner_reads_them(tmp_path):
    desk = Desk(kept=3, shelf=Shelf(tmp_path / "shelf"))
    for _ in range(6):
        job = desk.submit("a", quick, again={"kind": "article", "data": "c2VjcmV0"})
        wait(desk, job, State.DONE)
    stopped(desk)
    files = list((tmp_path / "shelf").glob("*.json"))
    assert len(files) == 3
    assert not any("c2VjcmV0" in place.read_text() for place in files)
    if os.name == "posix":
        assert {stat.S_IMODE(place.stat().st_mode) for place in files} == {0o600}
        assert stat.S_IMODE((tmp_path / "shelf").stat().st_mode) == 0o700


def test_two_pages_do_not_share_a_folder(tmp_path):
    first = Shelf(tmp_path)
    with pytest.raises(DetenteError, match="another page uses this folder"):
        Shelf(tmp_path)
    first.close()
    Shelf(tmp_path).close()


def test_a_place_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DetenteError, match="cannot be written"):
        Shelf(tmp_path / "file" / "inside")


def test_a_full_disk_stops_no_brief(tmp_path, monkeypatch, caplog):
    shelf = Shelf(tmp_path)
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no space")))
    desk = Desk(shelf=shelf)
    assert wait(desk, desk.submit("a", quick), State.DONE).pages == DONE
    stopped(desk)
    assert "not kept over a restart" in caplog.text
    assert not list(tmp_path.glob(".*.part"))


def test_the_folder_of_this_user_can_be_set(monkeypatch, tmp_path):
    monkeypatch.setenv("DETENTE_STATE", str(tmp_path))
    assert own_folder("page-1") == tmp_path / "page-1"
    monkeypatch.delenv("DETENTE_STATE")
    assert own_folder("page-1").parts[-2:] == ("detente", "page-1")


def test_the_application_takes_up_what_the_shelf_holds(tmp_path):
    shelf = Shelf(tmp_path)
    told = {"kind": "article", "name": "n", "data": base64.b64encode(b"\x00").decode()}
    record = {"order": 1, "state": "running", "name": "n", "tries": 1}
    shelf.put("job", record | {"again": told | {"on": "", "onward": ""}})
    desk = Desk(shelf=shelf)
    with page_client.browser(SMALL, desk):
        pass  # it starts and stops
    assert desk.get("job").name == "n"
    stopped(desk)


# ---------------------------------------------------------------- the same work is done once


@pytest.fixture
def jobs():
    made = Jobs(Desk(), small_bench())
    made.work = lambda again: quick
    yield made
    made.desk.close()


@given(data=st.binary(min_size=1, max_size=40), other=st.binary(min_size=1, max_size=40))
@settings(max_examples=20)
def test_a_second_post_of_the_same_article_is_the_same_job(data, other):
    jobs = Jobs(Desk(), small_bench())
    jobs.work = lambda again: quick
    first = jobs.article(Article(name="a", data=data))
    wait(jobs.desk, first, State.DONE)
    assert jobs.article(Article(name="a", data=data)) == first
    assert (jobs.article(Article(name="a", data=other)) == first) == (data == other)
    jobs.desk.close()


def test_other_settings_or_days_are_other_work(jobs):
    import datetime as dt

    first = jobs.article(Article(name="a", data=b"x"))
    wait(jobs.desk, first, State.DONE)
    jobs.bench.settings = dataclasses.replace(SMALL, seed=5)
    second = jobs.article(Article(name="a", data=b"x"))
    wait(jobs.desk, second, State.DONE)
    third = jobs.article(Article(name="a", data=b"x", on=dt.date(2025, 1, 1)))
    assert len({first, second, third}) == 3


def test_what_failed_is_tried_again(jobs):
    jobs.work = lambda again: lambda tell: (_ for _ in ()).throw(DetenteError("no"))
    first = jobs.article(Article(name="a", data=b"x"))
    wait(jobs.desk, first, State.FAILED)
    assert jobs.article(Article(name="a", data=b"x")) != first


class Counted:
    """Stands for a simulation: says what standoff it is of, and for whom it was asked."""

    def __init__(self, standoff):
        self.standoff = standoff

    def of(self, standoff):
        return Counted(standoff)


def test_a_standoff_with_the_same_costs_is_not_simulated_again(monkeypatch):
    import detente._api as steps

    bench, standoff = small_bench(), small_standoff()
    bench.keep(bench.run(standoff), Counted(standoff))
    seen = {}

    class Made:
        def html(self):
            return "<p>"

        def to_json(self):
            return "{}"

    def brief(reading, of, impact, deals, article):
        seen["standoff"], seen["impact"] = of, impact
        return Made()

    def never(*_, **__):
        raise AssertionError("it was simulated again")

    monkeypatch.setattr(steps, "simulate", never)
    monkeypatch.setattr(steps, "bargain", lambda *_, **__: object())
    monkeypatch.setattr(steps, "brief", brief)
    other = standoff.model_copy(update={"name": "the same under another name"})
    _made(None, other, "n", bench, lambda *_: None)
    assert seen["impact"].standoff.name == seen["standoff"].name == other.name


@given(st.sampled_from(["intensity", "path", "instrument", "goods", "effective"]))
def test_what_costs_hang_on_is_in_the_key(field):
    standoff = small_standoff()
    found = json.loads(standoff.model_dump_json())
    entry = found["controls"][0]
    first = {"date": found["on"], **entry["intensity"]}
    entry[field] = {
        "intensity": {"low": 0.1, "central": 0.2, "high": 0.3},
        "path": [first, {"date": "2025-09-01", "low": 0, "central": 0, "high": 0}],
        "instrument": "ban",
        "goods": entry["goods"][:1],
        "effective": "2025-05-01",
    }[field]
    other = type(standoff).from_json_text(json.dumps(found))
    assert key_of(other, SMALL) != key_of(standoff, SMALL)


# ---------------------------------------------------------------- reading can be stopped


LONG = (
    "Washington, 10 June 2025\n\n"
    + "China's commerce ministry said on Monday that it would lift its curbs on gallium.\n\n" * 30
).encode()


def test_reading_stops_inside_a_text():
    told = []

    def tell(done, total):
        told.append((done, total))
        if len(told) == 5:
            raise StoppedError

    with pytest.raises(StoppedError):
        read_bytes(LONG, progress=tell)
    assert told[-1] == (4, 30)


def test_reading_is_told_from_its_start_to_near_its_end():
    told = []
    reading = read_bytes(LONG, progress=lambda done, total: told.append((done, total)))
    assert len(told) > 100
    assert reading.statements
    assert read_bytes(LONG) == reading
    assert threading.active_count() < 50
    assert Pages(json="{}").html == ""
