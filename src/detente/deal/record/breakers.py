"""Who broke first in the record, and how often a plain rule would have said so."""

from dataclasses import dataclass

from detente.facts import Facts

__all__ = ["Breakers", "who_broke"]

MEASURES = frozenset({"control", "licence", "tariff", "supply", "access"})
"""Kinds of terms by which a side gives back what it held; the others are payments and promises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakers:
    """How often the side that alone gave back a measure was the first to break."""

    right: int
    cases: int
    """Bargains of two parties that one of them broke and in which one side alone gave back a
    measure, and those in which it was this side [count]."""
    open_cases: int
    """Broken bargains in which both sides did, or neither: the rule says nothing [count]."""

    @property
    def words(self) -> str:
        """One sentence for the reader; empty where the record has no such bargain."""
        if not self.cases:
            return ""
        return (
            f"In the record, where one side alone gave back a measure, it was this side that broke "
            f"first in {self.right} of {self.cases} broken bargains."
        )


def who_broke(facts: Facts) -> Breakers:
    """Count who broke first."""
    gave: dict[str, set[str]] = {}
    for term in facts.bargain_terms:
        if term.kind in MEASURES:
            gave.setdefault(term.bargain, set()).add(term.party)
    right = cases = unsaid = 0
    for row in facts.bargains:
        if len(row.parties) != 2 or not row.broken_by:
            continue
        alone = gave.get(row.id, set())
        if len(alone) == 1:
            cases += 1
            right += row.broken_by in alone
        else:
            unsaid += 1
    return Breakers(right=right, cases=cases, open_cases=unsaid)
