"""Load the facts: the packaged tables, a folder's, or those with the rows of a workspace."""

import functools
import hashlib
from pathlib import Path
from typing import Any

from detente._files import folder_sha256
from detente.workspace import current

from ._all_rows import TABLES
from ._check import check_own, check_tables
from ._facts import Facts
from ._overlay import own_tables
from ._read_rows import of_kinds, refuse
from ._tables import PACKAGED, read_tables

__all__ = ["TABLES_FOLDER", "load_facts", "packaged_facts"]

TABLES_FOLDER = PACKAGED
"""Folder of the tables that come with the package."""


def load_facts(path: Path | str | None = None) -> Facts:
    """Read the facts tables.

    Parameters
    ----------
    path
        Folder of CSV files. If not given, the tables that come with the package (each is read when
        first asked for, and kept), with the rows of the workspace that is in use.

    Returns
    -------
    Facts
        One tuple of typed rows for each table.

    Raises
    ------
    FactsError
        If anything is wrong in the tables of a folder or workspace; it names the first fault and
        how many there are.
    """
    if path is not None:
        return _load(Path(path))
    home = current()
    return _packaged_facts() if home is None else _with_own(home.facts)


def packaged_facts() -> Facts:
    """The packaged tables alone, whatever workspace is in use."""
    return _packaged_facts()


@functools.cache
def _packaged_facts() -> Facts:
    """The packaged tables, each to be read when first asked for."""
    facts = object.__new__(Facts)
    for name, value in (
        ("folder", TABLES_FOLDER),
        ("sha256", folder_sha256(TABLES_FOLDER, ".csv")),
        ("own_rows", {}),
        ("_indices", {}),
        ("_homes", {}),
    ):
        object.__setattr__(facts, name, value)
    return facts


@functools.cache
def _with_own(folder: Path) -> Facts:
    """The packaged tables with the rows of a workspace, all checked together."""
    own, faults = own_tables(folder)
    counts = {name: len(table.cells) for name, table in own.items() if table.cells}
    if not counts and not faults:
        return _packaged_facts()
    tables, faults = check_own(folder)
    refuse(faults)
    rows: dict[str, Any] = {name: tuple(tables[name].rows) for name in TABLES}
    rows["good_parameters"] += tuple(of_kinds(rows))
    digest = hashlib.sha256(
        (_packaged_facts().sha256 + folder_sha256(folder, ".csv")).encode()
    ).hexdigest()
    return Facts(folder=TABLES_FOLDER, sha256=digest, own_rows=counts, **rows)


def _load(folder: Path) -> Facts:
    tables, faults = read_tables(folder)
    refuse(sorted([*faults, *check_tables(tables)]))
    rows: dict[str, Any] = {name: tuple(table.rows) for name, table in tables.items()}
    rows["good_parameters"] += tuple(of_kinds(rows))
    return Facts(folder=folder, sha256=folder_sha256(folder, ".csv"), **rows)
