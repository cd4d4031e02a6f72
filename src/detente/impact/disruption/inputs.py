"""What each sector needs to go on producing, and how many days of it lie in stock."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.facts import Facts
from detente.world import World

__all__ = ["Inputs"]

Array = npt.NDArray[np.floating]

RATINGS = {"critical": 1.0, "important": 0.5}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inputs:
    """Typed inputs of every node, whatever the region they come from.

    Raises
    ------
    ImpactError
        If a rating is none of the three, or a stock is less than a day or not a number.
    """

    rating: Array
    """How much a user needs an input, shape (sectors, n) [1]: 1 critical, 0.5 important, 0
    neither."""
    stock_days: Array
    """Days of base use in a user's stock of an input, shape (sectors, n) [day]; infinite where an
    input is never short."""

    def __post_init__(self) -> None:
        if self.rating.shape != self.stock_days.shape:
            raise ImpactError(
                f"ratings have shape {self.rating.shape} and stocks {self.stock_days.shape}: "
                "both need (sectors, nodes)"
            )
        if not np.isin(self.rating, (0.0, 0.5, 1.0)).all():
            raise ImpactError("an input is rated 1 (critical), 0.5 (important) or 0 (neither)")
        if not (self.stock_days >= 1.0).all():
            missing = int(np.isnan(self.stock_days).sum())
            least = f"the least is {np.min(self.stock_days):g}"
            raise ImpactError(
                "stocks must cover at least one day of use, since deliveries arrive overnight: "
                + (f"{missing} are not numbers" if missing else least)
            )

    @classmethod
    def from_arrays(
        cls, world: World, *, stock_days: npt.ArrayLike, rating: npt.ArrayLike = 1.0
    ) -> Self:
        """Ratings and stocks from plain arrays.

        Parameters
        ----------
        world
            The table whose nodes use the inputs.
        stock_days
            Days in stock: one number, shape (n,) by user, (sectors, sectors) by input and using
            sector, (sectors, 1) by input, or (sectors, n) by input and user [day].
        rating
            1 critical, 0.5 important, 0 neither, in the same shapes; all are critical by default.

        Raises
        ------
        ImpactError
            If a shape fits none of these.
        """
        return cls(
            rating=_spread(rating, world, "rating"),
            stock_days=_spread(stock_days, world, "stock_days"),
        )

    @classmethod
    def from_facts(cls, world: World, facts: Facts) -> Self:
        """Ratings and stocks of the facts tables, by input sector and using sector.

        Parameters
        ----------
        world
            The table; sectors that the facts do not rate are neither critical nor important.
        facts
            Tables ``input_criticality`` and ``input_stocks``.

        References
        ----------
        Pichler, Pangallo, del Rio-Chanona, Lafond and Farmer (2022), *Journal of Economic Dynamics
        and Control* 144:104527.
        """
        at = {code: position for position, code in enumerate(world.sectors)}
        rating = np.zeros((len(at), len(at)))
        for row in facts.input_criticality:
            if row.input in at and row.user in at:
                rating[at[row.input], at[row.user]] = RATINGS[row.criticality]
        days = {row.sector: row.value for row in facts.input_stocks}
        held = np.array([days.get(code, min(days.values())) for code in world.sectors])
        return cls.from_arrays(world, rating=rating, stock_days=np.tile(held, len(world.regions)))


def _spread(values: npt.ArrayLike, world: World, name: str) -> Array:
    """Bring to shape (sectors, n)."""
    given = np.asarray(values, dtype=np.float64)
    sectors, n = len(world.sectors), world.n
    if given.shape == (sectors, sectors):
        given = np.tile(given, (1, len(world.regions)))
    if given.shape not in {(), (n,), (sectors, 1), (sectors, n)}:
        raise ImpactError(
            f"{name} has shape {given.shape}: give one number, ({n},) by user, "
            f"({sectors}, {sectors}) by input and using sector, or ({sectors}, {n})"
        )
    return np.broadcast_to(given, (sectors, n))
