"""A user's own folder: facts beside the packaged ones, standoffs, articles, a casebook."""

from ._active import active, current, use
from ._workspace import MARK, VARIABLE, Workspace, create, find, open_workspace

__all__ = [
    "MARK",
    "VARIABLE",
    "Workspace",
    "active",
    "create",
    "current",
    "find",
    "open_workspace",
    "use",
]
