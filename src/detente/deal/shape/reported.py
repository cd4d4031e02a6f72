"""What a reported deal is held against, as data, one class an object; briefs hold them."""

from detente.shape.common import Exact, Range

__all__ = ["Appraisal"]


class Appraisal(Exact):
    """Null where no part of it is on the table with figures."""

    easings: dict[str, float]
    """Easing by control [share]"""
    gains: dict[str, Range]
    """Gain by party"""
    accepted: bool
    """Whether all accept it at central values, within red lines and mandates"""
    accepts: dict[str, float]
    """By party, share of draws in which it accepts [share]"""
    accepted_share: Range
    """Share of draws in which all accept; low and high from what the words may mean [share]"""
    short: dict[str, float]
    """By party, what it would have to be given elsewhere to accept; 0 if it does"""
    crossed: list[str]
    """Controls that it eases beyond their red line"""
