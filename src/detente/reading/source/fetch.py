"""Fetch an article from the web, and nothing from the inside of the network.

Every address that a name stands for is checked, and the connection is made to a checked address, so
that a name cannot mean another machine a moment later. Redirects pass the same checks. Proxies set
in the environment are not used, since a proxy would look the name up anew.
"""

import ipaddress
import queue
import socket
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from detente._errors import ReadingError
from detente._version import __version__
from detente.reading._model_reader import CHUNK

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, HTTPConnectionPool

__all__ = ["FEEDS", "Fetched", "fetch", "is_url"]

CONNECT_SECONDS = 10.0
READ_SECONDS = 15.0
TOTAL_SECONDS = 45.0
MOST_REDIRECTS = 5
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "text/markdown")
FEEDS = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")
"""Media types of feeds."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came back."""

    data: bytes
    """The body, unpacked."""
    url: str
    """The address that answered, after redirects."""
    charset: str | None
    """Encoding that the server declares."""
    etag: str = ""
    modified: str = ""
    """What the server calls this version, and when it was made, to be asked with the next time."""
    unchanged: bool = False
    """Whether the server says that it is still the version asked with; there is no body then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, and in which kinds of text."""

    largest: int
    """Most that is taken, unpacked [byte]."""
    allow_private: bool
    """Also from private, loopback and link-local addresses."""
    kinds: tuple[str, ...]
    """Media types that are taken."""
    etag: str = ""
    modified: str = ""
    """The version that is there already, if one is."""

    def headers(self) -> dict[str, str]:
        """The headers that say so."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {
            "User-Agent": f"detente/{__version__}",
            "Accept": ", ".join(self.kinds),
            "Accept-Encoding": "gzip, deflate",
            **{name: value for name, value in known.items() if value},
        }


def is_url(source: str) -> bool:
    """Whether a source is an address of the web (any scheme: others are refused by name)."""
    return "://" in source[:12] or source.lower().startswith(("http:", "https:"))


def fetch(
    url: str,
    *,
    largest: int,
    allow_private: bool = False,
    also: tuple[str, ...] = (),
    etag: str = "",
    modified: str = "",
) -> Fetched:
    """Fetch a text, a page or a PDF.

    Parameters
    ----------
    url
        An http or https address.
    largest
        Most that is taken, unpacked [byte].
    allow_private
        Also from private, loopback and link-local addresses.
    also
        Further media types that are taken, such as `FEEDS`.
    etag, modified
        The version that is there already, as an earlier answer named it; the answer may then be
        that it is unchanged.

    Raises
    ------
    ReadingError
        If the address is refused, nobody answers in time, or the answer is no article.
    """
    answer: queue.SimpleQueue[Fetched | Exception] = queue.SimpleQueue()
    asked = Asked(
        largest=largest,
        allow_private=allow_private,
        kinds=(*_TEXTS, *also),
        etag=etag,
        modified=modified,
    )

    def work() -> None:
        try:
            answer.put(_follow(url, asked))
        except Exception as error:  # noqa: BLE001 - it is raised in the caller's thread
            answer.put(error)

    # Names, headers and bodies may all trickle in; nothing but another thread bounds their sum
    threading.Thread(target=work, name="fetch", daemon=True).start()
    try:
        found = answer.get(timeout=TOTAL_SECONDS)
    except queue.Empty:
        raise ReadingError(f"{url}: {_too_slow()}") from None
    if isinstance(found, Exception):
        raise found
    return found


def _too_slow() -> str:
    return f"took longer than {TOTAL_SECONDS:.0f} s; save the page"


def _follow(url: str, asked: Asked) -> Fetched:
    """Ask, and follow redirects."""
    deadline = time.monotonic() + TOTAL_SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        address = _resolve(parts, allow_private=asked.allow_private)
        moved, result = _ask(parts, address, url, asked, deadline)
        if result is not None:
            return result
        try:
            url = urljoin(url, moved)
        except ValueError:
            raise ReadingError(
                f"{url}: is moved to {moved[:80]!r}, which is no address; give the final address"
            ) from None
    raise ReadingError(f"{url}: more than {MOST_REDIRECTS} redirects; give the final address")


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ReadingError(f"{url}: not a web address") from None
    if parts.scheme not in {"http", "https"}:
        raise ReadingError(f"{url}: only http and https addresses are fetched")
    if not parts.hostname:
        raise ReadingError(f"{url}: there is no host in this address")
    if parts.username or parts.password:
        raise ReadingError(f"{parts.hostname}: an address with a password in it is not fetched")
    return parts


def _resolve(parts: SplitResult, *, allow_private: bool) -> str:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ReadingError(f"{host}: no such host; check the address and the network") from None
    addresses = [str(row[4][0]) for row in rows]
    if not allow_private:
        for address in addresses:
            if not _is_public(ipaddress.ip_address(address.split("%")[0])):
                raise ReadingError(
                    f"{host}: this is a private address ({address}); pass --allow-private if you "
                    "mean it"
                )
    return addresses[0]


def _is_public(address: Address) -> bool:
    """Whether an address is out on the internet, also where an IPv6 one wraps an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if address.teredo:
            inner = address.teredo[1]
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _pool(parts: SplitResult, address: str) -> "HTTPConnectionPool":
    """Connect to the checked address; the certificate must still be the host's."""
    import urllib3  # noqa: PLC0415 - only addresses of the web need it

    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if parts.scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address,
            parts.port or 443,
            timeout=timeout,
            retries=False,
            cert_reqs="CERT_REQUIRED",
            assert_hostname=parts.hostname,
            server_hostname=parts.hostname,
        )
    return urllib3.HTTPConnectionPool(address, parts.port or 80, timeout=timeout, retries=False)


def _ask(
    parts: SplitResult, address: str, url: str, asked: Asked, deadline: float
) -> tuple[str, Fetched | None]:
    """Ask once: a redirect's target, or the answer."""
    from urllib3.exceptions import (  # noqa: PLC0415 - only addresses of the web need it
        HTTPError,
        NewConnectionError,
        SSLError,
        TimeoutError,  # noqa: A004 - the library's name
    )

    try:
        host = (parts.hostname or "").encode("idna").decode() if not _is_address(parts) else ""
    except UnicodeError:
        raise ReadingError(f"{parts.hostname}: not the name of a host") from None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Host": f"{host or parts.netloc}{f':{parts.port}' if host and parts.port else ''}",
        **asked.headers(),
    }
    pool = _pool(parts, address)
    try:
        answer = pool.urlopen("GET", target, headers=headers, redirect=False, preload_content=False)
        try:
            moved = answer.get_redirect_location()
            if moved:
                return moved, None
            return "", _take(answer, url, asked, deadline)
        finally:
            answer.close()
    except SSLError:
        raise ReadingError(f"{url}: the server's certificate is not valid for this host") from None
    except NewConnectionError:
        raise ReadingError(f"{url}: cannot be fetched: nobody answers there") from None
    except TimeoutError:
        raise ReadingError(f"{url}: no answer in time; try again, or save the page") from None
    except (HTTPError, OSError, ValueError) as error:
        raise ReadingError(f"{url}: cannot be fetched ({type(error).__name__})") from None
    finally:
        pool.close()


def _is_address(parts: SplitResult) -> bool:
    try:
        ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return False
    return True


def _take(answer: "BaseHTTPResponse", url: str, asked: Asked, deadline: float) -> Fetched:
    """Take the body piece by piece, within size and time."""
    if answer.status == 304 and (asked.etag or asked.modified):
        return Fetched(
            data=b"",
            url=url,
            charset=None,
            etag=asked.etag,
            modified=asked.modified,
            unchanged=True,
        )
    if answer.status != 200:
        raise ReadingError(f"{url}: the server answers {answer.status}; check the address")
    kind, _, rest = answer.headers.get("Content-Type", "text/html").partition(";")
    if kind.strip().lower() not in asked.kinds:
        raise ReadingError(f"{url}: this is {kind.strip()[:60]}, not a text, a page or a PDF")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    parts: list[bytes] = []
    size = 0
    for part in answer.stream(CHUNK, decode_content=True):
        size += len(part)
        if size > asked.largest:
            raise ReadingError(
                f"{url}: too long for one article; the limit is {asked.largest / 1e6:.0f} MB"
            )
        if time.monotonic() > deadline:
            raise ReadingError(f"{url}: {_too_slow()}")
        parts.append(part)
    return Fetched(
        data=b"".join(parts),
        url=url,
        charset=charset,
        etag=answer.headers.get("ETag", "")[:400],
        modified=answer.headers.get("Last-Modified", "")[:80],
    )
