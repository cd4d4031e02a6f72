"""``detente serve``: the page."""

from pathlib import Path

from detente._errors import DetenteError
from detente.cli._casebook import Place, place_of
from detente.cli._options import Days, Draws, Seed

__all__ = ["serve"]


def serve(  # noqa: PLR0913 - one option each
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    name: tuple[str, ...] | None = None,
    token: str | None = None,
    draws: Draws = 32,
    days: Days = 180,
    seed: Seed = 0,
    casebook: Place = None,
    keep: Path | None = None,
    forget: bool = False,
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
    keep
        Folder in which briefs that are made, run or wait outlast a restart; if not given, one of
        your own for each port.
    forget
        Keep nothing on disk: what is under way or made goes with the page.
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
    if forget and keep is not None:
        raise DetenteError(f"give --keep {keep} or --forget, not both")
    from detente import page

    def ready(url: str) -> None:
        sys.stdout.write(f"The page is at {url} (stop it with Ctrl-C)\n")
        sys.stdout.flush()

    bound = page.listen(host, port)
    settings = page.Settings(
        token=token, draws=draws, days=days, seed=seed, casebook=place_of(casebook)
    )
    with bound:
        if keep is None and not forget and port:
            keep = page.own_folder(f"page-{bound.getsockname()[1]}")
        page.serve(bound, settings, host=host, names=name or (), ready=ready, keep=keep)
