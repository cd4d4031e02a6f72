"""Briefs of a case, each with its manifest and the forecasts that it makes."""

import datetime as dt
import json
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import RowMapping, Select, select

from detente._errors import CasebookError
from detente._units import MEAN_YEAR, MONTHS_PER_YEAR
from detente.casebook._forecasts import Forecast, add_forecasts
from detente.casebook.articles import lock_case
from detente.casebook.schema import briefs
from detente.casebook.store import Store, now

if TYPE_CHECKING:
    from detente.brief import Brief

__all__ = ["BriefRow", "forecasts_in", "list_briefs", "load_brief", "save_brief"]

DEAL_DAYS = 182
"""Six months [day]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefRow:
    """A brief as a list shows it."""

    key: str
    """Its name in addresses."""
    day: dt.date
    """The day as of which it speaks."""
    added: str
    """When it was kept [ISO 8601]."""
    standoff_version: int
    """Version of the standoff it is of."""
    manifest: dict[str, Any]
    """Versions, seed, and hashes of what it was made from."""

    def as_dict(self) -> dict[str, Any]:
        """The row, ready for JSON."""
        return {
            "key": self.key,
            "day": self.day.isoformat(),
            "added": self.added,
            "standoff_version": self.standoff_version,
            "manifest": self.manifest,
        }


def save_brief(store: Store, case: int, made: "Brief", *, standoff_version: int) -> BriefRow:
    """Keep a brief with the forecasts in it."""
    payload = made.payload
    key, added = secrets.token_urlsafe(12), now()
    day = dt.date.fromisoformat(payload["manifest"]["on"])
    packed = zlib.compress(made.to_json(indent=None).encode("utf-8", "replace"), 6)
    with store.write() as connection:
        lock_case(connection, case)
        done = connection.execute(
            briefs.insert().values(
                key=key,
                case_id=case,
                added=added,
                day=day,
                standoff_version=standoff_version,
                manifest=json.dumps(payload["manifest"], ensure_ascii=False),
                payload=packed,
            )
        )
        assert done.inserted_primary_key is not None  # noqa: S101 - an insert of one row
        add_forecasts(
            connection, case, forecasts_in(payload, key), brief=done.inserted_primary_key[0]
        )
    return BriefRow(
        key=key,
        day=day,
        added=added,
        standoff_version=standoff_version,
        manifest=payload["manifest"],
    )


def list_briefs(store: Store, case: int, *, limit: int = 50) -> list[BriefRow]:
    """List the briefs of a case, newest first."""
    query = select(briefs.c.key, briefs.c.day, briefs.c.added, briefs.c.standoff_version)
    query = query.add_columns(briefs.c.manifest).where(briefs.c.case_id == case)
    with store.read() as connection:
        rows = connection.execute(query.order_by(briefs.c.id.desc()).limit(limit)).mappings()
        return [_row(row) for row in rows]


def load_brief(store: Store, case: int, key: str | None = None) -> "tuple[BriefRow, Brief]":
    """Take a brief back."""
    query: Select[Any] = select(briefs).where(briefs.c.case_id == case)
    if key is not None:
        query = query.where(briefs.c.key == key)
    with store.read() as connection:
        row = connection.execute(query.order_by(briefs.c.id.desc()).limit(1)).mappings().first()
    if row is None:
        raise CasebookError("no brief yet" if key is None else f"no brief {key} in this case")
    return _row(row), _brief(row)


def _row(row: RowMapping) -> BriefRow:
    return BriefRow(
        key=row["key"],
        day=row["day"],
        added=row["added"],
        standoff_version=row["standoff_version"],
        manifest=json.loads(row["manifest"]),
    )


def _brief(row: RowMapping) -> "Brief":
    from detente.brief import Brief  # noqa: PLC0415 - only what reads it back needs it

    return Brief.from_json(zlib.decompress(row["payload"]).decode("utf-8"))


def forecasts_in(payload: dict[str, Any], key: str) -> Iterator[Forecast]:
    """The forecasts of a brief that can be held against what happens."""
    made = dt.date.fromisoformat(payload["manifest"]["on"])
    sides = " and ".join(party["name"] for party in payload["standoff"]["parties"])
    source = f"brief {key}"
    risk = payload["deals"]["breakdown_risk"]
    if risk is not None:
        months = float(risk["months"])
        outlook = risk.get("outlook") or {}
        soon = outlook.get("deal_within_six_months")
        if soon is not None and soon["share"] is not None:
            yield Forecast(
                subject="deal",
                kind="chance",
                words=f"A deal of {sides} within six months (how often in the record)",
                made=made,
                due=made + dt.timedelta(days=DEAL_DAYS),
                central=soon["share"],
                source=source,
            )
        yield Forecast(
            subject=f"deal-stands-{months:g}m",
            kind="chance",
            words=f"A deal of {sides} that stands after {months:g} months",
            made=made,
            due=made + dt.timedelta(days=round(months * (MEAN_YEAR / MONTHS_PER_YEAR))),
            central=min(1.0, max(0.0, 1.0 - risk["total"])),
            source=source,
        )
    horizon = int(payload["manifest"]["days"])
    for row in payload["clock"]:
        days = row["days_to_first_stoppage"]
        if days is None or None in days.values():
            continue
        yield Forecast(
            subject=f"stop:{row['party']}:{row['good']}",
            kind="date",
            words=(
                f"First lines of {row['party']} stop for want of "
                f"{row['good_name'][:1].lower() + row['good_name'][1:]}, controls as they stand"
            ),
            made=made,
            due=made + dt.timedelta(days=horizon),
            low=days["low"],
            central=days["central"],
            high=days["high"],
            unit="day",
            source=source,
        )
