"""A session in Python: results that say what they are, tables of any, scripts that run once."""

import datetime as dt
import importlib
import inspect
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente._errors import DetenteError
from detente._shown import Shown
from detente._tables_of import tables
from detente.controls import Register
from detente.facts import load_facts


def test_results_are_short_and_say_themselves_in_a_notebook(london):
    for result in (Register.load(), london):
        words = repr(result)
        assert words.startswith(f"{type(result).__name__}(")
        assert len(words) < 500
        assert result._repr_html_().startswith("<table>")
    assert len(repr(load_facts())) < 200
    for place in (
        "impact._impact.Impact",
        "deal._deals.Deals",
        "impact.exposure._exposure.Exposure",
        "impact.exposure._ranking.Ranking",
        "impact.longrun._years.Years",
        "impact.sweep._sweep.Sweep",
        "impact.scan._scan.Scan",
        "reading._records.Reading",
    ):
        module, _, name = place.rpartition(".")
        kind = getattr(importlib.import_module(f"detente.{module}"), name)
        assert issubclass(kind, Shown)
        assert kind.__repr__ is Shown.__repr__


def test_what_is_shown_is_escaped():
    class Odd(Shown):
        def _shown(self):
            return {"<b>": "<script>", "size": np.zeros((3, 2)), "day": dt.date(2026, 1, 2)}

    assert repr(Odd()) == "Odd(<b>=<script>, size=3 × 2, day=2026-01-02)"
    assert "<script>" not in Odd()._repr_html_()


def test_functions_say_what_they_want(london):
    for call, says in (
        (lambda: detente.simulate("x"), "dt.simulate wants a Standoff and got the text 'x'"),
        (lambda: detente.sweep(3), "dt.sweep wants a Standoff and got a int"),
        (lambda: detente.bargain(None), "dt.bargain wants a Standoff and got a NoneType"),
        (lambda: detente.standoff("x"), "dt.standoff wants a Reading and got the text 'x'"),
        (lambda: detente.years(london), "dt.years wants an Impact and got a Standoff"),
        (lambda: detente.brief(None, london, "x", "y"), "dt.brief wants an Impact"),
        (lambda: detente.tables(3), "a int has no tables"),
    ):
        with pytest.raises(DetenteError) as error:
            call()
        assert says in str(error.value)


def test_brief_has_a_signature():
    names = list(inspect.signature(detente.brief).parameters)
    assert names == ["reading", "standoff", "impact", "deals", "article"]


def test_a_register_and_a_standoff_are_tables(london):
    found = tables(Register.load())["controls"]
    assert found.num_rows == len(Register.load().controls)
    assert set(tables(london)) >= {"summary", "parties", "controls"}
    assert tables(london)["controls"]["intensity_low"].type == pa.float64()


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(-1, 1), st.text(max_size=3)
)
NAMES = st.text(st.sampled_from("abc"), min_size=1, max_size=2)
RECORDS = st.recursive(
    st.dictionaries(NAMES, SCALARS, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, st.one_of(SCALARS, inner, st.lists(inner, max_size=3)), max_size=3
    ),
    max_leaves=12,
)


@settings(max_examples=25)
@given(st.lists(RECORDS, max_size=4))
def test_every_record_of_a_list_is_a_row(rows):
    found = tables({"rows": rows, "name": "x"})
    assert (
        found["summary"].to_pylist() == [{"name": "x"} | ({} if any(rows) else {"rows": []})]
        or rows
    )
    if any(rows):
        assert found["rows"].num_rows == len(rows)


SCRIPT = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from detente._plain_script import apart_from_script
sys.stderr.write("once ")
with apart_from_script(), ProcessPoolExecutor(
    2, mp_context=multiprocessing.get_context("spawn")
) as pool:
    print(list(pool.map(abs, [-1, -2, -3])), __file__)
"""


def test_a_script_that_starts_processes_runs_once(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split("] ")[0] == "[1, 2, 3"
    assert done.stderr == "once "
