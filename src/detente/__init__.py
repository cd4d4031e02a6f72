"""détente: read an export-control standoff, cost each control to both sides, find the trades.

>>> import detente as dt
>>> sorted(dt.__all__)[:3]
['DetenteError', 'Register', 'Standoff']
"""

from typing import TYPE_CHECKING, Any

from detente._errors import DetenteError
from detente._late import late
from detente._version import __version__

if TYPE_CHECKING:
    from detente._api import (
        Register,
        Standoff,
        World,
        bargain,
        brief,
        compare_readings,
        desk,
        disrupt,
        exposure,
        hindcast,
        market_check,
        read,
        read_folder,
        scan,
        simulate,
        standoff,
        sweep,
        tables,
        years,
    )
    from detente.workspace import use as use_workspace

__all__ = [
    "DetenteError",
    "Register",
    "Standoff",
    "World",
    "__version__",
    "bargain",
    "brief",
    "compare_readings",
    "desk",
    "disrupt",
    "exposure",
    "hindcast",
    "market_check",
    "read",
    "read_folder",
    "scan",
    "simulate",
    "standoff",
    "sweep",
    "tables",
    "use_workspace",
    "years",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    return late(__name__, name)  # engines load when they are first used
