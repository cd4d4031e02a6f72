"""``detente brief``: from an article to the report."""

from pathlib import Path
from typing import Literal

from detente.cli._cases import source_of
from detente.cli._common import progress, standoff_of, take, writable
from detente.cli._options import Seed

__all__ = ["brief"]


def brief(  # noqa: PLR0913 - one option each
    article: str | None = None,
    /,
    *,
    case: str | None = None,
    on: str | None = None,
    out: Path | None = None,
    draws: int = 32,
    days: int = 180,
    seed: Seed = 0,
    against: Path | None = None,
    accept: list[str] | None = None,
    reject: list[str] | None = None,
    annex: Literal["yes", "no"] = "yes",
    json: bool = False,
    quiet: bool = False,
) -> None:
    """Read an article on a standoff and write the brief.

    Parameters
    ----------
    article
        Text or HTML file, a standoff TOML, or - for standard input; the example if not given.
    case
        A packaged case instead: london or busan.
    on
        Day as of which controls are looked up, YYYY-MM-DD; the article's date if not given.
    out
        Where it goes, .html, .json, .md, .pdf or .docx; brief.html if not given. With
        --json only if given.
    draws
        Draws of the uncertain inputs, for the ranges.
    days
        How far ahead to look [day].
    seed
        Same seed, same numbers.
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
    quiet
        No progress bar.
    """
    import sys

    from rich.console import Console

    import detente.brief as report
    from detente.brief._docx import require_docx
    from detente.brief._pdf import find_chromium
    from detente.cli._common import on_date
    from detente.deal import Rules, bargain_over
    from detente.impact import simulate
    from detente.reading import standoff

    target = out or (None if json else Path("brief.html"))
    if target is not None:
        writable(target, ".html", ".htm", ".json", ".md", ".pdf", ".docx")
    if target is not None and target.suffix.lower() == ".pdf":
        find_chromium()
    if target is not None and target.suffix.lower() == ".docx":
        require_docx()
    earlier = None if against is None else report.Brief.load(against)
    article = source_of(article, case)
    if article is not None and article.endswith(".toml"):
        reading, name, tabled = None, Path(article).name, standoff_of(article, on)
    else:
        reading, name = take(article, on)
        tabled = standoff(reading, on_date(on), accept=accept or (), reject=reject or ())
    with progress("what each control costs", quiet=quiet) as tell:
        impact = simulate(tabled, days=days, draws=draws, seed=seed, progress=tell)
    with progress("which trades both accept", quiet=quiet) as tell:
        deals = bargain_over(tabled, impact=impact, rules=Rules(accept_error=True), progress=tell)
    with progress("which assumptions matter", quiet=quiet) as tell:
        impact.swings(progress=tell)
    made = report.make_brief(reading, tabled, impact, deals, article=name)
    if earlier is not None:
        made = made.against(earlier)
    if target is not None:
        made.save(target, annex=annex == "yes")
    if json:
        sys.stdout.write(made.to_json() + "\n")
        return
    console = Console()
    made.print(console, annex=annex == "yes")
    console.print(f"\nWhole brief: [bold]{target}[/bold]", highlight=False)
