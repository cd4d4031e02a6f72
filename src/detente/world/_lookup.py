"""Codes of regions and sectors: their positions, and the nearest ones to a wrong code."""

import re
from collections.abc import Mapping, Sequence

from detente._errors import UnknownCodeError

__all__ = ["nearest_region", "nearest_sector", "position"]

_SECTOR = re.compile(r"^(?P<section>[A-Z])(?P<first>\d{2})?(?:[T_](?P<last>\d{2}))?")
_ASKED = re.compile(r"^(?P<section>[A-Z]?)(?P<division>\d{2})")


def position(code: str, positions: Mapping[str, int], kind: str, near: Sequence[str] = ()) -> int:
    """Position of a code in a table."""
    found = positions.get(code)
    if found is None:
        raise UnknownCodeError(kind, code, near or positions)
    return found


def nearest_region(
    code: str, names: Mapping[str, str], members: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Regions that a wrong code or a country's name points to.

    Examples
    --------
    >>> nearest_region("BEL", {"XEU": "Rest of the European Union"}, {"XEU": ["AUT", "BEL"]})
    ('XEU',)
    >>> nearest_region("germany", {"DEU": "Germany", "FRA": "France"}, {})
    ('DEU',)
    """
    asked = code.strip().casefold()
    groups = [
        region
        for region, inside in members.items()
        if asked in {country.casefold() for country in inside}
    ]
    begins = [region for region in names if asked and region.casefold().startswith(asked)]
    named = [region for region, name in names.items() if asked and asked in name.casefold()]
    exact = [region for region, name in names.items() if asked == name.casefold()]
    return tuple(dict.fromkeys(groups or exact or begins or named))


def nearest_sector(code: str, sectors: Sequence[str]) -> tuple[str, ...]:
    """Sectors that hold the ISIC division in a code which is not in the table.

    Examples
    --------
    >>> nearest_sector("C11", ["A01", "C10T12", "C13T15"])
    ('C10T12',)
    """
    asked = _ASKED.match(code.strip().upper())
    if asked is None:
        return ()
    division = int(asked["division"])
    near = []
    for sector in sectors:
        held = _SECTOR.match(sector)
        if held is None or held["first"] is None:
            continue
        first = int(held["first"])
        last = int(held["last"] or first)
        right_section = asked["section"] in ("", held["section"])
        if right_section and first <= division <= last:
            near.append(sector)
    return tuple(near)
