"""Forecasts of a case, what was seen, and how the two agree."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, select

from detente._errors import CasebookError
from detente.casebook._scores import brier, crps
from detente.casebook.articles import lock_case
from detente.casebook.schema import forecasts, observations
from detente.casebook.store import Store, now
from detente.controls import Register, Status

__all__ = ["Forecast", "Scored", "add_forecasts", "add_observation", "score", "scores_of"]

Kind = Literal["chance", "date", "amount"]
_OF_REGISTER = re.compile(r"(eased|in force):(\S+)")
_HAPPENED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What was said to come."""

    subject: str
    """Short name that forecasts of the same share, such as ``deal`` or ``stop:USA:yttrium``.
    ``eased:ID`` and ``in force:ID`` are answered by the register."""
    kind: Kind
    """``chance`` that it comes by ``due`` [share], ``date`` on which it comes, counted from
    ``made`` [day], or ``amount`` on ``due`` [unit]."""
    words: str
    """The forecast in a sentence."""
    made: dt.date
    due: dt.date
    """When it was made, and when it can be told."""
    central: float
    low: float | None = None
    high: float | None = None
    """The chance, or median, 5th and 95th percentile."""
    unit: str = ""
    """Unit of an amount."""
    source: str = "analyst"
    """Who made it: a brief, or a person."""

    def __post_init__(self) -> None:
        if self.due <= self.made:
            raise CasebookError(f"{self.subject}: due {self.due} is not after {self.made}")
        if self.kind == "chance":
            if not 0.0 <= self.central <= 1.0:
                raise CasebookError(
                    f"{self.subject}: a chance is from 0 to 1, not {self.central:g}"
                )
            return
        if self.low is None or self.high is None:
            raise CasebookError(f"{self.subject}: give low and high beside central")
        if not self.low <= self.central <= self.high:
            raise CasebookError(f"{self.subject}: low, central and high are not in order")

    def as_dict(self) -> dict[str, Any]:
        """The forecast, ready for JSON."""
        return {
            "subject": self.subject,
            "kind": self.kind,
            "words": self.words,
            "made": self.made.isoformat(),
            "due": self.due.isoformat(),
            "central": self.central,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A forecast beside what was seen."""

    forecast: Forecast
    """The forecast."""
    state: str
    """``scored``, ``open`` (its day has not come), or ``unseen`` (it has, and nobody said)."""
    seen: float | None = None
    """1 or 0 for a chance; days for a date; else the amount."""
    brier: float | None = None
    crps: float | None = None
    interval: float | None = None
    """The scores that its kind has: squared error of a chance; CRPS and interval score of a range
    [the forecast's unit]."""
    inside: bool | None = None
    """Whether what was seen lies within the range."""
    source: str = ""
    """On what the observation rests."""

    def as_dict(self) -> dict[str, Any]:
        """The row, ready for JSON."""
        return {
            **self.forecast.as_dict(),
            "state": self.state,
            "seen": self.seen,
            "brier": self.brier,
            "crps": self.crps,
            "interval_score": self.interval,
            "inside": self.inside,
            "observed_by": self.source or None,
        }


def add_forecasts(
    connection: Connection, case: int, rows: Iterable[Forecast], *, brief: int | None = None
) -> int:
    """Write forecasts down; those that are there stay as they were."""
    new = 0
    for row in rows:
        same = select(forecasts.c.id).where(
            forecasts.c.case_id == case,
            forecasts.c.subject == row.subject,
            forecasts.c.kind == row.kind,
            forecasts.c.made == row.made,
            forecasts.c.due == row.due,
            forecasts.c.source == row.source,
        )
        if connection.execute(same).first() is None:
            values = {
                name: getattr(row, name)
                for name in ("subject", "kind", "words", "made", "due", "central", "low", "high")
            }
            connection.execute(
                forecasts.insert().values(
                    case_id=case,
                    brief_id=brief,
                    unit=row.unit,
                    source=row.source,
                    added=now(),
                    **values,
                )
            )
            new += 1
    return new


def add_observation(
    store: Store, case: int, subject: str, day: dt.date, value: float, source: str
) -> None:
    """Write down what was seen; a later word on the same day stands in its place."""
    with store.write() as connection:
        lock_case(connection, case)
        query = select(forecasts.c.subject, forecasts.c.kind).where(forecasts.c.case_id == case)
        kinds: dict[str, set[str]] = {}
        for row in connection.execute(query.distinct()):
            kinds.setdefault(row.subject, set()).add(row.kind)
        if subject not in kinds:
            known = ", ".join(sorted(kinds)[:6]) or "none yet"
            raise CasebookError(
                f"{subject}: no forecast of the case is about it; there are {known}"
            )
        if kinds[subject] <= {"chance", "date"} and value not in {0.0, 1.0}:
            raise CasebookError(
                f"{subject}: give 1 on the day it happened, or 0 on a day until which it had not"
            )
        here = (
            (observations.c.case_id == case)
            & (observations.c.subject == subject)
            & (observations.c.day == day)
        )
        connection.execute(observations.delete().where(here))
        connection.execute(
            observations.insert().values(
                case_id=case, subject=subject, day=day, value=value, source=source, added=now()
            )
        )


def score(store: Store, case: int, on: dt.date) -> list[Scored]:
    """Hold every forecast of a case against what was seen by a day."""
    with store.read() as connection:
        mine = select(forecasts).where(forecasts.c.case_id == case)
        rows = list(connection.execute(mine.order_by(forecasts.c.due, forecasts.c.id)).mappings())
        seen: dict[str, list[RowMapping]] = {}
        query = select(observations).where(observations.c.case_id == case, observations.c.day <= on)
        for row in connection.execute(query.order_by(observations.c.day)).mappings():
            seen.setdefault(row["subject"], []).append(row)
    return [_scored(_forecast(row), seen.get(row["subject"], ()), on) for row in rows]


def scores_of(rows: Sequence[Scored]) -> dict[str, Any]:
    """Means over the forecasts that could be scored, by kind.

    Parameters
    ----------
    rows
        As of `score`.

    Returns
    -------
    dict
        Counts, mean Brier score of the chances beside that of a coin (0.25), and of each unit the
        mean CRPS and interval score of ranges and the part of them that held.
    """
    done = [row for row in rows if row.state == "scored"]
    chances = [row.brier for row in done if row.brier is not None]
    units: dict[str, list[Scored]] = {}
    for row in done:
        if row.crps is not None:
            units.setdefault(row.forecast.unit or "day", []).append(row)
    return {
        "forecasts": len(rows),
        "scored": len(done),
        "open": sum(row.state == "open" for row in rows),
        "unseen": sum(row.state == "unseen" for row in rows),
        "chances": {
            "count": len(chances),
            "brier": sum(chances) / len(chances) if chances else None,
        },
        "ranges": [
            {
                "unit": unit,
                "count": len(some),
                "crps": sum(row.crps or 0.0 for row in some) / len(some),
                "interval_score": sum(row.interval or 0.0 for row in some) / len(some),
                "inside": sum(bool(row.inside) for row in some) / len(some),
            }
            for unit, some in sorted(units.items())
        ],
    }


def _forecast(row: RowMapping) -> Forecast:
    names = ("subject", "kind", "words", "made", "due", "central", "low", "high", "unit", "source")
    return Forecast(**{name: row[name] for name in names})


def _scored(forecast: Forecast, seen: Sequence[RowMapping], on: dt.date) -> Scored:
    answers = [row for row in seen if row["day"] > forecast.made]
    match forecast.kind:
        case "chance":
            found, source = _happened(forecast, answers, on)
            if found is not None:
                loss = brier(forecast.central, found)
                return Scored(
                    forecast=forecast, state="scored", seen=float(found), brier=loss, source=source
                )
        case "date":
            days = _days_to(forecast, answers)
            if days is not None:
                return _ranged(forecast, *days)
        case _:
            exact = [row for row in answers if row["day"] == forecast.due]
            if exact:
                value = exact[-1]["value"]
                return _ranged(forecast, value, exact[-1]["source"], late=False)
    return Scored(forecast=forecast, state="open" if forecast.due > on else "unseen")


def _happened(
    forecast: Forecast, answers: Sequence[RowMapping], on: dt.date
) -> tuple[bool | None, str]:
    """Whether it came by the day; None where that is not known yet."""
    for row in answers:
        if row["value"] >= _HAPPENED:
            return row["day"] <= forecast.due, row["source"]
    for row in reversed(answers):
        if row["day"] >= forecast.due:
            return False, row["source"]
    asked = _OF_REGISTER.fullmatch(forecast.subject)
    if asked is None or forecast.due > on:
        return None, ""
    return _by_register(asked[1], asked[2], forecast.due)


def _by_register(what: str, name: str, due: dt.date) -> tuple[bool | None, str]:
    """How the register has a control on a day, if a source speaks of that day."""
    known = {control.id: control for control in Register.load()}
    if name not in known:
        return None, ""
    state = known[name].state(due)
    if not state.certain:
        return None, ""
    status = {"eased": {Status.SUSPENDED, Status.LIFTED}, "in force": {Status.IN_FORCE}}[what]
    return state.status in status, f"register: {state.rests_on}"


def _days_to(forecast: Forecast, answers: Sequence[RowMapping]) -> tuple[float, str, bool] | None:
    """Days until it came; for one that had not come by the due day, that day and later."""
    for row in answers:
        if row["value"] >= _HAPPENED:
            late = row["day"] > forecast.due
            end = min(row["day"], forecast.due)
            return float((end - forecast.made).days), row["source"], late
    for row in reversed(answers):
        if row["day"] >= forecast.due:
            return float((forecast.due - forecast.made).days), row["source"], True
    return None


def _ranged(forecast: Forecast, seen: float, source: str, late: bool) -> Scored:  # noqa: FBT001
    """Score a range; what is known only to come later than the due day is charged on one side."""
    from detente.impact.backtest import interval_score  # noqa: PLC0415 - engines load with it

    low, central, high = forecast.low, forecast.central, forecast.high
    assert low is not None  # noqa: S101 - the forecast was checked
    assert high is not None  # noqa: S101
    relation: Literal["equal", "at least"] = "at least" if late else "equal"
    if late:  # nothing beyond the due day is known, so nothing beyond it is charged
        low, central, high = (min(end, seen) for end in (low, central, high))
    return Scored(
        forecast=forecast,
        state="scored",
        seen=seen,
        crps=crps(low, central, high, seen),
        interval=interval_score(low, high, (seen, seen), relation),
        inside=low <= seen <= high,
        source=source,
    )
