"""Simulate one package of easings exactly, without the loss surface."""

from collections.abc import Mapping

from detente._errors import ImpactError, UnknownCodeError
from detente.controls import Standoff
from detente.impact._batch import Progress, Scenario
from detente.impact._impact import Impact
from detente.impact._study import Study

__all__ = ["LIFTED", "simulate_package"]

LIFTED = "lifted"
"""Name of the scenario in which everything is lifted on the standoff's date."""


def simulate_package(
    standoff: Standoff,
    easings: Mapping[str, float],
    *,
    days: int = 365,
    draws: int = 32,
    seed: int = 0,
    progress: Progress | None = None,
) -> Impact:
    """Cost of what a package leaves in force, in every draw.

    Parameters
    ----------
    standoff
        Parties and controls on the table.
    easings
        Share by control from the standoff's date on; what is not named stays as it is [share].
    days, draws, seed, progress
        As in `simulate`.

    Returns
    -------
    Impact
        Its ``"together"`` is the package, and `LIFTED` everything lifted; the difference is what
        the loss surface stands for.

    Raises
    ------
    UnknownCodeError
        For a control that is not on the table.
    ImpactError
        For a share outside 0 to 1, and as `simulate`.
    """
    standoff = standoff.costed()
    names = [entry.control for entry in standoff.controls]
    for name, share in easings.items():
        if name not in names:
            raise UnknownCodeError("tabled control", name, names)
        if not 0 <= share <= 1:
            raise ImpactError(f"{name} is eased by {share}: give a share from 0 to 1")
    study = Study(standoff, days=days, draws=draws, seed=seed)
    existed = (True,) * len(names)
    scenarios = (
        Scenario(
            name="together",
            existed=existed,
            easing=tuple(float(easings.get(name, 0.0)) for name in names),
        ),
        Scenario(name=LIFTED, existed=existed, easing=(1.0,) * len(names)),
    )
    columns = [(scenario, draw) for scenario in scenarios for draw in range(draws + 1)]
    batch = study.run(columns, keep_paths=range(draws + 1), progress=progress, flows=False)
    return Impact(study, batch, {"together": 0, LIFTED: 1})
