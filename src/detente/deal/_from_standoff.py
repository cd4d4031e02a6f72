"""A bargain over a standoff, or one package of it: stakes, red lines, names, and what it runs."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from detente._wants import require
from detente.controls import (
    Figure,
    Range,
    Standoff,
    TabledControl,
    TabledIssue,
    in_sentence,
    own_names,
    with_article,
)
from detente.deal._bargain import Rules, bargain
from detente.deal._deals import Deals
from detente.deal.game.appraise import Appraisal, appraise
from detente.deal.game.levels import named_levels
from detente.deal.game.reported import reported_deal
from detente.deal.game.stakes import SideIssue, Stake, Stakes
from detente.deal.game.uncosted import Uncosted
from detente.deal.keeping.assumed import keeping_of
from detente.deal.without.disagreement import Disagreement, DisagreementKind
from detente.deal.without.tax_war import tax_war_point
from detente.impact import Impact, LossRuns, Progress, loss_runs, simulate

__all__ = ["appraise_over", "bargain_over", "stakes_of"]

_FARTHEST = 1.0
"""Most tightening, of today's intensity, that the loss surface is carried on to without runs."""


def stakes_of(standoff: Standoff) -> Stakes:
    """Values, red lines, side issues, mandates and levels, as the standoff states them.

    Parameters
    ----------
    standoff
        The standoff; controls that are not costed are left out.
    """
    entries = standoff.costed().controls
    own = own_names(entries)
    return Stakes(
        stakes=tuple(
            Stake(
                party=entry.imposer,
                control=entry.control,
                security=_range(entry.security),
                political=_range(entry.political),
                origin=_origin(entry),
                stream=own[entry.control],
            )
            for entry in entries
        ),
        bounds={entry.control: entry.bound for entry in entries},
        side=tuple(_side(issue) for issue in standoff.side_issues),
        mandates=_mandates(standoff, entries),
        levels={entry.control: _levels(entry, standoff.on) for entry in entries if entry.levels},
        room={entry.control: _room(entry.settled(standoff.on).central) for entry in entries},
    )


def bargain_over(  # noqa: PLR0913 - data and settings of a bargain
    standoff: Standoff,
    *,
    impact: Impact | None = None,
    runs: LossRuns | None = None,
    days: int = 180,
    draws: int = 32,
    seed: int = 0,
    rules: Rules | None = None,
    stakes: Stakes | None = None,
    disagreement: DisagreementKind | Disagreement = "status-quo",
    progress: Progress | None = None,
) -> Deals:
    """Find the deals of a standoff, running what that needs.

    Parameters
    ----------
    standoff
        The standoff.
    impact
        A simulation of it; made if not given.
    runs
        The loss runs of that simulation, if they are there already.
    days, draws, seed
        As in `detente.simulate`, if the simulation has to be made.
    rules
        How the bargain is computed.
    stakes
        What the parties put on the scale; as the standoff states it (`stakes_of`) if not given.
    disagreement
        What happens without a deal: ``"status-quo"``, ``"control-game"``, ``"escalation"``,
        ``"tax-war"`` (each adds its best export taxes, in the long run), or a point of one's own.
    progress
        Called with days done and days in all.

    Raises
    ------
    DealError
        If the loss surface misses held-out runs by more than its bound.
    """
    how = "make one with dt.standoff(reading) or dt.Standoff.from_toml(file)"
    require(standoff, Standoff, "dt.bargain", how)
    if impact is None:
        impact = simulate(
            standoff, days=days, draws=draws, seed=seed, progress=progress, packages=True
        )
    names = _names(standoff)
    if disagreement == "tax-war":
        disagreement = tax_war_point(impact, names)
    runs, stakes = runs or loss_runs(impact, progress=progress), stakes or stakes_of(standoff)
    deals = bargain(
        runs,
        stakes,
        seed=impact.study.seed,
        names=names,
        rules=rules,
        disagreement=disagreement,
        keeping=keeping_of(standoff.costed(), impact),
        uncosted=tuple(
            Uncosted(
                control=entry.control,
                owner=entry.imposer,
                target=entry.target,
                why=entry.not_costed,
            )
            for entry in standoff.controls
            if entry.not_costed
        ),
    )
    told = reported_deal(standoff.agreement, runs, stakes, seed=impact.study.seed, names=names)
    return deals if told is None else dataclasses.replace(deals, reported=told)


def appraise_over(
    standoff: Standoff,
    easings: Mapping[str, float],
    *,
    impact: Impact,
    stakes: Stakes | None = None,
    progress: Progress | None = None,
) -> Appraisal:
    """Hold one package of a standoff against what its parties value.

    Parameters
    ----------
    standoff
        The standoff.
    easings
        Share by control; what is not named stays as it is [share].
    impact
        A simulation of it.
    stakes
        As in `bargain_over`.
    progress
        Called with days done and days in all.
    """
    return appraise(
        loss_runs(impact, progress=progress),
        stakes or stakes_of(standoff),
        easings,
        seed=impact.study.seed,
        names=_names(standoff),
    )


def _names(standoff: Standoff) -> dict[str, str]:
    """Words for ids, as they stand inside a sentence."""
    names = {entry.control: in_sentence(entry.name) for entry in standoff.controls}
    names |= {
        issue.name: f"{in_sentence(issue.name)} ({issue.most:g} {issue.unit})"
        for issue in standoff.side_issues
    }
    return names | {party.party: with_article(party.name) for party in standoff.parties}


def _side(issue: TabledIssue) -> SideIssue:
    """All units on the table are one share of 1."""
    worth = {party: _range(figure, issue.most) for party, figure in issue.worth.items()}
    return SideIssue(name=issue.name, worth=worth)


def _mandates(standoff: Standoff, entries: list[TabledControl]) -> dict[str, dict[str, float]]:
    """Least share of each column by the party that asks for it."""
    asked: dict[str, dict[str, float]] = {}
    for entry in entries:
        for party, least in entry.mandates.items():
            asked.setdefault(party, {})[entry.control] = least
    for issue in standoff.side_issues:
        for party, least in issue.mandates.items():
            asked.setdefault(party, {})[issue.name] = least / issue.most
    return asked


def _levels(entry: TabledControl, on: dt.date) -> tuple[float, ...]:
    """Easings of the levels; one that blocks as much as today is no easing."""
    named = {}
    if any(isinstance(level, str) for level in entry.levels):
        named = named_levels(entry.settled(on).central)
    return tuple(
        named.get(level, 0.0) if isinstance(level, str) else level for level in entry.levels
    )


def _room(intensity: float) -> float:
    """How far a control that blocks this share could be tightened, of today's intensity."""
    return min(_FARTHEST, 1 / intensity - 1) if 0 < intensity < 1 else 0.0


def _origin(entry: TabledControl) -> str:
    """Where the values of keeping a control come from, for the reader."""
    if entry.valued:
        return entry.valued
    if entry.origin.kind == "analyst":
        return "analyst"
    return "facts table" if entry.security.high > 0 else "none known, taken as zero"


def _range(figure: Figure, units: float = 1.0) -> Range:
    return Range(low=figure.low * units, central=figure.central * units, high=figure.high * units)
