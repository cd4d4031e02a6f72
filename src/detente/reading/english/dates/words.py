"""Words of dates: numbers, ordinals, names of months and weekdays."""

import re

from detente.facts.reading_tables import load_lexicon

__all__ = ["MONTHS", "WEEKDAYS", "count_of", "day_number", "month_number"]

MONTHS = list(load_lexicon()["month"])
WEEKDAYS = list(load_lexicon()["weekday"])
_CARDINALS = {word: int(number) for word, number in load_lexicon()["cardinal"].items()}
_ORDINALS = {word: int(number) for word, number in load_lexicon()["ordinal"].items()}


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month, short or whole, in any case."""
    return MONTHS.index(name[:3].lower()) + 1


def day_number(words: str) -> int:
    """Return the number of a day: ``4``, ``04th``, ``twenty-first``, ``twenty nine``."""
    if digits := re.match(r"\d+", words):
        return int(digits[0])
    total = 0
    for word in re.split(r"[- ]", words.lower()):
        total += _ORDINALS.get(word) or _CARDINALS.get(word, 0)
    return total


def count_of(words: str) -> float | None:
    """Return the number that words or digits stand for; None where they stand for none."""
    lowered = words.lower()
    for numbers in (load_lexicon()["rough_number"], load_lexicon()["single_thing"]):
        if lowered in numbers:
            return float(numbers[lowered])
    parts = re.split(r"[- ]", lowered)
    if all(part in _CARDINALS for part in parts):
        return sum(_CARDINALS[part] for part in parts)
    try:
        return float(lowered)
    except ValueError:
        return None
