"""A world from plain arrays: shapes, signs and identities set right once, at the door."""

from collections.abc import Mapping, Sequence
from typing import Any, Required, TypedDict

import numpy as np
import numpy.typing as npt

from detente._errors import WorldError
from detente.world._balance import require_balance
from detente.world._world import Array, World

__all__ = ["TableDetails", "fill_rows", "from_arrays", "share_out"]

GAP_TOLERANCE = 1e-3
"""Largest gap between a given output and the sum of its row that is smoothed over [1]."""
LOSS_TOLERANCE = 0.01
"""Largest part of all purchases that may exceed the buyers' output [1]."""
SMALL = 1e-6
"""A share of the largest output below which a row may be out of balance [1]."""
ROUNDING = 1e-9
"""A share of output that is only rounding [1]."""


class TableDetails(TypedDict, total=False):
    """Keyword arguments of :func:`from_arrays`, with the same meaning."""

    year: Required[int]
    output: npt.ArrayLike | None
    imports_residual: npt.ArrayLike | None
    residual: str
    region_names: Mapping[str, str] | None
    sector_names: Mapping[str, str] | None
    members: Mapping[str, Sequence[str]] | None
    manifest: Mapping[str, Any] | None
    where: str


def share_out(weights: Array, totals: Array, home: Array) -> Array:
    """Share row totals in proportion to weights.

    Parameters
    ----------
    weights
        Weights, negative ones count as zero, shape (rows, columns) [any].
    totals
        What each row must add up to, shape (rows,) [USD mn per year].
    home
        Weights for rows whose own weights are all zero, shape (rows, columns) [any].

    Returns
    -------
    Array
        Shares of the totals, each row adding up to its total [USD mn per year].

    Examples
    --------
    >>> share_out(np.array([[1.0, 3.0, -1.0]]), np.array([8.0]), np.eye(1, 3))
    array([[2., 6., 0.]])
    """
    positive = np.maximum(weights, 0.0)
    sums = positive.sum(axis=1)
    empty = sums <= 0.0
    positive = np.where(empty[:, None], home, positive)
    sums = np.where(empty, home.sum(axis=1), sums)
    shared: Array = positive / sums[:, None] * totals[:, None]
    return shared


def fill_rows(flows: Array, final_demand: Array, output: Array) -> Array:
    """Scale final demand so that every row adds up to its output.

    Parameters
    ----------
    flows
        Intermediate sales, region-major, shape (n, n) [USD mn per year].
    final_demand
        Deliveries by destination, the residual last, shape (n, regions + 1) [USD mn per year].
    output
        Gross output, shape (n,) [USD mn per year].

    Returns
    -------
    Array
        Deliveries; where a row had none, what is needed goes to the own region
        [USD mn per year].
    """
    n, regions = len(output), final_demand.shape[1] - 1
    home = np.zeros_like(final_demand)
    home[np.arange(n), np.arange(n) * regions // n] = 1.0
    return share_out(final_demand, np.maximum(output - flows.sum(axis=1, dtype=float), 0.0), home)


def _finite(
    name: str,
    values: npt.ArrayLike,
    shape: tuple[int, ...],
    labels: Sequence[str],
    where: str,
    dtype: npt.DTypeLike = np.float64,
) -> Array:
    """Array of the right shape without NaN or infinity, or a clear error."""
    array: Array = np.asarray(values, dtype=dtype)
    if array.shape != shape:
        raise WorldError(f"{where}: {name} has shape {array.shape}, and {shape} is needed")
    if not np.isfinite(array.sum(dtype=np.float64)):
        bad = np.argwhere(~np.isfinite(array))
        if not len(bad):
            raise WorldError(f"{where}: {name} adds up to more than can be told; mend its unit")
        at = " to ".join(labels[i] for i in bad[0][: 2 if shape[-1] == len(labels) else 1])
        raise WorldError(
            f"{where}: {name} of {at} is not a finite number ({len(bad)} such entries): "
            "mend the table"
        )
    return array


def from_arrays(  # noqa: PLR0913 - a table has this many parts
    regions: Sequence[str],
    sectors: Sequence[str],
    flows: npt.ArrayLike,
    final_demand: npt.ArrayLike,
    *,
    year: int,
    output: npt.ArrayLike | None = None,
    imports_residual: npt.ArrayLike | None = None,
    residual: str = "ROW",
    region_names: Mapping[str, str] | None = None,
    sector_names: Mapping[str, str] | None = None,
    members: Mapping[str, Sequence[str]] | None = None,
    manifest: Mapping[str, Any] | None = None,
    where: str = "table",
    own: bool = False,
) -> World:
    """Make a balanced world from plain arrays.

    Parameters
    ----------
    regions, sectors
        Codes; arrays are region-major.
    flows
        Intermediate sales, row node to column node, shape (n, n) [USD mn per year].
    final_demand
        Final deliveries by destination, shape (n, regions) or (n, regions + 1); a last column
        beyond the regions holds every delivery to the residual region [USD mn per year].
    year
        Year of the table.
    output
        Gross output, shape (n,); by default the sum of each row [USD mn per year].
    imports_residual
        Intermediate purchases from the residual region, shape (n,); by default none
        [USD mn per year].
    residual
        Code of the residual region.
    region_names, sector_names
        Code to name.
    members
        Region code to the countries inside it.
    manifest
        Where the table comes from.
    where
        The file or object, for errors.
    own
        Whether the flows are the table's own: they are then kept in their precision and written
        over, not copied.

    Returns
    -------
    World
        A balanced table; what was set right is counted under ``"mended"`` in its manifest.

    Raises
    ------
    WorldError
        If the arrays cannot make a balanced table.

    Notes
    -----
    Four things are set right, because current production is what the engines move:

    1. A row whose given output differs from its sum by less than 0.1 % (or, for a small row, by
       less than a millionth of the largest output) keeps its output, and final demand takes up
       the difference.
    2. Negative final deliveries (goods drawn from stocks) become zero, and the row's other
       final deliveries shrink so that the row still adds up.
    3. Where the row's final demand as a whole is negative, its intermediate sales shrink too:
       the part delivered from stocks is not production of the year.
    4. A node that buys for more than its output (subsidised, or a residue of balancing) buys in
       proportion less, so that value added is zero; its sellers' final demand takes up the
       difference. More than 1 % of all purchases is an error instead.
    """
    regions, sectors = tuple(regions), tuple(sectors)
    labels = [f"{region} {sector}" for region in regions for sector in sectors]
    n = len(labels)
    dtype = flows.dtype if own and isinstance(flows, np.ndarray) else np.dtype(np.float64)
    Z: Array = _finite("flows", flows, (n, n), labels, where, dtype)
    if not own and isinstance(flows, np.ndarray) and np.may_share_memory(Z, flows):
        Z = Z.copy()
    F: Array = np.array(final_demand, dtype=np.float64)
    if F.shape == (n, len(regions)):
        F = np.column_stack([F, np.zeros(n)])
    F = _finite("final demand", F, (n, len(regions) + 1), labels, where)
    bought_outside = np.zeros(n) if imports_residual is None else np.array(imports_residual)
    m = _finite("purchases from the residual", bought_outside, (n,), labels, where)
    if Z.min() < 0:
        at = np.unravel_index(int(np.argmin(Z)), Z.shape)
        raise WorldError(
            f"{where}: {labels[at[0]]} sells {Z.min():.4g} USD mn to {labels[at[1]]}: "
            "intermediate flows cannot be negative; mend the table"
        )
    row = Z.sum(axis=1, dtype=float) + F.sum(axis=1)
    x = row if output is None else _finite("output", output, (n,), labels, where)
    small = SMALL * float(np.abs(x).max())
    gap = np.abs(x - row) / np.maximum(np.abs(x) + small / GAP_TOLERANCE, 1e-300)
    if gap.max() > GAP_TOLERANCE or x.min() < -small:
        at_gap = int(np.argmax(gap)) if gap.max() > GAP_TOLERANCE else int(np.argmin(x))
        raise WorldError(
            f"{where}: output of {labels[at_gap]} is {x[at_gap]:.6g} USD mn and its row adds up to "
            f"{row[at_gap]:.6g}; give flows, final demand and output of the same table"
        )
    x = np.maximum(x, 0.0)
    F, m, mended = _mend(Z, F, m, x, labels, where)
    mended["largest_row_gap"] = float(gap.max())
    world = World(
        regions=regions,
        sectors=sectors,
        flows=Z,
        output=x,
        final_demand=F,
        imports_residual=m,
        value_added=_settle(x - Z.sum(axis=0, dtype=float) - m, x),
        year=year,
        residual=residual,
        region_names=region_names or {},
        sector_names=sector_names or {},
        members={code: tuple(inside) for code, inside in (members or {}).items()},
        manifest={**(manifest or {}), "mended": mended},
    )
    require_balance(world, where)
    return world


def _mend(
    Z: Array, F: Array, m: Array, x: Array, labels: Sequence[str], where: str
) -> tuple[Array, Array, dict[str, float]]:
    """Set flows, in place, and the rest right, as the notes of `from_arrays` say."""
    negative = F < 0
    sold, least = Z.sum(axis=1, dtype=float), 1.0 - np.finfo(Z.dtype).eps  # rounding adds nothing
    drawn = x < sold
    mended: dict[str, float] = {
        "negative_final_deliveries": int(negative.sum()),
        "negative_final_deliveries_usd_mn": float(F[negative].sum()),
        "rows_sold_from_stock": int(drawn.sum()),
    }
    if drawn.any():
        part = np.where(drawn, x * least / np.where(sold > 0, sold, 1.0), 1.0)
        np.multiply(Z, part[:, None], out=Z, casting="same_kind")
    bought = Z.sum(axis=0, dtype=float) + m
    excess = np.maximum(bought - x, 0.0)
    if excess.sum() > LOSS_TOLERANCE * bought.sum():
        worst = int(np.argmax(excess))
        raise WorldError(
            f"{where}: value added not negative fails: {labels[worst]} buys {bought[worst]:.6g} "
            f"USD mn for an output of {x[worst]:.6g}; are rows and columns exchanged?"
        )
    mended["columns_buying_more_than_output"] = int((excess > ROUNDING * x).sum())
    mended["purchases_beyond_output_usd_mn"] = float(excess.sum())
    if excess.any():
        part = np.where(excess > 0, x * least / np.where(bought > 0, bought, 1.0), 1.0)
        np.multiply(Z, part, out=Z, casting="same_kind")
        m = m * part
    return fill_rows(Z, F, x), m, mended


def _settle(value_added: Array, output: Array) -> Array:
    """Set value added that is negative only by rounding to zero."""
    rounding = (value_added < 0) & (value_added >= -ROUNDING * output)
    settled: Array = np.where(rounding, 0.0, value_added)
    return settled
