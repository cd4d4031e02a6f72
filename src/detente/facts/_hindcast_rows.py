"""What the files of a hindcast hold: the case, what happened, and paths that became known later."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from ._figure import Date, Text, in_its_unit
from ._figure_rows import ObservationRow
from ._rows import FigureRow

__all__ = [
    "MEASURES",
    "QUANTITIES",
    "CaseHeader",
    "HappenedRow",
    "KnownPath",
    "MonthsBefore",
    "Observed",
    "PathRow",
    "Relation",
]

QUANTITIES = {
    "exports": "1",
    "stoppage": "day",
    "resumption": "day",
    "price_outside": "1",
    "price_inside": "1",
}
"""What a hindcast can be scored on, with the unit of each; see docs/methods/backtest.md."""

MEASURES = {
    "blocked": "share",
    "approved": "share",
    "filing_days": "day",
    "shipping_days": "day",
    "inspected": "share",
    "inspection_days": "day",
}
"""What a path may say, with the unit of each."""

Quantity = Literal["exports", "stoppage", "resumption", "price_outside", "price_inside"]
Relation = Literal["equal", "at least", "at most"]
"""Whether the event came on that day, not before it (nothing seen until then), or by then."""


def _yes(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    text = str(cell).strip()
    if text not in {"yes", ""}:
        raise ValueError(f"{text!r} is not allowed here; write yes or leave it empty")
    return text == "yes"


Yes = Annotated[bool, BeforeValidator(_yes)]


class HappenedRow(FigureRow):
    """Something that happened (``happened.csv``)."""

    key = ("quantity", "good", "region", "when", "who")
    refers: ClassVar[dict[str, str]] = {}

    quantity: Quantity
    """A key of `QUANTITIES`."""
    good: Text
    """Id of the good."""
    region: Text
    """ISO3 of a region or party; ``*`` for all destinations together."""
    when: Date
    """First day of the month for monthly exports, else the day. For events that are counted in days
    it says when the row was known; the count is the value."""
    relation: Relation
    """``equal``, ``at least`` (nothing was seen until then) or ``at most`` (it had come by
    then)."""
    who: str
    """Firm or plant, if one is meant."""
    weak: Yes
    """``yes`` if the source is thin, or the day or the figure was inferred."""
    note: str

    @field_validator("quantity")
    @classmethod
    def _quantity_has_its_unit(cls, quantity: str, info: Any) -> str:  # noqa: ANN401 - pydantic's
        return in_its_unit(quantity, info.data.get("unit"), QUANTITIES)


class PathRow(FigureRow):
    """A point of a path that became known later (``path.csv``): a share from a day on."""

    key = ("path", "control", "target", "date", "measure")
    allowed_units = frozenset({"share", "day"})

    path: Text
    """Name of the path in ``case.toml``."""
    control: Text
    """Id of a control on the table."""
    target: Text
    """ISO3 of a region or party; ``*`` for every destination without points of its own."""
    date: Date
    """Day from which the value holds; linear between two points."""
    measure: Literal[
        "blocked", "approved", "filing_days", "shipping_days", "inspected", "inspection_days"
    ]
    """A key of `MEASURES`: ``blocked`` (share of the base flow); or ``approved`` (part of the
    applications filed up to a day that was granted by then), with or without ``filing_days`` (from
    order to application), ``shipping_days`` (from licence to departure), ``inspected`` (part of the
    uncovered shipments that customs test) and ``inspection_days`` (mean length of a test)."""

    @field_validator("measure")
    @classmethod
    def _measure_has_its_unit(cls, measure: str, info: Any) -> str:  # noqa: ANN401 - pydantic's
        return in_its_unit(measure, info.data.get("unit"), MEASURES)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Observed(_Part):
    """Rows of the packaged table of observations that belong to the case (``[[observed]]``)."""

    quantity: Quantity
    """What the rows are scored as."""
    series: str
    good: str
    region: str = "*"
    """Which observations."""
    first: dt.date
    last: dt.date
    """Days between which they are taken, both inclusive."""
    base: dt.date | None = None
    """Day of the observation that stands for normal; values are divided by it."""
    as_region: str | None = None
    """Region or party they are scored for, if not ``region``."""
    relation: Relation = "equal"
    who: str = ""
    weak: bool = False
    note: str = ""
    """As in `HappenedRow`."""

    def picks(self, row: ObservationRow) -> bool:
        """Tell whether an observation belongs to the case."""
        mine = (self.series, self.good, self.region) == (row.series, row.good, row.region)
        return mine and self.first <= row.date <= self.last


class Growth(_Part):
    """Growth of a flow [1 per year]."""

    low: float = Field(ge=-0.5, le=2)
    central: float = Field(ge=-0.5, le=2)
    high: float = Field(ge=-0.5, le=2)
    """Range."""

    @model_validator(mode="after")
    def _in_order(self) -> "Growth":
        if not self.low <= self.central <= self.high:
            raise ValueError(
                f"{self.low:g}, {self.central:g}, {self.high:g} are not in order; write "
                "low <= central <= high"
            )
        return self


class MonthsBefore(_Part):
    """What was known of monthly exports before the first day (``[[months]]``)."""

    good: str
    region: str = "*"
    """Which exports."""
    since: dt.date
    """Middle of the months that stand for normal; growth counts from there."""
    growth: Growth = Growth(low=0.0, central=0.0, high=0.0)
    """Growth before the rule; none if not given [1 per year]."""
    spread: float = Field(ge=0, le=2)
    """Coefficient of variation of the months before the rule [1]."""
    source: str
    """Where they come from."""


class KnownPath(_Part):
    """One way to run the case again (``[[paths]]``)."""

    name: str = Field(min_length=1)
    """Label of the run."""
    kind: Literal["held", "until-lifted", "queue", "queue-known", "record", "points"]
    """``points`` (``path.csv``), or a path that the engine knows how to build from the facts:
    ``queue`` (what a licence queue was likely to do, as known on the first day), ``queue-known``
    (with the approvals that became known), ``record`` (the register's whole evidence), ``held``
    (the stated intensity is held), ``until-lifted`` (the same until a day that is drawn from how
    long bans have lasted)."""
    known: bool
    """Whether the run uses anything that was not knowable on the first day."""
    words: str
    """What it stands for."""
    circular: tuple[Quantity, ...] = ()
    """Quantities that the path was drawn from: they are shown and not scored."""
    goods: tuple[str, ...] = ()
    """What the path speaks of, if not of all goods under control; the others follow the queue as it
    could be expected on the first day."""


class CaseHeader(_Part):
    """A hindcast's ``case.toml``."""

    format: Literal["detente.hindcast/1"]
    title: str = Field(min_length=1)
    """Readable name."""
    on: dt.date
    """First day of the standoff, as of which everything is forecast."""
    days: int = Field(ge=31, le=3 * 366)
    """Horizon [day]."""
    knowable: str = Field(min_length=1)
    """What could be known on that day."""
    notes: tuple[str, ...] = ()
    """Remarks, such as what was set with the outcome in view."""
    standoff: dict[str, Any]
    """Parties and controls, as in a standoff file; a control that names a ``register_ids`` takes
    the fields it leaves out from the register."""
    paths: tuple[KnownPath, ...] = Field(min_length=1)
    """The runs; one of them knows nothing that came later."""
    observed: tuple[Observed, ...] = ()
    """Rows of the packaged observations."""
    months: tuple[MonthsBefore, ...] = ()
    """What was known of monthly exports before the first day."""
