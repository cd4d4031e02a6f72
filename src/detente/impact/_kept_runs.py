"""Runs that are kept from earlier: columns are simulated once, and found again by what they are."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from detente._digest import UnnamedError, code_digest, digest
from detente._store import Store
from detente.impact._block import DAILY, Block, Setup

if TYPE_CHECKING:
    from detente.impact._batch import Scenario

__all__ = ["joined", "kept_or_run"]

CODE = ("detente.impact", "detente.world", "detente.facts", "detente.controls")

Arrays = dict[str, npt.NDArray[Any]]
Columns = Sequence[tuple["Scenario", int]]
RunColumns = Callable[[list[int]], Block]


def kept_or_run(
    setup: Setup,
    columns: Columns,
    paths: Sequence[int],
    run: RunColumns,
    *,
    facts: str,
    rough: Set[int] = frozenset(),
) -> Block:
    """Take columns from the store where it has them, run the others, and keep these.

    Notes
    -----
    Columns in which the same controls exist are kept together. Their name is the digest of the
    code, the tables, the economy, the horizon, their easings and draws, and, of the goods layer, of
    those controls alone what hangs together with them: when one control's intensity or a stock
    changes, columns that it does not touch are found again. A column does not depend on those
    beside it but for rounding (1e-12).
    """
    store, wanted = Store.of_user(), set(paths)
    groups = _groups(columns, wanted)
    names = None if store is None else _names(setup, columns, groups, facts, rough)
    if store is None or names is None:
        return run(list(range(len(columns))))
    found: dict[str, Arrays] = {}
    for name in names:
        if (kept := store.get(name)) is not None:
            found[name] = kept
    missing = sorted(
        c
        for group, name in zip(groups, names, strict=True)
        if name not in found
        for c in group.columns
    )
    if missing:
        fresh, cut, all_new = run(missing), _Cut.of(missing, wanted), len(missing) == len(columns)
        for group, name in zip(groups, names, strict=True):
            if name not in found:
                taken = cut.take(fresh, group)
                store.put(name, taken)
                if not all_new:
                    found[name] = taken
        if all_new:
            return fresh
    return _joined(groups, [found[name] for name in names])


@dataclass(frozen=True, slots=True)
class _Group:
    """Columns in which the same controls exist, and whether their daily paths are kept."""

    existed: tuple[bool, ...]
    kept: bool
    columns: tuple[int, ...]


def _groups(columns: Columns, paths: Set[int]) -> list[_Group]:
    """Split columns by which controls exist in them."""
    split: dict[tuple[tuple[bool, ...], bool], list[int]] = {}
    for c, (scenario, _) in enumerate(columns):
        split.setdefault((scenario.existed, c in paths), []).append(c)
    return [_Group(existed, kept, tuple(of)) for (existed, kept), of in split.items()]


def _names(
    setup: Setup, columns: Columns, groups: Sequence[_Group], facts: str, rough: Set[int]
) -> list[str] | None:
    """Name each group by all that it depends on; None if that cannot be told."""
    if not type(setup.network.model).__module__.startswith("detente."):
        return None  # another package's code is not in the digest
    try:
        whole = setup.model
        plain = (whole.goods, whole.regions, whole.user_node, whole.pair_good, setup.watched)
        told = ("network", "days", "history", "economy", "flows")
        fixed = [getattr(setup, name) for name in told]
        shared = digest(code_digest(*CODE), facts, plain, fixed)
        parts = [digest(part.content) for part in setup.parts]
        merged = digest(setup.coarse)
        levers = [digest(lever) for lever in setup.levers]
        return [
            digest(
                shared,
                group.kept,
                list(compress(levers, group.existed)),
                [
                    (number, name)
                    for number, (part, name) in enumerate(zip(setup.parts, parts, strict=True))
                    if any(compress(group.existed, part.controls))
                ],
                [
                    (list(compress(columns[c][0].easing, group.existed)), columns[c][1])
                    for c in group.columns
                ],
                None if setup.own is None else setup.own[:, [columns[c][1] for c in group.columns]],
                [c in rough for c in group.columns] if rough & {*group.columns} else None,
                merged if rough & {*group.columns} else None,
            )
            for group in groups
        ]
    except UnnamedError:
        return None


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where each column stands among those that were run, and among those with daily paths."""

    at: Mapping[int, int]
    daily: Mapping[int, int]

    @classmethod
    def of(cls, ran: Sequence[int], paths: Set[int]) -> "_Cut":
        kept = [c for c in ran if c in paths]
        return cls({c: at for at, c in enumerate(ran)}, {c: at for at, c in enumerate(kept)})

    def take(self, fresh: Block, group: _Group) -> Arrays:
        """A group's columns out of what was run."""
        at = [self.at[c] for c in group.columns]
        daily = [self.daily[c] for c in group.columns] if group.kept else []
        return {
            name: _some(getattr(fresh, name), daily if name in DAILY else at)
            for name in Block.__slots__
        }


def _some(values: npt.NDArray[Any], at: list[int]) -> npt.NDArray[Any]:
    """Some of the columns, without a copy where these are all, in their order."""
    return values if at == [*range(values.shape[-1])] else values[..., at]


def _joined(groups: Sequence[_Group], parts: Sequence[Arrays]) -> Block:
    """Put the groups' columns back into their order."""
    order = np.argsort([c for group in groups for c in group.columns])
    daily = np.argsort([c for group in groups if group.kept for c in group.columns])
    return Block(
        **{
            name: joined([part[name] for part in parts], daily if name in DAILY else order)
            for name in Block.__slots__
        }
    )


def joined(parts: Sequence[npt.NDArray[Any]], order: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
    """Put arrays of columns side by side, and the columns into an order.

    Parameters
    ----------
    parts
        Arrays whose last axis has the columns.
    order
        Which of all columns stands at each place, shape (columns,).
    """
    whole = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)
    return _some(whole, np.asarray(order).tolist())
