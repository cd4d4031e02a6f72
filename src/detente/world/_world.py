"""The economy: a region by sector input-output table of the world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import numpy.typing as npt

from detente._errors import WorldError
from detente.world._balance import Check, balance_checks
from detente.world._lookup import nearest_region, nearest_sector, position

if TYPE_CHECKING:
    from detente.world._assemble import TableDetails
    from detente.world._pymrio import IOSystemLike

__all__ = ["Array", "World"]

Array = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class World:
    """A balanced input-output table of one year, region-major.

    Node ``region_index * len(sectors) + sector_index`` is one sector of one region. Arrays are
    read-only.

    Parameters
    ----------
    regions
        Region codes, ISO3 or group codes.
    sectors
        Sector codes, ISIC revision 4 as in OECD's tables.
    flows
        Intermediate sales, row node to column node, shape (n, n), in single precision where the
        table came so [USD mn per year].
    output
        Gross output, shape (n,) [USD mn per year].
    final_demand
        Final deliveries, row node to destination, shape (n, regions + 1); the last column is
        every delivery, intermediate or final, to the residual region [USD mn per year].
    imports_residual
        Intermediate purchases from the residual region, shape (n,) [USD mn per year].
    value_added
        Output less intermediate purchases; holds taxes less subsidies on these purchases,
        shape (n,) [USD mn per year].
    year
        Year of the table.
    residual
        Code of the residual region, which the table does not model.
    region_names, sector_names
        Code to name.
    members
        Region code to the countries inside it.
    outside
        Regions without an economy: countries that the table does not have, all of whose nodes are
        zero because they are not known.
    manifest
        Where the table comes from and how it was made.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Array
    output: Array
    final_demand: Array
    imports_residual: Array
    value_added: Array
    year: int
    residual: str = "ROW"
    region_names: Mapping[str, str] = field(default_factory=dict)
    sector_names: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)
    _region_at: Mapping[str, int] = field(init=False)
    _sector_at: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        for kind, codes in (("region", self.regions), ("sector", self.sectors)):
            if not codes or len(set(codes)) != len(codes):
                raise WorldError(f"the {kind} codes of a world must be unique and at least one")
        if self.residual in self.regions:
            raise WorldError(
                f"the residual region {self.residual!r} is also a region of the table: "
                "give the residual another code"
            )
        n, destinations = self.n, len(self.regions) + 1
        shapes = {
            "flows": (n, n),
            "output": (n,),
            "final_demand": (n, destinations),
            "imports_residual": (n,),
            "value_added": (n,),
        }
        for name, shape in shapes.items():
            given: Array = np.asarray(getattr(self, name))
            single = name == "flows" and given.dtype == np.float32
            dtype: type[np.floating] = np.float32 if single else np.float64
            array: Array = np.ascontiguousarray(given, dtype=dtype).view()
            if array.shape != shape:
                raise WorldError(f"{name} has shape {array.shape}, and {shape} is needed")
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        for name in ("region_names", "sector_names", "members", "manifest"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        for name, codes in (("_region_at", self.regions), ("_sector_at", self.sectors)):
            object.__setattr__(self, name, {code: at for at, code in enumerate(codes)})

    def __repr__(self) -> str:
        return f"World(year={self.year}, regions={len(self.regions)}, sectors={len(self.sectors)})"

    # --- where things are -----------------------------------------------------------------

    @property
    def n(self) -> int:
        """Number of nodes, regions times sectors [1]."""
        return len(self.regions) * len(self.sectors)

    @property
    def destinations(self) -> tuple[str, ...]:
        """Destinations of final deliveries: the regions, then the residual region."""
        return (*self.regions, self.residual)

    @property
    def labels(self) -> tuple[str, ...]:
        """Node labels such as ``"USA C29"``, in node order."""
        return tuple(f"{region} {sector}" for region in self.regions for sector in self.sectors)

    def has_region(self, region: str) -> bool:
        """Whether the table has this region."""
        return region in self._region_at

    def has_sector(self, sector: str) -> bool:
        """Whether the table has this sector."""
        return sector in self._sector_at

    def region_index(self, region: str) -> int:
        """Position of a region; unknown codes raise, naming the nearest."""
        near = (
            ()
            if region in self._region_at
            else nearest_region(region, self.region_names, self.members)
        )
        return position(region, self._region_at, "region", near)

    def sector_index(self, sector: str) -> int:
        """Position of a sector; unknown codes raise, naming the nearest."""
        near = () if sector in self._sector_at else nearest_sector(sector, self.sectors)
        return position(sector, self._sector_at, "sector", near)

    def index(self, region: str, sector: str) -> int:
        """Position of a node.

        Parameters
        ----------
        region
            Region code.
        sector
            Sector code.

        Returns
        -------
        int
            Row and column of the node in every array.

        Raises
        ------
        UnknownCodeError
            If the table has no such region or sector; the message names the nearest.

        Examples
        --------
        >>> world = World.load()
        >>> world.index("USA", "A01"), world.index("CHN", "A02")
        (0, 51)
        """
        return self.region_index(region) * len(self.sectors) + self.sector_index(sector)

    def region_slice(self, region: str) -> slice:
        """Nodes of a region."""
        first = self.region_index(region) * len(self.sectors)
        return slice(first, first + len(self.sectors))

    def sector_indices(self, sector: str) -> npt.NDArray[np.intp]:
        """Nodes of a sector, one per region, shape (regions,)."""
        return np.arange(len(self.regions), dtype=np.intp) * len(self.sectors) + self.sector_index(
            sector
        )

    # --- what follows from the table ------------------------------------------------------

    def technical_coefficients(self) -> Array:
        """Purchases per unit of output, shape (n, n) [1].

        Returns
        -------
        Array
            ``A = Z diag(x)^-1``; columns of nodes without output are zero.

        References
        ----------
        Miller and Blair (2009), *Input-Output Analysis*, 2nd ed., section 2.2.
        """
        per_unit = np.divide(1.0, self.output, out=np.zeros(self.n), where=self.output > 0)
        coefficients: Array = self.flows * per_unit
        return coefficients

    def value_added_share(self) -> Array:
        """Value added per unit of output, 0 where there is no output, shape (n,) [1]."""
        return np.divide(self.value_added, self.output, out=np.zeros(self.n), where=self.output > 0)

    def gdp(self, region: str) -> float:
        """Value added of a region, without taxes on its final purchases [USD mn per year].

        Parameters
        ----------
        region
            Region code.

        Raises
        ------
        UnknownCodeError
            If the table has no such region.
        WorldError
            If the region is one without an economy, whose value added is not known.
        """
        if region in self.outside:
            raise WorldError(
                f"the economy of {region} is not in the table of {self.year}: "
                "take its value added from elsewhere"
            )
        return float(self.value_added[self.region_slice(region)].sum())

    def check(self) -> tuple[Check, ...]:
        """Named balance checks: two identities and four signs."""
        return balance_checks(self)

    def aggregate(
        self, regions: Mapping[str, str] | None = None, *, sectors: Mapping[str, str] | None = None
    ) -> "World":
        """Merge regions, sectors or both.

        Parameters
        ----------
        regions
            Region code to the code of its group; regions that are not named stay themselves.
        sectors
            Sector code to the code of its group, likewise.

        Returns
        -------
        World
            The merged table, groups in the order in which the mapping first names them.

        Raises
        ------
        UnknownCodeError
            If a mapping names a code that the table does not have.

        Examples
        --------
        >>> world = World.load()
        >>> world.aggregate({"DEU": "EU", "FRA": "EU", "ITA": "EU", "NLD": "EU", "XEU": "EU"})
        World(year=2022, regions=23, sectors=50)
        """
        from detente.world._aggregate import aggregate  # noqa: PLC0415

        return aggregate(self, regions or {}, sectors or {})

    # --- doors ----------------------------------------------------------------------------

    @classmethod
    def load(
        cls,
        folder: str | Path | None = None,
        *,
        apart: Sequence[str] = (),
        outside: Sequence[str] = (),
    ) -> "World":
        """Load the embedded world, or one that :meth:`save` wrote.

        Parameters
        ----------
        folder
            Folder with ``world.parquet`` and ``manifest.json``; by default the packaged one.
        apart
            Countries of the packaged table that get a row and a column of their own.
        outside
            Countries that it does not have, added as regions without an economy.

        Returns
        -------
        World
            The table, its balance checked.

        Raises
        ------
        UnknownCodeError
            If a country apart is not in the packaged table.
        WorldError
            If a file is missing, or countries are named beside a folder of one's own.

        Examples
        --------
        >>> World.load(apart=["LTU", "POL"]).regions[-2:]
        ('LTU', 'POL')
        """
        from detente.world._countries import world_apart  # noqa: PLC0415
        from detente.world._store import read_world  # noqa: PLC0415

        if not apart and not outside:
            return read_world(folder)
        if folder is not None:
            raise WorldError(f"{folder}: only countries of the packaged table can stand apart")
        return world_apart(apart, outside)

    def save(self, folder: str | Path, *, mantissa_bits: int | None = None) -> None:
        """Write ``world.parquet`` and ``manifest.json``.

        Parameters
        ----------
        folder
            Where to write; made if absent.
        mantissa_bits
            Keep so many bits of each flow's mantissa and restore the identities afterwards, so
            that the file is small; by default flows are kept whole [bits].
        """
        from detente.world._store import write_world  # noqa: PLC0415

        write_world(self, folder, mantissa_bits=mantissa_bits)

    @classmethod
    def from_arrays(
        cls,
        regions: Sequence[str],
        sectors: Sequence[str],
        flows: npt.ArrayLike,
        final_demand: npt.ArrayLike,
        **details: "Unpack[TableDetails]",
    ) -> "World":
        """Make a world from plain arrays; see :func:`detente.world.from_arrays`."""
        from detente.world._assemble import from_arrays  # noqa: PLC0415

        return from_arrays(regions, sectors, flows, final_demand, **details)

    @classmethod
    def from_icio(
        cls, path: str | Path, *, year: int | None = None, residual: str | None = "ROW"
    ) -> "World":
        """Read OECD's own ICIO table; see :func:`detente.world.from_icio`."""
        from detente.world._icio import from_icio  # noqa: PLC0415

        return from_icio(path, year=year, residual=residual)

    @classmethod
    def from_pymrio(
        cls,
        system: "IOSystemLike",
        *,
        year: int | None = None,
        unit: str | None = None,
        usd: float | None = None,
        iso: bool = True,
    ) -> "World":
        """Take over a pymrio system; see :func:`detente.world.from_pymrio`."""
        from detente.world._pymrio import from_pymrio  # noqa: PLC0415

        return from_pymrio(system, year=year, unit=unit, usd=usd, iso=iso)
