"""Importers of notices that other packages add: asked where no form of our own fits."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from detente._doors import Plug, plugs
from detente._errors import DetenteError, NoticeError
from detente.notices._notice import Notice

__all__ = ["Importer", "read_by_importer"]

DOOR = "detente.importers"


@runtime_checkable
class Importer(Protocol):
    """One form of official notices.

    Attributes
    ----------
    form
        What it reads, in words for a message: ``"an Australian gazette notice"``.
    """

    form: str

    def claims(self, text: str, name: str) -> bool:
        """Tell whether a file is of this form.

        Parameters
        ----------
        text
            What is in the file; of a page its text.
        name
            Name of the file.
        """

    def read(self, text: str, name: str) -> Iterable[Notice]:
        """Read the notices in a file that is of this form.

        Parameters
        ----------
        text, name
            As of `claims`.

        Raises
        ------
        NoticeError
            If the file is of this form and cannot be read; the message says what, where and what
            to do.
        """


def read_by_importer(text: str, name: str) -> list[Notice] | None:
    """Let the importer of another package read a file; None if none knows its form."""
    known = [(plug, plug.load(Importer)) for plug in plugs(DOOR).values()]  # type: ignore[type-abstract]
    claimed = [(plug, one) for plug, one in known if _asked(plug, one, text, name)]
    if not claimed:
        return None
    if len(claimed) > 1:
        names = " and ".join(f"{plug.name!r} of {plug.package}" for plug, _ in claimed)
        raise NoticeError(f"{name}: two importers take it for theirs: {names}; uninstall one")
    plug, one = claimed[0]
    with plug.blamed(f"fails on {name}", but=(DetenteError,)):
        notices = list(one.read(text, name))
    for notice in notices:
        if not isinstance(notice, Notice):
            raise plug.wrong(f"gives a {type(notice).__name__} for {name}, where a Notice is due")
    return notices


def _asked(plug: Plug, one: Importer, text: str, name: str) -> bool:
    with plug.blamed(f"fails on {name}"):
        return bool(one.claims(text, name))
