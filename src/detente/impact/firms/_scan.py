"""A network of firms in place of the world: all firms of a country's sector stop, in turn."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from detente._errors import ImpactError, UnknownCodeError
from detente._version import __version__
from detente.impact.firms._network import FirmNetwork
from detente.impact.firms._systemic_risk import TOLERANCE, systemic_risk
from detente.impact.scan import EACH, WORLD, Cut, Scan

__all__ = ["firm_scan"]


def firm_scan(
    network: FirmNetwork,
    *,
    exporters: Sequence[str] = (),
    sectors: Sequence[str] = (),
    targets: Sequence[str] = (WORLD,),
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Scan:
    """Stop the firms of every country's sector, one sector at a time.

    Parameters
    ----------
    network
        Firms whose countries are known.
    exporters, sectors
        Countries and sectors of the network; all if none is named.
    targets
        Whose losses are set against the exporter's: countries, ``each``, or ``world`` for all but
        the exporter. What stops is the same for all of them.
    out, workers, scheduler, progress
        As of `systemic_risk`.

    Returns
    -------
    Scan
        Losses by country [% of the output of all firms].

    Raises
    ------
    ImpactError
        If the countries are not known, or nothing is left to stop.
    UnknownCodeError
        If a country or sector is not of the network.
    """
    places = network.countries
    if not places:
        raise ImpactError("the firms have no countries: add a column country to the table of firms")
    named = [one for one in targets if one not in {WORLD, EACH}]
    for code in (*exporters, *named):
        _known("country", code, places)
    for code in sectors:
        _known("sector", code, network.sectors)
    chosen = [code for one in targets for code in (places if one == EACH else (one,))]
    group = network.country.astype(np.int64) * len(network.sectors) + network.sector
    order = np.argsort(group, kind="stable")
    ids, first = np.unique(group[order], return_index=True)
    scenarios, cuts = {}, []
    for number, firms in zip(ids.tolist(), np.split(order, first[1:]), strict=True):
        home, sector = places[number // len(network.sectors)], number % len(network.sectors)
        product = network.sectors[sector]
        if (exporters and home not in exporters) or (sectors and product not in sectors):
            continue
        scenarios[f"{home} {product}"] = firms.tolist()
        cuts += [
            (len(scenarios) - 1, Cut(exporter=home, product=product, target=one, buyers=buyers))
            for one in dict.fromkeys(chosen)
            if (buyers := _buyers(one, home, places))
        ]
    if not cuts:
        raise ImpactError("nothing to stop: name another exporter, sector or target")
    risk = systemic_risk(
        network, scenarios, out=out, workers=workers, scheduler=scheduler, progress=progress
    )
    return Scan(
        regions=places,
        cuts=tuple(cut for _, cut in cuts),
        kind="firms",
        names={},
        losses=np.asarray(100.0 * risk.by_country[[row for row, _ in cuts]], dtype=np.float64),
        plan={
            "version": __version__,
            "table": f"{len(network):,} firms, {network.links:,} links",
            "measure": "firms",
            "days": None,
            "share": 1.0,
            "tolerance": TOLERANCE,
        },
        unit="% of all output",
    )


def _buyers(target: str, home: str, places: Sequence[str]) -> tuple[str, ...]:
    there = places if target == WORLD else (target,)
    return tuple(code for code in there if code != home)


def _known(what: str, code: str, known: Sequence[str]) -> None:
    if code not in known:
        raise UnknownCodeError(what, code, known)
