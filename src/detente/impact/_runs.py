"""Runs for a loss surface: what each package of easings leaves of the losses."""

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.controls import Standoff, own_names
from detente.impact._batch import Progress, Scenario
from detente.impact._size import HELD_OUT, MOST_IN_A_DEAL
from detente.impact._study import Study

if TYPE_CHECKING:
    from detente.impact._impact import Impact

__all__ = ["LossRuns", "loss_runs", "package_columns", "require_few"]

Array = npt.NDArray[np.floating]

PARTIAL = ((0.25, 1.0), (0.5, 0.0), (0.75, 1.0))
"""Partial easings of one control, and what the others are eased by meanwhile [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossRuns:
    """Losses of a design of packages."""

    controls: tuple[str, ...]
    owners: tuple[str, ...]
    """Controls on the table and the ISO3 of who imposes each."""
    parties: tuple[str, ...]
    """ISO3 of the parties."""
    easings: Array
    """Packages of the design, shape (packages, controls) [share]; 0 is as today, 1 lifted."""
    loss: Array
    """Loss that a package leaves, beyond what lifting everything today could not avoid, mean over
    the horizon, shape (packages, parties) [USD bn per month]."""
    loss_by_month: Array
    """The same by month since the standoff's date, shape (packages, months, parties)
    [USD bn per month]."""
    held_out: Array
    held_out_loss: Array
    held_out_by_month: Array
    """Random packages that are not for fitting, and their losses."""
    draw_alone: Array
    """Loss with one control left in force, shape (draws, controls, parties)."""
    draw_together: Array
    """Loss with all in force, shape (draws, parties)."""
    unavoidable: Array
    """Loss that remains when everything is lifted today, shape (parties,) [USD bn per month]."""


def design(controls: int, together: Collection[tuple[int, int]]) -> Array:
    """Packages to run: none and all lifted, each left or lifted alone, pairs, partial easings.

    Shape (packages, controls). Pairs ``together`` are left in force alone; of the others each one
    lifted alone says enough (docs/methods/quick.md).
    """
    rows = [[0.0] * controls, [1.0] * controls]
    rows += [
        [0.0 if k in kept else 1.0 for k in range(controls)]
        for kept in [*((k,) for k in range(controls)), *sorted(together)]
    ]
    for k in range(controls):
        for easing, others in ((1.0, 0.0), *PARTIAL):
            rows.append([easing if i == k else others for i in range(controls)])
    return np.unique(np.array(rows), axis=0)


def meeting(study: Study) -> list[tuple[int, int]]:
    """Pairs of controls whose goods hang together, or that a sector of their targets needs."""
    model, hit = study.model, []
    for lever, entry in zip(study.levers, study.standoff.controls, strict=True):
        parts = model.part[[model.goods.index(good) for good in lever.goods]]
        users = np.isin(model.part[model.user_good], parts)
        users &= np.isin(model.user_region, study.rows(entry.target))
        hit.append((set(parts), set(model.user_node[users])))
    return [
        (a, b)
        for a, b in itertools.combinations(range(len(hit)), 2)
        if any(one & other for one, other in zip(hit[a], hit[b], strict=True))
    ]


def package_columns(study: Study) -> list[tuple[Scenario, int]]:
    """Columns of the packages that a loss surface is fitted to and held against, for a run."""
    controls = len(study.standoff.controls)
    return [
        (Scenario(name=f"package {i}", existed=(True,) * controls, easing=tuple(row.tolist())), 0)
        for i, row in enumerate(np.vstack(_packages(study)))
    ]


def _packages(study: Study) -> tuple[Array, Array]:
    """Packages to fit a surface to, and to hold it against, shape (packages, controls) each."""
    controls = len(study.standoff.controls)
    require_few(controls)
    return design(controls, meeting(study)), _held_out(study.standoff, study.seed)


def loss_runs(impact: "Impact", *, progress: Progress | None = None) -> LossRuns:
    """Run the design of packages for the standoff of a simulation.

    Parameters
    ----------
    impact
        A simulation of the standoff; its study is used again, and its draws give the spread.
    progress
        Called with days done and days in all.

    Notes
    -----
    The design runs at central inputs, with history as it was and easings from the standoff's date
    on. The draws are those of the simulation (each control alone since it was imposed), scaled
    control by control to the design's central losses.
    """
    study, standoff = impact.study, impact.standoff
    controls = len(standoff.controls)
    trained, held_out = _packages(study)
    batch = impact.packages or study.run(package_columns(study), progress=progress)
    by_region = batch.loss.transpose(2, 1, 0)
    monthly = np.stack(
        [by_region[:, :, impact.rows(p)].sum(axis=2) for p in impact.parties], axis=2
    )
    lifted = monthly[np.flatnonzero((trained == 1.0).all(axis=1))[0]]
    left_by_month = monthly - lifted
    left = left_by_month.mean(axis=1)
    names = [entry.control for entry in standoff.controls]
    alone = np.stack([[impact.draws(p, name) for p in impact.parties] for name in names])
    together = np.stack([impact.draws(p, "together") for p in impact.parties])
    kept = [
        left[np.flatnonzero((trained == 1.0 - np.eye(controls)[k]).all(axis=1))[0]]
        for k in range(controls)
    ]
    status_quo = left[np.flatnonzero((trained == 0.0).all(axis=1))[0]]
    return LossRuns(
        controls=tuple(names),
        owners=tuple(entry.imposer for entry in standoff.controls),
        parties=impact.parties,
        easings=trained,
        loss=left[: len(trained)],
        loss_by_month=left_by_month[: len(trained)],
        held_out=held_out,
        held_out_loss=left[len(trained) :],
        held_out_by_month=left_by_month[len(trained) :],
        draw_alone=_scaled(alone, np.stack(kept)).transpose(2, 0, 1)[1:],
        draw_together=_scaled(together, status_quo).T[1:],
        unavoidable=lifted.mean(axis=0),
    )


def require_few(controls: int) -> None:
    """Refuse a table whose packages cannot be searched.

    Raises
    ------
    ImpactError
        If it holds more than `MOST_IN_A_DEAL`.
    """
    if controls > MOST_IN_A_DEAL:
        raise ImpactError(
            f"{controls} controls are on the table, and a bargain searches the packages of at most "
            f"{MOST_IN_A_DEAL}: table fewer, or look at their costs with detente simulate"
        )


def _held_out(standoff: Standoff, seed: int) -> Array:
    """Draw packages to hold the fit against, whatever the controls' labels and order."""
    own = own_names(standoff.controls)
    labels = [entry.control for entry in standoff.controls]
    order = sorted(range(len(labels)), key=lambda k: own[labels[k]])
    drawn = np.empty((HELD_OUT, len(labels)))
    drawn[:, order] = np.random.default_rng(seed).choice(
        [0.0, 0.25, 0.5, 0.75, 1.0], size=drawn.shape
    )
    return drawn


_NEAR_NOTHING = 0.1
"""Central loss, of the mean loss over the draws, below which draws are shifted, not scaled."""


def _scaled(draws: Array, central: Array) -> Array:
    """Scale draws, with the central one first on the last axis, so that it equals ``central``.

    Where the central one is near nothing a ratio to it says nothing, so draws are shifted instead.
    """
    base = draws[..., :1]
    typical = np.abs(draws).mean(axis=-1, keepdims=True)
    known = np.abs(base) > np.maximum(_NEAR_NOTHING * typical, 1e-12)
    ratio = draws / np.where(known, base, 1.0)
    return np.where(known, ratio * central[..., None], draws - base + central[..., None])
