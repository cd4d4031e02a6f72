"""Templates of the brief read no key that its form does not have."""

from typing import Any

import pytest
from jinja2 import meta, nodes

from detente.brief.html import brief_environment
from detente.brief.schema import brief_schema

ROOT = brief_schema()
OURS = (
    *("manifest", "standoff", "totals", "losses", "deals", "checks", "assumptions", "agreement"),
    *("exclusions", "findings", "ledger", "links", "register", "reading", "limits"),
)
METHODS = {"items", "keys", "values", "get"}


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


class Reader:
    """Follows what a template reads from the payload, and notes what is not there."""

    def __init__(self) -> None:
        self.read = 0
        self.faults: list[str] = []

    def form_of(self, node: nodes.Node, known: dict[str, Any]) -> Any:
        if isinstance(node, nodes.Name):
            return known.get(node.name)
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self.form_of(node.node, known) if node.name in {"sort", "reverse"} else None
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            inside = form(self.form_of(node.node, known))
            if inside is None:
                return None
            key = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
            if "properties" not in inside:
                values = isinstance(key, str) and inside.get("additionalProperties")
                return values if isinstance(values, dict) else inside.get("items")
            if isinstance(key, str) and key not in METHODS:
                self.read += 1
                if key not in inside["properties"]:
                    self.faults.append(f"line {node.lineno}: {key}")
                return inside["properties"].get(key)
        return None

    def walk(self, node: nodes.Node, known: dict[str, Any]) -> None:
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            self.form_of(node, known)
        if isinstance(node, nodes.For):
            rows = form(self.form_of(node.iter, known))
            self.walk(node.iter, known)
            names = {name.name: None for name in node.target.find_all(nodes.Name)}
            if isinstance(node.target, nodes.Name):
                names = {node.target.name: (rows or {}).get("items")}
            known = {**known, **names}
            for part in (*node.body, *node.else_, *filter(None, [node.test])):
                self.walk(part, known)
            return
        if isinstance(node, nodes.Macro):
            known = {**known, **{name.name: None for name in node.args}}
        for part in node.iter_child_nodes():
            if isinstance(part, nodes.Assign) and isinstance(part.target, nodes.Name):
                known = {**known, part.target.name: self.form_of(part.node, known)}
            self.walk(part, known)


def reads(source: str) -> Reader:
    reader = Reader()
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
