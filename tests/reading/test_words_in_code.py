"""The reader's code holds few English words: they are rows of the vocabulary tables."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import detente.reading

ROOM = Path(detente.reading.__file__).parent
MOST = 251
"""How many words are left in lists and patterns of the code; it only falls."""
LABELS = frozenset(
    """acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj
    csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod
    oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl root
    xcomp""".split()  # noqa: SIM905
)
"""Of the parser's dependencies; those of parts of speech are in capitals."""
LISTS = ast.Set | ast.List | ast.Tuple


def records() -> frozenset[str]:
    """Names and values that the schema of a reading fixes."""
    tree = ast.parse((ROOM / "_records.py").read_text(encoding="utf-8"))
    return frozenset(word for node in ast.walk(tree) for word in strings(node))


def strings(node: ast.AST) -> Iterator[str]:
    """The text of a node that is a string, or the name of a field."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def listed(tree: ast.AST) -> Iterator[str]:
    """Words of sets, lists, tuples and keys of mappings; types and exported names aside."""
    exported = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    }
    types = {
        id(below)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        for below in ast.walk(node.slice)
    }
    for node in ast.walk(tree):
        if isinstance(node, LISTS) and not {id(node)} & (exported | types):
            parts = node.elts
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key is not None]
        else:
            continue
        words = [word for part in parts for word in strings(part)]
        if len(words) > 1:
            yield from (word for word in words if re.fullmatch(r"[a-z][a-z' -]+", word))


def spelled(tree: ast.AST) -> Iterator[str]:
    """Words of patterns: what is handed to ``re``, and other text with alternatives."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not ast.unparse(node.func).startswith("re."):
            continue
        for argument in node.args[:1]:
            for below in ast.walk(argument):
                for text in strings(below):
                    plain = re.sub(r"\\[a-zA-Z]|\(\?P?[<=!:]?\w*>?|\[[^\]]*\]", " ", text)
                    yield from re.findall(r"[a-z]{3,}", plain)


def words_in_code() -> Counter[str]:
    """English words that lists and patterns of the reader hold, and how often."""
    known = LABELS | records()
    found: Counter[str] = Counter()
    for path in sorted(ROOM.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found.update(word for word in (*listed(tree), *spelled(tree)) if word not in known)
    return found


def test_words_of_the_reader_are_rows_of_tables():
    found = words_in_code()
    assert len(found) <= MOST, (
        f"{len(found)} words in lists and patterns of the reader, {MOST} allowed; put new ones in "
        f"lexicon.csv or patterns.csv: {' '.join(sorted(found))}"
    )
