"""``detente case``: a standoff followed over weeks in a casebook."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from detente._errors import DetenteError
from detente.cli._bargained import bargained
from detente.cli._casebook import Place, open_casebook
from detente.cli._common import STANDARD_INPUT, on_date, print_json, progress, writable
from detente.cli._options import Quiet, Seed

if TYPE_CHECKING:
    from detente.brief import Brief
    from detente.casebook import BriefRow, Case, Prepared, Timeline
    from detente.controls import Standoff

__all__ = [
    "add",
    "articles",
    "brief",
    "list_cases",
    "show",
    "standoff",
]

ABOUT = ("offer", "position", "control", "date")


def list_cases(*, casebook: Place = None, json: bool = False) -> None:
    """List the cases of the casebook.

    Parameters
    ----------
    json
        Print detente.cases/1.
    """
    with open_casebook(casebook) as book:
        rows = book.cases()
    if json:
        print_json({"schema": "detente.cases/1", "cases": [row.as_dict() for row in rows]})
        return
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
    for row in found.controls:
        state = row.get("state", {}).get("words", "no longer in the register")
        rules.add_row(row["id"], row.get("name", ""), state, str(row["mentions"]))
    console.print(rules)


def standoff(  # noqa: PLR0913 - each is an option
    name: str,
    /,
    *,
    save: Path | None = None,
    based_on: int | None = None,
    author: str = "",
    note: str = "",
    version: int | None = None,
    out: Path | None = None,
    casebook: Place = None,
    json: bool = False,
) -> None:
    """Write the standoff of a case to edit it, or keep an edited one as its new version.

    Parameters
    ----------
    name
        The case.
    save
        Standoff TOML to keep as the new version.
    based_on
        The version that it was made from; refused if a newer one was kept since.
    author, note
        Who edited it, and why.
    version
        An earlier version to write; the one that stands if not given.
    out
        File to write; standard output if not given.
    json
        Print JSON instead.
    """
    from detente.controls import Standoff

    with open_casebook(casebook) as book:
        case = book.case(name)
        if save is not None:
            if based_on is None:
                raise DetenteError("--save needs --based-on N: the version that was edited")
            number = case.keep(
                Standoff.from_toml(save), based_on=based_on, author=author, note=note
            )
            if json:
                print_json({"schema": "detente.case-version/1", "case": name, "version": number})
            else:
                sys.stdout.write(f"{name}: version {number} of its standoff\n")
            return
        number, found = case.current() if version is None else case.standoff(version)
        kept = case.versions()
    if json:
        print_json(
            {
                "schema": "detente.case-standoff/1",
                "case": name,
                "version": number,
                "versions": [row.as_dict() for row in kept],
                "standoff": found.model_dump(mode="json"),
            }
        )
    elif out is not None:
        writable(out, ".toml")
        found.save_toml(out)
        sys.stdout.write(
            f"Written: {out}, version {number}; keep it with --save {out} --based-on {number}\n"
        )
    else:
        sys.stdout.write(found.to_toml())


def brief(  # noqa: PLR0913 - each is an option
    name: str,
    /,
    *,
    again: bool = False,
    on: str | None = None,
    out: Path | None = None,
    draws: int = 32,
    days: int = 180,
    seed: Seed = 0,
    casebook: Place = None,
    json: bool = False,
    quiet: Quiet = False,
) -> None:
    """Brief of a case as it stands, and what changed since the last one; both are kept.

    Parameters
    ----------
    name
        The case.
    again
        Make it anew though nothing changed.
    on
        Articles up to this day, and the day as of which it is made, YYYY-MM-DD; that of the newest
        article if not given.
    out
        Also write it, .html, .json, .md, .pdf or .docx.
    draws
        Draws of the uncertain inputs, for the ranges.
    days
        How far ahead to look [day].
    seed
        Same seed, same numbers.
    json
        Print the brief as detente.brief/1 instead of the summary.
    """
    if out is not None:
        writable(out, ".html", ".htm", ".json", ".md", ".pdf", ".docx")
    day = on_date(on)
    with open_casebook(casebook) as book:
        case = book.case(name)
        number, tabled = case.current(day)
        kept = case.briefs(limit=1)
        fresh = again or not kept or kept[0].standoff_version != number
        if fresh:
            made = _made(case, number, tabled, draws=draws, days=days, seed=seed, quiet=quiet)
        else:
            made = case.brief()
    row, found = made
    if out is not None:
        found.save(out)
    if json:
        sys.stdout.write(found.to_json() + "\n")
        return
    from rich.console import Console

    console = Console(highlight=False)
    found.print(console)
    state = "made now" if fresh else f"kept since {row.added[:10]}; --again makes it anew"
    console.print(f"\nBrief {row.key} of version {number} of the standoff, {state}", markup=False)
    if out is not None:
        console.print(f"Whole brief: {out}", markup=False)


def _made(
    case: "Case", number: int, tabled: "Standoff", *, draws: int, days: int, seed: int, quiet: bool
) -> "tuple[BriefRow, Brief]":
    """Compute a brief, hold it against the last, keep it."""
    import detente.brief as report

    impact, deals = bargained(tabled, days=days, draws=draws, seed=seed, quiet=quiet)
    newest = case.articles(limit=1)
    reading, name = case.reading(newest[0].id) if newest else (None, case.name)
    made = report.make_brief(reading, tabled, impact, deals, article=name)
    if case.briefs(limit=1):
        made = made.against(case.brief()[1])
    return case.keep_brief(made, standoff_version=number), made


def _positive(option: str, number: int) -> None:
    if number < 1:
        raise DetenteError(f"{option} {number}: give 1 or more")
