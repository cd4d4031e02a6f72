"""``detente serve``: the page."""

from detente._errors import DetenteError
from detente.cli._casebook import Place, place_of
from detente.cli._options import Seed

__all__ = ["serve"]


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    name: tuple[str, ...] | None = None,
    token: str | None = None,
    draws: int = 32,
    days: int = 180,
    seed: Seed = 0,
    casebook: Place = None,
) -> None:
    """Open the page: paste an article, get its brief; look through the register.

    Parameters
    ----------
    host
        Address to listen on; beyond this machine only with a token.
    port
        Port; 0 for any that is free.
    name
        A further name under which browsers reach it, such as this machine's in its network.
    token
        Secret that a browser has to show; needed beyond this machine.
    draws
        Draws of the uncertain inputs, for the ranges.
    days
        How far ahead to look [day].
    seed
        Same seed, same numbers.
    """
    import importlib.util
    import sys

    missing = [word for word in ("starlette", "uvicorn") if not importlib.util.find_spec(word)]
    if missing:
        raise DetenteError(f"the page needs {' and '.join(missing)}: install detente[page]")
    if not 1 <= draws <= 1000:
        raise DetenteError(f"--draws {draws}: give a number from 1 to 1000")
    if not 31 <= days <= 730:
        raise DetenteError(f"--days {days}: give a number from 31 to 730")
    from detente import page

    def ready(url: str) -> None:
        sys.stdout.write(f"The page is at {url} (stop it with Ctrl-C)\n")
        sys.stdout.flush()

    bound = page.listen(host, port)
    settings = page.Settings(
        token=token, draws=draws, days=days, seed=seed, casebook=place_of(casebook)
    )
    with bound:
        page.serve(bound, settings, host=host, names=name or (), ready=ready)
