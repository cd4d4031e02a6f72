"""Parts of the goods layer that share nothing, and the fewest columns that hold their states."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.impact.goods.day import Plan
from detente.impact.goods.firms import NamedFirm
from detente.impact.goods.levers import Lever
from detente.impact.goods.model import GoodsModel

__all__ = ["Part", "grouped", "packed", "parts_of", "same_states", "side_by_side"]

Array = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Goods that hang together, by a chain or by a control, and all that belongs to them."""

    goods: IntArray
    pairs: IntArray
    users: IntArray
    """Where its goods, flows and users stand in the model."""
    controls: Flags
    """Which of the controls cover any of the goods, shape (controls,)."""
    like: IntArray
    """For each draw the first in which every input of the part has the same value: the central one,
    or itself, shape (draws + 1,)."""
    drawn: tuple[Array, ...]
    """All that has a value for each draw, shape (..., draws + 1) each."""
    content: tuple[object, ...]
    """All that the model knows of the part."""


def parts_of(model: GoodsModel, levers: Sequence[Lever]) -> tuple[Part, ...]:
    """Split a goods layer into parts that share nothing."""
    numbers = range(int(model.part.max()) + 1)
    return tuple(_part(model, levers, np.flatnonzero(model.part == p)) for p in numbers)


def grouped(
    goods: Sequence[str],
    *,
    levers: Iterable[Lever],
    inputs: Iterable[tuple[int, int]],
    firms: Sequence[NamedFirm],
    pairs: Iterable[tuple[int, int]],
) -> IntArray:
    """Number the part that each good belongs to, shape (goods,).

    Notes
    -----
    Goods hang together if one is made from the other or one control is on both. Exporters that a
    named firm buys from lose by their flows or by the firm, whichever is more (`GoodsLayer.step`),
    so goods that they export hang together too. Losses of parts add up.
    """
    at = {good: position for position, good in enumerate(goods)}
    named = {exporter for firm in firms for exporter in firm.exporters}
    sold = [firm.good for firm in firms] + [good for good, e in pairs if e in named]
    links = [*inputs, *((sold[0], good) for good in sold[1:])]
    for lever in levers:
        links += [(at[lever.goods[0]], at[good]) for good in lever.goods[1:]]
    group = np.arange(len(at))
    for one, other in links:
        group[group == group[other]] = group[one]
    return np.unique(group, return_inverse=True)[1].reshape(-1)


def side_by_side(parts: Sequence[Part]) -> IntArray:
    """Put draws that touch different parts into one: fewer draws hold all states of all parts.

    Parameters
    ----------
    parts
        Of a goods layer in which most draws move but few inputs.

    Returns
    -------
    IntArray
        Draw of the fewer that has what each part does in each draw, shape (parts, draws + 1).

    Notes
    -----
    Draws are taken in order, each put into the first that has room for all the parts it touches.
    """
    touched = np.array([part.like > 0 for part in parts])
    own = np.zeros(touched.shape, dtype=np.intp)
    taken = np.zeros_like(touched)
    taken[:, 0] = True
    for draw in np.flatnonzero(touched.any(axis=0)):
        mine = touched[:, draw]
        room = int(np.argmin(taken[mine].any(axis=0)))
        taken[mine, room] = True
        own[mine, draw] = room
    return own


def same_states(parts: Sequence[Part], fewer: Sequence[Part], own: IntArray) -> bool:
    """Whether fewer draws, put side by side, hold all that the parts have in each draw."""
    return all(
        np.array_equal(one[..., part.like], other[..., column])
        for part, few, column in zip(parts, fewer, own, strict=True)
        for one, other in zip(part.drawn, few.drawn, strict=True)
    )


def packed(parts: Sequence[Part], plan: Plan, own: IntArray | None = None) -> tuple[Plan, IntArray]:
    """The fewest columns in which every part does all that it does in the columns asked for.

    Parameters
    ----------
    parts
        Of the goods layer.
    plan
        The columns asked for.
    own
        Draw that each part takes in each draw asked for, if not that one itself, shape (parts,
        draws + 1).

    Returns
    -------
    Plan, IntArray
        Columns to step, and where each part finds each column asked for, shape (parts, columns).

    Notes
    -----
    What a part does in a column hangs on its own controls and on the draw. Parts share nothing, so
    a column that is stepped may hold one state of each, of one draw: ten columns in which one
    control after the other is lifted are two, if each is in a part of its own.
    """
    at = np.zeros((len(parts), len(plan.draw)), dtype=np.intp)
    states: list[Array] = []
    for p, part in enumerate(parts):
        existed = plan.existed * part.controls[:, None]
        easing = plan.easing * (existed > 0)
        drawn = plan.draw if own is None else own[p, plan.draw]
        draw = np.where(existed.any(axis=0), part.like[drawn], 0)
        key = np.vstack([draw[None], existed, easing])
        state, column = np.unique(key, axis=1, return_inverse=True)
        states.append(state)
        at[len(states) - 1] = column.reshape(-1)
    draws = np.unique(np.concatenate([state[0] for state in states])).astype(np.intp)
    many = np.array([[int((state[0] == d).sum()) for d in draws] for state in states])
    starts = np.concatenate([[0], np.cumsum(many.max(axis=0))])
    controls, width = len(plan.existed), int(starts[-1])
    if width >= len(plan.draw) and own is None:
        return plan, np.tile(np.arange(len(plan.draw)), (len(parts), 1))
    held: Array = np.zeros((2 * controls, width))
    for p, state in enumerate(states):
        rank = np.concatenate([np.arange(count) for count in many[p]])
        place = starts[np.searchsorted(draws, state[0])] + rank  # states come sorted by draw
        held[:, place] += state[1:]
        at[p] = place[at[p]]
    made = Plan(
        existed=held[:controls], easing=held[controls:], draw=np.repeat(draws, many.max(axis=0))
    )
    return made, at


def _part(model: GoodsModel, levers: Sequence[Lever], goods: IntArray) -> Part:
    """Collect what belongs to some goods."""
    items = np.flatnonzero(np.isin(model.item_good, goods))
    pairs = np.flatnonzero(np.isin(model.pair_good, goods))
    users = np.flatnonzero(np.isin(model.user_good, goods))
    inputs = np.flatnonzero(np.isin(model.input_of, items))
    names = [model.goods[g] for g in goods]
    plants = [plant for plant in model.plants if plant.good in goods]
    firms = [firm for firm in model.firms if firm.good in goods]
    paths = [
        lever.intensity[good].paths for lever in levers for good in lever.goods if good in names
    ]
    drawn: list[Array] = [
        *(values[goods] for values in model.parameters.values()),
        *model.whole.values(),
        model.item_share[items],
        model.stock_days[goods],
        model.stock_class[:, goods],
        model.pair_share[pairs],
        model.pair_trade[pairs],
        model.imports[goods],
        model.user_coverage[users],
        model.user_item_share[:, users],
        model.user_capital[users],
        model.prebought[goods],
        model.input_coverage[inputs],
        *(plant.share for plant in plants),
        *(values for f in firms for values in (f.part, f.purchases, f.stock_days, f.blocked)),
    ]
    return Part(
        goods=goods,
        pairs=pairs,
        users=users,
        controls=np.array([any(good in names for good in lever.goods) for lever in levers]),
        like=_alike([*drawn, *paths], model.item_share.shape[-1]),
        drawn=(*drawn, *paths),
        content=(
            drawn,
            [model.rest[goods], model.use[goods], model.wait[goods], model.outlook[goods]],
            [model.item_good[items], model.pair_exporter[pairs], model.exported[pairs]],
            [model.user_node[users], model.user_items[:, users], model.user_firm[users]],
            [model.input_of[inputs], model.input_from[inputs], model.lead[goods]],
            [(plant.region, plant.opens) for plant in plants],
            [(firm.name, firm.control, firm.region, firm.exporters) for firm in firms],
        ),
    )


def _alike(drawn: Iterable[Array], size: int) -> IntArray:
    """For each draw the central one if nothing differs from it, else itself, shape (draws + 1,)."""
    same = np.ones(size, dtype=bool)
    for values in drawn:
        same &= (values == values[..., :1]).reshape(-1, size).all(axis=0)
    return np.where(same, 0, np.arange(size))
