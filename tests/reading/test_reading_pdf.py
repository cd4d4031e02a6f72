"""PDFs become text; what holds none is refused."""

import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import _errors as errors
from detente.reading import read, read_bytes
from detente.reading.source.pdf import _paragraphs, pdf_to_text

LINES = [
    "Ministry of Trade eases curbs on gallium",
    "10 June 2025",
    "The ministry said on Monday that it would lift its curbs on exports of gallium if the United",
    "States drops its limits on chip-design software, and that it would look at each appli-",
    "cation for a licence on its own.",
    '"We will not ease the ban on germanium," the spokesperson told reporters in Beijing.',
]


def pdf(pages):
    """The smallest PDF that holds these lines of text."""
    bodies = []
    for lines in pages:
        rows = [
            line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in lines
        ]
        rows = " ".join(f"({r}) Tj T*" for r in rows)
        bodies.append(f"BT /F1 10 Tf 50 780 Td 14 TL {rows} ET")
    return pdf_of(bodies)


def pdf_of(pages):
    """The smallest PDF with these pages of drawing orders."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for at, body in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            + f"{5 + 2 * at} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        stream = body.encode("latin-1")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    table = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010d} 00000 n \n".encode() for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


def test_lines_become_paragraphs_and_the_text_is_kept(tmp_path):
    file = tmp_path / "notice.pdf"
    file.write_bytes(pdf([LINES]))
    reading = read(file)
    parts = reading.text.rstrip("\n").split("\n\n")
    assert parts[0] == LINES[0]
    assert parts[-1] == LINES[-1]
    assert "look at each application for a licence" in parts[-2]
    assert reading.metadata.published.iso == "2025-06-10"
    assert reading.document.media == "pdf"
    assert reading.document.text == reading.text
    kinds = {s.commitment for s in reading.statements}
    assert "refused" in kinds


def test_running_heads_and_page_numbers_go():
    pages = [
        [
            "Ministry of Trade, notice 7",
            f"{word} {LINES[2]}",
            LINES[3],
            f"{word}.",
            f"Page {at} of 4",
        ]
        for at, word in enumerate(("Alpha", "Beta", "Gamma", "Delta"), 1)
    ]
    text = pdf_to_text(pdf(pages), "x", largest=100_000)
    assert "notice 7" not in text
    assert "Page" not in text
    assert [text.count(f"{word} The ministry") for word in ("Alpha", "Delta")] == [1, 1]


def test_one_line_paragraphs_stay_apart():
    assert _paragraphs(["One.", "", "Two."]) == "One.\n\nTwo.\n"


def test_pictures_only():
    with pytest.raises(errors.ReadingError, match=r"only pictures; run it through OCR"):
        read_bytes(pdf([[]]), name="scan.pdf")


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("shape", ["{}", "Page {}", "{} of 9", "page {} / 9"])
def test_page_numbers_only(count, shape):
    pages = [[shape.format(at + 1)] for at in range(count)]
    with pytest.raises(errors.ReadingError, match="only page numbers; run it through OCR"):
        read_bytes(pdf(pages), name="scan.pdf")


def test_damaged_and_cut():
    whole = pdf([LINES])
    for data in (b"%PDF-1.4\nnothing", whole[: len(whole) // 2], whole[:60]):
        with pytest.raises(errors.ReadingError) as caught:
            read_bytes(data, name="bad.pdf")
        assert "bad.pdf" in str(caught.value)
        assert "\n" not in str(caught.value)


def test_locked():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([LINES])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(errors.ReadingError, match="locked"):
        read_bytes(out.getvalue(), name="locked.pdf")


def test_too_many_pages_and_too_much_text():
    with pytest.raises(errors.ReadingError, match="201 pages"):
        pdf_to_text(pdf([["x"]] * 201), "long.pdf", largest=100_000)
    with pytest.raises(errors.ReadingError, match="too long"):
        pdf_to_text(pdf([LINES]), "long.pdf", largest=100)


def marked(parts, way):
    """A PDF of one line whose small raised parts are set in one of three ways."""
    ops, x = ["BT"], 50.0
    for text, small in parts:
        size, up = (6.5, 4) if small else (11, 0)
        if way == "rise":
            ops.append(f"/F1 {size} Tf {up} Ts ({text}) Tj")
            ops[0:1] = ["BT 1 0 0 1 50 700 Tm"] if len(ops) == 2 else ops[0:1]
        elif way == "moved":
            ops.append(f"/F1 {size} Tf 1 0 0 1 {x:.1f} {700 + up} Tm ({text}) Tj")
        else:  # one size of type, scaled
            ops.append(f"/F1 1 Tf {size} 0 0 {size} {x:.1f} {700 + up} Tm ({text}) Tj")
        x += len(text) * size * 0.5
    return pdf_of([" ".join(ops) + " ET"])


@settings(max_examples=12)
@given(
    good=st.sampled_from(["gallium", "germanium", "graphite", "antimony"]),
    day=st.integers(1, 28),
    mark=st.one_of(st.integers(1, 99).map(str), st.sampled_from(["*", "1,2", "[3]"])),
    way=st.sampled_from(["rise", "moved", "scaled"]),
)
def test_marks_of_notes_are_no_part_of_words_and_dates(good, day, mark, way):
    parts = [
        (f"China will lift its controls on {good}", False),
        (mark, True),
        (f" on July {day}", False),
        (mark, True),
        (", it said.", False),
    ]
    text = pdf_to_text(marked(parts, way), "n.pdf", largest=10**6)
    assert " ".join(text.split()).replace(" ,", ",") == (
        f"China will lift its controls on {good} on July {day}, it said."
    )


@pytest.mark.parametrize(("base", "up"), [("3 m", "2"), ("about 3 x 10", "6"), ("CO", "2")])
def test_exponents_and_ordinals_stay(base, up):
    parts = [(f"They counted {base}", False), (up, True), (" of it all.", False)]
    text = pdf_to_text(marked(parts, "rise"), "n.pdf", largest=10**6)
    assert f"{base}{up} of it all" in text
    parts = [("It ends on July 4", False), ("th", True), (" at noon.", False)]
    assert "July 4th at noon" in pdf_to_text(marked(parts, "rise"), "n.pdf", largest=10**6)


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_pdf_that_opens_without_a_password_is_read(algorithm):
    if algorithm.startswith("AES"):
        pytest.importorskip("cryptography")
    assert "eases curbs on gallium" in read_bytes(_sealed("", algorithm)).text


def test_a_pdf_under_aes_names_what_is_needed(monkeypatch):
    data = _sealed("", "RC4-128")

    def missing(*_):
        raise pypdf.errors.DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(pypdf.PdfReader, "decrypt", missing)
    with pytest.raises(errors.ReadingError, match=r"detente\[pdf\]"):
        read_bytes(data, name="sealed.pdf")


def _sealed(password, algorithm):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf([LINES])))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
