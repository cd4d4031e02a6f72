"""The doors that other packages extend détente by, from installed wheels, and their faults."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from detente import _doors
from detente._errors import PlugInError, UnknownCodeError
from detente.deal import BUILT_IN, Goal, Solution
from detente.deal.solutions import rules
from detente.deal.solutions.rules import all_solutions
from detente.facts import load_facts
from detente.impact import Leontief, Model
from detente.impact.disruption.models import model_named
from detente.notices import read_notices
from detente.reading import read_text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def test_one_thing_through_each_door_from_installed_wheels(tmp_path):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input"]
    site, wheels = tmp_path / "site", tmp_path / "wheels"
    sources = [str(ROOT), str(ROOT / "docs" / "plugin")]
    alone = ["--no-deps", "--no-index"]
    build = [*pip, "wheel", *sources, "--no-build-isolation", *alone, "-w", str(wheels)]
    subprocess.run(build, check=True, capture_output=True)
    put = [*pip, "install", *alone, "--no-compile", "--target", str(site)]
    subprocess.run([*put, *map(str, wheels.glob("*.whl"))], check=True, capture_output=True)
    path = os.pathsep.join(map(str, (site, ROOT / "tests" / "deal")))
    done = subprocess.run(
        [sys.executable, HERE / "through_the_doors.py", tmp_path],
        env={**os.environ, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    answer = json.loads(done.stdout)
    assert Path(answer["from"]).is_relative_to(site)
    sums = {key: sum(gains.values()) for key, gains in answer["solutions"].items()}
    assert list(sums) == ["nash", "kalai_smorodinsky", "equal_gains", "utilitarian"]
    assert sums["utilitarian"] >= max(answer["frontier"]) - 1e-9
    assert sums["utilitarian"] > sums["equal_gains"]
    assert answer["lost"]["leontief"] > answer["lost"]["no-spread"] == 0
    assert answer["notices"] == [["AUS", "2026-14", "284690"]]
    assert not answer["refused"]
    assert answer["controls"] == [
        ["CHN", "in force", ["gallium"]],
        ["CHN", "proposed", ["germanium"]],
    ]


class Package:
    name, version = "other-package", "2.0"


@pytest.fixture
def plug_in(monkeypatch):
    """Install objects under an entry point, as another package would."""
    found = []

    def add(group, name, value, made=None):
        point = importlib.metadata.EntryPoint(name, value, group)
        monkeypatch.setitem(sys.modules, "their_module", made)
        vars(point).update(dist=Package)
        found.append(point)
        _doors.plugs.cache_clear()
        rules.all_solutions.cache_clear()

    def points(group):
        return [point for point in found if point.group == group]

    monkeypatch.setattr(_doors, "entry_points", points)
    _doors.plugs.cache_clear()
    yield add
    monkeypatch.undo()
    _doors.plugs.cache_clear()
    rules.all_solutions.cache_clear()


class Their:
    """A module of another package."""

    def __init__(self, thing):
        self.thing = thing


def row(**changes):
    fields = {"name": "mine", "title": "Mine", "letter": "M", "label": "My own", "means": "mine"}
    return Solution(**{**fields, "ranking": lambda p: np.flatnonzero(p.accepted), **changes})


@pytest.mark.parametrize(
    ("thing", "says"),
    [
        (3, "is a int, where a Solution is needed"),
        (row(name="nash"), "has the name 'nash', which is taken"),
        (row(letter="K"), "has the letter 'K', which is taken"),
        (row(name="Two words"), "use small letters"),
        (row(letter="MM"), "letter of one character"),
        (row(means=""), "what it means"),
    ],
)
def test_a_row_that_cannot_stand_beside_the_others_is_refused(plug_in, thing, says):
    plug_in("detente.solutions", "mine", "their_module:thing", Their(thing))
    with pytest.raises(PlugInError, match=says) as told:
        all_solutions()
    assert "other-package 2.0" in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("ranking", "says"),
    [
        (lambda p: 1 / 0, "fails to rank: ZeroDivisionError"),
        (lambda p: p.gains, "does not rank the acceptable packages"),
        (lambda p: np.arange(1), "does not rank the acceptable packages"),
        (lambda p: np.zeros(3), "does not rank the acceptable packages"),
    ],
)
def test_answers_of_a_row_are_held_against_what_they_must_be(plug_in, ranking, says):
    plug_in("detente.solutions", "mine", "their_module:thing", Their(row(ranking=ranking)))
    *ours, theirs = all_solutions()
    assert tuple(ours) == BUILT_IN
    problem = rules.Problem(
        gains=np.ones((3, 2)),
        accepted=np.array([True, False, True]),
        ideal=np.ones(2),
        weights=np.ones(2) / 2,
    )
    with pytest.raises(PlugInError, match=says):
        theirs.ranking(problem)
    assert isinstance(BUILT_IN[0].goal(problem), Goal)


def test_a_package_that_does_not_import_is_named_and_stops_nothing_else(plug_in):
    plug_in("detente.disruption", "torn", "no_such_module:model")
    with pytest.raises(PlugInError, match="'torn' of the package other-package 2") as told:
        model_named("torn", load_facts())
    assert "ModuleNotFoundError" in str(told.value)
    assert isinstance(model_named("half", load_facts()), Leontief)
    with pytest.raises(UnknownCodeError, match="torn"):
        model_named("tron", load_facts())


@pytest.mark.parametrize("thing", [3, lambda facts: 3, lambda facts: 1 / 0])
def test_what_is_no_model_is_refused(plug_in, thing):
    plug_in("detente.disruption", "mine", "their_module:thing", Their(thing))
    with pytest.raises(PlugInError, match="other-package"):
        model_named("mine", load_facts())


def test_a_model_is_told_what_it_lacks(plug_in):
    half = {
        name: None for name in vars(Model) if name[0] != "_" and name not in {"joined", "rules"}
    }
    made = Their(lambda facts: type("Half", (), half)())
    plug_in("detente.disruption", "mine", "their_module:thing", made)
    with pytest.raises(PlugInError, match=r"a Half, .* it lacks joined, rules \(see"):
        model_named("mine", load_facts())


def test_a_reader_is_told_what_it_lacks(plug_in):
    plug_in("detente.readers", "mine", "their_module:thing", Their(lambda text, on: {}))
    with pytest.raises(PlugInError, match="where a Reader is needed; it lacks name"):
        read_text("x", reader="mine")


class Importer:
    form = "anything"

    def __init__(self, read):
        self._read = read

    def claims(self, text, name):
        return "mine" in text

    def read(self, text, name):
        return self._read(text, name)


def test_an_importer_that_fails_is_named_and_our_own_forms_come_first(plug_in, tmp_path):
    own, other = tmp_path / "a.txt", tmp_path / "b.txt"
    own.write_text("商务部公告2025年第18号 mine 公布日期 2025年4月4日", encoding="utf-8")
    other.write_text("yours", encoding="utf-8")
    made = Their(Importer(lambda text, name: 1 / 0))
    plug_in("detente.importers", "mine", "their_module:thing", made)
    read = read_notices([own, other])
    assert [notice.form for notice in read.notices] == ["mofcom"]
    assert "of no known form" in read.refused[-1]
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(PlugInError, match=r"fails on b\.txt: ZeroDivisionError"):
        read_notices([other])
    made.thing = Importer(lambda text, name: [3])
    with pytest.raises(PlugInError, match="where a Notice is due"):
        read_notices([other])


def test_two_importers_that_claim_one_file_are_both_named(plug_in, tmp_path):
    file = tmp_path / "b.txt"
    file.write_text("mine", encoding="utf-8")
    made = Their(Importer(lambda text, name: []))
    plug_in("detente.importers", "one", "their_module:thing", made)
    plug_in("detente.importers", "two", "their_module:thing", made)
    (said,) = read_notices([file]).refused
    assert "'one'" in said
    assert "'two'" in said


def test_a_reader_that_is_not_there_or_fails_is_told(plug_in):
    with pytest.raises(UnknownCodeError, match="unknown reader 'french'"):
        read_text("La Chine", reader="french", on="2025-06-10")

    def thing(text, *, on):
        return 1 / 0

    thing.name = "mine"
    plug_in("detente.readers", "mine", "their_module:thing", Their(thing))
    with pytest.raises(PlugInError, match="'mine' of the package other-package 2"):
        read_text("La Chine", reader="mine", on="2025-06-10")


def test_two_packages_with_one_name_are_told(plug_in):
    plug_in("detente.readers", "mine", "their_module:thing", Their(None))
    plug_in("detente.readers", "mine", "their_module:other", Their(None))
    with pytest.raises(PlugInError, match="has the name of one of the package"):
        _doors.plugs("detente.readers")
