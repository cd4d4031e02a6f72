"""A short run of the fuzzer, texts that once took minutes, and proof that its checks can fail."""

import importlib.util
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading import read_text

TOOL = Path(__file__).resolve().parents[2] / "tools" / "fuzz_reader.py"


def load():
    if not TOOL.exists():
        pytest.skip("tools/fuzz_reader.py is absent", allow_module_level=True)
    spec = importlib.util.spec_from_file_location("fuzz_reader", TOOL)
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_reader"] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


fuzz = load()


@settings(max_examples=120)
@given(
    st.integers(0, 2**48).map(lambda number: fuzz.make(number).encode())
    | st.text(max_size=120).map(lambda text: text.encode("utf-8", "replace"))
    | st.binary(max_size=120)
    | st.text(max_size=80).map(lambda text: f"<html>{text}".encode(errors="replace"))
)
def test_no_input_breaks_the_reader(data):
    tally = fuzz.Tally()
    fuzz.attempt(data, tally)
    assert tally.broken == []
    assert tally.read + tally.refused == 1


LEAD = (
    "Washington offers to loosen curbs on chips if rare earths flow again\n\nJune 10, 2025\n\n"
    "The talks on the curbs go on, and it is said that they will be long and hard for all.\n\n"
)
SLOW = [
    "Brasilia", "BMW, ", "RIA 2025-06-10 authorize Monday ", "\ufeff tighten ", '"', '" "', "said ",
    "of the ", "U.S.-", "June 10, ", "he said, \"no,\" ", "A ", "'' ", "10 a.m. ", "not ", "- ",
    "after the ", "curbs on gallium and ", "(", "4,", "Xi ",
]  # fmt: skip


@pytest.mark.parametrize("piece", SLOW)
def test_odd_text_takes_time_in_step_with_its_length(piece):
    """Four times the text may take eight times the time; with its square it would take sixteen."""

    def took(length):
        start = time.process_time()
        read_text((LEAD + piece * 3_000)[:length], on="2025-06-10")
        return time.process_time() - start

    took(300)
    pairs = ((took(750), took(3_000)) for _ in range(3))  # a busy machine slows its own clock
    assert any(long < 8 * short + 0.05 for short, long in pairs)


def test_time_grows_with_the_text_and_not_with_its_square():
    text = fuzz.seeds()[-1]
    head, _, body = text.partition("LONDON")

    def seconds(times):
        start = time.process_time()
        read_text(head + ("LONDON" + body) * times)
        return time.process_time() - start

    read_text(LEAD, on="2025-06-10")  # what is loaded once
    first = seconds(1)
    long = seconds(6)
    assert long < 6 * 1.6 * max(first, seconds(1)) + 0.2  # a busy machine slows its own clock


def test_threads_do_not_disturb_one_another():
    texts = [fuzz.SENTENCES[at % 3] + f" Nothing else was said on day {at}." for at in range(12)]
    alone = [read_text(text, on="2025-06-10").to_json() for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: read_text(text, on="2025-06-10").to_json(), texts))
    assert together == alone


def test_the_checks_can_fail():
    reading = read_text(fuzz.seeds()[-1])
    fuzz.check(reading)
    statement = reading.statements[1]
    shifted = statement.content[0].model_copy(update={"start": statement.content[0].start + 1})
    for broken in (
        {"content": (shifted,)},
        {"speaker": "nobody"},
        {"controls": ("c_99",)},
    ):
        rows = (statement.model_copy(update=broken), *reading.statements[2:])
        with pytest.raises(AssertionError):
            fuzz.check(reading.model_copy(update={"statements": rows}))
