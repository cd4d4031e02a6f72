"""What the parties put on the scale besides losses: security values, politics, red lines."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from detente._errors import DealError, UnknownCodeError
from detente.controls import Range

__all__ = ["SideIssue", "Stake", "Stakes"]

_ZERO = Range(low=0.0, central=0.0, high=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What keeping one of its controls is worth to a party.

    Parameters
    ----------
    party
        The owner of the control, ISO3.
    control
        Register id of the control.
    security
        Security value given up at full easing; not a fact, always a range [USD bn per month].
    political
        Cost of easing the control at all, however little [USD bn per month].
    origin
        Where the values come from, for the reader.
    stream
        What the control is called by itself, so that its draws do not hang on its label; the label
        if empty.
    """

    party: str
    control: str
    security: Range
    political: Range = _ZERO
    origin: str = "default"
    stream: str = ""

    def __post_init__(self) -> None:
        for name, value in (("security", self.security), ("political", self.political)):
            if value.low < 0:
                raise DealError(
                    f"{name} value of {self.control} to {self.party} goes down to {value.low:g}: "
                    "give a value of zero or more (a control that harms its owner shows in the "
                    "losses)"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class SideIssue:
    """Something else on the table, such as tariff points or purchases."""

    name: str
    """What it is called, such as ``"soybean purchases"``."""
    worth: Mapping[str, Range]
    """What granting all of it is worth to each party, negative for the one who pays
    [USD bn per month]."""
    most: float = 1.0
    """Largest share that may be granted [share]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """Everything the utilities need besides the loss surface.

    Parameters
    ----------
    stakes
        At most one per control; a control without one is worth nothing to keep.
    bounds
        Red lines: largest easing of a control, 0 = not for sale [share]; 1 where not named.
    reservation
        Least gain for which a party accepts a package [USD bn per month]; 0 where not named.
    disagreement
        Utility of a party if there is no deal, relative to the status quo [USD bn per month]; 0
        where not named.
    side
        Side issues, extra columns of a package.
    mandates
        For a party, the least share of a control or side issue without which it signs nothing
        [share].
    levels
        The only shares that a control or side issue can take [share], such as those of
        `named_levels`; anything up to the red line where not named.
    room
        How far a control could be tightened beyond today [share of today's intensity]; 0 where
        not named. Only escalation and the control game use it.
    """

    stakes: tuple[Stake, ...] = ()
    bounds: Mapping[str, float] = field(default_factory=dict)
    reservation: Mapping[str, float] = field(default_factory=dict)
    disagreement: Mapping[str, float] = field(default_factory=dict)
    side: tuple[SideIssue, ...] = ()
    mandates: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    levels: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    room: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = [one.control for one in self.stakes]
        for control in named:
            if named.count(control) > 1:
                raise DealError(f"stakes name control {control} twice: keep one of them")
        for what, name, share in self._shares():
            if not 0 <= share <= 1:
                raise DealError(
                    f"{what} {name} is {share}: give a share from 0 (red line) to 1 (may be lifted)"
                )
        for name, room in self.room.items():
            if not 0 <= room < math.inf:
                raise DealError(
                    f"room to tighten {name} is {room}: give a share of today's intensity, "
                    "zero or more"
                )
        for what in ("reservation", "disagreement"):
            for party, value in getattr(self, what).items():
                if not math.isfinite(value):
                    raise DealError(f"{what} of {party} is {value}: give a finite number")

    def _shares(self) -> Iterator[tuple[str, str, float]]:
        yield from (("bound of", name, bound) for name, bound in self.bounds.items())
        yield from (("bound of", issue.name, issue.most) for issue in self.side)
        for party, one in self.mandates.items():
            yield from ((f"mandate of {party} on", name, least) for name, least in one.items())
        for name, levels in self.levels.items():
            yield from (("level of", name, level) for level in levels)

    def check(
        self, controls: tuple[str, ...], owners: tuple[str, ...], parties: tuple[str, ...]
    ) -> None:
        """Raise if a name is not on the table, or a value is held by another than the owner."""
        owner_of = dict(zip(controls, owners, strict=True))
        columns = (*controls, *(issue.name for issue in self.side))
        asked = (name for one in self.mandates.values() for name in one)
        worths = (party for issue in self.side for party in issue.worth)
        for kind, used, known in (
            ("control", (*self.bounds, *self.room, *(s.control for s in self.stakes)), controls),
            ("control or side issue", (*self.levels, *asked), columns),
            ("party", (*self.reservation, *self.disagreement, *self.mandates, *worths), parties),
        ):
            for name in used:
                if name not in known:
                    raise UnknownCodeError(kind, name, known)
        for one in self.stakes:
            if owner_of[one.control] != one.party:
                raise DealError(
                    f"stake of {one.party} in {one.control}: the control is "
                    f"{owner_of[one.control]}'s; only its owner gives up a security value"
                )
        for issue in self.side:
            if issue.name in owner_of:
                raise DealError(f"side issue {issue.name!r} has the name of a control: rename it")
