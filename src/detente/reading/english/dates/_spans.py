"""Values of durations, repeated times and vague times."""

import re

from detente.facts.reading_tables import load_lexicon
from detente.facts.words import compiled
from detente.reading.english.dates._values import PARTS, Found, Values
from detente.reading.english.dates.calendar import duration
from detente.reading.english.dates.words import WEEKDAYS, count_of, day_number

__all__ = ["SpanValues"]

_NUMBERS = compiled("dates.number_or_ordinal")


class SpanValues(Values):
    """Reads how long, how often and the vague rest."""

    def _every(self, match: re.Match[str]) -> Found | None:
        count = int(load_lexicon()["repeated"].get(match["count"] or "", 1))
        return self._plain(match, duration(count, match["unit"]))

    def _every_part(self, match: re.Match[str]) -> Found | None:
        if match["name"]:
            return self._plain(match, f"XXXX-WXX-{WEEKDAYS.index(match['name'].lower()) + 1}")
        return self._plain(match, f"XXXX-XX-XX{PARTS[match['part']]}")

    def _recent_span(self, match: re.Match[str]) -> Found | None:
        start = match.start("recent")
        past = match["recent"].lower() == "recent"
        return self._found(start, match.end(), "PAST_REF" if past else "FUTURE_REF")

    def _vague_span(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, duration(None, match["unit"]))

    def _half_span(self, match: re.Match[str]) -> Found | None:
        if match["half"]:
            return self._plain(match, duration(0.5, match["half"]))
        return self._plain(match, duration(1.5, match["unit"] or match["unit2"]))

    def _range_span(self, match: re.Match[str]) -> Found | None:
        low = duration(count_of(match["low"]), match["unit"])
        high = duration(count_of(match["high"]), match["unit"])
        return self._plain(match, f"{low}/{high}")

    def _fortnight(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "P2W")

    def _span_ahead(self, match: re.Match[str]) -> Found | None:
        return self._span_of(match)

    def _span_of(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, duration(count_of(match["count"]), match["unit"]))

    def _aged(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, duration(1, match["unit"]))

    def _long_ago(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "PAST_REF")

    def _as_many(self, match: re.Match[str]) -> Found | None:
        """*the third ban in as many years*: as many as the number before it."""
        told = list(_NUMBERS.finditer(self.norm, max(0, match.start() - 100), match.start()))
        count = day_number(told[-1][0]) if told else 0
        return self._plain(match, duration(count or None, match["unit"]))

    def _all_span(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, duration(1, match["unit"]))

    def _same_span(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, self.span)

    def _bare_span(self, match: re.Match[str]) -> Found | None:
        return self._found(*match.span("unit"), duration(None, match["unit"]))

    def _past(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "PAST_REF")

    def _present(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "PRESENT_REF")

    def _future_ref(self, match: re.Match[str]) -> Found | None:
        return self._plain(match, "FUTURE_REF")
