"""Sense checks of a brief, in plain words, computed from its own results."""

from typing import Any

import numpy as np

from detente.deal import Deals
from detente.impact import Impact

__all__ = ["sense_checks"]


def sense_checks(impact: Impact, deals: Deals) -> list[dict[str, Any]]:
    """Statements that should hold if the numbers make sense, and whether they do.

    Parameters
    ----------
    impact
        The simulation.
    deals
        The bargain over it.
    """
    checks: list[dict[str, Any]] = []
    names = {p.party: p.name for p in impact.standoff.parties}

    def say(name: str, words: str, *, holds: bool) -> None:
        checks.append({"name": name, "holds": bool(holds), "words": words})

    for party in impact.parties:
        together = impact.draws(party, "together")
        say(
            f"lifting nothing costs {party}",
            f"Lifting nothing costs {names[party]} in every one of {len(together) - 1} draws.",
            holds=bool((together > 0).all()),
        )
        singles = sum(impact.draws(party, e.control)[0] for e in impact.standoff.controls)
        say(
            f"total beside sum for {party}",
            f"All controls together cost {names[party]} ${together[0]:.2f} bn a month; the single "
            f"losses add up to ${singles:.2f} bn. The two are reported apart because controls that "
            "hit the same plants do not add up.",
            holds=bool(np.isfinite(together[0]) and np.isfinite(singles)),
        )
    for clock in impact.clocks():
        month = impact.loss(clock.party, clock.control).by_month
        if not clock.stock[0, 0] > clock.stock[-1, 0]:
            continue
        first, last = month[0].central, max(value.central for value in month)
        if clock.good == _most_stopping(impact, clock.party):
            good = impact.study.facts.good(clock.good).name
            say(
                f"{clock.party} loss from {clock.control} rises as stocks run out",
                f"The loss of {names[clock.party]} from {clock.control} rises from "
                f"${first:.2f} bn in month 1 to ${last:.2f} bn at its worst, as stocks of {good} run down from "
                f"{clock.stock[0, 0]:.0%} to {clock.stock[-1, 0]:.0%} of normal.",
                holds=last > first,
            )
    for entry in impact.standoff.controls:
        if entry.bound == 0.0:
            loss = impact.loss(entry.target, entry.control).total
            eased = [
                package.easings.get(entry.control, 0.0)
                for package in (deals.nash, deals.kalai_smorodinsky, deals.equal_gains)
                if package is not None
            ]
            say(
                f"{entry.control} is a red line",
                f"{entry.name} costs {names[entry.target]} ${loss.central:.2f} bn a month, but it "
                "is a red line: no package eases it.",
                holds=loss.central > 0 and not any(eased),
            )
    return checks


def _most_stopping(impact: Impact, party: str) -> str:
    """The good whose shortage comes first for a party among those that stop its lines."""
    clocks = [c for c in impact.clocks() if c.party == party]
    drop = {c.good: float((1.0 - c.output[:, 0]).max()) for c in clocks}
    return max(drop, key=lambda good: drop[good])
