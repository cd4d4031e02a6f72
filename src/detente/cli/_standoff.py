"""``detente standoff``: the standoff of an article as a file to edit."""

import sys
from pathlib import Path

from detente.cli._common import print_json, standoff_of

__all__ = ["standoff"]


def standoff(
    source: str | None = None,
    /,
    *,
    on: str | None = None,
    out: Path | None = None,
    json: bool = False,
) -> None:
    """Write the standoff that an article describes as TOML, ready to edit.

    Parameters
    ----------
    source
        Article, or a standoff TOML to check; the packaged example if not given.
    on
        Day as of which controls are looked up, YYYY-MM-DD.
    out
        File to write; standard output if not given.
    json
        Print JSON instead.
    """
    case = standoff_of(source, on)
    if json:
        print_json(case.model_dump(mode="json"))
    elif out is not None:
        case.save_toml(out)
    else:
        sys.stdout.write(case.to_toml())
