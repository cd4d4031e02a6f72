"""How far the reading of one text is, told to whoever asked; who is told may raise to stop it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

__all__ = ["Told", "counted", "telling"]

Thing = TypeVar("Thing")
Told = Callable[[int, int], None]

_TELL: ContextVar[Told | None] = ContextVar("tell", default=None)


@contextmanager
def telling(tell: Told | None) -> Iterator[None]:
    """Tell somebody while the block reads."""
    token = _TELL.set(tell)
    try:
        yield
    finally:
        _TELL.reset(token)


def counted(things: Iterable[Thing], whole: Sequence[object]) -> Iterator[Thing]:
    """Pass things on, and tell how many of them were."""
    tell = _TELL.get()
    for done, thing in enumerate(things):
        if tell is not None:
            tell(done, len(whole))
        yield thing
    if tell is not None:
        tell(len(whole), len(whole))
