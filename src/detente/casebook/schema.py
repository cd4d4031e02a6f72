"""The tables of a casebook, for SQLite and PostgreSQL alike."""

from sqlalchemy import (
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "SCHEMA_VERSION",
    "alerts",
    "article_sources",
    "articles",
    "briefs",
    "cases",
    "forecasts",
    "linked",
    "metadata",
    "observations",
    "permalinks",
    "said",
    "seen",
    "standoffs",
    "threads",
    "watched",
]

SCHEMA_VERSION = "0001"
"""The newest migration."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> "Column[int]":
    return Column("id", Integer, primary_key=True)


def _case(*, optional: bool = False) -> "Column[int]":
    return Column("case_id", Integer, ForeignKey("cases.id"), nullable=optional)


def _article(*, optional: bool = False) -> "Column[int]":
    return Column("article_id", Integer, ForeignKey("articles.id"), nullable=optional)


def _text(name: str, *, default: str | None = "") -> "Column[str]":
    return Column(name, Text, nullable=False, server_default=default)


cases = Table(
    "cases",
    metadata,
    _id(),
    Column("name", String(80), nullable=False, unique=True),
    _text("title"),
    Column("added", String(32), nullable=False),
)

articles = Table(
    "articles",
    metadata,
    _id(),
    _case(),
    Column("sha256", String(64), nullable=False),
    _text("name"),
    _text("headline"),
    Column("published", Date, nullable=False),
    Column("added", String(32), nullable=False),
    Column("characters", Integer, nullable=False),
    _text("text"),
    Column("reading", LargeBinary, nullable=False),
    _text("version"),
    UniqueConstraint("case_id", "sha256"),
    Index(None, "case_id", "published"),
)

article_sources = Table(
    "article_sources",
    metadata,
    Column("article_id", Integer, ForeignKey("articles.id"), primary_key=True),
    Column("source", Text, primary_key=True),
    Column("added", String(32), nullable=False),
)

threads = Table(
    "threads",
    metadata,
    _id(),
    _case(),
    Column("about", String(16), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("topic", String(80), nullable=False),
    UniqueConstraint("case_id", "about", "actor", "topic"),
)

said = Table(
    "said",
    metadata,
    _id(),
    _case(),
    Column("thread_id", Integer, ForeignKey("threads.id"), nullable=False),
    _article(),
    Column("day", Date, nullable=False),
    Column("kind", String(16), nullable=False),
    _text("value"),
    Column("rank", Float, nullable=False),
    _text("before"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("words"),
    UniqueConstraint("thread_id", "article_id"),
    Index(None, "thread_id", "day", "article_id"),
    Index(None, "case_id", "day", "article_id", "kind"),
    Index(None, "article_id"),
)

linked = Table(
    "linked",
    metadata,
    Column("article_id", Integer, ForeignKey("articles.id"), primary_key=True),
    Column("control", String(80), primary_key=True),
    _case(),
    Column("role", String(20), nullable=False),
    Column("tabled", Integer, nullable=False),
    Index(None, "case_id", "control"),
)

standoffs = Table(
    "standoffs",
    metadata,
    _id(),
    _case(),
    Column("version", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("added", String(32), nullable=False),
    Column("origin", String(16), nullable=False),
    _text("author"),
    _text("note"),
    _text("body"),
    UniqueConstraint("case_id", "version"),
)

briefs = Table(
    "briefs",
    metadata,
    _id(),
    Column("key", String(32), nullable=False, unique=True),
    _case(),
    Column("added", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("standoff_version", Integer, nullable=False),
    _text("manifest"),
    Column("payload", LargeBinary, nullable=False),
    Index(None, "case_id", "id"),
)

forecasts = Table(
    "forecasts",
    metadata,
    _id(),
    _case(),
    Column("brief_id", Integer, ForeignKey("briefs.id")),
    Column("subject", String(160), nullable=False),
    Column("kind", String(10), nullable=False),
    _text("words"),
    Column("made", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("central", Float, nullable=False),
    Column("low", Float),
    Column("high", Float),
    _text("unit"),
    Column("source", String(160), nullable=False),
    Column("added", String(32), nullable=False),
    UniqueConstraint("case_id", "subject", "kind", "made", "due", "source"),
)

observations = Table(
    "observations",
    metadata,
    _id(),
    _case(),
    Column("subject", String(160), nullable=False),
    Column("day", Date, nullable=False),
    Column("value", Float, nullable=False),
    _text("source"),
    Column("added", String(32), nullable=False),
    UniqueConstraint("case_id", "subject", "day"),
)

permalinks = Table(
    "permalinks",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    _text("target"),
    Column("added", String(32), nullable=False),
)

watched = Table(
    "watched",
    metadata,
    Column("url", Text, primary_key=True),
    _text("etag"),
    _text("modified"),
    Column("checked", String(32), nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("key", String(64), primary_key=True),
    _text("source"),
    Column("outcome", String(16), nullable=False),
    _text("words"),
    _case(optional=True),
    _article(optional=True),
    Column("added", String(32), nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    _id(),
    _case(),
    Column("rule", String(80), nullable=False),
    Column("key", String(200), nullable=False),
    Column("day", Date, nullable=False),
    _text("words"),
    _text("data"),
    Column("added", String(32), nullable=False),
    UniqueConstraint("case_id", "rule", "key"),
)
