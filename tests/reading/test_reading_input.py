"""What cannot be read is refused in one clear line; pages become text."""

import io
import sys

import pytest

from detente import _errors as errors
from detente.reading import Reading, read, read_text, require_standoff
from detente.reading._input import html_to_text

GERMAN = (
    "Die Bundesregierung hat am Montag erklärt, dass sie keine weiteren Maßnahmen gegen die "
    "Ausfuhr von Halbleitern plant, weil die Industrie bereits unter Druck steht und nicht "
    "noch mehr belastet werden soll."
)
CHINESE = "商务部发言人表示，中方依法依规对稀土相关物项实施出口管制，符合国际通行做法。" * 3
OTHER = (
    "The council said on Monday that it would plant four hundred trees along the river. "
    "Residents welcomed the plan, and the mayor told reporters that work would start in May."
)


def _refused(call, *parts):
    with pytest.raises(errors.ReadingError) as caught:
        call()
    message = str(caught.value)
    assert "\n" not in message
    for part in parts:
        assert part in message


def test_missing_file(tmp_path):
    _refused(lambda: read(tmp_path / "none.txt"), "none.txt", "cannot be read")


def test_folder(tmp_path):
    _refused(lambda: read(tmp_path), "cannot be read")


@pytest.mark.parametrize("content", [b"", b"   \n\n\t "])
def test_empty(tmp_path, content):
    file = tmp_path / "empty.txt"
    file.write_bytes(content)
    _refused(lambda: read(file), "empty.txt", "no text")


def test_binary(tmp_path):
    file = tmp_path / "picture.png"
    file.write_bytes(bytes(range(256)) * 40)
    _refused(lambda: read(file), "picture.png", "binary")


def test_binary_without_nul(tmp_path):
    file = tmp_path / "noise.bin"
    file.write_bytes(bytes(range(1, 32)) * 40)
    _refused(lambda: read(file), "binary")


def test_fifty_megabytes_are_refused_by_size(tmp_path):
    file = tmp_path / "long.txt"
    with file.open("wb") as handle:
        handle.truncate(50_000_000)
    _refused(lambda: read(file), "long.txt", "50.0 MB", "limit is 2 MB")


@pytest.mark.parametrize("text", [GERMAN, CHINESE])
def test_other_language(text):
    _refused(lambda: read_text(text, on="2025-06-10"), "English only")


def test_a_few_words():
    _refused(lambda: read_text("Curbs on the rare earths", on="2025-06-10"), "words")


def test_no_date():
    _refused(lambda: read_text(OTHER), "cannot find a publication date", "--on YYYY-MM-DD")


def test_wrong_on():
    _refused(lambda: read_text(OTHER, on="10/06/2025"), "10/06/2025", "YYYY-MM-DD")


def test_another_subject_is_read_but_holds_no_standoff():
    reading = read_text(OTHER, on="2025-06-10")
    assert reading.statements
    with pytest.raises(errors.NoStandoffError, match="looked for"):
        require_standoff(reading)


def test_given_date_is_marked_as_inferred():
    published = read_text(OTHER, on="2025-06-10").metadata.published
    assert published.span is None
    assert published.iso == "2025-06-10"


def test_standard_input(monkeypatch):
    class Stream:
        buffer = io.BytesIO(OTHER.encode())

    monkeypatch.setattr(sys, "stdin", Stream())
    assert read("-", on="2025-06-10").text == OTHER


def test_offsets_hold_in_other_encodings(tmp_path):
    file = tmp_path / "wide.txt"
    file.write_bytes(OTHER.encode("utf-16"))
    assert read(file, on="2025-06-10").text == OTHER
    file.write_bytes(b"\xef\xbb\xbf" + OTHER.encode())
    assert read(file, on="2025-06-10").text == OTHER


def test_page_keeps_heading_date_author_and_paragraphs():
    page = (
        "<html><head><title>A | Site</title><meta name='author' content='Jo Roe'>"
        "<meta property='article:published_time' content='2025-06-10'><script>x()</script></head>"
        "<body><nav>Menu</nav><article><h1>Curbs eased</h1><p>One &amp;\n two.</p>"
        "<aside>Advert</aside><p>Three<br>four.</p></article><p>Outside</p></body></html>"
    )
    assert html_to_text(page).split("\n\n") == [
        "Curbs eased", "By Jo Roe", "Published: 2025-06-10", "One & two.", "Three", "four.\n",
    ]  # fmt: skip


def test_page_with_unclosed_tags_is_still_read():
    assert html_to_text("<p>One<p>Two</div></b><li>Three") == "One\n\nTwo\n\nThree\n"


def test_from_json_says_what_is_wrong():
    with pytest.raises(errors.ReadingError, match="not JSON"):
        Reading.from_json("{")
    with pytest.raises(errors.ReadingError, match="field document"):
        Reading.from_json('{"metadata": {}}')
