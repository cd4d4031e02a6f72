"""A bargain over a standoff, or one package of it: stakes, red lines, names, and what it runs."""

from collections.abc import Mapping

from detente.controls import Figure, Range, Standoff, TabledControl, in_sentence, with_article
from detente.deal._appraise import Appraisal, appraise
from detente.deal._bargain import Rules, bargain
from detente.deal._deals import Deals
from detente.deal._disagreement import DisagreementKind
from detente.deal._keeping_of import keeping_of
from detente.deal._stakes import Stake, Stakes
from detente.impact import Impact, Progress, loss_runs, simulate

__all__ = ["appraise_over", "bargain_over", "stakes_of"]

_FARTHEST = 1.0
"""Most tightening, of today's intensity, that the loss surface is carried on to without runs."""


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
        room={entry.control: _room(entry.intensity.central) for entry in standoff.controls},
    )


def bargain_over(  # noqa: PLR0913 - data and settings of a bargain
    standoff: Standoff,
    *,
    impact: Impact | None = None,
    days: int = 180,
    draws: int = 32,
    seed: int = 0,
    rules: Rules | None = None,
    stakes: Stakes | None = None,
    disagreement: DisagreementKind = "status-quo",
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
    stakes
        What the parties put on the scale; as the standoff states it (`stakes_of`) if not given.
        Side issues, mandates and stepwise licences are added with `dataclasses.replace`.
    disagreement
        What happens without a deal: ``"status-quo"``, ``"control-game"`` or ``"escalation"``.
    progress
        Called with days done and days in all.

    Raises
    ------
    DealError
        If the loss surface misses held-out runs by more than its bound.
    """
    if impact is None:
        impact = simulate(standoff, days=days, draws=draws, seed=seed, progress=progress)
    return bargain(
        loss_runs(impact, progress=progress),
        stakes or stakes_of(standoff),
        seed=impact.study.seed,
        names=_names(standoff),
        rules=rules,
        disagreement=disagreement,
        keeping=keeping_of(standoff, impact),
    )


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
    return names | {party.party: with_article(party.name) for party in standoff.parties}


def _room(intensity: float) -> float:
    """How far a control that blocks this share could be tightened, of today's intensity."""
    return min(_FARTHEST, 1 / intensity - 1) if 0 < intensity < 1 else 0.0


def _origin(entry: TabledControl) -> str:
    """Where the values of keeping a control come from, for the reader."""
    if entry.origin.kind == "analyst":
        return "analyst"
    return "facts table" if entry.security.high > 0 else "none known, taken as zero"


def _range(figure: Figure) -> Range:
    return Range(low=figure.low, central=figure.central, high=figure.high)
