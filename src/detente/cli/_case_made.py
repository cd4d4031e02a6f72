"""``detente case``: what is made of a case: its standoff, version by version, and its briefs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from detente._errors import DetenteError
from detente.cli._bargained import bargained
from detente.cli._casebook import Place, open_casebook
from detente.cli._common import on_date, print_json, writable
from detente.cli._options import Days, Draws, Quiet, Seed

if TYPE_CHECKING:
    from detente.brief import Brief
    from detente.casebook import BriefRow, Case
    from detente.controls import Standoff

__all__ = ["brief", "standoff"]


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
    draws: Draws = 32,
    days: Days = 180,
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
