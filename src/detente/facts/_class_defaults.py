"""What a good of a class is taken to be like where nobody says: what packaged goods of it are."""

from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

from detente._errors import UnknownCodeError

from ._rows import FigureRow

if TYPE_CHECKING:
    from ._facts import Facts

__all__ = ["ClassDefaults", "class_defaults"]

COMMON = 3
"""A sector that uses one in so many goods of a class is taken to use any of it [count]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDefaults:
    """Defaults of a class of goods."""

    kind: str
    """The class."""
    host_sector: str
    group: str
    """The sector that makes most goods of it, and the group that most belong to."""
    users: dict[str, tuple[float, float, float]]
    """Sectors that use it with low, central and high coverage [share]."""
    spread: tuple[float, float]
    """Low and high of a supply share or coverage, over its central value: the 10th percentile of
    the lows of the class and the 90th of its highs [1]."""
    goods: int
    """Number of packaged goods of the class [count]."""


def class_defaults(kind: str, facts: "Facts") -> ClassDefaults:
    """Look at the goods of a class.

    Raises
    ------
    UnknownCodeError
        If there is no such class.
    """
    kinds = list(dict.fromkeys(row.kind for row in facts.kind_parameters))
    if kind not in kinds:
        raise UnknownCodeError("class of goods", kind, kinds)
    goods = [row for row in facts.goods if row.kind == kind and not row.own]
    names = {row.good for row in goods}
    coverage: dict[str, list[tuple[float, float, float]]] = {}
    for user in facts.users:
        if user.good in names and user.region == "*" and not user.own:
            coverage.setdefault(user.sector, []).append((user.low, user.value, user.high))
    rows: list[FigureRow] = [r for r in facts.supply_shares if r.good in names and not r.own]
    rows += [r for r in facts.users if r.good in names and not r.own]
    rows = [row for row in rows if row.value > 0]
    return ClassDefaults(
        kind=kind,
        host_sector=Counter(row.host_sector for row in goods).most_common(1)[0][0],
        group=Counter(row.group for row in goods).most_common(1)[0][0],
        users={
            sector: (
                min(low for low, _, _ in seen),
                round(median(central for _, central, _ in seen), 3),
                max(high for _, _, high in seen),
            )
            for sector, seen in coverage.items()
            if len(seen) * COMMON >= len(goods)
        },
        spread=(
            round(quantiles([r.low / r.value for r in rows], n=10, method="inclusive")[0], 2),
            round(quantiles([r.high / r.value for r in rows], n=10, method="inclusive")[-1], 2),
        ),
        goods=len(goods),
    )
