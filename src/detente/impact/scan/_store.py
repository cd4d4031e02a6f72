"""A scan on disk: what was asked, parts as they finish, and the whole in the end."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from detente._errors import ImpactError
from detente._files import whole

__all__ = ["Store", "fingerprint"]

Array = npt.NDArray[np.float64]

PLAN = "plan.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A folder that a scan can go on from after any interruption."""

    folder: Path
    """Where."""
    plan: dict[str, Any]
    """What is asked; a folder takes the parts of one plan only."""
    result: str = "scan.parquet"
    """Name of the file that holds the whole in the end."""

    def open(self) -> None:
        """Make the folder, or check that it holds parts of the same plan.

        Raises
        ------
        ImpactError
            If it holds something else, or cannot be made or written to.
        """
        try:
            self._open()
        except OSError as error:
            raise ImpactError(
                f"{self.folder}: {error.strerror or error}; give another folder for the results"
            ) from error

    def _open(self) -> None:
        place = self.folder / PLAN
        text = json.dumps(self.plan, indent=1, sort_keys=True)
        if place.exists():
            if place.read_text(encoding="utf-8") != text:
                raise ImpactError(
                    f"{self.folder} holds a run that asked something else: give another folder, "
                    f"or the arguments in {place}"
                )
            return
        if self.folder.exists() and not self.folder.is_dir():
            raise ImpactError(f"{self.folder} is a file: give a folder for the results")
        if self.folder.exists() and any(self.folder.iterdir()):
            raise ImpactError(f"{self.folder} is not empty and holds no run: give another folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        with whole(place) as beside:
            beside.write_text(text, encoding="utf-8")

    def part(self, number: int) -> Path:
        """Return the place of a part."""
        return self.folder / f"part-{number:05d}.parquet"

    def missing(self, count: int) -> list[int]:
        """Return the numbers of parts that are not there."""
        if (self.folder / self.result).exists():
            return []
        return [number for number in range(count) if not self.part(number).exists()]

    def write(self, number: int, values: Array) -> None:
        """Write a part, whole or not at all; of an array of any shape, its numbers in a row."""
        with whole(self.part(number)) as beside:
            pq.write_table(pa.table({"value": values.ravel()}), beside)

    def gather(self, count: int, lay_out: Callable[[Array], pa.Table]) -> pa.Table:
        """Join the parts into one table, write it and remove them.

        Parameters
        ----------
        count
            Number of parts.
        lay_out
            Makes the table of all parts' numbers in a row.

        Returns
        -------
        pyarrow.Table
            The table, also of a folder that had it already.
        """
        place = self.folder / self.result
        if not place.exists():
            parts = [
                pq.read_table(self.part(number))["value"].to_numpy() for number in range(count)
            ]
            with whole(place) as beside:
                pq.write_table(lay_out(np.concatenate(parts)), beside)
        for number in range(count):
            self.part(number).unlink(missing_ok=True)
        return pq.read_table(place)


def fingerprint(*arrays: npt.NDArray[Any]) -> str:
    """Return a short digest of arrays, so that a plan knows which ones it was for."""
    digest = hashlib.sha256()
    for values in arrays:
        digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()[:16]
