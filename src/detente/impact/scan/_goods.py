"""What it costs to cut off one exporter's good, target by target, through the goods layer."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from detente._units import DAYS_PER_MONTH
from detente.controls import Figure, Standoff, TabledControl
from detente.facts import Facts
from detente.impact._batch import Scenario
from detente.impact._study import Study
from detente.impact.scan._cuts import Cut
from detente.world import World

__all__ = ["good_losses", "newest"]

Array = npt.NDArray[np.float64]


def good_losses(
    world: World, facts: Facts, cuts: Sequence[Cut], *, days: int, share: float, on: dt.date
) -> Array:
    """Loss of every region from each cut, mean over the horizon, shape (cuts, regions).

    Notes
    -----
    One study of an unconditional ban on each buyer; a cut is the scenario in which the bans on its
    buyers are in force. The bans on the others say nothing, so a cut's figures do not depend on
    what else is scanned.
    """
    exporter, good = cuts[0].exporter, cuts[0].product
    others = [code for code in world.regions if code != exporter]
    blocked = Figure(low=share, central=share, high=share)
    bans = [
        TabledControl(
            control=code,
            name=f"{exporter} {good} to {code}",
            imposer=exporter,
            target=code,
            goods=[good],
            effective=on,
            intensity=blocked,
        )
        for code in others
    ]
    study = Study(
        Standoff(name="scan", on=on, controls=bans), days=days, draws=1, world=world, facts=facts
    )
    untouched = (0.0,) * len(others)
    columns = [
        (
            Scenario(
                name=cut.target,
                existed=tuple(code in cut.buyers for code in others),
                easing=untouched,
            ),
            0,
        )
        for cut in cuts
    ]
    if len(columns) == 1:
        columns = columns * 2  # a lone column takes products that round differently
    loss = study.run(columns, workers=1).loss[..., : len(cuts)]
    month = np.minimum(np.arange(days) // DAYS_PER_MONTH, study.months - 1).astype(int)
    weights = np.bincount(month, minlength=study.months) / days
    return np.asarray(np.einsum("rmc,m->cr", loss, weights), dtype=np.float64)


def newest(facts: Facts) -> dt.date:
    """Day as of which the newest shares of supply hold."""
    return max(row.as_of for row in facts.supply_shares)
