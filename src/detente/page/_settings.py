"""What a server of the page is set to."""

from dataclasses import dataclass

__all__ = ["LOCAL_NAMES", "Settings"]

LOCAL_NAMES = ("127.0.0.1", "localhost", "::1", "[::1]")
"""Names under which a browser on this machine reaches a server on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server of the page is set to.

    Parameters
    ----------
    names
        Values of the Host header that are answered; anything else is refused, which stops a
        foreign site whose name was pointed at this machine (DNS rebinding).
    token
        Secret that a browser has to show once; none is asked for if None.
    draws
        Draws of the uncertain inputs in each brief.
    days
        How far ahead each brief looks [day].
    seed
        Same seed, same numbers.
    casebook
        Where the casebook is: a path or the address of a database; the page has none if None.
    largest_body
        Largest body of a request [byte].
    largest_file
        Largest body of a form that may hold a PDF, which the command takes up to 20 MB [byte].
    body_seconds
        Longest time for a body to arrive [s].
    """

    names: tuple[str, ...] = LOCAL_NAMES
    token: str | None = None
    draws: int = 32
    days: int = 180
    seed: int = 0
    casebook: str | None = None
    largest_body: int = 2_000_000
    largest_file: int = 20_100_000
    body_seconds: float = 30.0
