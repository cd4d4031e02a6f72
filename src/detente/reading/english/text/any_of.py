"""Any of many names in a text, looked up by their first word."""

import re
from collections.abc import Iterable, Iterator

__all__ = ["AnyOf"]

_WORD = re.compile(r"\w+")


class AnyOf:
    """Finds any of many names, the longest at each place, as a pattern does.

    Neither the time to make it nor that to search grows with the tables. A blank of a name may be a
    line break in the text.

    Examples
    --------
    >>> [found[0] for found in AnyOf(["U.S.", "Hong Kong", "Hong"]).finditer("U.S. or Hong Kong")]
    ['U.S.', 'Hong Kong']
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            first = _WORD.match(name)
            self._by_first.setdefault(first[0] if first else "", []).append(name)
        letters = "".join(sorted({name[0] for row in self._by_first.values() for name in row}))
        self._word = re.compile(rf"(?<![\w.])(?=[{re.escape(letters)}])\w*")
        self._patterns: dict[str, re.Pattern[str]] = {}

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Every place of a name, apart from each other."""
        end = len(text) if end is None else end
        for word in self._word.finditer(text, start, end):
            if (
                word[0] in self._by_first
                and word.start() >= start
                and (found := self._at(word, end))
            ):
                yield found
                start = found.end()

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first name in a stretch."""
        return next(self.finditer(text, start, end), None)

    def match(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The name that stands at a place."""
        end = len(text) if end is None else end
        word = self._word.match(text, start, end)
        return self._at(word, end) if word and word[0] in self._by_first else None

    def _at(self, word: re.Match[str], end: int) -> re.Match[str] | None:
        pattern = self._patterns.get(word[0])
        if pattern is None:
            pattern = self._patterns[word[0]] = re.compile(
                "|".join(
                    r"\s+".join(map(re.escape, name.split(" ")))
                    + ("" if name.endswith(".") else r"(?!\w)")
                    for name in self._by_first[word[0]]
                )
            )
        return pattern.match(word.string, word.start(), end)
