"""Sense checks of a brief, in plain words, computed from its own results."""

import numpy as np

from detente.brief.shape.whole import Check
from detente.controls import with_article
from detente.deal import Deals
from detente.impact import GoodClock, Impact, spread
from detente.say import money_range

__all__ = ["sense_checks"]


def sense_checks(impact: Impact, deals: Deals) -> list[Check]:
    """Statements that should hold if the numbers make sense, and whether they do."""
    standoff = impact.standoff
    names = {p.party: with_article(p.name) for p in standoff.parties}
    checks = [check for party in impact.parties for check in _of_party(impact, party, names)]
    clocks = impact.clocks()
    for clock in clocks:
        already_short = clock.first_shortage[0] <= 0
        first, last = clock.stock[0, 0], clock.stock[-1, 0]
        runs_out = last < first and not already_short  # else nothing is left, or nothing runs out
        if runs_out and clock.good == _most_stopping(clocks, clock.party):
            months = impact.loss(clock.party, clock.control).by_month
            worst = max(months, key=lambda month: month.central)
            good = impact.study.facts.good(clock.good).name
            good = good[:1].lower() + good[1:]
            entry = next(e for e in standoff.controls if e.control == clock.control)
            checks.append(
                _check(
                    f"{clock.party} loss from {clock.control} rises as stocks run out",
                    f"{entry.name}: the cost to {names[clock.party]} rises from "
                    f"{money_range(months[0].as_dict())} in month 1 to "
                    f"{money_range(worst.as_dict())} at its worst, as stocks of {good} go "
                    f"from {first:.0%} to {last:.0%} of normal.",
                    holds=worst.central > months[0].central,
                )
            )
    for entry in standoff.controls:
        if entry.bound == 0.0:
            loss = impact.loss(entry.target, entry.control).total
            eased = [
                package.easings.get(entry.control, 0.0) for package in deals.solutions.values()
            ]
            checks.append(
                _check(
                    f"{entry.control} is a red line",
                    f"{entry.name}: costs {names[entry.target]} {money_range(loss.as_dict())} a "
                    "month, but it is a red line; no package eases it.",
                    holds=loss.central > 0 and not any(eased),
                )
            )
    return checks


def _check(name: str, words: str, *, holds: bool) -> Check:
    return {"name": name, "holds": bool(holds), "words": words}


def _of_party(impact: Impact, party: str, names: dict[str, str]) -> list[Check]:
    together = impact.draws(party, "together")
    alone = [impact.draws(party, entry.control) for entry in impact.standoff.controls]
    singles = spread(np.sum(alone, axis=0))
    total = spread(together)
    return [
        _check(
            f"lifting nothing costs {party}",
            f"Lifting nothing costs {names[party]} in every one of {len(together) - 1} draws.",
            holds=bool((together > 0).all()),
        ),
        _check(
            f"total beside sum for {party}",
            f"All controls together cost {names[party]} {money_range(total.as_dict())} a month, "
            "no less than the dearest alone; the single losses add up to "
            f"{money_range(singles.as_dict())}. The two are kept apart because controls that hit "
            "the same plants do not add up.",
            holds=bool(total.central >= 0.999 * max(draws[0] for draws in alone)),
        ),
    ]


def _most_stopping(clocks: list[GoodClock], party: str) -> str:
    """The good whose shortage takes most from a party's sectors."""
    drop = {c.good: float((1.0 - c.output[:, 0]).max()) for c in clocks if c.party == party}
    return max(drop, key=lambda good: drop[good])
