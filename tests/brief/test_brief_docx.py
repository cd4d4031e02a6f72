"""The brief as a Word document holds what the page holds."""

import builtins
import shutil

import pytest
from sample import payload
from test_brief_numbers import figures, printed

from detente._errors import DetenteError
from detente.brief import Brief, pdf
from detente.brief import docx as word
from detente.brief.brief import rounded

docx = pytest.importorskip("docx")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return docx.Document(
        str(Brief(payload=payload()).save(tmp_path_factory.mktemp("word") / "a.docx"))
    )


def words(document):
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return printed(" ".join([*(p.text for p in document.paragraphs), *cells]))


def test_the_first_page_and_every_table_hold_the_numbers_of_the_json(made):
    text = words(made)
    folded = ("price_paid", "stopped_lines", "own_exports_lost", "security", "politics", "Cerland")
    wanted = [
        (name, said)
        for name, said, places in figures(rounded(payload()))
        if "terminal" in places
        and not any(part in name for part in folded)
        and name.split()[0] in {"total", "nash", "accepted", "exists", "risk"}
    ]
    assert len(wanted) > 6
    assert [name for name, said in wanted if printed(said) not in text] == []


def test_headings_are_those_of_the_contents(made):
    named = [p.text for p in made.paragraphs if p.style.name == "Heading 1"]
    assert named[0] == "In brief"
    assert {"Cost to both sides", "The deals", "Sources"} <= set(named)
    assert made.core_properties.author == "détente"


def test_pictures_have_a_text_alternative(made):
    if not any(map(shutil.which, pdf.BROWSERS)):
        pytest.skip("chromium is not installed")
    pytest.importorskip("PIL")
    assert len(made.inline_shapes) > 8
    for shape in made.inline_shapes:
        assert shape._inline.docPr.get("descr")
        assert shape.height <= docx.shared.Cm(word.HIGH_CM)


def test_hostile_strings_stay_text(made):
    text = " ".join(p.text for p in made.paragraphs)
    assert "<script>" in text  # shown, as the page shows it
    assert "\x07" not in text


def test_without_a_browser_tables_stand_in_for_pictures(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    document = docx.Document(str(Brief(payload=payload()).save(tmp_path / "a.docx")))
    assert not document.inline_shapes
    assert "Whatthesamecontrolcostseachside" in words(document)


def test_without_the_library_it_is_one_clear_line(tmp_path, monkeypatch):
    kept = builtins.__import__

    def without(name, *rest, **named):
        if name == "docx":
            raise ImportError(name)
        return kept(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(DetenteError, match=r"pip install 'detente\[docx\]'"):
        Brief(payload=payload()).save(tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []
