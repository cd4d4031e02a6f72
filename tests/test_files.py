"""Files that are written: whole or not at all, and never in place of what is no file."""

import datetime as dt
import os
import stat

import pytest

from detente._errors import DetenteError, StandoffError
from detente._files import whole
from detente.controls import Standoff
from detente.reading import read_text, review, standoff

THIRD = (
    "Russia restricted exports of enriched uranium to the United States in answer to a US ban on "
    "imports of Russian uranium. Separately, Japan keeps its licences on hydrogen fluoride for "
    "South Korea."
)


def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    place = tmp_path / "pipe"
    os.mkfifo(place)
    other_end = os.open(place, os.O_RDONLY | os.O_NONBLOCK)
    with whole(place) as here:
        here.write_text("done", encoding="utf-8")
    assert os.read(other_end, 10) == b"done"
    os.close(other_end)
    assert stat.S_ISFIFO(place.stat().st_mode)
    assert list(tmp_path.iterdir()) == [place]


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a" / "file")
    for words in ("first", "second"):
        with whole(tmp_path / "link") as here:
            here.write_text(words, encoding="utf-8")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "a" / "file").read_text(encoding="utf-8") == words
    assert len(list((tmp_path / "a").iterdir())) == 1


def test_a_day_of_another_age_is_refused():
    with pytest.raises(DetenteError, match="1990 to 2099"):
        standoff(read_text(THIRD, on="2024-12-05"), on=dt.date(9999, 12, 31))
    with pytest.raises(DetenteError, match="on: 3019-09-12 is too far away"):
        Standoff.from_toml_text('format = "detente.standoff/1"\nname = "x"\non = 3019-09-12\n')


def test_a_tick_that_nothing_would_come_of_is_refused_and_not_offered():
    reading = read_text(THIRD, on="2024-12-05")
    lines, _ = review(reading)
    assert [line.id for line in lines if line.ticked] == ["RU-2024-uranium"]
    with pytest.raises(StandoffError, match="JP-2019-HF is no control between RUS and USA"):
        standoff(reading, accept=["JP-2019-HF"])
