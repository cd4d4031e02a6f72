"""What cannot be read is refused in one clear line; pages become text."""

import io
import sys

import pytest

from detente import _errors as errors
from detente.reading import Reading, read, read_text, standoff
from detente.reading.source.input import html_to_text

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


def test_no_date_at_the_head_but_in_the_story():
    text = (
        "Beijing loosens its grip on graphite\n\nChina eased its export licences for graphite on "
        "12 March 2024, and on Friday it offered to extend the pause, the commerce ministry said. "
        "It had suspended the rules on 1 February 2024 after talks with Washington."
    )
    reading = read_text(text)
    assert reading.metadata.published is None
    values = {date.span.text: date.value for date in reading.dates}
    assert values["12 March 2024"] == "2024-03-12"
    assert values["Friday"].startswith("2024-03-")


def test_wrong_on():
    with pytest.raises(errors.DayError, match="'10/06/2025' is not a date; write YYYY-MM-DD"):
        read_text(OTHER, on="10/06/2025")


def test_another_subject_is_read_but_holds_no_standoff():
    reading = read_text(OTHER, on="2025-06-10")
    assert reading.statements
    with pytest.raises(errors.NoStandoffError, match="looked for"):
        standoff(reading)


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


LONG = (
    "The ministry in Beijing said on Monday that it would look at each request for a licence on "
    "its own, and that civilian users had nothing to fear from the new rules on exports."
)
PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>Curbs eased for some | Example Site</title>"
    "<meta name='author' content='Jo Roe'>"
    "<meta property='article:published_time' content='2025-06-10T09:30:00.123+01:00'>"
    "<script>track('Do not read me');</script></head>"
    "<body><nav><a href=/>Menu</a> <a href=/w>World</a></nav><article>"
    "<h1>Curbs eased for some buyers</h1>"
    f"<p>{LONG.replace(' ', '&nbsp;', 1)} One &amp;\n two.</p><p>{LONG} “We agree,” he said.</p>"
    "<p>Sign in to comment</p></article>"
    "<aside><a href=/a>Advert of the day</a></aside><footer>Terms of use</footer></body></html>"
)


def test_page_keeps_heading_date_author_and_paragraphs():
    parts = html_to_text(PAGE).rstrip("\n").split("\n\n")
    assert parts[:3] == [
        "Curbs eased for some buyers", "By Jo Roe", "Published: 2025-06-10T09:30:00+01:00",
    ]  # fmt: skip
    assert parts[3].endswith("One & two.")
    assert "“We agree,” he said." in parts[4]
    assert not any(word in " ".join(parts) for word in ("Menu", "Advert", "Do not read", "Terms"))


def test_offsets_of_a_page_refer_to_the_text_kept_with_the_reading(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    reading = read(file)
    assert reading.metadata.published.iso == "2025-06-10T09:30:00+01:00"
    assert reading.metadata.headline.text == "Curbs eased for some buyers"
    again = Reading.from_json(reading.to_json())
    assert again.document.media == "html"
    for statement in again.statements:
        for span in statement.content:
            assert again.text[span.start : span.end] == span.text
    assert any("We agree" in s.content[0].text for s in again.statements)
    assert not any("comment" in s.content[0].text for s in again.statements)


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "datePublished": "2025-06-10"}',
        '{"@graph": [{"@type": "WebPage"}, {"datePublished": "2025-06-10"}]}',
        '[{"datePublished": "2025-06-10"}]',
    ],
)
def test_date_in_linked_data(block):
    page = f'<html><head><script type="application/ld+json">{block}</script></head><body><h1>'
    page += f"Curbs eased for some</h1><p>{LONG}</p><p>{LONG} And so on.</p></body></html>"
    assert "Published: 2025-06-10\n" in html_to_text(page)


def test_date_in_the_words_of_a_page(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(
        "<html><body><h1>Curbs eased for some</h1><p>Published 10 June 2025</p>"
        f"<p>{LONG}</p><p>{LONG} And so on.</p></body></html>"
    )
    assert read(file).metadata.published.iso == "2025-06-10"


def test_page_with_unclosed_tags_is_still_read():
    assert html_to_text(f"<p>{LONG}<p>Two</div></b>").split("\n\n")[0] == LONG


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html", "<body><script>x"])
def test_page_without_text(tmp_path, page):
    file = tmp_path / "page.html"
    file.write_text(page)
    _refused(lambda: read(file), "page.html", "no text")


def test_from_json_says_what_is_wrong():
    with pytest.raises(errors.ReadingError, match="not JSON"):
        Reading.from_json("{")
    with pytest.raises(errors.ReadingError, match="field document"):
        Reading.from_json('{"metadata": {}}')


WIRE = """Beijing may ease curbs on gallium

By Jo Roe
June 10, 2025

Photo: Containers at a port in Ningbo on Monday. Credit: Example/Agency

BEIJING, June 10 (Example) - China may lift its export curbs on
gallium, Commerce Minister Wang Wentao said on Monday, as talks
with the United States go on.

\u201dWe will look at each request,\u201d he told reporters in Beijing. \u201cThe
curbs on germanium will stay,\u201c he added, and he said that the
ministry had approved some licences.

\u00abNobody should expect a quick deal,\u00bb said Howard Lutnick, the
U.S. commerce secretary.

Sign in to comment
Share this article
Subscribe to our newsletter
"""


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f"])
def test_wrapped_lines_odd_quotes_captions_and_furniture(blank):
    reading = read_text(WIRE.replace(" ", blank))
    names = {entity.id: entity.name for entity in reading.entities}
    said = [
        (names.get(s.speaker), s.kind, " ".join(s.content[0].text.split())[1:-1])
        for s in reading.statements
    ]
    assert ("Wang Wentao", "direct", "We will look at each request,") in said
    assert ("Wang Wentao", "direct", "The curbs on germanium will stay,") in said
    assert ("Howard Lutnick", "direct", "Nobody should expect a quick deal,") in said
    assert reading.metadata.author.text.split() == ["Jo", "Roe"]
    assert reading.metadata.published.iso == "2025-06-10"
    words = " ".join(text for _, _, text in said)
    assert not any(part in words for part in ("Photo", "comment", "Share", "newsletter"))
