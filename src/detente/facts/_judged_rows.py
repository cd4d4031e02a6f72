"""Rows of the tables of judgements by class: values that no row gives, and words of easing."""

import re
from typing import ClassVar, Literal

from pydantic import field_validator

from ._figure import SomeWords, Text
from ._rows import FigureRow

__all__ = ["DefaultValueRow", "EasingWordRow", "ValueShiftRow"]


class DefaultValueRow(FigureRow):
    """What a control is worth to its owner where no table values it (``default_values.csv``).

    ``measure`` is ``security`` (given up by full easing), ``political`` (the cost of easing at
    all), or ``received`` (what a term of a bargain that nothing costs is worth to who gets it, with
    the kind of the term as ``instrument``) [USD bn per month]; ``good_class`` is the ``group`` of a
    good. ``*`` stands for every
    instrument, or class, that no other row of the measure names.
    """

    key = ("measure", "instrument", "good_class")
    refers: ClassVar[dict[str, str]] = {"source": "source"}
    allowed_units = frozenset({"USD bn per month"})

    measure: Literal["security", "political", "received"]
    instrument: Text
    good_class: Text


class ValueShiftRow(FigureRow):
    """How far the record of deals moves the values by class (``value_shifts.csv``).

    ``factor`` is ``control`` (all), ``instrument licence`` or ``class chips``; a value of
    ``default_values.csv`` is multiplied by those of its control that have a row. ``cases`` are the
    bargains and talks that carry it.
    """

    key = ("factor",)
    refers: ClassVar[dict[str, str]] = {"source": "source", "cases": "matter"}
    allowed_units = frozenset({"1"})

    factor: Text
    cases: SomeWords


class EasingWordRow(FigureRow):
    """How far a word of the news eases a control [share of today's] (``easing_words.csv``).

    ``pattern`` is a regular expression without regard to case. Rows are tried in their order, and
    the first that matches counts.
    """

    key = ("pattern",)
    refers: ClassVar[dict[str, str]] = {"source": "source"}
    allowed_units = frozenset({"share"})

    pattern: Text
    meaning: Text

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"the pattern does not compile ({error}); mend it") from None
        return value
