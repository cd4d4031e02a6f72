"""Listen, and answer until interrupted."""

import ipaddress
import secrets
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

import uvicorn

from detente._errors import DetenteError
from detente.page._app import create_app
from detente.page._desk import Desk
from detente.page._protocol import HeadLimit
from detente.page._settings import LOCAL_NAMES, Settings
from detente.page._shelf import Shelf

__all__ = ["listen", "serve"]

MOST_CONNECTIONS = 512
"""Fifty people, whose browsers open six connections each, and room to spare."""
SHORTEST_TOKEN = 16


def listen(host: str, port: int) -> socket.socket:
    """Bind a socket.

    Raises
    ------
    DetenteError
        If the address is not known or the port is taken.
    """
    if not 0 <= port <= 65_535:
        raise DetenteError(f"--port {port} is not a port; give a number up to 65535")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "not an address"
        raise DetenteError(
            f"cannot listen on {host}, port {port} ({why}); choose another --host or --port"
        ) from None


def is_loopback(bound: socket.socket) -> bool:
    """Tell whether only this machine can reach a socket."""
    return ipaddress.ip_address(bound.getsockname()[0].partition("%")[0]).is_loopback


def _is_any(bound: socket.socket) -> bool:
    """Tell whether a socket listens on all addresses of the machine."""
    return ipaddress.ip_address(bound.getsockname()[0].partition("%")[0]).is_unspecified


def secured(
    settings: Settings, bound: socket.socket, host: str, names: Sequence[str] = ()
) -> Settings:
    """Settings with the names a socket answers to; without a token beyond this machine, refused."""
    if any("*" in name for name in names):
        raise DetenteError("--name takes whole names, no *; give it once for each name")
    if settings.token is not None and len(settings.token) < SHORTEST_TOKEN:
        raise DetenteError(f"--token is too short; give at least {SHORTEST_TOKEN} characters")
    address = bound.getsockname()[0]
    own = (socket.gethostname(),) if _is_any(bound) else (host, address)
    bracketed = [f"[{name}]" for name in own if ":" in name]
    allowed = dict.fromkeys(name.lower() for name in (*LOCAL_NAMES, *own, *bracketed, *names))
    if settings.token is None and not is_loopback(bound):
        raise DetenteError(
            f"--host {host} can be reached from other machines: give --token with a secret of at "
            f"least {SHORTEST_TOKEN} characters, such as {secrets.token_urlsafe(24)}"
        )
    return replace(settings, names=tuple(allowed))


def serve(
    bound: socket.socket,
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    names: Sequence[str] = (),
    ready: Callable[[str], None],
    keep: Path | None = None,
) -> None:
    """Answer on a socket until interrupted.

    Parameters
    ----------
    bound
        Where; see `listen`.
    settings
        How briefs are made.
    host
        What the socket was asked to listen on.
    names
        Further names under which browsers reach it.
    ready
        Told the address to open.
    keep
        Folder in which jobs outlast a restart; they go with the page if None.

    Raises
    ------
    DetenteError
        As of `secured` and of `Shelf`.
    KeyboardInterrupt
        When it was interrupted; says what is lost.
    """
    settings = secured(settings, bound, host, names)
    name = socket.gethostname() if _is_any(bound) else host
    shown = f"[{name}]" if ":" in name else name
    url = f"http://{shown}:{bound.getsockname()[1]}/"
    shelf = None if keep is None else Shelf(keep)
    desk = Desk(shelf=shelf)
    config = uvicorn.Config(
        create_app(settings, desk=desk),
        http=HeadLimit,
        log_level="warning",
        access_log=False,  # addresses hold the token
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=3,
    )
    ready(url + (f"?token={settings.token}" if settings.token else ""))
    server = _Server(config, desk)
    try:
        server.run(sockets=[bound])
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_left(*server.left, keep)) from None
    finally:
        if shelf is not None:
            shelf.close()


class _Server(uvicorn.Server):
    """A server that counts the jobs on its desk when it is told to stop."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self.desk = desk
        self.left = (0, 0, 0)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Note what is under way before it is cancelled."""
        self.left = self.desk.under_way()
        super().handle_exit(sig, frame)


def _left(running: int, waiting: int, done: int, keep: Path | None) -> str:
    """What becomes of the work of a page that is stopped."""
    if not any((running, waiting, done)):
        return "the page is stopped; nothing was under way"
    if keep is not None:
        return (
            f"the page is stopped: the {running} running and {waiting} waiting briefs are taken up "
            f"again at its next start, and the {done} finished ones are in {keep}"
        )
    return (
        f"the page is stopped: {running} running and {waiting} waiting briefs are not made, and "
        f"the {done} finished ones it kept are gone; send the articles again, or use detente brief"
    )
