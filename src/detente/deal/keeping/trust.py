"""What keeping a deal turns on besides its terms: patience, lags, stakes and stocks."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from detente._errors import DealError
from detente._units import DAYS_PER_MONTH
from detente.controls import Range
from detente.deal.game.utility import Game
from detente.deal.surface.runs import Array, Flags
from detente.impact import two_piece

if TYPE_CHECKING:
    from detente.deal.record.outlook import Outlook

__all__ = ["Keeping", "Said", "Trust", "movable", "run_down"]

_NOTHING = Range.exactly(0.0)
_NO_MORE = Range.exactly(1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a party said about a control."""

    party: str
    """Who spoke, ISO3."""
    control: str
    """Which control."""
    commitment: str
    """How firmly, in the words of a reading: ``refused``, ``pledged``, ``willing`` ..."""
    words: str = ""
    """The passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What is assumed of those who must keep a deal."""

    on: dt.date
    """Day from which the schedule is dated."""
    discount: Mapping[str, Range]
    """Rate at which each party discounts [per month]."""
    hazard: Range
    """Rate at which shocks end a truce [per month]."""
    stubborn: Range
    """Chance that a party never gives way in talks [share]."""
    detection: Mapping[str, Range]
    """Days until the others see that a party broke its promise [day]."""
    response: Mapping[str, Range]
    """Days from a party's decision to answer until its control bites [day]."""
    punishment: Range | None = None
    """How long controls stay back after a breach until the deal is taken up again; for ever if None
    [day]."""
    stake: Mapping[str, Range] = field(default_factory=dict)
    """What a breach costs a party outside the deal [USD bn]."""
    stock_days: Mapping[str, Range] = field(default_factory=dict)
    """Use that buyers hold of what each control covers; none where not named [day]."""
    transit_days: Mapping[str, Range] = field(default_factory=dict)
    """Days at sea of what each control covers; none where not named [day]."""
    intensity: Mapping[str, float] = field(default_factory=dict)
    """Share of the base flow that each control blocks today; 1 where not named [share]."""
    growth: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """Loss of a party by a control once stocks have run down, over its mean loss, by (party,
    control); 1 where not named [1]."""
    rebuild: Range = _NO_MORE
    """Most that buyers order while they refill, as a multiple of use [1]."""
    said: tuple[Said, ...] = ()
    """What the parties said."""
    bluff: Mapping[str, Range] = field(default_factory=dict)
    """Cost of saying one thing and then doing the other, by commitment; ``*`` for every other
    [USD bn per month]."""
    outlook: "Outlook | None" = None
    """Chances that a deal stands, from the record of deals; None if not asked."""

    def check(self, parties: tuple[str, ...]) -> None:
        """Raise `DealError` if a party lacks what is needed of it."""
        for what in ("discount", "detection", "response"):
            missing = [party for party in parties if party not in getattr(self, what)]
            if missing:
                raise DealError(f"keeping: {what} lacks {', '.join(missing)}; name every party")
        for party in parties:
            if self.discount[party].low + self.hazard.low <= 0:
                raise DealError(
                    f"keeping: discount of {party} and hazard are both 0: then the future is "
                    "worth more than any stake; give one of them a low end above 0"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The same as arrays, for one reading of the ranges or for many draws.

    A trailing axis of draws may follow in every array.
    """

    rate: Array
    """Discounting and hazard together, shape (parties, ...) [per month]."""
    lag: Array
    """From a breach until the answer bites, shape (parties, ...) [month]."""
    seen: Array
    """The part of the lag until the breach is seen, shape (parties, ...) [month]."""
    pause: Array
    """How long the deal is off after a breach, shape (...) [month]."""
    stake: Array
    """Lost by a breach outside the deal, shape (parties, ...) [USD bn]."""
    hazard: Array
    """Rate at which shocks end the deal, shape (...) [per month]."""
    stock_months: Array
    """Use that full stocks cover, shape (K, ...) [month]."""
    build_base: Array
    build_slope: Array
    """Months of use added to stocks in a month at easing e are ``max(0, base + slope e)``, shape
    (K, ...) [1]."""
    worth: Array
    """Worth of a month of use in stock when controls are back, shape (parties, K)
    [USD bn per month]."""

    @classmethod
    def reading(cls, keeping: Keeping, game: Game, *, caution: float = 0.0) -> "Trust":
        """Return one reading of the ranges."""
        if not -1 <= caution <= 1:
            raise DealError(f"caution is {caution}: give a number from -1 to 1")

        def take(_: str, one: Range, worst: str) -> Array:
            best = "low" if worst == "high" else "high"
            end = getattr(one, worst if caution >= 0 else best)
            return np.asarray(one.central + abs(caution) * (end - one.central))

        return _build(keeping, game, take)

    @classmethod
    def drawn(cls, keeping: Keeping, game: Game, *, rng: np.random.Generator) -> "Trust":
        """Return as many draws as the game has, by Latin hypercube in the order of names."""
        count = game.drawn.shape[2]

        def take(name: str, one: Range, _: str) -> Array:
            # A stream of its own for each name: relabelling and new parties change no other draw.
            own = np.random.default_rng([seed, *name.encode()])
            uniform = (own.permutation(count) + own.random(count)) / count
            return two_piece(uniform, one.low, one.central, one.high)

        seed = int(rng.integers(2**32))
        return _build(keeping, game, take)

    def punished(self, kept: Array, after: Array | float, party: int) -> Array:
        """Return what follows a breach on average: some time off, then the deal again.

        Notes
        -----
        ``v + exp(-r P) (u - v)``; with P infinite the deal never comes back.
        """
        again = np.exp(-self.rate[party] * self.pause)
        return np.asarray(after + again * (kept - after))

    def refill(self, easings: Array, *, months: float = np.inf) -> Array:
        """Return what stocks built up during the deal are worth to each party once it is over.

        Parameters
        ----------
        easings
            Of one package, shape (K,) [share].
        months
            How long the deal has run [month].

        Returns
        -------
        Array
            shape (parties, ...) [USD bn].

        Notes
        -----
        A month of use in stock spares a month of the loss that a control brings once stocks are
        out. Stocks grow only where more arrives than is used.
        """
        shape = (-1, *(1,) * (self.stock_months.ndim - 1))
        eased = easings.reshape(shape)
        covered = np.minimum(self.stock_months, self.pause)
        built = np.maximum(0.0, self.build_base + self.build_slope * eased) * (eased > 0)
        held = covered * (built > 0) if np.isinf(months) else np.minimum(covered, months * built)
        return np.asarray(np.tensordot(self.worth, held, axes=(1, 0)))


def run_down(game: Game, keeping: Keeping) -> Game:
    """Return the game with the losses that controls bring once stocks have run down.

    Notes
    -----
    Losses are small while stocks last; what a deal is worth in the long run is what it spares
    later. Each control's own loss is scaled, for every party; interactions stay as they are.
    """
    ratio = np.ones((len(game.parties), game.central.shape[1]))
    for i, party in enumerate(game.parties):
        for k, control in enumerate(game.controls):
            ratio[i, k] = keeping.growth.get((party, control), 1.0)
    return dataclasses.replace(
        game,
        central=game.central * ratio,
        drawn=game.drawn * ratio[:, :, None],
        drawn_losses=game.drawn_losses * ratio[:, :, None],
    )


def movable(game: Game) -> Flags:
    """Return which columns of a package each party can take back, shape (parties, columns).

    A party takes back its own controls, and stops what it pays for as a side issue.
    """
    side = len(game.side)
    paid: Flags = np.asarray(game.central[:, game.central.shape[1] - side :] < 0)
    return np.concatenate([game.own, paid], axis=1)


def _build(keeping: Keeping, game: Game, take: Callable[[str, Range, str], Array]) -> Trust:
    keeping.check(game.parties)
    parties, controls = game.parties, game.controls
    hazard = take("hazard", keeping.hazard, "high")
    rate = np.stack([hazard + take(f"r {p}", keeping.discount[p], "high") for p in parties])
    seen = np.stack([take(f"d {p}", keeping.detection[p], "high") for p in parties])
    answer = np.stack([take(f"a {p}", keeping.response[p], "high") for p in parties])
    acts: Flags = np.asarray(movable(game).any(axis=1))
    lag = []
    for index in range(len(parties)):
        others = [j for j in range(len(parties)) if j != index and acts[j]]
        quickest = answer[others].min(axis=0) if others else np.full(answer.shape[1:], np.inf)
        lag.append((seen[index] + quickest) / DAYS_PER_MONTH)
    stock = [
        take(f"s {stream}", keeping.stock_days.get(k, _NOTHING), "high") / DAYS_PER_MONTH
        for k, stream in zip(controls, game.streams, strict=True)
    ]
    multiple = take("rebuild", keeping.rebuild, "high")
    blocked = np.array([keeping.intensity.get(k, 1.0) for k in controls])
    alone = game.surface.alone
    worth = np.array(
        [
            [
                0.0
                if game.own[i, k]
                else max(keeping.growth.get((party, name), 1.0) * float(alone[k, i]), 0.0)
                for k, name in enumerate(controls)
            ]
            for i, party in enumerate(parties)
        ]
    )
    return Trust(
        rate=rate,
        lag=np.stack(lag),
        seen=seen / DAYS_PER_MONTH,
        pause=(
            np.full(hazard.shape, np.inf)
            if keeping.punishment is None
            else take("punishment", keeping.punishment, "low") / DAYS_PER_MONTH
        ),
        stake=np.stack([take(f"h {p}", keeping.stake.get(p, _NOTHING), "low") for p in parties]),
        hazard=hazard,
        stock_months=np.stack(stock),
        build_base=np.stack([multiple * (1 - z) - 1 for z in blocked]),
        build_slope=np.stack([multiple * z for z in blocked]),
        worth=worth,
    )
