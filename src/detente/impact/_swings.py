"""How far each uncertain input alone moves a party's loss: the bars of a tornado."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.impact._batch import Progress, Scenario
from detente.impact._study import Study
from detente.impact.goods.parts import same_states, side_by_side

if TYPE_CHECKING:
    from detente.impact._impact import Impact

__all__ = ["Swing", "swings"]

IntArray = npt.NDArray[np.intp]

CANDIDATES = 16
"""Inputs tried for each party: those whose draws go most with what a control costs it."""

ENDS = 0.05
"""Quantile of an input's low end; the high end mirrors it."""

LEAST = 0.01
"""A narrower bar would not be seen [share of the party's loss]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What one uncertain input alone does to a party's loss under controls as they stand."""

    party: str
    name: str
    """Whose loss, and which input."""
    low: float
    high: float
    """Loss with the input at the 5th and at the 95th percentile of its range, every other input at
    its central value [USD bn per month]."""

    @property
    def width(self) -> float:
        """How far the loss moves [USD bn per month]."""
        return abs(self.high - self.low)


def swings(
    impact: "Impact", *, most: int = 8, progress: Progress | None = None
) -> dict[str, list[Swing]]:
    """Move the likeliest inputs one at a time, and see what each does to every party's loss.

    Notes
    -----
    Inputs to try are those whose draws go most with what a control alone costs the party: rank
    correlation times the spread of that cost. Over a few dozen draws a rank correlation is partly
    chance; a run with nothing else moved is not. It misses what inputs do only together.
    """
    tried = {party: _candidates(impact, party) for party in impact.parties}
    names = list(dict.fromkeys(name for found in tried.values() for name in found))
    if not names:
        return {party: [] for party in impact.parties}
    study = impact.study
    moved = _one_at_a_time(study, names)
    entries = study.standoff.controls
    together = Scenario(
        name="together", existed=(True,) * len(entries), easing=(0.0,) * len(entries)
    )
    batch = moved.run(
        [(together, d) for d in range(2 * len(names) + 1)],
        progress=progress,
        whole=None if study.exact else [],
        central=None if study.exact else impact.central(),
    )
    found: dict[str, list[Swing]] = {}
    for party, candidates in tried.items():
        loss = batch.loss[impact.rows(party)].sum(axis=0).mean(axis=0)
        rows = [
            Swing(
                party=party,
                name=name,
                low=float(loss[2 * names.index(name) + 1]),
                high=float(loss[2 * names.index(name) + 2]),
            )
            for name in candidates
        ]
        wide = [row for row in rows if row.width >= LEAST * abs(float(loss[0]))]
        found[party] = sorted(wide, key=lambda row: -row.width)[:most]
    return found


def _one_at_a_time(study: Study, names: list[str]) -> Study:
    """Prepare a study whose draws ``2 i + 1`` and ``2 i + 2`` are the ends of input ``i`` alone.

    Inputs that move different parts of the goods layer share a draw there.
    """
    many = 2 * len(names)
    alone = _moved(study, names, np.arange(1, many + 1))
    own = side_by_side(alone.parts)
    if own.max() == many:
        return alone
    few = _moved(study, names, own.max(axis=0)[1:])
    if not same_states(alone.parts, few.parts, own):
        return alone
    few.own = own
    return few


def _moved(study: Study, names: list[str], place: IntArray) -> Study:
    """The study with the low and the high end of each input in the draws given, (2 inputs,)."""
    quantiles, draws = {}, max(1, int(place.max()))
    for at, name in enumerate(names):
        drawn = np.full(draws + 1, 0.5)  # of a two-piece range, the central value
        drawn[place[2 * at : 2 * at + 2]] = ENDS, 1.0 - ENDS
        quantiles[name] = drawn[1:]
    return study.again(draws=draws, quantiles=quantiles)


def _candidates(impact: "Impact", party: str) -> list[str]:
    """Name the inputs to try for a party, likeliest first."""
    sampler = impact.study.sampler
    quantiles = dict(zip(sampler.names, sampler.quantiles[:, 1:], strict=True))
    score: dict[str, float] = {}
    for entry in impact.standoff.controls:
        draws = impact.draws(party, entry.control)[1:]
        if len(draws) < 3:
            continue
        ranks, spread = draws.argsort().argsort(), float(draws.std())
        for name in impact.inputs_of(entry.control, party) & quantiles.keys():
            rho = float(np.corrcoef(quantiles[name].argsort().argsort(), ranks)[0, 1])
            score[name] = max(score.get(name, 0.0), abs(rho) * spread)
    return sorted(score, key=lambda name: (-score[name], name))[:CANDIDATES]
