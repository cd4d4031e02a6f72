"""``detente goods add``: goods of the user's own, one file each."""

import sys
from pathlib import Path
from typing import Any

from detente._errors import WorkspaceError
from detente.cli._common import print_json

__all__ = ["add", "own_facts"]


def own_facts() -> Path:
    """Folder of the rows of the workspace in use.

    Raises
    ------
    WorkspaceError
        If there is none.
    """
    from detente.workspace import current

    home = current()
    if home is None:
        raise WorkspaceError(
            "there is no workspace to write to; make one with `detente init FOLDER`, then work in "
            "it or give --workspace FOLDER"
        )
    return home.facts


def add(files: tuple[Path, ...], /, *, json: bool = False) -> None:
    """Add goods to the workspace, or say more of one that is known: one TOML file for each.

    A file holds name, class, customs codes, words of the news, who makes it at which stage, who
    uses it, and its stock. What it leaves out is taken from the class, with a wide range, and said.

    Parameters
    ----------
    files
        TOML files; see docs/goods.md.
    json
        Print detente.goods-added/1.
    """
    from detente._errors import DetenteError
    from detente.controls import today
    from detente.facts import load_facts, read_good, write_own
    from detente.workspace import current, use

    if not files:
        raise DetenteError("name a TOML file on a good; docs/goods.md says what it holds")
    folder = own_facts()
    told: list[dict[str, Any]] = []
    for file in files:
        good = read_good(file, load_facts(), today())
        rows = good.rows()
        count = write_own(folder, rows, drop=good.written_before)
        use(current())  # the next file may name this good
        told.append({"good": good.good, "class": good.defaults.kind, "rows": count,
                     "assumed": list(dict.fromkeys(good.assumed))})  # fmt: skip
    if json:
        print_json({"schema": "detente.goods-added/1", "folder": str(folder), "goods": told})
        return
    for one in told:
        parts = ", ".join(f"{name} {count}" for name, count in one["rows"].items())
        sys.stdout.write(f"{one['good']}: {sum(one['rows'].values())} rows written ({parts})\n")
        if one["assumed"]:
            sys.stdout.write(f"  from the class {one['class']}: {'; '.join(one['assumed'])}\n")
