"""Write accepted rows to a user's own tables, whole or not at all; never to the packaged ones."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from detente._errors import NoticeError
from detente._files import whole
from detente.facts import (
    ALL_DUAL_USE,
    TABLES_FOLDER,
    ControlEntityRow,
    ControlRow,
    Facts,
    SourceRow,
    check_own,
    load_facts,
)
from detente.facts.notice_tables import load_countries
from detente.notices._cells import source_id
from detente.notices._merge import folded
from detente.notices._proposal import ProposedRow

__all__ = ["ENTITY_COLUMNS", "Accepted", "accept"]

ENTITY_COLUMNS = ControlEntityRow.columns()
"""Columns of ``control_entities.csv``."""

RowT = TypeVar("RowT", ControlRow, ControlEntityRow)

_SAID = {"sign", "row", "part", "older"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was written."""

    folder: Path
    """The user's folder of tables."""
    controls: tuple[str, ...]
    entities: int
    """Ids of the rows of ``controls.csv``, and number of rows of ``control_entities.csv``."""


def accept(
    proposed: Sequence[ProposedRow],
    ids: Iterable[str],
    folder: Path,
    *,
    said: Iterable[str] = (),
    facts: Facts | None = None,
    checked: bool = False,
) -> Accepted:
    """Write the rows that a person accepts into the tables of a folder.

    Parameters
    ----------
    proposed
        All proposed rows.
    ids
        Ids of those accepted; ``all`` stands for every one that needs nothing more.
    folder
        The user's folder; made if its parent is there.
    said
        What the person says beside it, as ``FIELD=VALUE`` or ``ID:FIELD=VALUE``.
    facts
        The tables that names are looked up in; those of the package if not given.
    checked
        Whether the folder's rows have to hold together with the packaged ones, as those of a
        workspace have to.

    Returns
    -------
    Accepted
        What was written.

    Raises
    ------
    NoticeError
        If an id is not proposed, a row is not whole, the folder's rows would not hold together
        with the packaged ones, or it cannot be written.
    """
    facts = facts or load_facts()
    if folder.resolve() == TABLES_FOLDER.resolve():
        raise NoticeError(f"{folder}: these are the packaged tables; name a folder of your own")
    chosen = _chosen(proposed, list(dict.fromkeys(ids)))
    words = _words(said, [one.id for one in chosen])
    controls = _table(folder / "controls.csv", ControlRow.columns())
    entities = _table(folder / "control_entities.csv", ENTITY_COLUMNS)
    sources = _table(folder / "sources.csv", SourceRow.columns())
    written: list[str] = []
    names = 0
    for one in chosen:
        row = _row(one, words.get(one.id, {}), controls, facts)
        _replace(controls, row, ("id",))
        written.append(row["id"])
        for entity in _entities(one, row, facts):
            _replace(entities, entity, ("control", "name"))
            names += 1
        _replace(sources, _source(one, row), ("id",))
    tables = {
        "controls.csv": (ControlRow.columns(), controls),
        "control_entities.csv": (ENTITY_COLUMNS, entities),
        "sources.csv": (SourceRow.columns(), sources),
    }
    if checked:
        _check_together(folder, tables)
    _write(folder, tables)
    return Accepted(folder=folder, controls=tuple(dict.fromkeys(written)), entities=names)


def _chosen(proposed: Sequence[ProposedRow], ids: list[str]) -> list[ProposedRow]:
    by_id = {one.id: one for one in proposed}
    if ids == ["all"]:
        ready = [one for one in proposed if one.kind in {"new", "change"} and not one.needs]
        if not ready:
            raise NoticeError("nothing can be accepted as it is; see what each row still needs")
        return ready
    unknown = [name for name in ids if name not in by_id]
    if unknown:
        offered = ", ".join([name for name, one in by_id.items() if one.kind != "known"][:6])
        raise NoticeError(f"no proposed row {unknown[0]!r}; there is {offered or 'none'}")
    if not ids:
        raise NoticeError("no row to accept; name ids, or all")
    return [by_id[name] for name in ids]


def _words(said: Iterable[str], ids: list[str]) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    known = {*ControlRow.columns(), *_SAID}
    for text in said:
        left, equals, value = text.partition("=")
        name, colon, column = left.rpartition(":")
        if not equals or (column if colon else left) not in known:
            fields = ", ".join(sorted(known))
            raise NoticeError(f"{text!r} is no FIELD=VALUE; a field is one of {fields}")
        if not colon and len(ids) > 1:
            raise NoticeError(f"{text!r}: several rows are accepted; write ID:{left}=...")
        target = name if colon else ids[0]
        if target not in ids:
            raise NoticeError(f"{text!r}: {target!r} is not among the rows accepted")
        words.setdefault(target, {})[column if colon else left] = value.strip()
    return words


def _row(
    one: ProposedRow, said: Mapping[str, str], before: Sequence[Mapping[str, str]], facts: Facts
) -> dict[str, str]:
    """The whole row: the one that is there if it changes one, the notice's cells, the person's."""
    target = said.get("row", one.row)
    base = next((dict(row) for row in before if row["id"] == target), None) or _packaged(
        target, facts
    )
    easing = said.get("sign") == "easing" or one.kind == "easing"
    if said.get("sign") not in {None, "restriction", "easing"}:
        raise NoticeError(f"{one.id}: sign is restriction or easing, not {said['sign']!r}")
    if easing and base is None:
        raise NoticeError(f"{one.id}: an easing changes a row; say row=ID, and what changes in it")
    own = one.kind in {"new", "easing"} or ":" not in one.id
    given = {c: v for c, (v, _) in one.cells.items() if v and not (easing and own)}
    if base is not None and own and not easing:
        given = {c.field: c.notice for c in one.changes if c.field != "entities"}
    cells = dict.fromkeys(ControlRow.columns(), "") | (base or {}) | given
    cells |= {name: value for name, value in said.items() if name not in _SAID}
    cells = {name: cells[name] for name in ControlRow.columns()}
    missing = [need for need in one.needs if not _met(need, said)]
    if missing:
        raise NoticeError(f"{one.id}: still needs {missing[0]}; say it with --set")
    if base is not None and easing and not ({*given, *said} - _SAID - {"id"}):
        raise NoticeError(f"{one.id}: say what changes in {target}, such as lifted=YYYY-MM-DD")
    _check(one.id, cells, facts)
    return cells


def _met(need: str, said: Mapping[str, str]) -> bool:
    return need.split(":", maxsplit=1)[0] in said


def _packaged(target: str, facts: Facts) -> dict[str, str] | None:
    row = next((row for row in facts.controls if row.id == target), None)
    if row is None:
        return None
    cells: dict[str, str] = {}
    for name in ControlRow.columns():
        value = getattr(row, name)
        if isinstance(value, tuple):
            cells[name] = ";".join(value)
        else:
            cells[name] = "" if value is None else str(value)
    return cells


def _valid(name: str, model: type[RowT], file: str, cells: Mapping[str, str]) -> RowT:
    try:
        return model.model_validate({"file": file, "line": 0, **cells})
    except ValidationError as error:
        first = error.errors()[0]
        says = str(first.get("ctx", {}).get("error", first["msg"]))
        raise NoticeError(f"{name}: {file}, field {first['loc'][0]}: {says}") from None


def _check(name: str, cells: Mapping[str, str], facts: Facts) -> None:
    row = _valid(name, ControlRow, "controls.csv", cells)
    parties = {p.iso3 for p in facts.parties} | {c.iso3 for c in load_countries()}
    for code in (row.imposer, *row.targets):
        if code not in parties and code != "ALL":
            raise NoticeError(f"{name}: {code!r} is no country; write its ISO3 code, or ALL")
    goods = {good.good for good in facts.goods} | {ALL_DUAL_USE}
    for good in row.goods:
        if good not in goods:
            raise NoticeError(f"{name}: {good!r} is no good of the tables; see goods.csv")
    if row.effective is None and row.instrument != "threat" and row.lifted is None:
        raise NoticeError(f"{name}: effective is empty; say effective=YYYY-MM-DD")
    for early, late in (
        ("announced", "effective"),
        ("suspended", "expires"),
        ("effective", "lifted"),
    ):
        first_day, second = getattr(row, early), getattr(row, late)
        if first_day and second and second < first_day:
            raise NoticeError(f"{name}: {late} {second} is before {early} {first_day}; mend one")


def _entities(one: ProposedRow, row: Mapping[str, str], facts: Facts) -> list[dict[str, str]]:
    """Rows of the entities of an accepted row; those taken off keep the day of their listing."""
    notice = one.notice
    name_of_list = notice.list_name.lower().replace("end user", "end-user")
    listed: dict[tuple[str, str], ControlEntityRow] = {
        (e.list, folded(e.name)): e for e in facts.control_entities
    }
    rows: list[dict[str, str]] = []
    for entity in notice.entities if one.entities else ():
        cells = {
            "control": row["id"],
            "name": entity.name,
            "local_name": entity.local_name,
            "country": entity.country,
            "list": name_of_list,
            "listed": row["effective"] or row["announced"],
            "delisted": "",
            "source": source_id(notice),
        }
        if entity.delisted:
            known = listed.get((name_of_list, folded(entity.name)))
            if known is None:
                says = "is taken off a list that control_entities.csv does not have it on"
                raise NoticeError(f"{one.id}: {entity.name} {says}; add its listing there first")
            day = notice.effective.date.isoformat() if notice.effective else ""
            cells |= {
                "control": known.control,
                "name": known.name,
                "local_name": known.local_name,
                "country": known.country,
                "listed": known.listed.isoformat(),
                "delisted": day,
            }
        _valid(one.id, ControlEntityRow, "control_entities.csv", cells)
        rows.append(cells)
    return rows


def _source(one: ProposedRow, row: Mapping[str, str]) -> dict[str, str]:
    notice = one.notice
    day = notice.announced.value.isoformat() if notice.announced else row["announced"]
    official = notice.form in {"mofcom", "federal-register", "dgft"}
    cells = {
        "id": source_id(notice),
        "title": notice.title,
        "url": notice.address,
        "date": day,
        "evidence": "published" if official else "secondary",
    }
    return {name: cells.get(name, "") for name in SourceRow.columns()}


def _table(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    if not path.exists():
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NoticeError(f"{path}: cannot be read ({error}); mend or move it") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise NoticeError(f"{path}: has no column {missing[0]!r}; add it, or name another folder")
    return [{name: row.get(name) or "" for name in columns} for row in reader]


def _replace(rows: list[dict[str, str]], row: dict[str, str], key: tuple[str, ...]) -> None:
    """Put a row in the place of the one with the same key, or at the end."""
    for place, known in enumerate(rows):
        if all(folded(known[name]) == folded(row[name]) for name in key):
            rows[place] = row
            return
    rows.append(row)


Tables = Mapping[str, tuple[Sequence[str], Sequence[Mapping[str, str]]]]


def _check_together(folder: Path, tables: Tables) -> None:
    """Write beside first: a workspace with a fault is refused by every command."""
    with tempfile.TemporaryDirectory() as place:
        beside = Path(place) / "facts"
        if folder.is_dir():
            shutil.copytree(folder, beside)
        _write(beside, tables)
        _, faults = check_own(beside)
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise NoticeError(
            f"nothing is written, since the workspace would not hold together: {faults[0]}{more}; "
            "say what is missing with --set FIELD=VALUE, or accept into a folder with --to"
        )


def _write(folder: Path, tables: Tables) -> None:
    if folder.exists() and not folder.is_dir():
        raise NoticeError(f"{folder} is a file; name a folder for the tables")
    if not folder.exists():
        if not folder.parent.is_dir():
            raise NoticeError(f"{folder}: there is no folder {folder.parent}; make it first")
        folder.mkdir()
    with ExitStack() as stack:  # all are written beside their places before any is put in place
        for name, (columns, rows) in tables.items():
            beside = stack.enter_context(whole(folder / name))
            with beside.open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
