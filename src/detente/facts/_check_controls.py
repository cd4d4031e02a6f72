"""Checks of the register: dates in order, ends that moved, acts, targets, codes, listed firms."""

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from ._control_rows import ControlEndRow, ControlEntityRow, ControlRow
from ._figure_rows import ControlIntensityRow
from ._rows import GoodRow, PartyRow, RegionRow
from ._tables import Fault, Table
from .notice_tables import load_notice_codes

__all__ = ["check_controls"]

REACH_BACK = dt.timedelta(days=35)
"""How long before its announcement an act may say that it took effect."""
PRINTED_AFTER = dt.timedelta(days=62)
"""Latest print of an act in an official journal, from its announcement."""
FIRST_VOLUME_YEAR = 1935
"""Volume n of the Federal Register is of this year plus n."""

_ORDER = (
    ("announced", "suspended"),
    ("announced", "lifted"),
    ("announced", "expires"),
    ("announced", "last_known"),
    ("effective", "lifted"),
    ("effective", "expires"),
    ("suspended", "resumed"),
    ("suspended", "lifted"),
    ("suspended", "expires"),
    ("resumed", "lifted"),
)
_AFTER_EFFECT = frozenset({"lifted", "expires"})
_PAGE = re.compile(r"\b(\d{2,3}) FR (\d+)\b")
_ACT = re.compile(
    r"\b(Announcement|Notification|Resolution|Regulation|Order|Decree)s? "
    r"(?P<act>\(EU\) (20\d\d)/\d+|\d+ of (20\d\d)|\d+/20\d\d-\d\d)"
)
_MARCH = dt.timedelta(days=90)
_PRINTED = re.compile(r"federalregister\.gov/documents/(\d{4})/(\d\d)/(\d\d)/")


def check_controls(tables: dict[str, Table]) -> Iterator[Fault]:
    """Yield what is wrong in the register, given tables that were read."""
    rows = cast("list[ControlRow]", tables["controls"].rows)
    yield from _intensity(rows, tables)
    for row in rows:
        yield from _dates(row)
        yield from _targets(row)
        yield from _act_year(row)
    yield from _ends(rows, tables)
    yield from _one_day_an_act(rows)
    yield from _pages(rows)
    yield from _codes(rows, tables)
    yield from _entities(rows, tables)


def _fault(
    row: ControlRow | ControlEndRow | ControlEntityRow | ControlIntensityRow,
    field: str,
    problem: str,
) -> Fault:
    return Fault(file=row.file, row=row.line, field=field, problem=problem)


def _intensity(rows: list[ControlRow], tables: dict[str, Table]) -> Iterator[Fault]:
    """Every control has an intensity or a class, and none before it is known."""
    drawn = set(tables["control_intensity"].column("control"))
    classes = set(
        zip(
            tables["intensity_classes"].column("instrument"),
            tables["intensity_classes"].column("breadth"),
            strict=True,
        )
    )
    first: dict[str, dt.date] = {}
    for row in rows:
        first[row.id] = min(row.announced, row.effective or row.announced)
        if row.id not in drawn and (row.instrument, row.breadth) not in classes:
            problem = f"{row.id} has no intensity; add a row to control_intensity.csv"
            problem += ", or a 'breadth' that intensity_classes.csv has for its instrument"
            yield _fault(row, "id", problem)
    for point in cast("list[ControlIntensityRow]", tables["control_intensity"].rows):
        start = first.get(point.control)
        if start and point.date < start:
            problem = f"{point.date} is before the control was announced, {start}; mend the date"
            yield _fault(point, "date", problem)


def _dates(row: ControlRow) -> Iterator[Fault]:
    """The days of its life follow each other; an act may reach back five weeks at most."""
    if row.effective is None and row.instrument != "threat" and row.lifted is None:
        problem = "is empty; only a threat, or what was withdrawn before, has none"
        yield _fault(row, "effective", problem)
    for early, late in _ORDER:
        if early == "announced" and late in _AFTER_EFFECT and row.effective is not None:
            continue  # said against the day of effect
        one, other = getattr(row, early), getattr(row, late)
        if one and other and other < one:
            problem = f"{other} is before {early} {one}; mend one of the two dates"
            yield _fault(row, late, problem)
    if row.effective is not None and row.announced - row.effective > REACH_BACK:
        problem = (
            f"{row.effective} is {(row.announced - row.effective).days} days before announced "
            f"{row.announced}, and an act reaches back {REACH_BACK.days} at most; "
            "mend one of the two dates"
        )
        yield _fault(row, "effective", problem)
    if row.resumed and not row.suspended:
        problem = "is given without a date in 'suspended'; give that date too"
        yield _fault(row, "resumed", problem)


def _targets(row: ControlRow) -> Iterator[Fault]:
    """A control aims at others, at each once, and at all or at some."""
    if row.imposer in row.targets:
        yield _fault(row, "targets", f"{row.imposer} is the imposer itself; take it out")
    if "ALL" in row.targets and len(row.targets) > 1:
        yield _fault(row, "targets", "ALL stands beside others; write ALL, or those alone")
    for column in ("targets", "goods", "codes"):
        cells = getattr(row, column)
        for cell in sorted({cell for cell in cells if cells.count(cell) > 1}):
            yield _fault(row, column, f"{cell!r} stands twice; keep one")
    if row.instrument == "entity-list" and not row.entities:
        yield _fault(row, "entities", "is empty; a list of firms names some of them, or how many")


def _acts(row: ControlRow) -> Iterator[tuple[str, int | None]]:
    """The acts that made a control, as cited before any later one, each with its year."""
    text = row.legal_source.split(";", maxsplit=1)[0]
    for page in _PAGE.finditer(text):
        yield page[0], FIRST_VOLUME_YEAR + int(page[1])
    for act in _ACT.finditer(text):
        name, year = f"{act[1]} {act['act']}", act[3] or act[4]
        if year:
            yield name, int(year)
        else:  # India numbers anew each April, under the name of its trade policy
            yield f"{name} ({(row.announced - _MARCH).year} to March)", None


def _act_year(row: ControlRow) -> Iterator[Fault]:
    """An act is of the year of its announcement; a journal may print it in the next."""
    for act, year in _acts(row):
        if year is not None and not 0 <= year - row.announced.year <= (" FR " in act):
            problem = f"{act} is of {year} and was announced on {row.announced}; mend one of them"
            yield _fault(row, "legal_source", problem)


def _one_day_an_act(rows: list[ControlRow]) -> Iterator[Fault]:
    """Rows of one government that cite one act were announced on one day."""
    first: dict[tuple[str, str], ControlRow] = {}
    for row in rows:
        for act, _ in _acts(row):
            other = first.setdefault((row.imposer, act), row)
            if other.announced != row.announced:
                problem = (
                    f"{act} stands in row {other.line} with {other.announced}, here with "
                    f"{row.announced}; mend a number or a day"
                )
                yield _fault(row, "legal_source", problem)


def _pages(rows: list[ControlRow]) -> Iterator[Fault]:
    """Pages of the Federal Register rise with the day of print."""
    volumes: defaultdict[int, list[tuple[int, dt.date, ControlRow]]] = defaultdict(list)
    open_rows: list[tuple[int, int, ControlRow]] = []
    for row in rows:
        page = _PAGE.match(row.legal_source)
        if page is None:
            continue
        day = _PRINTED.search(row.legal_url)
        if day is not None:
            printed = dt.date(int(day[1]), int(day[2]), int(day[3]))
            volumes[int(page[1])].append((int(page[2]), printed, row))
        else:
            open_rows.append((int(page[1]), int(page[2]), row))
    for volume, known in volumes.items():
        known.sort(key=lambda one: one[:2])
        for (page_before, before, other), (number, day_of, row) in itertools.pairwise(known):
            if day_of < before:
                problem = (
                    f"{volume} FR {number} was printed on {day_of}, and {volume} FR {page_before} "
                    f"(row {other.line}) on {before}; mend a page or an address"
                )
                yield _fault(row, "legal_source", problem)
    for volume, number, row in open_rows:
        known = volumes[volume]
        earliest = max((day for page, day, _ in known if page <= number), default=dt.date.min)
        latest = min((day for page, day, _ in known if page >= number), default=dt.date.max)
        if latest < row.announced or earliest > row.announced + PRINTED_AFTER:
            near = earliest if earliest > row.announced else latest
            problem = (
                f"{volume} FR {number} was printed about {near}, and the row was announced on "
                f"{row.announced}; mend the page or the day"
            )
            yield _fault(row, "legal_source", problem)


def _owners(tables: dict[str, Table]) -> dict[str, set[str]]:
    """Goods of each code, by system and code; a code of a good that China numbers is China's."""
    china: defaultdict[str, set[str]] = defaultdict(set)
    for known in load_notice_codes():
        if known.system == "china":
            for code in {known.code, known.code.split(".", maxsplit=1)[0]}:
                china[code].update(known.goods)
    owners = defaultdict(set, {f"CN {code}": goods for code, goods in china.items()})
    for good in cast("list[GoodRow]", tables["goods"].rows):
        for code in good.hs6:
            owners[f"HS {code}"].add(good.good)
        for code in good.eccn:
            if good.good not in china.get(code, ()):
                owners[f"ECCN {code}"].add(good.good)
    return owners


def _codes(rows: list[ControlRow], tables: dict[str, Table]) -> Iterator[Fault]:
    """A code that the tables know in its own system is of a good of its row."""
    owners = _owners(tables)
    named = set(tables["goods"].column("good"))
    for row in rows:
        for code in row.codes if named.issuperset(row.goods) else ():
            known = owners.get(code, set())
            if known and row.goods and known.isdisjoint(row.goods):
                problem = (
                    f"{code} is of {', '.join(sorted(known))}, which the row's goods do not have; "
                    "mend the code or the goods"
                )
                yield _fault(row, "codes", problem)


def _ends(rows: list[ControlRow], tables: dict[str, Table]) -> Iterator[Fault]:
    """Ends that moved: each said before it comes, the last as the control has it."""
    said: defaultdict[str, list[ControlEndRow]] = defaultdict(list)
    for end in cast("list[ControlEndRow]", tables["control_ends"].rows):
        said[end.control].append(end)
        if end.ends < end.said_on:
            problem = f"{end.ends} is before said_on {end.said_on}; mend one of the two dates"
            yield _fault(end, "ends", problem)
    for row in rows:
        ends = sorted(said.get(row.id, ()), key=lambda end: end.said_on)
        if not ends:
            continue
        if ends[0].said_on < row.announced:
            problem = f"{ends[0].said_on} is before announced {row.announced}; mend the date"
            yield _fault(ends[0], "said_on", problem)
        if row.expires != ends[-1].ends:
            problem = (
                f"{ends[-1].ends} was said last of {row.id}, and controls.csv row {row.line} has "
                f"{row.expires or 'no end'}; give both the same day"
            )
            yield _fault(ends[-1], "ends", problem)


def _entities(rows: list[ControlRow], tables: dict[str, Table]) -> Iterator[Fault]:
    """Firms are listed no earlier than the control, and lie where it aims."""
    controls = {row.id: row for row in rows}
    inside: defaultdict[str, set[str]] = defaultdict(set)
    members = {
        row.code: set(row.members) for row in cast("list[RegionRow]", tables["regions"].rows)
    }
    for party in cast("list[PartyRow]", tables["parties"].rows):
        for region in party.region if len(party.region) > 1 else ():
            inside[party.iso3] |= {region, *members.get(region, ())}
    for entity in cast("list[ControlEntityRow]", tables["control_entities"].rows):
        if entity.delisted and entity.delisted < entity.listed:
            problem = f"{entity.delisted} is before listed {entity.listed}; mend one of the two"
            yield _fault(entity, "delisted", problem)
        row = controls.get(entity.control)
        if row is None:
            continue
        if entity.listed < min(row.announced, row.effective or row.announced):
            problem = f"{entity.listed} is before {row.id} was announced; mend one of the two dates"
            yield _fault(entity, "listed", problem)
        aimed = set(row.targets).union(*(inside[target] for target in row.targets))
        if entity.country and "ALL" not in aimed and entity.country not in aimed:
            problem = (
                f"{row.id} does not aim at {entity.country} (controls.csv row {row.line}); "
                "mend the country or the targets"
            )
            yield _fault(entity, "country", problem)
