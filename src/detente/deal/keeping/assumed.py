"""From a standoff, its simulation and the facts to what keeping a deal turns on."""

from detente._units import MONTHS_PER_YEAR
from detente.controls import Origin, Range, Standoff
from detente.deal.keeping.trust import Keeping, Said
from detente.deal.record.outlook import even_hazard, outlook
from detente.facts import Facts, KeepingRow, load_facts
from detente.impact import Impact

__all__ = ["keeping_of", "said_in"]


def keeping_of(standoff: Standoff, impact: Impact | None = None) -> Keeping:
    """Return the ranges of patience, lags, stakes and stocks for a standoff.

    Notes
    -----
    Shocks come at the rate at which traded easings ended within a year in the record of deals.
    What a control covers is taken to last as long as the good of it that runs out first.
    """
    facts = load_facts() if impact is None else impact.study.facts
    record = outlook(facts)
    parties = [one.party for one in standoff.parties]
    entries = standoff.controls

    def each(name: str) -> dict[str, Range]:
        return {party: _range(facts.keeping_figure(name, party)) for party in parties}

    growth = {}
    if impact is not None:
        for entry in entries:
            for party in parties:
                months = [one.central for one in impact.loss(party, entry.control).by_month]
                mean = sum(months) / len(months)
                if mean > 0:
                    growth[party, entry.control] = max(months[-1], 0.0) / mean
    words = {row.scope for row in facts.keeping if row.name == "bluff_cost"}
    return Keeping(
        on=standoff.on,
        discount={
            party: _range(facts.keeping_figure("discount_rate", party), 1 / MONTHS_PER_YEAR)
            for party in parties
        },
        hazard=even_hazard(record),
        outlook=record,
        stubborn=_range(facts.keeping_figure("stubborn_share")),
        detection=each("detection_days"),
        response=each("response_days"),
        punishment=_range(facts.keeping_figure("punishment_days")),
        stake=each("stake"),
        stock_days={
            e.control: _good_range(facts, e.goods, "stock_days", e.target) for e in entries
        },
        transit_days={
            e.control: _good_range(facts, e.goods, "transit_days", e.target) for e in entries
        },
        intensity={e.control: e.settled(standoff.on).central for e in entries},
        growth=growth,
        rebuild=_model_range(facts, "rebuild_multiple"),
        said=said_in(standoff),
        bluff={word: _range(facts.keeping_figure("bluff_cost", word)) for word in words},
    )


def said_in(standoff: Standoff) -> tuple[Said, ...]:
    """Return what the parties said about controls on the table, as the standoff carries it.

    Notes
    -----
    A red line from the article counts as ``refused``, room given to negotiators as ``willing`` for
    the controls that the same passage names.
    """
    owners = {entry.control: entry.imposer for entry in standoff.controls}
    refused = [
        Said(
            party=owners[line.control], control=line.control, commitment="refused", words=line.words
        )
        for line in standoff.red_lines
        if line.origin.kind == "article"
    ]
    willing = [
        Said(party=mandate.party, control=entry.control, commitment="willing", words=mandate.words)
        for mandate in standoff.mandates
        for entry in standoff.controls
        if entry.imposer == mandate.party and _same_passage(entry.origin, mandate.origin)
    ]
    return (*refused, *willing)


def _same_passage(one: Origin, other: Origin) -> bool:
    if one.span is None or other.span is None:
        return False
    return one.span.start < other.span.end and other.span.start < one.span.end


def _range(row: KeepingRow, factor: float = 1.0) -> Range:
    return Range(low=row.low * factor, central=row.value * factor, high=row.high * factor)


def _model_range(facts: Facts, name: str) -> Range:
    return Range.of(facts.model_parameter(name))


def _good_range(facts: Facts, goods: list[str], name: str, target: str) -> Range:
    known = {row.good for row in facts.goods}
    groups = {row.group: row.goods for row in facts.good_groups}
    wanted = [one for good in goods for one in groups.get(good, (good,)) if one in known]
    regions = facts.regions_of(target) or ("*",)
    rows = [facts.parameter(good, name, regions[0]) for good in wanted]
    if not rows:
        return Range.exactly(0.0)
    row = min(rows, key=lambda one: one.value)
    return Range.of(row)
