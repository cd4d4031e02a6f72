"""Every error that détente raises on purpose.

::

    DetenteError                 the caller can mend it; one line, exit code 1
    ├── FactsError               a table under facts/ is wrong (file, row, field)
    ├── WorkspaceError           a user's folder is none, or its file is wrong
    ├── DayError                 a day is no date, or too far away
    ├── UnknownCodeError         a code that is not known (names the nearest)
    ├── WorldError               an input-output table cannot be read or does not balance
    ├── StandoffError            a standoff file or its content is wrong
    ├── ReadingError             an article cannot be read
    │   └── NoStandoffError      it was read; there is no standoff in it
    ├── TradeError               a file of trade statistics cannot be read or used
    ├── NoticeError              an official notice cannot be read, or its rows not accepted
    ├── ImpactError              a simulation was asked for something it cannot do
    ├── DealError                a bargain was asked for something it cannot do
    ├── PlugInError              what another package adds cannot be used
    └── CasebookError            a casebook cannot be opened, read or written
        └── StaleVersionError    somebody else has written a newer version since
"""

import difflib
import itertools
import re
from collections.abc import Iterable

__all__ = [
    "CasebookError",
    "DayError",
    "DealError",
    "DetenteError",
    "FactsError",
    "ImpactError",
    "NoStandoffError",
    "NoticeError",
    "PlugInError",
    "ReadingError",
    "StaleVersionError",
    "StandoffError",
    "TradeError",
    "UnknownCodeError",
    "WorkspaceError",
    "WorldError",
]

_LONG_WORD = re.compile(r"\S{400,}")

_FEW = 8
"""So many codes are all listed where none is like the unknown one [count]."""


class DetenteError(Exception):
    """Anything the caller can mend; the message says what, where, and what to do.

    Words of an input that are longer than a line are cut in it.
    """

    def __str__(self) -> str:
        return _LONG_WORD.sub(
            lambda word: f"{word[0][:60]}… ({len(word[0])} characters)", super().__str__()
        )


class FactsError(DetenteError):
    """A facts table is wrong; the message names file, row and field."""


class WorkspaceError(DetenteError):
    """A folder is no workspace, or a file of the workspace is wrong."""


class DayError(DetenteError):
    """What should be a day is no date, or too far away to speak of."""


class UnknownCodeError(DetenteError):
    """A code that is not in the table; the message names the nearest ones.

    Parameters
    ----------
    kind
        What the code should have been, such as ``"region"``.
    code
        The code that was given.
    known
        The codes that exist; the nearest are named, or all of a few, or else one as an example.
    """

    def __init__(self, kind: str, code: str, known: Iterable[str]) -> None:
        known = sorted(known)
        by_folded = {name.casefold(): name for name in known}
        folded = code.casefold()

        def likeness(name: str) -> tuple[float, int]:
            alike = difflib.SequenceMatcher(a=folded, b=name).ratio()
            start = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(folded, name))  # noqa: B905
            return alike, len(list(start))

        near = difflib.get_close_matches(folded, by_folded, n=12, cutoff=0.5)
        near.sort(key=likeness, reverse=True)
        names = [by_folded[name] for name in near[:3]] or (known if len(known) <= _FEW else [])
        hint = f"did you mean one of {', '.join(names)}?"
        if not names:
            such = f"; one is {known[0]}" if known else ""
            hint = (
                f"none of the {len(known):,} known is like it{such}" if known else "none is known"
            )
        super().__init__(f"unknown {kind} {code!r}: {hint}")
        self.kind, self.code, self.near = kind, code, names


class WorldError(DetenteError):
    """An input-output table cannot be read or does not balance."""


class StandoffError(DetenteError):
    """A standoff file, or a standoff's content, is wrong."""


class ReadingError(DetenteError):
    """An article cannot be read."""


class NoStandoffError(ReadingError):
    """The text was read and holds no standoff; the message says what was looked for."""


class NoticeError(DetenteError):
    """An official notice, or a file of them, cannot be read, or its rows cannot be accepted."""


class TradeError(DetenteError):
    """A file of trade statistics cannot be read, or its figures cannot be used."""


class ImpactError(DetenteError):
    """A simulation was asked for something it cannot do."""


class DealError(DetenteError):
    """A bargain was asked for something it cannot do."""


class PlugInError(DetenteError):
    """What another installed package adds cannot be used; the message names the package."""


class CasebookError(DetenteError):
    """A casebook cannot be opened, read or written, or has no such entry."""


class StaleVersionError(CasebookError):
    """What was edited is no longer the newest version; the message says who wrote since."""
