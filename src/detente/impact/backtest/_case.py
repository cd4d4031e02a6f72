"""A hindcast case as the engine takes it: the standoff on its first day, and paths."""

import datetime as dt
from typing import Any

import tomli_w

from detente._errors import StandoffError
from detente.controls import IntensityPoint, Range, Register, Standoff
from detente.facts import MEASURES, HindcastCase, KnownPath
from detente.impact.goods.licences import Approvals
from detente.impact.goods.paths import PathKind, Paths

__all__ = ["case_standoff", "engine_path", "engine_paths"]


def case_standoff(case: HindcastCase, register: Register) -> Standoff:
    """Build the standoff on the first day of a case.

    Parameters
    ----------
    case
        The case; a control that names ``register_ids`` may leave the rest to the register.
    register
        The register.

    Raises
    ------
    StandoffError
        If a field is missing or wrong; the message names the case and the field.
    UnknownCodeError
        If the register does not have a control.
    """
    fields: dict[str, Any] = {"name": case.case.title, "on": case.case.on, **case.case.standoff}
    where = f"{case.name}/case.toml"
    fields["controls"] = [
        _filled(entry, register, case.case.on) for entry in fields.get("controls", ())
    ]
    standoff = Standoff.from_toml_text(tomli_w.dumps(fields), name=where)
    for row in case.path:
        if row.control not in {entry.control for entry in standoff.controls}:
            raise StandoffError(
                f"{case.name}/{row.where}: {row.control!r} is not on the table of case.toml"
            )
    if all(entry.effective > standoff.on for entry in standoff.controls):
        raise StandoffError(
            f"{where}: every control takes effect after {standoff.on}; start the case when the "
            "first does"
        )
    return standoff


def _filled(entry: dict[str, Any], register: Register, on: dt.date) -> dict[str, Any]:
    """Fields of a control that the case leaves out, as the register had them on the first day."""
    ids = entry.get("register_ids", [])
    if not ids:
        return entry
    control = register.get(ids[0])
    known: dict[str, Any] = {
        "control": control.id,
        "name": control.name,
        "imposer": control.imposer,
        "goods": list(control.goods),
        "instrument": control.instrument,
        "effective": control.effective,
    }
    if "intensity" not in entry and "target" in entry:
        blocked = control.intensity(on, entry["target"], known_on=on)
        if blocked.high <= 0:
            raise StandoffError(
                f"control {control.id}: the register has nothing that it blocks towards "
                f"{entry['target']} on {on}; write an intensity into case.toml"
            )
        known["intensity"] = blocked.as_dict()
    return known | entry


def engine_paths(case: HindcastCase, path: KnownPath, standoff: Standoff) -> Paths:
    """What the engine is told in one run, by control, or by control and good."""
    reached = {good for entry in standoff.controls for good in entry.goods}
    for good in path.goods:
        if good not in reached:
            raise StandoffError(
                f"{case.name}/case.toml: path {path.name!r} speaks of {good!r}, which is under no "
                f"control on the table; goods are {', '.join(sorted(reached))}"
            )
    told: dict[str, PathKind | tuple[IntensityPoint, ...] | Approvals] = {}
    for entry in standoff.controls:
        found = engine_path(case, path, entry.control)
        if not path.goods:
            told[entry.control] = found
            continue
        told[entry.control] = "queue"
        told |= {f"{entry.control}:{good}": found for good in entry.goods if good in path.goods}
    return told


def engine_path(
    case: HindcastCase, path: KnownPath, control: str
) -> PathKind | tuple[IntensityPoint, ...] | Approvals:
    """What the engine is told of one control in one run."""
    if path.kind != "points":
        return path.kind
    rows = sorted(
        (row for row in case.path if (row.path, row.control) == (path.name, control)),
        key=lambda row: (row.target, row.date),
    )
    if not rows:
        return "held"
    if rows[0].measure != "blocked":
        known = {
            measure: tuple(
                (row.target, row.date, row.low, row.value, row.high)
                for row in rows
                if row.measure == measure
            )
            for measure in MEASURES
            if measure != "blocked"
        }
        return Approvals(points=known.pop("approved"), **known)
    return tuple(
        IntensityPoint(target=row.target, date=row.date, value=Range.of(row), source=row.source)
        for row in rows
    )
