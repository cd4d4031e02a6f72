"""The chain behind a good: who supplies which stage, and where it is narrowest."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente.controls import Range
from detente.facts import Facts
from detente.impact.exposure.case import Case
from detente.impact.goods.model import CRITICALITY
from detente.impact.ranges import spread

__all__ = ["Chokepoint", "Stage", "Supplier", "chain_of", "chokepoint_of", "needs"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """A country's part of world supply at one stage."""

    country: str
    name: str
    """Code and name."""
    share: Range
    """Part of world supply [share]."""
    own: bool
    """Whether it belongs to the party that is looked at."""
    source: str
    """Id of the figure's source."""
    as_of: dt.date
    """The day that the figure describes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the chain."""

    good: str
    """The good whose stage it is: the one looked at, or one that it is made from."""
    stage: str
    """Name of the stage."""
    need: float
    """Part of the output of the good looked at that needs this stage [share]."""
    suppliers: tuple[Supplier, ...]
    """Known suppliers, largest first; empty where the tables know none."""
    unknown: float
    """Part of world supply that no row names [share]."""

    @property
    def concentration(self) -> float:
        """Herfindahl of the suppliers; the unknown rest counts as many small ones [1]."""
        whole = sum(one.share.central for one in self.suppliers) + self.unknown
        return sum((one.share.central / whole) ** 2 for one in self.suppliers) if whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chokepoint:
    """The stage and foreign country with the largest share, weighed by how much needs the stage."""

    good: str
    stage: str
    country: str
    name: str
    """Where it is."""
    share: Range
    """Part of world supply there [share]."""
    need: float
    """Part of the output of the good looked at that needs the stage [share]."""
    others: tuple[tuple[str, float], ...]
    """The next suppliers, the party's own among them, with their shares [share]."""
    as_of: dt.date
    """The day that its share describes."""


def needs(good: str, facts: Facts, case: Case | None = None) -> Iterator[tuple[str, Array]]:
    """Goods that a good is made from, with the part of its output that needs each.

    Parameters
    ----------
    good
        Id of the good.
    facts
        The tables.
    case
        Where draws come from; central values only if not given.

    Yields
    ------
    tuple of str and Array
        Input, and need, shape (draws + 1,) or (1,) [share]: the row of ``good_inputs``, times the
        weight of its criticality, times the part of the good that is of the grade it is for.
    """
    for row in facts.inputs_of(good):
        grades = [
            grade
            for grade in facts.grades
            if (grade.good, grade.grade, grade.sector) == (good, row.grade, "*")
        ]
        if case is None:
            need = np.array([row.value])
            part = np.array([grades[0].value]) if grades else np.ones(1)
        else:
            need = case.drawn("input need", good, row)
            part = case.drawn("grade", good, grades[0]) if grades else np.ones(case.sampler.size)
        yield row.input, CRITICALITY[row.criticality] * need * part


def chain_of(good: str, case: Case) -> tuple[Stage, ...]:
    """Stages of a good and of all that it is made from, first to last."""
    stages: list[Stage] = []
    for ingredient, need in needs(good, case.facts):
        before = (stage for stage in chain_of(ingredient, case) if stage.suppliers)
        stages.extend(replace(stage, need=stage.need * float(need[0])) for stage in before)
    own = case.facts.good(good)
    for name in own.stages:
        rows = sorted(case.facts.supply_of(good, name), key=lambda row: -row.value)
        suppliers = tuple(
            Supplier(
                country=row.country,
                name=country_name(row.country, case.facts),
                share=spread(case.drawn("supply share", good, row)),
                own=row.country in case.members,
                source=row.source,
                as_of=row.as_of,
            )
            for row in rows
        )
        known = sum(row.value for row in rows)
        stages.append(
            Stage(
                good=good,
                stage=name,
                need=1.0,
                suppliers=suppliers,
                unknown=max(0.0, 1.0 - known) if rows else 1.0,
            )
        )
    return tuple(stages)


def chokepoint_of(chain: tuple[Stage, ...]) -> Chokepoint | None:
    """Find the narrowest point of a chain; None where no foreign supplier is known.

    Notes
    -----
    The largest product of share and need over stages and foreign countries. Of equal ones the
    later stage counts: it is closer to the user.
    """
    found = [
        (one.share.central * stage.need, at, stage, one)
        for at, stage in enumerate(chain)
        for one in stage.suppliers
        if not one.own
    ]
    if not found:
        return None
    _, _, stage, one = max(found, key=lambda entry: entry[:2])
    others = [(o.name, o.share.central) for o in stage.suppliers if o.country != one.country]
    return Chokepoint(
        good=stage.good,
        stage=stage.stage,
        country=one.country,
        name=one.name,
        share=one.share,
        need=stage.need,
        others=tuple(others),
        as_of=one.as_of,
    )


def country_name(code: str, facts: Facts) -> str:
    """Name of a party or region; the code where no table has a name."""
    for row in facts.parties:
        if row.iso3 == code:
            return row.name
    for region in facts.regions:
        if region.code == code:
            return region.name
    return code
