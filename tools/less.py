"""Find what the house could do without.

usage: python tools/less.py    (eight seconds; silent where nothing is found, else exit code 1)

Told are names at the top of a module that the product does not use (at most tests do),
blocks of parameters on functions that their package does not offer, fields of a dataclass told
above it and not where they stand (those on the page of the API apart), constants of one name
and value in two modules, numbers written out that have a name, calls that are filled in alike in
two places, and stretches of code that are alike but for their names. A page of the documentation
that names a thing is a use of it.
"""

import ast
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
SHORT = 6
"""Characters from which a value says what it is of [count]."""
BLOCK = re.compile(r"^(Parameters|Returns|Yields)\n-+$", re.MULTILINE)
FILLED, ALIKE = 7, 0.6
"""Arguments that two calls may not share [count], and that part of the shorter call's [share]."""
STRETCH, LONG = 4, 200
"""Statements of a stretch [count], and characters from which it is worth a function."""
NAME = re.compile(r"(?<![\w.'\"])[A-Za-z_]\w*(?![\w('\"]|=\S)")
"""A name that is not called, taken from something, or that of an argument."""
NUMBERS = {
    "detente._units.DAYS_PER_YEAR": ("detente._units", r"365\.0"),
    "detente._units.DAYS_PER_MONTH": ("detente._units", r"365(\.0)? / 12(\.0)?"),
    "detente._units.MEAN_YEAR": ("detente._units", r"365\.25"),
    "detente.impact.ranges.LOW, HIGH": ("detente.impact.ranges", r"[(\[]0\.05, 0\.95[)\]]"),
}
"""By name the module that has it, and how it would be written out."""
KEPT = {
    "comparison_schema": "readers of `detente.comparison/1`",
    "sys": "gives the package its call",
    "branch_labels": "Alembic reads it",
    "depends_on": "Alembic reads it",
    "down_revision": "Alembic reads it",
    "spacy": "stands in for the package of that name",
}
"""Names that somebody outside reads, and who."""


@cache
def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Every module of the product: file and tree."""
    found = {}
    for file in sorted((SOURCE / "detente").rglob("*.py")):
        parts = file.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = (file, ast.parse(file.read_text(encoding="utf-8")))
    return found


def imports(
    module: str, inner: Iterable[ast.AST], *, face: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Name in the module, module it is taken from, name there."""
    for node in inner:
        if isinstance(node, ast.ImportFrom):
            parts = module.split(".") if face else module.split(".")[:-1]
            base = parts[: len(parts) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            if origin.startswith("detente"):
                yield from ((one.asname or one.name, origin, one.name) for one in node.names)


@cache
def nodes(module: str) -> tuple[ast.AST, ...]:
    """Everything in a module."""
    return tuple(ast.walk(modules()[module][1]))


def names_of(node: ast.stmt) -> list[str]:
    """What a statement at the top of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [] if node.decorator_list and "dataclass" not in _marks(node) else [node.name]
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return [one.id for goal in targets for one in ast.walk(goal) if isinstance(one, ast.Name)]
    return []


def _marks(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    """Decorators: a registered function is used by its register, one that is kept is not."""
    return " ".join(ast.unparse(one) for one in node.decorator_list).replace("cache", "dataclass")


@cache
def definitions() -> dict[tuple[str, str], ast.stmt]:
    """Statement by module and name."""
    return {
        (module, name): node
        for module, (_, tree) in modules().items()
        for node in tree.body
        for name in names_of(node)
    }


@cache
def _imports(module: str) -> tuple[tuple[str, str, str], ...]:
    face = modules()[module][0].name == "__init__.py"
    return tuple(imports(module, nodes(module), face=face))


@cache
def uses() -> tuple[dict[tuple[str, str], set[str]], set[str]]:
    """By what is defined the modules that load it; and every name taken from an object."""
    bound = {
        (module, here): (origin, there)
        for module in modules()
        for here, origin, there in _imports(module)
    }

    def source(key: tuple[str, str]) -> tuple[str, str]:
        while key in bound and bound[key] != key and key not in definitions():
            key = bound[key]
        return key

    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    attributes: set[str] = set()
    places = {file: module for module, (file, _) in modules().items()}
    others = [f for d in ("tools", "benchmarks", "docs") for f in (ROOT / d).rglob("*.py")]
    for file in [*places, *others]:
        module = places.get(file, str(file))
        tree = modules()[module][1] if file in places else ast.parse(file.read_text("utf-8"))
        loaded: set[str] = set()
        for node in tree.body:
            inner = list(ast.walk(node))
            attributes |= {n.attr for n in inner if isinstance(n, ast.Attribute)}
            read = {n.id for n in inner if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            loaded |= read
            for name in read - set(names_of(node)):
                if (module, name) in definitions():
                    found[module, name].add(module)
        face = file.name == "__init__.py"
        taken = _imports(module) if file in places else imports(module, ast.walk(tree))
        for here, origin, there in taken:
            if not face or here in loaded:
                found[source((origin, there))].add(module)
    return found, attributes


@cache
def documented() -> frozenset[str]:
    """Words of code on the pages of the documentation."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    code = (
        found
        for page in pages
        for found in re.findall(r"```.*?```|`[^`]*`", page.read_text("utf-8"), re.DOTALL)
    )
    return frozenset(word for text in code for word in re.findall(r"\w+", text))


def unused() -> list[str]:
    """Names that nothing but a test uses."""
    found, attributes = uses()
    return [
        f"{module}.{name}: nothing uses it"
        for module, name in definitions()
        if not found.get((module, name))
        and name not in attributes | documented() | set(KEPT)
        and not name.startswith("__")
    ]


def offered() -> set[tuple[str, str]]:
    """What a face offers, or another package takes, by the module that defines it."""
    found, _ = uses()
    taken = {
        key
        for key, users in found.items()
        if any(user.split(".")[:2] != key[0].split(".")[:2] for user in users)
    }
    for module, (file, tree) in modules().items():
        if file.name == "__init__.py":
            listed = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
            taken |= {(origin, there) for here, origin, there in _imports(module) if here in listed}
    return taken


def blocks() -> list[str]:
    """Blocks of parameters on functions that nobody outside can call; shapes are worth one."""
    public, found = offered(), []
    commands = modules()["detente.cli._app"][0].read_text(encoding="utf-8")
    for module, (_, tree) in modules().items():
        if module in {"detente.cli._app", "detente._api"}:
            continue  # the words of the command's help; the front door
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or (module, node.name) in public:
                continue
            if f"{module.removeprefix('detente.cli.')}.{node.name}" in commands:
                continue  # the words of a command's help
            text = ast.get_docstring(node) or ""
            if "shape (" not in text and BLOCK.search(text):
                found.append(f"{module}.{node.name}: a block of parameters that one line could be")
    return found


def listed() -> list[str]:
    """Fields of a class told in a block, if the page of the API does not show the class."""
    front = {n.value for n in nodes("detente") if isinstance(n, ast.Constant)}
    shown = front | set(re.findall(r"\w+", (ROOT / "docs" / "api.md").read_text("utf-8")))
    return [
        f"{module}.{node.name}: its fields could be told where they stand"
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.ClassDef)
        and node.name not in shown
        and BLOCK.search(ast.get_docstring(node) or "")
        and "__init__" not in {getattr(one, "name", "") for one in node.body}
    ]


def doubled() -> list[str]:
    """Constants of one name and one written value in two modules or more, short ones left out."""
    places = defaultdict(set)
    for (module, name), node in definitions().items():
        if isinstance(node, ast.Assign) and name.isupper() and _is_written(node.value):
            value = ast.unparse(node.value)
            if len(value) >= SHORT:
                places[name.lstrip("_"), value].add(module)
    return [
        f"{', '.join(sorted(where))}: {name} = {value[:60]}"
        for (name, value), where in places.items()
        if len(where) > 1
    ]


def named() -> list[str]:
    """Numbers that have a name, written out elsewhere."""
    return [
        f"{module}:{node.lineno}: {written} is {name}"
        for module in modules()
        for node in nodes(module)
        if isinstance(node, ast.expr) and _is_number(node)
        for written in [ast.unparse(node)]
        for name, (home, form) in NUMBERS.items()
        if module != home and re.fullmatch(form, written)
    ]


def _is_number(node: ast.expr) -> bool:
    """Whether an expression is a number, or two of them."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    inner = node.elts if isinstance(node, ast.Tuple | ast.List) else []
    inner = [node.left, node.right] if isinstance(node, ast.BinOp) else inner
    return len(inner) > 1 and all(isinstance(one, ast.Constant) for one in inner)


def filled() -> list[str]:
    """Two calls of one thing with nearly the same arguments by name, in two modules."""
    calls = defaultdict(list)
    for module in modules():
        for node in nodes(module):
            if isinstance(node, ast.Call) and len(node.keywords) >= FILLED:
                given = {(one.arg, ast.unparse(one.value)) for one in node.keywords if one.arg}
                calls[ast.unparse(node.func)].append((f"{module}:{node.lineno}", given))
    return [
        f"{where}, {other}: {name} is filled in alike"
        for name, made in calls.items()
        for (where, given), (other, more) in itertools.combinations(made, 2)
        if where.split(":")[0] != other.split(":")[0]
        and len(given & more) >= max(FILLED, ALIKE * min(len(given), len(more)))
    ]


def twins() -> list[str]:
    """Stretches of statements that are alike but for their names, the product's and tools'."""
    found = defaultdict(list)
    inner = {file: nodes(module) for module, (file, _) in modules().items()}
    for one in (ROOT / "tools").rglob("*.py"):
        inner[one] = tuple(ast.walk(ast.parse(one.read_text("utf-8"))))
    for file, every in inner.items():
        lines = [line.strip() for line in file.read_text("utf-8").splitlines()]
        for node in every:
            body = [] if isinstance(node, ast.Module) else getattr(node, "body", [])
            body = body if isinstance(body, list) and len(body) >= STRETCH else []
            shapes = [_shape(lines[one.lineno - 1 : one.end_lineno]) for one in body]
            for at in range(len(shapes) - STRETCH + 1):
                part = shapes[at : at + STRETCH]
                if sum(map(len, part)) >= LONG and len(set(part)) == STRETCH:
                    found["\n".join(part)].append(f"{file.relative_to(ROOT)}:{body[at].lineno}")
    return [f"{', '.join(where)}: alike but for names" for where in found.values() if where[1:]]


def _shape(lines: list[str]) -> str:
    """A statement without its names; what is called, taken from or given by name stays."""
    names: dict[str, str] = {}
    return re.sub(
        NAME,
        lambda one: names.setdefault(one[0], f"_{len(names)}"),
        "".join(lines).replace(",)", ")"),
    )


def _is_written(value: ast.expr) -> bool:
    """Whether a value is told where it stands: no name in it but that of a set or a pattern."""
    names = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
    return names <= {"frozenset", "re"}


SEARCHES = (unused, blocks, listed, doubled, named, filled, twins)

if __name__ == "__main__":
    told = [one for search in SEARCHES for one in search()]
    print("\n".join(told))
    sys.exit(bool(told))
