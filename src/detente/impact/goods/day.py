"""What the goods layer is asked to do, and what it says of a day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["GoodsDay", "Plan"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done with each control in each scenario."""

    existed: Array
    """Whether the control was ever imposed, shape (controls, columns), 0 or 1."""
    easing: Array
    """Easing towards the target from the standoff's date on, shape (controls, columns) [share]."""
    draw: npt.NDArray[np.intp]
    """Which draw of the uncertain inputs a column uses, shape (columns,)."""

    def take(self, columns: npt.NDArray[np.intp] | slice) -> "Plan":
        """Return the plan of some of the columns."""
        return Plan(
            existed=self.existed[:, columns],
            easing=self.easing[:, columns],
            draw=self.draw[columns],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsDay:
    """What the goods layer says of one day."""

    need_met: Array
    """Part of the need that plants could meet, shape (goods, regions, columns) [share]."""
    leanest: Array
    """The same of the plants that stop first: the leanest class of those whose suppliers deliver
    least, shape (goods, regions, columns) [share]."""
    stock: Array
    """Mean stock of plants, shape (goods, regions, columns) [share of base stock]."""
    price: Array
    price_inside: Array
    """Price outside and inside the imposer relative to the base, shape (goods, columns) [1]."""
    price_paid: Array
    """Extra paid for imports, by part of the model (`GoodsModel.part`), shape (parts, regions,
    columns) [USD bn per month]."""
    own_exports_lost: Array
    """Value added lost on exports that one's own control blocks, likewise [USD bn per month]."""
    shipments: Array
    """Exports of the controlled flows, shape (pairs, regions, columns) [share of base flow]; above
    1 while buyers refill their stocks."""
    capacity: Array
    """Capacity shortfall of the using nodes, shape (users, columns) [share]."""
