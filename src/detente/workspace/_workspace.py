"""Where a workspace is, and what its folder holds."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from detente._errors import WorkspaceError

__all__ = ["MARK", "VARIABLE", "Workspace", "create", "find", "open_workspace"]

MARK = "detente.toml"
"""The file that makes a folder a workspace."""

VARIABLE = "DETENTE_WORKSPACE"
"""Names the workspace for every command; ``none`` stands for no workspace at all."""

FORMAT = "detente.workspace/1"
FOLDERS = ("facts", "standoffs", "articles")
_KEYS = frozenset({"format", "name", "casebook"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A user's folder."""

    root: Path
    """The folder that holds ``detente.toml``."""
    name: str
    """What outputs call it; the folder's own name if the file gives none."""
    casebook: Path | str
    """Where the casebook is: a path, or the address of a database."""

    @property
    def facts(self) -> Path:
        """Folder of the user's rows, one CSV for each table that has any."""
        return self.root / "facts"

    @property
    def standoffs(self) -> Path:
        """Folder of the user's standoff files."""
        return self.root / "standoffs"

    @property
    def articles(self) -> Path:
        """Folder of articles."""
        return self.root / "articles"


def open_workspace(root: Path | str) -> Workspace:
    """Open the workspace of a folder.

    Returns
    -------
    Workspace
        What ``detente.toml`` in it says.

    Raises
    ------
    WorkspaceError
        If the folder is no workspace, or its file is wrong.
    """
    folder = Path(root).expanduser().absolute()
    file = folder / MARK
    if not file.is_file():
        raise WorkspaceError(
            f"{root}: no workspace, since there is no {MARK} in it; `detente init {root}` makes one"
        )
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WorkspaceError(f"{file}: cannot be read ({error}); mend it") from None
    if settings.get("format") != FORMAT:
        raise WorkspaceError(
            f"{file}: format is {settings.get('format')!r}; write format = {FORMAT!r}"
        )
    for key, value in settings.items():
        if key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise WorkspaceError(f"{file}: {key!r} is not known here; remove it, or write: {known}")
        if not isinstance(value, str) or not value.strip():
            raise WorkspaceError(f"{file}: {key} is {value!r}; write a text in quotes")
    casebook = settings.get("casebook", "casebook.db")
    return Workspace(
        root=folder,
        name=settings.get("name", folder.name),
        casebook=casebook if "://" in casebook else folder / casebook,
    )


def find(start: Path | None = None) -> Workspace | None:
    """Find the workspace that holds for a folder.

    Parameters
    ----------
    start
        Where to look first, then in the folders above it, as git does. If not given, the
        environment's ``DETENTE_WORKSPACE`` is asked first, then the working folder.

    Returns
    -------
    Workspace or None
        None where there is none.

    Raises
    ------
    WorkspaceError
        If the one that is named or found is wrong.
    """
    if start is None:
        named = os.environ.get(VARIABLE, "").strip()
        if named.casefold() == "none":
            return None
        if named:
            return open_workspace(named)
    try:
        place = (start or Path.cwd()).absolute()
    except OSError:  # the working folder was removed
        return None
    for folder in (place, *place.parents):
        if (folder / MARK).is_file():
            return open_workspace(folder)
    return None


def create(root: Path | str, *, name: str | None = None) -> Workspace:
    """Make a workspace.

    Parameters
    ----------
    root
        The folder; made if it is not there. What is in it stays.
    name
        What outputs call it; the folder's own name if not given.

    Returns
    -------
    Workspace
        The new workspace.

    Raises
    ------
    WorkspaceError
        If it is one already, or cannot be written.
    """
    folder = Path(root).expanduser().absolute()
    if (folder / MARK).exists():
        raise WorkspaceError(f"{root}: is a workspace already; see {folder / MARK}")
    called = folder.name if name is None else name.strip()
    if not called or not called.isprintable():
        raise WorkspaceError(f"a workspace cannot be called {name!r}; give a name of letters")
    try:
        for part in FOLDERS:
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(_settings(called), encoding="utf-8", newline="\n")
    except OSError as error:
        raise WorkspaceError(
            f"{root}: cannot be made a workspace ({error.strerror or error}); choose another place"
        ) from error
    return open_workspace(folder)


def _settings(name: str) -> str:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'format = "{FORMAT}"\n'
        f'name = "{quoted}"\n'
        "# Where the casebook is: a file in this folder, or the address of a database.\n"
        'casebook = "casebook.db"\n'
    )
