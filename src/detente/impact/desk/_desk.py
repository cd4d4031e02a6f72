"""The desk of a firm: which parts are exposed, when lines stop, what that costs, what to stock."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente._errors import ImpactError
from detente._shown import Shown
from detente._version import __version__
from detente.controls import Register, Standoff
from detente.facts import HS_EDITION, Facts, load_facts
from detente.impact.desk._cuts import Case, in_force, of_standoff
from detente.impact.desk._lines import Exposed, LineRun, run_line, spread_over, stock_out
from detente.impact.desk._match import Match, Matcher
from detente.impact.desk._parts import Parts, Source, Unit, read_parts
from detente.impact.desk._supply import Array, Supply, Through
from detente.impact.goods.own_stocks import with_stocks
from detente.impact.results import own_facts

__all__ = ["Desk", "desk"]

SCHEMA = "detente.desk/1"
LEAD_STEP = 7
"""Lead times are rounded down to so many days: orders go out by the week [day]."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Desk(Shown):
    """What controls mean for a firm."""

    parts: Parts
    """Its parts."""
    on: dt.date
    """First day."""
    home: str
    """Where its lines are."""
    days: int
    """Days looked at [day]."""
    cases: tuple[dict[str, Any], ...]
    """One dict for each case, as in ``detente.desk/1``."""
    manifest: dict[str, Any]
    """What it was made of."""
    unknown: dict[str, str]
    """Words for goods that no table knows."""
    disagree: dict[str, str]
    """Word and code of one row that stand for different goods, with which is taken."""
    matched: int
    """Parts that are a good of the tables [count]."""

    def _shown(self) -> dict[str, object]:
        stops = [line["stop"]["date"]["central"] for case in self.cases for line in case["lines"]]
        return {
            "parts": len(self.parts.units),
            "matched": self.matched,
            "home": self.home,
            "on": self.on,
            "cases": [case["name"] for case in self.cases],
            "first_stop": min((day for day in stops if day), default="none"),
        }

    def to_payload(self) -> dict[str, Any]:
        """Write as ``detente.desk/1``, see docs/methods/desk.md."""
        lines = self.parts.margins
        return {
            "schema": SCHEMA,
            "manifest": self.manifest,
            "home": self.home,
            "on": self.on.isoformat(),
            "days": self.days,
            "parts": {
                "rows": self.parts.rows,
                "parts": len(self.parts.units),
                "matched": self.matched,
                "without_good": len(self.parts.units) - self.matched,
                "unknown_words": self.unknown,
                "disagreements": self.disagree,
                "unnamed": sum(not (u.good or u.code or u.hs) for u in self.parts.units),
                "columns_not_read": list(self.parts.not_read),
            },
            "lines": len(lines),
            "lines_without_margin": [name for name, margin in lines.items() if margin is None],
            "cases": list(self.cases),
        }


def desk(  # noqa: PLR0913 - one keyword each
    parts: Path | str | Parts,
    *,
    party: str,
    standoffs: Sequence[Standoff] = (),
    on: dt.date | None = None,
    days: int = 365,
    draws: int = 64,
    seed: int = 0,
    facts: Facts | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Desk:
    """Hold a firm's parts against controls.

    Parameters
    ----------
    parts
        File of parts (see `COLUMNS`), or parts that were read.
    party
        Where the lines are, by code or name.
    standoffs
        What to look at; all controls in force on `on` if not given, one case for each government.
    on
        First day where no standoff is given; today if not given.
    days
        Days looked at [day].
    draws, seed
        Draws of uncertain figures [count], and their seed.
    facts
        The tables; those in use if not given.
    progress
        Told the cases done and their number.

    Returns
    -------
    Desk
        Exposed parts, stops of lines, costs, value of stock, other suppliers.

    Raises
    ------
    ImpactError
        If a row is wrong, or nothing can be looked at.
    """
    if not 7 <= days <= 3650:
        raise ImpactError(f"days is {days}: give 7 to 3650")
    known = facts or load_facts()
    home = known.party(known.party_code(party)).iso3
    firm = parts if isinstance(parts, Parts) else read_parts(Path(parts), known)
    matcher = Matcher(known)
    matches = [matcher.of(unit) for unit in firm.units]
    first = on or dt.datetime.now(tz=dt.UTC).date()
    if standoffs:
        cases = [(of_standoff(one, known), with_stocks(known, one)) for one in standoffs]
        first = standoffs[0].on
    else:
        places = sorted({source.country for unit in firm.units for source in unit.sources})
        now = in_force(known, Register.load(), first, (home,), places)
        cases = [(case, known) for case in now]
    told = []
    for number, (case, stocked) in enumerate(cases):
        progress(number, len(cases))
        if case.cuts:
            supply = Supply(case, stocked, home=home, days=days, draws=draws, seed=seed)
            row = _Held(firm, matches, supply).row(case)
            if row["parts"] or standoffs:
                told.append(row)
    told.sort(
        key=lambda row: (row["first_stop"] is None, row["first_stop"] or "", -len(row["parts"]))
    )
    return Desk(
        parts=firm,
        on=first,
        home=home,
        days=days,
        cases=tuple(told),
        manifest={
            "version": __version__,
            "draws": draws,
            "seed": seed,
            "facts": {"sha256": known.sha256, **own_facts(known)},
        },
        unknown=matcher.unknown,
        disagree=matcher.disagree,
        matched=sum(bool(match) for match in matches),
    )


class _Held:
    """A firm's parts under one case."""

    def __init__(self, firm: Parts, matches: Sequence[tuple[Match, ...]], supply: Supply) -> None:
        self.firm, self.matches, self.supply = firm, matches, supply
        self.first = supply.case.cuts[0].on if supply.case.cuts else None
        self.cache: dict[Any, tuple[Array | None, Through]] = {}
        self.reached: dict[str, bool] = {}
        self.exposed: dict[int, Exposed] = {}
        self.through: dict[int, Through] = {}
        self.good: dict[int, Match] = {}

    def row(self, case: Case) -> dict[str, Any]:
        for place, (unit, found) in enumerate(zip(self.firm.units, self.matches, strict=True)):
            self._hold(place, unit, found)
        by_line: defaultdict[str, list[int]] = defaultdict(list)
        for place in self.exposed:
            by_line[self.firm.units[place].line].append(place)
        worth: defaultdict[int, list[Array]] = defaultdict(list)
        lines = [self._line(name, places, worth) for name, places in by_line.items()]
        lines.sort(key=lambda line: _order(line["stop"]["days"]["central"]))
        parts = [self._part(place, worth.get(place)) for place in self.exposed]
        parts.sort(key=lambda p: (_order(p["runs_out"]["days"]["central"]), p["part"], p["line"]))
        stock = [
            p for p in parts if p["value_of_a_day"] is not None and p["value_of_a_day"]["high"] > 0
        ]
        stock.sort(key=lambda p: -p["value_of_a_day"]["central"])
        days = [line["stop"]["date"]["central"] for line in lines]
        used = {control for part in parts for control in part["controls"]}
        return {
            "name": case.name,
            "controls": [
                {"control": c.id, "name": c.name, "imposer": c.imposer, "state": c.state}
                for c in case.cuts
                if c.id in used
            ],
            "first_stop": min((day for day in days if day), default=None),
            "lines": lines,
            "parts": parts,
            "stock_first": [
                {"part": p["part"], "line": p["line"], "value_of_a_day": p["value_of_a_day"]}
                for p in stock
            ],
            "others": {
                good: self.supply.others(good, self._cut_off(good))
                for good in sorted({g for p in parts for g in (p["good"], *p["inputs"])})
            },
        }  # fmt: skip

    def _cut_off(self, good: str) -> list[str]:
        return sorted(
            {o for c in self.supply.case.cuts if good in c.goods for o in c.owners}
            - {self.supply.home}
        )

    def _hold(self, place: int, unit: Unit, found: tuple[Match, ...]) -> None:
        """Keep the part if a control reaches it, as the good of which most is missing."""
        worst: tuple[float, Match, Array, Through] | None = None
        for match in found:
            if not self._reaches(match.good):
                continue
            missing, through = self._missing(unit, match.good)
            if missing is not None and (worst is None or missing[0].sum() > worst[0]):
                worst = (float(missing[0].sum()), match, missing, through)
        if worst is None:
            return
        _, match, missing, through = worst
        self.exposed[place] = Exposed(
            place=place,
            missing=missing,
            stock=self._stock(unit, match.good),
            from_day=self._substitute(unit, match.good),
        )
        self.through[place], self.good[place] = through, match

    def _reaches(self, good: str) -> bool:
        if good not in self.reached:
            self.reached[good] = self.supply.reaches(good)
        return self.reached[good]

    def _missing(self, unit: Unit, good: str) -> tuple[Array | None, Through]:
        lead = None if unit.lead_time_days is None else unit.lead_time_days // LEAD_STEP * LEAD_STEP
        parts = tuple(sorted((s.country, s.tier, round(s.share, 4)) for s in unit.sources))
        key = (good, lead, parts)
        if key not in self.cache:
            total: Array | None = None
            through: dict[tuple[str, str], None] = {}
            for country, tier, share in parts:
                one, by = self.supply.missing(good, country, tier, lead)
                if one is not None and share > 0:
                    part: Array = (np.float32(share) * one).astype(np.float32)
                    total = part if total is None else total + part
                    through |= dict.fromkeys(by)
            self.cache[key] = (total, tuple(through))
        return self.cache[key]

    def _stock(self, unit: Unit, good: str) -> Array:
        if unit.stock_days is None:
            return self.supply.of(good, "stock_days")
        return np.full((1, 1), unit.stock_days, dtype=np.float32)

    def _substitute(self, unit: Unit, good: str) -> Array | None:
        if not unit.substitutes:
            return None
        if unit.lead_time_days is None:
            return self.supply.of(good, "substitution_days")
        return np.full((1, 1), unit.lead_time_days, dtype=np.float32)

    def _line(
        self, name: str, places: Sequence[int], worth: dict[int, list[Array]]
    ) -> dict[str, Any]:
        run = run_line([self.exposed[place] for place in places])
        sure = [place for place in places if self.good[place].sure]
        certain: LineRun | None = run
        if len(sure) < len(places):
            certain = run_line([self.exposed[place] for place in sure]) if sure else None
        margin = self.firm.margins[name]
        for place, saved in run.next_day.items():
            if margin is not None:
                worth[place].append(saved * np.float32(margin))
        return {
            "line": name,
            "parts": len(places),
            "stop": self._stop(run),
            "stop_on_sure_matches": None if certain is None else self._stop(certain),
            "held_by": [self.firm.units[place].part for place in run.binding],
            "least_rate": spread_over(run.rate.min(axis=1), _plain),
            "days_of_output_lost": spread_over(run.lost, _plain),
            "margin_per_day": margin,
            "cost": None if margin is None else spread_over(run.lost * np.float32(margin), _plain),
            "cost_unit": "USD",
        }

    def _stop(self, run: LineRun) -> dict[str, Any]:
        return self._days(run.stops)

    def _days(self, days: Array) -> dict[str, Any]:
        ends = spread_over(days, _day)
        return {
            "days": ends,
            "date": {name: self._date(day) for name, day in ends.items()},
            "share_of_draws": round(float(np.isfinite(days[1:]).mean()), 3),
        }

    def _date(self, day: float | None) -> str | None:
        if day is None or self.first is None:
            return None
        return (self.first + dt.timedelta(int(day))).isoformat()

    def _part(self, place: int, worth: list[Array] | None) -> dict[str, Any]:
        unit, match, part = self.firm.units[place], self.good[place], self.exposed[place]
        through = self.through[place]
        margin = self.firm.margins[unit.line]
        zero = None if margin is None else {"low": 0.0, "central": 0.0, "high": 0.0}
        return {
            "part": unit.part,
            "line": unit.line,
            "good": match.good,
            "hs6": list(self.supply.facts.good(match.good).hs6),
            "hs_edition": HS_EDITION,
            "match": match.sureness,
            "candidates": match.candidates,
            "controls": list(dict.fromkeys(control for control, _ in through)),
            "inputs": sorted({good for _, good in through} - {match.good}),
            "suppliers": [_source(one) for one in unit.sources],
            "missing": spread_over(part.missing.max(axis=1), _plain),
            "stock_days": unit.stock_days,
            "stock_from": "file" if unit.stock_days is not None else f"class of {match.good}",
            "substitutes": list(unit.substitutes),
            "runs_out": self._days(stock_out(part)),
            "value_of_a_day": spread_over(sum(worth[1:], worth[0]), _plain) if worth else zero,
        }  # fmt: skip


def _source(one: Source) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("supplier", "country", "tier", "share", "row")}


def _order(day: float | None) -> float:
    return math.inf if day is None else day


def _plain(value: float) -> float:
    return float(f"{value:.4g}")


def _day(value: float) -> float | None:
    return None if not math.isfinite(value) else round(value)
