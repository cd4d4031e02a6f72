"""Packaged rows as they are read, with those that follow from others."""

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from detente._errors import FactsError

from ._figure_rows import GoodParameterRow
from ._rows import Row
from ._tables import Fault, read_table

__all__ = ["of_kinds", "packaged_rows", "refuse"]


@functools.cache
def packaged_rows(folder: Path, name: str) -> tuple[Row, ...]:
    """The rows of one packaged table, with those that follow from others."""
    rows: dict[str, Any] = {}
    others = ("kind_parameters", "goods") if name == "good_parameters" else ()
    for table in (name, *others):
        read, faults = read_table(folder, table)
        refuse(sorted(faults))
        rows[table] = tuple(read.rows)
    return (*rows[name], *of_kinds(rows)) if others else rows[name]


def refuse(faults: Sequence[Fault]) -> None:
    """Raise the first fault, if there is one."""
    if faults:
        more = f" (and {len(faults) - 1} more; `detente data check` lists all)"
        raise FactsError(f"{faults[0]}{more if len(faults) > 1 else ''}")


def of_kinds(rows: dict[str, Any]) -> Iterator[GoodParameterRow]:
    """Parameters that goods have from their kind: the row of the kind under the good's name."""
    own = {(row.good, row.parameter) for row in rows["good_parameters"] if row.region == "*"}
    by_kind: defaultdict[str, list[GoodParameterRow]] = defaultdict(list)
    for row in rows["kind_parameters"]:
        cells = row.model_dump(exclude={"kind"})
        by_kind[row.kind].append(GoodParameterRow.model_construct(**cells, good="", region="*"))
    for good in rows["goods"]:
        for row in by_kind[good.kind]:
            if (good.good, row.parameter) not in own:
                yield row.model_copy(update={"good": good.good})
