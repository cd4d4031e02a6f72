"""Results as one labelled object: every array of a run with its dimensions, units and sources."""

import datetime as dt
import importlib.util
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from detente._errors import ImpactError
from detente.impact.ranges import LOSS_PARTS
from detente.impact.results import UNIT, manifest

if TYPE_CHECKING:
    import xarray

    from detente.impact._impact import Impact

__all__ = ["dataset"]

Array = npt.NDArray[np.floating]

WORDS = {
    "stopped_lines": "value added lost where output falls for want of a good",
    "price_paid": "more paid for what still arrives",
    "own_exports_lost": "value added the owner loses by its own control, after resale",
    "sector_loss": "value added lost by sector, mean over the horizon",
    "first_shortage": "first day on which the leanest plants miss a quarter of their need",
    "need_met": "part of the need for a good that plants could meet",
    "stock": "mean stock of plants over the base stock",
    "price": "price outside the imposer over the price before",
    "shipments": "exports of a good over the base flow, mean of the month",
}


def dataset(impact: "Impact") -> "xarray.Dataset":
    """Label every array of a simulation."""
    if importlib.util.find_spec("xarray") is None:
        raise ImpactError("labelled results need xarray: install detente[results]")
    import xarray  # noqa: PLC0415 - imports pandas, a second

    study, batch = impact.study, impact.batch
    world, model = study.world, study.model
    home = {row: party for party in impact.parties for row in impact.rows(party)}
    together = impact.columns("together")
    kept = np.searchsorted(batch.path_columns, together)
    sectors = batch.sector_loss.reshape(len(world.regions), len(world.sectors), -1)
    by_column = {
        **{str(name): (getattr(batch, name), ("region", "month"), UNIT) for name in LOSS_PARTS},
        "sector_loss": (sectors, ("region", "sector"), UNIT),
        "first_shortage": (batch.first_shortage, ("good", "region"), "day"),
        "shipments": (batch.shipments, ("flow", "region", "month"), "1"),
    }
    daily = {
        "need_met": (batch.need_met, ("good", "region"), "share"),
        "stock": (batch.stock, ("good", "region"), "share"),
        "price": (batch.price, ("good",), "1"),
    }
    made: dict[str, Any] = {
        name: ((*dims, "scenario", "draw"), _by_scenario(impact, values), _attributes(name, unit))
        for name, (values, dims, unit) in by_column.items()
    } | {
        name: ((*dims, "day", "draw"), values[..., kept], _attributes(name, unit))
        for name, (values, dims, unit) in daily.items()
    }
    return xarray.Dataset(
        made,
        coords={
            "scenario": list(impact.scenarios),
            "draw": np.arange(study.sampler.size),
            "region": list(world.regions),
            "party": ("region", [home.get(row, "") for row in range(len(world.regions))]),
            "sector": list(world.sectors),
            "sector_name": ("sector", [study.sector_name(s) for s in world.sectors]),
            "good": list(model.goods),
            "month": np.arange(1, study.months + 1),
            "day": np.arange(study.days),
            "date": ("day", _dates(impact.standoff.on, study.days)),
            "flow_good": ("flow", [model.goods[g] for g in model.pair_good]),
            "flow_exporter": ("flow", [world.regions[e] for e in model.pair_exporter]),
        },
        attrs={
            "title": impact.standoff.name,
            "schema": "detente.impact.dataset/1",
            "manifest": json.dumps(manifest(impact)),
            "sources": f"{world.manifest.get('source', 'own table')}; facts {study.facts.sha256}",
        },
    )


def _attributes(name: str, unit: str) -> dict[str, str]:
    return {"long_name": WORDS[name], "units": unit}


def _by_scenario(impact: "Impact", values: Array) -> Array:
    """Spread the last axis, columns, over scenarios and draws."""
    batch = impact.batch
    shape = (*values.shape[:-1], len(impact.scenarios), impact.study.sampler.size)
    cube = np.full(shape, np.nan)
    for place, code in enumerate(impact.scenarios.values()):  # two names may mean one history
        mine = np.flatnonzero(batch.scenario == code)
        cube[..., place, batch.draw[mine]] = values[..., mine]
    return cube


def _dates(first: dt.date, days: int) -> npt.NDArray[np.datetime64]:
    return np.datetime64(first, "ns") + np.arange(days) * np.timedelta64(86_400_000_000_000, "ns")
