"""The JSON Schema of ``detente.brief/1``, and the page that describes it, made from the schema.

``python -m detente.brief.schema > docs/brief-schema.md`` writes the page; a test compares. With
``--json`` it writes the schema.
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from detente.brief.shape import Brief

__all__ = ["brief_schema", "describe"]

Node: TypeAlias = dict[str, Any]

SHARED = (
    *("Range", "Span", "Origin", "Month", "Paths", "Package", "Move", "Reading", "Term"),
    "Threshold",
)
"""Classes that the schema names; all others stand where they are used."""
SIMPLE = frozenset({"boolean", "integer", "number", "string"})
NULL = {"type": "null"}

INTRODUCTION = """\
# The brief as data: `detente.brief/1`

`detente brief --json` prints one object of this form, and the HTML is drawn from it alone. The
schema (JSON Schema 2020-12) is printed by `python -m detente.brief.schema --json`. Schema and page
are made from the classes of `detente.brief.shape`: a change of the form is made there alone.

- Money is USD bn per month unless a unit is given. A loss is positive when the party is worse
  off, a gain when it is better off.
- `low` and `high` are the 5th and 95th percentile of the draws, widened if need be to hold
  `central`; `central` is the run with every input at its most plausible value.
- Floats carry six significant figures. The same version, data, article and seed give the same text.
- The embedded reading may hold more fields than are listed here; every other object holds
  exactly these.
"""


@cache
def brief_schema() -> Node:
    """The schema of a brief, made from the classes of `detente.brief.shape`."""
    made: Node = TypeAdapter(Brief).json_schema()
    classes = made.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "detente.brief/1",
        "title": "détente brief, version 1",
        **_in_place(made, classes),
        "$defs": {name: _in_place(classes[name], classes) for name in SHARED},
    }


def _in_place(node: Node, classes: Node) -> Node:
    """A node without titles, with what it refers to put in, and an optional value as two types."""
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        if name in SHARED:
            return node
        own = {key: value for key, value in node.items() if key != "$ref"}
        return _in_place({**classes[name], **own}, classes)
    found: Node = {}
    for key, value in node.items():
        if key == "properties":
            found[key] = {name: _in_place(inner, classes) for name, inner in value.items()}
        elif key == "anyOf":
            found[key] = [_in_place(choice, classes) for choice in value]
        elif key == "description":
            found[key] = " ".join(value.split())
        elif key != "title":
            found[key] = _in_place(value, classes) if isinstance(value, dict) else value
    return _joined(found) if "anyOf" in found else found


def _joined(node: Node) -> Node:
    """A number or text that may be null as one node; else the description over the choices."""
    choices = [choice for choice in node["anyOf"] if choice != NULL]
    first = choices[0]
    if len(choices) < len(node["anyOf"]) and len(choices) == 1 and first.get("type") in SIMPLE:
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        return {**first, "type": [first["type"], "null"], **rest}
    for choice in choices:
        node.setdefault("description", choice.pop("description", ""))
    return node


def _type(node: Node) -> str:
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in node:
        return " or ".join(_type(choice) for choice in node["anyOf"])
    if "const" in node:
        return f"`{node['const']}`"
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    words = " or ".join(kinds)
    if "array" in kinds:
        words += f" of {_type(node['items'])}"
    return words


def _objects(node: Node, path: str) -> Iterator[tuple[str, Node]]:
    """Walk the objects that a node holds in place, outermost first."""
    for choice in node.get("anyOf", ()):
        yield from _objects({"description": node.get("description", ""), **choice}, path)
    if "items" in node:
        yield from _objects(node["items"], f"{path}[]")
    if "properties" in node:
        yield path, node
        for name, inner in node["properties"].items():
            yield from _objects(inner, f"{path}.{name}" if path else name)


def _section(title: str, node: Node) -> str:
    rows = "\n".join(
        f"| `{name}` | {_type(inner)} | {inner.get('description', '')} |"
        for name, inner in node["properties"].items()
    )
    head = "| field | type | meaning |\n|---|---|---|"
    return f"## {title}\n\n{node['description']}\n\n{head}\n{rows}\n"


def describe() -> str:
    """Write the page that describes every field."""
    schema = brief_schema()
    parts = [INTRODUCTION]
    for path, node in _objects(schema, ""):
        parts.append(_section(f"`{path}`" if path else "The whole", node))
    for name, root in schema["$defs"].items():
        for path, node in _objects(root, name):
            parts.append(_section(name if path == name else f"`{path}`", node))
    return "\n".join(parts)


if __name__ == "__main__":
    as_json = sys.argv[1:] == ["--json"]
    sys.stdout.write(json.dumps(brief_schema(), indent=2) + "\n" if as_json else describe())
