"""The desk of a firm: its parts, stocks, suppliers and lines, held against controls."""

from ._desk import Desk, desk
from ._parts import Parts, read_parts

__all__ = ["Desk", "Parts", "desk", "read_parts"]
