"""Without a deal, war in the long run: both sides tax what the other needs, on top of controls."""

from collections.abc import Mapping

import numpy as np

from detente._errors import DealError
from detente.controls import Standoff
from detente.deal._disagreement import Disagreement
from detente.deal._words import join, money
from detente.impact import Impact
from detente.impact.longrun import SectorCuts, TradeBase, joined, long_run, settle, tax_war

__all__ = ["tax_war_point"]

MONTHS = 12.0


def tax_war_point(impact: Impact, names: Mapping[str, str] | None = None) -> Disagreement:
    """Return what each party has if talks fail and export taxes follow.

    Parameters
    ----------
    impact
        A simulation; of it only the standoff, world and facts are used.
    names
        Words for ids.

    Returns
    -------
    Disagreement
        Of kind ``tax-war``: today's controls stand at central values, and every imposer taxes its
        exports to its targets in the sectors of the goods it controls, each in best reply to the
        others, with elasticities of the long run.

    Raises
    ------
    DealError
        If no table says what the controlled goods' trade is worth.
    """
    standoff, study = impact.standoff, impact.study
    facts, world = study.facts, study.world
    base = settle(TradeBase.from_world(world, long_run(facts, world.sectors)[1]))
    cuts = SectorCuts.of(base, facts=facts, world=world, standoff=standoff)
    levers = cuts.levers(standoff.controls)
    if not levers:
        raise DealError(
            "tax-war: the world table has no trade in the controlled sectors between the parties; "
            "take 'status-quo' or 'control-game'"
        )
    regions = {
        party: tuple(world.regions[row] for row in impact.rows(party)) for party in impact.parties
    }
    standing = joined([cuts.curbs(entry, entry.intensity.central) for entry in standoff.controls])
    war = tax_war(base, levers, blocs=tuple(regions.values()), standing=standing)
    loss = [sum(war.loss[code] for code in regions[party]) / MONTHS for party in impact.parties]
    utility = -np.array(loss)
    return Disagreement(
        kind="tax-war",
        utility=utility,
        easings={entry.control: 0.0 for entry in standoff.controls},
        game=None,
        words=_words(standoff, utility.tolist(), war.taxes, names or {}, settled=war.settled),
    )


def _words(
    standoff: Standoff,
    utility: list[float],
    taxes: Mapping[tuple[str, str, str], float],
    names: Mapping[str, str],
    *,
    settled: bool,
) -> str:
    low, high = min(taxes.values()), max(taxes.values())
    told = join(
        [
            f"{names.get(one.party, one.party)} {money(value)} a month against today"
            for one, value in zip(standoff.parties, utility, strict=True)
        ]
    )
    end = "" if settled else " Replies had not come to rest when they were stopped."
    return (
        "Without a deal the controls stay and each side taxes what it sells the other in the "
        f"sectors it controls ({len(taxes)} flows, {low:.0%} to {high:.0%}), in the long run: "
        f"{told}.{end}"
    )
