"""Run a case as of its first day, once for each path, and hold it against what happened."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente._errors import ImpactError
from detente._shown import Shown
from detente._version import __version__
from detente.controls import Register, Standoff
from detente.facts import Facts, HappenedRow, HindcastCase, KnownPath, load_facts
from detente.impact._batch import Batch, Progress, Scenario
from detente.impact._study import Study
from detente.impact._world_of import ground
from detente.impact.backtest._calibrate import Calibrated, Calibration, calibration
from detente.impact.backtest._case import case_standoff, engine_paths
from detente.impact.backtest._forecast import PERMITTED, Forecast, baselines, drawn, forecast
from detente.impact.backtest._groups import Score, score_rows
from detente.impact.backtest._held_out import held_out, held_out_of_record
from detente.impact.backtest._precedents import EVENTS, Asked, Precedent, precedent_of
from detente.impact.backtest._score import MISSES, inside
from detente.impact.results import own_facts
from detente.world import World

__all__ = ["Hindcast", "Row", "backtest_payload", "blind_rows", "hindcast"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One forecast beside what happened."""

    path: KnownPath
    """The run that it is from."""
    happened: HappenedRow
    """What happened."""
    forecast: Forecast
    """The forecast: of a run that knows nothing of what came later as the record of other cases
    sets it, else the run's own [the quantity's unit]."""
    engine: Forecast
    """The run's own range [the quantity's unit]."""
    said: Precedent
    """What the draws said, as the record keeps it."""
    baselines: dict[str, float]
    """What someone without a model might say, by name [the quantity's unit]."""
    scored: bool
    """False where the path was drawn from the very quantity."""

    @property
    def told(self) -> tuple[Precedent, Calibrated]:
        """What the draws said, and the forecast that was made of it."""
        ends = self.forecast
        return self.said, Calibrated(
            low=ends.low, central=ends.central, high=ends.high, chance=ends.chance
        )

    @property
    def inside(self) -> bool:
        """Whether the forecast's range meets what happened.

        Of a stop that had come by a day, or had not, the forecast gives a chance: outside is what
        it held for less likely than one in ten.
        """
        ends, seen = self.forecast, self.happened
        if ends.chance is not None and seen.relation != "equal":
            likely = ends.chance if seen.relation == "at most" else 1.0 - ends.chance
            return likely >= MISSES
        return inside(ends.low, ends.high, (seen.low, seen.high), seen.relation)

    def to_payload(self) -> dict[str, Any]:
        """Return the row of ``detente.backtest/1``."""
        seen = self.happened
        return {
            "path": self.path.name,
            "known": self.path.known,
            "quantity": seen.quantity,
            "good": seen.good,
            "region": seen.region,
            "when": seen.when.isoformat(),
            "who": seen.who,
            "unit": seen.unit,
            "forecast": self.forecast.as_dict(),
            "chance": self.forecast.chance,
            "engine": self.engine.as_dict(),
            "day": self.said.day,
            "happened": seen.value,
            "happened_low": seen.low,
            "happened_high": seen.high,
            "relation": seen.relation,
            "inside": self.inside,
            "scored": self.scored,
            "weak": seen.weak,
            "baselines": dict(self.baselines),
            "source": seen.source,
            "note": seen.note,
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Hindcast(Shown):
    """A case, run and scored."""

    case: HindcastCase
    """The case."""
    rows: tuple[Row, ...]
    """Every recorded quantity in every run."""
    scores: tuple[Score, ...]
    """Scores of every run by group of rows."""
    days: int
    """Horizon that was run [day]."""

    def score(self, path: str, group: str) -> Score:
        """Score of one group of rows in one run.

        Parameters
        ----------
        path
            Name of the run.
        group
            Label of the group, such as ``exports of ndfeb-magnet`` or ``stoppage``.

        Raises
        ------
        ImpactError
            If there is none; the message names the groups.
        """
        for score in self.scores:
            if (score.path, score.group) == (path, group):
                return score
        known = ", ".join(sorted({f"{score.path}: {score.group}" for score in self.scores}))
        raise ImpactError(f"no score {path}: {group} in {self.case.name}; there are {known}")

    def to_payload(self) -> dict[str, Any]:
        """Return the case of ``detente.backtest/1``."""
        header = self.case.case
        return {
            "name": self.case.name,
            "title": header.title,
            "on": header.on.isoformat(),
            "days": self.days,
            "knowable": header.knowable,
            "notes": list(header.notes),
            "paths": [
                {"name": p.name, "kind": p.kind, "known": p.known, "words": p.words}
                for p in header.paths
            ],
            "rows": [row.to_payload() for row in self.rows],
            "score": [score.to_payload() for score in self.scores],
            "sources": [
                {"id": s.id, "title": s.title, "url": s.url, "evidence": s.evidence}
                for s in self.case.sources
            ],
        }


def hindcast(
    case: HindcastCase,
    *,
    days: int | None = None,
    draws: int = 32,
    seed: int = 0,
    progress: Progress | None = None,
    world: World | None = None,
    facts: Facts | None = None,
    record: Calibration | None = None,
) -> Hindcast:
    """Forecast a standoff as of its first day and hold the forecast against what happened.

    Parameters
    ----------
    case
        The case.
    days
        Horizon; the case's own if not given. What happened later is left out [day].
    draws
        Draws of the uncertain inputs, beside the central run.
    seed
        The same seed gives the same numbers.
    progress
        Called with days done and days in all.
    world, facts
        Other data than the shipped; a world that has no region for a party is not used.
    record
        What ranges are set by; all packaged cases but the one of this name if not given.

    Returns
    -------
    Hindcast
        Rows and scores of every run.

    Raises
    ------
    ImpactError
        If nothing happened within the horizon, or a row asks for a good no control reaches.
    StandoffError
        If the case's standoff is wrong.
    """
    facts = facts or load_facts()
    register = Register.from_facts(facts)
    standoff = case_standoff(case, register)
    if world is not None and not _has_parties(world, standoff, facts):
        world = None  # one in which the party stands apart
    world, facts = ground(standoff, facts, world)
    horizon = case.case.days if days is None else min(days, case.case.days)
    asked = [row for row in case.happened if (row.when - standoff.on).days < horizon]
    if not asked:
        raise ImpactError(f"{case.name}: nothing is recorded within {horizon} days; ask for more")
    scenario = Scenario(
        name="together",
        existed=(True,) * len(standoff.controls),
        easing=(0.0,) * len(standoff.controls),
    )
    columns = [(scenario, draw) for draw in range(draws + 1)]
    rows: list[Row] = []
    record = calibration(case.name) if record is None else record
    for number, path in enumerate(case.case.paths):
        study = Study(
            standoff,
            days=horizon,
            draws=draws,
            seed=seed,
            world=world,
            facts=_as_known(facts, standoff.on) if path.kind == "points" else facts,
            register=register,
            paths=engine_paths(case, path, standoff),
        )
        batch = study.run(
            columns,
            keep_paths=range(len(columns)),
            progress=_part(progress, number, len(case.case.paths)),
            economy=False,
        )
        rows += [_row(case, path, row, study, batch, record) for row in asked]
    return Hindcast(
        case=case, rows=tuple(rows), scores=tuple(score_rows(rows, horizon)), days=horizon
    )


def _has_parties(world: World, standoff: Standoff, facts: Facts) -> bool:
    return all(
        any(world.has_region(code) for code in facts.regions_of(party.party))
        for party in standoff.parties
    )


def _row(
    case: HindcastCase,
    path: KnownPath,
    row: HappenedRow,
    study: Study,
    batch: Batch,
    record: Calibration,
) -> Row:
    values, naive = drawn(study, batch, row, case.case.months), baselines(study, row)
    asked = Asked(
        case=case.name,
        path=path.kind,
        kind=study.facts.good(row.good).kind,
        day=(row.when - study.standoff.on).days,
        horizon=study.days,
        stock=_mean_stock(study, row),
        permitted=naive.get(PERMITTED),
    )
    said = precedent_of(row, values, asked)
    engine = forecast(values)
    if row.quantity in EVENTS:
        engine = replace(engine, chance=said.chance)
    found = engine
    if not path.known:
        told = record.of(said)
        found = Forecast(low=told.low, central=told.central, high=told.high, chance=told.chance)
    return Row(
        path=path,
        happened=row,
        forecast=found,
        engine=engine,
        said=said,
        baselines=naive,
        scored=row.quantity not in path.circular,
    )


def _mean_stock(study: Study, row: HappenedRow) -> float:
    places = study.facts.regions_of(row.region) if row.region != "*" else ("*",)
    return min(study.facts.parameter(row.good, "stock_days", place).value for place in places)


def _as_known(facts: Facts, on: dt.date) -> Facts:
    """Facts without what became known of licence queues after a day.

    A run that is told of approvals must not learn from fitted queues how customs treated the rest.
    """
    rows = tuple(row for row in facts.licence_queues if row.as_of <= on)
    return replace(facts, licence_queues=rows)


def blind_rows(hindcasts: Iterable[Hindcast]) -> list[tuple[Precedent, Calibrated]]:
    """Rows of the first run of every case that knows nothing of what came later."""
    found = []
    for one in hindcasts:
        blind = next((p.name for p in one.case.case.paths if not p.known), None)
        found += [row.told for row in one.rows if row.path.name == blind and row.scored]
    return found


def _part(progress: Progress | None, number: int, runs: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, total: progress(number * total + done, runs * total)


def backtest_payload(
    hindcasts: Iterable[Hindcast], *, draws: int, seed: int, world: World, facts: Facts
) -> dict[str, Any]:
    """Put hindcasts together as ``detente.backtest/1``."""
    cases: Sequence[Hindcast] = tuple(hindcasts)
    return {
        "schema": "detente.backtest/1",
        "manifest": {
            "version": __version__,
            "draws": draws,
            "seed": seed,
            "world": {
                "source": str(world.manifest.get("source", "own table")),
                "edition": str(world.manifest.get("edition", "")),
                "year": world.year,
                "sha256": str(world.manifest.get("sha256", "")),
            },
            "facts": {"sha256": facts.sha256, **own_facts(facts)},
            "cases": {one.case.name: one.case.sha256 for one in cases},
        },
        "record": [held.to_payload() for held in held_out_of_record()],
        "held_out": [held.to_payload() for held in held_out(blind_rows(cases))],
        "cases": [one.to_payload() for one in cases],
    }
