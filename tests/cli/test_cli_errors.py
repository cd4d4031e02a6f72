"""Bad input: one clear line, exit code 1, nothing written."""

import pytest

from detente.cli import main

GERMAN = (
    "Die Bundesregierung hat am Montag mitgeteilt, dass die Verhandlungen mit China und den "
    "Vereinigten Staaten fortgesetzt werden. Der Minister sagte, dass die Gespräche gut verlaufen "
    "und die Unternehmen auf eine Lösung hoffen. Am 10. Juni 2025 soll es weitergehen.\n"
)
UNDATED = (
    "The government of China said it would ease export controls on rare earths if the United "
    "States lifts its curbs on chip-design software. Officials said the talks would go on.\n"
)
SPORT = (
    "Cup final ends in draw\n\nJune 10, 2025\n\nLONDON - The home side scored late on Tuesday and "
    "the match ended two all. The coach said he was happy with the result and that his players "
    "would rest before the next game.\n"
)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "no text"),
        ("binary.dat", bytes(range(256)) * 20, "binary"),
        ("long.txt", b"word " * 10_000_000, "too long"),
        ("german.txt", GERMAN.encode(), "English"),
        ("undated.txt", UNDATED.encode(), "--on YYYY-MM-DD"),
        ("sport.txt", SPORT.encode(), "no standoff found: looked for"),
    ],
)
@pytest.mark.parametrize("command", ["brief", "standoff"])
def test_articles_that_cannot_be_used(command, name, content, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(content)
    refuse([command, name], says, capsys)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_missing_files(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    refuse(["brief", "none.txt"], "none.txt: cannot be read", capsys)
    refuse(["deal", "none.toml"], "none.toml: there is no such file", capsys)
    assert not list(tmp_path.iterdir())


def test_a_wrong_field_in_a_standoff_is_named(tmp_path, london, capsys):
    path = tmp_path / "case.toml"
    path.write_text(london.to_toml().replace("bound = ", "bond = ", 1), encoding="utf-8")
    for command in ("simulate", "deal", "standoff"):
        refuse([command, str(path)], "case.toml: field controls.1.bond: no such field", capsys)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["brief", "--on", "2025-13-01"], "'2025-13-01' is not a date"),
        (["brief", "--draws", "0"], "draws must be at least 1"),
        (["brief", "--days", "3"], "give a number from 31"),
        (["brief", "--out", "nowhere/x.html"], "there is no folder"),
        (["brief", "--out", "x.odt"], "write .html or .json or .md or .pdf or .docx"),
        (["controls", "--good", "ndfeb-magnit"], "did you mean one of ndfeb-magnet"),
        (["controls", "--imposer", "CHM"], "did you mean one of CHN"),
        (["controls", "--good", "zzzzz"], "known is like it; one is"),
    ],
)
def test_options_that_make_no_sense(words, says, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    refuse(words, says, capsys)
    assert not list(tmp_path.iterdir())


def refuse(words, says, capsys):
    with pytest.raises(SystemExit) as caught:
        main(words)
    said = capsys.readouterr()
    assert caught.value.code == 1
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    assert said.err.startswith("detente: ")
    assert says in said.err
