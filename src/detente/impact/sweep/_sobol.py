"""Sobol's indices of any function of uncertain inputs, through SALib."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError

__all__ = ["Index", "Sobol"]

Array = npt.NDArray[np.floating]

LEAST_SAMPLES = 8
MOST_SAMPLES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """How much of a result's variance an input, or a group of them, answers for."""

    name: str
    """Input or group."""
    first: float
    """First-order index: by itself, all others averaged out [share of variance]."""
    total: float
    """Total-order index: with all its interactions [share of variance]."""
    first_error: float
    total_error: float
    """Half widths of their 95 % confidence intervals, by bootstrap [share of variance]."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sobol:
    """A plan of runs from which indices can be told.

    Raises
    ------
    ImpactError
        If there are fewer than two groups, samples is no power of 2 from 8 up, or SALib is not
        installed.

    Notes
    -----
    Two scrambled Sobol sequences A and B of ``samples`` points; for each group a matrix that is A
    with the group's columns of B: ``samples (groups + 2)`` runs. Estimators of Saltelli et al.
    (2010), *Computer Physics Communications* 181(2), as in SALib (Iwanaga, Usher and Herman 2022,
    *Socio-Environmental Systems Modelling* 4).

    Examples
    --------
    >>> plan = Sobol(groups={"a": "a", "b": "b"}, samples=256, seed=1)
    >>> u = plan.quantiles
    >>> [round(i.total, 1) for i in plan.indices(3 * u["a"] + u["b"])]
    [0.9, 0.1]
    """

    groups: Mapping[str, str]
    """Group by input; inputs of one group get one index together."""
    samples: int
    """Points of each of the two base samples, a power of 2 [count]."""
    seed: int
    """Of the sequence's scrambling and of the bootstrap."""

    def __post_init__(self) -> None:
        if self.samples < LEAST_SAMPLES or self.samples & (self.samples - 1):
            raise ImpactError(f"samples is {self.samples}: give a power of 2 from {LEAST_SAMPLES}")
        if self.samples > MOST_SAMPLES:
            raise ImpactError(
                f"samples is {self.samples}: these would be {self.runs:,} runs; give at most "
                f"{MOST_SAMPLES}, whose indices are exact to a hundredth"
            )
        if len(self.names) < 2:
            raise ImpactError("nothing to compare: at least two uncertain inputs or groups needed")
        _salib()

    @property
    def names(self) -> tuple[str, ...]:
        """The groups, in the order of their first input."""
        return tuple(dict.fromkeys(self.groups.values()))

    @property
    def runs(self) -> int:
        """How many runs the plan asks for."""
        return self.samples * (len(self.names) + 2)

    @cached_property
    def quantiles(self) -> dict[str, Array]:
        """Where each input lies in its range, by input, shape (runs,) each."""
        sample, _ = _salib()
        rows = sample.sample(self._problem(), self.samples, calc_second_order=False, seed=self.seed)
        return dict(zip(self.groups, np.ascontiguousarray(rows.T), strict=True))

    def indices(self, values: Array) -> list[Index]:
        """Return the indices of a result, in the order of the groups.

        Parameters
        ----------
        values
            The result of each run, shape (runs,) [any].

        Returns
        -------
        list of Index
            All zero where the result does not vary.

        Raises
        ------
        ImpactError
            If there is not one value for each run, or the value of a run is not a finite number.
        """
        if len(values) != self.runs:
            raise ImpactError(f"{len(values)} values for {self.runs} runs")
        failed = np.flatnonzero(~np.isfinite(values))
        if len(failed):
            few = ", ".join(str(run + 1) for run in failed[:5].tolist())
            more = "" if len(failed) <= 5 else f" and {len(failed) - 5} more"
            raise ImpactError(
                f"run {few}{more} of {self.runs} gave no finite number, and every index needs all "
                "runs: mend the input that makes it fail, or vary fewer with --vary"
            )
        if float(np.ptp(values)) <= 1e-12 * float(np.abs(values).max()):
            return [
                Index(name=name, first=0.0, total=0.0, first_error=0.0, total_error=0.0)
                for name in self.names
            ]
        _, analyze = _salib()
        found = analyze.analyze(
            self._problem(),
            np.asarray(values, dtype=np.float64),
            calc_second_order=False,
            seed=self.seed + 1,  # SALib takes 0 for none
        )
        return [
            Index(name=name, first=first, total=total, first_error=low, total_error=high)
            for name, first, total, low, high in zip(
                self.names,
                *(found[key].tolist() for key in ("S1", "ST", "S1_conf", "ST_conf")),
                strict=True,
            )
        ]

    def _problem(self) -> dict[str, Any]:
        problem = {
            "num_vars": len(self.groups),
            "names": list(self.groups),
            "bounds": [[0.0, 1.0]] * len(self.groups),
        }
        if len(self.names) < len(self.groups):
            problem["groups"] = list(self.groups.values())
        return problem


def _salib() -> tuple[Any, Any]:
    try:
        from SALib.analyze import sobol as analyze  # noqa: PLC0415 - an extra
        from SALib.sample import sobol as sample  # noqa: PLC0415 - an extra
    except ImportError:
        raise ImpactError("a sweep needs SALib: python -m pip install 'detente[scale]'") from None
    return sample, analyze
