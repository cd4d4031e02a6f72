"""Templates of the page read no name that they are not given, and no key that it does not have."""

import datetime as dt
from importlib import resources
from typing import Any

import pytest
from jinja2 import meta, nodes

from detente.casebook import ArticleRow, BriefRow, Case, CaseRow, Event, Scored, Timeline, Version
from detente.controls import Standoff, TabledIssue
from detente.deal.shape.answer import Answer
from detente.impact.shape import FirstShortage
from detente.page._bench import Run
from detente.page._desk import Job
from detente.page._forms import ExactPackage
from detente.page._pages import _environment
from detente.page._register import Query, Row
from detente.page._settings import Settings
from detente.page._state import State
from detente.page._workbench import Column, Stock
from detente.reading import Candidate
from template_reader import Reader, form_of_type

ANY = None
"""Anything may be read of it."""
PLAIN = {"title": str, "refresh": str, "scripted": bool, "style": str, "version": str}
GIVEN: dict[str, tuple[str, dict[str, Any]]] = {
    "api": ("_app", {"document": ANY}),
    "bar": ("_pages", {"job": str, "bench": str}),
    "case": (
        "_cases",
        {
            **dict.fromkeys(("note", "fault", "article", "address", "on"), str),
            "case": Case,
            "found": Timeline,
            "days": list[tuple[dt.date, list[Event]]],
            "asked": dict[str, str],
            "articles": list[ArticleRow],
            "versions": list[Version],
            "briefs": list[BriefRow],
            "scores": list[Scored],
        },
    ),
    "case_standoff": (
        "_cases",
        {
            **dict.fromkeys(("text", "fault", "other", "author", "workbench"), str),
            "case": Case,
            "number": int,
            "versions": list[Version],
        },
    ),
    "cases": (
        "_cases",
        {
            **dict.fromkeys(("absent", "error", "name", "words"), str),
            "rows": list[CaseRow],
            "missing": bool,
        },
    ),
    "controls": (
        "_register",
        {
            "query": Query,
            "rows": list[Row],
            "checks": list[dict[str, str]],
            **dict.fromkeys(("imposers", "targets", "goods", "kinds", "states"), dict[str, str]),
            **dict.fromkeys(("all", "address", "reaches", "timeline"), ANY),
        },
    ),
    "desk": (
        "_firm",
        {
            **dict.fromkeys(("error", "parts", "party", "case", "rules", "on"), str),
            "cases": dict[str, str],
        },
    ),
    "desk_bar": ("_pages", {"job": str}),
    "home": (
        "_given",
        {**dict.fromkeys(("error", "article", "address", "on"), str), "cases": dict[str, str]},
    ),
    "job": (
        "_app",
        {"job": Job, "going": bool, "stages": tuple[str, ...], "of_desk": bool, "error": str},
    ),
    "message": ("_pages", {"message": str, "onward": str, "go_on": bool}),
    "review": (
        "_review",
        {
            **dict.fromkeys(("name", "on", "data", "first", "tick"), str),
            "rows": list[Candidate],
            "proposals": list[Candidate],
        },
    ),
    "workbench": (
        "_workbench",
        {
            **dict.fromkeys(("query", "plain_query", "fault", "b_text", "drop_query"), str),
            "state": State,
            "standoff": Standoff,
            "names": dict[str, str],
            "columns": list[Column],
            "goods": list[Stock],
            "run": Run,
            "settings": Settings,
            "a": Answer,
            "b": Answer,
            "named": ANY,
            "exact": ExactPackage,
            "exact_job": Job,
            "others": dict[str, str],
            "issues": dict[str, TabledIssue],
            "clock": list[FirstShortage],
            "error": float,
            "boot": ANY,
            **dict.fromkeys(("accepts", "verdict", "leverage", "package_words"), ANY),
            **dict.fromkeys(("party_name", "good_name", "percents"), ANY),
        },
    ),
}
"""By template the module that draws it, and what it is given."""


def source_of(name: str) -> str:
    loader = _environment().loader
    assert loader is not None
    return loader.get_source(_environment(), f"{name}.html.j2")[0]


def faults_of(source: str, given: dict[str, Any]) -> list[str]:
    tree = _environment().parse(source)
    reader = Reader(form_of_type)
    reader.walk(tree, {name: {"type": kind} for name, kind in given.items()})
    own = {one.name for one in tree.find_all(nodes.Macro)}
    own |= {one.target.name for one in tree.find_all(nodes.Assign)}
    return sorted(meta.find_undeclared_variables(tree) - given.keys() - own) + reader.faults


@pytest.mark.parametrize("name", GIVEN)
def test_a_template_reads_what_it_is_given(name: str) -> None:
    module, given = GIVEN[name]
    assert faults_of(source_of(name), {**PLAIN, **given}) == []
    drawn = (resources.files("detente.page") / f"{module}.py").read_text(encoding="utf-8")
    for one in given:
        assert f'"{one}"' in drawn or f"{one}=" in drawn, one


def test_every_template_is_held() -> None:
    names = {one.removesuffix(".html.j2") for one in _environment().list_templates(["j2"])}
    assert names == {*GIVEN, "base"}
    assert faults_of(source_of("base"), PLAIN) == []


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("job", "{{ jbo.name }}", "jbo"),
        ("job", "{{ job.nmae }}", "line 1: nmae"),
        ("controls", "{% for row in rows %}\n{{ row.control.nam }}{% endfor %}", "line 2: nam"),
        ("case", "{% for day, events in days %}{{ events[0].knd }}{% endfor %}", "line 1: knd"),
        ("workbench", "{% set one = a.parties | first %}{{ one.cots }}", "line 1: cots"),
    ],
)
def test_what_is_not_there_is_found(name: str, source: str, fault: str) -> None:
    assert fault in faults_of(source, {**PLAIN, **GIVEN[name][1]})
