"""Templates of the brief read no key that its form does not have."""

from typing import Any

import pytest
from jinja2 import meta

from detente.brief.html import brief_environment
from detente.brief.schema import brief_schema
from template_reader import Reader

ROOT = brief_schema()
OURS = (
    *("manifest", "standoff", "totals", "losses", "deals", "checks", "assumptions", "agreement"),
    *("exclusions", "findings", "ledger", "links", "register", "reading", "limits"),
)


def source_of(name: str) -> str:
    loader = brief_environment().loader
    assert loader is not None
    return loader.get_source(brief_environment(), name)[0]


def of_the_brief(name: str) -> set[str]:
    """A template and all that it brings in."""
    found = {name}
    for inner in meta.find_referenced_templates(brief_environment().parse(source_of(name))):
        assert inner is not None
        found |= of_the_brief(inner)
    return found


def form(node: Any) -> Any:
    """A node of the schema with its reference followed; of several choices the object."""
    if node and "$ref" in node:
        return form(ROOT["$defs"][node["$ref"].rsplit("/", 1)[1]])
    if node and "anyOf" in node:
        found = [form(one) for one in node["anyOf"] if one.get("type") != "null"]
        return found[0] if len(found) == 1 else None
    return node


def reads(source: str) -> Reader:
    reader = Reader(form)
    known = {name: ROOT["properties"][name] for name in OURS}
    reader.walk(brief_environment().parse(source), known)
    return reader


def test_templates_read_what_the_form_has() -> None:
    total = 0
    names = of_the_brief("brief.html.j2")
    for name in sorted(names):
        reader = reads(source_of(name))
        assert not reader.faults, (name, reader.faults)
        total += reader.read
    assert len(names) > 3
    assert total > 250


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ manifest.versoin }}", "line 1: versoin"),
        ("{% for row in totals %}\n{{ row.together.midle }}{% endfor %}", "line 2: midle"),
        ("{% set found = deals['nash'] %}{{ found.gain }}", "line 1: gain"),
    ],
)
def test_a_key_that_is_not_there_is_found(source: str, fault: str) -> None:
    assert fault in reads(source).faults
