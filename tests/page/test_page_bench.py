"""What is kept, and that it is made once."""

import threading
import time

from page_case import SMALL, small_bench, small_run, small_standoff

from detente.controls import Figure
from detente.page import Bench
from detente.page._bench import MOST_GAMES, key_of


def test_values_and_red_lines_are_answered_from_the_same_run():
    before = small_standoff()
    after = small_standoff(name="another")
    after.controls[0].bound = 0.3
    after.controls[0].security = Figure(low=1, central=2, high=3)
    assert key_of(before, SMALL) == key_of(after, SMALL)
    after.controls[0].intensity = Figure(low=0.1, central=0.2, high=0.3)
    assert key_of(before, SMALL) != key_of(after, SMALL)
    stocked = small_standoff(stocks={"ethane": Figure(low=1, central=2, high=3)})
    assert key_of(before, SMALL) != key_of(stocked, SMALL)


def test_a_thing_asked_for_by_many_is_made_once():
    bench, made = Bench(SMALL), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return "thing"

    found = []
    threads = [
        threading.Thread(target=lambda: found.append(bench._once(("a", "b", "c"), make)))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert made == [1]
    assert found == ["thing"] * 20


def test_a_fault_in_the_making_is_not_kept():
    bench = Bench(SMALL)
    for _ in range(2):
        try:
            bench._once(("a", "b", "c"), lambda: 1 / 0)
        except ZeroDivisionError:
            continue
        raise AssertionError("it should have failed")
    assert bench._once(("a", "b", "c"), lambda: 2) == 2


def test_only_so_much_is_kept():
    bench = Bench(SMALL)
    for at in range(MOST_GAMES + 10):
        bench._once(("game", "run", f"{at}"), object)
    assert len(bench._kept) == MOST_GAMES
    assert bench._gates == {}


def test_an_edited_value_changes_the_game_and_not_the_run():
    bench = small_bench()
    one = bench.explorer(small_standoff())
    dear = small_standoff()
    dear.controls[0].security = Figure(low=5, central=9, high=12)
    two = bench.explorer(dear)
    assert bench.explorer(small_standoff()) is one
    assert one.answer({"CN-2025-18": 1.0}).accepted
    assert not two.answer({"CN-2025-18": 1.0}).accepted
    assert one.game.surface is two.game.surface is small_run().surface
