"""Patterns of time expressions, in the order in which they are tried."""

import re

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled

__all__ = ["PATTERNS"]

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, compiled(f"time.{kind}")) for kind in load_lexicon()["time_expression"]
)
"""Each kind of expression is read by the method of its name."""
