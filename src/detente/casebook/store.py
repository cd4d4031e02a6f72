"""Open a casebook: SQLite or PostgreSQL, brought to the newest schema, one writer at a time.

Every change is one transaction, so a process that is killed leaves all of it or nothing. SQLite
writes ahead (WAL) and syncs at each commit, and takes its write lock when a transaction begins;
PostgreSQL locks the row of the case that is written to.
"""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from detente._errors import CasebookError
from detente.casebook.schema import SCHEMA_VERSION

__all__ = ["Store", "now"]

BUSY_SECONDS = 60
"""How long a writer waits for another one [s]."""
_MIGRATION_LOCK = 0x0DE7E47E


def now() -> str:
    """The moment, in UTC, as it is kept [ISO 8601]."""
    return dt.datetime.now(tz=dt.UTC).isoformat(timespec="milliseconds")


class Store:
    """A database that holds a casebook.

    Parameters
    ----------
    place
        Path of an SQLite file, made if it is not there, or the address of a PostgreSQL database
        (``postgresql://user:password@host/name``).

    Raises
    ------
    CasebookError
        If it cannot be opened, is no casebook, or was written by a newer version.
    """

    def __init__(self, place: str | os.PathLike[str]) -> None:
        self.place = str(place)
        self._engine = _engine(self.place)
        self.name = self._engine.url.render_as_string(hide_password=True)
        try:
            self._upgrade()
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise CasebookError(f"{self.name}: {_reason(error)}") from None
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Give back its connections."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection to read from, at one state of the casebook."""
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or, after any error, nothing."""
        writing = self._engine.execution_options(detente_write=True)
        with self._told(), writing.begin() as connection:
            yield connection

    def lock(self, connection: Connection, word: str) -> None:
        """Let nobody else write under a word until the transaction ends."""
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("select pg_advisory_xact_lock(hashtextextended(:word, 0))"), {"word": word}
            )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what a database says in one line."""
        try:
            yield
        except DBAPIError as error:
            raise CasebookError(f"{self.name}: {_reason(error)}") from None

    def _upgrade(self) -> None:
        """Bring the tables to the newest schema, once, however many processes ask."""
        with self._engine.connect() as connection:
            if self._version(connection) == SCHEMA_VERSION:
                return
        writing = self._engine.execution_options(detente_write=True)
        with writing.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK}
                )
            if self._version(connection) != SCHEMA_VERSION:
                _migrate(connection)

    def _version(self, connection: Connection) -> str | None:
        """Schema that is there; None in an empty database."""
        names = connection.dialect.get_table_names(connection)
        if "alembic_version" not in names:
            if names:
                raise CasebookError(
                    f"{self.name}: holds other tables ({', '.join(sorted(names)[:3])}) and no "
                    "casebook; name another file or database"
                )
            return None
        found = connection.execute(text("select version_num from alembic_version")).scalar()
        if found is not None and found > SCHEMA_VERSION:
            raise CasebookError(
                f"{self.name}: was written by a newer version of détente (schema {found}, this one "
                f"knows {SCHEMA_VERSION}); bring détente up to date"
            )
        return str(found) if found else None


def _migrate(connection: Connection) -> None:
    """Run the migrations on a connection that holds the lock."""
    from alembic import command  # noqa: PLC0415 - only a new or an old casebook needs it
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


def _engine(place: str) -> Engine:
    """An engine for a path or an address."""
    if "://" not in place:
        path = Path(place).absolute()
        if path.is_dir():
            raise CasebookError(f"{place}: is a folder; name a file")
        if not path.parent.is_dir():
            raise CasebookError(f"{place}: there is no folder {path.parent}; make it first")
        engine = create_engine(
            f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
        )
        event.listen(engine, "connect", _sqlite_connects)
        event.listen(engine, "begin", _sqlite_begins)
        return engine
    try:
        url = make_url(place)
    except ArgumentError:
        raise CasebookError(
            "the address of the casebook cannot be read; write postgresql://user@host/name"
        ) from None
    if url.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise CasebookError(
            f"{url.drivername}: a casebook is an SQLite file or a PostgreSQL database; give a path "
            "or postgresql://user@host/name"
        )
    try:
        import psycopg  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise CasebookError("PostgreSQL needs psycopg: install detente[postgresql]") from None
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10},
    )


def _sqlite_connects(connection: Any, _record: object) -> None:  # noqa: ANN401 - of the driver
    connection.isolation_level = None  # transactions begin where we say, not where it guesses
    cursor = connection.cursor()
    cursor.execute(f"pragma busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("pragma foreign_keys=on")
    cursor.execute("pragma journal_mode=wal")
    cursor.execute("pragma synchronous=full")
    cursor.close()


def _sqlite_begins(connection: Connection) -> None:
    write = connection.get_execution_options().get("detente_write", False)
    connection.exec_driver_sql("begin immediate" if write else "begin")


def _reason(error: SQLAlchemyError) -> str:
    """What the database says, in one line."""
    said = str(getattr(error, "orig", None) or error).strip()
    first = said.splitlines()[0] if said else type(error).__name__
    if "not a database" in first:
        return "is no SQLite file; name another"
    if "locked" in first:
        return f"others have been writing for {BUSY_SECONDS} s; try again"
    return first[:300]
