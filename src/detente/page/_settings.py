"""What a server of the page is set to."""

from dataclasses import dataclass

__all__ = ["LOCAL_NAMES", "Settings"]

LOCAL_NAMES = ("127.0.0.1", "localhost", "::1", "[::1]")
"""Names under which a browser on this machine reaches a server on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server of the page is set to."""

    names: tuple[str, ...] = LOCAL_NAMES
    """Values of the Host header that are answered; anything else is refused, which stops a foreign
    site whose name was pointed at this machine (DNS rebinding)."""
    token: str | None = None
    """Secret that a browser has to show once; none is asked for if None."""
    draws: int = 32
    """Draws of the uncertain inputs in each brief."""
    days: int = 180
    """How far ahead each brief looks [day]."""
    seed: int = 0
    """Same seed, same numbers."""
    casebook: str | None = None
    """Where the casebook is: a path or the address of a database; the page has none if None."""
    largest_body: int = 2_000_000
    """Largest body of a request [byte]."""
    largest_file: int = 20_100_000
    """Largest body of a form that may hold a PDF, which the command takes up to 20 MB [byte]."""
    body_seconds: float = 30.0
    """Longest time for a body to arrive [s]."""
