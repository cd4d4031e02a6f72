"""When a party runs short of a good: paths of its need, stock and output."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.impact.goods.model import goods_in_play

if TYPE_CHECKING:
    from detente.impact._impact import Impact

__all__ = ["GoodClock", "clocks"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodClock:
    """When a party runs short of a good, with controls as they stand."""

    party: str
    good: str
    control: str
    """Who, of what, and under which tabled control."""
    first_shortage: Array
    """First day on which the leanest plants miss a quarter of their need, NaN for never, shape
    (draws + 1,) [day]."""
    sectors: tuple[str, ...]
    """Codes of the sectors of the party that need the good."""
    need_met: Array
    stock: Array
    output: Array
    """Daily paths over draws, shape (days, draws + 1) [share of base]."""


def clocks(impact: "Impact") -> list[GoodClock]:
    """When each party runs short of each good without which lines stop, soonest first."""
    study, batch = impact.study, impact.batch
    columns = impact.columns("together")
    kept = np.searchsorted(batch.path_columns, columns)
    model = study.model
    found: list[GoodClock] = []
    for entry in impact.standoff.controls:
        rows = impact.rows(entry.target)
        for good in goods_in_play(entry.goods, study.facts):
            g = model.goods.index(good)
            users = [
                u
                for u in range(len(model.user_good))
                if model.user_good[u] == g
                and model.user_region[u] in rows
                and model.user_critical[u]
            ]
            if not users or any(c.party == entry.target and c.good == good for c in found):
                continue
            weight = study.network.value_added[model.user_node[users]] * np.maximum(
                model.user_coverage[users, 0], 1e-9
            )
            size = len(study.world.sectors)
            nodes = sorted(users, key=lambda u: -weight[users.index(u)])
            found.append(
                GoodClock(
                    party=entry.target,
                    good=good,
                    control=entry.control,
                    first_shortage=_earliest(batch.first_shortage[g][rows][:, columns]),
                    sectors=tuple(
                        dict.fromkeys(study.world.sectors[model.user_node[u] % size] for u in nodes)
                    ),
                    need_met=batch.need_met[g][rows][:, :, kept].mean(axis=0),
                    stock=batch.stock[g][rows][:, :, kept].mean(axis=0),
                    output=np.average(
                        batch.user_output[np.searchsorted(study.watched, users)][:, :, kept],
                        axis=0,
                        weights=weight,
                    ),
                )
            )
    return sorted(found, key=lambda c: (np.isnan(c.first_shortage[0]), c.first_shortage[0]))


def _earliest(days: Array) -> Array:
    """Earliest over regions, NaN where none."""
    return np.asarray(np.where(np.isnan(days).all(axis=0), np.nan, np.fmin.reduce(days, axis=0)))
