"""A store of computed arrays on disk: named by their content, bounded, safe for many processes."""

import contextlib
import os
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from detente._errors import DetenteError
from detente._files import whole

__all__ = ["DEFAULT_SIZE", "Store"]

Arrays = Mapping[str, npt.NDArray[np.generic]]

DEFAULT_SIZE = 1_000_000_000
"""Most that a store holds if nothing else is said [byte]."""

WHERE = "DETENTE_STORE"
"""Environment variable: a folder for the store, or ``off``."""

HOW_LARGE = "DETENTE_STORE_SIZE"
"""Environment variable: most that it holds, such as ``500 MB`` or ``2 GB``."""

_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}


class Store:
    """Arrays kept under a name, in one file each.

    Parameters
    ----------
    folder
        Where the files lie; made with the first that is kept.
    size
        Most that they take together [byte]. Beyond it, what has not been used for longest goes.

    Notes
    -----
    A file is written under a temporary name and put in place in one step, so that a reader, or a
    process that is killed, never meets half of one. Nothing here is ever needed: what cannot be
    read is taken for missing and computed again, what cannot be written is not kept.
    """

    def __init__(self, folder: Path, size: int = DEFAULT_SIZE) -> None:
        self.folder, self.size = folder, size

    @classmethod
    def of_user(cls) -> "Store | None":
        """Give the user's store, as the environment has it; None if it is switched off.

        Raises
        ------
        DetenteError
            If `DETENTE_STORE_SIZE` is no size.
        """
        where = os.environ.get(WHERE, "").strip()
        if where.lower() == "off":
            return None
        folder = Path(where) if where else platformdirs.user_cache_path("detente") / "runs"
        return cls(folder, _bytes(os.environ.get(HOW_LARGE, "")))

    def get(self, name: str) -> dict[str, npt.NDArray[np.generic]] | None:
        """Return what is kept under a name, or None."""
        place = self._place(name)
        try:
            # opened here: numpy leaves the file open where an archive is cut short
            with place.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                found = {key: kept[key] for key in kept.files}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            with contextlib.suppress(OSError):
                place.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(place)  # last used now
        return found

    def put(self, name: str, arrays: Arrays) -> bool:
        """Keep arrays under a name; say whether that could be done."""
        place = self._place(name)
        if sum(array.nbytes for array in arrays.values()) > self.size:
            return False
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with whole(place) as beside, beside.open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
            self._make_room(place)
        except (OSError, DetenteError):
            return False
        return True

    def files(self) -> list[tuple[Path, int, float]]:
        """Kept files, each with its size [byte] and when it was last used, the oldest first."""
        found = []
        for path in self._within("*.npz"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((path, stat.st_size, stat.st_mtime))
        return sorted(found, key=lambda one: (one[2], one[0].name))

    def clear(self) -> int:
        """Delete what is kept; return how many files went."""
        gone = 0
        for path in (*self._within("*.npz"), *self._within(".*.part")):
            with contextlib.suppress(OSError):
                path.unlink()
                gone += path.suffix == ".npz"
        return gone

    def _place(self, name: str) -> Path:
        return self.folder / f"{name}.npz"

    def _within(self, pattern: str) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            yield from self.folder.glob(pattern)

    def _make_room(self, newest: Path) -> None:
        """Delete what has not been used for longest until the rest fits; never the newest."""
        kept = self.files()
        over = sum(size for _, size, _ in kept) - self.size
        for path, size, _ in kept:
            if over <= 0:
                return
            if path != newest:
                with contextlib.suppress(OSError):
                    path.unlink()
                over -= size


def _bytes(text: str) -> int:
    """Read a size such as ``2 GB`` [byte]."""
    if not text.strip():
        return DEFAULT_SIZE
    read = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMG]?B?)\s*", text, re.IGNORECASE)
    unit = read[2].upper() if read else "?"
    factor = _UNITS.get(unit if unit.endswith("B") or not unit else f"{unit}B")
    if read is None or factor is None:
        raise DetenteError(f"{HOW_LARGE}: {text!r} is no size; give one such as 500 MB or 2 GB")
    return int(float(read[1]) * factor)
