"""Compiled functions see changes in other files of their package."""

import importlib
import sys
import textwrap

import pytest

from detente._digest import code_digest

pytest.importorskip("numba")

FIRST = """
from detente.impact._kernel import kernel
from compiled_twice.helper import FACTOR, doubled

@kernel
def answer(x):
    return FACTOR * doubled(x)
"""
HELPER = """
import numba

FACTOR = {factor}

@numba.njit
def doubled(x):
    return 2 * x
"""


def test_a_change_in_another_file_is_seen(tmp_path, monkeypatch):
    place = tmp_path / "compiled_twice"
    place.mkdir()
    (place / "__init__.py").write_text("")
    (place / "first.py").write_text(textwrap.dedent(FIRST))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def answered(factor):
        (place / "helper.py").write_text(textwrap.dedent(HELPER.format(factor=factor)))
        for name in [name for name in sys.modules if name.startswith("compiled_twice")]:
            del sys.modules[name]
        importlib.invalidate_caches()
        code_digest.cache_clear()
        made = importlib.import_module("compiled_twice.first").answer
        value = made(1.0)
        return value, sum(made.stats.cache_hits.values())

    assert answered(3) == (6.0, 0)
    assert answered(3) == (6.0, 1)  # nothing changed: taken from the store
    assert answered(5) == (10.0, 0)
