"""What is on the table: controls, side issues, and where each figure comes from."""

import datetime as dt
import itertools
import math
from typing import Any, Self

import pydantic

from detente._errors import UnknownCodeError
from detente.controls._control import IntensityPoint, Range
from detente.controls._figures import Day, Figure, Origin, PathPoint, Record
from detente.controls._worth import worth_of
from detente.facts import load_facts

__all__ = ["TabledControl", "TabledIssue"]


class TabledControl(Record):
    """One control, or one tier of it, that is on the table.

    ``intensity`` is the blocked share of the base flow to the target on the standoff's date;
    ``bound`` the largest easing its owner would consider (0 = red line); ``security`` and
    ``political`` what full easing, and easing at all, cost the owner [USD bn per month].
    ``levels`` are the only ways it can be left, by name (table ``licence_levels``) or as easings
    [share], besides as it is today; none means that anything is possible. ``mandates`` say, for a
    party, the least easing without which it signs nothing [share]. ``not_costed`` says for want of
    what no loss of the control can be computed; such a control is on the table without figures.
    ``valued`` says where ``security`` and ``political`` come from, such as a judgement by class.
    ``path`` says how the blocked share goes on from that day, as the register knows it; it counts
    only while its first point is the stated ``intensity``, so that an edited intensity is held.
    ``state`` says in words how the control stands and when that was last checked, ``known_on`` the
    day to which it is known, ``certain`` whether that reaches the standoff's date.
    """

    control: str
    register_ids: list[str] = pydantic.Field(default_factory=list)
    name: str
    imposer: str
    target: str
    goods: list[str] = pydantic.Field(default_factory=list)
    not_costed: str = ""
    instrument: str = "licence"
    effective: Day
    status: str = "in force"
    state: str = ""
    known_on: Day | None = None
    certain: bool = True
    intensity: Figure
    path: list[PathPoint] = pydantic.Field(default_factory=list)
    bound: float = pydantic.Field(default=1.0, ge=0.0, le=1.0)
    security: Figure = Figure(low=0.0, central=0.0, high=0.0)
    political: Figure = Figure(low=0.0, central=0.0, high=0.0)
    valued: str = ""
    levels: list[str | float] = pydantic.Field(default_factory=list)
    mandates: dict[str, float] = pydantic.Field(default_factory=dict)
    origin: Origin = pydantic.Field(default_factory=Origin)

    @pydantic.model_validator(mode="before")
    @classmethod
    def _worth_something(cls, data: Any) -> Any:  # noqa: ANN401 - whatever is to be checked
        """What keeping it is worth, where it is left out: by class, since no value is not zero."""
        if not isinstance(data, dict) or {"security", "political"} <= data.keys():
            return data
        ids, goods = (
            [one for one in part if isinstance(one, str)] if isinstance(part, list | tuple) else []
            for part in (data.get("register_ids"), data.get("goods"))
        )
        worth = worth_of(
            load_facts(),
            ids[0] if ids else None,
            str(data.get("imposer")),
            instrument=str(data.get("instrument", "licence")),
            goods=goods,
        )
        if "security" in data:  # an analyst's figure stands alone
            return {**data, "political": {"low": 0.0, "central": 0.0, "high": 0.0}}
        return {**worth.fields(), **data}

    @pydantic.model_validator(mode="after")
    def _names_a_good(self) -> Self:
        if not self.goods and not self.not_costed:
            raise ValueError(f"{self.control} names no good: give goods, or say in not_costed why")
        return self

    @pydantic.model_validator(mode="after")
    def _blocks_a_share(self) -> Self:
        low, high = self.intensity.low, self.intensity.high
        if not (low >= 0 and high <= 1):
            raise ValueError(
                f"intensity of {self.control} goes from {low:g} to {high:g}: give the blocked "
                "share of the flow, from 0 to 1"
            )
        return self

    @pydantic.model_validator(mode="after")
    def _path_in_order(self) -> Self:
        for before, after in itertools.pairwise(self.path):
            if not before.date < after.date:
                raise ValueError(
                    f"path of {self.control}: {after.date} comes after {before.date} in the list; "
                    "put the dates in order, each once"
                )
        return self

    def followed(self, on: dt.date) -> tuple[IntensityPoint, ...]:
        """Return the path that it follows; none where it holds its intensity.

        Parameters
        ----------
        on
            The standoff's date: a path that does not start on it, or not with the stated intensity,
            is not followed.
        """
        if not self.path or self.path[0].date != max(on, self.effective):
            return ()
        first, stated = self.path[0].range, self.intensity.range
        ends = ((first.low, stated.low), (first.central, stated.central), (first.high, stated.high))
        if not all(math.isclose(a, b, abs_tol=1e-9) for a, b in ends):
            return ()
        return tuple(
            IntensityPoint(target=self.target, date=p.date, value=p.range, source="")
            for p in self.path
        )

    def settled(self, on: dt.date) -> Range:
        """Return the share that it blocks once its path is at its end [share]."""
        followed = self.followed(on)
        return followed[-1].value if followed else self.intensity.range

    @pydantic.model_validator(mode="after")
    def _levels_known(self) -> Self:
        for level in self.levels:
            if isinstance(level, str):
                self._named(level)
            elif not 0 <= level <= 1:
                raise ValueError(
                    f"level {level:g} of {self.control} is not a share: give easings from 0 "
                    "(as today) to 1 (lifted), or names"
                )
        return self

    def _named(self, level: str) -> None:
        blocks = {row.level: row.value for row in load_facts().licence_levels}
        if level not in blocks:
            raise ValueError(str(UnknownCodeError("licence level", level, list(blocks))))
        today = max([self.intensity.central, *(point.central for point in self.path[-1:])])
        when = "today" if today == self.intensity.central else "at most"
        if blocks[level] > today or today <= 0:
            raise ValueError(
                f"level {level!r} blocks {blocks[level]:.0%}, and {self.control} blocks "
                f"{today:.0%} {when}: name levels that ease it"
            )

    @pydantic.model_validator(mode="after")
    def _mandates_possible(self) -> Self:
        for party, least in self.mandates.items():
            if not 0 <= least <= 1:
                raise ValueError(
                    f"mandate of {party} on {self.control} is {least:g}: give a share from 0 to 1"
                )
            if party == self.imposer and least > self.bound:
                raise ValueError(
                    f"{party} contradicts itself on {self.control}: it asks for an easing of "
                    f"{least:.0%} and draws its red line at {self.bound:.0%}; change one of them"
                )
        return self


class TabledIssue(Record):
    """Something else that is traded, such as purchases or tariff points.

    ``most`` is the largest number of units on the table; ``worth`` what each unit is worth to a
    party [USD bn per month per unit], below zero for who pays; the ``giver`` can stop giving.
    ``mandates`` say, for a party, the fewest units without which it signs nothing.
    """

    name: str = pydantic.Field(min_length=1)
    unit: str = pydantic.Field(min_length=1)
    giver: str
    most: float = pydantic.Field(gt=0.0, allow_inf_nan=False)
    worth: dict[str, Figure] = pydantic.Field(min_length=1)
    mandates: dict[str, float] = pydantic.Field(default_factory=dict)
    origin: Origin = pydantic.Field(default_factory=Origin)

    @pydantic.model_validator(mode="after")
    def _given_and_asked(self) -> Self:
        gains = self.worth.get(self.giver)
        if gains is None or gains.central >= 0:
            raise ValueError(
                f"side issue {self.name!r}: {self.giver} gives it, so its worth to {self.giver} "
                "has to be below zero"
            )
        for party, least in self.mandates.items():
            if not 0 <= least <= self.most:
                raise ValueError(
                    f"mandate of {party} on {self.name!r} is {least:g} {self.unit}: give 0 to "
                    f"{self.most:g}, or put more on the table"
                )
        return self

    @property
    def parties(self) -> tuple[str, ...]:
        """Everybody it names, each once."""
        return tuple(dict.fromkeys((self.giver, *self.worth, *self.mandates)))
