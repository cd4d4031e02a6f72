"""Processes that do not hear Ctrl-C: it is their parent's to answer, in one line."""

import contextlib
import signal
from collections.abc import Iterator

__all__ = ["deaf"]


@contextlib.contextmanager
def deaf() -> Iterator[None]:
    """Begin processes, and threads that begin them, with Ctrl-C held back; ours comes later.

    Notes
    -----
    A process inherits what is held back when it is begun, so it is deaf from its first moment on,
    also while it still loads what it needs. What is pressed meanwhile reaches this process, by the
    end of the block at the latest. Where a system cannot do this, nothing changes.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
