"""``detente deal``: the trades that both sides would accept."""

from detente.cli._common import print_json, progress, standoff_of

__all__ = ["deal"]


def deal(
    source: str | None = None,
    /,
    *,
    on: str | None = None,
    days: int = 180,
    draws: int = 32,
    seed: int = 0,
    accept_error: bool = False,
    json: bool = False,
    quiet: bool = False,
) -> None:
    """Find packages of easings that every party accepts.

    Parameters
    ----------
    source
        Standoff TOML, or an article; the packaged example if not given.
    on
        Day as of which controls are looked up, YYYY-MM-DD.
    days
        How far ahead to look [day].
    draws
        Draws of the uncertain inputs, for the ranges.
    seed
        Same seed, same numbers.
    accept_error
        Bargain even if the loss surface misses held-out runs by more than its bound.
    json
        Print the deals object of detente.brief/1.
    quiet
        No progress bar.
    """
    from rich.console import Console

    from detente.deal import Rules, bargain_over

    case = standoff_of(source, on)
    with progress("which trades both accept", quiet=quiet) as tell:
        deals = bargain_over(
            case,
            days=days,
            draws=draws,
            seed=seed,
            progress=tell,
            rules=Rules(accept_error=accept_error),
        )
    if json:
        print_json(deals.to_payload())
        return
    console = Console(highlight=False)
    error = deals.surface_error
    console.print(
        f"{deals.accepted} of {deals.tried} packages are acceptable to all; a deal exists in "
        f"{deals.share_of_draws:.0%} of draws; the loss surface misses held-out runs by "
        f"{error.relative:.1%}."
    )
    for package in (deals.nash, deals.kalai_smorodinsky, deals.equal_gains):
        if package is not None:
            console.print(f"[bold]{package.name}[/bold]: {package.words}", markup=True)
    for condition in deals.exists_if:
        console.print(f"- {condition.words}", markup=False)
    for note in deals.notes:
        console.print(note, markup=False)
