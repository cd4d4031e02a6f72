"""Controls that a firm's suppliers fall under: those in force, or those of a standoff."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from detente.controls import Control, Range, Register, Standoff, Status, TabledControl, on_path
from detente.facts import Facts

_NONE = Range.exactly(0.0)

__all__ = ["Case", "Cut", "in_force", "of_standoff"]

STEP = 7
"""Days between two looks at a control of the register [day]."""
BACK = 182
"""Days before the first that are looked at: what was held back then has not arrived [day]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One control, as a firm's suppliers meet it."""

    id: str
    name: str
    imposer: str
    """As in the register or the standoff."""
    goods: frozenset[str]
    """Ids of the goods it touches."""
    state: str
    """How it stands, in words."""
    control: Control | TabledControl
    """The control itself."""
    on: dt.date
    """First day."""
    owners: frozenset[str]
    inside: frozenset[str] = field(default_factory=frozenset)
    """The imposer and who lies in it; for a control of a standoff, who lies in its target."""

    def hits(self, country: str) -> bool:
        """Whether it holds back what goes to a country."""
        if isinstance(self.control, Control):
            return self.control.aims_at(country)
        return country == self.control.target or country in self.inside

    def owned_by(self, country: str) -> bool:
        """Whether it holds back what a country sells."""
        return country in self.owners

    @property
    def age(self) -> int:
        """Days for which it has been there on the first day [day]."""
        since = self.control.effective
        return 0 if since is None else max(0, (self.on - since).days)

    def blocked(self, country: str, days: int) -> list[tuple[int, Range]]:
        """Blocked share of what goes to a country, on days before and from the first [share]."""
        looks = range(-BACK, days + STEP, STEP)
        if isinstance(self.control, Control):
            return [
                (day, self.control.intensity(self._day(day), country, known_on=self.on))
                for day in looks
            ]
        start = (self.control.effective - self.on).days
        points = self.control.followed(self.on)
        value = self.control.intensity.range
        return [
            (day, (on_path(points, self._day(day)) if points else value) if day >= start else _NONE)
            for day in sorted({*looks, *([start, start - 1] if start > -BACK else [])})
        ]

    def _day(self, day: int) -> dt.date:
        return self.on + dt.timedelta(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Controls that are looked at together."""

    name: str
    """What they are called."""
    cuts: tuple[Cut, ...]
    """The controls."""


def in_force(
    facts: Facts, register: Register, on: dt.date, homes: Iterable[str], countries: Sequence[str]
) -> list[Case]:
    """Controls of the register that hold on a day, one case for each government."""
    rows = {row.id: row for row in facts.controls}
    places = {*homes, *countries}
    cases: dict[str, list[Cut]] = {}
    for control in register.query(on=on, statuses=(Status.IN_FORCE, Status.UNKNOWN)):
        goods = frozenset(facts.goods_under(rows[control.id]))
        if not goods or not any(control.aims_at(place) for place in places):
            continue
        state = control.state(on).words()
        cases.setdefault(control.imposer, []).append(
            Cut(id=control.id, name=control.name, imposer=control.imposer, goods=goods,
                state=state, control=control, on=on, owners=_within(facts, control.imposer))
        )  # fmt: skip
    return [
        Case(name=f"controls of {facts.party(imposer).name}", cuts=tuple(cuts))
        for imposer, cuts in cases.items()
    ]


def of_standoff(standoff: Standoff, facts: Facts) -> Case:
    """Controls of a standoff that block anything."""
    cuts = []
    for entry in standoff.controls:
        if entry.not_costed or not entry.goods:
            continue
        cuts.append(
            Cut(id=entry.control, name=entry.name, imposer=entry.imposer,
                goods=frozenset(entry.goods), state=entry.state or entry.status, control=entry,
                on=standoff.on, owners=_within(facts, entry.imposer),
                inside=_within(facts, entry.target))
        )  # fmt: skip
    return Case(name=standoff.name, cuts=tuple(cuts))


def _within(facts: Facts, code: str) -> frozenset[str]:
    """A party, and where it is a bloc the countries and regions in it."""
    regions = facts.party(code).region
    if len(regions) < 2:
        return frozenset({code})
    members = {member for region in regions for member in facts.region(region).members}
    return frozenset({code, *regions, *members})
