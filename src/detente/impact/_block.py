"""One block of scenarios that advance together: the goods layer drives the economy, day by day."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

import numpy as np
import numpy.typing as npt

from detente.impact._economy import Economy
from detente.impact._goods_day import GoodsDay, Plan
from detente.impact._goods_layer import GoodsLayer
from detente.impact._goods_model import GoodsModel
from detente.impact._levers import Lever
from detente.impact._network import Network

__all__ = ["DAYS_PER_MONTH", "SHORT", "Block", "Parts", "month_of_day", "run_block"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]

DAYS_PER_MONTH = 365.0 / 12.0

SHORT = 0.95
"""Need met below this is a shortage: the leanest fifth of plants has run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Results of one block of columns; fields as in `Batch`, columns last."""

    stopped_lines: Array
    price_paid: Array
    own_exports_lost: Array
    sector_loss: Array
    first_shortage: Array
    need_met: Array
    stock: Array
    user_output: Array
    price: Array
    price_inside: Array
    shipments: Array
    shipments_daily: Array

    @classmethod
    def empty(
        cls,
        *,
        months: int,
        days: int,
        sizes: tuple[int, int, int, int, int],
        columns: int,
        kept: int,
    ) -> "Block":
        goods, regions, nodes, users, pairs = sizes
        parts = (regions, months, columns)
        return cls(
            stopped_lines=np.zeros(parts),
            price_paid=np.zeros(parts),
            own_exports_lost=np.zeros(parts),
            sector_loss=np.zeros((nodes, columns)),
            first_shortage=np.full((goods, regions, columns), np.nan),
            need_met=np.zeros((goods, regions, days, kept), dtype=np.float32),
            stock=np.zeros((goods, regions, days, kept), dtype=np.float32),
            user_output=np.zeros((users, days, kept), dtype=np.float32),
            price=np.zeros((goods, days, kept), dtype=np.float32),
            price_inside=np.zeros((goods, days, kept), dtype=np.float32),
            shipments=np.zeros((pairs, regions, months, columns), dtype=np.float32),
            shipments_daily=np.zeros((pairs, regions, days, kept), dtype=np.float32),
        )
