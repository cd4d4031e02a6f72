"""Kinds of fault in reading: names, dates, pages, marks, voices, wrapped lines, language."""

import textwrap
from datetime import date, timedelta
from pathlib import Path
from random import Random

from faults import Variant

ON = date(2025, 6, 10)
GOODS = ("gallium", "germanium", "graphite", "antimony", "rare earths")
SURNAME_FIRST = ("CHN", "JPN", "KOR", "PRK", "TWN", "HKG", "VNM", "SGP", "HUN")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def namesake(draw: Random, _: Path) -> bool:
    """A person with an official's surname and another given name, in another trade."""
    from detente.facts.reading_tables import load_people  # noqa: PLC0415
    from detente.reading import read_text  # noqa: PLC0415

    rows = [row for row in load_people() if row.party and len(row.name.split()) == 2]
    rows = [row for row in rows if row.party not in SURNAME_FIRST]
    official = draw.choice(sorted({row.name for row in rows}))
    given = draw.choice(("Oswald", "Philippa", "Cedric", "Matilda", "Rupert", "Winifred"))
    name = f"{given} {official.split()[1]}"
    work = draw.choice(("a plumber", "a novelist", "a bus driver", "a violinist", "a vet"))
    text = draw.choice(
        (
            f"{name}, {work}, told a local paper that China will suspend its ban on gallium.",
            f'"The United States will lift its ban on chip software," said {name}, {work}.',
            f'"China will suspend its controls on graphite," {work} called {name} said on Monday.',
            f"In the view of {name}, {work}, China will lift its controls on rare earths.",
        )
    )
    found = read_text(text, on=ON.isoformat())
    who = {one.name: one for one in found.entities}
    whole = who.get(name)
    return official not in who and (whole is None or whole.party is None) and not found.offers


def deadline(draw: Random, _: Path) -> bool:
    """Dates of deadlines and effect against the calendar's own arithmetic."""
    from detente.reading import read_text  # noqa: PLC0415

    weekday = draw.choice([day for day in range(7) if day != ON.weekday()])
    ahead = ON + timedelta(days=(weekday - ON.weekday()) % 7)
    behind = ON - timedelta(days=(ON.weekday() - weekday) % 7)
    number, year = draw.randrange(5, 200), draw.randrange(2023, 2027)
    day = date(year, draw.randrange(1, 13), draw.randrange(1, 29))
    first = next(
        date(2025, 7, one) for one in range(1, 8) if date(2025, 7, one).weekday() == weekday
    )
    text, wanted = draw.choice(
        (
            (f"Bids are due by 5 p.m. EDT on {DAYS[weekday]}.", f"{ahead}T17:00"),
            (f"The ban starts {number} days after the order is published.", f"P{number}D"),
            (f"Talks resume on the first {DAYS[weekday]} of next month.", f"{first}"),
            (f"The licences ran out on {day.day}-{day:%b}-{day:%y}.", f"{day}"),
            (f"Shipments of gallium fell in {number % 4 + 1}Q{year % 100}.", f"Q{number % 4 + 1}"),
            (f"They met two {DAYS[weekday]}s ago.", f"{behind - timedelta(days=7)}"),
            (f"The ban ends on {DAYS[weekday]} week.", f"{ahead + timedelta(days=7)}"),
            ("China set the quota the year before last.", "2023"),
        )
    )
    text = f"The ministry gave a notice on its ban on gallium exports. {text}"
    values = [one.value for one in read_text(text, on=ON.isoformat()).dates]
    return any(value.startswith(wanted) or wanted in value for value in values)


def page_date(draw: Random, _: Path) -> bool:
    """The date under a heading against dates of other stories, of the site and of changes."""
    from detente.reading.source.html import html_to_text  # noqa: PLC0415

    day = date(2024, 1, 1) + timedelta(days=draw.randrange(800))
    other = (day + timedelta(days=draw.choice((-400, -30, 5, 90)))).isoformat()
    american = draw.random() < 0.5
    shown = draw.choice(
        (
            f"{day:%B} {day.day}, {day.year}",
            f"{day.day} {day:%b} {day.year}",
            day.strftime("%m/%d/%Y" if american else "%d/%m/%Y"),
        )
    )
    head = draw.choice(
        (
            f'<meta property="article:modified_time" content="{other}">',
            f'<meta name="date" content="{other}">',
            '<meta property="article:published_time" content="%%DATE%%">',
            (
                f'<script type="application/ld+json">{{"@type":"Organization","foundingDate":'
                f'"{other}","@graph":[{{"@type":"WebSite","datePublished":"{other}"}}]}}</script>'
            ),
        )
    )
    aside = f'<div class="more"><time datetime="{other}">{other}</time> Another story</div>'
    body = " ".join(_sentence(draw) for _ in range(8))
    text = html_to_text(
        f'<html lang="{"en-US" if american else "en-GB"}"><head><title>Curbs</title>{head}</head>'
        f"<body>{aside}<article><h1>Beijing offers to ease its curbs on metals</h1>"
        f"<p>{shown}</p><p>{body}</p></article>{aside}</body></html>"
    )
    return f"Published: {day.isoformat()}" in text


def _sentence(draw: Random) -> str:
    return (
        f"China's commerce ministry said that it would ease its controls on {draw.choice(GOODS)} "
        f"if the other side lifts its curbs on chip design software within {draw.randrange(3, 90)} "
        "days."
    )


def marks(draw: Random, _: Path) -> bool:
    """Marks of notes on words and dates, struck-out words, lists in the body; pages and PDFs."""
    good, day, note = draw.choice(GOODS[:4]), draw.randrange(1, 29), draw.randrange(1, 40)
    if draw.random() < 0.5:
        return _marks_in_pdf(draw, good, day, note)
    from detente.reading.source.html import html_to_text  # noqa: PLC0415

    mark = draw.choice(
        (f"<sup>{note}</sup>", f'<a href="#n"><sup>{note}</sup></a>', "<sup>†</sup>")
    )
    steps = [f"China will lift its ban on {one} exports in July." for one in GOODS[:2]]
    tag = draw.choice(("ul", "ol"))
    listed = f"<{tag}>{''.join(f'<li>{step}</li>' for step in steps)}</{tag}>"
    gone = draw.choice(("s", "del", "strike"))
    text = html_to_text(
        f"<html><body><h1>Curbs on metals are to go</h1><p>China will lift its ban on {good}{mark} "
        f"on July {day}{mark}, a ministry said.</p>{listed}<p>The talks on <{gone}>sugar</{gone}> "
        f"metals go on. {_sentence(draw)} {_sentence(draw)}</p></body></html>"
    )
    plain = " ".join(text.split())
    kept = f"its ban on {good} on July {day}, a" in plain
    return kept and "sugar" not in plain and all(step in plain for step in steps)


def _marks_in_pdf(draw: Random, good: str, day: int, note: int) -> bool:
    from detente.reading.source.pdf import pdf_to_text  # noqa: PLC0415
    from faults.files import pdf_of  # noqa: PLC0415

    body, small = draw.choice((10, 11, 12)), draw.choice((6, 7))
    up = f"/F1 {small} Tf 4 Ts ({note}) Tj 0 Ts /F1 {body} Tf"
    drawn = (
        f"BT /F1 {body} Tf 60 700 Td (China will lift its ban on {good}) Tj {up} ( on July {day}) "
        f"Tj {up} (, a ministry said in Beijing.) Tj ET"
    )
    text = pdf_to_text(pdf_of(drawn.encode()), "n.pdf", largest=10**6)
    return f"its ban on {good} on July {day}, a ministry" in " ".join(text.split())


def voices(draw: Random, _: Path) -> bool:
    """Whose a block quote is, and who is named behind a quotation."""
    from detente.reading import read_text  # noqa: PLC0415

    who, called = draw.choice(
        (
            ("Howard Lutnick", "Commerce Secretary Howard Lutnick"),
            ("Wang Wentao", "Commerce Minister Wang Wentao"),
            ("Scott Bessent", "Treasury Secretary Scott Bessent"),
        )
    )
    words = f"We will lift the controls on {draw.choice(GOODS)} next month."
    form = draw.choice(
        (
            f'{called} put it to reporters:\n\n"{words}"',
            f"{called} said in a statement:\n\n> {words}",
            f'And from {called}:\n\n"{words}"',
            f'"{words[:-1]}," {called} said.',
        )
    )
    found = read_text(f"{form}\n\nThe firms had asked for it.\n", on=ON.isoformat())
    names = {one.id: one.name for one in found.entities}
    return any(
        names.get(one.speaker or "") == who
        and words[:-1] in " ".join(part.text for part in one.content)
        for one in found.statements
    )


def wrapped(draw: Random, _: Path) -> bool:
    """Hard-wrapped copy reads as the same text unwrapped."""
    from detente.reading import read_text  # noqa: PLC0415

    parts = [" ".join(_sentence(draw) for _ in range(draw.randrange(1, 4))) for _ in range(4)]
    width = draw.randrange(58, 81)
    blank = draw.choice(("\n\n", "\n"))
    one = read_text("\n\n".join(parts), on=ON.isoformat())
    two = read_text(blank.join(textwrap.fill(part, width) for part in parts), on=ON.isoformat())
    return len(one.statements) == len(two.statements) and [d.value for d in one.dates] == [
        d.value for d in two.dates
    ]


def language(draw: Random, _: Path) -> bool:
    """English notices full of metals are English, Latin is not; abbreviations end sentences."""
    from detente._errors import ReadingError  # noqa: PLC0415
    from detente.reading import read_text  # noqa: PLC0415
    from detente.reading.english.text.language import require_english  # noqa: PLC0415

    metals = ["holmium", "erbium", "thulium", "europium", "ytterbium", "samarium", "terbium"]
    draw.shuffle(metals)
    case = draw.randrange(3)
    if case == 0:
        require_english(
            f"Notice: export controls on {', '.join(metals[:6])} and items that hold "
            f"{metals[6]} take effect on Nov. 8, 2025.",
            "a notice",
        )
        return True
    if case == 1:
        try:
            require_english(
                "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam "
                f"Aquitani, tertiam qui ipsorum lingua {metals[0]} appellantur.",
                "caesar",
            )
        except ReadingError:
            return True
        return False
    who, party = draw.choice((("Beijing", "CHN"), ("Tokyo", "JPN"), ("Washington", "USA")))
    end = draw.choice(("to the U.S.", "by ASML Inc.", "to the U.K."))
    found = read_text(
        f"More chips were sold {end} {who} said it would suspend its controls on gallium.",
        on=ON.isoformat(),
    )
    parties = {one.id: one.party for one in found.entities}
    return [parties.get(one.speaker or "") for one in found.statements] == [party]


TEXTS: dict[int, tuple[str, Variant]] = {
    1: ("a namesake becomes the official", namesake),
    5: ("dates of deadlines and effect", deadline),
    6: ("a page's own date", page_date),
    8: ("marks and lists in pages and PDFs", marks),
    9: ("who said it", voices),
    14: ("hard-wrapped copy", wrapped),
    16: ("language and sentences", language),
}
