"""Simulate a standoff: each control alone, each side's controls, and all together."""

from detente._errors import ImpactError
from detente._units import LEAST_DAYS
from detente._wants import require
from detente.controls import Register, Standoff
from detente.facts import Facts, load_facts
from detente.impact._batch import Progress, Scenario
from detente.impact._impact import Impact
from detente.impact._runs import package_columns
from detente.impact._size import size_of
from detente.impact._study import Study
from detente.impact._world_of import ground
from detente.impact.disruption.model import Model
from detente.impact.disruption.models import DEFAULT_MODEL
from detente.impact.goods.paths import Paths
from detente.world import World

__all__ = ["MOST_DRAWS", "require_in_time", "simulate"]


def simulate(  # noqa: PLR0913 - data and settings of a study
    standoff: Standoff,
    *,
    days: int = 365,
    draws: int = 32,
    seed: int = 0,
    progress: Progress | None = None,
    world: World | None = None,
    facts: Facts | None = None,
    register: Register | None = None,
    paths: Paths | None = None,
    model: str | Model = DEFAULT_MODEL,
    exact: bool = False,
    packages: bool = False,
) -> Impact:
    """Cost of every control on the table to every party, with controls as they stand.

    Parameters
    ----------
    standoff
        Parties and controls on the table; a control that is not costed is left out.
    days
        Horizon from the standoff's date [day].
    draws
        Draws of the uncertain inputs, beside the central run.
    seed
        The same seed gives the same numbers.
    progress
        Called with days done and days in all.
    world, facts, register
        Other data than the shipped. The shipped table has 80 countries; each that is a party is a
        region of its own, the others are in the usual regions. In a world of single countries what
        the facts say of a group goes to its members.
    paths
        How much each control blocks after the date, by tabled control: ``"held"`` as stated, which
        is the rule, ``"until-lifted"`` until a drawn day, ``"queue"`` by the licence queue, or
        points of one's own; see `Study`.
    model
        How sectors are stepped behind the goods: a name or a model, as in `disrupt`.
    exact
        If not, draws of each control alone and of each side's go through a table merged for the
        standoff, set right by the central run on the whole one; all that is central, and the
        ranges of all controls together, are as in an exact run. See docs/methods/quick.md for how
        far the other ranges are off.
    packages
        Whether the packages of a bargain are run along, as ``detente brief`` does, which costs less
        than to run them after. Sums over more columns round differently: losses agree to 1e-4.

    Returns
    -------
    Impact
        Losses in parts and by month, the clock, and what drives them.

    Raises
    ------
    ImpactError
        If nothing is on the table, the horizon or the number of draws is too small, a control
        takes effect only after the horizon, the world has no region for a party, or the run would
        not fit into memory or not end within days.
    """
    require(
        standoff,
        Standoff,
        "dt.simulate",
        "make one with dt.standoff(reading) or dt.Standoff.from_toml(file)",
    )
    standoff = standoff.costed()
    world, facts = ground(standoff, facts or load_facts(), world)
    require_in_time(standoff, days)
    if draws > MOST_DRAWS:
        runs = (len(standoff.controls) + 3) * draws
        raise ImpactError(
            f"{draws} draws: give at most {MOST_DRAWS}; these would be about {runs:,} runs of "
            f"{days} days, and beyond some hundred draws the ranges hardly change"
        )
    size_of(standoff, days=days, draws=draws, packages=packages, world=world, facts=facts).require()
    study = Study(
        standoff,
        days=days,
        draws=draws,
        seed=seed,
        world=world,
        facts=facts,
        register=register,
        paths=paths,
        production=model,
        exact=exact,
    )
    entries = standoff.controls
    nothing = (0.0,) * len(entries)
    scenarios = {
        entry.control: Scenario(
            name=entry.control, existed=tuple(e is entry for e in entries), easing=nothing
        )
        for entry in entries
    }
    for party in dict.fromkeys(entry.imposer for entry in entries):
        own = tuple(e.imposer == party for e in entries)
        scenarios[f"by {party}"] = Scenario(name=f"by {party}", existed=own, easing=nothing)
    scenarios["together"] = Scenario(
        name="together", existed=(True,) * len(entries), easing=nothing
    )
    run = list({scenario.existed: scenario for scenario in scenarios.values()}.values())
    columns = [(scenario, draw) for scenario in run for draw in range(draws + 1)]
    at = {scenario.existed: position for position, scenario in enumerate(run)}
    together = scenarios["together"].existed
    kept = [c for c, (scenario, _) in enumerate(columns) if scenario.existed == together]
    whole = [
        c
        for c, (scenario, draw) in enumerate(columns)
        if draw <= TRIED or scenario.existed == together
    ]
    more = package_columns(study) if packages else []
    whole += range(len(columns), len(columns) + len(more))
    batch, rest = study.run(
        [*columns, *more],
        keep_paths=kept,
        progress=progress,
        whole=None if exact else whole,
        flows=False,
    ).split(len(columns))
    names = {name: at[one.existed] for name, one in scenarios.items()}
    return Impact(study, batch, names, packages=rest if packages else None)


TRIED = 2
"""Draws of each scenario that are stepped on both tables, to see how far the merged one is off."""

MOST_DRAWS = 10_000
"""Draws of the uncertain inputs that are run at most [count]."""

MOST_DAYS = 1096
"""Longest horizon of the short-run engine [day]."""


def require_in_time(standoff: Standoff, days: int) -> None:
    """Refuse a horizon out of bounds, or a control in force only after the last day simulated.

    Parameters
    ----------
    standoff
        What is to be simulated.
    days
        Horizon [day].

    Raises
    ------
    ImpactError
        Saying which, and what to do.
    """
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise ImpactError(
            f"{days} days: give a number from {LEAST_DAYS} to {MOST_DAYS}; plants and "
            "suppliers change after that, and detente years looks ten years ahead"
        )
    for entry in standoff.controls:
        wait = (entry.effective - standoff.on).days
        if wait >= days:
            raise ImpactError(
                f"{entry.control} takes effect on {entry.effective}, {wait} days after "
                f"{standoff.on}, and {days} days are simulated: start later, or give more days"
            )
