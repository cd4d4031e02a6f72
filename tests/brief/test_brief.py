"""The record: JSON that repeats, files that are whole."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import payload

from detente._errors import DetenteError
from detente.brief import Brief
from detente.brief.brief import rounded

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(json_values)
def test_rounding_twice_changes_nothing_more(value: object) -> None:
    once = rounded(value)
    assert rounded(once) == once
    assert json.loads(json.dumps(once, allow_nan=False)) == once


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_six_figures_are_kept(value: float) -> None:
    assert rounded(value) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_json_cannot_hold_is_refused_with_its_place(value: object) -> None:
    with pytest.raises(ValueError, match=r"brief\.a\[1\] is"):
        rounded({"a": [0, value]})


def test_json_is_the_same_each_time_and_comes_back() -> None:
    first, second = Brief(payload=payload()).to_json(), Brief(payload=payload()).to_json()
    assert first == second
    assert Brief.from_json(first).to_json() == first
    assert "\n" not in Brief(payload=payload()).to_json(indent=None)


def test_html_from_json_equals_html_from_the_payload() -> None:
    brief = Brief(payload=payload())
    assert Brief.from_json(brief.to_json()).html() == brief.html()


def test_save_by_suffix(tmp_path: Path) -> None:
    brief = Brief(payload=payload())
    assert brief.save(tmp_path / "a.html").read_text(encoding="utf-8") == brief.html()
    assert json.loads(brief.save(tmp_path / "a.json").read_text(encoding="utf-8")) == json.loads(
        brief.to_json()
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.json"]


@pytest.mark.parametrize("name", ["a.odt", "a"])
def test_other_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DetenteError, match=r"name the file \.html, \.json, \.md, \.pdf or \.docx"):
        Brief(payload=payload()).save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["missing/a.html", "file/a.html", "folder.html"])
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(DetenteError, match="cannot write") as error:
        Brief(payload=payload()).save(tmp_path / name)
    assert "\n" not in str(error.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.html"]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Brief(payload=payload()).save(tmp_path / "a.json")
    before = target.read_text(encoding="utf-8")

    def broken(self: Path, *_: object, **__: object) -> int:
        with self.open("w") as out:
            out.write("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", broken)
    with pytest.raises(DetenteError, match="No space left"):
        Brief(payload=payload()).save(target)
    monkeypatch.undo()
    assert target.read_text(encoding="utf-8") == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_another_schema_is_refused() -> None:
    with pytest.raises(DetenteError, match=r"schema is 'detente\.brief/9'"):
        Brief(payload={**payload(), "schema": "detente.brief/9"})


@pytest.mark.parametrize(("text", "why"), [("{", "line 1 is not JSON"), ("[]", "not an object")])
def test_text_that_is_no_brief_is_refused(text: str, why: str) -> None:
    with pytest.raises(DetenteError, match=why):
        Brief.from_json(text)


def test_repr_is_short() -> None:
    assert repr(Brief(payload=payload())).startswith("Brief('Arland and Borland")
    assert len(repr(Brief(payload=payload()))) < 120


def test_an_interrupted_write_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, *_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Brief(payload=payload()).save(tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []
