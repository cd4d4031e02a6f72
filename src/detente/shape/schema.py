"""JSON Schema of a form, and the page that describes it, both made from its classes."""

from collections.abc import Iterator
from typing import Any, TypeAlias, get_args

from pydantic import TypeAdapter
from typing_extensions import get_original_bases, get_type_hints, is_typeddict

__all__ = ["Node", "page_of", "schema_of"]

Node: TypeAlias = dict[str, Any]
Shared: TypeAlias = tuple[str, ...]

SIMPLE = frozenset({"boolean", "integer", "number", "string"})
NULL = {"type": "null"}


def schema_of(form: type, name: str, title: str, shared: Shared = ()) -> Node:
    """Return the schema of a form (draft 2020-12).

    Parameters
    ----------
    form
        Class of the whole.
    name
        Name and version of the form, such as ``detente.brief/1``.
    title
        The same in words.
    shared
        Classes that the schema names; all others stand where they are used.
    """
    made: Node = TypeAdapter(form).json_schema()
    classes = made.pop("$defs", {})
    _hand_down(form, {form.__name__: made, **classes})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": name,
        "title": title,
        **_in_place(made, classes, shared),
        "$defs": {part: _in_place(classes[part], classes, shared) for part in shared},
    }


def _hand_down(form: type, classes: Node) -> None:
    """Describe fields as the class does that they are inherited from; pydantic leaves that out."""
    for one in _classes_in(form, set()):
        fields = classes[one.__name__]["properties"]
        for parent in get_original_bases(one):
            if is_typeddict(parent):
                told = TypeAdapter(parent).json_schema().get("properties", {})
                for name, field in told.items():
                    if "description" in field:
                        fields[name].setdefault("description", field["description"])


def _classes_in(kind: Any, found: set[type]) -> set[type]:  # noqa: ANN401 - any annotation
    """The classes of fields that a type is made of."""
    if is_typeddict(kind) and kind not in found:
        found.add(kind)
        for inner in get_type_hints(kind).values():
            _classes_in(inner, found)
    for inner in get_args(kind):
        _classes_in(inner, found)
    return found


def _in_place(node: Node, classes: Node, shared: Shared) -> Node:
    """A node without titles, with what it refers to put in, and an optional value as two types."""
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        if name in shared:
            return node
        own = {key: value for key, value in node.items() if key != "$ref"}
        return _in_place({**classes[name], **own}, classes, shared)
    found: Node = {}
    for key, value in node.items():
        if key == "properties":
            found[key] = {name: _in_place(inner, classes, shared) for name, inner in value.items()}
        elif key == "anyOf":
            found[key] = [_in_place(choice, classes, shared) for choice in value]
        elif key == "description":
            found[key] = " ".join(value.split())
        elif key != "title":
            found[key] = _in_place(value, classes, shared) if isinstance(value, dict) else value
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


def page_of(schema: Node, introduction: str) -> str:
    """Return the page that describes every field.

    Parameters
    ----------
    schema
        Of `schema_of`.
    introduction
        What stands before the fields, its heading first.
    """
    parts = [introduction]
    for path, node in _objects(schema, ""):
        parts.append(_section(f"`{path}`" if path else "The whole", node))
    for name, root in schema["$defs"].items():
        for path, node in _objects(root, name):
            parts.append(_section(name if path == name else f"`{path}`", node))
    return "\n".join(parts)
