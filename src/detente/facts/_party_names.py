"""What a party may be called: ISO3 or ISO2 code, name, adjective, capital, alias."""

import difflib
from collections.abc import Iterable, Sequence

from detente._errors import UnknownCodeError

from ._rows import PartyRow
from .notice_tables import load_countries

__all__ = ["PartyNames"]

_SHOWN = 5
_CODE = 3
"""Letters up to which a word is meant as a code."""


class PartyNames:
    """Parties and countries by any of their names.

    Parameters
    ----------
    parties
        Governments and blocs, the best known first: their names stand before those of others.
    """

    def __init__(self, parties: Sequence[PartyRow]) -> None:
        self._by_name: dict[str, str] = {}
        self._codes = [row.iso3 for row in parties]
        self._first = [row.iso3 for row in parties[:_SHOWN]]
        countries = load_countries()
        for code in (*(row.iso3 for row in parties), *(row.iso3 for row in countries)):
            self._by_name.setdefault(code.casefold(), code)
        for row in parties:
            self._add(row.iso3, (row.name, row.adjective, *row.aliases, row.capital))
        for country in countries:
            self._add(country.iso3, (country.iso2, *country.names, *country.chinese))

    def _add(self, code: str, names: Iterable[str]) -> None:
        for name in names:
            if name:
                self._by_name.setdefault(_folded(name), code)

    def code(self, word: str) -> str:
        """Return the code of a party or country.

        Parameters
        ----------
        word
            Such as ``CHN``, ``PRC``, ``South Korea``, ``Dutch`` or ``the EU``, in any case.

        Raises
        ------
        UnknownCodeError
            If nothing is called so; the message names what is.
        """
        found = self._by_name.get(_folded(word))
        if found is None and len(word.strip()) <= _CODE:
            raise UnknownCodeError("party", word, self._codes)
        if found is None:
            near = difflib.get_close_matches(_folded(word), self._by_name, n=3, cutoff=0.75)
            raise UnknownCodeError(
                "party", word, {self._by_name[name] for name in near} or self._first
            )
        return found


def _folded(word: str) -> str:
    """A word without case, dots and a leading *the*."""
    return " ".join(word.casefold().replace(".", "").split()).removeprefix("the ")
