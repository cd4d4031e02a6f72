"""Options that several commands take, said once; and what they all ask before a long run."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from detente._errors import DetenteError
from detente.cli._common import writable

if TYPE_CHECKING:
    from detente.controls import Standoff
    from detente.world import World

__all__ = [
    "Days",
    "Draws",
    "Exact",
    "FirstDay",
    "Folder",
    "FullWorld",
    "Html",
    "Quiet",
    "Scheduler",
    "Seed",
    "Sources",
    "Target",
    "Workers",
    "WorldYear",
    "foretell",
    "going_on",
    "shown_default",
    "some_world",
    "writable_all",
]

Sources = Annotated[
    str,
    Parameter(
        help="As of detente simulate: a standoff TOML, an article, -, or ids of the register; the "
        "packaged example if not given."
    ),
]
Exact = Annotated[
    bool,
    Parameter(
        negative=(),
        help="Step every draw on the whole table; without it, ranges of single controls come from "
        "one merged for the standoff (docs/methods/quick.md).",
    ),
]
FirstDay = Annotated[str | None, Parameter(name=["--start", "--on"], help="First day, YYYY-MM-DD.")]
Target = Annotated[
    str | None,
    Parameter(
        help="ISO3 of whom a control of the register that aims at all countries is counted against."
    ),
]
FullWorld = Annotated[
    Path | None,
    Parameter(
        help="Another table of the world: .npz, OECD's .csv or .zip, or a folder saved from Python."
    ),
]
WorldYear = Annotated[
    int | None,
    Parameter(help="Year of --full-world, where its name does not say it or a zip holds several."),
]
Seed = Annotated[int, Parameter(validator=Number(gte=0, lt=2**63), help="Same seed, same numbers.")]
Workers = Annotated[
    int | None, Parameter(help="Processes on this machine; threads of one process if not given.")
]
Scheduler = Annotated[
    str | None, Parameter(help="Address of a Dask scheduler, such as tcp://host:8786.")
]
Folder = Annotated[
    Path | None,
    Parameter(help="Folder for all results, as Parquet; an interrupted run goes on from there."),
]
Draws = Annotated[int, Parameter(help="Draws of the uncertain inputs, for the ranges.")]
Days = Annotated[int, Parameter(help="How far ahead to look [day].")]
Html = Annotated[Path | None, Parameter(help="Write charts and tables as a page, .html.")]
Quiet = Annotated[bool, Parameter(help="No progress bar.")]


def shown_default(value: Any) -> str | None:  # noqa: ANN401 - of any option
    """How help says a default; not at all where it would say nothing."""
    if isinstance(value, (tuple, list)):
        return ", ".join(str(one) for one in value) or None
    return None if value is False or value is None else str(value)


def writable_all(
    *, csv: Path | None = None, svg: Path | None = None, html: Path | None = None
) -> None:
    """Refuse places that cannot be written before anything long is computed.

    Raises
    ------
    DetenteError
        As of `writable`.
    """
    for path, suffixes in ((csv, (".csv",)), (svg, (".svg",)), (html, (".html", ".htm"))):
        if path is not None:
            writable(path, *suffixes)


def some_world(place: Path | None, year: int | None = None) -> "World | None":
    """Open the table that was named, if one was; say which users of goods it has no sector for.

    Raises
    ------
    DetenteError
        If a year is given without a table.
    """
    if place is None:
        if year is not None:
            raise DetenteError("--full-world-year is the year of --full-world: give both")
        return None
    from detente.facts import load_facts
    from detente.impact import left_out
    from detente.world import open_world

    world = open_world(place, year=year)
    missing = left_out(load_facts(), world)
    if missing:
        few = ", ".join(missing[:6])
        rest = f" and {len(missing) - 6} more" if len(missing) > 6 else ""
        sys.stderr.write(
            f"detente: {place} has no sector for {len(missing)} users of goods, whose losses are "
            f"left out: {few}{rest}\n"
        )
    return world


TOLD_FROM = 120.0
"""How long a run has to be for its size to be told before it begins [s]."""


def foretell(
    standoff: "Standoff", *, days: int, draws: int, packages: bool = False, quiet: bool = False
) -> None:
    """Refuse a run that would not end or not fit; say how long a long one takes.

    Raises
    ------
    ImpactError
        As of `detente.impact.size_of`.
    """
    from detente.impact import MOST_DRAWS, require_few, require_in_time, size_of

    entries = standoff.costed().controls if standoff.controls else []
    if not entries or draws < 1 or draws > MOST_DRAWS:
        return  # the simulation says what is wrong
    require_in_time(standoff.costed(), days)
    if packages:
        require_few(len(entries))
    size = size_of(standoff, days=days, draws=draws, packages=packages)
    size.require()
    if size.seconds >= TOLD_FROM and not quiet:
        sys.stderr.write(f"detente: this takes {size.words}\n")


@contextlib.contextmanager
def going_on(out: Path | None) -> Iterator[None]:
    """Say on Ctrl-C how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        words = (
            "what was done is lost; with --out FOLDER it would be kept"
            if out is None
            else f"the same command goes on from what is in {out}"
        )
        raise KeyboardInterrupt(words) from None
