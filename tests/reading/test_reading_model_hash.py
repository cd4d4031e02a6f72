"""The language model is the one whose readings are tested, by the hash of its files."""

import shutil
from importlib import util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente._errors import ReadingError
from detente.reading.english.grammar.nlp import MODEL, MODEL_SHA256, model_hash, require_model

PARTS = ("parser/model", "parser/moves", "config.cfg")
HERE = Path(util.find_spec(MODEL).origin).parent


def test_the_model_here_is_the_one():
    assert model_hash(HERE) == MODEL_SHA256
    require_model(HERE)


@settings(max_examples=12)
@given(place=st.integers(0, 10**6), size=st.sampled_from(PARTS))
def test_a_single_changed_byte_is_another_model(tmp_path_factory, place, size):
    folder = tmp_path_factory.mktemp("model")
    for part in PARTS:
        source = next(HERE.glob(f"*/{part}"))
        (folder / part).parent.mkdir(exist_ok=True)
        shutil.copy(source, folder / part)
    whole = model_hash(folder)
    data = bytearray((folder / size).read_bytes())
    data[place % len(data)] ^= 1
    (folder / size).write_bytes(data)
    assert model_hash(folder) != whole
    with pytest.raises(ReadingError, match="is another one"):
        require_model(folder)


def test_papers_and_compiled_code_do_not_count(tmp_path):
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "tokenizer").write_text("t")
    before = model_hash(tmp_path)
    (tmp_path / "README.md").write_text("other")
    (tmp_path / "LICENSES_SOURCES").write_text("other")
    (tmp_path / "__pycache__" / "a.cfg").write_text("other")
    assert model_hash(tmp_path) == before
