"""The public functions, in the order in which a session uses them."""

import datetime as dt
import os

from detente.brief import make_brief as brief
from detente.controls import Register, Standoff
from detente.deal import bargain_over as bargain
from detente.impact import simulate
from detente.reading import Reading, standoff
from detente.reading import read as _read
from detente.world import World

__all__ = ["Register", "Standoff", "World", "bargain", "brief", "read", "simulate", "standoff"]


def read(source: str | os.PathLike[str], *, on: dt.date | str | None = None) -> Reading:
    """Read an article.

    Parameters
    ----------
    source
        Path of a text or HTML file, or ``-`` for standard input.
    on
        Date of publication, where the article does not say.

    Returns
    -------
    Reading
        Statements, speakers, dates, controls, offers and exclusions, each with its passage.

    Raises
    ------
    ReadingError
        If the article cannot be read; one line says why.
    """
    return _read(source, on=_date(on))


def _date(on: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(on) if isinstance(on, str) else on
