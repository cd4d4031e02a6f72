"""HTTP with a limit on how long the head of a request may take to arrive."""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["HEAD_SECONDS", "HeadLimit"]

HEAD_SECONDS = 10.0
"""Longest time from a connection, or a request's first byte, to the end of its head [s]."""


class HeadLimit(H11Protocol):
    """uvicorn's protocol, which closes a connection whose request does not get further.

    Notes
    -----
    uvicorn limits the time between requests only, so that connections with half a request would
    hold their places for ever.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(*args, **kwargs)
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; the wait ends with the head of a request."""
        super().data_received(data)
        busy = self.cycle is not None and not self.cycle.response_complete
        if busy or self.conn.their_state is not h11.IDLE:
            self._arrived()
        elif self._head_timer is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Wait for the rest of a next request that has begun."""
        super().on_response_complete()
        begun = bool(self.conn.trailing_data[0])
        if begun and self._head_timer is None and not self.transport.is_closing():
            self._wait()

    def _wait(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _arrived(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.close()
