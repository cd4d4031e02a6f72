"""A scan on disk: what was asked, parts as they finish, and the whole in the end."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from detente._errors import ImpactError
from detente._files import whole
from detente.impact.scan._cuts import Cut

__all__ = ["Store"]

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]

PLAN, RESULT = "plan.json", "scan.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A folder that a scan can go on from after any interruption.

    Parameters
    ----------
    folder
        Where.
    plan
        What is asked; a folder takes the parts of one plan only.
    """

    folder: Path
    plan: dict[str, Any]

    def open(self) -> None:
        """Make the folder, or check that it holds parts of the same plan.

        Raises
        ------
        ImpactError
            If it holds something else.
        """
        place = self.folder / PLAN
        text = json.dumps(self.plan, indent=1, sort_keys=True)
        if place.exists():
            if place.read_text(encoding="utf-8") != text:
                raise ImpactError(
                    f"{self.folder} holds a scan that asked something else: give another folder, "
                    f"or the arguments in {place}"
                )
            return
        if self.folder.exists() and any(self.folder.iterdir()):
            raise ImpactError(f"{self.folder} is not empty and holds no scan: give another folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        with whole(place) as beside:
            beside.write_text(text, encoding="utf-8")

    def part(self, number: int) -> Path:
        """Return the place of a part."""
        return self.folder / f"part-{number:05d}.parquet"

    def missing(self, count: int) -> list[int]:
        """Return the numbers of parts that are not there."""
        if (self.folder / RESULT).exists():
            return []
        return [number for number in range(count) if not self.part(number).exists()]

    def write(self, number: int, losses: Array) -> None:
        """Write a part, whole or not at all."""
        with whole(self.part(number)) as beside:
            pq.write_table(pa.table({"loss": losses.ravel()}), beside)

    def gather(self, cuts: tuple[Cut, ...], regions: tuple[str, ...], count: int) -> Path:
        """Join the parts into one table and remove them.

        Returns
        -------
        Path
            The table: exporter, sector, target, region, loss [USD bn per month].
        """
        place = self.folder / RESULT
        if not place.exists():
            parts = [pq.read_table(self.part(number))["loss"] for number in range(count)]
            loss = pa.chunked_array([chunk for part in parts for chunk in part.chunks])
            codes = {
                name: np.repeat([getattr(cut, name) for cut in cuts], len(regions))
                for name in ("exporter", "sector", "target")
            }
            columns = {name: pa.array(values.tolist()) for name, values in codes.items()}
            columns["region"] = pa.array(list(regions) * len(cuts))
            with whole(place) as beside:
                pq.write_table(pa.table({**columns, "loss": loss.combine_chunks()}), beside)
        for number in range(count):
            self.part(number).unlink(missing_ok=True)
        return place

    def losses(self, regions: int) -> Array:
        """Read the whole back, shape (cuts, regions) [USD bn per month]."""
        table = pq.read_table(self.folder / RESULT, columns=["loss"])
        return np.asarray(table["loss"].to_numpy()).reshape(-1, regions)


def fingerprint(values: Floats) -> str:
    """Return a short digest of a table, so that a plan knows which one it was for."""
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()[:16]
