"""What a good may be called: id, word of the news, customs code, code of a control list."""

import re
from collections import defaultdict
from collections.abc import Iterable

from detente._errors import DetenteError, UnknownCodeError

from ._rows import GoodGroupRow, GoodRow

__all__ = ["GoodNames"]

_LIST_CODE = re.compile(r"(\d[A-E]\d{3})(?:\.[\w.]*)?", re.IGNORECASE)
_SYSTEM = re.compile(r"(?:HS|HTS|CN|ECCN|TARIC)\s+", re.IGNORECASE)
"""What may stand before a code and says which list it is of."""
_HEADING, _SUBHEADING = 4, 6
_SHOWN = 8


class GoodNames:
    """Goods by any of their names."""

    def __init__(self, goods: Iterable[GoodRow], groups: Iterable[GoodGroupRow]) -> None:
        self._goods = {row.good: row for row in goods}
        self._by_word: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._goods.values():
            for word in (row.good, row.name, *row.aliases):
                if row.good not in self._by_word[_folded(word)]:
                    self._by_word[_folded(word)].append(row.good)
        self._groups = {_folded(row.group): row.goods for row in groups}

    def one(self, word: str) -> GoodRow:
        """Return the one good that a word, customs code or code of a control list stands for.

        Parameters
        ----------
        word
            Such as ``ndfeb-magnet``, ``tungsten carbide``, ``8505.11``, ``3B001`` or ``1C902``.

        Raises
        ------
        UnknownCodeError
            If it is no good's; the message names the nearest.
        DetenteError
            If it is several goods'; the message names them.
        """
        found = [row.good for row in self.several(word)]
        if len(found) > 1:
            names = ", ".join(found[:_SHOWN]) + (" and others" if len(found) > _SHOWN else "")
            raise DetenteError(f"{word!r} stands for {len(found)} goods: {names}; name one of them")
        return self._goods[found[0]]

    def several(self, word: str) -> tuple[GoodRow, ...]:
        """Return all goods that a word, code or group of goods stands for.

        Parameters
        ----------
        word
            As of `one`, or a group such as ``rare-earths``.

        Raises
        ------
        UnknownCodeError
            If it stands for none; the message names the nearest.
        """
        found = self._named(word) or self._groups.get(_folded(word)) or self._coded(word)
        if not found:
            alike = {row.good for row in self.search(word)}
            known = {name for row in self._goods.values() for name in (row.good, *row.aliases)}
            raise UnknownCodeError("good", word, alike or known)
        return tuple(self._goods[good] for good in found)

    def is_one(self, word: str) -> bool:
        """Whether `one` would find the good, and no other, under this word."""
        return len(self._named(word) or self._groups.get(_folded(word)) or self._coded(word)) == 1

    def search(self, word: str) -> tuple[GoodRow, ...]:
        """Return every good that a word may mean, the closest first; none if there is none.

        Parameters
        ----------
        word
            As of `several`; also a part of a name or a heading of four digits.
        """
        folded = _folded(word)
        part = [
            good
            for name, goods in self._by_word.items()
            if folded and folded in name
            for good in goods
        ]
        group = list(self._groups.get(folded, ()))
        found = [*self._named(word), *self._coded(word), *group, *part]
        return tuple(self._goods[good] for good in dict.fromkeys(found))

    def sharing(self, good: str) -> dict[str, tuple[str, ...]]:
        """Return the customs codes of a good that stand for other goods too, with these.

        Trade counted under such a code cannot be told apart.
        """
        mine = self._goods[good]
        shared = {
            code: tuple(
                row.good for row in self._goods.values() if code in row.hs6 and row.good != good
            )
            for code in mine.hs6
        }
        return {code: others for code, others in shared.items() if others}

    def _named(self, word: str) -> list[str]:
        exact = self._exact(_folded(word))
        own = [good for good in exact if _folded(good) == _folded(word)]
        return own or exact

    def _exact(self, folded: str) -> list[str]:
        return self._by_word.get(folded, [])

    def _coded(self, word: str) -> list[str]:
        """Goods of a customs code (with or without dots, to ten digits) or of a control list."""
        word = _SYSTEM.sub("", word.strip())
        code = _LIST_CODE.fullmatch(word)
        if code:
            wanted = code[1].upper()
            return [row.good for row in self._goods.values() if wanted in row.eccn]
        digits = re.sub(r"[.\s]", "", word)
        if not digits.isdigit() or len(digits) < _HEADING:
            return []
        start = digits[:_SUBHEADING]
        return [
            row.good
            for row in self._goods.values()
            if any(hs6.startswith(start) for hs6 in row.hs6)
        ]


def _folded(word: str) -> str:
    """A word without the differences that no reader minds: case, hyphens, an ending s."""
    text = " ".join(re.sub(r"[-_]", " ", word.casefold()).split())
    return text.removesuffix("s")
