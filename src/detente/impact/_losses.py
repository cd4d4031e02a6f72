"""What controls cost a party: in parts, by month, and in which of its sectors."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente.controls import Range
from detente.impact.ranges import LOSS_PARTS, LossPart, RangeFrom, spread
from detente.impact.shape import Role

if TYPE_CHECKING:
    from detente.impact._impact import Impact

__all__ = ["Loss", "loss_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one control, alone or with others, costs one party."""

    name: str
    """Control on the table, or ``"together"``."""
    party: str
    """ISO3 of the party."""
    role: Role
    """``owner``, ``target`` or ``third``."""
    total: Range
    """Mean over the horizon [USD bn per month]; positive is worse off."""
    parts: dict[LossPart, Range]
    """The same by part: stopped_lines, price_paid, own_exports_lost."""
    by_month: tuple[Range, ...]
    """Month 1, 2, ... after the standoff's date [USD bn per month]."""
    top_sectors: tuple[tuple[str, str, float], ...]
    """(region, sector, central loss) of the sectors of the party that lose most."""
    range_from: RangeFrom
    """Which table the draws were stepped on. Of a party both are near; for a country that is no
    side, ranges from the merged one are rough (docs/methods/quick.md)."""


def loss_of(impact: "Impact", party: str, name: str) -> Loss:
    """Cost to a party of one control alone, or of all together: see `Impact.loss`."""
    columns, rows = impact.columns(name), impact.rows(party)
    parts = {
        part: spread(getattr(impact.batch, part)[rows][:, :, columns].sum(axis=0).mean(axis=0))
        for part in LOSS_PARTS
    }
    monthly = impact.monthly_draws(party, name)
    return Loss(
        name=name,
        party=party,
        role=_role(impact, party, name),
        total=spread(monthly.mean(axis=0)),
        parts=parts,
        by_month=tuple(spread(month) for month in monthly),
        top_sectors=_top_sectors(impact, rows, columns),
        range_from=impact.range_from(name),
    )


def _role(impact: "Impact", party: str, name: str) -> Role:
    entries = [e for e in impact.standoff.controls if name in (e.control, "together")]
    if any(e.imposer == party for e in entries):
        return "owner"
    return "target" if any(e.target == party for e in entries) else "third"


def _top_sectors(
    impact: "Impact", rows: list[int], columns: npt.NDArray[np.intp], most: int = 5
) -> tuple[tuple[str, str, float], ...]:
    world, central = impact.study.world, impact.batch.sector_loss[:, columns[0]]
    size = len(world.sectors)
    nodes = [row * size + s for row in rows for s in range(size)]
    top = sorted(nodes, key=lambda node: -central[node])[:most]
    return tuple(
        (world.regions[n // size], world.sectors[n % size], float(central[n]))
        for n in top
        if central[n] > 0
    )
