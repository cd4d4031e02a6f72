"""A linked row is a control of the reading, and stands as the register has it."""

import pytest

from detente.reading import Reading, read_text, review


def controls_of(text, on):
    return {name: c for c in read_text(text, on=on).controls for name in c.register_ids}


def test_a_linked_row_without_words_of_a_control_is_one():
    text = "Vietnam has resumed rice exports to the Philippines, the farm secretary said."
    found = controls_of(text, "2020-05-11")["VN-2020-rice"]
    assert (found.imposer, found.status, found.from_register) == ("VNM", "lifted", "control")
    assert found.mentions[0].text == text


@pytest.mark.parametrize(
    ("text", "on", "row", "status", "source"),
    [
        ("China's export controls on superhard materials of Announcement No. 55 hurt makers.",
         "2025-11-20", "CN-2025-55", "suspended", "status"),
        ("China's export controls on superhard materials of Announcement No. 55 hurt makers.",
         "2025-10-15", "CN-2025-55", "proposed", "status"),
        ("China lifted its ban on exports of gallium to the United States.",
         "2025-06-10", "CN-2024-46", "lifted", ""),
        ("China's ban on gallium exports to the United States is back in force, it said.",
         "2026-02-02", "CN-2024-46", "in force", ""),
    ],
)  # fmt: skip
def test_the_register_gives_the_status_unless_the_article_tells_a_step(
    text, on, row, status, source
):
    found = controls_of(text, on)[row]
    assert (found.status, found.from_register) == (status, source)


def test_what_the_register_gives_is_kept_in_json_and_bears_no_weight_of_its_own():
    text = "Vietnam has resumed rice exports to the Philippines, the farm secretary said."
    reading = read_text(text, on="2020-05-11")
    again = Reading.from_json(reading.to_json(), text=text)
    assert again.controls == reading.controls != reading.read_controls
    plain = reading.model_copy(update={"controls": reading.read_controls})
    assert review(plain) == review(reading)
