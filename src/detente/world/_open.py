"""One door for a table of the world in any of the files it comes in."""

import hashlib
import zipfile
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from detente._errors import WorldError
from detente.world._assemble import from_arrays
from detente.world._editions import table_year
from detente.world._icio import from_icio
from detente.world._store import TABLE, read_world
from detente.world._world import World

__all__ = ["open_world"]

NAMES = ("Z", "x", "f", "countries", "sectors")
"""Arrays of an npz table: flows, output, final demand, and the codes of countries and sectors."""

LINES = 64
"""Rows of flows that are read at once [count]."""


def open_world(path: str | Path, *, year: int | None = None) -> World:
    """Open a table of the world.

    Parameters
    ----------
    path
        A folder that :meth:`World.save` wrote, or the ``world.parquet`` in it; OECD's own csv or
        zip; or an ``.npz`` with the arrays Z (flows, row sells to column, country-major) [USD mn
        per year], x (output), f (final demand of all destinations together), countries and
        sectors.
    year
        Year of the table, where the file's name does not say it.

    Returns
    -------
    World
        The table, its balance checked.

    Raises
    ------
    WorldError
        If the file is missing, of another kind, or holds a number that is not finite, a negative
        flow, or does not balance.
    """
    path = Path(path)
    if not path.exists():
        raise WorldError(f"{path}: there is no such file or folder; give a table of the world")
    kind = path.suffix.casefold()
    if path.is_dir():
        return read_world(path)
    if path.name == TABLE:
        return read_world(path.parent)
    if kind in {".csv", ".zip"}:
        return from_icio(path, year=year)
    if kind == ".npz":
        return _from_npz(path, year)
    raise WorldError(
        f"{path}: not a table of the world; give an .npz, OECD's .csv or .zip, "
        f"or a folder with {TABLE}"
    )


def _from_npz(path: Path, year: int | None) -> World:
    """Read an npz table; final demand, whose destination it does not tell, is put at home."""
    try:
        with np.load(path, allow_pickle=False) as table:
            missing = [name for name in NAMES if name not in table.files]
            if missing:
                raise WorldError(
                    f"{path}: has no array {', '.join(missing)}; it needs {', '.join(NAMES)}"
                )
            x, f, countries, sectors = (table[name] for name in NAMES[1:])
        Z = _flows(path)
    except (
        OSError,
        ValueError,
        EOFError,
        KeyError,
        zipfile.BadZipFile,
        zlib.error,
        RuntimeError,
    ) as error:
        raise WorldError(f"{path}: cannot be read as npz ({error})") from error
    said = table_year(path.stem) if year is None else year
    if said is None:
        raise WorldError(f"{path}: the name does not say the year: give year=, or put it in")
    regions = tuple(map(str, countries))
    if np.shape(f) != (len(regions) * len(sectors),):
        raise WorldError(
            f"{path}: f has shape {np.shape(f)}; {len(regions)} countries and {len(sectors)} "
            f"sectors need ({len(regions) * len(sectors)},)"
        )
    home = np.zeros((len(f), len(regions)))
    home[np.arange(len(f)), np.arange(len(f)) // len(sectors)] = f
    return from_arrays(
        regions,
        tuple(map(str, sectors)),
        Z,
        home,
        output=x,
        year=said,
        where=str(path),
        own=True,
        manifest={
            "source": f"table {path.name}",
            "inputs": [{"file": path.name}],
            "sha256": _digest(path),
            "final_demand": "by destination is not in the file; all of it stands at home",
        },
    )


def _flows(path: Path) -> npt.NDArray[np.floating]:
    """Flows of an npz table, some rows at a time: no second copy; single precision stays so."""
    name = f"{NAMES[0]}.npy"
    with zipfile.ZipFile(path) as archive, archive.open(name) as member:
        version = np.lib.format.read_magic(member)
        read = np.lib.format.read_array_header_1_0
        if version != (1, 0):
            read = np.lib.format.read_array_header_2_0
        shape, by_column, dtype = read(member)
        if dtype.hasobject or len(shape) != 2:
            raise ValueError(f"{NAMES[0]} is no table of numbers")
        lines, width = shape[::-1] if by_column else shape
        flows = np.empty((lines, width), np.float32 if dtype == np.float32 else np.float64)
        for start in range(0, lines, LINES):
            stop = min(start + LINES, lines)
            raw = member.read((stop - start) * width * dtype.itemsize)
            flows[start:stop] = np.frombuffer(raw, dtype).reshape(stop - start, width)
    return np.ascontiguousarray(flows.T) if by_column else flows


def _digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
