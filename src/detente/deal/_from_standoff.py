"""A bargain over a standoff: its stakes, its red lines and its names, and the runs it needs."""

from detente.controls import Figure, Standoff, TabledControl, in_sentence, with_article
from detente.deal._bargain import Rules, bargain
from detente.deal._deals import Deals
from detente.deal._range import Range
from detente.deal._stakes import Stake, Stakes
from detente.impact import Impact, Progress, loss_runs, simulate

__all__ = ["bargain_over", "stakes_of"]


def stakes_of(standoff: Standoff) -> Stakes:
    """Security values, political costs and red lines, as the standoff states them.

    Parameters
    ----------
    standoff
        The standoff.
    """
    return Stakes(
        stakes=tuple(
            Stake(
                party=entry.imposer,
                control=entry.control,
                security=_range(entry.security),
                political=_range(entry.political),
                origin=_origin(entry),
            )
            for entry in standoff.controls
        ),
        bounds={entry.control: entry.bound for entry in standoff.controls},
    )


def bargain_over(
    standoff: Standoff,
    *,
    impact: Impact | None = None,
    days: int = 180,
    draws: int = 32,
    seed: int = 0,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> Deals:
    """Find the deals of a standoff, running what that needs.

    Parameters
    ----------
    standoff
        The standoff.
    impact
        A simulation of it; made if not given.
    days, draws, seed
        As in `detente.simulate`, if the simulation has to be made.
    rules
        How the bargain is computed.
    progress
        Called with days done and days in all.

    Raises
    ------
    DealError
        If the loss surface misses held-out runs by more than its bound.
    """
    if impact is None:
        impact = simulate(standoff, days=days, draws=draws, seed=seed, progress=progress)
    names = {entry.control: in_sentence(entry.name) for entry in standoff.controls}
    names |= {party.party: with_article(party.name) for party in standoff.parties}
    return bargain(
        loss_runs(impact, progress=progress),
        stakes_of(standoff),
        seed=impact.study.seed,
        names=names,
        rules=rules,
    )


def _origin(entry: TabledControl) -> str:
    """Where the values of keeping a control come from, for the reader."""
    if entry.origin.kind == "analyst":
        return "analyst"
    return "facts table" if entry.security.high > 0 else "none known, taken as zero"


def _range(figure: Figure) -> Range:
    return Range(low=figure.low, central=figure.central, high=figure.high)
