"""What happens without a deal: nothing new, everybody for itself, or everybody tightens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from detente._errors import DealError
from detente.deal.game.utility import Game
from detente.deal.surface.runs import Array
from detente.deal.without.control_game import ControlGame, control_game
from detente.say import join_words, money

__all__ = ["Disagreement", "DisagreementKind", "disagreement_point"]

DisagreementKind = Literal["status-quo", "control-game", "escalation", "tax-war"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """The point that gains are counted from."""

    kind: DisagreementKind
    """``"status-quo"``: controls stay as they are, and the utilities that the stakes name hold;
    ``"control-game"``: each party sets its own controls to suit itself; ``"escalation"``: each
    tightens as far as it can; ``"tax-war"``: each adds its best export taxes in the long run."""
    utility: Array
    """Utility of each party, shape (parties,) [USD bn per month]."""
    easings: Mapping[str, float]
    """What each control does then, negative where tightened [share]; empty where no single package
    stands for it."""
    game: ControlGame | None
    """What was found in the control game; None for the other kinds."""
    words: str
    """The same in plain words."""

    def as_dict(self) -> dict[str, Any]:
        """Return the point as a dict for JSON."""
        return {
            "kind": self.kind,
            "utility": self.utility.tolist(),
            "easings": dict(self.easings),
            "equilibria": None if self.game is None else len(self.game.packages),
            "words": self.words,
        }


def disagreement_point(
    game: Game, kind: DisagreementKind = "status-quo", *, names: Mapping[str, str] | None = None
) -> Disagreement:
    """Work out what happens without a deal.

    Notes
    -----
    Of several equilibria of the control game the one to which best replies lead from the status
    quo is taken. Where there is none, the mean payoff of the first mixed equilibrium, and where
    that is not known either, what each party can make sure of by itself (its maximin).
    """
    said = names or {}
    if kind == "status-quo":
        words = "Without a deal the controls stay as they are."
        easings = dict.fromkeys(game.controls, 0.0)
        return Disagreement(
            kind=kind, utility=game.disagreement, easings=easings, game=None, words=words
        )
    if kind == "escalation":
        return _escalation(game, said)
    if kind == "control-game":
        return _control_game(game, said)
    if kind == "tax-war":
        raise DealError(
            "a tax war needs the standoff, not losses alone: ask bargain_over, or give "
            "tax_war_point(impact) as the disagreement"
        )
    kinds = join_words([repr(one) for one in get_args(DisagreementKind)])
    raise DealError(f"disagreement is {kind!r}: give one of {kinds}")


def _escalation(game: Game, names: Mapping[str, str]) -> Disagreement:
    tightened = np.where(game.own.any(axis=0), -game.room, 0.0)
    if not (tightened < 0).any():
        raise DealError(
            "escalation: no control can be tightened (all block everything already, or their room "
            "to tighten is not given); take 'status-quo' or 'control-game'"
        )
    package = np.concatenate([tightened, np.zeros(len(game.side))])
    utility = game.utility(package[None])[0]
    easings = dict(zip(game.controls, tightened.tolist(), strict=True))
    words = (
        "Without a deal everybody tightens as far as it can, which the runs did not try: "
        f"{_costs(game, utility, names)}."
    )
    return Disagreement(kind="escalation", utility=utility, easings=easings, game=None, words=words)


def _control_game(game: Game, names: Mapping[str, str]) -> Disagreement:
    found = control_game(game)
    utility, easings = found.guaranteed, dict[str, float]()
    if len(found.packages):
        utility = found.utility[0]
        easings = dict(zip(game.names, found.packages[0].tolist(), strict=True))
        others = len(found.packages) - 1
        how = _moves(easings, names)
        more = f" ({others} other equilibria)" if others > 1 else " (one other equilibrium)"
        how += more if others else ""
    elif found.mixed:
        utility = found.mixed[0].utility
        how = "mixing its choices, since no fixed choice of all is stable"
    elif found.exhaustive:
        how = "and no choice of all is stable; counted is what each can make sure of alone"
    else:
        raise DealError(
            "the control game is too large to enumerate and best replies never came to rest: "
            "take 'status-quo', or table fewer controls"
        )
    words = (
        f"Without a deal each party sets its own controls to suit itself, {how}: "
        f"{_costs(game, utility, names)}."
    )
    return Disagreement(
        kind="control-game", utility=utility, easings=easings, game=found, words=words
    )


def _moves(easings: Mapping[str, float], names: Mapping[str, str]) -> str:
    eased = [names.get(name, name) for name, easing in easings.items() if easing > 0]
    tight = [names.get(name, name) for name, easing in easings.items() if easing < 0]
    verbs = (("easing", eased), ("tightening", tight))
    parts = [f"{verb} {join_words(which)}" for verb, which in verbs if which]
    return " and ".join(parts) or "which is to keep them"


def _costs(game: Game, utility: Array, names: Mapping[str, str]) -> str:
    return join_words(
        [
            f"{names.get(party, party)} {money(float(value))} a month against today"
            for party, value in zip(game.parties, utility, strict=True)
        ]
    )
