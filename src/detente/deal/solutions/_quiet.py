"""Standard output kept for answers while a compiled solver runs."""

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Iterator

__all__ = ["quiet"]

_STDOUT = 1
_ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send what compiled code writes to standard output nowhere, until the end of the block.

    Notes
    -----
    HiGHS writes a line of its own now and then, whatever its options say; in front of JSON it
    would spoil the document. The descriptor itself is redirected, since such lines pass by
    ``sys.stdout``; what stands in buffers is written out before and after. One block runs at a
    time, or two threads would restore each other's redirection. Without a standard output there is
    nothing to keep clean.
    """
    with _ONE_AT_A_TIME:
        try:
            kept = os.dup(_STDOUT)
        except OSError:
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        _write_out()
        os.dup2(nowhere, _STDOUT)
        try:
            yield
        finally:
            _write_out()
            os.dup2(kept, _STDOUT)
            os.close(kept)
            os.close(nowhere)


def _write_out() -> None:
    """Empty the buffers of Python and of the C library."""
    if sys.stdout is not None:
        sys.stdout.flush()
    ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).fflush(None)
