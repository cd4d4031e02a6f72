"""The JSON Schema of ``detente.brief/1``, and the page that describes it, made from the schema.

``python -m detente.brief._schema > docs/brief-schema.md`` writes the page; a test compares.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, TypeAlias

__all__ = ["brief_schema", "describe"]

Node: TypeAlias = dict[str, Any]

INTRODUCTION = """\
# The brief as data: `detente.brief/1`

`detente brief --json` prints one object of this form, and the HTML is drawn from it alone. The
schema (JSON Schema 2020-12) is `src/detente/brief/brief.schema.json`; this page is made from it.

- Money is USD bn per month unless a unit is given. A loss is positive when the party is worse
  off, a gain when it is better off.
- `low` and `high` are the 5th and 95th percentile of the draws, widened if need be to hold
  `central`; `central` is the run with every input at its most plausible value.
- Floats carry six significant figures. The same version, data, article and seed give the same text.
- The embedded reading may hold more fields than are listed here; every other object holds
  exactly these.
"""


def brief_schema() -> Node:
    """Load the schema."""
    text = files("detente.brief").joinpath("brief.schema.json").read_text(encoding="utf-8")
    schema: Node = json.loads(text)
    return schema


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
    sys.stdout.write(describe())
