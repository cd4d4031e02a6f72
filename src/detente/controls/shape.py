"""A control of the register as it is printed."""

from typing import NotRequired

from detente.shape.common import Day, Exact, Range

__all__ = ["ControlRow", "StateRow"]


class StateRow(Exact):
    """How a control stands on a day."""

    status: str
    """in force, suspended, announced, lifted, unknown or not yet announced"""
    words: str
    """The same in plain words"""
    since: Day | None
    """From when"""
    until: Day | None
    """Until when"""
    starts: Day | None
    """When it takes effect, if that is ahead"""
    checked: Day | None
    """When a source was last looked at"""
    rests_on: str | None
    """Id of that source"""
    certain: bool
    """Whether the day lies within what was checked"""


class ControlRow(Exact):
    """A control of the register."""

    id: str
    """Register id"""
    name: str
    """What it is called"""
    imposer: str
    """Who imposes it, ISO3"""
    targets: list[str]
    """Whom it is aimed at, ISO3; ALL for everybody"""
    goods: list[str]
    """Ids of goods"""
    instrument: str
    """Kind of control"""
    entities: list[str]
    """Firms and bodies that it names"""
    legal_source: str | None
    """Law or notice"""
    source: str
    """Id of the source"""
    announced: Day | None
    """First day it was known"""
    effective: Day | None
    """First day in force"""
    suspended: Day | None
    """First day of its suspension"""
    resumed: Day | None
    """First day in force again"""
    lifted: Day | None
    """First day it was gone"""
    expires: Day | None
    """Last day known"""
    last_known: Day | None
    """When a source was last looked at"""
    rests_on: str | None
    """Id of that source"""
    state: StateRow
    """On the day asked for, else today"""
    status: NotRequired[str]
    """On the day asked for"""
    intensity: NotRequired[dict[str, Range]]
    """Part of the flow to each target that it blocks on that day [share]"""
