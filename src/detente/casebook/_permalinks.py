"""Short addresses that stay: a key for a state of the workbench."""

import hashlib
import secrets

from sqlalchemy import select

from detente._errors import CasebookError
from detente.casebook.schema import permalinks
from detente.casebook.store import Store, now

__all__ = ["keep_link", "load_link"]


def keep_link(store: Store, target: str) -> str:
    """Keep an address under a short key; the same address has the same key."""
    digest = hashlib.sha256(target.encode("utf-8", "replace")).hexdigest()
    known = select(permalinks.c.key).where(permalinks.c.sha256 == digest)
    with store.read() as connection:
        key = connection.execute(known).scalar()
    if key is not None:
        return str(key)
    made = secrets.token_urlsafe(9)
    with store.write() as connection:
        store.lock(connection, digest)
        key = connection.execute(known).scalar()
        if key is None:
            key = made
            connection.execute(
                permalinks.insert().values(key=made, sha256=digest, target=target, added=now())
            )
    return str(key)


def load_link(store: Store, key: str) -> str:
    """Take back the address of a key.

    Raises
    ------
    CasebookError
        If there is none.
    """
    with store.read() as connection:
        query = select(permalinks.c.target).where(permalinks.c.key == key)
        found = connection.execute(query).scalar()
    if found is None:
        raise CasebookError("there is no such address in this casebook")
    return str(found)
