"""A state of the workbench as an address: the standoff, and one or two packages.

``case=london`` or ``s=TOKEN`` says which standoff, ``a`` and ``b`` which packages, written as for
``detente deal --package``. The token is the standoff itself, compressed: nothing is stored, and an
address opens on any machine that runs the page.
"""

import base64
import binascii
import functools
import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from detente._errors import DetenteError, UnknownCodeError
from detente.page._check import MOST_CONTROLS, check

if TYPE_CHECKING:
    from detente.controls import Standoff

__all__ = [
    "CASES",
    "State",
    "case_standoff",
    "is_standoff",
    "pack",
    "parse_standoff",
    "read_package",
    "unpack",
    "write_package",
]

CASES = {
    "london": (
        "london-2025-06.txt",
        (
            "London, June 2025: rare earths and magnets against chip-design software, jet "
            "engines, ethane and AI chips"
        ),
    ),
    "busan": (
        "busan-2025-10.toml",
        "Busan, October 2025: the eve of the summit, with the register of that day",
    ),
}
"""Name -> packaged example, and what it is about."""

LONGEST_TOKEN = 40_000
MOST_BYTES = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What an address of the workbench says."""

    case: str = ""
    """A packaged case, if the standoff is one unchanged."""
    token: str = ""
    """The standoff, if not."""
    a: Mapping[str, float]
    b: Mapping[str, float] | None = None
    """The package, and one beside it to compare with, if any [share]."""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> "State":
        """Take a state from an address."""
        case, token = parameters.get("case", "").strip(), parameters.get("s", "").strip()
        if case and token:
            raise DetenteError("give case or s, not both")
        if not case and not token:
            raise DetenteError("no standoff is given: add case=london, or s= with a standoff")
        if case and case not in CASES:
            raise UnknownCodeError("case", case, list(CASES))
        beside = parameters.get("b")
        return cls(
            case=case,
            token=token,
            a=read_package(parameters.get("a", "")),
            b=None if beside is None else read_package(beside),
        )

    @property
    def standoff(self) -> "Standoff":
        """The standoff."""
        return case_standoff(self.case) if self.case else unpack(self.token)

    def query(self, **changes: Any) -> str:  # noqa: ANN401 - the fields of a state
        """The state as part of an address."""
        fields = {"case": self.case, "token": self.token, "a": self.a, "b": self.b} | changes
        named = {"case": fields["case"]} if fields["case"] else {"s": fields["token"]}
        if any(fields["a"].values()):
            named["a"] = write_package(fields["a"])
        if fields["b"] is not None:
            named["b"] = write_package(fields["b"])
        return urlencode(named, safe="=,")


def read_package(text: str) -> dict[str, float]:
    """Read ``ID=share,ID``; a control without a share is lifted.

    Examples
    --------
    >>> read_package("CN-2025-18=0.7,US-2025-EDA")
    {'CN-2025-18': 0.7, 'US-2025-EDA': 1.0}
    """
    package: dict[str, float] = {}
    for part in filter(None, text.split(",")):
        name, sign, written = part.partition("=")
        try:
            share = float(written) if sign else 1.0
        except ValueError:
            share = math.nan
        if not 0 <= share <= 1 or len(package) > 2 * MOST_CONTROLS:
            raise DetenteError(
                f"{written[:20]!r} is no share of {unquote(name)[:40]}; write a number from 0 to 1"
            )
        package[unquote(name.strip())] = share
    return package


def write_package(package: Mapping[str, float]) -> str:
    """Write a package as `read_package` reads it; what stays as it is is left out."""
    return ",".join(
        f"{quote(name, safe=':')}={share:.6g}" for name, share in package.items() if share
    )


@functools.cache
def case_standoff(case: str) -> "Standoff":
    """The standoff of a packaged case; not to be changed."""
    from detente.controls import Standoff  # noqa: PLC0415 - loads when asked for

    path = resources.files("detente") / "examples" / CASES[case][0]
    text = path.read_text(encoding="utf-8")
    if path.name.endswith(".toml"):
        return Standoff.from_toml_text(text, name=path.name)
    from detente.reading import read_text, standoff  # noqa: PLC0415

    return standoff(read_text(text), None)


def pack(standoff: "Standoff") -> str:
    """Write a standoff as a token."""
    plain = standoff.model_dump_json(exclude_defaults=True).encode("utf-8", "replace")
    token = base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip("=")
    if len(plain) > MOST_BYTES or len(token) > LONGEST_TOKEN:
        raise DetenteError("this standoff is too long for an address; table fewer controls")
    return token


@functools.lru_cache(maxsize=128)
def unpack(token: str) -> "Standoff":
    """Read a token; the standoff is shared and not to be changed."""
    from detente.controls import Standoff  # noqa: PLC0415 - loads when asked for

    broken = DetenteError("this address is broken or cut off: its standoff cannot be read")
    if len(token) > LONGEST_TOKEN:
        raise broken
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        plain = opened.decompress(packed, MOST_BYTES)
        text = plain.decode("utf-8")
    except (binascii.Error, ValueError, zlib.error):
        raise broken from None
    if not opened.eof:
        raise broken
    standoff = Standoff.from_json_text(text, name="this address")
    check(standoff)
    return standoff


def parse_standoff(text: str, *, name: str = "standoff") -> "Standoff":
    """Read a standoff from a file's text, TOML or JSON, and check it."""
    from detente.controls import Standoff  # noqa: PLC0415 - loads when asked for

    if text.lstrip().startswith("{"):
        standoff = Standoff.from_json_text(text, name=name)
    else:
        standoff = Standoff.from_toml_text(text, name=name)
    check(standoff)
    return standoff


def is_standoff(text: str) -> bool:
    """Tell whether a text is meant as a standoff rather than as an article.

    Examples
    --------
    >>> is_standoff('format = "detente.standoff/1"'), is_standoff("Talks resume in London")
    (True, False)
    """
    start = text.lstrip()[:2000]
    if start.startswith("{"):
        try:
            return isinstance(json.loads(text), dict)
        except (ValueError, RecursionError):
            return False
    return "detente.standoff/" in start
