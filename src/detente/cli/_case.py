"""``detente case``: the articles of a standoff over weeks in a casebook, and what they show."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from detente._errors import DetenteError
from detente.cli._casebook import Place, open_casebook
from detente.cli._common import STANDARD_INPUT, on_date, print_json, progress
from detente.cli._options import Quiet

if TYPE_CHECKING:
    from detente.casebook import Prepared, Timeline

__all__ = ["add", "articles", "list_cases", "show"]

ABOUT = ("offer", "position", "control", "date")


def list_cases(*, casebook: Place = None, json: bool = False) -> None:
    """List the cases of the casebook.

    Parameters
    ----------
    json
        Print detente.cases/1.
    """
    with open_casebook(casebook) as book:
        if json:
            print_json(book.listed())
            return
        rows = book.cases()
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(
        Column("case", no_wrap=True),
        "title",
        Column("articles", justify="right"),
        "first",
        "last",
        Column("briefs", justify="right"),
    )
    for row in rows:
        days = (str(row.first or ""), str(row.last or ""))
        table.add_row(row.name, row.title, str(row.articles), *days, str(row.briefs))
    Console(highlight=False).print(
        table if rows else "No case yet: detente case add ARTICLE --case NAME"
    )


def add(
    *articles: str,
    case: str | None = None,
    title: str = "",
    on: str | None = None,
    casebook: Place = None,
    json: bool = False,
    quiet: Quiet = False,
) -> None:
    """Read articles and add them to a case; a text that is there already is not added again.

    Parameters
    ----------
    articles
        Text, HTML or PDF files, folders of them, addresses, or -.
    case
        Name of the case, begun if it is new; if not given, the case whose controls and offers each
        article speaks of.
    title
        What the case is about.
    on
        Day of publication of articles that do not give their own, YYYY-MM-DD.
    json
        Print detente.case-added/1.
    """
    if not articles:
        raise DetenteError("give one or more articles, or a folder of them")
    if title and case is None:
        raise DetenteError("--title goes with --case NAME")
    on_date(on)
    names = list(_files(articles))
    rows, failed = [], []
    with open_casebook(casebook) as book:
        mine = None if case is None else book.start(case, title)
        with progress("reading", quiet=quiet) as tell:
            for done, source in enumerate(names, 1):
                try:
                    prepared = _prepared(source, on)
                    target = mine or book.match(prepared)
                    rows.append({"case": target.name, **target.add(prepared).as_dict()})
                except DetenteError as error:
                    failed.append((source, str(error)))
                tell(done, len(names))
    if json:
        unread = [{"source": source, "why": why} for source, why in failed]
        print_json({"schema": "detente.case-added/1", "added": rows, "unread": unread})
    else:
        for row in rows:
            state = "added" if row["new"] else "was there already"
            sys.stdout.write(f"{row['published']}  {row['name']}: {state}, case {row['case']}\n")
        for _, why in failed:
            sys.stderr.write(f"detente: {' '.join(why.split())}\n")
    if failed:
        raise DetenteError(f"{len(failed)} of {len(names)} articles were not added; see above")


def _files(articles: tuple[str, ...]) -> Iterator[str]:
    """Each source; a folder stands for the articles in it, by name."""
    from detente.reading import is_article

    for source in articles:
        folder = Path(source)
        if "://" in source or source == STANDARD_INPUT or not folder.is_dir():
            yield source
            continue
        found = [
            str(path)
            for path in sorted(folder.rglob("*"))
            if is_article(path.name) and path.is_file()
        ]
        if not found:
            raise DetenteError(f"{source}: there is no article in this folder")
        yield from found


def _prepared(source: str, on: str | None) -> "Prepared":
    """Read an article and hold it against the register."""
    from detente.casebook import prepare
    from detente.reading import read
    from detente.reading.source.file_days import day_in_name

    if source == STANDARD_INPUT:
        return prepare(read("-", on=on), name="standard input", source="standard input")
    if "://" in source:
        return prepare(read(source, on=on), name=source, source=source)
    reading = read(source, on=day_in_name(source) or on)
    return prepare(reading, name=Path(source).name, source=str(Path(source).absolute()))


def articles(
    name: str,
    /,
    *,
    limit: int = 100,
    before: str | None = None,
    casebook: Place = None,
    json: bool = False,
) -> None:
    """List the articles of a case, newest first.

    Parameters
    ----------
    name
        The case.
    limit
        Most of them.
    before
        Only those before this day, YYYY-MM-DD.
    json
        Print detente.case-articles/1.
    """
    _positive("--limit", limit)
    with open_casebook(casebook) as book:
        rows = book.case(name).articles(limit=limit, before=on_date(before, "--before"))
    if json:
        found = [row.as_dict() for row in rows]
        print_json({"schema": "detente.case-articles/1", "case": name, "articles": found})
        return
    for row in rows:
        sys.stdout.write(f"{row.id:>6}  {row.published}  {row.headline or row.name}\n")


def show(
    name: str,
    /,
    *,
    since: str | None = None,
    until: str | None = None,
    about: str | None = None,
    limit: int = 200,
    casebook: Place = None,
    json: bool = False,
) -> None:
    """Show a case over time: what each side said, offers that come, harden and go, days put off.

    The same offer in other words is the same offer and no new line.

    Parameters
    ----------
    name
        The case.
    since, until
        First and last day, YYYY-MM-DD.
    about
        Only offer, position, control or date.
    limit
        Most lines, the newest.
    json
        Print detente.case/1.
    """
    _positive("--limit", limit)
    if about is not None and about not in ABOUT:
        raise DetenteError(f"--about {about}: give one of {', '.join(ABOUT)}")
    first, last = on_date(since, "--since"), on_date(until, "--until")
    with open_casebook(casebook) as book:
        case = book.case(name)
        found = case.timeline(since=first, until=last, about=about, limit=limit)
    if json:
        print_json(found.as_dict())
    else:
        _show(found)


def _show(found: "Timeline") -> None:
    from rich.console import Console
    from rich.table import Column, Table

    from detente.casebook import without_echoes

    console = Console(highlight=False)
    head = f"{found.case}{f': {found.title}' if found.title else ''}"
    console.print(f"{head}, {found.articles} articles, {found.first} to {found.last}", markup=False)
    table = Table(Column("day", no_wrap=True), "what", "", "passage", title="What changed")
    for event in without_echoes(found.events):
        value = f"{event.before} → {event.value}" if event.before else event.value
        table.add_row(str(event.day), event.subject, f"{event.kind}: {value}", f"“{event.words}”")
    console.print(table)
    if found.left_out:
        console.print(f"{found.left_out} older lines are left out; --limit and --until show them")
    stand = Table(
        "what",
        "as last said",
        Column("said on", no_wrap=True),
        Column("articles", justify="right"),
        title="How it stands",
    )
    for matter in found.matters:
        stand.add_row(matter.subject, matter.value, str(matter.day), str(matter.mentions))
    console.print(stand)
    rules = Table(
        Column("control", no_wrap=True),
        "name",
        f"state on {found.on}",
        Column("articles", justify="right"),
        title="Controls of the register",
    )
    for row in cast("tuple[dict[str, Any], ...]", found.controls):
        state = row.get("state", {}).get("words", "no longer in the register")
        rules.add_row(row["id"], row.get("name", ""), state, str(row["mentions"]))
    console.print(rules)


def _positive(option: str, number: int) -> None:
    if number < 1:
        raise DetenteError(f"{option} {number}: give 1 or more")
