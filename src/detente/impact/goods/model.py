"""The goods layer's fixed numbers: who supplies whom, who needs what, stocks, delays, values."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.facts import Facts
from detente.impact.goods._capacity import Plant
from detente.impact.goods.firms import NamedFirm

__all__ = [
    "CRITICALITY",
    "PER_GOOD",
    "SELF_SUFFICIENT",
    "UNCERTAIN_KINDS",
    "WHOLE_MODEL",
    "GoodsModel",
    "goods_in_play",
    "uncertain_names",
]

Array = npt.NDArray[np.floating]

CRITICALITY = {"critical": 1.0, "important": 0.5, "substitutable": 0.0}
"""What a missing input costs a user: all of the output that needs it, half, or only its price
(Pichler et al. 2022, equations 11 and 12)."""

SELF_SUFFICIENT = 0.3
"""A region with at least this share of world supply is taken to serve itself."""

PER_GOOD = (
    "stock_days",
    "stock_spread",
    "transit_days",
    "ramp_days",
    "substitution_days",
    "demand_elasticity",
    "supply_elasticity",
    "spare_capacity",
    "diversion_share",
    "diversion_days",
    "export_margin",
    "resale_share",
    "price_multiple_cap",
    "pooled_share",
    "scare_stock",
    "diversion_premium",
)

WHOLE_MODEL = (
    "rebuild_multiple",
    "rebuild_days",
    "price_leak",
    "prebuying",
    "glut_passed",
    "single_source_share",
    "release_share",
    "elasticity_growth",
    "insulated_share",
    "price_days",
    "enactment_chance",
)
"""Parameters of the goods layer that belong to no good."""

UNCERTAIN_KINDS = (
    *PER_GOOD,
    "coverage",
    "dependence",
    "trade",
    "input_need",
    "grade_share",
    "new_capacity",
)
"""Kinds of figures that are drawn, each once per good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsModel:
    """Everything the goods layer needs that does not change from day to day."""

    goods: tuple[str, ...]
    regions: tuple[str, ...]
    """Ids, in the order of every array; a good comes after the goods it is made from."""
    parameters: dict[str, Array]
    """Name to values, shape (goods, draws + 1); units as in the facts tables."""
    whole: dict[str, Array]
    """Name to values of what belongs to no good, shape (draws + 1,)."""
    part: npt.NDArray[np.intp]
    """Which part of the model a good belongs to, shape (goods,): parts share nothing."""
    item_good: npt.NDArray[np.intp]
    item_share: Array
    """What flows is an *item*: a good, or one grade of it, the covered grade first. Which good it
    is of, shape (items,), and its part of the good's flow, shape (items, draws + 1) [share]."""
    stock_days: Array
    """Days of need in stock, shape (goods, regions, draws + 1) [day]."""
    stock_class: Array
    """Stock of each class of plants relative to the mean, shape (classes, goods, draws + 1)."""
    pair_good: npt.NDArray[np.intp]
    pair_exporter: npt.NDArray[np.intp]
    """Controlled flows as (good, exporting region), shape (pairs,)."""
    pair_share: Array
    """Part of a region's need that comes from the exporter, shape (pairs, regions, draws + 1)."""
    pair_trade: Array
    """Value of the flow, shape (pairs, regions, draws + 1) [USD bn per month]."""
    rest: Array
    """How the other suppliers share the rest, shape (goods, regions, regions): exporter,
    importer."""
    imports: Array
    """Value of a region's imports from all, shape (goods, regions, draws + 1)
    [USD bn per month]."""
    foreign: Array
    """Part of a region's need that comes from abroad, shape (goods, regions, draws + 1) [share]."""
    use: Array
    """Each region's part in the use of a good outside the imposers, shape (goods, regions)."""
    wait: Array
    """Days for which shortages can be expected to last on, by day from the first of history on,
    shape (goods, days) [day]."""
    outlook: Array
    """Shortfall that can be expected over that time, over the day's, likewise [share]."""
    plants: tuple[Plant, ...]
    """New capacity with the day it opens."""
    user_good: npt.NDArray[np.intp]
    user_node: npt.NDArray[np.intp]
    user_region: npt.NDArray[np.intp]
    user_coverage: Array
    """Which node (of which region) needs which good, shape (users,), and for what part of its
    output, shape (users, draws + 1) [share], already times the weight of the criticality."""
    user_critical: npt.NDArray[np.bool_]
    """Whether a missing good stops the user, shape (users,)."""
    user_items: npt.NDArray[np.intp]
    user_item_share: Array
    """First and last item of the user's good, shape (2, users), and their parts in its use, shape
    (2, users, draws + 1) [share]."""
    user_firm: npt.NDArray[np.intp]
    """Position among ``firms`` of a user that is one, -1 for sectors, shape (users,)."""
    user_capital: Array
    """Value added a year that a year's purchases of the good make possible, over the node's, shape
    (users, draws + 1) [per year]; zero where the good is no capacity."""
    firms: tuple[NamedFirm, ...]
    """Firms that a control names."""
    prebought: Array
    """Days of use that users of each good bought ahead of its first day, of what depends on the
    controlled flows, shape (goods, draws + 1) [day]."""
    exported: Array
    """Part of the output of each flow's exporter that leaves it, shape (pairs,) [share]."""
    lead: Array
    """Days between the announcement of the first control on a good and its first day, shape
    (goods,) [day]."""
    input_of: npt.NDArray[np.intp]
    input_from: npt.NDArray[np.intp]
    input_coverage: Array
    """Which item is made from which good, shape (inputs,), (inputs,), (inputs, draws + 1)
    [share]."""


def goods_in_play(controlled: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """Controlled goods and all that is made from them, inputs before products."""
    found = set(controlled)
    while True:
        more = {row.good for row in facts.good_inputs if row.input in found} - found
        if not more:
            break
        found |= more
    ordered: list[str] = []
    while len(ordered) < len(found):
        ready = [
            good.good
            for good in facts.goods
            if good.good in found
            and good.good not in ordered
            and all(i.input not in found or i.input in ordered for i in facts.inputs_of(good.good))
        ]
        ordered += ready or sorted(found - set(ordered))
    return tuple(ordered)


def uncertain_names(goods: Iterable[str]) -> list[str]:
    """Names under which the goods' figures are drawn: one per good and kind of figure."""
    return [f"{kind} of {good}" for good in goods for kind in UNCERTAIN_KINDS] + [*WHOLE_MODEL]
