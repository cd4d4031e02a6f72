"""``detente init``: a folder of the user's own."""

import sys
from pathlib import Path

from detente.cli._common import print_json

__all__ = ["init"]


def init(folder: Path, /, *, name: str | None = None, json: bool = False) -> None:
    """Make a workspace: a folder for your own facts, standoffs, articles and casebook.

    Every command run in it, or in a folder under it, adds its facts to the packaged ones.

    Parameters
    ----------
    folder
        The folder; made if it is not there. What is in it stays.
    name
        What outputs call it; the folder's own name if not given.
    json
        Print detente.workspace/1.
    """
    from detente.workspace import create

    made = create(folder, name=name)
    if json:
        print_json(
            {
                "schema": "detente.workspace/1",
                "name": made.name,
                "root": str(made.root),
                "casebook": str(made.casebook),
            }
        )
        return
    sys.stdout.write(
        f"{made.root} is a workspace: detente.toml, facts/, standoffs/, articles/\n"
        f"next: cd {folder}; detente goods add GOOD.toml; detente data check\n"
    )
