"""Hiring and firing: capacity follows what inputs and demand allow, a part of the gap each day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["Labour"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labour:
    """Speeds at which firms hire and fire.

    Raises
    ------
    ImpactError
        If a speed is not between 0 and 1.

    Notes
    -----
    Equations 19 and 20 of Pichler et al. (2022). Labour never exceeds what the day's cap leaves of
    the base; capacity follows it the day after.
    """

    hire: float
    fire: float
    """Part of the gap between capacity and what inputs and demand allow that is closed in a day
    [share per day]."""

    def __post_init__(self) -> None:
        for name in ("hire", "fire"):
            if not 0 <= getattr(self, name) <= 1:
                raise ImpactError(f"{name} is a share per day, 0 to 1, got {getattr(self, name):g}")

    def adjust(self, missing: Array, *, bound: Array, demand: Array, cap: Array) -> None:
        """Move labour at the end of a day, in place.

        Parameters
        ----------
        missing
            Shortfall of labour, shape (n, columns) [share of base]; changed in place.
        bound, demand, cap
            Shortfalls of what inputs allow, of demand, and of the labour that may work, same shape.
        """
        gap = np.maximum(bound, demand) - missing
        missing += np.where(gap > 0, self.fire, self.hire).astype(missing.dtype) * gap
        np.maximum(missing, cap, out=missing)
