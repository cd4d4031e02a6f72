"""The rooms of the reader: what another room may import, and another language through the door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente._errors import ReadingError
from detente.reading import EnglishReader, read_text

ROOT = Path(detente.__file__).parent
FRENCH = (
    "La Chine a suspendu ses contrôles à l'exportation de gallium, a déclaré le ministère lundi. "
    "Les exportations vers les États-Unis reprendront en juin, selon deux responsables."
)


def imports(path: Path) -> Iterator[str]:
    """The modules of the project that a module imports, relative ones named in full."""
    own = ("detente", *path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            start = own[: len(own) - node.level + 1] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{name.name}" for name in node.names)


def private_rooms() -> Iterator[tuple[str, str]]:
    """Imports of a private module from outside the folder that it lies in."""
    for path in ROOT.rglob("*.py"):
        own = ["detente", *path.relative_to(ROOT).parent.parts]
        for name in imports(path):
            parts = name.split(".")
            for at, part in enumerate(parts):
                private = part.startswith("_") and not part.startswith("__")
                place = ROOT.joinpath(*parts[1 : at + 1])
                is_module = place.with_suffix(".py").is_file() or place.is_dir()
                if parts[0] == "detente" and private and is_module and own[:at] != parts[:at]:
                    yield ".".join(own), name


def test_no_private_module_of_the_reader_or_by_the_reader_is_imported_from_another_room() -> None:
    wrong = [pair for pair in private_rooms() if any(".reading" in name for name in pair)]
    assert not wrong


def test_another_language_reaches_a_reader_of_its_own() -> None:
    class French:
        name = "for the test"

        def __call__(self, text, *, on):
            return {"controls": [{"id": "c1", "imposer": "CHN", "mentions": ["gallium"]}]}

    reading = read_text(FRENCH, on="2025-06-10", reader=French())
    assert [control.imposer for control in reading.controls] == ["CHN"]
    with pytest.raises(ReadingError, match="does not look like English"):
        read_text(FRENCH, on="2025-06-10")


def test_english_is_a_reader_like_any_other() -> None:
    text = "China will lift its curbs on gallium exports, the minister told reporters on Monday."
    own = read_text(text, on="2025-06-10")
    given = read_text(text, on="2025-06-10", reader=EnglishReader())
    assert given.statements == own.statements
    assert given.controls == own.controls
    assert given.document.reader == "rules for English"
