"""Any result as Arrow tables: one for each list of records that its JSON holds."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["tables"]

SUMMARY = "summary"
_SAYS = ("to_payload", "to_dict", "as_dict")


def tables(result: object) -> "dict[str, pa.Table]":
    """Lay a result out in Arrow tables.

    Parameters
    ----------
    result
        What any public function returned: a reading, standoff, register, impact, deals, exposure,
        years, sweep, scan, market check, comparison, desk or brief; or its JSON as a dict.

    Returns
    -------
    dict[str, pyarrow.Table]
        ``summary`` with what stands alone, and a table for each list of records, by its name.
        Records inside records are columns joined by ``_``; a list inside a record is a table of its
        own, whose ``of`` is the row of the outer one, from 0. ``.to_pandas()`` of a table is a
        DataFrame.

    Raises
    ------
    DetenteError
        If it is no result.

    Examples
    --------
    >>> found = tables({"schema": "x", "losses": [{"party": "USA", "loss": {"low": 1.0}}]})
    >>> found["losses"].to_pylist()
    [{'party': 'USA', 'loss_low': 1.0}]
    """
    own = getattr(result, "tables", None)
    if callable(own):
        return dict(own())
    payload = _payload(result)
    found: dict[str, list[dict[str, Any]]] = {SUMMARY: [{}]}
    _lay(payload, found, SUMMARY, found[SUMMARY][0], 0)
    return {name: _table(name, rows) for name, rows in found.items() if any(rows)}


def _payload(result: object) -> Mapping[str, Any]:
    if isinstance(result, Mapping):
        return result
    for name in _SAYS:
        says = getattr(result, name, None)
        if callable(says):
            return dict(says())
    dump = getattr(result, "model_dump", None)
    if callable(dump):
        return dict(dump(mode="json"))
    payload = getattr(result, "payload", None)
    if isinstance(payload, Mapping):
        return payload
    controls = getattr(result, "controls", None)
    if isinstance(controls, tuple):
        from detente.controls import control_row  # noqa: PLC0415 - a register alone needs it

        return {"controls": [control_row(control, None) for control in controls]}
    raise DetenteError(
        f"a {type(result).__name__} has no tables; give what dt.read, dt.simulate or another "
        "function returned"
    )


def _lay(
    record: Mapping[str, Any],
    found: dict[str, list[dict[str, Any]]],
    table: str,
    row: dict[str, Any],
    place: int,
    start: str = "",
) -> None:
    """Lay a record out: scalars into its row, records beside them, lists of records apart."""
    for key, value in record.items():
        name = f"{start}{key}"
        if isinstance(value, Mapping):
            _lay(value, found, table, row, place, f"{name}_")
        elif isinstance(value, (list, tuple)) and any(isinstance(one, Mapping) for one in value):
            inner = name if table == SUMMARY else f"{table}_{name}"
            rows = found.setdefault(inner, [])
            for one in value:
                new = {} if table == SUMMARY else {"of": place}
                rows.append(new)
                if isinstance(one, Mapping):
                    _lay(one, found, inner, new, len(rows) - 1)
        else:
            row[name] = value


def _table(name: str, rows: list[dict[str, Any]]) -> "pa.Table":
    import pyarrow as pa  # noqa: PLC0415 - only when asked for

    columns = list(dict.fromkeys(column for row in rows for column in row))
    made: dict[str, Any] = {}
    for column in columns:
        values = [_cell(row.get(column)) for row in rows]
        try:
            made[column] = pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):  # a column of several kinds is of texts
            made[column] = pa.array([None if one is None else str(one) for one in values])
    return pa.table(made).replace_schema_metadata({"table": name})


def _cell(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    return (
        value
        if value is None or isinstance(value, (bool, int, float, str, dt.date))
        else str(value)
    )
