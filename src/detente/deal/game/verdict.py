"""One answer to *is there a deal*: central, by share of draws, and the value it hangs on."""

from dataclasses import dataclass

from detente.deal.game.exists import ExistsIf
from detente.deal.shape import deals as shape

__all__ = ["Verdict", "verdict_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a deal exists, said three ways that belong together.

    Notes
    -----
    The two may differ: values are drawn from ranges whose long side is the upper one, and losses
    are drawn with them. *Missed at central values, and met in 72 % of the draws* is one finding.
    """

    central: bool
    """Whether one exists with every loss and value central."""
    share_of_draws: float
    """Share of draws of losses and values in which one exists [share]."""
    deciding: ExistsIf | None
    """The threshold nearest to what is assumed, among those on the side of ``central``: where there
    is no deal, those that are missed; ``None`` where nothing can be eased."""

    def to_payload(self) -> shape.Verdict:
        """Return the ``verdict`` object of the brief."""
        return {
            "central": self.central,
            "share_of_draws": self.share_of_draws,
            "deciding": None if self.deciding is None else self.deciding.to_payload(),
        }


def verdict_of(exists_if: tuple[ExistsIf, ...], *, central: bool, share_of_draws: float) -> Verdict:
    """Return the verdict with the threshold that it hangs on."""
    side = [one for one in exists_if if one.holds == central] or list(exists_if)
    deciding = min(side, key=_distance, default=None)
    return Verdict(central=central, share_of_draws=share_of_draws, deciding=deciding)


def _distance(one: ExistsIf) -> tuple[float, str]:
    """How far the threshold lies from what is assumed, in widths of the assumed range."""
    width = max(one.assumed.high - one.assumed.low, 1e-9 + 0.1 * abs(one.assumed.central))
    return abs(one.threshold.central - one.assumed.central) / width, one.control
