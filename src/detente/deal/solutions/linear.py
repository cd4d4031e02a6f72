"""Small linear programmes, solved by HiGHS without a layer between."""

from functools import cache

import highspy
import numpy as np

from detente._errors import DealError
from detente.deal.solutions._quiet import quiet
from detente.deal.surface.runs import Array

__all__ = ["least_cost"]

_SOLVED = highspy.HighsModelStatus.kOptimal
_NONE = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}


def least_cost(
    cost: Array, rows: Array, limits: tuple[Array, Array], bounds: tuple[Array, Array]
) -> Array | None:
    """Return the variables that cost least, by the simplex method.

    Parameters
    ----------
    cost
        Of a unit of each variable, shape (variables,).
    rows
        Coefficients of the constraints, shape (constraints, variables).
    limits
        Lower and upper limits of what each constraint adds up to, shape (constraints,) each;
        infinite where there is none.
    bounds
        Lower and upper bounds of the variables, shape (variables,) each; infinite where free.

    Returns
    -------
    Array or None
        Shape (variables,); None where nothing meets the constraints, or no least cost exists.

    Raises
    ------
    DealError
        If the solver ends without an answer.

    Notes
    -----
    Programmes of some tens of variables take a millisecond; checks and presolving by the way
    through ``scipy.optimize.linprog`` take three more.

    Examples
    --------
    The cheapest mix of two goods that makes at least three units:

    >>> import numpy as np
    >>> free = np.array([0.0, 0.0]), np.array([2.0, np.inf])
    >>> made = np.array([3.0]), np.array([np.inf])
    >>> least_cost(np.array([1.0, 2.0]), np.array([[1.0, 1.0]]), made, free)
    array([2., 1.])
    """
    _greeted()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("presolve", "off"), ("threads", 1)):
        solver.setOptionValue(option, value)
    at, column = np.nonzero(rows)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_ = np.asarray(cost, dtype=np.float64)
    model.col_lower_, model.col_upper_ = (np.asarray(end, dtype=np.float64) for end in bounds)
    model.row_lower_, model.row_upper_ = (np.asarray(end, dtype=np.float64) for end in limits)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(at, np.arange(len(rows) + 1))
    model.a_matrix_.index_ = column
    model.a_matrix_.value_ = np.asarray(rows[at, column], dtype=np.float64)
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    if status in _NONE:
        return None
    if status != _SOLVED:
        raise DealError(
            f"a linear programme could not be solved: {solver.modelStatusToString(status)}"
        )
    return np.array(solver.getSolution().col_value)


@cache
def _greeted() -> None:
    """Let the solver print its greeting where nobody sees it: it does so once a process."""
    with quiet():
        highspy.Highs()  # type: ignore[no-untyped-call]
