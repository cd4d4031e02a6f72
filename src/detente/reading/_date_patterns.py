"""Patterns of time expressions, in the order in which they are tried."""

import re

from detente.reading._calendar import ABSOLUTE, CLOCK, NUMBER, UNIT, VAGUE, WEEKDAY, ZONE
from detente.reading._segments import MONTH

__all__ = ["FUTURE_WORDS", "PATTERNS"]

FUTURE_WORDS = re.compile(
    r"\b(?:will|would|shall|to (?:be|meet|resume|begin|start|take|hold|end|expire)|scheduled|due|"
    r"set|expected|plans?|planned|next|upcoming|resumes?|continues?|until|by|deadline|expires?|"
    r"effective|takes? effect|from|starting|beginning)\b"
)
_COUNT = rf"(?i:{NUMBER})"
_ABOUT = (
    r"approximately |about |around |nearly |almost |at least |up to |more than |less than |over |"
    r"under |within |another |the (?:past|last|next) "
)
_ORDINAL = r"(?P<ordinal>first|second|third|fourth|(?:final|last)(?= (?:quarter|half) of\b))"
_WHOLE = r"this year|last year|next year|the year"
_BESIDE_WEEK = r"[Nn]ext|[Ll]ast|[Tt]his|[Pp]revious|the (?:following|next|previous|same)"
_SHORT_MONTH = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("week_of", rf"\b(?:the )?week (?:of|starting|beginning) {ABSOLUTE.pattern}"),
        ("short_weekday", (
            r"\b(?P<name>Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)\.?,? (?P<day>\d{1,2})(?:st|nd|"
            r"rd|th)\b"
        )),
        ("numbered_week", (
            rf"\b(?:the )?[Ww]eek (?P<week>\d{{1,2}})(?: of (?P<year>\d{{4}}|{_WHOLE}))?\b"
        )),
        ("year_first", (
            rf"\b(?P<year>\d{{4}})[-/ ](?i:(?P<month>{MONTH}))[-/ ](?P<day>\d{{1,2}})\b"
        )),
        ("numeric", r"(?<![\d/])(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})\b"),
        ("absolute", ABSOLUTE.pattern),
        ("first_of_two", (
            rf"(?<![\d.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?= ?(?:and|to|or|-|–) ?"
            rf"(?P<second>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH})"
            rf"(?:,? (?P<year>\d{{4}}))?)\b)"
        )),
        ("same_month", (
            r"(?<=\d)(?: and | or | to |, | ?[-–] ?)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|"
            r"[:.]\d|%| ?(?:percent|per cent|million|billion|years?|months?|days?|a\.m\.|"
            r"p\.m\.))"
        )),
        ("from_day", (
            rf"\b(?:more than |less than |about )?(?P<count>{_COUNT}) (?P<unit>{UNIT}) "
            rf"(?P<way>from|before|after) (?P<day>today|tomorrow|yesterday)\b"
        )),
        ("from_date", (
            rf"\b(?P<count>{_COUNT}) (?P<unit>{UNIT}) from (?:(?P<mod>last|next|this) )?"
            rf"(?:(?P<name>{WEEKDAY})|{ABSOLUTE.pattern})"
        )),
        ("relative_to_event", (
            rf"\b(?P<count>{_COUNT}) (?P<unit>{UNIT}) (?P<way>after|before)(?= \w)"
        )),
        ("shifted", (
            rf"\b(?P<count>{_COUNT}) (?P<unit>{UNIT}) (?P<way>ago|earlier|later|before|prior|"
            rf"from now|on(?=,))(?!\w)"
        )),
        ("part_of_day", (
            r"\b(?P<mod>[Tt]his|[Yy]esterday|[Tt]omorrow|[Tt]he) (?P<part>morning|afternoon|"
            r"evening)\b"
        )),
        ("day_of_week", (
            rf"\b(?P<mod>{_BESIDE_WEEK}) week(?:,? (?:on )?| [-–] )(?P<name>{WEEKDAY})\b|"
            rf"\b(?P<name2>{WEEKDAY}),? (?:of )?(?P<mod2>{_BESIDE_WEEK}) week\b"
        )),
        ("weekday", (
            rf"\b(?:(?P<mod>[Ll]ast|[Pp]revious|[Nn]ext|[Tt]his|[Cc]oming|[Ll]ater|[Ee]arly|[Ll]ate|"
            rf"[Ee]arlier|[Oo]n) (?:on )?)?(?P<name>{WEEKDAY})(?: (?P<part>morning|afternoon|"
            rf"evening|night))?\b"
        )),
        ("months_of_year", (
            rf"\b(?:the )?(?P<end>first|last|final) (?P<count>{_COUNT}) months of "
            rf"(?P<year>\d{{4}}|{_WHOLE})"
        )),
        ("year_kind", (
            r"\b(?:the )?(?P<mod>[Ll]ast|[Nn]ext|[Tt]his|current|past|previous|coming) "
            r"(?P<kind>fiscal|financial|calendar) year\b|\b(?:the )?calendar year "
            r"(?P<year>\d{4})"
        )),
        ("fiscal", (
            rf"\b(?:the )?fiscal {_ORDINAL} (?P<what>quarter|half)(?: of (?P<year>\d{{4}}))?|"
            rf"\b(?:the )?(?P<ordinal2>first|second|third|fourth) (?P<what2>quarter|half) of "
            rf"(?:fiscal|financial)(?: year)? (?P<year2>\d{{4}})|\b(?:fiscal|financial)(?: "
            rf"year)? (?P<year3>\d{{4}})|\bFY ?(?P<year4>\d{{4}}|\d{{2}})"
        )),
        ("quarter", (
            rf"\b(?:the )?{_ORDINAL} (?P<what>quarter|half)(?: of (?P<year>\d{{4}}|{_WHOLE})|"
            rf" (?P<bare>\d{{4}}))?\b"
        )),
        ("coded_quarter", (
            r"\b(?:(?P<before>(?:19|20)\d\d)[ -])?(?P<code>[QHq][1-4])"
            r"(?:(?: (?:of )?|-)(?P<year>\d{4}))?(?!\w)"
        )),
        ("season", (
            rf"\b(?:(?P<mod>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he|(?:in|by|before|until|since) "
            rf"(?:the )?) ?)(?:early |late )?{_SEASON}(?: (?:of )?(?P<year>\d{{4}}))?\b(?! "
            rf"(?:off|in|of|back|short|from|to|behind|through|below|for)\b)|"
            rf"\b(?P<season2>spring|summer|autumn|winter)(?: of)? (?P<year2>\d{{4}})"
        )),
        ("month", (
            r"\b(?:(?:early|late|mid|in early|in late)[ -])?(?P<month>January|February|"
            r"March|April|May|June|July|August|September|October|November|December|Jan\.|"
            r"Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.)(?:,? (?:of )?(?P<year>\d{4}|this year|"
            r"last year|next year))?(?![\w-]| \d)"
        )),
        ("short_month", (
            rf"\b(?P<month>{_SHORT_MONTH})(?:[/-]|,? )(?P<year>\d{{4}})\b|(?:(?<=\bin )|"
            rf"(?<=\bby )|(?<=\bafter )|(?<=\bsince )|(?<=\bbefore )|(?<=\buntil )|"
            rf"(?<=\bfrom )|(?<=\bto ))(?P<month2>{_SHORT_MONTH})\b(?!\.? ?\d)"
        )),
        ("day_of_month", (
            r"\b(?P<week>(?:the )?week of )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?: (?:of )?"
            r"(?P<month>this|next|last|the) month\b|(?=[.,;?]|$| (?:and|or|to|at)\b))"
        )),
        ("edge", (
            r"\b(?:the )?(?:start|end|beginning|middle|close|turn) of (?P<whole>the (?:week|"
            r"month|quarter|year|decade)|this (?:week|month|quarter|year|decade)|next "
            r"(?:week|month|quarter|year)|last (?:week|month|quarter|year))\b|"
            r"\b(?P<year_end>year[- ]end|year's end|the year's end)\b"
        )),
        ("this", (
            r"\b(?P<mod>[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this|[Ee]arly this|"
            r"[Ll]ate this|[Ll]ater next|[Ee]arly next|[Ll]ate next|[Ll]ate last|[Ee]arly "
            r"last|[Cc]urrent|(?:the )?(?:past|previous|coming|following|upcoming)|"
            r"[Tt]he same) "
            r"(?P<unit>week|month|quarter|year|weekend|decade)\b"
        )),
        ("day", r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b"),
        ("that_day", (
            r"\b(?:(?:later )?(?:[Tt]hat|[Tt]he same) day|[Tt]he (?:next|following|previous) "
            r"day|[Tt]he day (?:before|after)(?! (?:tomorrow|yesterday)\b)|a day (?:earlier|later)|"
            r"that (?:morning|afternoon|evening|night))\b"
        )),
        ("decade", r"\b(?:the )?(?:early |late |mid-)?(?P<decade>(?:19|20)\d0)s\b"),
        ("every", (
            r"\b(?:every|each) (?:(?P<count>two|three|six|other) )?(?P<unit>day|week|month|"
            r"quarter|year)s?\b"
        )),
        ("recent_span", (
            r"\b(?:in )?(?P<recent>[Rr]ecent|the coming|[Cc]oming) (?:days|weeks|months|"
            r"years)\b"
        )),
        ("vague_span", (
            rf"\b(?:(?:the )?(?:past|last|next|coming|previous) )?(?P<vague>{VAGUE}) "
            rf"(?P<unit>{UNIT})\b"
        )),
        ("half_span", (
            r"\b(?:(?P<one>an?|one) (?P<unit>hour|day|week|month|year) and a half|half an? "
            r"(?P<half>hour|day|year|decade))\b"
        )),
        ("fortnight", r"\b(?:a|the|this|next|last|past)(?: next| past| coming)? fortnight\b"),
        ("in_span", (
            rf"\b[Ii]n (?:about |another )?(?P<count>{_COUNT}) (?P<unit>(?:day|week|month|"
            rf"year)s?)\b(?!-| (?:of|since|from|after|before|ago|later|earlier)\b)"
        )),
        ("range_span", (
            rf"\b(?P<low>{_COUNT})(?: to | or |-|–)(?P<high>{_COUNT})[ -](?P<unit>{UNIT})\b"
        )),
        ("span_ahead", (
            rf"\b(?:the )?(?P<count>{_COUNT}) (?:upcoming|next|coming|past|previous|last) "
            rf"(?P<unit>{UNIT})\b"
        )),
        ("span_of", rf"\b(?:{_ABOUT})?(?P<count>{_COUNT})[ -](?P<unit>{UNIT})\b(?!-old)"),
        ("same_span", r"\bthe same (?:period|length of time|time span)\b"),
        ("bare_span", (
            r"\b(?:for |in |within )?(?P<unit>minutes|hours|days|weeks|months|years|decades)"
            r"\b(?= (?:of|to|without|after|before|ago|earlier|later|until)\b|[.,;]|$)"
        )),
        ("year", (
            r"\b(?i:in|since|by|from|until|of|during|through|before|after|late|early|"
            r"between|to|mid-?) ?(?:the year )?(?P<year>(?:19|20)\d{2})\b"
            r"(?! ?(?:percent|%|tons|tonnes|people|firms|companies|workers|jobs))|"
            r"(?<=\b(?:19|20)\d\d and )(?P<year2>(?:19|20)\d{2})\b"
        )),
        ("new_year", r"\bNew Year(?:'s Day)?\b(?! holiday)"),
        ("clock", rf"\bat {CLOCK}(?: (?P<zone>{ZONE}))?(?!\d|,\d| percent|%)"),
        ("past", r"\b(?:[Rr]ecent|[Rr]ecently|[Ll]ately)\b"),
        ("present", (
            r"\b(?:[Cc]urrently|[Nn]owadays|at present|right now|at once|"
            r"[Nn]ow(?! (?:that|known)\b))\b"
        )),
        ("future_ref", r"\b(?:soon|in the near future)\b"),
    )
)  # fmt: skip
