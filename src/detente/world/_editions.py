"""Editions of OECD's tables: what a sector's label holds, and the year a file's name says."""

import csv
import re
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from detente._errors import WorldError

__all__ = ["held_sectors", "table_year"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SPAN = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*(?:-|–|_|to)\s*(?:19|20)\d{2}(?!\d)")


@cache
def _holders() -> MappingProxyType[str, tuple[str, ...]]:
    """Sectors of the packaged table by the label of a wider sector."""
    text = files("detente.world").joinpath("data", "sector_editions.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["sector"]: tuple(row["holds"].split()) for row in rows})


def held_sectors(code: str) -> tuple[str, ...]:
    """Sectors of the packaged table that a sector of another edition holds.

    Parameters
    ----------
    code
        A label such as ``"C30"`` (2023 edition), ``"D20T21"`` (2018) or ``"C35TRQ"`` (2016).

    Returns
    -------
    tuple of str
        Codes of the packaged table; empty for a label of no edition.

    Notes
    -----
    OECD's editions of 2018, 2021, 2023 and 2025 follow ISIC revision 4, that of 2016 revision 3:
    where a division of revision 3 was parted, it holds the sector into which most of it went.

    References
    ----------
    OECD (2025), *OECD Inter-Country Input-Output Tables*, https://oe.cd/icio, lists of industries;
    United Nations (2008), *ISIC Rev. 4*, correspondence to revision 3.1.

    Examples
    --------
    >>> held_sectors("C30")
    ('C301', 'C302T309')
    """
    return _holders().get(code, ())


def table_year(name: str) -> int | None:
    """Year of the table that a file's name says.

    Examples
    --------
    >>> table_year("2019_ICIO2023.csv"), table_year("ICIO2025-2022.csv"), table_year("table.csv")
    (2019, 2022, None)
    """
    years = sorted({int(found) for found in _YEAR.findall(name)})
    if len(years) > 1 and _SPAN.search(name) and not re.search("ICIO|ed|rel", name, re.IGNORECASE):
        raise WorldError(f"the name {name!r} says several years: give year=")
    return years[0] if years else None
