"""Losses of the standoffs of the record, run once and kept beside the code."""

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente._errors import DealError
from detente.controls import Standoff
from detente.deal.surface.runs import Array, Runs

__all__ = ["RUNS_FILE", "CostedMatter", "KeptRuns", "kept_runs", "runs_as_dict", "terms_mark"]

RUNS_FILE = Path(__file__).parent / "data" / "record_runs.json"
"""Made by ``tools/build_deal_runs.py``."""

_ARRAYS = ("easings", "loss", "held_out", "held_out_loss", "draw_alone", "draw_together")
_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRuns:
    """Losses of a design of packages, as `Runs` has them, without months."""

    controls: tuple[str, ...]
    owners: tuple[str, ...]
    parties: tuple[str, ...]
    easings: Array
    loss: Array
    held_out: Array
    held_out_loss: Array
    draw_alone: Array
    draw_together: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class CostedMatter:
    """What was run for one matter of the record."""

    mark: str
    """`terms_mark` of the standoff that was run."""
    besides: tuple[str, ...]
    """Controls that were on the table besides those traded."""
    not_costed: Mapping[str, str]
    """By control, why it could not be costed."""
    runs: KeptRuns | None
    """The losses; None where no control could be costed."""


def runs_as_dict(runs: Runs) -> dict[str, Any]:
    """Return losses for JSON, rounded to five digits."""
    return {
        "controls": list(runs.controls),
        "owners": list(runs.owners),
        "parties": list(runs.parties),
        **{name: _rounded(getattr(runs, name)).tolist() for name in _ARRAYS},
    }


def terms_mark(standoff: Standoff) -> str:
    """Return a mark of what the losses of a standoff hang on, values of controls left out."""
    told = [
        str(standoff.on),
        *(party.party for party in standoff.parties),
        *(
            e.model_dump_json(include={"control", "imposer", "target", "goods", "effective"})
            + e.intensity.model_dump_json()
            for e in standoff.controls
        ),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@functools.cache
def kept_runs() -> Mapping[str, CostedMatter]:
    """Return what was run, by id of the matter."""
    try:
        whole = json.loads(RUNS_FILE.read_text("utf-8"))
    except OSError as error:
        raise DealError(f"{RUNS_FILE}: {error.strerror}; run tools/build_deal_runs.py") from error
    return {
        name: CostedMatter(
            mark=one["mark"],
            besides=tuple(one["besides"]),
            not_costed=one["not_costed"],
            runs=None if one["runs"] is None else _runs(one["runs"]),
        )
        for name, one in whole["matters"].items()
    }


def _runs(cells: Mapping[str, Any]) -> KeptRuns:
    controls = len(cells["controls"])

    def array(name: str, *shape: int) -> Array:
        return np.asarray(cells[name], dtype=np.float64).reshape(-1, *shape)

    parties = len(cells["parties"])
    return KeptRuns(
        controls=tuple(cells["controls"]),
        owners=tuple(cells["owners"]),
        parties=tuple(cells["parties"]),
        easings=array("easings", controls),
        loss=array("loss", parties),
        held_out=array("held_out", controls),
        held_out_loss=array("held_out_loss", parties),
        draw_alone=array("draw_alone", controls, parties),
        draw_together=array("draw_together", parties),
    )


def _rounded(array: Array) -> Array:
    """Each number to so many digits."""
    size = np.where(array == 0, 1.0, np.abs(array))
    scale = 10.0 ** (_DIGITS - 1 - np.floor(np.log10(size)))
    return np.asarray(np.round(array * scale) / scale)
