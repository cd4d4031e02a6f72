"""The rooms of the reader: another language through the door."""

import pytest

from detente._errors import ReadingError
from detente.reading import EnglishReader, read_text

FRENCH = (
    "La Chine a suspendu ses contrôles à l'exportation de gallium, a déclaré le ministère lundi. "
    "Les exportations vers les États-Unis reprendront en juin, selon deux responsables."
)


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
