"""The two sides of a standoff: the pair of governments that the linked rows stand between."""

import itertools
from collections import Counter
from collections.abc import Sequence

from detente._errors import NoStandoffError
from detente.controls import Proposal
from detente.facts import Facts
from detente.reading.linking._link import Linked, Linking

__all__ = ["sides_of"]

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
    named: Counter[str] = Counter()
    for passage in linking.passages:
        named.update(party for party in passage.parties if party in known)
    held: dict[tuple[str, str], float] = {}
    for one, other in itertools.permutations(named, 2):
        held[one, other] = sum(
            _between(link, other) for link in linking.links if link.control.imposer == one
        )
        held[one, other] += sum(
            _PROPOSED * (1.0 if plan.target == other else _ALL if plan.target is None else 0.0)
            for plan in proposals
            if plan.imposer == one
        )
    pairs = [pair for pair in itertools.combinations(named, 2) if held[pair] + held[pair[::-1]]]
    if not pairs:
        raise NoStandoffError(
            "no standoff found: looked for export controls and for two governments, one of which "
            "withholds goods that the other needs; the article names "
            f"{len(linking.links) + len(proposals)} controls and {len(named)} governments"
        )

    def worth(pair: tuple[str, ...]) -> float:
        one, other = pair
        both = held[one, other] + held[other, one]
        return both + _MENTION * sum(min(named[code], _MOST) for code in pair)

    one, other = max(pairs, key=worth)
    return (one, other) if held[one, other] >= held[other, one] else (other, one)


def _between(link: Linked, other: str) -> float:
    """What a linked row counts for toward one government."""
    if not link.control.aims_at(other):
        return 0.0
    share = _ALL if "ALL" in link.control.targets else 1.0
    at_issue = link.role in ("at issue", "red line")
    return link.score * share * (1.0 if at_issue and link.central else _BACKGROUND)
