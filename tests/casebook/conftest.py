"""A casebook in SQLite and one in PostgreSQL; articles that are read once."""

import csv
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import postgres
from detente.casebook import Casebook, prepare
from detente.reading import read_text

WEEKS = Path(__file__).with_name("six_weeks")


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """Address of a PostgreSQL that these tests start."""
    if postgres.MISSING:
        pytest.skip(postgres.MISSING)
    with postgres.server(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Where an empty casebook is."""
    if request.param == "sqlite":
        return str(tmp_path / "casebook.db")
    return fresh(request.getfixturevalue("database"))


def fresh(address):
    """An empty database of its own."""
    import psycopg

    fresh.number += 1
    name = f"book{fresh.number}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return address.rpartition("/")[0] + f"/{name}"


fresh.number = 0


@pytest.fixture
def book(place):
    with Casebook(place) as opened:
        yield opened


@pytest.fixture(scope="session")
def six_weeks():
    """Twelve articles over six weeks, read."""
    return [
        prepare(read_text(path.read_text(encoding="utf-8")), name=path.stem, source=str(path))
        for path in sorted(WEEKS.glob("*.txt"))
    ]


@pytest.fixture(scope="session")
def expected():
    with (WEEKS / "expected.csv").open(encoding="utf-8", newline="") as rows:
        return [tuple(row.values()) for row in csv.DictReader(rows)]
