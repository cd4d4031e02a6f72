"""``detente store``: runs that are kept from earlier."""

import datetime as dt

from detente.cli._common import print_json

__all__ = ["store"]

MB = 1e6


def store(*, clear: bool = False, json: bool = False) -> None:
    """Show the runs that are kept, so that the same question is answered at once, or delete them.

    A run is found again only where code, tables, standoff, draws, days and seed are the same. The
    environment says where runs go: DETENTE_STORE is a folder, or off; DETENTE_STORE_SIZE is the
    most they take, 1 GB if not given, and what was not used for longest goes first.

    Parameters
    ----------
    clear
        Delete what is kept.
    json
        Print JSON.
    """
    from rich.console import Console

    from detente._store import Store

    kept = Store.of_user()
    if kept is None:
        if json:
            print_json({"on": False})
        else:
            Console().print("No runs are kept: DETENTE_STORE is off.", highlight=False)
        return
    gone = kept.clear() if clear else None
    files = kept.files()
    size = sum(of for _, of, _ in files)
    oldest = dt.datetime.fromtimestamp(files[0][2], dt.UTC).date() if files else None
    if json:
        row = {
            "on": True,
            "folder": str(kept.folder),
            "files": len(files),
            "bytes": size,
            "most_bytes": kept.size,
            "oldest_use": None if oldest is None else oldest.isoformat(),
        }
        print_json(row | ({} if gone is None else {"deleted": gone}))
        return
    said = [
        f"{kept.folder}: {len(files)} runs, {size / MB:,.0f} of at most {kept.size / MB:,.0f} MB"
    ]
    if oldest is not None:
        said.append(f"last used since {oldest}")
    if gone is not None:
        said.append(f"{gone} deleted")
    Console(soft_wrap=True).print("; ".join(said) + ".", highlight=False)
