"""Words of dates: numbers, ordinals, names of months and weekdays."""

import re

__all__ = [
    "DAY",
    "MONTH",
    "MONTHS",
    "NUMBER",
    "ORDINAL",
    "UNIT",
    "VAGUE",
    "WEEKDAY",
    "WEEKDAYS",
    "count_of",
    "day_number",
    "month_number",
]

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAY = r"(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day"

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_CARDINALS = {word: number for number, word in enumerate(["zero", *_ONES, *_TEENS])} | {
    word: 20 + 10 * place for place, word in enumerate(_TENS)
}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip

NUMBER = (
    r"(?:\d{1,4}(?:\.\d+)?|a couple of|an?|one and a half|two and a half|"
    rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)}))?|"
    rf"{'|'.join([*_ONES[:-1], 'nine(?!t)', *reversed(_TEENS)])})"
)
UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|decade)s?"
VAGUE = r"(?:many|several|some|a few|few|recent|numerous)"

# Names that are nothing else in any case; *may* and *march* only where they are written as names.
MONTH = (
    r"(?:(?i:jan(?:uary|\.)?|feb(?:ruary|\.)?|apr(?:il|\.)?|jun(?:e|\.)?|jul(?:y|\.)?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)|Mar(?:ch|\.)?|"
    r"MAR(?:CH)?|May|MAY)"
)
_LATE_ORDINAL = (
    r"(?:(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"twentieth|thirtieth|(?:four|fif|six|seven|eigh|nine)teenth|thirteenth|twelfth|eleventh|"
    r"tenth|ninth|eighth|seventh|sixth)"
)
ORDINAL = rf"(?:{_LATE_ORDINAL}|first|second|third|fourth|fifth)"
# A day of the month behind its name: in digits, or in words that can hardly be anything else.
DAY = (
    r"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?|"
    rf"(?:{_LATE_ORDINAL}|twenty[- ](?:{'|'.join(_ONES)})|thirty[- ]one)(?![-\w])|"
    r"(?:first|second|third|fourth|fifth)(?=,? \d{4}\b|[.;?]|,(?! \w)|$))"
)


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
    if lowered in {"one and a half", "two and a half"}:
        return 1.5 if lowered.startswith("one") else 2.5
    if lowered in {"a", "an", "another"}:
        return 1
    if lowered == "a couple of":
        return 2
    parts = re.split(r"[- ]", lowered)
    if all(part in _CARDINALS for part in parts):
        return sum(_CARDINALS[part] for part in parts)
    try:
        return float(lowered)
    except ValueError:
        return None
