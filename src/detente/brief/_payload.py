"""From engine objects to ``detente.brief/1``: numbers with ranges, claims with their spans."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from detente._version import __version__
from detente.brief._checks import sense_checks
from detente.brief._sources import assumption_rows, source_rows
from detente.controls import Origin, Range, Standoff, with_article
from detente.deal import Deals
from detente.impact import GoodClock, Impact, Loss, spread
from detente.reading import Reading

__all__ = ["build_payload"]

Array = npt.NDArray[np.floating]
UNIT = "USD bn per month"

LIMITS = (
    "This is not advice to any government: it shows consequences and consistency, not what to do.",
    """Security values are not facts. They are ranges that the analyst should replace; the brief
    says for which values a deal exists.""",
    "Coverage of sectors and stocks are the weakest figures; many are judgement and marked so.",
    """The short-run engine has fixed proportions and no household income effects; prices clear only
    the goods market outside the imposer, and what exporters gain on higher prices is credited to
    nobody.""",
    """Losses are gross of policy responses (stockpile releases, subsidies) beyond the diversion,
    expansion and redesign that the figures state.""",
    "The world table is of 2022; the residual region outside it is not modelled.",
)


def build_payload(
    reading: Reading | None,
    standoff: Standoff,
    impact: Impact,
    deals: Deals,
    *,
    article: str = "article",
) -> dict[str, Any]:
    """Assemble the payload of a brief.

    Parameters
    ----------
    reading, standoff, impact, deals
        What the layers found; no reading where the standoff was written by hand.
    article
        Name of the article for the manifest.

    Returns
    -------
    dict
        ``detente.brief/1``, see docs/brief-schema.md.
    """
    facts = impact.study.facts
    assumptions = assumption_rows(impact)
    goods = {*impact.study.model.goods, *(g for e in standoff.controls for g in e.goods)}
    return {
        "schema": "detente.brief/1",
        "manifest": _manifest(reading, standoff, impact, article),
        "reading": reading.to_dict() if reading else None,
        "article_text": reading.text if reading else "",
        "standoff": _standoff(standoff),
        "goods": [{"good": row.good, "name": row.name} for row in facts.goods if row.good in goods],
        "losses": [_loss(loss, impact) for loss in impact.losses()],
        "totals": [_total(party, impact) for party in impact.parties],
        "third_countries": [
            {
                "region": code,
                "name": impact.study.world.region_names.get(code, code),
                **value.as_dict(),
            }
            for code, value in impact.third_countries()[:12]
        ],
        "clock": [_clock(clock, impact) for clock in impact.clocks()],
        "deals": deals.to_payload(),
        "checks": sense_checks(impact, deals),
        "drivers": _drivers(impact),
        "assumptions": assumptions,
        "sources": source_rows(facts, assumptions, standoff),
        "limits": [" ".join(limit.split()) for limit in LIMITS],
    }


def _manifest(
    reading: Reading | None, standoff: Standoff, impact: Impact, article: str
) -> dict[str, Any]:
    study, facts, world = impact.study, impact.study.facts, impact.study.world
    return {
        "version": __version__,
        "on": standoff.on.isoformat(),
        "seed": study.seed,
        "draws": study.sampler.size - 1,
        "days": study.days,
        "horizon_months": study.months,
        "world": {
            "source": str(world.manifest.get("source", "own table")),
            "edition": str(world.manifest.get("edition", "")),
            "year": world.year,
            "sha256": str(world.manifest.get("sha256", "")),
            "regions": len(world.regions),
            "sectors": len(world.sectors),
        },
        "facts": {
            "sha256": facts.sha256,
            "tables": len(facts.tables),
            "figures": sum(1 for _ in facts.figures()),
            "newest": max(row.as_of for row in facts.figures()).isoformat(),
        },
        "article": {
            "sha256": reading.document.sha256,
            "characters": reading.document.characters,
            "name": article,
        }
        if reading
        else None,
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "kind": origin.kind,
        "span": origin.span.model_dump() if origin.span else None,
        "register": origin.register_id,
        "words": origin.words,
    }


def _standoff(standoff: Standoff) -> dict[str, Any]:
    names = {p.party: with_article(p.name) for p in standoff.parties}
    return {
        "name": standoff.name,
        "on": standoff.on.isoformat(),
        "parties": [{"party": p.party, "name": p.name} for p in standoff.parties],
        "controls": [
            {
                "control": c.control,
                "name": c.name,
                "imposer": c.imposer,
                "target": c.target,
                "goods": list(c.goods),
                "instrument": c.instrument,
                "effective": c.effective.isoformat(),
                "intensity": c.intensity.model_dump(),
                "status": c.status,
                "easing_bound": c.bound,
                "from": _origin(c.origin),
            }
            for c in standoff.controls
        ],
        "red_lines": [
            {
                "control": r.control,
                "goods": list(r.goods),
                "bound": r.bound,
                "from": _origin(r.origin),
            }
            for r in standoff.red_lines
        ],
        "mandates": [
            {"party": m.party, "words": m.words, "from": _origin(m.origin)}
            for m in standoff.mandates
        ],
        "sequence": [
            {"words": _step_words(s.first, s.relation, s.second, names), "from": _origin(s.origin)}
            for s in standoff.sequence
        ],
        "clock": [
            {
                "name": mark.name,
                "date": mark.date.isoformat() if mark.date else None,
                "words": mark.words,
                "from": _origin(mark.origin),
            }
            for mark in standoff.clock
        ],
    }


def _step_words(first: str, relation: str, second: str, names: dict[str, str]) -> str:
    joined = {
        "before": "comes before",
        "immediately_before": "is followed at once by",
        "follows_from": "brings about",
        "concurrent_unordered": "goes together, in no stated order, with",
    }
    one, two = (_event_words(event, names) for event in (first, second))
    return f"{one} {joined.get(relation, relation)} {two}"


def _event_words(event: str, names: dict[str, str]) -> str:
    """An event of the reading as a phrase: "USA: ease" is a move by a party."""
    party, colon, move = event.partition(": ")
    return f"“{move}” by {names[party]}" if colon and party in names else f"“{event}”"


def _loss(loss: Loss, impact: Impact) -> dict[str, Any]:
    world = impact.study.world
    return {
        "control": loss.name,
        "party": loss.party,
        **loss.total.as_dict(),
        "unit": UNIT,
        "role": loss.role,
        "parts": {name: value.as_dict() for name, value in loss.parts.items()},
        "by_month": _by_month(loss.by_month),
        "top_sectors": [
            {
                "region": region,
                "sector": sector,
                "name": world.sector_names.get(sector, sector),
                "central": value,
            }
            for region, sector, value in loss.top_sectors
        ],
    }


def _by_month(months: Iterable[Range]) -> list[dict[str, Any]]:
    return [{"month": i, **value.as_dict()} for i, value in enumerate(months, start=1)]


def _total(party: str, impact: Impact) -> dict[str, Any]:
    together = impact.loss(party)
    draws = impact.draws(party, "together")
    singles = sum(
        (impact.draws(party, entry.control) for entry in impact.standoff.controls),
        np.zeros_like(draws),
    )
    return {
        "party": party,
        "together": together.total.as_dict(),
        "sum_of_singles": spread(singles).as_dict(),
        "interaction": spread(draws - singles).as_dict(),
        "by_month": _by_month(together.by_month),
    }


def _clock(clock: GoodClock, impact: Impact) -> dict[str, Any]:
    study = impact.study
    days = clock.first_shortage
    within = ~np.isnan(days)
    month, words = impact.leverage_passes(clock.party)
    step = max(1, study.days // 120)
    shown = np.arange(0, study.days, step)
    return {
        "party": clock.party,
        "good": clock.good,
        "good_name": study.facts.good(clock.good).name,
        "control": clock.control,
        "days_to_first_stoppage": _days(days),
        "share_of_draws": float(within[1:].mean()),
        "sectors": [
            {"code": code, "name": study.world.sector_names.get(code, code)}
            for code in clock.sectors
        ],
        "path": {
            "days": [int(day) for day in shown],
            **{
                name: _band(getattr(clock, name)[shown]) for name in ("stock", "need_met", "output")
            },
        },
        "leverage_passes": {"month": month, "words": words},
    }


def _days(days: Array) -> dict[str, float | None]:
    """5 %, central and 95 % day of first shortage; null is beyond the horizon."""
    filled = np.sort(np.where(np.isnan(days[1:]), np.inf, days[1:]))
    pick = [filled[int(q * (len(filled) - 1))] for q in (0.05, 0.95)]
    central = np.inf if np.isnan(days[0]) else float(days[0])
    low, high = min(pick[0], central), max(pick[1], central)
    return {
        name: None if np.isinf(value) else float(value)
        for name, value in (("low", low), ("central", central), ("high", high))
    }


def _band(paths: Array) -> dict[str, list[float]]:
    low, high = np.quantile(paths, [0.05, 0.95], axis=1)
    central = paths[:, 0]
    return {
        "low": [float(v) for v in np.minimum(low, central)],
        "central": [float(v) for v in central],
        "high": [float(v) for v in np.maximum(high, central)],
    }


def _drivers(impact: Impact) -> list[dict[str, Any]]:
    rows = []
    for party in impact.parties:
        for driver in impact.drivers(party):
            kind, _, what = driver.name.partition(" of ")
            rows.append(
                {
                    "party": party,
                    "input": kind,
                    "good": what,
                    "low": driver.low,
                    "high": driver.high,
                    "rank_correlation": driver.rank_correlation,
                }
            )
    return rows
