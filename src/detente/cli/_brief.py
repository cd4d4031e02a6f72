"""``detente brief``: from an article to the report."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from detente._errors import DetenteError
from detente.cli._bargained import bargained
from detente.cli._cases import sources_of
from detente.cli._common import progress, take, writable
from detente.cli._options import Days, Draws, Exact, Quiet, Seed, Target, foretell
from detente.cli._sources import case_of, is_read

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.reading import Reading

__all__ = ["brief"]


def brief(  # noqa: PLR0913 - one option each
    *articles: str,
    case: str | None = None,
    on: str | None = None,
    target: Target = None,
    out: Path | None = None,
    draws: Draws = 32,
    days: Days = 180,
    seed: Seed = 0,
    against: Path | None = None,
    accept: list[str] | None = None,
    reject: list[str] | None = None,
    annex: Literal["yes", "no"] = "yes",
    exact: Exact = False,
    json: bool = False,
    quiet: Quiet = False,
) -> None:
    """Read an article on a standoff and write the brief.

    Parameters
    ----------
    articles
        A text, HTML or PDF file, a web address, a standoff TOML, - for standard input, or ids of
        the register; the example if not given.
    case
        A packaged case instead: london or busan.
    on
        Day as of which controls are looked up, YYYY-MM-DD; the article's date if not given.
    out
        Where it goes, .html, .json, .md, .pdf or .docx; brief.html if not given. With
        --json only if given.
    against
        An earlier brief (.json): what changed since goes into this one.
    accept
        Put a row of the register, by its id, or a proposal, by its number, on the table; may be
        repeated. See detente standoff --review.
    reject
        Strike out a row that was linked, by its id; may be repeated.
    annex
        With no, the two pages of the brief proper alone; the data (.json) are always whole.
    json
        Print the brief as detente.brief/1 instead of the summary.
    """
    import sys

    from rich.console import Console

    import detente.brief as report
    from detente.brief.docx import require_docx
    from detente.brief.pdf import find_chromium
    from detente.cli._kept_brief import KeptBrief

    place = out or (None if json else Path("brief.html"))
    if place is not None:
        writable(place, ".html", ".htm", ".json", ".md", ".pdf", ".docx")
    if place is not None and place.suffix.lower() == ".pdf":
        find_chromium()
    if place is not None and place.suffix.lower() == ".docx":
        require_docx()
    earlier = None if against is None else report.Brief.load(against)
    sources = sources_of(articles, case)
    kept = KeptBrief(sources, on, target, accept, reject, draws, days, seed, exact)
    made = kept.find()
    if made is None:
        reading, tabled, name = _tabled(sources, on, target, accept, reject)
        foretell(tabled, days=days, draws=draws, packages=True, quiet=quiet)
        impact, deals = bargained(
            tabled, days=days, draws=draws, seed=seed, quiet=quiet, exact=exact
        )
        with progress("which assumptions matter", quiet=quiet) as tell:
            impact.swings(progress=tell)
        made = report.make_brief(reading, tabled, impact, deals, article=name)
        kept.keep(made)
    if earlier is not None:
        made = made.against(earlier)
    if place is not None:
        made.save(place, annex=annex == "yes")
    if json:
        sys.stdout.write(made.to_json() + "\n")
        return
    console = Console()
    made.print(console, annex=annex == "yes")
    console.print(f"\nWhole brief: [bold]{place}[/bold]", highlight=False)


def _tabled(
    sources: tuple[str, ...],
    on: str | None,
    target: str | None,
    accept: list[str] | None,
    reject: list[str] | None,
) -> "tuple[Reading | None, Standoff, str]":
    """What was read if the sources are an article, the standoff, and its name."""
    from detente.cli._common import on_date

    if len(sources) > 1 or not is_read(sources):
        if accept or reject:
            raise DetenteError("--accept and --reject go with an article, which rows are linked to")
        tabled = case_of(sources, on_date(on), target)
        file = len(sources) == 1 and sources[0].endswith(".toml")
        return None, tabled, Path(sources[0]).name if file else ", ".join(sources)
    if target is not None:
        raise DetenteError("--target goes with ids of the register")
    from detente.reading import standoff

    reading, name = take(sources[0] if sources else None, on)
    return reading, standoff(reading, on_date(on), accept=accept or (), reject=reject or ()), name
