"""``detente brief``: from an article to the report."""

from pathlib import Path

from detente.cli._common import progress, standoff_of, take, writable

__all__ = ["brief"]


def brief(
    article: str | None = None,
    /,
    *,
    on: str | None = None,
    out: Path | None = None,
    draws: int = 32,
    days: int = 180,
    seed: int = 0,
    json: bool = False,
    quiet: bool = False,
) -> None:
    """Read an article on a standoff and write the brief.

    Parameters
    ----------
    article
        Text or HTML file, a standoff TOML, or - for standard input; the example if not given.
    on
        Day as of which controls are looked up, YYYY-MM-DD; the article's date if not given.
    out
        Where it goes, .html or .json; brief.html if not given. With --json only if given.
    draws
        Draws of the uncertain inputs, for the ranges.
    days
        How far ahead to look [day].
    seed
        Same seed, same numbers.
    json
        Print the brief as detente.brief/1 instead of the summary.
    quiet
        No progress bar.
    """
    import sys

    from rich.console import Console

    import detente.brief as report
    from detente.cli._common import on_date
    from detente.deal import Rules, bargain_over
    from detente.impact import simulate
    from detente.reading import standoff

    target = out or (None if json else Path("brief.html"))
    if target is not None:
        writable(target)
    if article is not None and article.endswith(".toml"):
        reading, name, case = None, article, standoff_of(article, on)
    else:
        reading, name = take(article, on)
        case = standoff(reading, on_date(on))
    with progress("what each control costs", quiet=quiet) as tell:
        impact = simulate(case, days=days, draws=draws, seed=seed, progress=tell)
    with progress("which trades both accept", quiet=quiet) as tell:
        deals = bargain_over(case, impact=impact, rules=Rules(accept_error=True), progress=tell)
    made = report.make_brief(reading, case, impact, deals, article=name)
    if target is not None:
        made.save(target)
    if json:
        sys.stdout.write(made.to_json() + "\n")
        return
    console = Console()
    made.print(console)
    console.print(f"\nWhole brief: [bold]{target}[/bold]", highlight=False)
