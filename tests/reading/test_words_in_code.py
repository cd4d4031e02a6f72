"""The reader's code holds few English words: they are rows of the vocabulary tables."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import detente.reading
from detente.facts._control_rows import Instrument
from detente.facts.reading_tables import load_lexicon, load_patterns, load_reading_goods

ROOM = Path(detente.reading.__file__).parent
LABELS = frozenset(
    """acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj
    csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod
    oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl root flat
    xcomp lemmatizer ner parser senter standing""".split()  # noqa: SIM905
)
"""Of the parser and of clauses; those of parts of speech are in capitals."""
MARKUP = frozenset(
    """article aside body content-language datepublished dd del div doctype dt em en-ph en-us footer
    form head header html http https language li main menu nav noscript ol parsely-pub-date pubdate
    publish-date publishdate script section small span strike style table time timestamp title ul
    xml courlan htmldate trafilatura""".split()  # noqa: SIM905
)
"""Of pages and addresses, and the libraries that read them."""
FIELDS = frozenset(
    """about after article changes core count date file firm kept messages model narrow new old on
    over part phrase read also measure none set subject temperature unread version day month
    year""".split()  # noqa: SIM905
)
"""Of what is printed, of patterns' groups, and kinds of evidence, where they are keys or cells."""
LISTS = ast.Set | ast.List | ast.Tuple


def records() -> frozenset[str]:
    """Names and values that the schema of a reading fixes."""
    tree = ast.parse((ROOM / "_records.py").read_text(encoding="utf-8"))
    return frozenset(word for node in ast.walk(tree) for word in strings(node))


def labels() -> Iterator[str]:
    """What rows of the tables are read as, and what types of the reader allow."""
    for rows in load_lexicon().values():
        yield from (label for label, often in Counter(rows.values()).items() if often > 1)
        yield from load_lexicon()
    for row in load_reading_goods():
        yield from (row.family, *row.goods)
    yield from get_args(Instrument)
    for pattern in load_patterns().values():
        yield from re.findall(r"\(\?P<(\w+)>", pattern.pattern)
    for _, nodes in modules():
        for node in nodes:
            if isinstance(node, ast.Subscript) and named(node.value) == "Literal":
                yield from (text for below in ast.walk(node.slice) for text in strings(below))


@cache
def modules() -> tuple[tuple[Path, tuple[ast.AST, ...]], ...]:
    """Every module of the reader: file and all its nodes."""
    return tuple(
        (path, tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
        for path in sorted(ROOM.rglob("*.py"))
    )


def named(node: ast.AST) -> str:
    """The name that a node is; empty where it is none."""
    return node.id if isinstance(node, ast.Name) else ""


def strings(node: ast.AST) -> Iterator[str]:
    """The text of a node that is a string, or the name of a field."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def listed(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Words of sets, lists, tuples and keys of mappings; types and exported names aside."""
    exported = {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Assign) and named(node.targets[0]) == "__all__"
    }
    types = {
        id(below)
        for node in nodes
        if isinstance(node, ast.Subscript)
        for below in ast.walk(node.slice)
    }
    for node in nodes:
        if isinstance(node, LISTS) and not {id(node)} & (exported | types):
            parts = node.elts
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key is not None]
        else:
            continue
        words = [word for part in parts for word in strings(part)]
        if len(words) > 1:
            yield from (word for word in words if re.fullmatch(r"[a-z][a-z' -]+", word))


def spelled(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Words of patterns: what is handed to ``re``, and other text with alternatives."""
    for node in nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if named(node.func.value) != "re":
            continue
        for argument in node.args[:1]:
            for below in ast.walk(argument):
                for text in strings(below):
                    plain = re.sub(r"\\u\w{4}|\\[a-zA-Z]|\(\?P?[<=!:]?\w*>?|\[[^\]]*\]", " ", text)
                    yield from re.findall(r"[a-z]{3,}", plain)


def words_in_code() -> Counter[str]:
    """English words that lists and patterns of the reader hold, and how often."""
    inside = {*LABELS, *records(), *labels()}
    found: Counter[str] = Counter()
    for path, nodes in modules():
        known = inside if "english" in path.parts else inside | MARKUP | FIELDS
        found.update(word for word in (*listed(nodes), *spelled(nodes)) if word not in known)
    return found


def test_words_of_the_reader_are_rows_of_tables():
    found = words_in_code()
    assert not found, (
        f"words in lists and patterns of the reader; put them in lexicon.csv or patterns.csv: "
        f"{' '.join(sorted(found))}"
    )
