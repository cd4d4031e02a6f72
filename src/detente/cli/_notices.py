"""``detente data import``: proposed rows from official notices."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente._errors import NoticeError
from detente.cli._common import print_json, progress

if TYPE_CHECKING:
    from detente.notices import ProposedRow, Reading

__all__ = ["import_notices"]


def import_notices(
    files: tuple[Path, ...],
    /,
    *,
    accept: Annotated[tuple[str, ...], Parameter(consume_multiple=True)] = (),
    to: Path | None = None,
    set: Annotated[tuple[str, ...], Parameter(consume_multiple=True)] = (),  # noqa: A002
    json: bool = False,
) -> None:
    """Propose rows of the register from official notices, with passages and differences.

    Reads notices of China's Ministry of Commerce (JSON, HTML, text), Federal Register documents
    (API JSON, daily XML, text), the CSV of Global Trade Alert and of the IEA's policy tracker, and
    DGFT notifications. Nothing is written unless rows are accepted.

    Parameters
    ----------
    files
        Files of notices; a folder stands for the files in it.
    accept
        Ids of proposed rows that you accept, or all (those that need nothing more).
    to
        Folder of your own tables for accepted rows: controls.csv, control_entities.csv,
        sources.csv. If not given, the facts folder of the workspace that is in use.
    set
        What you add to an accepted row: FIELD=VALUE, or ID:FIELD=VALUE.
    json
        Print JSON.
    """
    from detente.notices import accept as write
    from detente.notices import propose, read_notices

    if (to is not None or set) and not accept:
        raise NoticeError("--to and --set go with --accept ID")
    home = _facts_in_use()
    if accept and to is None:
        if home is None:
            raise NoticeError(
                "--accept needs --to FOLDER, a folder of your own tables; or work in a workspace "
                "(detente init), whose facts folder is then taken"
            )
        to = home
    with progress("reading notices", quiet=json) as shown:
        reading = read_notices(files, shown)
    proposed, without = propose(reading.notices)
    done = None
    if accept and to is not None:
        checked = home is not None and to.resolve() == home.resolve()
        done = write(proposed, accept, to, said=set, checked=checked)
    if json:
        from detente.notices.report import report

        print_json(report(reading, proposed, without, done))
    else:
        _show(reading, proposed, without)
        if done is not None:
            sys.stdout.write(
                f"{len(done.controls)} rows of controls.csv and {done.entities} of "
                f"control_entities.csv written to {done.folder}\n"
            )
    if reading.refused and not reading.notices:
        raise NoticeError(reading.refused[0])


def _facts_in_use() -> Path | None:
    """The facts folder of the workspace, if there is one."""
    from detente.workspace import current

    workspace = current()
    return None if workspace is None else workspace.facts


def _show(
    reading: "Reading", proposed: "tuple[ProposedRow, ...]", without: tuple[str, ...]
) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    console = Console()
    for kind, heading in (
        ("new", "Proposed: no row of the register is of it"),
        ("change", "Proposed: changes a row"),
        ("easing", "Eases something: a person must say which row"),
    ):
        rows = [one for one in proposed if one.kind == kind]
        if not rows:
            continue
        table = Table(
            Column("id", no_wrap=True), "field", "notice", "register", "passage", title=heading
        )
        for one in rows:
            for cells in _lines(one):
                table.add_row(*cells)
            table.add_section()
        console.print(table)
    for line in [one.id for one in proposed if one.kind == "known"]:
        console.print(f"{line}: already known", highlight=False)
    for line in (*without, *reading.refused):
        console.print(line, highlight=False, markup=False)
    for file, count in reading.passed_over.items():
        console.print(f"{file}: {count} records about something else", highlight=False)
    left = [
        f"{one.id}: {line}"
        for one in proposed
        for line in (*one.needs, *(one.notice.uncoded if one.kind != "known" else ()))
    ]
    if left:
        console.print("\nFor a person to say or to code by hand:", highlight=False)
        for line in dict.fromkeys(left):
            console.print(f"  {line}", highlight=False, markup=False)
    counts = {
        kind: sum(one.kind == kind for one in proposed) for kind in ("new", "change", "known")
    }
    console.print(
        f"{len(reading.notices)} notices: {counts['new']} new rows, {counts['change']} changes, "
        f"{counts['known']} already known",
        highlight=False,
    )


def _lines(one: "ProposedRow") -> list[tuple[str, str, str, str, str]]:
    """Lines of the table for one row: its name, then each field with its passage."""
    from rich.markup import escape

    if one.kind in {"new", "easing"}:
        shown = [
            (name, value, "", passage)
            for name, (value, passage) in one.cells.items()
            if value and name in _SHOWN
        ]
        if one.near:
            shown.append(("near", "", ", ".join(one.near), None))
    else:
        shown = [(c.field, c.notice, c.register or "-", c.passage) for c in one.changes]
    lines = [(escape(one.id), "", escape(one.cells.get("name", ("", None))[0]), "", "")]
    for name, value, known, passage in shown:
        text = passage.text if passage else ""
        lines.append(("", name, escape(_short(value, 60)), escape(known), escape(_short(text, 70))))
    return lines


_SHOWN = frozenset(
    {"targets", "goods", "instrument", "announced", "effective", "expires", "entities", "codes"}
    | {"legal_source"}
)


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1]}…"
