"""Patterns of time expressions, in the order in which they are tried."""

import re

from detente.reading.english.dates.calendar import ABSOLUTE
from detente.reading.english.dates.clock import CLOCK, ZONE
from detente.reading.english.dates.words import MONTH, NUMBER, ORDINAL, UNIT, VAGUE, WEEKDAY

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
_KIND = r"(?:(?:working|business|trading|calendar|full|straight|consecutive)[ -])?"
_NTH = r"(?P<nth>first|second|third|fourth|fifth|last|final|[1-5](?:st|nd|rd|th))"
_ORDINAL = (
    r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|"
    r"(?:final|last)(?= (?:quarter|half) of\b))"
)
_WHOLE = r"this year|last year|next year|the year"
_BESIDE_WEEK = r"[Nn]ext|[Ll]ast|[Tt]his|[Pp]revious|the (?:following|next|previous|same)"
_SHORT_DAY = r"Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun"
_SHORT_MONTH = r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_LONG_MONTH = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\."
)
# Small letters need a word before them that only a time can follow; *may*, *march* a clear end too.
_BEFORE_MONTH = "".join(
    rf"(?<=\b{word} )|"
    for word in (
        "in", "by", "since", "until", "from", "to", "through", "of", "last", "next", "this",
        "early", "late", "mid", "in the", "before", "after", "for", "between", "and", "or",
    )
)[:-1]  # fmt: skip
_SMALL_MONTH = (
    rf"(?:{_BEFORE_MONTH})(?:january|february|april|june|july|august(?= *(?:[.,;?]|$|\d|and|to))|"
    r"september|october|november|december)|"
    r"(?<=\b(?:in|by|of) )(?:may|march)(?= *(?:[.,;?]|$|\d{4}))"
    r"|(?:january|february|april|june|july|august|september|october|november|december|may|march)"
    r"(?= (?:of )?\d{4}\b)"
)
_SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))"
_YEAR = r"(?:19|20)\d{2}"
_NOT_A_YEAR = (
    r"(?! ?(?:percent|per cent|%|tons|tonnes|people|firms|companies|workers|jobs|euros?|dollars?|"
    r"kilometers|kilometres|miles|hours|times|items|products|others)\b)"
)

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("week_of", (
            rf"\b(?:the )?(?:week (?:of|(?:starting|beginning|commencing)(?: on)?)|w/c) "
            rf"{ABSOLUTE.pattern}"
        )),
        ("nth_weekday", (
            rf"\b(?:the )?{_NTH} (?P<name>{WEEKDAY}) (?:of|in) (?:(?P<mod>this|next|last|the"
            rf"(?: (?:following|coming|same|previous))?|that) month\b|(?P<month>(?i:{MONTH}))"
            rf"(?:,? (?:of )?(?P<year>\d{{4}}|{_WHOLE}))?(?!\w))"
        )),
        ("weekdays_ago", (
            rf"\b(?P<count>{_COUNT}) (?P<name>{WEEKDAY})s (?P<way>ago|from now|earlier|later)\b"
        )),
        ("weekday_week", (
            rf"\b(?P<name>{WEEKDAY}) (?P<span>week|fortnight)\b(?!-| (?:of|in|for)\b)|"
            rf"\b(?P<span2>a week|a fortnight|two weeks) (?:on|this|next|from next) "
            rf"(?P<name2>{WEEKDAY})\b"
        )),
        ("weekday_after_next", (
            rf"\b[Tt]he (?P<name>{WEEKDAY}) (?:(?P<ahead>after next)|before last)\b"
        )),
        ("short_quarter", (
            r"\b(?P<order>[1-4])(?P<what>[QHqh])[ -]?'?(?P<year>(?:19|20)\d\d|\d\d)(?!\w|%)|"
            r"\b(?P<what2>[QH])(?P<order2>[1-4])[ -]?'(?P<year2>\d\d)(?!\w|%)"
        )),
        ("month_week", (
            rf"\b(?:the )?{_NTH} week (?:of|in) (?:(?P<month>(?i:{MONTH}))(?:,? (?:of )?"
            rf"(?P<year>\d{{4}}))?(?!\w)|(?P<year2>\d{{4}})\b|(?P<mod>this|next|last|the) "
            rf"(?P<unit>month|year)\b)"
        )),
        ("short_weekday", (
            rf"\b(?:(?P<name>{_SHORT_DAY}|tues?|thurs)\.?,?|(?P<whole>{WEEKDAY}),?)(?: the)? "
            rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)|(?<=the ){ORDINAL})\b(?! of\b)|"
            rf"\bon (?P<whole2>{WEEKDAY}) (?P<day2>[12]\d|3[01])(?=[.,;?!]|$)"
        )),
        ("numbered_week", (
            rf"\b(?:the )?[Ww]eek (?P<week>\d{{1,2}})(?: of (?P<year>\d{{4}}|{_WHOLE}))?\b"
        )),
        ("year_first", (
            rf"(?<!\d )\b(?P<year>\d{{4}})[-/ ](?i:(?P<month>{MONTH}))[-/ ](?P<day>\d{{1,2}})\b"
        )),
        ("year_last", (
            rf"\b(?:(?i:(?P<month>{MONTH}))(?P<mark>[-/])(?P<day>\d{{1,2}})(?P=mark)|(?P<day2>"
            rf"\d{{1,2}})(?P<mark2>[-/])(?i:(?P<month2>{MONTH}))(?P=mark2))(?P<year>\d{{4}}|"
            rf"(?<=[A-Za-z][-/])\d{{2}})(?![\w/])"
        )),
        ("year_month", (
            rf"\b(?P<year>{_YEAR}) (?P<month>January|February|April|June|July|August|September|"
            rf"October|November|December|january|february|april|june|july|september|october|"
            rf"november|december)\b(?! \d)"
        )),
        ("compound", (
            rf"(?<!last )(?<!past )(?<!next )(?<!and )(?<!, )\b(?P<sum>{_COUNT} {UNIT}(?:(?:,| and|"
            rf", and)? {_COUNT} {UNIT}){{1,3}}) "
            rf"(?P<way>ago|earlier|later|from now)\b"
        )),
        ("from_day", (
            rf"\b(?:more than |less than |about )?(?P<count>{_COUNT}) (?P<unit>{UNIT}) "
            rf"(?P<way>from|before|after) (?P<day>today|tomorrow|yesterday)\b"
        )),
        ("from_date", (
            rf"\b(?P<count>{_COUNT}) (?P<unit>{UNIT}) from (?:(?P<mod>last|next|this) )?"
            rf"(?:(?P<name>{WEEKDAY})|{ABSOLUTE.pattern}|(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/"
            rf"(?P<given>\d{{4}})\b)"
        )),
        ("numeric_range", (
            r"(?<![\d/.])(?P<one>\d{1,2})/(?P<two>\d{1,2}) ?(?:-|–|to|through) ?(?P<three>\d{1,2})/"
            r"(?P<four>\d{1,2})(?:(?:/|, )(?P<year>\d{4}))?(?![\d/%])"
        )),
        ("numeric", (
            r"(?<![\d/-])(?P<one>\d{1,2})(?P<mark>[-/])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)"
            r"\d{2}|(?<=/)\d{2})(?![\d/])|"
            r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year2>(?:19|20)\d{2})(?![\d.]\d)"
        )),
        ("numeric_pair", (
            rf"(?<![\d/$])(?:(?<=\bon )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\bsince )|"
            rf"(?<=\d/\d\d, )|(?<=\d/\d\d or )|(?<=\d/\d\d and )|\b{WEEKDAY},? )"
            r"(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\d/%]| of\b| cents?\b)"
        )),
        ("absolute", ABSOLUTE.pattern),
        ("first_of_two", (
            rf"(?:(?<![\d.,])(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|\b{ORDINAL}))(?= ?(?:and|to|or|till|"
            rf"until|through|-|–) ?(?:the )?"
            rf"(?P<second>(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}(?= of))(?: of)? (?P<month>{MONTH})"
            rf"(?:,? (?P<year>\d{{4}}))?)\b)"
        )),
        ("same_month", (
            r"(?:(?<=[a-z.] \d)|(?<=[a-z.] \d\d)|(?<=\d(?:st|nd|rd|th))|"
            r"(?<=first)|(?<=second)|(?<=third)|(?<=(?:e|i)nth)|(?<=(?:ur|if|ix|lf|ie)th)|(?<=ghth))"
            r"(?: and | or | to | through | till | until |, | ?[-–] ?)(?:the )?"
            rf"(?P<day>\d{{1,2}}|{ORDINAL}\b)(?:st|nd|rd|th)?(?!\d|"
            r"[:.]\d|%| ?(?:percent|per cent|million|billion|years?|months?|days?|a\.m\.|"
            r"p\.m\.))"
        )),
        ("relative_to_event", (
            rf"\b(?P<count>{_COUNT}) (?P<unit>{UNIT}) (?P<way>after|before)(?= \w)"
        )),
        ("shifted", (
            rf"\b(?P<count>{_COUNT}) (?P<unit>{UNIT}) (?P<way>ago|earlier|later|afterwards?|"
            rf"before|prior|from now|on(?=,))(?!\w| than\b| (?:this|next) (?:week|month|year))"
        )),
        ("part_of_day", (
            r"\b(?P<mod>[Tt]his|[Yy]esterday|[Tt]omorrow|[Tt]he) (?P<part>morning|afternoon|"
            r"evening)\b|\b(?P<mod2>[Ll]ast|[Tt]omorrow|[Yy]esterday) (?P<part2>night)\b"
        )),
        ("day_of_week", (
            rf"\b(?P<mod>{_BESIDE_WEEK}) week(?:,? (?:on )?| [-–] )(?P<name>{WEEKDAY}|"
            rf"{_SHORT_DAY})\b|\b(?P<name2>{WEEKDAY}),? (?:of )?(?P<mod2>{_BESIDE_WEEK}) week\b"
        )),
        ("weekday", (
            rf"\b(?:(?P<mod>[Ll]ast|[Pp]revious|[Nn]ext|[Tt]his(?: (?:past|coming))?|[Cc]oming|"
            rf"[Ll]ater|[Ee]arly|[Ll]ate|[Tt]he following|[Ee]arlier|[Oo]n) (?:on )?)?"
            rf"(?P<name>{WEEKDAY})(?: (?:early |late )?(?P<part>"
            rf"morning|afternoon|evening|night))?\b"
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
        ("split_year", (
            rf"\b(?:the )?(?P<low>{_YEAR})[-–/](?P<high>\d{{2}}) (?:fiscal|financial) year\b|"
            rf"\b(?:(?:fiscal|financial)(?: year)? |FY ?)(?P<low2>{_YEAR})[-–/](?P<high2>\d{{2}})\b"
        )),
        ("fiscal", (
            rf"\b(?:the )?fiscal {_ORDINAL} (?P<what>quarter|half)(?: of (?P<year>\d{{4}}))?|"
            rf"\b(?:the )?(?P<ordinal2>first|second|third|fourth) (?P<what2>quarter|half) of "
            rf"(?:fiscal|financial)(?: year)? (?P<year2>\d{{4}})|\b(?:fiscal|financial)(?: "
            rf"year)? (?P<year3>\d{{4}})|\bFY ?(?P<year4>\d{{4}}|\d{{2}})"
        )),
        ("quarter", (
            rf"\b(?:(?:the )?|(?P<whose>(?:this|last|next) year|{_YEAR})'s ){_ORDINAL} "
            rf"(?P<what>quarter|half)(?: of (?P<year>\d{{4}}|{_WHOLE})| (?P<bare>\d{{4}}))?\b"
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
        ("nth_day", (
            rf"\b(?:the )?(?P<day>\d{{1,2}}(?:st|nd|rd|th)|{ORDINAL}) day of (?P<mod>this|next|"
            rf"last|the) month\b"
        )),
        ("month", (
            rf"\b(?:(?:[Ee]arly|[Ll]ate|[Mm]id|in early|in late)[ -])?"
            rf"(?:(?P<mod>[Ll]ast|[Nn]ext) )?"
            rf"(?P<month>{_LONG_MONTH}|{_SMALL_MONTH})(?:,? (?:of )?(?P<year>\d{{4}}|this year|"
            rf"last year|next year|(?<=of )\d\d(?=[.,;?]|$)))?(?!\w|-(?!{_SHORT_MONTH})| \d)"
        )),
        ("short_month", (
            rf"\b(?P<month>{_SHORT_MONTH})(?:[/-]|,? )(?P<year>\d{{4}})\b|"
            rf"\b(?P<month3>{_SHORT_MONTH})(?= ?[-–] ?(?:{_SHORT_MONTH}|May)\w*\.?(?: \d|,))|"
            rf"(?:(?<=\bin )|"
            rf"(?<=\bby )|(?<=\bafter )|(?<=\bsince )|(?<=\bbefore )|(?<=\buntil )|"
            rf"(?<=\bfrom )|(?<=\bto ))(?P<month2>{_SHORT_MONTH})\b(?!\.? ?\d)"
        )),
        ("day_of_month", (
            r"\b(?P<week>(?:the )?week of )?the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?: (?:of )?"
            r"(?P<month>this|next|last|the) month\b|(?=[.,;?]|$| (?:and|or|to|at)\b))"
        )),
        ("after_next", (
            r"\b[Tt]he (?P<unit>day|week|weekend|month|quarter|year) (?:after "
            r"(?P<ahead>next|tomorrow)|before (?P<back>last|yesterday))\b"
        )),
        ("year_to_date", r"\b(?:the )?year[- ]to[- ]date\b"),
        ("month_by_number", (
            rf"\b(?:the )?(?P<nth>{ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)) month of (?P<year>\d{{4}}|"
            rf"(?:this|next|last) year)\b"
        )),
        ("edge", (
            r"\b(?:the )?(?:very )?(?:start|end|beginning|middle|close|turn) of (?P<whole>(?:the "
            r"(?:(?:current|following|next|previous|coming) )?|(?:this|next|last) )?"
            r"(?:week|month|quarter|year|decade)|(?<=\bby the end of )the day|"
            r"(?<=\bby end of )(?:the )?day|(?<!the end of )day)\b|"
            r"\b(?P<year_end>year[- ]end|year's end|the year's end)\b|"
            r"\b(?P<unit_end>month|quarter)[- ]end\b"
        )),
        ("within", (
            r"\b(?:(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate) in|(?:the )?(?:rest|remainder) of) "
            r"the (?P<unit>week|month|quarter|year)\b"
        )),
        ("that_period", (
            r"\b(?:(?:[Ee]arlier|[Ll]ater) (?:in )?)?(?P<mod>[Tt]hat(?: same)?|the same|[Tt]he "
            r"following|[Tt]he (?:previous|preceding)) (?P<unit>week|month|quarter|year)\b"
        )),
        ("weekend", (
            r"\b(?:(?<=over )|(?<=during )|(?<=at )|(?<=on ))the weekend\b(?! of)"
        )),
        ("this", (
            r"\b(?P<mod>[Ll]ast|[Nn]ext|[Tt]his|[Ee]arlier this|[Ll]ater this|[Ee]arly this|"
            r"[Ll]ate this|[Ll]ater next|[Ee]arly next|[Ll]ate next|[Ll]ate last|[Ee]arly "
            r"last|[Cc]urrent|(?:the )?(?:past|previous|coming|following|upcoming|last|next)|"
            r"[Tt]he same) "
            r"(?P<unit>(?:work(?:ing)? ?)?week|month|quarter|year|weekend|decade)\b"
        )),
        ("day", r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b"),
        ("that_day", (
            r"\b(?:(?:later )?(?:[Tt]hat|[Tt]he same) day|[Tt]he (?:next|following|previous) "
            r"day|[Tt]he day (?:before|after)(?! (?:tomorrow|yesterday)\b)|[Aa] day "
            r"(?:earlier|later)(?! than\b)|that (?:morning|afternoon|evening|night))\b"
        )),
        ("decade", r"\b(?:the )?(?:early |late |mid-)?(?P<decade>(?:19|20)\d0)s\b"),
        ("decade_name", (
            r"\bthe (?P<decade>twenties|thirties|forties|fifties|sixties|seventies|eighties|"
            r"nineties)\b"
        )),
        ("century", r"\b(?:the )?(?P<century>\d{1,2})(?:st|nd|rd|th)[ -][Cc]entury\b"),
        ("every_part", (
            rf"\b[Ee](?:very|ach) (?:(?P<part>morning|afternoon|evening|night)|"
            rf"(?P<name>{WEEKDAY}))\b"
        )),
        ("every", (
            r"\b(?:every|each) (?:(?P<count>two|three|six|other) )?(?P<unit>day|week|month|"
            r"quarter|year)s?\b"
        )),
        ("recent_span", (
            r"\b(?:in )?(?P<recent>[Rr]ecent|the coming|[Cc]oming) (?:days|weeks|months|"
            r"years)\b"
        )),
        ("as_many", r"\bas many (?P<unit>days|weeks|months|years)\b"),
        ("vague_span", (
            rf"\b(?:(?:[Tt]he )?(?:[Pp]ast|[Ll]ast|[Nn]ext|[Cc]oming|[Pp]revious) )?"
            rf"(?P<vague>(?i:{VAGUE})) (?P<unit>{UNIT})\b"
        )),
        ("half_span", (
            r"\b(?:(?P<one>an?|one) (?P<unit>hour|day|week|month|year) and (?:a )?half|one and "
            r"half (?P<unit2>hour|day|week|month|year)s?|half an? "
            r"(?P<half>hour|day|year|decade))\b"
        )),
        ("fortnight", r"\b(?:a|the|this|next|last|past)(?: next| past| coming)? fortnight\b"),
        ("in_span", (
            rf"\b[Ii]n (?:about |another )?(?P<count>{_COUNT}) (?P<unit>(?:day|week|month|"
            rf"year)s?)\b(?!-| (?:of|since|from|after|before|ago|later|earlier)\b)"
        )),
        ("range_span", (
            rf"\b(?P<low>{_COUNT})(?: to | or |-|–)(?P<high>{_COUNT})[ -]{_KIND}(?P<unit>{UNIT})\b"
        )),
        ("span_ahead", (
            rf"\b(?:the )?(?P<count>{_COUNT}) (?:upcoming|next|coming|past|previous|last) "
            rf"(?P<unit>{UNIT})\b"
        )),
        ("span_of", (
            rf"\b(?:{_ABOUT})?(?P<count>{_COUNT}|[Aa]nother)[ -]{_KIND}(?P<unit>{UNIT}|nights?)\b"
            rf"(?!-old|(?<=quarters) of| and a (?:half|quarter)\b)"
        )),
        ("all_span", r"\ball (?P<unit>day|week|month|year)\b(?! long)"),
        ("aged", r"(?<![-\w])(?<!\d )(?P<unit>week|month|year|decade)-old\b"),
        ("same_span", r"\bthe same (?:period|length of time|time span)\b"),
        ("long_ago", r"\b(?:weeks|months|years|decades) ago\b"),
        ("bare_span", (
            r"(?:\b(?P<within>for|within) )?\b(?P<unit>minutes|hours|days|weeks|months|years|"
            r"decades)\b(?(within)|(?= (?:of|to|without|after|before|ago|earlier|later|until)\b|"
            r"[.,;]|$))"
        )),
        ("iso_month", (
            r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2]|[1-9])(?![\w/-]|\.\d)|"
            r"(?<![\w/.-])(?P<month2>0[1-9]|1[0-2])-(?P<year2>(?:19|20)\d\d)(?![\w/-]|\.\d)"
        )),
        ("year", (
            rf"\b(?i:in|since|by|from|until|till|of|during|through|before|after|late|early|"
            rf"between|to|mid-?|(?:later|earlier) than|year) ?(?:the year )?"
            rf"(?P<year>{_YEAR}|(?<=\b(?:in|by) )21\d\d)\b"
            rf"{_NOT_A_YEAR}|"
            rf"(?<=\b(?:19|20)\d\d and )(?P<year2>{_YEAR})\b{_NOT_A_YEAR}|"
            rf"\b(?P<year3>{_YEAR})\b(?= ?(?:-|–|~|to|through|till) ?{_YEAR}\b)|"
            rf"\b(?P<year6>{_YEAR})(?=[-–]\d\d\b(?![-–/]))|"
            rf"(?<=\b(?:19|20)\d\d[-–])(?P<short>\d\d)\b(?![-–/.]\d| (?:fiscal|financial))|"
            rf"(?:(?<=\b(?:19|20)\d\d[-–~])|(?<=\b(?:19|20)\d\d to )|"
            rf"(?<=\b(?:19|20)\d\d through )|(?<=\b(?:19|20)\d\d till ))(?P<year4>{_YEAR})\b|"
            rf"(?:(?<=\ba )|(?<=\bthe )|(?<='s )|(?<=\b[Hh]is )|(?<=\b[Hh]er )|(?<=\b[Ii]ts )|"
            rf"(?<=\btheir )|(?<=\bA )|(?<=\bThe ))(?P<year5>{_YEAR})(?= [a-z]{{3}}){_NOT_A_YEAR}"
        )),
        ("new_year", r"\bNew Year(?:'s Day)?\b(?! holiday)"),
        ("stamp", (
            rf"(?<=\n){CLOCK}(?: (?P<zone>{ZONE}))?(?=\n|$| +[A-Z\"“…])"
        )),
        ("clock", rf"\bat {CLOCK}(?: (?P<zone>{ZONE}))?(?!\d|,\d| percent|%)"),
        ("past", r"\b(?:[Rr]ecent|[Rr]ecently|[Ll]ately)\b|(?<=\b[Ii]n )the past\b(?! \w+s\b)"),
        ("present", (
            r"\b(?:[Cc]urrently|[Nn]owadays|"
            r"[Aa]t (?:present|the moment|this time|the present time)|"
            r"right now|at once|"
            r"[Nn]ow(?! (?:that|known)\b))\b"
        )),
        ("future_ref", r"\b(?:soon|in the near future)\b"),
    )
)  # fmt: skip
