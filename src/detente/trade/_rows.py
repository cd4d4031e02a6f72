"""Rows of ``trade`` and ``dependence`` from flows, and why others give none."""

import csv
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente._errors import TradeError
from detente.facts import Facts
from detente.trade._flows import WORLD, Flow, TradeFile

__all__ = ["MARGIN", "Proposed", "propose_trade", "read_concordance"]

OURS = 2022
"""Edition of the Harmonized System that ``goods.csv`` is of."""
MARGIN = 0.1
"""Part by which ranges go beyond what was published: other years, and errors of customs."""
BEFORE = 2
"""Years before the last whose values the range holds, as a control may have cut the last."""
LEAST = 0.01
"""Part of an importer's purchases under which an exporter gets no row of dependence."""
MAKES = 0.01
"""Part of world supply from which on an importer is taken to make a good itself."""
MAKERS = "importers that make the good, so that imports are not all of their use"
NO_TOTAL = "importers of whom neither the total nor a second origin is in the files"
SHARED = "customs codes that stand for several goods"
_BILLION = 1e9
_MONTHS = 12
Cells = dict[str, str]
_Years = dict[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What files of statistics give."""

    rows: dict[str, list[Cells]]
    """Cells by table: ``trade``, ``dependence``, ``sources``."""
    year: int
    """Year of the values."""
    goods: tuple[str, ...]
    """Goods with a row of trade."""
    without: dict[str, tuple[str, ...]]
    """Why goods, codes or importers give no row, with which."""


def read_concordance(path: Path) -> dict[tuple[int, str], str | None]:
    """Read which code of an older edition became which of 2022.

    Parameters
    ----------
    path
        CSV with columns edition, from, to: such as the United Nations' correlation tables.

    Returns
    -------
    dict
        Code of 2022 by edition and code; None where one code became several, or several one, which
        cannot be told apart.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TradeError(f"{path}: cannot be read ({error}); give a CSV") from None
    after: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    before: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for number, row in enumerate(rows, start=1):
        try:
            edition = int(row["edition"])
            old, new = (str(row[name]).replace(".", "").strip().zfill(6) for name in ("from", "to"))
        except (KeyError, ValueError, TypeError):
            raise TradeError(
                f"{path}: row {number}: needs edition (such as 2017), from and to"
            ) from None
        after[edition, old].add(new)
        before[edition, new].add(old)
    return {
        (edition, old): next(iter(new))
        if len(new) == 1 and len(before[edition, next(iter(new))]) == 1
        else None
        for (edition, old), new in after.items()
    }


class _Book:
    """Flows of all files, as values by good, pair of countries and year."""

    def __init__(self, facts: Facts, concordance: Mapping[tuple[int, str], str | None]) -> None:
        self.facts, self.concordance = facts, concordance
        self.without: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.places = {row.iso3 for row in facts.parties} | {
            member for row in facts.regions for member in (row.code, *row.members)
        }
        names = facts.good_names()
        self.good_of: dict[str, str] = {}
        self.shared: dict[str, str] = {}
        for good in facts.goods:
            shared = names.sharing(good.good)
            for code in good.hs6:
                if shared:
                    self.shared.setdefault(code, good.good)
                else:
                    self.good_of[code] = good.good

    def values(self, flows: Sequence[tuple[str, Flow]]) -> dict[tuple[str, str, str, str], _Years]:
        """Values [USD] by good, exporter, importer and who said it, for each whole year."""
        seen: dict[tuple[object, ...], tuple[float, str, int]] = {}
        lines: defaultdict[tuple[str, str, str, str, int, int], dict[str, float]] = defaultdict(
            dict
        )
        for name, flow in flows:
            code = self._code(flow)
            if code is None:
                continue
            good = self.good_of[code]
            if not {flow.exporter, flow.importer} - {WORLD} <= self.places:
                continue
            pair = (good, flow.exporter, flow.importer, flow.said_by)
            one = (*pair, flow.code, flow.year, flow.month)
            before = seen.get(one)
            if before is not None and abs(before[0] - flow.usd) > 1:
                raise TradeError(
                    f"{name}: row {flow.row}: {flow.code} from {flow.exporter} to {flow.importer} "
                    f"in {flow.year} is {flow.usd:.0f} here and {before[0]:.0f} in {before[1]} row "
                    f"{before[2]}; keep one of them"
                )
            seen[one] = (flow.usd, name, flow.row)
            lines[(*pair, flow.year, flow.month)][flow.code] = flow.usd
        return self._by_year(lines)

    def _by_year(
        self, lines: Mapping[tuple[str, str, str, str, int, int], Mapping[str, float]]
    ) -> dict[tuple[str, str, str, str], _Years]:
        months: defaultdict[tuple[str, str, str, str, int], dict[int, float]] = defaultdict(dict)
        for (good, exporter, importer, said_by, year, month), codes in lines.items():
            total = 0.0
            for start in {code[:6] for code in codes}:  # six digits hold their own parts
                of_start = {code: usd for code, usd in codes.items() if code[:6] == start}
                shortest = min(len(code) for code in of_start)
                total += sum(usd for code, usd in of_start.items() if len(code) == shortest)
            months[good, exporter, importer, said_by, year][month] = total
        values: defaultdict[tuple[str, str, str, str], _Years] = defaultdict(dict)
        said: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for (_, exporter, importer, said_by, year), by_month in months.items():
            side = importer if said_by == "importer" else exporter
            said[side, str(year)] |= by_month.keys()
        for (good, exporter, importer, said_by, year), by_month in months.items():
            side = importer if said_by == "importer" else exporter
            if 0 not in by_month and len(said[side, str(year)]) < _MONTHS:
                self.without["years of which months are missing"].setdefault(f"{side} {year}")
                continue
            whole = by_month[0] if 0 in by_month else sum(by_month.values())
            values[good, exporter, importer, said_by][year] = whole
        return dict(values)

    def _code(self, flow: Flow) -> str | None:
        """Six digits of 2022 of a flow, if a good of the tables has them to itself."""
        code = flow.code[:6]
        if flow.revision != OURS:
            new = self.concordance.get((flow.revision, code), "")
            if not new:
                why = (
                    "codes that a later edition divided or put together"
                    if new is None
                    else f"codes of HS {flow.revision}, which no concordance leads to HS {OURS}"
                )
                if new is None or code in self.good_of:
                    self.without[why].setdefault(code)
                return None
            code = new
        if code in self.shared:
            self.without[SHARED].setdefault(f"{code} ({self.shared[code]} and others)")
        return self.good_of.get(code) and code


def propose_trade(
    files: Sequence[TradeFile],
    facts: Facts,
    day: dt.date,
    *,
    year: int | None = None,
    concordance: Mapping[tuple[int, str], str | None] | None = None,
) -> Proposed:
    """Turn flows into rows.

    Parameters
    ----------
    files
        Files of statistics.
    facts
        The tables.
    day
        Today: the day to which the files are known.
    year
        Year of the values; the last in the files if not given.
    concordance
        As of `read_concordance`.

    Returns
    -------
    Proposed
        A row of trade for each good and pair of countries; a row of dependence for each exporter to
        an importer that makes none of the good, as a part of all that it imports.

    Raises
    ------
    TradeError
        If nothing can be used, or two files contradict each other.
    """
    book = _Book(facts, concordance or {})
    values = book.values([(file.name, flow) for file in files for flow in file.flows])
    years = {one for by_year in values.values() for one in by_year}
    if not years or (year is not None and year not in years):
        why = "; ".join(
            f"{reason}: {', '.join(list(what)[:4])}" for reason, what in book.without.items()
        )
        of_year = f" of {year}" if year is not None else ""
        raise TradeError(
            f"{', '.join(file.name for file in files)}: no value{of_year} of a good whose customs "
            f"code is its own{f' ({why})' if why else ''}; `detente goods` shows the codes"
        )
    last = year or max(years)
    source = _source(files, last, day)
    trade = _trade(values, last, source["id"])
    dependence = _dependence(values, last, source["id"], book)
    rows = {"trade": trade, "dependence": dependence, "sources": [source]}
    return Proposed(
        rows={name: some for name, some in rows.items() if some},
        year=last,
        goods=tuple(dict.fromkeys(row["good"] for row in trade)),
        without={why: tuple(what) for why, what in book.without.items()},
    )


def _source(files: Sequence[TradeFile], year: int, day: dt.date) -> Cells:
    forms = list(dict.fromkeys(file.form for file in files))
    names = ", ".join(f"{file.name} (sha256 {file.sha256[:12]})" for file in files[:6])
    more = f" and {len(files) - 6} more" if len(files) > 6 else ""
    slug = "-".join(form.lower().replace(" ", "-") for form in forms)
    return {
        "id": f"trade-{slug}-{year}-{files[0].sha256[:6]}",
        "title": f"{', '.join(forms)}: trade of {year} in {names}{more}; the range holds the "
        f"{BEFORE} years before where the files have them",
        "url": files[0].url,
        "date": day.isoformat(),
        "evidence": "published",
    }


def _figure(values: Sequence[float], central: float, source: str, year: int, unit: str) -> Cells:
    low, high = min(values) * (1 - MARGIN), max(values) * (1 + MARGIN)
    if unit == "share":
        high = min(1.0, high)
    return {
        "value": f"{central:.4g}",
        "low": f"{min(low, central):.4g}",
        "high": f"{max(high, central):.4g}",
        "unit": unit,
        "as_of": f"{year}-12-31",
        "source": source,
    }


def _window(by_year: _Years, last: int) -> list[float]:
    return [usd for year, usd in by_year.items() if last - BEFORE <= year <= last]


def _trade(
    values: Mapping[tuple[str, str, str, str], _Years], last: int, source: str
) -> list[Cells]:
    """One row a pair: what the importer says, else the exporter; the range holds both."""
    pairs = {key[:3] for key in values if WORLD not in key}
    rows = []
    for good, exporter, importer in sorted(pairs):
        sides = [
            values.get((good, exporter, importer, side), {}) for side in ("importer", "exporter")
        ]
        central = next((side[last] for side in sides if side.get(last)), None)
        if central is None:
            continue
        seen = [usd / _BILLION for side in sides for usd in _window(side, last)]
        figure = _figure(seen, central / _BILLION, source, last, "USD bn per year")
        rows.append({"good": good, "exporter": exporter, "importer": importer, **figure})
    return rows


def _dependence(
    values: Mapping[tuple[str, str, str, str], _Years], last: int, source: str, book: _Book
) -> list[Cells]:
    """Parts of what an importer imports, where it makes none of the good itself."""
    totals: defaultdict[tuple[str, str], defaultdict[int, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    world: dict[tuple[str, str], _Years] = {}
    for (good, exporter, importer, said_by), by_year in values.items():
        if said_by != "importer" or importer == WORLD:
            continue
        if exporter == WORLD:
            world[good, importer] = by_year
        else:
            for year, usd in by_year.items():
                totals[good, importer][year] += usd
    origins = Counter(key[::2] for key in values if key[3] == "importer" and key[1] != WORLD)
    rows = []
    for (good, exporter, importer, said_by), by_year in sorted(values.items()):
        if said_by != "importer" or WORLD in {exporter, importer} or not by_year.get(last):
            continue
        who = f"{importer} {good}"
        if _makes(book.facts, good, importer):
            book.without[MAKERS].setdefault(who)
            continue
        whole = world.get((good, importer)) or totals[good, importer]
        shares = {
            year: min(1.0, usd / whole[year])
            for year, usd in by_year.items()
            if whole.get(year) and last - BEFORE <= year <= last
        }
        if (good, importer) not in world and origins[good, importer] < 2:
            book.without[NO_TOTAL].setdefault(who)
            continue
        if shares.get(last, 0) >= LEAST:
            figure = _figure(list(shares.values()), shares[last], source, last, "share")
            rows.append({"good": good, "importer": importer, "exporter": exporter, **figure})
    return rows


def _makes(facts: Facts, good: str, importer: str) -> bool:
    if facts.dependence_row(good, importer, importer) is not None:
        return True
    return any(row.country == importer and row.value >= MAKES for row in facts.supply_of(good))
