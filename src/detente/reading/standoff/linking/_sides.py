"""The two sides of a standoff: the pair of governments that the linked rows stand between."""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from detente._errors import NoStandoffError
from detente.controls import Control, Proposal
from detente.facts import Facts
from detente.reading.standoff.linking._link import Linked, Linking
from detente.reading.standoff.linking._passages import Passage
from detente.say import count

__all__ = ["aims_inside", "bloc_members", "sides_of"]

_AT_ISSUE = frozenset({"at issue", "red line"})
_ALL = 0.6
"""What a control aimed at everybody counts for, of one aimed at the other side [share]."""
_BACKGROUND = 0.2
_PROPOSED = 2.0
"""What a proposed control counts for [points]."""
_MENTION, _MOST = 0.7, 12
"""What each mention of a government counts for [points], and how many count."""


def sides_of(linking: Linking, proposals: Sequence[Proposal], facts: Facts) -> tuple[str, ...]:
    """Find the two governments between which most of what is linked stands.

    Parameters
    ----------
    linking
        The article held against the register.
    proposals
        Controls that no row explains.
    facts
        Tables of parties.

    Returns
    -------
    tuple of str
        ISO3 codes, first who holds back more; a bloc stands for its members where a control aims
        at the bloc.

    Raises
    ------
    NoStandoffError
        If fewer than two governments are named, or nothing is held back between any two.
    """
    known = {row.iso3 for row in facts.parties}
    answering = {link.control.imposer for link in linking.links if link.role in _AT_ISSUE}
    blocs = {code: bloc for code, bloc in bloc_members(facts).items() if bloc in answering}
    named: Counter[str] = Counter()
    for passage in linking.passages:
        named.update(party for party in sorted(passage.parties) if party in known)
    held: dict[tuple[str, str], float] = {}
    for one, other in itertools.permutations(named, 2):
        held[one, other] = sum(
            _between(link, other, blocs) for link in linking.links if link.control.imposer == one
        )
        held[one, other] += sum(
            _PROPOSED * (1.0 if plan.target == other else _ALL if plan.target is None else 0.0)
            for plan in proposals
            if plan.imposer == one
        )
    pairs = [pair for pair in itertools.combinations(named, 2) if held[pair] + held[pair[::-1]]]
    body = min((p.paragraph for p in linking.passages if not p.heading), default=0)
    for lead in (
        [p for p in linking.passages if p.heading or p.paragraph == body],
        [p for p in linking.passages if p.lead],
    ):
        told = [pair for pair in pairs if _opens_with(pair, lead, linking, proposals, blocs)]
        if told:
            pairs = told
            break
    if not pairs:
        raise NoStandoffError(
            "no standoff found: looked for export controls and for two governments, one of which "
            "withholds goods that the other needs; the article names "
            f"{count(len(linking.links) + len(proposals), 'control')} and "
            f"{count(len(named), 'government')}"
        )

    def worth(pair: tuple[str, ...]) -> float:
        one, other = pair
        both = held[one, other] + held[other, one]
        return both + _MENTION * sum(min(named[code], _MOST) for code in pair)

    one, other = max(pairs, key=worth)
    return (one, other) if held[one, other] >= held[other, one] else (other, one)


def _opens_with(
    pair: tuple[str, str],
    lead: Sequence[Passage],
    linking: Linking,
    proposals: Sequence[Proposal],
    blocs: Mapping[str, str],
) -> bool:
    """Whether an article opens with a pair, and with something that one holds back from the other.

    A second standoff that is told farther down is not what the article is about.
    """
    if not any(set(pair) <= {*passage.parties} for passage in lead):
        return False

    def told(at: int) -> bool:
        return any(passage.start <= at < passage.end for passage in lead)

    return any(
        link.role in _AT_ISSUE
        and link.control.imposer == one
        and _between(link, other, blocs) > 0
        and any(told(span.start) for span in link.spans)
        for one, other in (pair, pair[::-1])
        for link in linking.links
    ) or any(
        plan.imposer in pair
        and plan.target in (None, *pair)
        and plan.origin.span is not None
        and told(plan.origin.span.start)
        for plan in proposals
    )


@cache
def bloc_members(facts: Facts) -> dict[str, str]:
    """Parties inside each bloc, to the bloc."""
    blocs = [row for row in facts.parties if len(row.region) > 1]
    return {
        row.iso3: bloc.iso3
        for bloc in blocs
        for row in facts.parties
        if row is not bloc and set(row.region) <= set(bloc.region)
    }


def aims_inside(control: Control, bloc: str, blocs: Mapping[str, str]) -> bool:
    """Whether a control aims at members of a bloc and not at the bloc."""
    inside = any(blocs.get(code) == bloc for code in control.targets)
    return inside and control.imposer != bloc and not control.aims_at(bloc)


def _between(link: Linked, other: str, blocs: Mapping[str, str]) -> float:
    """What a linked row counts for toward one government; a bloc that answers is its members'."""
    if not (link.control.aims_at(other) or aims_inside(link.control, other, blocs)):
        return 0.0
    share = _ALL if "ALL" in link.control.targets else 1.0
    at_issue = link.role in _AT_ISSUE
    return link.score * share * (1.0 if at_issue and link.central else _BACKGROUND)
