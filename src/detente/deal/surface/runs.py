"""What the bargaining layer needs to be given about losses, and nothing more."""

from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from detente._errors import DealError

__all__ = ["Array", "Flags", "Indices", "MonthlyRuns", "Runs", "check_runs"]

Array = npt.NDArray[np.floating]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.integer]


class Runs(Protocol):
    """Losses of a design of packages, as the impact layer hands them over."""

    @property
    def controls(self) -> tuple[str, ...]:
        """K controls on the table, register ids."""

    @property
    def owners(self) -> tuple[str, ...]:
        """Imposer of each control, K ISO3 codes."""

    @property
    def parties(self) -> tuple[str, ...]:
        """P parties that bargain, ISO3 codes."""

    @property
    def easings(self) -> Array:
        """N design packages, 0 = as today, 1 = lifted, shape (N, K) [share]."""

    @property
    def loss(self) -> Array:
        """Central loss of each design package, shape (N, P) [USD bn per month]."""

    @property
    def held_out(self) -> Array:
        """Packages kept out of the fit, shape (H, K) [share]."""

    @property
    def held_out_loss(self) -> Array:
        """Their losses, shape (H, P) [USD bn per month]."""

    @property
    def draw_alone(self) -> Array:
        """Loss in each draw with one control alone in force, shape (D, K, P) [USD bn per month]."""

    @property
    def draw_together(self) -> Array:
        """Loss in each draw with all controls in force, shape (D, P) [USD bn per month]."""


@runtime_checkable
class MonthlyRuns(Runs, Protocol):
    """Loss runs that also say in which month each loss falls."""

    @property
    def loss_by_month(self) -> Array:
        """Central loss of each package by month, shape (N, months, P) [USD bn per month]."""

    @property
    def held_out_by_month(self) -> Array:
        """The same of the packages held out, shape (H, months, P) [USD bn per month]."""


def check_runs(runs: Runs) -> None:
    """Raise `DealError` if the arrays do not fit together."""
    controls, parties = len(runs.controls), len(runs.parties)
    if controls == 0 or parties == 0:
        raise DealError(
            f"loss runs hold {controls} controls and {parties} parties: "
            "a bargain needs at least one of each; put a control on the table"
        )
    for what, names in (("controls", runs.controls), ("parties", runs.parties)):
        if len(set(names)) != len(names):
            raise DealError(f"loss runs name the same {what} twice: {', '.join(names)}")
    if len(runs.owners) != controls:
        raise DealError(f"loss runs: {len(runs.owners)} owners for {controls} controls")
    designs, held, draws = len(runs.easings), len(runs.held_out), len(runs.draw_alone)
    for name, (array, shape) in _expected(runs).items():
        if array.shape != shape and not (name.startswith("held_out") and held == 0):
            raise DealError(f"loss runs: {name} has shape {array.shape}, expected {shape}")
        if not np.isfinite(array).all():
            raise DealError(f"loss runs: {name} holds a value that is not a number; run again")
        if name in {"easings", "held_out"} and array.size and not _in_unit(array):
            raise DealError(f"loss runs: {name} holds an easing outside 0 (as today) to 1 (lifted)")
    if designs == 0 or draws == 0:
        raise DealError(f"loss runs hold {designs} packages and {draws} draws: need one of each")


def _expected(runs: Runs) -> dict[str, tuple[Array, tuple[int, ...]]]:
    """Every array and the shape that it should have."""
    controls, parties = len(runs.controls), len(runs.parties)
    designs, held, draws = len(runs.easings), len(runs.held_out), len(runs.draw_alone)
    shapes: dict[str, tuple[Array, tuple[int, ...]]] = {
        "easings": (runs.easings, (designs, controls)),
        "loss": (runs.loss, (designs, parties)),
        "held_out": (runs.held_out, (held, controls)),
        "held_out_loss": (runs.held_out_loss, (held, parties)),
        "draw_alone": (runs.draw_alone, (draws, controls, parties)),
        "draw_together": (runs.draw_together, (draws, parties)),
    }
    if isinstance(runs, MonthlyRuns):
        months = runs.loss_by_month.shape[1] if runs.loss_by_month.ndim == 3 else 0
        shapes["loss_by_month"] = (runs.loss_by_month, (designs, months, parties))
        shapes["held_out_by_month"] = (runs.held_out_by_month, (held, months, parties))
    return shapes


def _in_unit(array: Array) -> bool:
    return bool(((array >= 0) & (array <= 1)).all())
