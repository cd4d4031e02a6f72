"""Rows of the goods layer's tables: licence queues, grades, dated plants, paths of single goods."""

from typing import ClassVar

from pydantic import ValidationInfo, field_validator

from ._figure import Date, Text, Words, in_its_unit
from ._figure_rows import SHARE
from ._rows import FigureRow

__all__ = ["QUEUE_PARAMETERS", "CapacityRow", "GoodIntensityRow", "GradeRow", "LicenceQueueRow"]

QUEUE_PARAMETERS = {
    "approval_midpoint_days": "day",
    "approval_scale_days": "day",
    "approved_share": "share",
    "hold_up_share": "share",
    "hold_up_onset_days": "day",
    "hold_up_midpoint_days": "day",
    "hold_up_scale_days": "day",
    "validity_days": "day",
    "renewal_days": "day",
}
"""What describes a licence queue, with the unit of each."""


class LicenceQueueRow(FigureRow):
    """One parameter of a control's licence queue, as it was known on a day.

    ``*`` as control stands for any licence rule of which nothing better is known, as goods for any
    good.
    """

    key = ("control", "goods", "target", "parameter", "as_of")
    refers: ClassVar[dict[str, str]] = {
        "control": "control*",
        "goods": "good*",
        "target": "country*",
        "source": "source",
    }

    control: Text
    goods: Words
    target: Text
    parameter: Text

    @field_validator("parameter")
    @classmethod
    def _known_parameter(cls, parameter: str, info: ValidationInfo) -> str:
        if parameter not in QUEUE_PARAMETERS:
            known = ", ".join(QUEUE_PARAMETERS)
            raise ValueError(f"{parameter!r} is not a parameter of a queue; write one of: {known}")
        return in_its_unit(parameter, info.data.get("unit"), QUEUE_PARAMETERS)


class GradeRow(FigureRow):
    """Part of a good's flow (sector ``*``) or of a sector's use that is of one grade [share].

    ``controls`` are those that name this grade only; other grades wait at the border with it.
    """

    key = ("good", "grade", "sector")
    refers: ClassVar[dict[str, str]] = {
        "good": "good",
        "sector": "sector*",
        "controls": "control",
        "source": "source",
    }
    allowed_units = SHARE

    good: Text
    grade: Text
    sector: Text
    controls: Words


class CapacityRow(FigureRow):
    """Part of its home region's use that a new plant can supply from a day on [share]."""

    key = ("good", "country", "project", "opens")
    refers: ClassVar[dict[str, str]] = {"good": "good", "country": "country", "source": "source"}
    allowed_units = SHARE

    good: Text
    country: Text
    project: Text
    opens: Date


class GoodIntensityRow(FigureRow):
    """Blocked part of the flow of one good, where it moved apart from the control's others."""

    key: ClassVar[tuple[str, ...]] = ("control", "good", "target", "date")
    refers: ClassVar[dict[str, str]] = {
        "control": "control",
        "good": "good",
        "target": "country*",
        "source": "source",
    }
    allowed_units = SHARE

    control: Text
    good: Text
    target: Text
    date: Date
