"""Follows what a template reads, by a form of what it is given, and notes what is not there."""

import enum
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import nodes

from detente import controls, facts

METHODS = {"items", "keys", "values", "get"}
SAME = {"sort", "reverse", "list", "selectattr"}
"""Filters that leave rows as they are."""


class Reader:
    """What a template reads; `form` gives the fields, rows or values of a node."""

    def __init__(self, form: Callable[[Any], Any]) -> None:
        self.form = form
        self.read = 0
        self.faults: list[str] = []

    def form_of(  # noqa: PLR0911 - one for each kind of node
        self, node: nodes.Node | None, known: dict[str, Any]
    ) -> Any:
        if isinstance(node, nodes.Name):
            return known.get(node.name)
        if isinstance(node, nodes.CondExpr):
            return self.form_of(node.expr1, known)
        if isinstance(node, nodes.Filter) and node.node is not None:
            if node.name == "first":
                return self.rows(node.node, known)
            return self.form_of(node.node, known) if node.name in SAME else None
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            inside = self.form(self.form_of(node.node, known))
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

    def rows(self, node: nodes.Node, known: dict[str, Any]) -> Any:
        return (self.form(self.form_of(node, known)) or {}).get("items")

    def targets(self, node: nodes.For, known: dict[str, Any]) -> dict[str, Any]:
        """The names that a loop gives, and their forms."""
        names = [one.name for one in node.target.find_all(nodes.Name)]
        if isinstance(node.target, nodes.Name):
            return {node.target.name: self.rows(node.iter, known)}
        if isinstance(node.iter, nodes.Call) and isinstance(node.iter.node, nodes.Getattr):
            inside = self.form(self.form_of(node.iter.node.node, known)) or {}
            values = inside.get("additionalProperties")
            return dict.fromkeys(names) | {names[-1]: values or None}
        row = self.form(self.rows(node.iter, known)) or {}
        return dict(zip(names, row.get("prefixItems", [None] * len(names)), strict=False))

    def walk(self, node: nodes.Node, known: dict[str, Any]) -> None:
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            self.form_of(node, known)
        if isinstance(node, nodes.For):
            self.walk(node.iter, known)
            known = {**known, **self.targets(node, known)}
            for part in (*node.body, *node.else_, *filter(None, [node.test])):
                self.walk(part, known)
            return
        if isinstance(node, nodes.Macro):
            known = {**known, **{name.name: None for name in node.args}}
        for part in node.iter_child_nodes():
            if isinstance(part, nodes.Assign) and isinstance(part.target, nodes.Name):
                known = {**known, part.target.name: self.form_of(part.node, known)}
            self.walk(part, known)


def hints(kind: Any) -> dict[str, Any]:
    """Types of a class or function; a name that is imported for types only may be anything."""
    unknown: dict[str, Any] = {}
    while True:
        try:
            return typing.get_type_hints(kind, localns=dict(unknown))
        except NameError as error:
            unknown[error.name] = getattr(controls, error.name, None) or getattr(
                facts, error.name, Any
            )


class Members(dict[str, Any]):
    """The fields, properties and methods of a class; of a field the form of its type."""

    def __init__(self, kind: type) -> None:
        given = {} if hasattr(kind, "__dataclass_fields__") else hints(kind.__init__)
        told = {**given, **hints(kind)}
        super().__init__({name: {"type": one} for name, one in told.items()})
        for name in dir(kind):
            if name not in self and not name.startswith("_"):
                got = getattr(kind, name)
                get = got.fget if isinstance(got, property) else None
                self[name] = {"type": get and hints(get).get("return")}


def form_of_type(node: Any) -> Any:
    """Fields, rows or values of ``{"type": ...}``; None where a template may read anything."""
    kind = node and node["type"]
    while typing.get_origin(kind) in {typing.Annotated, typing.Union, types.UnionType}:
        kind = next(one for one in typing.get_args(kind) if one is not types.NoneType)
    origin, inner = typing.get_origin(kind), [{"type": one} for one in typing.get_args(kind)]
    if origin is tuple and node["type"] and typing.get_args(kind)[-1] is not Ellipsis:
        return {"prefixItems": inner}
    if origin and issubclass(origin, Mapping):
        return {"additionalProperties": inner[1]}
    if origin and issubclass(origin, Sequence):
        return {"items": inner[0]}
    if not isinstance(kind, type) or kind is dict or issubclass(kind, enum.Enum):
        return None
    return {"properties": Members(kind)}
