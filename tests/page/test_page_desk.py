import threading
import time

import pytest

from detente import DetenteError
from detente.page._desk import Desk, DeskFullError, Pages, State

DONE = Pages(html="<p>done</p>", json="{}")


def quick(tell):
    tell(0, 1, 1)
    return DONE


class Held:
    """Work that goes on, telling, until it is let go."""

    def __init__(self):
        self.started, self.go = threading.Event(), threading.Event()

    def __call__(self, tell):
        self.started.set()
        days = 0
        while not self.go.wait(0.005):
            days += 1
            tell(1, days, 1000)
        return DONE


def wait(desk, job, *states):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = desk.get(job)
        if found is None or found.state in states:
            return found
        time.sleep(0.005)
    raise AssertionError(f"{job} is {found}")


@pytest.fixture
def desk():
    made = Desk(waiting=3, kept=5)
    yield made
    made.close()


def test_work_is_done_and_its_pages_kept(desk):
    job = wait(desk, desk.submit("a", quick), State.DONE, State.FAILED)
    assert job.state is State.DONE
    assert job.pages == DONE
    assert job.name == "a"


def test_one_runs_three_wait_and_the_next_is_refused(desk):
    held = Held()
    first = desk.submit("first", held)
    assert held.started.wait(10)
    others = [desk.submit("other", quick) for _ in range(3)]
    with pytest.raises(DeskFullError):
        desk.submit("too many", quick)
    assert [desk.get(job).ahead for job in others] == [1, 2, 3]
    assert desk.get(first).state is State.RUNNING
    held.go.set()
    for job in (first, *others):
        assert wait(desk, job, State.DONE).pages == DONE


def test_no_more_than_one_runs_at_a_time(desk):
    running, most, lock = [0], [0], threading.Lock()

    def work(tell):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1
        return DONE

    for job in [desk.submit("a", work) for _ in range(4)]:
        wait(desk, job, State.DONE)
    assert most[0] == 1


def test_a_burst_before_the_worker_wakes_fills_the_queue_and_no_more():
    for _ in range(20):
        desk, held = Desk(waiting=3), Held()
        for _ in range(4):
            desk.submit("burst", held)
        with pytest.raises(DeskFullError):
            desk.submit("burst", held)
        desk.close()


def test_cancel_stops_what_runs_and_takes_out_what_waits(desk):
    held = Held()
    first = desk.submit("first", held)
    assert held.started.wait(10)
    second, third = desk.submit("second", quick), desk.submit("third", quick)
    assert desk.cancel(second)
    assert desk.get(second).state is State.CANCELLED
    assert desk.get(third).ahead == 1
    assert desk.cancel(first)
    assert wait(desk, first, State.CANCELLED).pages is None
    assert wait(desk, third, State.DONE).pages == DONE
    assert desk.cancel(third)
    assert desk.get(third).state is State.DONE
    assert not desk.cancel("nobody")


def test_progress_is_told(desk):
    held = Held()
    job = desk.submit("a", held)
    end = time.monotonic() + 10
    while desk.get(job).done < 3 and time.monotonic() < end:
        time.sleep(0.005)
    found = desk.get(job)
    assert found.stage == 1
    assert 3 <= found.done <= found.total == 1000
    held.go.set()


def test_what_takes_too_long_is_stopped():
    desk = Desk(seconds=0.05)
    job = wait(desk, desk.submit("slow", Held()), State.FAILED, State.DONE)
    desk.close()
    assert job.state is State.FAILED
    assert "took longer" in job.error


def test_known_errors_are_one_line_and_faults_are_logged_not_shown(desk, caplog):
    def mendable(tell):
        raise DetenteError("row 3:\n give a  date")

    def broken(tell):
        raise ZeroDivisionError("secret detail")

    assert wait(desk, desk.submit("a", mendable), State.FAILED).error == "row 3: give a date"
    shown = wait(desk, desk.submit("b", broken), State.FAILED).error
    assert "fault in détente" in shown
    assert "secret" not in shown
    assert "ZeroDivisionError: secret detail" in caplog.text
    assert wait(desk, desk.submit("c", quick), State.DONE)


def test_only_the_last_results_are_kept(desk):
    jobs = []
    for _ in range(8):
        jobs.append(desk.submit("a", quick))
        wait(desk, jobs[-1], State.DONE)
    assert [desk.get(job) is None for job in jobs] == [True] * 3 + [False] * 5


def test_ids_cannot_be_guessed(desk):
    jobs = set()
    for _ in range(50):
        job = desk.submit("a", quick)
        wait(desk, job, State.DONE)
        jobs.add(job)
    assert len(jobs) == 50
    assert min(map(len, jobs)) >= 22


def test_closing_cancels_everything_and_ends_the_worker():
    before = set(threading.enumerate())
    desk, held = Desk(), Held()
    first = desk.submit("first", held)
    assert held.started.wait(10)
    second = desk.submit("second", quick)
    assert "briefs" in {thread.name for thread in set(threading.enumerate()) - before}
    desk.close(seconds=10)
    assert {desk.get(first).state, desk.get(second).state} == {State.CANCELLED}
    with pytest.raises(DeskFullError):
        desk.submit("late", quick)
    assert "briefs" not in {thread.name for thread in set(threading.enumerate()) - before}


def test_junk_does_not_evict_what_was_made(desk):
    """Failed and cancelled jobs have a place of their own."""

    def junk(tell):
        raise DetenteError("no article")

    kept = [desk.submit(f"brief {at}", quick) for at in range(3)]
    for job in kept:
        assert wait(desk, job, State.DONE).state is State.DONE
    for _ in range(25):
        wait(desk, desk.submit("junk", junk), State.FAILED)
    assert [desk.get(job).pages for job in kept] == [DONE] * 3
    assert desk.under_way() == (0, 0, 3)
