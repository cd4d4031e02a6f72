"""What stands before every answer: safe headers, same-origin posts, and the token."""

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.brief.script import SCRIPT_HASH
from detente.page._pages import message_page

__all__ = ["HEADERS", "SafeHeaders", "SameOrigin", "TokenGate", "same_origin"]

POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        f"default-src 'none'; script-src 'self' '{SCRIPT_HASH}'; connect-src 'self'; "
        "style-src 'unsafe-inline'; img-src data:; "  # a brief draws its PNGs from its own SVGs
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # no-referrer would make browsers send "Origin: null" with our own forms (Fetch standard,
    # "append a request Origin header"); same-origin tells other sites as little
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

FOREIGN = (
    "This request comes from another site, or does not say where it comes from; it was refused. "
    "A script sends the header Origin with the address of this page, such as "
    "Origin: http://127.0.0.1:8765."
)
COOKIE = "detente"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
PORTS = {"http": 80, "https": 443}


class SafeHeaders:
    """Put the safe headers on every answer, also on errors.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                policy = headers.get(POLICY, HEADERS[POLICY])  # a brief has its own
                headers.update(HEADERS | {POLICY: policy})
            await send(message)

        await self.app(scope, receive, safely)


def same_origin(headers: Headers, scheme: str) -> bool:
    """Tell whether a request that changes something comes from one of our own pages.

    Notes
    -----
    ``Sec-Fetch-Site`` must not name another site. ``Origin``, or else ``Referer``, must be where
    the request goes; if there is neither, ``Sec-Fetch-Site`` has to be there.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    source = headers.get("origin") or headers.get("referer")
    if not source:
        return site is not None
    here = _place(f"{scheme}://{headers.get('host', '')}")
    return here is not None and _place(source) == here


def _place(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address; None if it is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None


def refused(scope: Scope, message: str) -> Response:
    """The refusal of a request, in JSON where JSON was asked for."""
    if scope["path"].startswith("/api/"):
        return JSONResponse({"error": message}, 403)
    return message_page(403, message)


class SameOrigin:
    """Refuse requests that change something unless they come from our own pages.

    Parameters
    ----------
    app
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        changes = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if changes and not same_origin(Headers(scope=scope), scope.get("scheme", "http")):
            refusal = refused(scope, FOREIGN)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


class TokenGate:
    """Ask for the token once, then know the browser by a cookie.

    Parameters
    ----------
    app
        What answers.
    token
        The secret.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app, self.token = app, token
        self.session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if _equal(request.cookies.get(COOKIE, ""), self.session):
            await self.app(scope, receive, send)
            return
        if request.method == "GET" and _equal(request.query_params.get("token", ""), self.token):
            # A page that moves on, not a redirect: a browser that followed a link from elsewhere
            # would not send a strict cookie with the redirect
            answer: Response = message_page(200, "The token is right.", onward="/")
            answer.set_cookie(COOKIE, self.session, httponly=True, samesite="strict", path="/")
        else:
            answer = refused(
                scope, "This page asks for its token: open the address that détente printed."
            )
        await answer(scope, receive, send)


def _equal(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode("utf-8", "replace"))
