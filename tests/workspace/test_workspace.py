"""Where a workspace is found, and what its rows do to the tables."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente._errors import DetenteError, FactsError, WorkspaceError
from detente.cli import main
from detente.facts import check_own, load_facts, unnamed_goods
from detente.facts._tables import Table, merged
from detente.facts.reading_tables import load_gazetteer, load_lexicon
from detente.reading.english.text.goods import find_goods
from detente.workspace import VARIABLE, active, create, current, find, open_workspace, use

TRADE = {
    "good": "neon",
    "exporter": "UKR",
    "importer": "USA",
    "value": "0.1",
    "low": "0.05",
    "high": "0.2",
    "unit": "USD bn per year",
    "as_of": "2024-12-31",
    "source": "mine",
}
PATTERN = {
    "product": "mystery gas",
    "goods": "neon",
    "family": "mine",
    "as_of": "2026-01-01",
    "source": "mine",
}


def run(capsys, *words):
    with pytest.raises(SystemExit) as exit_:
        main(list(words))
    said = capsys.readouterr()
    return exit_.value.code or 0, said.out, said.err


def test_found_upwards_as_git_does(home, tmp_path, monkeypatch):
    deep = home.workspace.articles / "2026" / "june"
    deep.mkdir(parents=True)
    assert find(deep) == home.workspace
    assert find(tmp_path) is None
    monkeypatch.chdir(deep)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert find() == home.workspace
    monkeypatch.setenv(VARIABLE, "none")
    assert find() is None
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(WorkspaceError, match=r"no workspace, since there is no detente\.toml"):
        find()


def test_the_folder_has_its_places(home):
    assert [
        p.is_dir() for p in (home.facts, home.workspace.standoffs, home.workspace.articles)
    ] == [True] * 3
    assert home.workspace.casebook == home.root / "casebook.db"
    with pytest.raises(WorkspaceError, match="is a workspace already"):
        create(home.root)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('format = "detente.workspace/1"\ncasbook = "x"', "'casbook' is not known here"),
        ('format = "other"', "format is 'other'"),
        ("format = ", "cannot be read"),
        ('format = "detente.workspace/1"\nname = 3', "name is 3; write a text in quotes"),
    ],
)
def test_a_wrong_file_is_one_line(tmp_path, text, says):
    (tmp_path / "detente.toml").write_text(text)
    with pytest.raises(WorkspaceError, match=says):
        open_workspace(tmp_path)


def test_a_database_elsewhere_stays_an_address(tmp_path):
    url = "postgresql://me@host/cases"
    (tmp_path / "detente.toml").write_text(f'format = "detente.workspace/1"\ncasebook = "{url}"')
    assert open_workspace(tmp_path).casebook == url


def test_rows_are_added_and_replaced(home):
    before = load_facts()
    home.source()
    changed = next(row for row in before.trade if row.good == "ndfeb-magnet")
    cells = {"exporter": changed.exporter, "importer": changed.importer, "value": "0.19"}
    home.rows("trade", TRADE, TRADE | {"good": "ndfeb-magnet"} | cells)
    with active(home.workspace):
        facts = load_facts()
        assert facts.own_rows == {"sources": 1, "trade": 2}
        assert len(facts.trade) == len(before.trade) + 1
        row = facts.trade_of("ndfeb-magnet", changed.exporter, changed.importer)
        assert (row.value, row.where, row.own) == (0.19, "facts/trade.csv row 3", True)
        assert facts.sha256 != before.sha256
    assert load_facts() is before
    assert current() is None


def test_an_empty_workspace_changes_nothing(home):
    home.rows("trade")
    before = load_facts()
    with active(home.workspace):
        assert load_facts().own_rows == {}
        assert load_facts().sha256 == before.sha256


def test_a_workspace_without_own_rows_gives_the_same_bytes(home, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("DETENTE_STORE", "off")  # both are worked out
    article = tmp_path / "news.txt"
    article.write_text(
        "June 10, 2025\n\nLONDON -- China may ease its licensing rules for magnets if the United "
        "States lifts its export controls on chip-design software.\n",
        encoding="utf-8",
    )
    small = ("--target", "USA", "--draws", "1", "--days", "31")
    told = []
    for workspace in (None, home.workspace):
        with active(workspace):
            for words in (("read", str(article)), ("simulate", "CN-2023-23", *small)):
                code, out, err = run(capsys, *words, "--json")
                assert (code, len(out) > 1000) == (0, True), err
                told.append(out)
    assert told[:2] == told[2:]


def test_every_fault_of_own_rows_is_found(home):
    home.source()
    packaged = load_facts().sources[0].id
    home.rows(
        "sources",
        {"id": "mine", "title": "My own file", "evidence": "judgement"},
        {"id": packaged, "title": "Another thing", "evidence": "judgement"},
    )
    home.rows("trade", TRADE, TRADE, TRADE | {"good": "unobtainium"}, TRADE | {"source": "his"})
    home.rows(
        "reading_goods",
        PATTERN | {"pattern": "(neon"},
        PATTERN | {"pattern": "neonn", "goods": "nein"},
    )
    home.rows("people", {"name": "A", "role": "b", "start": "2026-13-01", "as_of": "2026-01-01"})
    home.rows("lexicon", {"list": "qqq", "item": "x", "as_of": "2026-01-01", "source": "mine"})
    home.rows(
        "supply_shares",
        {
            "good": "neon",
            "stage": "purified",
            "country": "ISL",
            "value": "0.9",
            "low": "0.8",
            "high": "1",
            "unit": "share",
            "as_of": "2026-01-01",
            "source": "mine",
        },
    )
    (home.facts / "tade.csv").write_text("a,b\n")
    (home.facts / "gazetteer.csv").write_text("name,type\nX,company\n")
    faults = [str(fault) for fault in check_own(home.facts)[1]]
    for part in (
        "facts/sources.csv row 3, field id",
        "facts/trade.csv row 3, field importer: neon, UKR, USA stands already in row 2",
        "facts/trade.csv row 4, field good: 'unobtainium'",
        "facts/trade.csv row 5, field source: 'his'",
        "facts/reading_goods.csv row 2, field pattern: the pattern does not compile",
        "facts/reading_goods.csv row 3, field goods: 'nein' is not a known good or group",
        "facts/people.csv row 2, field start: '2026-13-01' is not a date",
        "facts/lexicon.csv row 2, field list: 'qqq' is no list",
        "facts/supply_shares.csv row 2, field value: shares of neon at purified sum to",
        "facts/tade.csv row 0, field -: there is no such table; did you mean trade.csv?",
        "facts/gazetteer.csv row 1, field aliases: the column is missing",
    ):
        assert any(fault.startswith(part) for fault in faults), (part, faults)
    assert all(fault.startswith("facts/") for fault in faults)
    (home.facts / "lexicon.csv").unlink()
    with active(home.workspace), pytest.raises(FactsError, match="`detente data check` lists all"):
        load_facts()


def test_own_patterns_and_names_come_first(home):
    home.source()
    text = "Sales of mystery gas and of gallium stopped."
    assert [m.row.product for m in find_goods(text)] == ["pipeline gas", "gallium"]
    home.rows(
        "reading_goods", PATTERN | {"pattern": "mystery gas"}, PATTERN | {"pattern": "gallium"}
    )
    name = {"name": "Acme", "type": "company", "aliases": "Acme", "as_of": "2026-01-01"}
    home.rows("gazetteer", name | {"source": "mine"})
    with active(home.workspace):
        assert [m.row.product for m in find_goods(text)] == ["mystery gas", "mystery gas"]
        assert load_gazetteer()[0].name == "Acme"
    assert [m.row.product for m in find_goods(text)] == ["pipeline gas", "gallium"]


def test_a_good_that_no_pattern_names_is_warned_of(home):
    home.source()
    row = load_facts().good("neon").model_dump(exclude={"file", "line"})
    cells = {k: ";".join(v) if isinstance(v, tuple) else str(v) for k, v in row.items()}
    home.rows("goods", cells | {"source": "mine"})
    with active(home.workspace):
        assert unnamed_goods(load_facts()) == []
    home.rows("goods", cells | {"good": "neon-twenty", "source": "mine"})
    faults = check_own(home.facts)[1]
    assert any("neon-twenty has no supplier" in fault.problem for fault in faults)


def test_words_of_the_reader_are_chosen_before_it_loads(home):
    home.source()
    home.rows("lexicon", {"list": "cue", "item": "x", "as_of": "2026-01-01", "source": "mine"})
    assert load_lexicon()
    with pytest.raises(WorkspaceError, match="has compiled its words already"):
        use(home.workspace)


def test_every_command_takes_it(home, capsys, monkeypatch, tmp_path):
    home.source()
    home.rows("trade", TRADE)
    code, out, err = run(capsys, "goods", "neon", "--json", "--workspace", str(home.root))
    assert code == 0
    card = json.loads(out)["card"]
    assert [row["own"] for row in card["trade"] if "own" in row] == ["facts/trade.csv row 2"]
    assert "with 2 rows of" in err
    monkeypatch.chdir(home.facts)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert run(capsys, "goods", "neon", "--json")[1] == out
    assert "own" not in run(capsys, "--workspace=none", "goods", "neon", "--json")[1]
    code, out, _ = run(capsys, "data", "check")
    assert code == 0
    assert "2 rows your own: no fault" in out
    monkeypatch.chdir(tmp_path)
    assert "2 rows your own" in run(capsys, "data", "check", str(home.root))[1]
    home.rows("trade", TRADE | {"good": "x"})
    assert run(capsys, "data", "check", str(home.root))[0] == 1


def test_the_option_is_said_once(capsys, tmp_path):
    for words in (["--workspace"], ["--workspace", "a", "--workspace", "b"]):
        code, _, err = run(capsys, "goods", *words)
        assert (code, err.count("\n")) == (1, 1)
    code, _, err = run(capsys, "goods", "--workspace", str(tmp_path))
    assert (code, err.count("\n")) == (1, 1)


def test_init_makes_one(capsys, tmp_path):
    code, out, _ = run(capsys, "init", str(tmp_path / "w"), "--json")
    assert code == 0
    assert json.loads(out)["name"] == "w"
    assert run(capsys, "init", str(tmp_path / "w"))[0] == 1


def test_python_takes_it(home):
    home.source()
    home.rows("trade", TRADE)
    with active(None):
        assert dt.use_workspace(home.root) == home.workspace
        assert load_facts().own_rows["trade"] == 1
        assert dt.use_workspace(None) is None
        assert load_facts().own_rows == {}
    with pytest.raises(DetenteError, match="no workspace"):
        dt.use_workspace(home.facts)


KEYS = st.lists(st.sampled_from(["neon", "xenon", "krypton", "helium"]), unique=True, max_size=4)


@given(packaged=KEYS, own=KEYS)
def test_own_rows_stand_instead_of_packaged_ones(packaged, own):
    def table(names, place):
        made = Table(name="trade", place=place)
        facts = load_facts()
        for line, name in enumerate(names, start=2):
            cells = TRADE | {"good": name}
            row = type(facts.trade[0]).model_validate({"file": made.file, "line": line, **cells})
            made.rows.append(row)
            made.cells.append((line, cells))
        return made

    both = merged(table(packaged, ""), table(own, "facts/"))
    assert [r.good for r in both.rows if r.own] == own
    assert [r.good for r in both.rows if not r.own] == [n for n in packaged if n not in own]
    assert [cells["good"] for _, cells in both.cells] == [row.good for row in both.rows]
