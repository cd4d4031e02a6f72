"""Without a deal, war in the long run: both sides tax what the other needs, on top of controls."""

from collections.abc import Mapping

import numpy as np

from detente._errors import DealError, ImpactError
from detente.controls import Standoff
from detente.deal.without.disagreement import Disagreement
from detente.impact import Impact
from detente.impact.longrun import TaxWar, standoff_war
from detente.say import join_words, money, per_cent

__all__ = ["tax_war_point"]


def tax_war_point(impact: Impact, names: Mapping[str, str] | None = None) -> Disagreement:
    """Return what each party has if talks fail and export taxes follow."""
    standoff, study = impact.standoff, impact.study
    try:
        found = standoff_war(standoff, alone=False, world=study.world, facts=study.facts)
    except ImpactError as error:
        raise DealError(f"{error}; take 'status-quo' or 'control-game'") from error
    utility = [-found.loss(found.war, party) for party in impact.parties]
    return Disagreement(
        kind="tax-war",
        utility=np.array(utility),
        easings={entry.control: 0.0 for entry in standoff.controls},
        game=None,
        words=_words(standoff, utility, found.war, names or {}),
    )


def _words(standoff: Standoff, utility: list[float], war: TaxWar, names: Mapping[str, str]) -> str:
    taxes = war.taxes.values()
    low, high = min(taxes), max(taxes)
    told = join_words(
        [
            f"{names.get(one.party, one.party)} {money(value)} a month against today"
            for one, value in zip(standoff.parties, utility, strict=True)
        ]
    )
    end = "" if war.settled else " Replies had not come to rest when they were stopped."
    return (
        "Without a deal the controls stay and each side taxes what it sells the other in the "
        f"sectors it controls ({len(taxes)} flows, {per_cent(low)} to {per_cent(high)}), in the "
        f"long run: {told}.{end}"
    )
