"""Deals of the record held against the acceptance set of the day before."""

import dataclasses
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente._errors import DealError
from detente.controls import Range, Register, Standoff, worth_of
from detente.deal.game.acceptance import acceptable, drawn_acceptance
from detente.deal.game.stakes import SideIssue, Stake, Stakes
from detente.deal.game.utility import Game
from detente.deal.record.cases import Matter, matters, record_standoff
from detente.deal.record.runs import CostedMatter, kept_runs, terms_mark
from detente.deal.surface.fit import LossSurface
from detente.deal.surface.runs import Array
from detente.facts import BargainTermRow, Facts, TalksTermRow
from detente.impact.ranges import quantile_range

__all__ = ["Held", "Table", "costed_matters", "held", "table_of"]

DRAWS = 512
"""Draws of losses and values [count]."""

_MOST_PACKAGES = 20_000
_NO_FLOOR = -1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A matter of the record with its losses."""

    matter: Matter
    """The bargain, or the talks."""
    standoff: Standoff
    """As it was on the day."""
    costed: CostedMatter
    """What was run."""

    @property
    def parties(self) -> tuple[str, ...]:
        """Governments whose acceptance is asked about, of those that the runs know."""
        runs = self.costed.runs
        known = () if runs is None else runs.parties
        return tuple(party for party in self.matter.parties if party in known)

    @property
    def easings(self) -> dict[str, float]:
        """The traded package, as far as it is costed [share]."""
        runs = self.costed.runs
        return {
            name: figure.central
            for name, figure in self.matter.easing.items()
            if runs is not None and name in runs.controls
        }

    @property
    def left_out(self) -> dict[str, str]:
        """By control of a term, why it is not costed."""
        named = self.matter.controls
        return {name: why for name, why in self.costed.not_costed.items() if name in named}

    def terms_without_cost(self) -> tuple["BargainTermRow | TalksTermRow", ...]:
        """Terms that neither a control nor a figure costs."""
        eased = self.easings
        return tuple(
            term
            for term in self.matter.terms
            if term.control not in eased and term.number not in self.matter.worth
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How one matter stands against the acceptance set."""

    id: str
    name: str
    """As in the record."""
    struck: bool
    """Whether it was struck."""
    accepted: bool
    """Whether all accept the traded (or asked) package at central values."""
    accepts: Mapping[str, float]
    """By party, share of draws in which it accepts [share]."""
    accepted_share: float
    """Share of draws in which all accept [share]."""
    gains: Mapping[str, Range]
    """By party [USD bn per month]."""
    exists: float
    """Share of draws in which some package suits all [share]."""
    rank: float
    """Place of the package among all that were looked at, by the share of draws in which each suits
    all: 0 = none is above it, 1 = all are [share]."""
    packages: int
    """Packages looked at: all that ease some control [count]."""
    broken_by: str
    """Who broke it first, as coded; empty if nobody did."""
    most: Mapping[str, float]
    """By control, the largest security value at which its owner accepts, all else central
    [USD bn per month]; below zero, it does not accept at any."""
    not_costed: tuple[str, ...]
    """Words of the terms that nothing costs."""

    @property
    def weakest(self) -> str:
        """The party that accepts in the fewest draws; empty where it is not one of two or more."""
        order = sorted(self.accepts, key=lambda party: self.accepts[party])
        if len(order) < 2 or self.accepts[order[0]] == self.accepts[order[1]]:
            return ""
        return order[0]

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "struck": self.struck,
            "accepted": self.accepted,
            "weakest": self.weakest,
            "broken_by": self.broken_by,
            "accepts": dict(self.accepts),
            "accepted_share": self.accepted_share,
            "gains": {party: gain.as_dict() for party, gain in self.gains.items()},
            "exists": self.exists,
            "rank": self.rank,
            "packages": self.packages,
            "most": dict(self.most),
            "not_costed": list(self.not_costed),
        }


def costed_matters(facts: Facts) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """Return the matters of the record that the register costs in part or whole."""
    runs, register = kept_runs(), Register.load()
    found, stale = [], []
    for matter in matters(facts):
        try:
            table = table_of(matter, facts, register, runs)
        except DealError as error:
            stale.append(str(error))
            continue
        if table.easings:
            found.append(table)
    return tuple(found), tuple(stale)


def table_of(
    matter: Matter, facts: Facts, register: Register, runs: Mapping[str, CostedMatter]
) -> Table:
    """Return a matter with the losses that were kept of it."""
    costed = runs.get(matter.id)
    if costed is None:
        raise DealError(f"{matter.id}: its losses are not kept; run tools/build_deal_runs.py")
    standoff = record_standoff(matter, facts, register, besides=costed.besides)
    if costed.mark != terms_mark(standoff):
        raise DealError(
            f"{matter.id}: its kept losses are of other terms or controls; "
            "run tools/build_deal_runs.py"
        )
    return Table(matter=matter, standoff=standoff, costed=costed)


def held(
    table: Table, facts: Facts, *, stakes: Stakes | None = None, draws: int = DRAWS, seed: int = 0
) -> Held:
    """Hold what was traded against what the parties value."""
    runs = table.costed.runs
    if runs is None:
        raise DealError(f"{table.matter.id}: none of its controls is costed")
    stakes = stakes or _stakes(table, facts)
    game = Game.build(
        runs, LossSurface.fit(runs), stakes, rng=np.random.default_rng(seed), draws=draws
    )
    asked = np.array([party in table.parties for party in game.parties])
    eased = table.easings
    row = np.array([eased.get(n, 1.0 if n in game.side else 0.0) for n in game.names])
    utility, drawn = game.utility(row[None])[0], game.draw_utility(row[None])[:, 0]
    fine = drawn >= game.floor[:, None] - game.tolerance
    packages = _packages(game, row)
    open_game = _only(game, asked)
    found = drawn_acceptance(open_game, packages)
    own = int(np.flatnonzero((packages == row).all(axis=1))[0])
    above = float((found.share > found.share[own]).mean())
    return Held(
        id=table.matter.id,
        name=table.matter.name,
        struck=table.matter.struck,
        accepted=bool(
            acceptable(utility[None, asked], game.floor[asked], tolerance=game.tolerance)[0]
        ),
        accepts={p: float(fine[i].mean()) for i, p in enumerate(game.parties) if asked[i]},
        accepted_share=float(fine[asked].all(axis=0).mean()),
        gains={p: quantile_range(drawn[i], float(utility[i])) for i, p in enumerate(game.parties)},
        exists=float(found.exists.mean()),
        rank=above,
        packages=len(packages),
        broken_by=table.matter.broken_by,
        most={
            name: float(own_value + (utility[i] - game.floor[i]) / eased[name])
            for k, name in enumerate(game.controls)
            if eased.get(name)
            for own_value in [game.stakes[k].security.central]
            for i in np.flatnonzero(game.own[:, k])
        },
        not_costed=tuple(f"{t.party}: {t.words}" for t in table.terms_without_cost()),
    )


def _stakes(table: Table, facts: Facts) -> Stakes:
    """Values of the tables; a term that nothing costs is worth what its kind is to who gets it."""
    runs = table.costed.runs
    names = () if runs is None else runs.controls
    parties = () if runs is None else runs.parties
    side = []
    for number, worth in table.matter.worth.items():
        known = {p: one.range for p, one in worth.items() if p in parties}
        side.append(SideIssue(name=f"term {number}", worth=known))
    for term in table.terms_without_cost():
        row = facts.default_value("received", term.kind, "*")
        value = Range.of(row)
        gets = {p: value for p in table.parties if p != term.party}
        entry = next((e for e in table.standoff.controls if e.control == term.control), None)
        if entry is not None and term.party in parties:
            kept = worth_of(
                facts, entry.control, entry.imposer, instrument=entry.instrument, goods=entry.goods
            ).security
            gets[term.party] = Range(low=-kept.high, central=-kept.central, high=-kept.low)
        side.append(SideIssue(name=f"term {term.number}", worth=gets))
    return Stakes(
        stakes=tuple(
            Stake(
                party=entry.imposer,
                control=entry.control,
                security=entry.security.range,
                political=entry.political.range,
            )
            for entry in table.standoff.controls
            if entry.control in names
        ),
        side=tuple(side),
    )


def _packages(game: Game, row: Array) -> Array:
    """Every control as it is, as traded, or lifted, some of them, and every other term or not."""
    choices = [
        sorted({0.0, float(share), 1.0}) if share else [0.0, 1.0]
        for share in row[: len(game.controls)]
    ] + [[0.0, 1.0] for _ in game.side]
    count = int(np.prod([len(one) for one in choices]))
    if count > _MOST_PACKAGES:
        raise DealError(f"{count} packages are too many; put fewer controls on the table")
    every = np.array(list(itertools.product(*choices)))
    return np.asarray(every[(every[:, : len(game.controls)] > 0).any(axis=1)])


def _only(game: Game, asked: Array) -> Game:
    """The game in which only those asked about have to agree."""
    return dataclasses.replace(game, floor=np.where(asked, game.floor, _NO_FLOOR))
