"""Files that are there whole or not at all."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from detente._errors import DetenteError

__all__ = ["EXAMPLE", "folder_sha256", "require_place", "whole"]

EXAMPLE = "london-2025-06.txt"
"""The article in `examples/` that is read where none is given."""


def folder_sha256(folder: Path, *suffixes: str) -> str:
    """Return the SHA-256 of the files of a folder that have one of the suffixes, names included."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.suffix in suffixes:
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@contextlib.contextmanager
def whole(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary name beside a file, and put what was written there in place in one step.

    Yields
    ------
    Path
        Where to write. If anything goes wrong on the way, an interrupt included, nothing stays
        there and the target is as it was.

    Raises
    ------
    DetenteError
        If the place cannot be written to.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder) / "a.txt") as beside:
    ...         _ = beside.write_text("done")
    ...     [path.name for path in Path(folder).iterdir()]
    ['a.txt']
    """
    place = Path(target)
    if place.exists() and not (place.is_file() or place.is_dir()):
        with _told(place):
            yield place  # a device or a pipe is written to; no file may take its place
        return
    place = Path(os.path.realpath(place))
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with _told(place):
            yield beside
            beside.replace(place)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def _told(place: Path) -> Iterator[None]:
    """Say where it was that writing failed."""
    try:
        yield
    except OSError as error:
        raise DetenteError(
            f"cannot write {place}: {error.strerror or error}; choose another place"
        ) from error


def require_place(target: Path) -> None:
    """Refuse a file that could not be written, before anything long is computed.

    Raises
    ------
    DetenteError
        If its folder is missing, it is a folder, or writing is not allowed.
    """
    if not target.parent.is_dir():
        raise DetenteError(f"{target}: there is no folder {target.parent}; make it first")
    if target.is_dir():
        raise DetenteError(f"{target} is a folder; name a file")
    if not os.access(target.parent, os.W_OK):
        raise DetenteError(f"{target}: the folder {target.parent} may not be written to")
    if target.exists() and not os.access(target, os.W_OK):
        raise DetenteError(f"{target}: it is there and may not be written to; choose another name")
