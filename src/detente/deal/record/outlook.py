"""How likely a bargain stands, month by month, with how often that was so in the record."""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente._units import DAYS_PER_MONTH, MONTHS_PER_YEAR
from detente.controls import Range
from detente.deal.record.breakers import Breakers, who_broke
from detente.deal.record.kept import kept_score
from detente.deal.record.scores import HORIZONS, Score, score_left_out
from detente.deal.record.soon import soon_score, sought
from detente.deal.record.survival import Survival, record_survival, watched
from detente.deal.shape.keeping import ByMonth
from detente.deal.shape.keeping import Outlook as Form
from detente.facts import BargainRow, Facts
from detente.say import per_cent

__all__ = ["MONTHS", "Outlook", "even_hazard", "outlook", "record_scores"]

MONTHS = (1.0, 3.0, 6.0, 12.0, 24.0)
"""Times that are told [month]."""

_MEANT = {
    "core": "the traded easings are in force",
    "strict": "no promise is withdrawn and no new like measure comes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Chances that a bargain stands, by the two rules of the record."""

    months: tuple[float, ...]
    """Times since now [month]."""
    core: tuple[Range, ...]
    strict: tuple[Range, ...]
    """Chance that the traded easings are still in force, and that no promise was withdrawn and no
    new like measure came, at each time [share]."""
    scores: Mapping[str, Score]
    """By rule, how forecasts of ``stands after 12 months`` came true, each bargain left out."""
    told_by: Mapping[str, str]
    """By rule, ``structure`` if the traits of the bargain move its chance, ``base rate`` if they do
    not: because none is known, or because they were no better than the base rate."""
    talks: Range | None
    """How long talks lasted that led to a bargain: median, with the 10th and 90th percentile
    [month]; None where the record has none."""
    soon: float
    """Of matters on which talks were sought, the part with a bargain within six months [share]."""
    sought: int
    """How many matters that is [count]."""
    breakers: Breakers
    """Who broke first in the record."""
    since: float = 0.0
    """Time for which it stands already [month]."""

    @property
    def words(self) -> str:
        """The chances of the next twelve months, each with its base rate."""
        at = self.months.index(MONTHS_PER_YEAR)
        return " ".join(
            self._sentence(rule, chances[at])
            for rule, chances in (("core", self.core), ("strict", self.strict))
        )

    def _sentence(self, rule: str, chance: Range) -> str:
        """One chance with the base rate beside it."""
        score = self.scores[rule]
        low, high = per_cent(chance.low), per_cent(chance.high)
        told = (
            f"Chance that {_MEANT[rule]} in twelve months, given a deal: {per_cent(chance.central)}"
            f" ({low} to {high}); in the record it was so in {per_cent(score.stood)} of "
            f"{score.cases} bargains"
        )
        if self.told_by[rule] == "structure":
            return f"{told}, and form and terms cut the error of that rate by {_cut(score)}."
        if score.adds:
            return f"{told}."
        return f"{told}. What is known of a deal adds little to that rate ({_cut(score)})."

    def by_month(self) -> list[ByMonth]:
        """Return the chances at each time for JSON."""
        return [
            {"month": month, "easings_in_force": core.as_dict(), "no_new_measure": kept.as_dict()}
            for month, core, kept in zip(self.months, self.core, self.strict, strict=True)
        ]

    def as_dict(self) -> Form:
        """Return the chances for JSON."""
        return {
            "since_months": self.since,
            "by_month": self.by_month(),
            "record": {
                rule: {
                    "cases": score.cases,
                    "stood": score.stood,
                    "gain": score.gain,
                    "told_by": self.told_by[rule],
                }
                for rule, score in self.scores.items()
            },
            "deal_within_six_months": {"share": self.soon, "cases": self.sought},
            "words": self.words,
        }


@functools.lru_cache(maxsize=32)
def _score(rows: tuple[BargainRow, ...], rule: str, months: float) -> Score:
    bargains = watched(rows, rule)
    return kept_score(bargains, rule, months) or score_left_out(bargains, rule, months)


def record_scores(facts: Facts) -> tuple[Score, ...]:
    """Return how forecasts from the record came true: by rule and horizon, then of a deal soon."""
    stands = (_score(facts.bargains, r, months) for r in ("core", "strict") for months in HORIZONS)
    return (*stands, soon_score(facts))


@functools.lru_cache(maxsize=64)
def outlook(facts: Facts, traits: frozenset[str] | None = None, *, since: float = 0.0) -> Outlook:
    """Return how likely a bargain stands.

    Parameters
    ----------
    facts
        The tables, with the record.
    traits
        Its traits; None for a bargain that is not struck.
    since
        Time for which it stands already [month].

    Notes
    -----
    Traits move a chance only where, each bargain left out in turn, they cut the squared error of
    the base rate after twelve months by a tenth; else the record's own curve is told.
    """
    models = record_survival(facts)
    scores = {rule: _score(facts.bargains, rule, MONTHS_PER_YEAR) for rule in models}
    told_by = {
        rule: "structure" if traits is not None and scores[rule].adds else "base rate"
        for rule in models
    }

    def curve(rule: str, model: Survival) -> tuple[Range, ...]:
        used = traits if told_by[rule] == "structure" else None
        return tuple(model.stands(since + month, used, since=since) for month in MONTHS)

    soon = [one.soon for one in sought(facts)]
    curves = {rule: curve(rule, model) for rule, model in models.items()}
    return Outlook(
        months=MONTHS,
        core=curves["core"],
        strict=curves["strict"],
        scores=scores,
        told_by=told_by,
        talks=_lengths(facts),
        soon=sum(soon) / max(len(soon), 1),
        sought=len(soon),
        breakers=who_broke(facts),
        since=since,
    )


def even_hazard(found: Outlook) -> Range:
    """Return the constant rate that ends as many traded easings within a year [per month]."""
    year = found.core[found.months.index(MONTHS_PER_YEAR)]
    low, central, high = (
        -math.log(min(max(chance, 1e-6), 1.0)) / MONTHS_PER_YEAR
        for chance in (year.high, year.central, year.low)
    )
    return Range(low=low, central=central, high=high)


def _months_of_talks(facts: Facts) -> list[float]:
    """How long talks lasted that led to a bargain [month]."""
    return [
        (row.date - row.talks_from).days / DAYS_PER_MONTH
        for row in facts.bargains
        if row.talks_from is not None
    ]


def _lengths(facts: Facts) -> Range | None:
    lasted = _months_of_talks(facts)
    if not lasted:
        return None
    low, middle, high = (float(q) for q in np.quantile(lasted, (0.1, 0.5, 0.9)))
    return Range(low=low, central=middle, high=high)


def _cut(score: Score) -> str:
    return per_cent(max(score.gain, 0.0))
