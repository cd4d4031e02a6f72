"""Runs are found again if and only if nothing that they depend on changed; nothing breaks them."""

import dataclasses
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import _digest
from detente._digest import UnnamedError, code_digest, digest
from detente._errors import DetenteError
from detente._store import DEFAULT_SIZE, Store
from detente.cli import main
from detente.facts import load_facts
from detente.impact import _batch, _study, loss_runs, simulate

SMALL = {"days": 31, "draws": 1}


@pytest.fixture
def store(tmp_path, monkeypatch):
    """An empty store of this test's own."""
    monkeypatch.setenv("DETENTE_STORE", str(tmp_path / "runs"))
    return Store(tmp_path / "runs")


@pytest.fixture(scope="module")
def london(london_module):
    """Two of the four controls, one of each side."""
    sides = {entry.imposer: entry for entry in london_module.controls}
    return london_module.model_copy(update={"controls": list(sides.values())})


@pytest.fixture(scope="module")
def first(london, tmp_path_factory):
    """London run once, with the folder that keeps it."""
    place = tmp_path_factory.mktemp("first") / "runs"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_STORE", str(place))
        return simulate(london, **SMALL), place


@pytest.fixture
def kept(first, store):
    """This test's own store, with London in it."""
    shutil.copytree(first[1], store.folder)
    return first[0]


@pytest.fixture
def ran(monkeypatch):
    """How many columns each call of the engine was given."""
    seen, engine = [], _batch._advance

    def counted(setup, columns, *rest):
        seen.append(len(columns))
        return engine(setup, columns, *rest)

    monkeypatch.setattr(_batch, "_advance", counted)
    return seen


def payload(impact):
    return json.dumps(impact.to_payload(), default=str)


def test_the_same_question_is_not_run_again(london, store, ran):
    first = simulate(london, **SMALL)
    runs = loss_runs(first)
    first.swings()
    many = len(ran)
    again = simulate(london, **SMALL)
    assert payload(again) == payload(first)
    assert again.swings() == first.swings()
    kept = loss_runs(again)
    for field in ("loss", "loss_by_month", "held_out_loss", "draw_alone", "draw_together"):
        np.testing.assert_array_equal(getattr(kept, field), getattr(runs, field))
    assert len(ran) == many
    assert store.files()


def test_kept_and_computed_are_equal(london, kept, ran, monkeypatch):
    found = simulate(london, **SMALL)
    assert ran == []
    monkeypatch.setenv("DETENTE_STORE", "off")
    assert payload(simulate(london, **SMALL)) == payload(found)


def test_what_is_kept_worth_or_refused_needs_no_run(london, kept, ran):
    entry = london.controls[0]
    value = entry.security.model_copy(update={"central": 0.4})
    changed = entry.model_copy(update={"security": value})
    simulate(london.model_copy(update={"controls": [changed, *london.controls[1:]]}), **SMALL)
    assert ran == []


@pytest.mark.parametrize("what", ["intensity", "stock"])
def test_a_changed_intensity_or_stock_runs_the_columns_it_touches(
    what, london, kept, ran, monkeypatch
):
    entry = london.controls[0]
    weaker = entry.intensity.model_copy(update={"central": 0.6})
    changed = entry.model_copy(update={"intensity": weaker})
    other = london.model_copy(update={"controls": [changed, *london.controls[1:]]})
    if what == "stock":
        days = weaker.model_copy(update={"low": 20, "central": 30, "high": 50, "unit": "day"})
        other = london.model_copy(update={"stocks": {entry.goods[0]: days}})
    mixed = simulate(other, **SMALL)
    assert 0 < ran[0] < kept.batch.loss.shape[-1]
    untouched = london.controls[1].control
    for party in kept.parties:
        np.testing.assert_array_equal(mixed.draws(party, untouched), kept.draws(party, untouched))
    monkeypatch.setenv("DETENTE_STORE", "off")
    alone = simulate(other, **SMALL)
    for party in kept.parties:
        np.testing.assert_allclose(
            mixed.draws(party, "together"), alone.draws(party, "together"), rtol=1e-9, atol=1e-12
        )


@pytest.mark.parametrize(
    "change", ["days", "draws", "seed", "date", "intensity of all", "facts", "code"]
)
def test_any_other_change_is_run(change, london, kept, ran, monkeypatch):
    settings, facts = dict(SMALL), None
    match change:
        case "days" | "draws":
            settings[change] += 1
        case "seed":
            settings["seed"] = 1
        case "date":
            london = london.model_copy(update={"on": london.on.replace(day=12)})
        case "intensity of all":
            london = london.model_copy(
                update={
                    "controls": [
                        c.model_copy(
                            update={
                                "intensity": c.intensity.model_copy(
                                    update={"central": c.intensity.central * 0.99}
                                )
                            }
                        )
                        for c in london.controls
                    ]
                }
            )
        case "facts":
            facts = dataclasses.replace(load_facts(), sha256="0" * 64)
        case "code":
            monkeypatch.setitem(
                _batch.kept_or_run.__globals__, "code_digest", lambda *_: "other code"
            )
    simulate(london, facts=facts, **settings)
    assert len(ran) == 1
    assert ran[0] >= kept.batch.loss.shape[-1]


def test_runs_of_goods_alone_are_not_taken_for_whole_ones(london, store):
    study = _study.Study(london, **SMALL)
    scenario = _batch.Scenario(name="all", existed=(True, True), easing=(0.0, 0.0))
    alone = study.run([(scenario, 0)], economy=False)
    whole = study.run([(scenario, 0)])
    assert np.isnan(alone.sector_loss).all()
    assert np.isfinite(whole.sector_loss).all()


def test_any_edit_of_the_code_has_another_name(tmp_path, monkeypatch):
    package = tmp_path / "edited_package_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "deep.py").write_text("A = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    before = code_digest.__wrapped__("edited_package_of_a_test")
    assert code_digest.__wrapped__("edited_package_of_a_test") == before
    (package / "deep.py").write_text("A = 2\n")
    assert code_digest.__wrapped__("edited_package_of_a_test") != before


def test_switched_off_nothing_is_written(london, tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_STORE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    simulate(london, **SMALL)
    assert Store.of_user() is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_only_costs_time(london, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DETENTE_STORE", str(tmp_path / "file" / "runs"))
    assert simulate(london, **SMALL).parties == ("USA", "CHN")


def test_a_damaged_file_is_run_again(london, store, ran):
    first = simulate(london, **SMALL)
    damages = itertools.cycle((b"", b"PK\x03\x04 cut short", b"no archive at all"))
    for (path, _, _), damage in zip(store.files(), damages, strict=False):
        path.write_bytes(damage)
    assert len(store.files()) >= 3
    assert payload(simulate(london, **SMALL)) == payload(first)
    assert ran == [ran[0]] * 2


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    store = Store(tmp_path, size=25_000)
    for at, name in enumerate("abc"):
        store.put(name, {"x": np.zeros(1000)})
        os.utime(tmp_path / f"{name}.npz", (at, at))
    assert store.get("a") is not None  # used just now
    store.put("d", {"x": np.zeros(1000)})
    assert store.get("b") is None
    assert all(store.get(name) is not None for name in "ad")
    assert sum(size for _, size, _ in store.files()) <= store.size
    assert not store.put("large", {"x": np.zeros(10_000)})


def test_a_killed_writer_leaves_nothing_half(tmp_path):
    code = (
        "import sys, numpy as np; from pathlib import Path; from detente._store import Store\n"
        "store, n = Store(Path(sys.argv[1]), 40_000_000), 0\n"
        "while True:\n"
        "    value = n % 7\n"
        "    found = store.get(str(value))\n"
        "    assert found is None or (found['x'] == value).all(), found\n"
        "    store.put(str(value), {'x': np.full(300_000, float(value))})\n"
        "    n += 1\n"
        "    print(n, flush=True)\n"
    )
    for pause in (0.01, 0.02, 0.03):
        pair = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        for one in pair:
            assert one.stdout.readline() == "1\n"
        time.sleep(pause)
        for one in pair:
            one.send_signal(signal.SIGKILL)
            one.communicate()
    store = Store(tmp_path)
    for path, _, _ in store.files():
        value = float(path.stem)
        assert (store.get(path.stem)["x"] == value).all()


def test_sizes_are_read_and_refused(monkeypatch):
    for text, size in (("", DEFAULT_SIZE), ("500 MB", 5e8), ("2g", 2e9), ("100", 100)):
        monkeypatch.setenv("DETENTE_STORE_SIZE", text)
        assert Store.of_user().size == size
    monkeypatch.setenv("DETENTE_STORE_SIZE", "plenty")
    with pytest.raises(DetenteError, match="plenty"):
        Store.of_user()


def test_the_command_shows_and_clears(store, capsys):
    store.put("a", {"x": np.zeros(10)})
    with pytest.raises(SystemExit):
        main(["store", "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["files"] == 1
    assert shown["bytes"] > 0
    with pytest.raises(SystemExit):
        main(["store", "--clear"])
    assert "1 deleted" in capsys.readouterr().out
    assert store.files() == []


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values, values)
def test_names_differ_where_content_does(one, other):
    same = repr(one) == repr(other)
    if same:
        assert digest(one) == digest(other)
    elif one != other:
        assert digest(one) != digest(other)


def test_what_hides_its_content_has_no_name():
    with pytest.raises(UnnamedError):
        digest(lambda: 1)
    with pytest.raises(UnnamedError):
        digest(np.array([object()], dtype=object))
    assert _digest.digest([[], [1]]) != _digest.digest([[1], []])
