"""What a scan asks: every export of a sector, cut off from a party or from the world."""

from collections.abc import Sequence
from dataclasses import dataclass

from detente._errors import ImpactError
from detente.impact._shocks import DeliveryCut
from detente.world import World

__all__ = ["WORLD", "Cut", "all_cuts"]

WORLD = "world"
"""Target of a cut that spares nobody but the exporter."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cut:
    """One export cut off.

    Parameters
    ----------
    exporter, sector
        Codes of the table.
    target
        A region, or ``world`` for all but the exporter.
    """

    exporter: str
    sector: str
    target: str

    def shock(self, world: World, share: float) -> DeliveryCut:
        """Return the cut as a shock of `disrupt`."""
        users = (
            tuple(f"{code} *" for code in world.regions if code != self.exporter)
            if self.target == WORLD
            else (f"{self.target} *",)
        )
        return DeliveryCut(suppliers=f"{self.exporter} {self.sector}", users=users, share=share)


def all_cuts(
    world: World,
    *,
    exporters: Sequence[str] = (),
    sectors: Sequence[str] = (),
    targets: Sequence[str] = (WORLD,),
) -> tuple[Cut, ...]:
    """List the cuts of a scan, in the order of the table.

    Parameters
    ----------
    world
        The table.
    exporters, sectors
        Which; all if none is named.
    targets
        Regions, or ``world``.

    Returns
    -------
    tuple of Cut
        Without sectors that an exporter does not have, and without cuts of a region from itself.

    Raises
    ------
    ImpactError
        If nothing is left to cut.
    UnknownCodeError
        If a code is not of the table.
    """
    for code in (*exporters, *(target for target in targets if target != WORLD)):
        world.region_index(code)
    for code in sectors:
        world.sector_index(code)
    cuts = tuple(
        Cut(exporter=exporter, sector=sector, target=target)
        for target in targets
        for exporter in (exporters or world.regions)
        for sector in (sectors or world.sectors)
        if exporter != target and world.output[world.index(exporter, sector)] > 0
    )
    if not cuts:
        raise ImpactError("nothing to cut: name another exporter, sector or target")
    return cuts
