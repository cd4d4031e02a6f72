"""How long a simulation takes and how much memory it needs, before it begins."""

import os
from dataclasses import dataclass
from pathlib import Path

from detente._errors import ImpactError
from detente._units import DAYS_PER_MONTH
from detente.controls import Standoff
from detente.facts import Facts, load_facts
from detente.impact.goods.levers import LONGEST_HISTORY
from detente.impact.goods.model import goods_in_play
from detente.world import World

__all__ = ["HELD_OUT", "MOST_IN_A_DEAL", "Size", "free_memory", "size_of"]

SECONDS = 2.5e-4
"""Of one core for a day of a run in a world of `NODES` nodes: measured 1.2e-4 to 4.6e-4 [s]."""
NODES = 1350
START_SECONDS = 4.0
"""To load the tables and build the model [s]."""
LONGEST = 7 * 86_400.0
"""More than this is refused: it is a slip of the keyboard, or a task for a sweep in pieces [s]."""
OVERHEAD = 1.6
"""Measured memory over that of the arrays that are counted [1]."""
BASE_BYTES = 3e8
SHARE = 0.9
"""Of the free memory that may be used [share]."""
HELD_OUT = 8
"""Packages that the fit of a loss surface is held against [count]."""

MOST_IN_A_DEAL = 60
"""Controls whose packages can be searched; the loss surface grows with the square [count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What a simulation asks for."""

    runs: int
    """How many futures are stepped through [count]."""
    days: int
    """Days of each, those before the standoff's date included [day]."""
    seconds: float
    """About how long, on all cores of this machine [s]."""
    memory: float
    """About how much memory [byte]."""

    @property
    def words(self) -> str:
        """The size in words."""
        return (
            f"about {_duration(self.seconds)} and {self.memory / 1e9:.1f} GB for {self.runs:,} "
            f"runs of {self.days:,} days"
        )

    def require(self) -> None:
        """Refuse what would not end, or not fit.

        Raises
        ------
        ImpactError
            Saying what it would take and what to do.
        """
        free = free_memory()
        if free is not None and self.memory > SHARE * free:
            raise ImpactError(
                f"this takes {self.words}, and {free / 1e9:.1f} GB are free: give fewer draws, "
                "days or controls"
            )
        if self.seconds > LONGEST:
            raise ImpactError(f"this takes {self.words}: give fewer draws, days or controls")


def size_of(
    standoff: Standoff,
    *,
    days: int,
    draws: int,
    packages: bool = False,
    world: World | None = None,
    facts: Facts | None = None,
) -> Size:
    """Work out what a simulation of a standoff asks for; takes no time itself.

    Parameters
    ----------
    standoff
        The standoff.
    days
        Horizon [day].
    draws
        Draws beside the central run [count].
    packages
        Whether the packages of a bargain are run too.
    world
        Its world; the usual one if None.
    facts
        The tables; the packaged ones if None.
    """
    facts = facts or load_facts()
    entries = [entry for entry in standoff.controls if not entry.not_costed]
    regions, sectors = (27, 50) if world is None else (len(world.regions), len(world.sectors))
    count, owners = len(entries), len({entry.imposer for entry in entries})
    scenarios = count + 1 + (owners if 1 < owners < count else 0)
    columns = scenarios * (draws + 1)
    design = _packages(count) if packages else 0
    history = min(
        LONGEST_HISTORY, max([(standoff.on - one.effective).days for one in entries] + [0])
    )
    goods = len(goods_in_play((good for one in entries for good in one.goods), facts))
    pairs = len({(good, entry.imposer) for entry in entries for good in entry.goods})
    months = max(1, round(days / DAYS_PER_MONTH))
    nodes = regions * sectors
    kept = draws + 1
    numbers = (
        max(columns, design) * (3 * regions * months + nodes + pairs * regions * months)
        + kept * days * (3 * goods * regions + 0.5 * nodes + 2 * goods + pairs * regions)
        + count * (history + 1) * regions * kept
        + 12 * goods * regions * kept
    )
    steps = (columns + design) * (days + history)
    cores = min(os.cpu_count() or 1, max(1, columns // 80))
    return Size(
        runs=columns + design,
        days=days + history,
        seconds=START_SECONDS + steps * SECONDS * (nodes / NODES) / cores,
        memory=BASE_BYTES + OVERHEAD * 8.0 * numbers,
    )


def _packages(controls: int) -> int:
    """How many packages a bargain runs at most, see `detente.impact._runs.design`."""
    lifted = 2**controls if controls <= 3 else 2 + controls * (controls + 3) // 2
    return lifted + 3 * controls + HELD_OUT


def free_memory() -> float | None:
    """Memory that this machine could still give; None where it does not say [byte]."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return float(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, OSError, ValueError):
        return None


def _duration(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 2):.0f} seconds"
