"""From engine objects to ``detente.brief/1``: numbers with ranges, claims with their spans."""

from typing import Any

from detente._days import iso
from detente.brief._checks import sense_checks
from detente.brief._ledger_rows import agreement_payload, exclusion_rows, ledger_rows, link_rows
from detente.brief._measure import findings_payload
from detente.brief._record import record_rows
from detente.brief._register import register_payload
from detente.brief.shape.impact import Driver
from detente.brief.shape.whole import Article
from detente.brief.sources import assumption_rows, source_rows
from detente.controls import Origin, Span, Standoff, with_article
from detente.deal import Deals
from detente.deal.shape.deals import Deals as DealsForm
from detente.deal.shape.keeping import Kept
from detente.facts import Facts
from detente.impact import Impact
from detente.impact.exposure import supply_chain
from detente.reading import Reading
from detente.shape.common import Origin as Told
from detente.shape.common import Span as Passage

__all__ = ["build_payload", "deals_payload", "standoff_payload"]

MOST_CHAINS = 3
"""Chains shown; `detente exposure` shows any."""

UNNAMED = "clause"
"""What the reader calls an event that its clause does not name; an order of it says nothing."""

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
    """Assemble the payload of a brief."""
    facts, found = impact.study.facts, impact.to_payload()
    assumptions = assumption_rows(impact)
    goods = {*impact.study.model.goods, *(g for e in standoff.controls for g in e.goods)}
    return {
        "schema": "detente.brief/1",
        "manifest": {**found["manifest"], "article": _article(reading, article)},
        "reading": reading.to_dict() if reading else None,
        "article_text": reading.text if reading else "",
        "standoff": standoff_payload(standoff, facts),
        "agreement": agreement_payload(standoff.agreement, deals, _origin),
        "exclusions": exclusion_rows(standoff, _origin),
        "ledger": ledger_rows(standoff, _origin),
        "links": link_rows(standoff),
        "register": register_payload(standoff, impact.study.register, facts),
        "goods": [{"good": row.good, "name": row.name} for row in facts.goods if row.good in goods],
        "losses": [row for row in found["losses"] if row["control"] != "together"],
        "totals": found["totals"],
        "findings": findings_payload(impact),
        "third_countries": found["third_countries"],
        "clock": [
            {name: value for name, value in row.items() if name != "days"} for row in found["clock"]
        ],
        "leverage": _leverage(impact),
        "chains": _chains(impact),
        "deals": deals_payload(deals),
        "checks": sense_checks(impact, deals),
        "drivers": _drivers(impact),
        "record": record_rows(goods),
        "assumptions": assumptions,
        "sources": source_rows(facts, assumptions, standoff),
        "limits": [" ".join(limit.split()) for limit in LIMITS],
    }


def _article(reading: Reading | None, name: str) -> Article | None:
    if reading is None:
        return None
    document = reading.document
    return {"sha256": document.sha256, "characters": document.characters, "name": name}


def _span(span: Span) -> Passage:
    return {"start": span.start, "end": span.end, "text": span.text}


def _origin(origin: Origin) -> Told:
    return {
        "kind": origin.kind,
        "span": _span(origin.span) if origin.span else None,
        "register": origin.register_id,
        "words": origin.words,
    }


def deals_payload(deals: Deals) -> DealsForm:
    """Return the whole ``deals`` object: the bargain, and who keeps it."""
    kept: Kept = {
        "schedule": None,
        "breaks_first": None,
        "breakdown_risk": None,
        "value_of_information": [],
    }
    if deals.kept is not None:
        kept = deals.kept.as_dict()
    return {**deals.to_payload(), **kept}


def standoff_payload(standoff: Standoff, facts: Facts) -> dict[str, Any]:
    """Return the ``standoff`` object.

    Parameters
    ----------
    standoff
        The standoff.
    facts
        The tables; the register's sources are there.
    """
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
                "state": c.state,
                "known_on": iso(c.known_on),
                "certain": c.certain,
                "path": [
                    {"date": point.date.isoformat(), **point.value.as_dict()}
                    for point in c.followed(standoff.on)
                ],
                "easing_bound": c.bound,
                "not_costed": c.not_costed,
                "sources": list(
                    dict.fromkeys(facts.control(name).source for name in c.register_ids)
                ),
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
            if UNNAMED not in (s.first, s.second)
        ],
        "clock": [
            {
                "name": mark.name,
                "date": iso(mark.date),
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
    }
    one, two = (_event_words(event, names) for event in (first, second))
    if relation == "concurrent_unordered":
        return f"{one} and {two}, together, in no stated order"
    return f"{one} {joined.get(relation, relation)} {two}"


def _event_words(event: str, names: dict[str, str]) -> str:
    """An event of the reading as a phrase: "USA: ease" is a move by a party."""
    party, colon, move = event.partition(": ")
    return f"“{move}” by {names[party]}" if colon and party in names else f"“{event}”"


def _leverage(impact: Impact) -> list[dict[str, Any]]:
    """Balance of pressure between each party and the others; between two, once."""
    rows = []
    for party in impact.parties if len(impact.parties) > 2 else impact.parties[:1]:
        found = impact.leverage(party)
        if found is None:
            continue
        month, words = impact.leverage_passes(party)
        rows.append(
            {
                "party": party,
                "others": list(found.others),
                "month": month,
                "words": words,
                "by_month": [
                    {
                        "month": at,
                        "on_party": mine.central,
                        "on_others": theirs.central,
                        "on_party_range": mine.as_dict(),
                        "on_others_range": theirs.as_dict(),
                        "holder": holder,
                    }
                    for at, (mine, theirs, holder) in enumerate(
                        zip(found.on_party, found.on_others, found.codes, strict=True), start=1
                    )
                ],
            }
        )
    return rows


def _chains(impact: Impact) -> list[dict[str, Any]]:
    """Chains behind the goods that run short first, the most urgent of each party at least."""
    study, rows = impact.study, []
    clocks = impact.clocks()
    first = {clock.party: clock for clock in reversed(clocks)}
    order = dict.fromkeys([(c.party, c.good) for c in (*first.values(), *clocks)])
    chosen = set(list(order)[:MOST_CHAINS])
    for clock in (clock for clock in clocks if (clock.party, clock.good) in chosen):
        found = supply_chain(
            party=clock.party,
            good=clock.good,
            facts=study.facts,
            world=study.world,
            draws=study.sampler.size - 1,
            seed=study.seed,
        )
        if found["chokepoint"] is None:
            continue
        names = {p.party: p.name for p in impact.standoff.parties}
        rows.append(
            {
                "party": clock.party,
                "party_name": names.get(clock.party, clock.party),
                "good": clock.good,
                "good_name": study.facts.good(clock.good).name,
                "control": clock.control,
                **found,
            }
        )
    return rows


def _drivers(impact: Impact) -> list[Driver]:
    rows: list[Driver] = []
    for party, found in impact.swings().items():
        for swing in found:
            kind, _, what = swing.name.partition(" of ")
            rows.append(
                {"party": party, "input": kind, "good": what, "low": swing.low, "high": swing.high}
            )
    return rows
