"""Hindcasts: folders that hold a standoff whose outcome is known, and what happened."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from detente._errors import FactsError, UnknownCodeError
from detente._files import folder_sha256

from ._facts import Facts
from ._figure_rows import ObservationRow
from ._hindcast_rows import QUANTITIES, CaseHeader, HappenedRow, Observed, PathRow
from ._load import load_facts
from ._rows import Row, SourceRow
from ._tables import Fault, Table, _read_table

__all__ = ["HINDCASTS_FOLDER", "HindcastCase", "hindcast_names", "load_hindcast"]

HINDCASTS_FOLDER = Path(__file__).parent / "hindcasts"
"""Folder of the cases that come with the package."""

ANY_REGION = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class HindcastCase:
    """A standoff whose outcome is known."""

    name: str
    """Name of its folder."""
    folder: Path
    """Where it was read."""
    case: CaseHeader
    """What ``case.toml`` says."""
    happened: tuple[HappenedRow, ...]
    """What happened, from ``happened.csv`` and from the packaged observations."""
    path: tuple[PathRow, ...]
    """Points of ``path.csv``."""
    sources: tuple[SourceRow, ...]
    """Where the figures come from: the case's own ``sources.csv`` and the packaged sources used."""
    sha256: str
    """Hash over the names and contents of the case's files."""

    def blind(self) -> "HindcastCase":
        """Return the case with the first of its runs that knows nothing of what came later."""
        first = next(path for path in self.case.paths if not path.known)
        return replace(self, case=self.case.model_copy(update={"paths": (first,)}))


def hindcast_names() -> tuple[str, ...]:
    """Names of the packaged cases.

    Examples
    --------
    >>> "rare-earths-2025" in hindcast_names()
    True
    """
    return tuple(sorted(file.parent.name for file in HINDCASTS_FOLDER.glob("*/case.toml")))


def load_hindcast(where: str | Path, facts: Facts | None = None) -> HindcastCase:
    """Read a case.

    Parameters
    ----------
    where
        Name of a packaged case, or path of a folder that holds ``case.toml``.
    facts
        Other facts than the packaged ones.

    Returns
    -------
    HindcastCase
        The case with everything that happened, in order.

    Raises
    ------
    UnknownCodeError
        If there is no such case.
    FactsError
        If a file is missing or wrong; it names the first fault and how many there are.
    """
    facts = facts or load_facts()
    folder = _folder(where)
    case = _header(folder / "case.toml")
    faults: list[Fault] = []
    own = _table(folder, "sources", SourceRow, faults)
    happened = _table(folder, "happened", HappenedRow, faults)
    path = _table(folder, "path", PathRow, faults)
    rows = [row for row in happened.rows if isinstance(row, HappenedRow)]
    points = [row for row in path.rows if isinstance(row, PathRow)]
    known = {row.id: row for row in facts.sources}
    known |= {row.id: row for row in own.rows if isinstance(row, SourceRow)}
    for month in case.months:
        if month.source not in known:
            raise UnknownCodeError("source", month.source, known)
    for table in (happened, path):
        faults.extend(_unknown_codes(table, facts, known))
    faults.extend(_twice(happened, HappenedRow.key))
    faults.extend(_twice(path, PathRow.key))
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise FactsError(f"{folder.name}/{min(faults)}{more}")
    rows += [row for wanted in case.observed for row in _observed(wanted, facts, folder.name)]
    _check(case, rows, points, folder)
    rows.sort(key=lambda r: (list(QUANTITIES).index(r.quantity), r.good, r.region, r.when, r.value))
    used = sorted({*(row.source for row in (*rows, *points)), *(m.source for m in case.months)})
    return HindcastCase(
        name=folder.name,
        folder=folder,
        case=case,
        happened=tuple(rows),
        path=tuple(points),
        sources=tuple(known[name] for name in used),
        sha256=folder_sha256(folder, ".toml", ".csv"),
    )


def _folder(where: str | Path) -> Path:
    names = hindcast_names()
    if str(where) in names:
        return HINDCASTS_FOLDER / str(where)
    folder = Path(where)
    if folder.is_dir():
        return folder.resolve()
    if "/" in str(where) or folder.suffix:
        raise FactsError(f"{where}: no such folder; give a folder that holds case.toml")
    raise UnknownCodeError("hindcast", str(where), names)


def _header(file: Path) -> CaseHeader:
    where = f"{file.parent.name}/{file.name}"
    try:
        return CaseHeader.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise FactsError(f"{where}: the file is missing; see docs/methods/backtest.md") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise FactsError(f"{where}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(at + 1 if isinstance(at, int) else at) for at in first["loc"])
        raise FactsError(f"{where}: field {field}: {first['msg']}") from error


def _table(folder: Path, name: str, model: type[Row], faults: list[Fault]) -> Table:
    """Read one table of a case; a case may do without it."""
    table, file = Table(name=name), folder / f"{name}.csv"
    if file.is_file():
        faults.extend(_read_table(file, model, table))
    return table


def _unknown_codes(table: Table, facts: Facts, sources: Iterable[str]) -> Iterator[Fault]:
    known = {
        "good": {row.good for row in facts.goods},
        "region": _places(facts) | {ANY_REGION},
        "target": _places(facts) | {ANY_REGION},
        "source": set(sources),
    }
    for line, cells in table.cells:
        for column, codes in known.items():
            code = cells.get(column)
            if code and code not in codes:
                near = UnknownCodeError(column, code, codes)
                yield Fault(file=table.file, row=line, field=column, problem=str(near))


def _places(facts: Facts) -> set[str]:
    members = {code for row in facts.regions for code in (row.code, *row.members)}
    return members | {row.iso3 for row in facts.parties}


def _twice(table: Table, key: tuple[str, ...]) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for line, cells in table.cells:
        mine = tuple(cells.get(column, "") for column in key)
        first = seen.setdefault(mine, line)
        if first != line:
            problem = f"stands already in row {first}; keep one of them"
            yield Fault(file=table.file, row=line, field=key[0], problem=problem)


def _observed(wanted: Observed, facts: Facts, case: str) -> list[HappenedRow]:
    rows = [row for row in facts.observations if wanted.picks(row)]
    if not rows:
        raise FactsError(
            f"{case}/case.toml: no observation {wanted.series} of {wanted.good} for "
            f"{wanted.region} between {wanted.first} and {wanted.last}; see observations.csv"
        )
    base = 1.0 if wanted.base is None else _base(wanted, facts, case).value
    return [
        HappenedRow(
            file=row.file,
            line=row.line,
            quantity=wanted.quantity,
            good=row.good,
            region=wanted.as_region or row.region,
            when=row.date,
            relation=wanted.relation,
            who=wanted.who,
            weak=wanted.weak,
            note=wanted.note,
            unit=QUANTITIES[wanted.quantity],
            value=row.value / base,
            low=row.low / base,
            high=row.high / base,
            as_of=row.as_of,
            source=row.source,
        )
        for row in rows
    ]


def _base(wanted: Observed, facts: Facts, case: str) -> ObservationRow:
    for row in facts.observations_of(wanted.series, wanted.good, wanted.region):
        if row.date == wanted.base:
            return row
    raise FactsError(
        f"{case}/case.toml: no observation {wanted.series} of {wanted.good} for {wanted.region} "
        f"on {wanted.base} to serve as base; see observations.csv"
    )


def _check(case: CaseHeader, rows: list[HappenedRow], points: list[PathRow], folder: Path) -> None:
    """What must hold between the files of a case."""
    where, names = f"{folder.name}/case.toml", [path.name for path in case.paths]
    if not rows:
        raise FactsError(f"{where}: nothing happened; add [[observed]] or rows to happened.csv")
    if len(set(names)) < len(names):
        raise FactsError(f"{where}: two paths have one name; give each its own")
    if all(path.known for path in case.paths):
        raise FactsError(f"{where}: every path was known later only; add one with known = false")
    drawn = {row.path for row in points}
    for path in case.paths:
        if path.kind == "points" and path.name not in drawn:
            raise FactsError(f"{where}: path {path.name!r} has no points; add rows to path.csv")
    for name in drawn - {path.name for path in case.paths if path.kind == "points"}:
        raise FactsError(f"{folder.name}/path.csv: {name!r} is no path of kind points in case.toml")
    _check_measures(points, folder)
    for row in rows:
        if (row.when - case.on).days > case.days or row.when < case.on.replace(day=1):
            raise FactsError(
                f"{folder.name}/{row.where}: {row.when} lies outside {case.days} days from "
                f"{case.on}; mend the day or the horizon"
            )


def _check_measures(points: list[PathRow], folder: Path) -> None:
    measures: dict[tuple[str, str], set[str]] = {}
    for point in points:
        measures.setdefault((point.path, point.control), set()).add(point.measure)
    for found in measures.values():
        if found != {"blocked"} and ("blocked" in found or "approved" not in found):
            raise FactsError(
                f"{folder.name}/path.csv: a path of one control is blocked or approved, not both; "
                "days and inspections go with approved"
            )
