"""The engine's acceptance held against the record: at stated values, and at inferred ones."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.controls import default_rows
from detente.deal.record.acceptance import Held, Table, costed_matters, held
from detente.deal.record.evidence import Evidence, evidence_of
from detente.deal.record.revealed import Revealed, reveal
from detente.facts import Facts, load_facts

__all__ = ["RecordAcceptance", "acceptance_of_record", "class_spread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAcceptance:
    """Costed bargains and failed talks against the acceptance set."""

    held: tuple[Held, ...]
    """Each at the values of the tables."""
    revealed: Revealed
    """Values that make the record consistent, and each matter by the values of the others."""
    stale: tuple[str, ...] = ()
    """Why matters are left out whose kept losses are of other terms or controls than the
    tables'."""

    @property
    def words(self) -> str:
        """How often the traded package was in the set, and how often one that failed was not."""
        left = {one.id: one.accepted for one in self.revealed.left_out}
        struck = [(one.accepted, left[one.id]) for one in self.held if one.struck]
        failed = [(not one.accepted, not left[one.id]) for one in self.held if not one.struck]
        stated, inferred = (
            f"{sum(one[k] for one in struck)} of {len(struck)} traded packages are in the "
            f"acceptance set and {sum(one[k] for one in failed)} of {len(failed)} that failed are "
            "not"
            for k in (0, 1)
        )
        broken = [one for one in self.held if one.broken_by and one.weakest]
        right = sum(one.weakest == one.broken_by for one in broken)
        return (
            f"At the values of the tables {stated}; at values inferred from the other cases alone "
            f"{inferred}. Of {len(broken)} costed bargains that were broken, the side that accepts "
            f"in the fewest draws broke first in {right}."
            + "".join(f" Left out: {why}." for why in self.stale)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "cases": [one.as_dict() for one in self.held],
            "left_out": [one.as_dict() for one in self.revealed.left_out],
            "times": {
                name: {**factor.times.as_dict(), "cases": list(factor.cases)}
                for name, factor in self.revealed.factors.items()
            },
            "stale": list(self.stale),
            "words": self.words,
        }


def class_spread(facts: Facts) -> float:
    """Return how far the values of single controls lie from those of their class [log]."""
    controls = {row.id: row for row in facts.controls}
    apart = []
    for row in facts.security_values:
        known = controls.get(row.control)
        if known is None or row.value <= 0:
            continue
        of_class = default_rows(facts, known.instrument, known.goods)[0]
        apart.append(math.log(row.value / of_class.value))
    return float(np.std(apart))


def acceptance_of_record(facts: Facts | None = None) -> RecordAcceptance:
    """Hold every bargain and every failed talk that the register costs against the acceptance set.

    Parameters
    ----------
    facts
        The tables; those that come with the package if not given.
    """
    return _acceptance() if facts is None else _held(facts)


@functools.cache
def _acceptance() -> RecordAcceptance:
    return _held(load_facts())


def _held(facts: Facts) -> RecordAcceptance:
    tables, stale = costed_matters(facts)
    return RecordAcceptance(
        held=tuple(held(table, facts) for table in tables),
        revealed=reveal(_evidence(tables, facts), spread=class_spread(facts)),
        stale=stale,
    )


def _evidence(tables: Sequence[Table], facts: Facts) -> list[Evidence]:
    """Each matter as a test of values; that a control was kept counts once, if none trades it."""
    traded = {name for table in tables for name in table.matter.controls}
    found, seen = [], set(traded)
    for table in tables:
        found.append(evidence_of(table, facts, elsewhere=frozenset(seen)))
        seen |= {entry.control for entry in table.standoff.controls}
    return found
