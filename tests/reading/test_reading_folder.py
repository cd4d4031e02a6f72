"""A folder of articles: same output however it is read, also after a kill; bad files are told."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente import _errors as errors
from detente.reading import Reading, read_folder

GOODS = ("gallium", "germanium", "graphite", "antimony", "rare earths")


def article(number):
    good = GOODS[number % len(GOODS)]
    return (
        f"Beijing weighs its curbs on {good}\n\nJune {1 + number % 28}, 2025\n\n"
        f"BEIJING -- China may ease its export curbs on {good}, Commerce Minister Wang Wentao said "
        f"on Monday. “We will look at request {number},” he told reporters.\n"
    )


def fill(folder, count):
    (folder / "sub").mkdir(parents=True)
    for number in range(count):
        place = folder / ("sub" if number % 3 == 0 else ".") / f"a{number:03}.txt"
        place.write_text(article(number), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "german.txt").write_text("Die Regierung hat am Montag nichts weiter gesagt, sagt er.")
    (folder / "undated.txt").write_text(
        "China may ease its curbs on gallium, a minister said then."
    )
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "picture.png").write_bytes(bytes(range(256)))
    (folder / ".hidden.txt").write_text("no")
    return count


def contents(out):
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def named(reading, name):
    return f"<p>{name}: {len(reading.statements)}"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    base = tmp_path_factory.mktemp("folder")
    fill(base / "in", 7)
    seen = []
    report = read_folder(
        base / "in", base / "out", workers=1, progress=lambda done, of: seen.append((done, of))
    )
    return base, report, seen


def test_every_article_has_its_reading_and_every_bad_file_its_reason(once):
    base, report, seen = once
    assert (report.read, report.kept) == (7, 0)
    assert [row.name for row in report.unread] == [
        "empty.txt", "german.txt", "scan.pdf", "undated.txt",
    ]  # fmt: skip
    assert "English only" in report.unread[1].reason
    assert seen == [(at, 11) for at in range(1, 12)]
    lines = (base / "out" / "unread.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["name"] for line in lines] == [row.name for row in report.unread]
    reading = Reading.from_json((base / "out/sub/a003.txt.json").read_text(encoding="utf-8"))
    assert reading.document.name == "sub/a003.txt"
    assert not list((base / "out").rglob("*.part"))
    assert not list((base / "out").rglob("picture*"))


def test_it_goes_on_where_it_stood_and_reads_what_changed(once, tmp_path):
    base, _, _ = once
    before = contents(base / "out")
    (base / "out/a001.txt.json").unlink()
    (base / "out/a002.txt.json").write_bytes(before["a002.txt.json"][:500])
    text = (base / "in/a004.txt").read_text(encoding="utf-8")
    (base / "in/a004.txt").write_text(article(5), encoding="utf-8")
    report = read_folder(base / "in", base / "out", workers=1)
    assert report.read == 3  # the lost one, the cut one and the changed one
    (base / "in/a004.txt").write_text(text, encoding="utf-8")
    assert read_folder(base / "in", base / "out", workers=1).read == 1
    assert contents(base / "out") == before


def test_other_settings_are_refused(once, tmp_path):
    base, _, _ = once
    with pytest.raises(errors.ReadingError, match="other settings"):
        read_folder(base / "in", base / "out", on="2025-06-10")
    (tmp_path / "used").mkdir()
    (tmp_path / "used/file").write_text("mine")
    with pytest.raises(errors.ReadingError, match="not empty"):
        read_folder(base / "in", tmp_path / "used")
    with pytest.raises(errors.ReadingError, match="no such folder"):
        read_folder(base / "none", tmp_path / "out")
    (tmp_path / "void").mkdir()
    with pytest.raises(errors.ReadingError, match="no article in this folder"):
        read_folder(tmp_path / "void", tmp_path / "out")
    with pytest.raises(errors.DetenteError, match="not a date"):
        read_folder(base / "in", tmp_path / "out", on="June")
    assert not (tmp_path / "out").exists()


def test_pages_are_written_beside(once, tmp_path):
    base, _, _ = once
    read_folder(base / "in", tmp_path / "out", workers=1, render=named)
    assert (tmp_path / "out/a001.txt.html").read_text() == "<p>a001.txt: 3"


def test_a_fault_in_the_reader_does_not_stop_the_rest(once, tmp_path):
    def broken(reading, name):
        if name == "a001.txt":
            raise ZeroDivisionError("one\ntwo")
        return "x"

    base, _, _ = once
    report = read_folder(base / "in", tmp_path / "out", workers=1, render=broken)
    assert report.read == 6
    reason = next(row.reason for row in report.unread if row.name == "a001.txt")
    assert reason == "a001.txt: a fault in the reader (ZeroDivisionError: one two)"
    assert not (tmp_path / "out/a001.txt.json").exists()


RUN = """
import sys
from detente.reading import read_folder
if __name__ == "__main__":
    read_folder(sys.argv[1], sys.argv[2], workers=2)
"""


def test_killed_with_two_processes_and_started_again_with_one_gives_the_same_files(tmp_path):
    fill(tmp_path / "in", 36)
    script = tmp_path / "run.py"
    script.write_text(RUN)
    words = [sys.executable, str(script), str(tmp_path / "in"), str(tmp_path / "out")]
    process = subprocess.Popen(words)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "out").glob("**/*.txt.json"))) < 3:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    family = [int(pid) for pid in children.read_text().split()] if children.exists() else []
    process.send_signal(signal.SIGKILL)
    process.wait()
    there = len(list((tmp_path / "out").glob("**/*.txt.json")))
    assert there < 36
    report = read_folder(tmp_path / "in", tmp_path / "out", workers=1)
    assert report.kept >= there
    assert report.read + report.kept == 36
    assert len(report.unread) == 4
    read_folder(tmp_path / "in", tmp_path / "alone", workers=1)
    first = {k: v for k, v in contents(tmp_path / "out").items() if not k.endswith(".part")}
    assert first == contents(tmp_path / "alone")
    for pid in family:
        assert is_over(pid), "a process outlives the one that was killed"


def is_over(pid):
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False
