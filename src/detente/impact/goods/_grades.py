"""Grades of a good: a control that names one grade blocks that grade first."""

import numpy as np
import numpy.typing as npt

from detente.facts import Facts, GradeRow

__all__ = ["grade_of", "grade_use", "split_by_grade"]

Array = npt.NDArray[np.floating]


def grade_of(facts: Facts, good: str) -> GradeRow | None:
    """Return the share of a good's flow that is of its covered grade, if it has grades."""
    rows = [row for row in facts.grades if row.good == good and row.sector == "*"]
    return rows[0] if rows else None


def grade_use(facts: Facts, good: str, sector: str) -> GradeRow | None:
    """Return the share of a sector's use of a good that is of its covered grade."""
    rows = [row for row in facts.grades if row.good == good and row.sector == sector]
    return rows[0] if rows else grade_of(facts, good)


def split_by_grade(blocked: Array, covered: Array) -> tuple[Array, Array]:
    """Blocked share of the covered and of the other grade, when the covered one is hit first.

    Examples
    --------
    >>> [round(float(share), 9) for share in split_by_grade(np.array(0.7), np.array(0.4))]
    [1.0, 0.5]
    """
    first = np.minimum(blocked / covered, 1.0)
    rest = np.clip((blocked - covered) / (1.0 - covered), 0.0, 1.0)
    return np.asarray(first), np.asarray(rest)
