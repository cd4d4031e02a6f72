"""A deal that was reported as agreed, held against what its parties value."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.controls import Agreement
from detente.deal.game.appraise import Appraisal, appraise
from detente.deal.game.stakes import Stakes
from detente.deal.shape.reported import Appraisal as AppraisalForm
from detente.deal.surface.runs import Runs

__all__ = ["Reported", "reported_deal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Who would accept a reported deal, as far as it is on the table."""

    appraisal: Appraisal
    """With the central easing of each part."""
    ends: tuple[float, float]
    """Share of draws in which all accept, with every part at the low and at the high end of what
    its words may mean [share]."""
    accepts: Mapping[str, float]
    """By party, share of draws in which it accepts, at the central easings [share]."""

    def to_payload(self) -> AppraisalForm:
        """Return the ``appraisal`` object of the brief's ``agreement``."""
        package = self.appraisal.package
        share = package.accepted_share
        return {
            "easings": {name: e for name, e in package.easings.items() if e > 0},
            "gains": {party: gain.as_dict() for party, gain in package.gains.items()},
            "accepted": self.appraisal.accepted,
            "accepts": dict(self.accepts),
            "accepted_share": {
                "low": min(*self.ends, share),
                "central": share,
                "high": max(*self.ends, share),
            },
            "short": dict(self.appraisal.short),
            "crossed": list(self.appraisal.crossed),
        }


def reported_deal(
    agreement: Agreement | None,
    runs: Runs,
    stakes: Stakes,
    *,
    seed: int = 0,
    names: Mapping[str, str] | None = None,
) -> Reported | None:
    """Appraise what was reported as agreed; ``None`` where none of it is on the table."""
    if agreement is None:
        return None
    parts = [
        {name: share for name, share in agreement.easings(end).items() if name in runs.controls}
        for end in ("low", "central", "high")
    ]
    if not any(parts[1].values()):
        return None
    found = [
        appraise(runs, stakes, part if any(part.values()) else parts[1], seed=seed, names=names)
        for part in parts
    ]
    low, central, high = found
    return Reported(
        appraisal=central,
        ends=(low.package.accepted_share, high.package.accepted_share),
        accepts=central.accepts,
    )
