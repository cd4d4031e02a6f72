"""Bytes become text: stray bytes, byte order marks, wrong decoding of the past, other languages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import _errors as errors
from detente.reading import read_bytes, read_text
from detente.reading.english.text.language import require_english
from detente.reading.source.decode import decode, mend

SAID = (
    "The ministry said on Monday that it would lift the curbs. “We don’t need the ban,” "
    "Maroš Šefčovič told reporters in Brussels, and he said the talks would go on."
)


def test_stray_bytes_are_read_as_windows_1252():
    data = "naïve – ".encode() + b"\x93quoted\x94 caf\xe9"
    assert decode(data, "x") == "naïve – “quoted” café"


def test_a_declared_encoding_is_used_where_the_bytes_are_no_utf8():
    assert decode("Šefčovič".encode("cp1250"), "x", declared="windows-1250") == "Šefčovič"
    assert decode("Šefčovič".encode(), "x", declared="windows-1250") == "Šefčovič"
    assert decode(b"plain \xe9", "x", declared="no-such-encoding") == "plain é"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_marks_of_byte_order(encoding):
    assert decode(SAID.encode(encoding), "x") == SAID


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_a_wrong_decoding_is_mended_and_offsets_stay_those_of_the_file(wrong):
    bad = SAID.encode().decode(wrong, errors="replace" if wrong == "cp1252" else "strict")
    mended = mend(bad)
    assert mended.text == (SAID if wrong == "latin-1" else SAID.replace("č", "\ufffd"))
    reading = read_text(bad, on="2025-06-10")
    quote = next(s for s in reading.statements if s.kind == "direct")
    assert "need the ban" in quote.content[0].text
    for statement in reading.statements:
        for span in statement.content:
            assert bad[span.start : span.end] == span.text
    assert reading.document.characters == len(bad)
    assert reading.text == bad
    speakers = {reading.entity(s.speaker).name for s in reading.statements if s.speaker}
    assert any("Maro" in name for name in speakers)


def test_good_text_is_left_alone():
    for text in (SAID, "Chloë paid £5 in São Paulo – “really”", "€5 – °C – ½ – Đà Nẵng"):
        assert mend(text).text == text
        assert not mend(text).changes


@given(
    st.lists(
        st.sampled_from(["He said ", "â€œno", "â€\x9d ", "caf", "Ã©", "don", "â€™t", "\n", "€"])
    )
)
def test_the_way_back_is_in_order_and_ends_where_the_text_ends(parts):
    text = "".join(parts)
    mended = mend(text)
    back = [mended.back(at, at)[0] for at in range(len(mended.text))]
    assert back == sorted(back)
    assert mended.back(0, len(mended.text)) == (0, len(text))
    if not mended.changes:
        assert mended.text == text
    for at, char in enumerate(mended.text):
        if char.isascii() and char.isalpha():
            start, end = mended.back(at, at + 1)
            assert text[start:end] == char


@pytest.mark.parametrize(
    "text",
    [
        "Beijing to ease rare-earth curbs, says He Lifeng",
        "Xi Jinping and Donald Trump speak by phone on magnets",
        "NVIDIA H20, ASML EUV, TSMC, SMIC: chips licences talks Geneva London",
        "Scott Bessent, Howard Lutnick, Jamieson Greer, Wang Wentao, Li Chenggang, He Lifeng",
        "“Nein”, said the minister. “Das geht nicht”, he added in Berlin on the licence plan.",
        "Curbs on gallium, germanium, antimony stay, Mofcom spokesperson tells reporters.",
    ],
)
def test_short_english_passes(text):
    require_english(text, "x")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Het ministerie heeft maandag gezegd dat de uitvoer van chips weer mag.", "nl"),
        ("Le ministre a dit lundi que la Chine lèverait ses restrictions sur le gallium.", "fr"),
        ("El ministro dijo el lunes que China levantaría los controles de exportación.", "es"),
        (
            "Die Bundesregierung hat am Montag erklärt, dass sie keine weiteren Schritte plant.",
            "de",
        ),
        ("Il ministro ha detto lunedì che la Cina allenterà i controlli sulle terre rare.", "it"),
        ("O ministro disse na segunda-feira que a China vai aliviar os controles do gálio.", "pt"),
    ],
)
def test_other_languages_are_named(text, code):
    with pytest.raises(errors.ReadingError, match=rf"most likely language: {code}.*English only"):
        require_english(text, "x")


@pytest.mark.parametrize("text", ["Россия ограничит экспорт урана в США.", "稀土出口管制 " * 9])
def test_other_scripts(text):
    with pytest.raises(errors.ReadingError, match="English only"):
        require_english(text, "x")


def test_numbers_only():
    with pytest.raises(errors.ReadingError, match="no words"):
        read_bytes(b"1 2 3 4 5 6 7 8 9 10", on="2025-06-10")


@pytest.mark.parametrize("length", [999, 1000, 1001, 60_000])
def test_a_word_without_end_is_mended_in_its_stride(length):
    text = "é" + "A" * length + " said â€œnoâ€\x9d"
    began = time.monotonic()
    assert mend(text).text == "é" + "A" * length + " said “no”"
    assert time.monotonic() - began < 5
